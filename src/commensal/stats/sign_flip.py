r"""The always-on number of a trial: an e-process that may be looked at after every unit.

Suppose nothing changes whatever is assigned. Then the outcomes tell nothing about how the coins fell, and nobody can
guess them better than their known chances. For a *group* of units (a day, a pair, a block) let *j* run over its
possible arrangements, 0 the one that was drawn, :math:`q_j` their probabilities given all earlier units, and
:math:`G_j` a score for each, made from outcomes and from coins that fell before. Betting on the arrangement that a
change of strength :math:`\lambda` makes likely,

.. math:: e_n = \sum_\lambda w_\lambda \prod_{i \le n} \frac{\exp(\lambda G_{i0})}{\sum_j q_{ij}\exp(\lambda G_{ij})},

has mean exactly 1 after every unit, because each factor has, whatever came before. So the chance that it *ever* reaches
:math:`1/\alpha` is at most :math:`\alpha` (Ville 1939; Ramdas, Grünwald, Vovk & Shafer 2023, *Statistical Science* 38,
576-601), however often one looks. With one fair coin :math:`s = \pm 1` and :math:`G = sR` a factor is
:math:`\exp(\lambda s R)/\cosh(\lambda R)`; with an uneven one it is :func:`e_process`. A forced group has one
arrangement and factor 1. The probabilities must be those of the design, block ends and longest runs included: they
come from the sampler's own counts.

The score is the inner product of what the outcomes of the group left to be explained with what an effect would leave
there, :math:`G_j = \sum_t (K x_j)_t\, v_t / \hat\sigma` (:mod:`commensal.stats.trial_filter`), the sum over the group's
own units, and noise model and :math:`\hat\sigma` chosen on outcomes *before* the group. With more than two arms the
arm in question is compared with the usual one among the schedules that keep all others in place; the others' units then
have factor 1, and their outcomes may be left out (:func:`commensal.stats.trial_filter.only_arms`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.stats.schedule_sampling import Arrangements
from commensal.stats.trial_filter import TrialFilter

Floats = NDArray[np.float64]

# Effects, in standard deviations of the noise, that the bets are spread over evenly, in both directions.
STRENGTHS = np.array([0.35, 0.8, 1.6, -0.35, -0.8, -1.6])

_LEAST_FREEDOM = 3  # residuals, below which the size of the noise is not known well enough to bet
_PRIOR_FREEDOM = 4.0  # residuals that a size known beforehand counts for
_TOO_LARGE = 700.0  # for an exponential
_SAME_MODEL_FOR = 8  # outcomes: the noise model is chosen anew only so often, which costs little and saves time


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipScores:
    r"""Scores of every arrangement of every group; option 0 is what was drawn.

    ``at_zero`` and ``slope`` shape (n_groups, n_options): for a supposed effect :math:`\tau` the score is
    :math:`G(\tau) = \text{at\_zero} - \tau\,\text{slope}`, because the filter is linear and a supposed effect is
    taken off the outcomes first. ``probability`` the same shape. ``units_done`` shape (n_groups,), units complete with
    each group.
    """

    at_zero: Floats
    slope: Floats
    probability: Floats
    units_done: NDArray[np.intp]


def contrast(schedules: NDArray[np.int8], arm: int = 1, usual: int = 0) -> Floats:
    """+½ where ``arm`` is assigned, -½ where ``usual`` is, 0 for any other arm. Same shape as ``schedules``."""
    return np.asarray(0.5 * (schedules == arm) - 0.5 * (schedules == usual))


def flip_scores(
    filtered: TrialFilter,
    arrangements: Arrangements,
    schedule: NDArray[np.int8],
    *,
    arm: int = 1,
    usual: int = 0,
    prior_sd: float | None = None,
) -> FlipScores:
    """Score every arrangement of every group.

    Parameters
    ----------
    filtered : the trial's outcomes; units without one add nothing.
    arrangements : from the sampler of the design; with more than two arms from ``given_other_arms``.
    schedule : shape (n_units,), as drawn.
    prior_sd : size of the noise, known before the trial (from earlier days); None: the first groups do not count.
        [points]
    """
    n_groups, _, group = arrangements.arms.shape
    observed, n_units = filtered.observed, len(schedule)
    # The place of each unit of each group among the outcomes; units without one add nothing.
    places = np.full(n_groups * group, -1, dtype=np.intp)
    places[observed] = np.arange(len(observed))
    at = places.reshape(n_groups, group)
    n_before = np.searchsorted(observed, group * np.arange(n_groups))
    model = filtered.best[n_before - n_before % _SAME_MODEL_FOR]
    per_sd = _per_noise_sd(filtered, n_before, model, prior_sd)[:, None]
    if len(observed) == 0:
        wanted = residual = drawn = np.zeros(arrangements.arms.shape)
    else:
        within = filtered.operators[model[:, None, None], at[:, :, None], at[:, None, :]]
        is_there = (at >= 0).astype(np.float64)
        wanted = contrast(arrangements.arms, arm, usual) @ (within * is_there[:, :, None] * is_there[:, None]).mT
        residual = filtered.residual[model[:, None], at][:, None]
        drawn = (filtered.operators @ contrast(schedule, arm, usual)[observed])[model[:, None], at][:, None]
    return FlipScores(
        at_zero=(wanted * residual).sum(axis=-1) * per_sd,
        slope=(wanted * drawn).sum(axis=-1) * per_sd,
        probability=arrangements.probability,
        units_done=np.minimum(group * np.arange(1, n_groups + 1), n_units).astype(np.intp),
    )


def _per_noise_sd(
    filtered: TrialFilter, n_before: NDArray[np.intp], model: NDArray[np.intp], prior_sd: float | None
) -> Floats:
    """One over the standard deviation of the noise, from so many first outcomes; 0 while it is not known."""
    squares = np.cumsum(np.pad(filtered.residual**2, ((0, 0), (1, 0))), axis=1)[model, n_before]
    freedom = np.maximum(n_before - 1, 0).astype(np.float64)
    if prior_sd is not None:
        return np.asarray(np.sqrt((_PRIOR_FREEDOM + freedom) / (_PRIOR_FREEDOM * prior_sd**2 + squares)))
    is_known = (freedom >= _LEAST_FREEDOM) & (squares > 0)
    return np.where(is_known, np.sqrt(freedom / np.where(is_known, squares, 1.0)), 0.0)


def log_e_process(scores: Floats, probability: Floats, strengths: Floats = STRENGTHS) -> Floats:
    """Natural logarithm of the e-process after each group.

    Parameters
    ----------
    scores : shape (..., n_groups, n_options), option 0 as drawn.
    probability : shape (n_groups, n_options), or as ``scores``; each row sums to 1.
    strengths : bets, evenly weighted.

    Returns
    -------
    Shape (..., n_groups).
    """
    # Against what was drawn, so that one exponential a bet and option is enough; where a bet is lost beyond what a
    # float can say, it stays lost.
    other = np.ascontiguousarray(np.moveaxis(scores[..., 1:] - scores[..., :1], -1, 0))
    chance = np.moveaxis(probability, -1, 0)[..., None, :]
    lost = np.zeros((*scores.shape[:-2], len(strengths), scores.shape[-2])) + chance[0]
    for option, gap in enumerate(other, start=1):
        lost += chance[option] * np.exp(np.minimum(strengths[:, None] * gap[..., None, :], _TOO_LARGE))
    path = np.cumsum(-np.log(lost), axis=-1)
    top = path.max(axis=-2, keepdims=True)
    return np.asarray(np.log(np.exp(path - top).mean(axis=-2)) + top[..., 0, :])


def e_process(residual: Floats, assigned: Floats, probability: Floats, strengths: Floats = STRENGTHS) -> Floats:
    r"""The same for units judged one by one, two arms and a residual that needs no filter. Shape (..., n_units).

    .. math:: e = \frac{e^{\lambda (W-p) R}}{p\,e^{\lambda(1-p)R} + (1-p)\,e^{-\lambda p R}}

    Parameters
    ----------
    residual : *R*, shape (..., n_units), made of this unit's outcome and the past only; 0 where it is missing.
    assigned : *W*, 0 or 1, same shape.
    probability : *p*, that W = 1 given the earlier assignments, same shape; at 0 or 1 the factor is 1.
    """
    pull = residual * (1.0 - 2.0 * assigned)  # of the other arm against the one that was drawn
    drawn = np.where(assigned == 1, probability, 1 - probability)
    scores = np.stack([np.zeros_like(pull), pull], axis=-1)
    return np.asarray(np.exp(log_e_process(scores, np.stack([drawn, 1 - drawn], axis=-1), strengths)))
