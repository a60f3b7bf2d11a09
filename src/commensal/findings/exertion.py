r"""Exertion and crashes: what was done on the days before each crash began, set beside chance.

After exertion a crash comes 12 to 72 hours later, and often only after clearly more than usual (a hinge, not a line):

.. math:: h_c(t) = \tfrac13 \sum_{l=1}^{3} \max(x_{t-l} - c,\; 0)

For knots *c* at the lowest value, the median and the upper third of the person's own days, the statistic is the largest
standardised mean of :math:`h_c` over the days on which a crash began. It is compared with itself when the crashes are
moved along the diary (a circular shift keeps crashes and loads each as they come in runs). The knots serve the
comparison alone and are never shown: a number below which nothing happened so far would read as permission.

Whoever rests when they crash does less on the day itself. So the day itself and the days after it are part of the
picture and no part of the statistic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

OFFSETS_DAYS = (-3, -2, -1, 0, 1, 2)
"""Days around the first day of a crash that are shown. [days]"""

LATEST_DAYS, EARLIEST_DAYS = 1, 3
"""A crash comes 12 to 72 hours after what brought it on: one to three days. [days]"""

FEWEST_CRASHES = 5
"""Crashes below which nothing is compared with chance."""

_NEAREST_SHIFT_DAYS = 7
_LONGEST_BLANK_DAYS = 2
_KNOT_SHARES = (0.0, 0.5, 2 / 3)
_CHANCE_RANGE = (2.5, 97.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashStart:
    """The first day of a crash, with the load on each of ``OFFSETS_DAYS``; None where it was not logged."""

    day: date
    loads: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OffsetMean:
    """Mean load so many days after (below zero: before) crashes began, and the range that chance gives.

    Parameters
    ----------
    n_known : crashes with a load on that day.
    low, high : 95 % of the same mean when the crashes are moved along the diary; None with too few crashes.
    """

    offset_days: int
    mean: float
    n_known: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Days of a kind, and those of them that a crash followed within three days."""

    n_followed: int
    n_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeCrashes:
    """What came before crashes.

    Parameters
    ----------
    crashes : every crash that began, the earliest first.
    usual : mean load of all known days. [unit of the load]
    picture : one mean for each of ``OFFSETS_DAYS``; left out where no load is known.
    chance : share of diaries with the crashes moved along in which the days before hold as much more load as here;
        None with too few crashes.
    after_more, after_other : days above two in three of the person's own, and the others, outside crashes.
    """

    crashes: tuple[CrashStart, ...]
    usual: float
    picture: tuple[OffsetMean, ...]
    chance: float | None
    after_more: Followed
    after_other: Followed


def before_crashes(days: Sequence[date], load: Floats, crash: Floats) -> BeforeCrashes | None:
    """Set the loads before each crash beside those of all days; None where there is no crash or no load.

    Parameters
    ----------
    days : every calendar day, without holes.
    load : shape (n_days,); NaN where nothing was logged.
    crash : shape (n_days,); 1 on crash days, 0 where none was recorded, NaN where nobody said.
    """
    starts = _starts(crash)
    known = load[np.isfinite(load)]
    if not len(starts) or not len(known):
        return None
    shifts = _shifts(len(load)) if len(starts) >= FEWEST_CRASHES else np.zeros(1, dtype=np.intp)
    around = {offset: _means_at(load, starts + offset, shifts) for offset in OFFSETS_DAYS}
    is_compared = len(shifts) > 1
    return BeforeCrashes(
        crashes=tuple(
            CrashStart(day=days[start], loads=tuple(_at(load, int(start) + offset) for offset in OFFSETS_DAYS))
            for start in starts
        ),
        usual=float(known.mean()),
        picture=tuple(_picture(around, load, starts, is_compared=is_compared)),
        chance=_chance(load, starts, shifts) if is_compared else None,
        after_more=_followed(load, crash, starts, is_more=True),
        after_other=_followed(load, crash, starts, is_more=False),
    )


def _starts(crash: Floats) -> NDArray[np.intp]:
    """Rows on which a crash began. One blank day between two marks does not part them; a recorded "none" does."""
    starts: list[int] = []
    last = None
    for row in np.flatnonzero(crash > 0).tolist():
        is_next = last is not None and row - last <= _LONGEST_BLANK_DAYS and not (crash[last + 1 : row] == 0).any()
        if not is_next:
            starts.append(row)
        last = row
    return np.array(starts, dtype=np.intp)


def _at(load: Floats, row: int) -> float | None:
    is_known = 0 <= row < len(load) and np.isfinite(load[row])
    return float(load[row]) if is_known else None


def _shifts(n_days: int) -> NDArray[np.intp]:
    """The diary itself, then every shift that moves it by a week or more. Shape (n_shifts,). [days]"""
    moved = np.arange(_NEAREST_SHIFT_DAYS, n_days - _NEAREST_SHIFT_DAYS + 1)
    return np.concatenate([[0], moved]).astype(np.intp)


def _means_at(values: Floats, rows: NDArray[np.intp], shifts: NDArray[np.intp]) -> Floats:
    """Mean of the known values on these rows, moved round by each shift; NaN where none is known. Shape (n_shifts,)."""
    picked = values[(rows[None, :] + shifts[:, None]) % len(values)]
    is_known = np.isfinite(picked)
    # The diary itself is not turned: what lies before its first day is not known.
    is_known[0] &= (rows >= 0) & (rows < len(values))
    n_known = is_known.sum(axis=1)
    total = np.where(is_known, picked, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, n_known, out=np.full(len(shifts), np.nan), where=n_known > 0))


def _picture(
    around: dict[int, Floats], load: Floats, starts: NDArray[np.intp], *, is_compared: bool
) -> list[OffsetMean]:
    means = []
    for offset, mean in around.items():
        n_known = sum(_at(load, int(start) + offset) is not None for start in starts)
        if not n_known:
            continue
        low, high = np.nanpercentile(mean[1:], _CHANCE_RANGE).tolist() if is_compared else (None, None)
        means.append(OffsetMean(offset_days=offset, mean=float(mean[0]), n_known=n_known, low=low, high=high))
    return means


def _chance(load: Floats, starts: NDArray[np.intp], shifts: NDArray[np.intp]) -> float:
    """Share of shifts in which the days before hold at least as much more load; the diary itself counts as one."""
    known = load[np.isfinite(load)]
    largest = np.full(len(shifts), -np.inf)
    for knot in np.unique(np.quantile(known, _KNOT_SHARES)):
        above = _before(np.maximum(load - knot, 0.0))
        spread = float(np.nanstd(above))
        if spread > 0:
            mean = (_means_at(above, starts, shifts) - np.nanmean(above)) / spread
            largest = np.fmax(largest, mean)
    if not np.isfinite(largest[0]):
        return 1.0
    return float((largest >= largest[0] - 1e-12).mean())


def _before(values: Floats) -> Floats:
    """Mean of the known values one to three days earlier; NaN where none is known. Shape (n_days,)."""
    earlier = np.full((len(values), EARLIEST_DAYS), np.nan)
    for lag in range(LATEST_DAYS, EARLIEST_DAYS + 1):
        earlier[lag:, lag - 1] = values[:-lag]
    is_known = np.isfinite(earlier)
    n_known = is_known.sum(axis=1)
    total = np.where(is_known, earlier, 0.0).sum(axis=1)
    return np.asarray(np.divide(total, n_known, out=np.full(len(values), np.nan), where=n_known > 0))


def _followed(load: Floats, crash: Floats, starts: NDArray[np.intp], *, is_more: bool) -> Followed:
    """Days with more load than two in three of the person's own (or the others), and crashes within three days."""
    limit = float(np.quantile(load[np.isfinite(load)], 2 / 3))
    of_kind = load > limit if is_more else load <= limit
    begins = np.zeros(len(load), dtype=np.bool_)
    begins[starts] = True
    n_days = n_followed = 0
    for row in np.flatnonzero(of_kind & ~(crash > 0)).tolist():
        window = slice(row + LATEST_DAYS, row + EARLIEST_DAYS + 1)
        if begins[window].any():
            n_followed += 1
        elif not np.isfinite(crash[window]).all() or row + EARLIEST_DAYS >= len(load):
            continue  # a blank day may have been a crash
        n_days += 1
    return Followed(n_followed=n_followed, n_days=n_days)
