"""A trial as JSON: what could be tried, a plan, how it goes, and what it has shown, under stable names.

Numbers that are not known are null, days are ISO 8601. A field may be added; none is renamed or removed.
"""

from __future__ import annotations

import math
from typing import Any

from commensal.knowledge.trial_protocols import TrialProtocol
from commensal.report.trial_change_words import title_of
from commensal.report.trial_verdict_words import headline, next_line
from commensal.trials.draft import TrialDraft
from commensal.trials.effect import Effect
from commensal.trials.looks import Look
from commensal.trials.plan import TrialPlan
from commensal.trials.power import PowerTable
from commensal.trials.protocol_fit import Fit
from commensal.trials.reintroduction import Reintroduction
from commensal.trials.result import Comparison, TrialResult
from commensal.trials.verdict import Verdict


def protocol_json(protocol: TrialProtocol) -> dict[str, Any]:
    """A ready protocol: the change, its dose, its design, for whom it is not, and its evidence."""
    back = protocol.reintroduction
    return {
        "id": protocol.id,
        "kind": protocol.kind.value,
        "step": protocol.step,
        "change": protocol.change,
        "comparator": protocol.comparator,
        "arms": list(protocol.arms),
        "names_subject": protocol.names_subject,
        "subjects": list(protocol.subjects),
        "effort": protocol.effort,
        "dose": {
            "smallest": protocol.dose.smallest,
            "usual": protocol.dose.usual,
            "most": protocol.dose.most,
            "unit": protocol.dose.unit,
            "step_days": protocol.dose.step_days,
        },
        "run_in_days": protocol.run_in_days,
        "design": {
            "kind": protocol.design.kind,
            "block_days": protocol.design.block_days,
            "washout_days": protocol.design.washout_days,
            "n_sets": protocol.design.n_sets,
            "n_days": protocol.n_days,
        },
        "outcomes": list(protocol.outcomes),
        "stop_rules": list(protocol.stop_rules),
        "gate_rules": list(protocol.gate_rules),
        "needs": dict(protocol.needs),
        "with_dietitian": protocol.with_dietitian,
        "carryover": protocol.carryover,
        "blinding": protocol.blinding.value,
        "cannot_be_hidden": protocol.cannot_be_hidden,
        "reintroduction": None
        if back is None
        else {"after_days": back.after_days, "portions": list(back.portions), "watch_days": back.watch_days},
        "evidence": [
            {
                "condition": row.condition,
                "outcome": row.outcome,
                "direction": row.direction,
                "grade": row.grade.value,
                "edges": list(row.edges),
                "source_ids": list(row.source_ids),
            }
            for row in protocol.evidence
        ],
    }


def fit_json(fit: Fit) -> dict[str, Any]:
    """What the gate says of a draft; of one that is barred nothing but why."""
    document: dict[str, Any] = {
        "protocol": fit.draft.protocol_id,
        "is_allowed": fit.is_allowed,
        "is_waiting": fit.is_waiting,
        "rules": [rule.rule_id for rule in fit.fired],
        "questions": [question.id for question in fit.questions],
        "unmet": [flag.value for flag in fit.unmet],
    }
    return document | ({"draft": draft_json(fit.draft)} if fit.is_allowed else {})


def draft_json(draft: TrialDraft) -> dict[str, Any]:
    """A draft that has passed the gate."""
    return {
        "title": title_of(draft),
        "question": draft.question,
        "change": draft.change,
        "comparator": draft.comparator,
        "arms": list(draft.arms),
        "kind": draft.kind.value,
        "subject": draft.subject or None,
        "outcome": draft.outcome.key,
        "design": {
            "kind": draft.design.kind.value,
            "days": draft.design.days,
            "block_days": draft.design.block_days,
            "washout_days": draft.design.washout_days,
            "n_arms": draft.design.n_arms,
        },
        "run_in_days": draft.run_in_days,
        "smallest_difference": draft.smallest_difference,
        "is_smallest_difference_ours": draft.is_smallest_difference_ours,
        "expected_lag_days": None if draft.expected_lag_days is None else list(draft.expected_lag_days),
        "stop_rules": list(draft.stop_rules),
        "keep_steady": list(draft.keep_steady),
        "removes_something": draft.removes_something,
        "cautions": [caution.value for caution in draft.cautions],
    }


def power_json(power: PowerTable) -> dict[str, Any]:
    """How small a difference could be seen, by length."""
    return {
        "wanted": power.wanted,
        "days_needed": power.days_needed,
        "worth": power.worth.value,
        "basis": None if power.noise is None else power.noise.basis,
        "rows": [
            {"days": row.days, "smallest_difference": row.smallest_difference, "power": row.power} for row in power.rows
        ],
    }


def reintroduction_json(back: Reintroduction) -> dict[str, Any]:
    """How what was left out comes back."""
    return {
        "begins_on": back.begins_on.isoformat(),
        "ends_on": back.ends_on.isoformat(),
        "portions": [
            {
                "subject": one.subject or None,
                "portion": one.portion,
                "day": one.day.isoformat(),
                "watch_until": one.watch_until.isoformat(),
            }
            for one in back.portions
        ],
    }


def result_json(result: TrialResult, plan: TrialPlan) -> dict[str, Any]:
    """What a trial has shown: every comparison with its looks, the primary analysis first."""
    kept = result.adherence
    return {
        "plan_hash": plan.hash,
        "alpha": result.alpha,
        "is_randomised": result.is_randomised,
        "is_complete": result.is_complete,
        "n_days_planned": result.n_days_planned,
        "n_days_seen": result.n_days_seen,
        "n_used": result.n_used,
        "n_missing": result.n_missing,
        "n_washout": result.n_washout,
        "at_an_end_share": _known(result.at_an_end_share),
        "is_approximate": result.is_approximate,
        "adherence": None
        if kept is None
        else {
            "done": kept.n_done,
            "partly": kept.n_partly,
            "not_done": kept.n_not_done,
            "swapped": kept.n_swapped,
            "unsaid": kept.n_unsaid,
        },
        "lead_arm": result.lead.arm,
        "comparisons": [_comparison(one, result, plan) for one in result.comparisons],
    }


def verdict_json(verdict: Verdict, plan: TrialPlan) -> dict[str, Any]:
    """Keep, drop or not settled, with its reasons and what comes next, as names and as sentences."""
    return {
        "decision": verdict.decision.value,
        "arm": verdict.arm,
        "arm_name": verdict.name,
        "reasons": [reason.value for reason in verdict.reasons],
        "next_steps": [step.value for step in verdict.next_steps],
        "sentence": headline(verdict, plan),
        "next_sentences": [next_line(step, plan) for step in verdict.next_steps],
    }


def _comparison(one: Comparison, result: TrialResult, plan: TrialPlan) -> dict[str, Any]:
    sequence = one.confidence_sequence
    matters = plan.smallest_difference
    benefit = one.probability_of_benefit(matters, higher_is_worse=result.higher_is_worse)
    return {
        "arm": one.arm,
        "arm_name": one.name,
        "effect": None if one.effect is None else _effect(one.effect),
        "per_protocol": None if one.per_protocol is None else _effect(one.per_protocol),
        "p_value": one.p_value,
        "single_look_p": one.single_look_p,
        "n_schedules": one.n_schedules,
        "stopped_on_day": one.stopped_on,
        "e_value": None if one.e_value is None else _known(one.e_value),
        "confidence_sequence": None if sequence is None else [_known(end) for end in sequence],
        "probability_of_benefit": None
        if benefit is None
        else {"difference": matters, "probability": benefit, "is_stopping_rule": False},
        "carryover": None
        if one.carryover is None
        else {
            "full_effect": None if one.carryover.full_effect is None else _effect(one.carryover.full_effect),
            "half_life_days": _known(one.carryover.half_life_days),
            "is_hidden_by_design": one.carryover.hidden_by_design,
        },
        "looks": [_look(look) for look in one.looks],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    low, high = effect.interval()
    return {
        "estimate": _known(effect.estimate),
        "low": _known(low),
        "high": _known(high),
        "level": 0.95,
        "n_days": effect.n_days,
    }


def _look(look: Look) -> dict[str, Any]:
    return {
        "day": look.day,
        "statistic": _known(look.statistic),
        "p": look.p,
        "sequential_p": look.sequential_p,
        "bound": _known(look.bound),
        "crossed": look.crossed,
        "e_value": _known(look.e_value),
        "confidence_sequence": [_known(look.cs_low), _known(look.cs_high)],
    }


def _known(value: float) -> float | None:
    """A number, or null where it is none: JSON has no infinity."""
    return float(value) if math.isfinite(value) else None
