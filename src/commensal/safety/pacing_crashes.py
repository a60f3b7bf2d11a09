"""Crashes as they were marked, and what was logged on the days before. Observed, and no line to stay under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.safety.pacing_usual import Standing, recorded_loads, standing
from commensal.vocab.scales import NRS_0_10, Scale

DAYS_BEFORE: Final = 3
"""Days before a crash that are shown. [days]"""

REFERENCE_DAYS: Final = 180
"""How far back a person's own usual reaches. [days]"""

_LONGEST_BLANK: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadSeen:
    """A load, and how it stands among the person's own days.

    Parameters
    ----------
    value : [points 0-10, minutes or steps]
    standing : None where there are too few days to say.
    scale : the scale that a load was rated on, where that was not 0-10.
    """

    measure: LoadMeasure
    value: float
    standing: Standing | None
    scale: Scale | None = None

    @property
    def as_logged(self) -> tuple[float, float]:
        """A rated load on its own scale, and the top of that scale. [points]"""
        scale = self.scale or NRS_0_10
        return scale.minimum + self.value * (scale.maximum - scale.minimum) / 10.0, scale.maximum


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBefore:
    """A day before a crash; ``loads`` is empty where nothing was logged, which is not the same as a quiet day."""

    day: date
    loads: tuple[LoadSeen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashSpell:
    """Days marked as a crash that hang together.

    Parameters
    ----------
    first_day, last_day : first and last marked day.
    n_marked_days : of these days, those that carry a mark. [days]
    is_end_recorded : the day after the last one was recorded as "no crash".
    before : the days before it, earliest first.
    """

    first_day: date
    last_day: date
    n_marked_days: int
    is_end_recorded: bool
    before: tuple[DayBefore, ...]


def crash_spells(days: Sequence[PacingDay]) -> tuple[CrashSpell, ...]:
    """Every crash, the newest first. One blank day between two marks does not part them; a recorded "none" does."""
    by_day = {day.day: day for day in days}
    spells: list[list[date]] = []
    for day in sorted(by_day):
        if not by_day[day].is_crash:
            continue
        if spells and _is_same_crash(spells[-1][-1], day, by_day):
            spells[-1].append(day)
        else:
            spells.append([day])
    return tuple(_spell(marked, by_day) for marked in reversed(spells))


def loads_seen(day: PacingDay | None, reference: Sequence[PacingDay]) -> tuple[LoadSeen, ...]:
    """The loads of a day, each beside the person's own days; none where nothing was logged."""
    if day is None:
        return ()
    return tuple(
        LoadSeen(
            measure=measure,
            value=value,
            standing=standing(value, recorded_loads(reference, measure)),
            scale=day.scales.get(measure),
        )
        for measure, value in day.loads.items()
    )


def _is_same_crash(earlier: date, later: date, by_day: dict[date, PacingDay]) -> bool:
    if later - earlier > _LONGEST_BLANK:
        return False
    between = by_day.get(earlier + timedelta(days=1))
    return later - earlier == timedelta(days=1) or between is None or between.is_crash is not False


def _spell(marked: list[date], by_day: dict[date, PacingDay]) -> CrashSpell:
    first, last = marked[0], marked[-1]
    reference = [day for day in by_day.values() if first - timedelta(days=REFERENCE_DAYS) <= day.day < first]
    after = by_day.get(last + timedelta(days=1))
    before = [first - timedelta(days=back) for back in range(DAYS_BEFORE, 0, -1)]
    return CrashSpell(
        first_day=first,
        last_day=last,
        n_marked_days=len(marked),
        is_end_recorded=after is not None and after.is_crash is False,
        before=tuple(DayBefore(day=day, loads=loads_seen(by_day.get(day), reference)) for day in before),
    )
