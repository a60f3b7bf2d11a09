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
    n_groups, n_options, group = arrangements.arms.shape
    x_drawn = contrast(schedule, arm, usual)[filtered.observed]
    x_options = contrast(arrangements.arms, arm, usual)
    at_zero, slope = np.zeros((n_groups, n_options)), np.zeros((n_groups, n_options))
    done = np.minimum(group * np.arange(1, n_groups + 1), len(schedule)).astype(np.intp)
    for i, stop in enumerate(done.tolist()):
        start = group * i
        low, high = filtered.n_observed(start), filtered.n_observed(stop)
        sd = _noise_sd(filtered, low, prior_sd)
        if high == low or sd is None:
            continue
        model = int(filtered.best[low - low % _SAME_MODEL_FOR])
        rows = filtered.operators[model, low:high, :high]
        within = filtered.observed[low:high] - start
        wanted = x_options[i][:, within] @ rows[:, low:].T
        at_zero[i] = wanted @ filtered.residual[model, low:high] / sd
        slope[i] = wanted @ (rows @ x_drawn[:high]) / sd
    return FlipScores(at_zero=at_zero, slope=slope, probability=arrangements.probability, units_done=done)


def _noise_sd(filtered: TrialFilter, n_before: int, prior_sd: float | None) -> float | None:
    """Standard deviation of the noise from the first ``n_before`` outcomes; None while it is not known."""
    model = int(filtered.best[n_before - n_before % _SAME_MODEL_FOR])
    squares = float(filtered.residual[model, :n_before] @ filtered.residual[model, :n_before])
    freedom = max(n_before - 1, 0)
    if prior_sd is not None:
        return float(np.sqrt((_PRIOR_FREEDOM * prior_sd**2 + squares) / (_PRIOR_FREEDOM + freedom)))
    if freedom < _LEAST_FREEDOM or squares == 0:
        return None
    return float(np.sqrt(squares / freedom))


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
