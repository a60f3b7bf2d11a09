r"""Exposures that come in a few long phases: a picture, with an interval where there are enough phases, and no more.

A course of something, weeks of more fibre, a new flat: what comes and goes a few times goes along with all else that
changed at those times, so it gets no inclusion probability and is never shown as found. With three phases or more that
have time without it on both sides, each is set beside its neighbours,

.. math:: d_i = \bar y_i - \tfrac12 (\bar y_{i}^{\text{before}} + \bar y_{i}^{\text{after}})

which takes out whatever rises or falls evenly, and the interval is Student's over the phases, not over the days: days
of one phase are no separate evidence. Neighbouring :math:`d_i` share the time between them, which correlates them by
1/6 if all parts are alike; the standard error is widened for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import fmean, stdev

import numpy as np
from numpy.typing import NDArray

from commensal.findings.finding import Interval

Floats = NDArray[np.float64]

LONG_PHASE_DAYS = 10
"""Middle length, of spans with and of spans without an exposure, from which they are phases and no habit. [days]"""

MOST_COURSES, COURSE_DAYS = 3, 7
"""Up to three spans of a week or more are courses of something, however long the time between them. [spans, days]"""

FEWEST_CHANGES_OF_A_HABIT = 8
"""Changes below which an exposure with long spans is told as phases."""

FEWEST_PHASES = 3
"""Phases with the exposure, each with time without it before and after, that an interval needs."""

SETTLING_DAYS = 7
"""First days of a long phase that are left out, for what acts over weeks needs time to come and to go. [days]"""

_FEWEST_DAYS_RATED = 5
_T_95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)  # Student's t, 1 to 9 degrees of freedom
_Z_95 = 1.96


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A span with or without the exposure.

    Parameters
    ----------
    n_rated : days with an outcome, the settling days left out.
    mean : mean outcome on them; None where fewer than five are rated. [unit of the outcome]
    """

    is_with: bool
    first_day: date
    last_day: date
    n_rated: int
    mean: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhasePicture:
    """An outcome phase by phase.

    Parameters
    ----------
    n_compared : phases with the exposure that have rated time without it on both sides.
    difference : with it less the time around it, with a 95 % interval over the phases; None with fewer than three.
        [unit of the outcome]
    """

    phases: tuple[Phase, ...]
    n_compared: int
    difference: Interval | None


def comes_in_phases(present: NDArray[np.bool_]) -> bool:
    """Whether an exposure comes and goes a few times and stays for long: as long phases, or as up to three courses.

    Parameters
    ----------
    present : shape (n,), whether it was there, on the days on which that is known.
    """
    lengths = _run_lengths(present)
    if not 1 < len(lengths) <= FEWEST_CHANGES_OF_A_HABIT:
        return False
    with_it, without_it = lengths[0 if present[0] else 1 :: 2], lengths[1 if present[0] else 0 :: 2]
    is_courses = len(with_it) <= MOST_COURSES and float(np.median(with_it)) >= COURSE_DAYS
    return is_courses or min(float(np.median(with_it)), float(np.median(without_it))) >= LONG_PHASE_DAYS


def phase_picture(days: tuple[date, ...], present: Floats, outcome: Floats) -> PhasePicture:
    """The outcome in each span with and without the exposure, and the difference where the phases carry one.

    Parameters
    ----------
    days : every calendar day, without holes.
    present : shape (n_days,), 1 with the exposure, 0 without, NaN where it is not known.
    outcome : shape (n_days,), NaN where it was not rated.
    """
    phases = tuple(_phases(days, present, outcome))
    differences = [
        here.mean - (before.mean + after.mean) / 2
        for before, here, after in zip(phases, phases[1:], phases[2:], strict=False)
        if here.is_with and before.mean is not None and here.mean is not None and after.mean is not None
    ]
    return PhasePicture(phases=phases, n_compared=len(differences), difference=_interval(differences))


def _phases(days: tuple[date, ...], present: Floats, outcome: Floats) -> list[Phase]:
    known = np.flatnonzero(np.isfinite(present))
    if not len(known):
        return []
    values = present[known] > 0
    edges = [0, *(np.flatnonzero(np.diff(values.astype(np.int8)) != 0) + 1).tolist(), len(known)]
    phases = []
    for first, end in pairwise(edges):
        rows = np.arange(known[first], known[end - 1] + 1)
        settled = rows[SETTLING_DAYS:] if first and len(rows) >= 3 * SETTLING_DAYS else rows
        rated = outcome[settled][np.isfinite(outcome[settled])]
        phases.append(
            Phase(
                is_with=bool(values[first]),
                first_day=days[rows[0]],
                last_day=days[rows[-1]],
                n_rated=len(rated),
                mean=float(rated.mean()) if len(rated) >= _FEWEST_DAYS_RATED else None,
            )
        )
    return phases


def _interval(differences: list[float]) -> Interval | None:
    """Student's interval over the phases, widened for what neighbours share; None with too few."""
    k = len(differences)
    if k < FEWEST_PHASES:
        return None
    mean_correlation = 1.0 / (3.0 * k)
    widened = sqrt((1.0 + (k - 1) * mean_correlation) / (1.0 - mean_correlation))
    t = _T_95[k - 2] if k - 2 < len(_T_95) else _Z_95
    reach = t * widened * stdev(differences) / sqrt(k)
    estimate = fmean(differences)
    return Interval(estimate=estimate, low=estimate - reach, high=estimate + reach)


def _run_lengths(present: NDArray[np.bool_]) -> NDArray[np.intp]:
    if not len(present):
        return np.empty(0, dtype=np.intp)
    edges = np.concatenate([[0], np.flatnonzero(np.diff(present.astype(np.int8)) != 0) + 1, [len(present)]])
    return np.diff(edges).astype(np.intp)
