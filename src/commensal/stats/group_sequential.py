r"""Exact tests at several looks, by ranking the schedule that was drawn among others that could have been.

Under the null hypothesis the outcomes would have been the same whatever the schedule. So the observed schedule and *M*
re-draws from the same design are exchangeable, and their statistics at all looks together can be ranked against each
other: the answer is exact whatever the outcomes look like, trend, floor, autocorrelation and all.

Up to information fraction *f* the share

.. math:: \alpha(f) = 2\,\bigl(1 - \Phi(z_{1-\alpha/2} / \sqrt f)\bigr)

of alarm is spent (Lan & DeMets 1983, *Biometrika* 70, 659-663: O'Brien-Fleming type). At look *k* at most
:math:`\lfloor \alpha(f_k)(M+1) \rfloor` of the *M* + 1 schedules may have crossed, now or before. Those not yet crossed
are sorted, and as many of the largest cross as there is room for; a tie at the edge keeps out all that are tied. Every
schedule is treated alike, so the chance that the observed one crosses at any look is at most
:math:`\lfloor\alpha(M+1)\rfloor/(M+1)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Two schedules that are mirror images, or twice the same, differ in the last digits after a matrix product.
TIE_MARGIN = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSequential:
    """What each look saw. Every field has shape (n_looks,) unless said otherwise.

    Parameters
    ----------
    statistic : of the observed schedule.
    bound : the statistic it had to exceed; infinite where nothing could be spent yet.
    p_value : of this look taken alone, the share of schedules at least as extreme, itself among them.
    sequential_p_value : of the trial if it stops at this look: the share of schedules that crossed earlier or are at
        least as extreme now (stagewise ordering). Exact at the look where one stops, and only there.
    spent : share of schedules that may have crossed by this look.
    crossed : whether the observed schedule crosses at this look; after it has, nothing more is tested.
    stopped_at : index of the look where it crossed, or None.
    """

    statistic: Floats
    bound: Floats
    p_value: Floats
    sequential_p_value: Floats
    spent: Floats
    crossed: NDArray[np.bool_]
    stopped_at: int | None


def spending(fraction: Floats, alpha: float) -> Floats:
    """Share of alarm spent by an information fraction in [0, 1]; 0 at 0 and ``alpha`` at 1."""
    normal = NormalDist()
    edge = normal.inv_cdf(1 - alpha / 2)
    return np.array([2 * normal.cdf(-edge / np.sqrt(f)) if f > 0 else 0.0 for f in fraction.tolist()])


def group_sequential(statistics: Floats, fraction: Floats, alpha: float) -> GroupSequential:
    """Test at each look, spending ``alpha`` over them.

    Parameters
    ----------
    statistics : shape (n_looks, n_schedules), large is extreme; column 0 is the observed schedule, the others re-draws
        from the same design, or all others there are.
    fraction : planned information at each look, increasing, at most 1: a rule fixed beforehand that ignores the arms,
        such as units done over units planned.
    alpha : chance of a false alarm over all looks together.
    """
    n_looks, n_schedules = statistics.shape
    allowed = np.floor(spending(fraction, alpha) * n_schedules + 1e-9).astype(np.intp)
    bound = np.full(n_looks, np.inf)
    sequential = np.ones(n_looks)
    crossed = np.zeros(n_looks, dtype=np.bool_)
    is_in = np.ones(n_schedules, dtype=np.bool_)
    stopped_at = None
    for look, values in enumerate(statistics):
        n_gone = n_schedules - int(is_in.sum())
        as_extreme = is_in & (values >= _less(values[0]))
        sequential[look] = (n_gone + as_extreme.sum()) / n_schedules
        room = int(allowed[look]) - n_gone
        if room < 1:
            continue
        bound[look] = _edge(values[1:][is_in[1:]], room)
        is_over = is_in & (values > _more(_edge(values[is_in], room + 1)))
        if is_over[0]:
            crossed[look], stopped_at = True, look
            break
        is_in &= ~is_over
    return GroupSequential(
        statistic=statistics[:, 0].copy(),
        bound=bound,
        p_value=np.asarray((statistics >= _less(statistics[:, :1])).mean(axis=1)),
        sequential_p_value=sequential,
        spent=allowed / n_schedules,
        crossed=crossed,
        stopped_at=stopped_at,
    )


def randomisation_p_value(statistics: Floats) -> float:
    """Share of schedules at least as extreme as the one in place 0, itself among them. ``statistics`` shape (n,)."""
    return float((statistics >= _less(statistics[0])).mean())


def _edge(values: Floats, place: int) -> float:
    """The value in this place from the top, counted from 1; nothing exceeds fewer, so then minus infinity."""
    if place > len(values):
        return -np.inf
    return float(np.partition(values, len(values) - place)[len(values) - place])


def _more(value: float) -> float:
    return value + TIE_MARGIN * max(1.0, abs(value)) if np.isfinite(value) else value


def _less(value: Floats) -> Floats:
    return np.asarray(value - TIE_MARGIN * np.maximum(1.0, np.abs(value)))
