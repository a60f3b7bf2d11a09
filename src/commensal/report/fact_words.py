"""A logged fact as a person reads it: a name and a value, never a judgement."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from commensal.records.entry import Entry
from commensal.records.fact_fields import fields_of
from commensal.records.facts import (
    Activity,
    Cycle,
    Fact,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Note,
    QuestionnaireAnswers,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.records.imports import name_of
from commensal.report.labels import shown_label
from commensal.report.words import say
from commensal.vocab.presence import Presence
from commensal.vocab.scales import Scale

_LABEL_KEY: dict[type[Any], str] = {
    StoolForm: "fact.stool",
    Sleep: "fact.sleep",
    Cycle: "fact.cycle",
    Note: "fact.note",
    QuestionnaireAnswers: "fact.questionnaire",
}


def label_of(fact: Fact) -> str:
    """The name a person would call this fact by."""
    if isinstance(fact, HeartRateVariability):
        if fact.method is HrvMethod.UNSTATED:
            return say("fact.hrv")
        return say("fact.hrv_method", method=fact.method.value.upper())
    key = _LABEL_KEY.get(type(fact))
    return shown_label(name_of(fact)) if key is None else say(key)


def value_of(fact: Fact) -> str:
    """What was recorded, with its unit; a recorded "none" reads as none, a blank as no answer."""
    presence = getattr(fact, "presence", Presence.RECORDED)
    if presence is not Presence.RECORDED:
        return say(f"fact.presence.{presence.value}")
    return ", ".join(_parts(fact))


def entry_document(entry: Entry) -> dict[str, Any]:
    """An entry for --json: the fields of its fact flat under ``fact``, instants with their offset."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "day": entry.day.isoformat(),
        "at": None if entry.at is None else entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "origin": entry.origin.value,
        "source": entry.source,
        "source_line": entry.source_line,
        "fact": fields_of(entry.fact),
    }


@singledispatch
def _parts(_fact: object) -> list[str]:
    """What is known of a fact beyond its name; an event or a period is simply there."""
    return [say("fact.yes")]


@_parts.register
def _(fact: Food) -> list[str]:
    return _known(("fact.grams", fact.amount_g)) or [say("fact.eaten")]


@_parts.register
def _(fact: MedicineDose) -> list[str]:
    return _known(("fact.milligrams", fact.dose_mg), ("fact.units", fact.n_units)) or [say("fact.taken")]


@_parts.register(SymptomRating)
@_parts.register(Stress)
def _(fact: SymptomRating | Stress) -> list[str]:
    return [_on_scale(fact.score, fact.scale)]


@_parts.register
def _(fact: StoolForm) -> list[str]:
    return _known(("fact.stool_form", fact.form), ("fact.stools", fact.n_stools))


@_parts.register
def _(fact: Sleep) -> list[str]:
    quality = [] if fact.quality is None else [say("fact.quality", on=_on_scale(fact.quality, fact.quality_scale))]
    return _known(("fact.hours", fact.duration_h)) + quality


@_parts.register
def _(fact: Activity) -> list[str]:
    load = [] if fact.load is None else [say("fact.load", on=_on_scale(fact.load, fact.load_scale))]
    rest = (("fact.minutes", fact.duration_min), ("fact.km", fact.distance_km), ("fact.steps", fact.n_steps))
    return (load + _known(*rest)) or [say("fact.yes")]


@_parts.register
def _(fact: HeartRateVariability) -> list[str]:
    return _known(("fact.milliseconds", fact.value_ms))


@_parts.register
def _(fact: Measurement) -> list[str]:
    return [say("fact.with_unit", n=_number(fact.value), unit=fact.unit.symbol)]


@_parts.register
def _(fact: QuestionnaireAnswers) -> list[str]:
    return [fact.instrument_id.replace("_", " "), *_known(("fact.score", fact.score))]


@_parts.register
def _(fact: Note) -> list[str]:
    return [say("fact.quoted", text=_one_line(fact.text))]


def _known(*key_and_number: tuple[str, float | None]) -> list[str]:
    return [say(key, n=_number(number)) for key, number in key_and_number if number is not None]


def _on_scale(score: float | None, scale: Scale | None) -> str:
    if scale is None:
        return _number(score)
    return say("fact.on_scale", n=_number(score), maximum=_number(scale.maximum))


def _one_line(text: str) -> str:
    """A person's words on one line, without what could steer a terminal. Nothing is cut."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.10g}"
