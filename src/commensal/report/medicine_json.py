"""Medicines as JSON: the same facts as on the card, under stable names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commensal.diary.exposures.medicine_log import LoggedMedicine
from commensal.diary.exposures.medicine_prompts import Prompt
from commensal.knowledge.medicine_interactions import InteractionFlag, interaction_flags
from commensal.knowledge.medicines import MedicineClass, MedicineRow
from commensal.report.medicine_words import is_effect_known, prompt_sentence


def logged_json(logged: LoggedMedicine) -> dict[str, Any]:
    """One medicine as it was logged."""
    return {
        "name": logged.name,
        "substance": logged.substance,
        "n_days": len(logged.days),
        "n_doses": logged.n_doses,
        "first_day": logged.days[0].isoformat() if logged.days else None,
        "last_day": logged.days[-1].isoformat() if logged.days else None,
        "use": None if logged.use is None else logged.use.value,
        "as_typed": [{"text": text, "n": n} for text, n in logged.as_typed],
        "days_not_taken": [day.isoformat() for day in logged.days_not_taken],
        "is_said_only": bool(logged.counts_on),
        "stretches_without_a_logged_dose": [
            {
                "first": stretch.first.isoformat(),
                "last": stretch.last.isoformat(),
                "n_days": stretch.n_days,
                "n_days_written": stretch.n_days_written,
            }
            for stretch in logged.stretches
        ],
    }


def prompt_json(prompt: Prompt) -> dict[str, Any]:
    """One thing to ask about."""
    return {
        "flag": prompt.flag.id,
        "is_for_today": prompt.flag.is_for_today,
        "medicine": prompt.medicine,
        "other_medicines": list(prompt.others),
        "other_names": list(prompt.other_names),
        "is_about_stools": prompt.is_about_stools,
        "days": [day.isoformat() for day in prompt.days],
        "rule_ids": list(prompt.flag.rule_ids),
        "status": prompt.flag.status,
        "sentence": prompt_sentence(prompt),
    }


def card_json(
    name: str,
    logged: LoggedMedicine | None,
    row: MedicineRow | None,
    group: MedicineClass | None,
    prompts: Sequence[Prompt],
) -> dict[str, Any]:
    """One medicine: as logged, what our table knows and on what that rests, and what to ask about."""
    return {
        "name": name,
        "logged": None if logged is None else logged_json(logged),
        "known": None if row is None or group is None else _row_json(row, group),
        "prompts": [prompt_json(prompt) for prompt in prompts],
    }


def _row_json(row: MedicineRow, group: MedicineClass) -> dict[str, Any]:
    return {
        "substance": row.substance,
        "atc": row.atc5 or None,
        "class": group.id,
        "class_label": group.label,
        "is_effect_known": is_effect_known(row),
        "microbiome_effect": group.microbiome_effect,
        "plain_effect": group.plain_effect or None,
        "diversity": group.diversity_direction,
        "permeability": group.permeability_effect,
        "plain_barrier": group.plain_barrier or None,
        "evidence_kind": group.evidence_kind,
        "grade": group.evidence_grade,
        "source_ids": list(group.source_ids),
        "change_caution": row.stop_caution,
        "interaction_flags": [_flag_json(interaction_flags()[flag]) for flag in row.interaction_flags],
        "note": row.note or None,
        "unverified": sorted(row.unverified),
    }


def _flag_json(flag: InteractionFlag) -> dict[str, Any]:
    return {
        "flag": flag.id,
        "topic": flag.topic,
        "meaning": flag.meaning,
        "rule_ids": list(flag.rule_ids),
        "status": flag.status,
        "basis": flag.basis,
        "source_ids": list(flag.source_ids),
    }
