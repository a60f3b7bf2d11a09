"""Which columns of the day table a fact speaks to, and how several values of a day become one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import singledispatch

from commensal.records.day_table import Role, Variable
from commensal.records.entry import Entry
from commensal.records.facts import (
    Activity,
    Cycle,
    Event,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.vocab.ids import key_from_name
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import YES_NO
from commensal.vocab.units import Unit

# A day that lists anything of these kinds answers for the whole kind: what is not listed is none.
LISTED_KINDS = frozenset({"food", "medicine_dose", "event", "activity"})


class Rule(StrEnum):
    """How several values of one day become one."""

    MEAN = "mean"
    LARGEST = "largest"
    SUM = "sum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value for one column.

    Parameters
    ----------
    is_listed : a member of a list kind (eaten, taken, happened).
    is_echo : counts only where its column is there anyway. A run of 5 km is a day with a run, for who keeps some runs
        with a number and some without; for who always writes the kilometres there is no such column.
    at : when it was, or None where only the day is known.
    """

    variable: Variable
    value: float
    presence: Presence
    origin: Origin
    rule: Rule
    is_listed: bool = False
    is_echo: bool = False
    at: datetime | None = None


def combine(values: list[float], rule: Rule) -> float:
    """One value for the day. Ratings are averaged, yes/no and nights take the largest, amounts add up."""
    if rule is Rule.MEAN:
        return sum(values) / len(values)
    return max(values) if rule is Rule.LARGEST else sum(values)


def readings_of(entry: Entry) -> Iterator[Reading]:
    """Every column value that an entry gives; a note gives none."""
    for column in _columns(entry.fact):
        yield Reading(
            variable=column.variable,
            value=column.value if column.presence.has_value else float("nan"),
            presence=column.presence,
            origin=entry.origin,
            rule=column.rule,
            is_listed=column.is_listed,
            is_echo=column.is_echo,
            at=entry.at,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    variable: Variable
    value: float
    presence: Presence
    rule: Rule
    is_listed: bool = False
    is_echo: bool = False


def _number(value: float | None, presence: Presence) -> float:
    return 0.0 if value is None or presence is Presence.NONE else float(value)


@singledispatch
def _columns(_fact: object) -> Iterator[_Column]:
    yield from ()


@_columns.register
def _food(fact: Food) -> Iterator[_Column]:
    name = fact.food_id or fact.name
    yield _had(
        Variable(key=key_from_name(name), label=fact.name, kind="food", role=Role.EXPOSURE, unit=Unit.YES_NO), fact
    )


@_columns.register
def _medicine(fact: MedicineDose) -> Iterator[_Column]:
    name = fact.substance_id or fact.name
    variable = Variable(
        key=key_from_name(name), label=fact.name, kind="medicine_dose", role=Role.CONTEXT, unit=Unit.YES_NO
    )
    yield _had(variable, fact)


@_columns.register
def _event(fact: Event) -> Iterator[_Column]:
    variable = Variable(
        key=key_from_name(fact.name), label=fact.name, kind="event", role=Role.EXPOSURE, unit=Unit.YES_NO
    )
    yield _had(variable, fact)


def _had(variable: Variable, fact: Food | MedicineDose | Event | Activity) -> _Column:
    is_none = fact.presence is Presence.NONE
    return _Column(
        variable=variable,
        value=0.0 if is_none else 1.0,
        presence=fact.presence,
        rule=Rule.LARGEST,
        is_listed=fact.presence is Presence.RECORDED,
    )


@_columns.register
def _symptom(fact: SymptomRating) -> Iterator[_Column]:
    is_mark = fact.scale.id == YES_NO.id
    yield _Column(
        variable=Variable(
            key=key_from_name(fact.symptom),
            label=fact.symptom,
            kind="symptom_rating",
            role=Role.OUTCOME,
            unit=Unit.YES_NO if is_mark else Unit.POINTS,
            scale=fact.scale,
        ),
        value=_number(fact.score, fact.presence),
        presence=fact.presence,
        rule=Rule.LARGEST if is_mark else Rule.MEAN,
    )


@_columns.register
def _stool(fact: StoolForm) -> Iterator[_Column]:
    outcome = {"kind": "stool_form", "role": Role.OUTCOME}
    if fact.form is not None:
        variable = Variable(key="stool_form", label="Stool form", unit=Unit.POINTS, **outcome)  # type: ignore[arg-type]
        yield _Column(variable=variable, value=float(fact.form), presence=fact.presence, rule=Rule.MEAN)
    if fact.n_stools is not None or fact.presence is Presence.NONE:
        variable = Variable(key="stools", label="Stools", unit=Unit.COUNT, **outcome)  # type: ignore[arg-type]
        count = _number(fact.n_stools, fact.presence)
        yield _Column(variable=variable, value=count, presence=fact.presence, rule=Rule.SUM)


@_columns.register
def _sleep(fact: Sleep) -> Iterator[_Column]:
    if fact.duration_h is not None:
        variable = _night("sleep_h", "Sleep", Unit.HOUR, fact)
        # The longest sleep is the night; a rest in the day is not added to it silently.
        yield _Column(variable=variable, value=fact.duration_h, presence=fact.presence, rule=Rule.LARGEST)
    if fact.quality is not None:
        variable = _night("sleep_rating", "Sleep rating", Unit.POINTS, fact)
        yield _Column(variable=variable, value=fact.quality, presence=fact.presence, rule=Rule.MEAN)


def _night(key: str, label: str, unit: Unit, fact: Sleep) -> Variable:
    """A night belongs to the day one wakes, so it precedes that day's ratings."""
    scale = fact.quality_scale if unit is Unit.POINTS else None
    return Variable(key=key, label=label, kind="sleep", role=Role.EXPOSURE, unit=unit, scale=scale, before_rating=True)


@_columns.register
def _stress(fact: Stress) -> Iterator[_Column]:
    variable = Variable(
        key=key_from_name(fact.aspect),
        label=fact.aspect.capitalize(),
        kind="stress",
        role=Role.EXPOSURE,
        unit=Unit.POINTS,
        scale=fact.scale,
    )
    value = _number(fact.score, fact.presence)
    yield _Column(variable=variable, value=value, presence=fact.presence, rule=Rule.MEAN)


@_columns.register
def _activity(fact: Activity) -> Iterator[_Column]:
    key = key_from_name(fact.name)
    numbers = (
        (key, "", Unit.POINTS, fact.load, Rule.MEAN),
        (f"{key}_min", " (minutes)", Unit.MINUTE, fact.duration_min, Rule.SUM),
        (f"{key}_km", " (distance)", Unit.KILOMETRE, fact.distance_km, Rule.SUM),
        (f"{key}_steps" if key != "steps" else key, " (steps)", Unit.COUNT, fact.n_steps, Rule.SUM),
    )
    given = [item for item in numbers if item[3] is not None]
    for column_key, suffix, unit, value, rule in given:
        label = fact.name if column_key == key else fact.name + suffix
        scale = fact.load_scale if unit is Unit.POINTS else None
        variable = Variable(key=column_key, label=label, kind="activity", role=Role.EXPOSURE, unit=unit, scale=scale)
        yield _Column(variable=variable, value=_number(value, fact.presence), presence=fact.presence, rule=rule)
    happened = _had(Variable(key=key, label=fact.name, kind="activity", role=Role.EXPOSURE, unit=Unit.YES_NO), fact)
    if not given and fact.presence.has_value:
        yield happened
    elif not given:  # a counter that was not worn: no reason for a column of its own
        yield replace(happened, is_echo=True)
    else:
        was_none = not any(value for *_, value, _rule in given)
        yield replace(happened, value=0.0 if was_none else 1.0, is_listed=False, is_echo=True)


@_columns.register
def _hrv(fact: HeartRateVariability) -> Iterator[_Column]:
    suffix = "" if fact.method is HrvMethod.UNSTATED else f", {fact.method.value.upper()}"
    variable = Variable(
        key=f"hrv_{fact.method.value}_ms",
        label=f"Heart-rate variability{suffix}",
        kind="heart_rate_variability",
        role=Role.CONTEXT,
        unit=Unit.MILLISECOND,
    )
    yield _Column(variable=variable, value=fact.value_ms, presence=Presence.RECORDED, rule=Rule.MEAN)


@_columns.register
def _cycle(fact: Cycle) -> Iterator[_Column]:
    variable = Variable(
        key="period",
        label="Period",
        kind="cycle",
        role=Role.EXPOSURE,
        unit=Unit.YES_NO,
        beyond_symptoms=True,
    )
    value = 1.0 if _number(fact.bleeding, fact.presence) > 0 else 0.0
    yield _Column(variable=variable, value=value, presence=fact.presence, rule=Rule.LARGEST)


@_columns.register
def _measurement(fact: Measurement) -> Iterator[_Column]:
    variable = Variable(
        key=key_from_name(fact.name),
        label=fact.name,
        kind="measurement",
        role=Role.EXPOSURE if fact.beyond_symptoms else Role.CONTEXT,
        unit=fact.unit,
        beyond_symptoms=fact.beyond_symptoms,
    )
    value = _number(fact.value, fact.presence)
    yield _Column(variable=variable, value=value, presence=fact.presence, rule=Rule.MEAN)
