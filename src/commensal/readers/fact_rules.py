"""From a number or a text and a rule to a fact: the one place where readers make facts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from commensal.records.facts import (
    Activity,
    Cycle,
    Event,
    Fact,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Note,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.ids import key_from_name
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10, SCALES, Higher, Scale, with_direction
from commensal.vocab.units import Unit


class RuleKind(StrEnum):
    """What a tracker or a column is read as."""

    SYMPTOM = "symptom_rating"
    MEASUREMENT = "measurement"
    ACTIVITY = "activity"
    ACTIVITY_LOAD = "activity_load"
    ACTIVITY_DURATION = "activity_duration"
    ACTIVITY_STEPS = "activity_steps"
    ACTIVITY_DISTANCE = "activity_distance"
    STRESS = "stress"
    SLEEP_DURATION = "sleep_duration"
    SLEEP_QUALITY = "sleep_quality"
    HRV_SDNN = "hrv_sdnn"
    HRV_RMSSD = "hrv_rmssd"
    HRV_UNSTATED = "hrv_unstated"
    CYCLE = "cycle"
    EVENT = "event"
    FOOD = "food"
    MEDICINE = "medicine_dose"
    STOOL_FORM = "stool_form"
    NOTE = "note"
    IGNORE = "ignore"


@lru_cache(maxsize=16_384)
def variable_key(name: str) -> str:
    """The stable name of a variable; remembered, because a column's name comes once a row."""
    return key_from_name(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """How the values of one tracker or column become facts.

    Parameters
    ----------
    kind : what they are read as.
    name : the name the fact carries.
    scale : where the values begin and end, for ratings; the plausible range, for measurements.
    unit : the unit the source writes; converted where the fact has a unit of its own.
    zero_is_none : whether 0 means that the person said "none". A blank is never zero, whatever this says.
    beyond_symptoms : whether a symptom cannot change it (weather, calendar).
    """

    kind: RuleKind
    name: str
    scale: Scale | None = None
    unit: Unit | None = None
    zero_is_none: bool = True
    beyond_symptoms: bool = False

    @property
    def key(self) -> str:
        """The stable name of the variable, the same for every spelling that maps to this rule."""
        return variable_key(self.name)


def fact_for(rule: FactRule, number: float | None, text: str = "") -> Fact:
    """The fact that a value stands for under a rule.

    Raises
    ------
    InvalidRecordError : the value lies outside the scale or what the fact allows.
    """
    if rule.scale is not None and number is not None and not rule.scale.holds(number):
        raise InvalidRecordError(
            where=rule.name,
            found=f"{number:g}",
            expected=f"a number from {rule.scale.minimum:g} to {rule.scale.maximum:g}",
            do="Correct the value, or leave it blank.",
        )
    return _MAKERS[rule.kind](rule, number, text)


# Kinds whose fact has a unit of its own, so that values in minutes and in hours can stand side by side.
CONVERTING_KINDS = frozenset(
    {
        RuleKind.ACTIVITY_DURATION,
        RuleKind.ACTIVITY_DISTANCE,
        RuleKind.SLEEP_DURATION,
        RuleKind.FOOD,
        RuleKind.MEDICINE,
    }
)
_CONVERSION = {
    (Unit.MINUTE, Unit.HOUR): 1 / 60,
    (Unit.HOUR, Unit.MINUTE): 60.0,
    (Unit.METRE, Unit.KILOMETRE): 1 / 1000,
    (Unit.GRAM, Unit.MILLIGRAM): 1000.0,
    (Unit.MILLIGRAM, Unit.GRAM): 1 / 1000,
}


def _in_unit(rule: FactRule, number: float | None, wanted: Unit) -> float | None:
    if number is None or rule.unit is None or rule.unit is wanted:
        return number
    factor = _CONVERSION.get((rule.unit, wanted))
    if factor is None:
        raise InvalidRecordError(
            where=rule.name,
            found=f"a value in {rule.unit.symbol}",
            expected=f"a value in {wanted.symbol}",
            do="Change the unit in the mapping file.",
        )
    return number * factor


def _presence(rule: FactRule, number: float | None) -> Presence:
    return Presence.NONE if number == 0 and rule.zero_is_none else Presence.RECORDED


def _symptom(rule: FactRule, number: float | None, _: str) -> Fact:
    return SymptomRating(
        symptom=rule.name, score=number, scale=rule.scale or NRS_0_10, presence=_presence(rule, number)
    )


def _measurement(rule: FactRule, number: float | None, _: str) -> Fact:
    # A measured zero (degrees, floors climbed) is a reading, not the answer "none".
    return Measurement(
        name=rule.name, value=number, unit=rule.unit or Unit.POINTS, beyond_symptoms=rule.beyond_symptoms
    )


def _activity(rule: FactRule, number: float | None, _: str) -> Fact:
    return Activity(name=rule.name, presence=_presence(rule, number))


def _activity_load(rule: FactRule, number: float | None, _: str) -> Fact:
    return Activity(name=rule.name, load=number, load_scale=rule.scale, presence=_presence(rule, number))


def _activity_duration(rule: FactRule, number: float | None, _: str) -> Fact:
    minutes = _in_unit(rule, number, Unit.MINUTE)
    return Activity(name=rule.name, duration_min=minutes, presence=_presence(rule, number))


def _activity_steps(rule: FactRule, number: float | None, _: str) -> Fact:
    return Activity(name=rule.name, n_steps=number, presence=_presence(rule, number))


def _activity_distance(rule: FactRule, number: float | None, _: str) -> Fact:
    kilometres = _in_unit(rule, number, Unit.KILOMETRE)
    return Activity(name=rule.name, distance_km=kilometres, presence=_presence(rule, number))


def _stress(rule: FactRule, number: float | None, _: str) -> Fact:
    return Stress(score=number, scale=rule.scale or NRS_0_10, aspect=rule.name, presence=_presence(rule, number))


def _sleep_duration(rule: FactRule, number: float | None, _: str) -> Fact:
    return Sleep(duration_h=_in_unit(rule, number, Unit.HOUR))


def _sleep_quality(rule: FactRule, number: float | None, _: str) -> Fact:
    return Sleep(quality=number, quality_scale=rule.scale)


def _hrv(method: HrvMethod) -> Callable[[FactRule, float | None, str], Fact]:
    def make(rule: FactRule, number: float | None, text: str) -> Fact:
        return HeartRateVariability(value_ms=_required(rule, number, text), method=method)

    return make


def _required(rule: FactRule, number: float | None, text: str) -> float:
    if number is None:
        raise InvalidRecordError(where=rule.name, found=repr(text), expected="a number", do="Correct the value.")
    return number


def _cycle(rule: FactRule, number: float | None, _: str) -> Fact:
    return Cycle(bleeding=number, presence=_presence(rule, number))


def _event(rule: FactRule, number: float | None, _: str) -> Fact:
    return Event(name=rule.name, presence=_presence(rule, number))


def _food(rule: FactRule, number: float | None, text: str) -> Fact:
    grams = _in_unit(rule, number, Unit.GRAM) if rule.unit in (Unit.GRAM, Unit.MILLIGRAM) else None
    return Food(name=rule.name, amount_g=grams, text=text or None, presence=_presence(rule, number))


def _medicine(rule: FactRule, number: float | None, text: str) -> Fact:
    is_weight = rule.unit in (Unit.GRAM, Unit.MILLIGRAM)
    return MedicineDose(
        name=rule.name,
        dose_mg=_in_unit(rule, number, Unit.MILLIGRAM) if is_weight else None,
        n_units=None if is_weight else number,
        text=text or None,
        presence=_presence(rule, number),
    )


def _stool_form(rule: FactRule, number: float | None, text: str) -> Fact:
    value = _required(rule, number, text)
    if value != int(value):
        raise InvalidRecordError(
            where=rule.name, found=f"{value:g}", expected="a whole number from 1 to 7", do="Correct the value."
        )
    return StoolForm(form=int(value))


def _note(_: FactRule, __: float | None, text: str) -> Fact:
    return Note(text=text)


def _ignored(rule: FactRule, _: float | None, __: str) -> Fact:
    raise AssertionError(f"{rule.name} is ignored and makes no fact")


_MAKERS: dict[RuleKind, Callable[[FactRule, float | None, str], Fact]] = {
    RuleKind.SYMPTOM: _symptom,
    RuleKind.MEASUREMENT: _measurement,
    RuleKind.ACTIVITY: _activity,
    RuleKind.ACTIVITY_LOAD: _activity_load,
    RuleKind.ACTIVITY_DURATION: _activity_duration,
    RuleKind.ACTIVITY_STEPS: _activity_steps,
    RuleKind.ACTIVITY_DISTANCE: _activity_distance,
    RuleKind.STRESS: _stress,
    RuleKind.SLEEP_DURATION: _sleep_duration,
    RuleKind.SLEEP_QUALITY: _sleep_quality,
    RuleKind.HRV_SDNN: _hrv(HrvMethod.SDNN),
    RuleKind.HRV_RMSSD: _hrv(HrvMethod.RMSSD),
    RuleKind.HRV_UNSTATED: _hrv(HrvMethod.UNSTATED),
    RuleKind.CYCLE: _cycle,
    RuleKind.EVENT: _event,
    RuleKind.FOOD: _food,
    RuleKind.MEDICINE: _medicine,
    RuleKind.STOOL_FORM: _stool_form,
    RuleKind.NOTE: _note,
    RuleKind.IGNORE: _ignored,
}

_SCALE_TEXT = re.compile(r"^\s*(-?\d+(?:\.\d+)?)\s*(?:-|–|to|\.\.)\s*(-?\d+(?:\.\d+)?)\s*$")
_BY_ENDS = {(scale.minimum, scale.maximum): scale for scale in SCALES.values() if scale.id not in ("percent",)}


def parse_scale(text: str) -> Scale | None:
    """The scale named by its id or its ends: ``nrs_0_10`` or ``0-10``. None when it is neither."""
    if text in SCALES:
        return SCALES[text]
    match = _SCALE_TEXT.match(text)
    if match is None:
        return None
    low, high = float(match[1]), float(match[2])
    if low >= high:
        return None
    return _BY_ENDS.get((low, high)) or Scale(id=f"points_{low:g}_{high:g}", minimum=low, maximum=high)


def scale_text(scale: Scale) -> str:
    """A scale as a person writes it: ``0-10``."""
    return f"{scale.minimum:g}-{scale.maximum:g}"


def with_sleep_direction(rule: FactRule, answer: str) -> FactRule:
    """The rule, where the person has said whether a higher sleep number is a better or a worse night.

    Parameters
    ----------
    answer : ``higher_is_better``, ``higher_is_worse``, or empty where nobody has said.
    """
    if rule.kind is not RuleKind.SLEEP_QUALITY or rule.scale is None or not answer:
        return rule
    return replace(rule, scale=with_direction(rule.scale, Higher(answer.removeprefix("higher_is_"))))


def parse_unit(text: str) -> Unit | None:
    """The unit with this name (``minute``) or UCUM code (``min``). None when there is none."""
    word = text.strip()
    for unit in Unit:
        if word == unit.value or word.casefold() == unit.name.casefold():
            return unit
    return None
