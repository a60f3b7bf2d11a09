"""The days before all crashes together, for each measure of load that a diary holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from commensal.findings.exertion import before_crashes
from commensal.report.pacing_words import LoadBefore
from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.vocab.scales import NRS_0_10, Scale

_RATED = (LoadMeasure.RATED, LoadMeasure.MENTAL)


def loads_before_crashes(days: Sequence[PacingDay]) -> tuple[LoadBefore, ...]:
    """One for each measure that was logged in a diary with crashes; none without a crash.

    Parameters
    ----------
    days : as ``safety.pacing_days.pacing_days`` gives them, in their order.
    """
    if not any(day.is_crash for day in days):
        return ()
    first, last = days[0].day, days[-1].day
    calendar = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    by_day = {day.day: day for day in days}
    marks = [by_day[day].is_crash if day in by_day else None for day in calendar]
    crash = np.array([np.nan if mark is None else float(mark) for mark in marks])
    found = []
    for measure in LoadMeasure:
        loads = [by_day[day].loads.get(measure) if day in by_day else None for day in calendar]
        seen = before_crashes(calendar, np.array([np.nan if load is None else load for load in loads]), crash)
        if seen is not None:
            found.append(LoadBefore(measure=measure, scale=_scale(days, measure), seen=seen))
    return tuple(found)


def _scale(days: Sequence[PacingDay], measure: LoadMeasure) -> Scale | None:
    """The scale on which a load was rated last; None for what is counted."""
    if measure not in _RATED:
        return None
    return next((day.scales[measure] for day in reversed(days) if measure in day.scales), NRS_0_10)
