"""A diary's days as pacing reads them: what was done, and how one felt. A blank stays a blank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from commensal.records.entry import Entry
from commensal.records.facts import Activity, Event, Stress, SymptomRating
from commensal.vocab.ids import key_from_name
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10, Scale

CRASH: Final = "crash"
"""The name under which a crash is marked, typed ("crashed today") or imported."""

_MENTAL_WORDS: Final = ("mental", "cognitive", "social")


class LoadMeasure(StrEnum):
    """Ways in which the load of a day may be known. They are never added to each other.

    ``RATED`` rated effort of the body, brought to 0-10; ``MENTAL`` rated effort of mind or company, 0-10;
    ``MINUTES`` minutes of activity; ``STEPS`` steps.
    """

    RATED = "rated"
    MENTAL = "mental"
    MINUTES = "minutes"
    STEPS = "steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class PacingDay:
    """One day.

    Parameters
    ----------
    loads : load by measure; only what was recorded. [points 0-10, minutes, steps]
    scales : of a rated load, the scale that it was rated on, where that was not 0-10; to show it as it was logged.
    symptoms : rating by key, brought to 0-10; only what was recorded and not copied. [NRS 0-10]
    is_crash : whether a crash was marked; False only where "no crash" was recorded, None for a blank.
    """

    day: date
    loads: Mapping[LoadMeasure, float] = field(default_factory=lambda: MappingProxyType({}))
    symptoms: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    is_crash: bool | None = None
    scales: Mapping[LoadMeasure, Scale] = field(default_factory=lambda: MappingProxyType({}))


def pacing_days(entries: Iterable[Entry]) -> tuple[PacingDay, ...]:
    """The days that hold a load, a rating or a mark of a crash, in their order.

    Values that were only suggested on a screen count nowhere; a copied rating is no observation of how somebody felt.
    """
    drafts: dict[date, _Draft] = defaultdict(_Draft)
    for entry in entries:
        if entry.origin.reaches_analysis:
            _read(entry, drafts)
    return tuple(_day(day, drafts[day]) for day in sorted(drafts) if drafts[day].holds_something)


@dataclass(frozen=True, slots=True)
class _Rated:
    """A rating brought to 0-10, and the scale it was given on."""

    points: float
    scale: Scale


@dataclass(slots=True)
class _Draft:
    """What is gathered of one day."""

    rated: dict[LoadMeasure, list[_Rated]] = field(default_factory=lambda: defaultdict(list))
    minutes: list[float] = field(default_factory=list)
    steps_by_source: dict[str, float] = field(default_factory=dict)
    symptoms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    crash_marks: list[bool] = field(default_factory=list)

    @property
    def holds_something(self) -> bool:
        return any((self.rated, self.minutes, self.steps_by_source, self.symptoms, self.crash_marks))


def _read(entry: Entry, drafts: Mapping[date, _Draft]) -> None:
    fact = entry.fact
    if isinstance(fact, Activity):
        _read_activity(fact, entry.source, drafts[entry.day])
    elif isinstance(fact, Stress) and any(word in fact.aspect.casefold() for word in _MENTAL_WORDS):
        if fact.score is not None:
            drafts[entry.day].rated[LoadMeasure.MENTAL].append(_Rated(_to_ten(fact.score, fact.scale), fact.scale))
    elif isinstance(fact, Event) and key_from_name(fact.name) == CRASH and fact.presence.has_value:
        drafts[entry.day].crash_marks.append(fact.presence is Presence.RECORDED)
    elif isinstance(fact, SymptomRating) and entry.origin.may_be_outcome and fact.presence.has_value:
        score = 0.0 if fact.score is None else fact.score
        if key_from_name(fact.symptom) == CRASH:
            drafts[entry.day].crash_marks.append(score > 0)
        else:
            drafts[entry.day].symptoms[key_from_name(fact.symptom)].append(_to_ten(score, fact.scale))


def _read_activity(fact: Activity, source: str, draft: _Draft) -> None:
    """Loads, minutes and steps of one activity. "No walk today" is zero minutes; an effort of 0 is an effort of 0."""
    if fact.presence is Presence.NONE and fact.load is None and fact.n_steps is None:
        draft.minutes.append(0.0)
        return
    if fact.load is not None:
        scale = fact.load_scale or NRS_0_10
        draft.rated[LoadMeasure.RATED].append(_Rated(_to_ten(fact.load, scale), scale))
    if fact.duration_min is not None:
        draft.minutes.append(fact.duration_min)
    if fact.n_steps is not None:
        draft.steps_by_source[source] = draft.steps_by_source.get(source, 0.0) + fact.n_steps


def _to_ten(value: float, scale: Scale) -> float:
    """A rating on any scale as points of 0-10."""
    span = scale.maximum - scale.minimum
    return 10.0 * (value - scale.minimum) / span if span > 0 else value


def _day(day: date, draft: _Draft) -> PacingDay:
    loads: dict[LoadMeasure, float] = {}
    scales: dict[LoadMeasure, Scale] = {}
    for measure in (LoadMeasure.RATED, LoadMeasure.MENTAL):
        if measure in draft.rated:
            highest = max(draft.rated[measure], key=lambda rated: rated.points)
            loads[measure] = highest.points
            if (highest.scale.minimum, highest.scale.maximum) != (NRS_0_10.minimum, NRS_0_10.maximum):
                scales[measure] = highest.scale
    if draft.minutes:
        loads[LoadMeasure.MINUTES] = sum(draft.minutes)
    if draft.steps_by_source:
        # a phone and a watch count the same steps: the larger count, not their sum
        loads[LoadMeasure.STEPS] = max(draft.steps_by_source.values())
    symptoms = {key: sum(scores) / len(scores) for key, scores in draft.symptoms.items()}
    return PacingDay(
        day=day,
        loads=MappingProxyType(loads),
        symptoms=MappingProxyType(symptoms),
        is_crash=any(draft.crash_marks) if draft.crash_marks else None,
        scales=MappingProxyType(scales),
    )
