"""Made-up days for pacing: loads and ratings by day number, blanks where nothing is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from commensal.safety.pacing_days import LoadMeasure, PacingDay

FIRST_DAY = date(2026, 1, 1)


def day_number(number: int) -> date:
    """The day so many days after the first."""
    return FIRST_DAY + timedelta(days=number)


def made_days(
    loads: Sequence[float | None],
    fatigue: Sequence[float | None],
    *,
    crashes: Mapping[int, bool] | None = None,
    measure: LoadMeasure = LoadMeasure.RATED,
) -> list[PacingDay]:
    """One day for each pair of a load and a rating; None is a blank."""
    marks = crashes or {}
    return [
        PacingDay(
            day=day_number(number),
            loads={} if load is None else {measure: load},
            symptoms={} if rating is None else {"fatigue": rating},
            is_crash=marks.get(number),
        )
        for number, (load, rating) in enumerate(zip(loads, fatigue, strict=True))
    ]


def payback_days(n_rounds: int = 8) -> list[PacingDay]:
    """Rounds of ten days: two heavy ones, then worse two days later, then quiet."""
    loads = [7.0, 8.0, 2.0, 2.0, 2.0, 3.0, 2.0, 2.0, 3.0, 2.0]
    fatigue = [4.0, 4.0, 4.0, 8.0, 7.0, 4.0, 4.0, 4.0, 4.0, 4.0]
    return made_days(loads * n_rounds, fatigue * n_rounds)
