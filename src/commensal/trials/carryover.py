r"""What is left of the change on the days after it: how far that could hide part of the effect.

While the change is kept its effect is there (or builds up); afterwards it dies away by half every *h* days. For each
half-life and both shapes the days give an estimate of the *full* effect, the one of keeping the change for good:

.. math:: x_t = \max(w_t, \rho x_{t-1}) \quad\text{or}\quad x_t = \rho x_{t-1} + (1 - \rho) w_t, \qquad \rho = 2^{-1/h}

They are averaged by how well each explains the days, with a normal prior on the effect (standard deviation half of
the outcome's), so that a shape does not win by allowing wild effects. It is a sensitivity analysis: no verdict rests
on it, and in a single trial it is far noisier than the plain estimate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.effect import Effect, joint_effects, mixed, rival_effects

Floats = NDArray[np.float64]

HALF_LIVES_DAYS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
# Chosen by simulation for half-lives of one to two days in blocks of three to seven; see docs/explanation/trials.md.
_PRIOR_SD = 0.5  # of the effect, in standard deviations of the outcome
_NONE_TO_ONE_SHAPE = 6.0  # prior weight of no carryover, where each half-life and shape has one
_MOST_DROPPED_DAYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DroppedDays:
    """The difference when the first days of each period are left out.

    Parameters
    ----------
    n_dropped : days left out after each change of arm. [days]
    effect : None where too few days are left.
    """

    n_dropped: int
    effect: Effect | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carryover:
    """How the effect looks once what carries over is allowed for.

    Parameters
    ----------
    full_effect : of keeping the change for good, averaged over half-lives and shapes; None where days cannot tell.
    half_life_days : the average half-life, by how well each explains the days. [days]
    probability_by_half_life : for each of ``HALF_LIVES_DAYS``.
    dropped : the plain difference without the first days of each period; empty for daily designs.
    hidden_by_design : whether this design changes so often that an effect lasting over a day is diluted in it.
    """

    full_effect: Effect | None
    half_life_days: float
    probability_by_half_life: tuple[float, ...]
    dropped: tuple[DroppedDays, ...]
    hidden_by_design: bool


def lingering(is_on: NDArray[np.bool_], half_life_days: float, *, builds_up: bool) -> Floats:
    """How much of the effect is there on each day, 0 to 1. ``is_on`` shape (n_days,), consecutive days."""
    kept = 0.0 if half_life_days == 0 else 0.5 ** (1 / half_life_days)
    state, states = 0.0, np.empty(len(is_on))
    for day, on in enumerate(is_on):
        state = kept * state + (1 - kept) * on if builds_up else max(float(on), kept * state)
        states[day] = state
    return states


def carryover(
    design: TrialDesign,
    assigned: NDArray[np.int8],
    outcomes: Floats,
    *,
    arm: int = 1,
    usual: int = 0,
    lag_days: int = 0,
) -> Carryover:
    """The full effect of one arm against the usual one, and how long it seems to last.

    Parameters
    ----------
    assigned : arm that the outcome of each day belongs to, washout days included, shape (n_days,).
    lag_days : by how much that is later than the arm's own day. [days]
    outcomes : NaN where nothing was recorded, shape (n_days,). [points]
    """
    rows = np.flatnonzero(np.isfinite(outcomes))
    shapes = [(h, builds_up) for h in HALF_LIVES_DAYS for builds_up in (False, True) if h > 0 or not builds_up]
    columns = [_columns(assigned, usual, arm, h, builds_up=b)[rows] for h, b in shapes]
    fits = rival_effects(outcomes[rows], columns, rows.astype(np.int64))
    known = [(h, fit.effects[0], fit.log_evidence) for (h, _), fit in zip(shapes, fits, strict=True) if fit]
    shares, full = _averaged(known, float(np.std(outcomes[rows])) if len(rows) else 0.0)
    half_life = np.array([h for h, *_ in known])
    by_half_life = tuple(float(shares[half_life == h].sum()) for h in HALF_LIVES_DAYS)
    is_daily = design.kind is not DesignKind.PAIRED_BLOCKS or design.period_days == 1
    return Carryover(
        full_effect=full,
        half_life_days=float(np.dot(HALF_LIVES_DAYS, by_half_life)),
        probability_by_half_life=by_half_life,
        dropped=() if is_daily else _without_first_days(design, assigned, outcomes, (usual, arm), lag_days),
        hidden_by_design=is_daily,
    )


def _columns(assigned: NDArray[np.int8], usual: int, arm: int, half_life_days: float, *, builds_up: bool) -> Floats:
    """The arm asked about first, then the other arms; arms that were not reached yet are left out."""
    others = [other for other in sorted(set(assigned.tolist())) if other not in (usual, arm)]
    return np.column_stack([lingering(assigned == one, half_life_days, builds_up=builds_up) for one in (arm, *others)])


def _averaged(known: Sequence[tuple[float, Effect, float]], outcome_sd: float) -> tuple[Floats, Effect | None]:
    if not known or outcome_sd == 0:
        return np.zeros(len(known)), None
    estimate = np.array([effect.estimate for _, effect, _ in known])
    variance = np.array([effect.standard_error for _, effect, _ in known]) ** 2
    # The likelihood at its top, times how well a normal prior of the effect foresaw that estimate.
    at_top = np.array([evidence for *_, evidence in known]) - 0.5 * np.log(variance)
    total = variance + (_PRIOR_SD * outcome_sd) ** 2
    prior = np.array([_NONE_TO_ONE_SHAPE if half_life == 0 else 1.0 for half_life, *_ in known])
    log_weight = np.log(prior) + at_top - 0.5 * np.log(total / variance) - 0.5 * estimate**2 / total
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()
    return weight, mixed([effect for _, effect, _ in known], weight)


def _without_first_days(
    design: TrialDesign, assigned: NDArray[np.int8], outcomes: Floats, pair: tuple[int, int], lag_days: int
) -> tuple[DroppedDays, ...]:
    day = np.arange(len(assigned)) - lag_days
    place = np.where(day >= 0, day % design.period_days - design.washout_days, -1)
    found = []
    for n_dropped in range(1, min(design.block_days - 1, _MOST_DROPPED_DAYS) + 1):
        rows = np.flatnonzero(np.isfinite(outcomes) & (place >= n_dropped) & np.isin(assigned, pair))
        column = (assigned[rows] == pair[1]).astype(np.float64)[:, None]
        fit = joint_effects(outcomes[rows], column, rows.astype(np.int64))
        found.append(DroppedDays(n_dropped=n_dropped, effect=fit.effects[0] if fit else None))
    return tuple(found)
