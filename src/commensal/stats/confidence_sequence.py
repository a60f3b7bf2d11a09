r"""Which effects the trial has not ruled out: an interval that holds however often one looks.

Suppose the effect is :math:`\tau` points. Take it off, and nothing should be left that follows the coins; bet that
something is (:mod:`commensal.stats.sign_flip`). The effects against which no bet has grown to :math:`1/\alpha`,

.. math:: C_n = \{\tau : e_n(\tau) < 1/\alpha\}, \qquad R(\tau) = A - \tau B,

hold the true one at all looks together with probability at least :math:`1-\alpha` (Howard, Ramdas, McAuliffe & Sekhon
2021, *Annals of Statistics* 49, 1055-1080), if the effect is a constant shift of the recorded outcome. Near the floor
or the ceiling of a scale no effect is a constant shift, and the interval is approximate. We report the hull.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.stats.sign_flip import STRENGTHS, FlipScores, log_e_process

Floats = NDArray[np.float64]

_GRID = np.sinh(np.linspace(-7.0, 7.0, 141))  # fine in the middle, and far out at both ends
_HALVINGS = 3  # then a straight line between the two, which is closer than anyone can use


def confidence_sequence(
    scores: FlipScores,
    alpha: float = 0.05,
    groups: NDArray[np.intp] | None = None,
    strengths: Floats = STRENGTHS,
) -> tuple[Floats, Floats]:
    """Lower and upper ends of the effects not ruled out, after each of some groups.

    Parameters
    ----------
    scores : of the trial.
    alpha : chance that the interval ever misses.
    groups : after which groups, counted from 0; None: after every one.

    Returns
    -------
    Two arrays, one entry a group. [points] Infinite where too few groups are done to rule anything out on that side;
    NaN where every effect is ruled out, which a constant shift cannot do but with probability ``alpha``.
    """
    at = np.arange(len(scores.at_zero)) if groups is None else groups
    limit = float(np.log(1.0 / alpha))
    effects = _effects_to_try(scores)
    is_in = _log_e(scores, effects, strengths)[:, at] < limit  # (n_effects, n_at)
    # Between the outermost effect that is not ruled out and its neighbour lies the edge.
    first, last = is_in.argmax(axis=0), len(effects) - 1 - is_in[::-1].argmax(axis=0)
    ends, which = [], np.arange(len(at))
    for inside, step in ((first, -1), (last, 1)):
        outside = inside + step
        near, far = effects[inside], effects[np.clip(outside, 0, len(effects) - 1)]
        for _ in range(_HALVINGS):
            middle = 0.5 * (near + far)
            is_held = _log_e(scores, middle, strengths)[which, at] < limit
            near, far = np.where(is_held, middle, near), np.where(is_held, far, middle)
        below, above = (_log_e(scores, effect, strengths)[which, at] for effect in (near, far))
        share = np.clip((limit - below) / np.where(above > below, above - below, 1.0), 0.0, 1.0)
        is_open = (outside < 0) | (outside >= len(effects))
        edge = np.where(is_open, step * np.inf, near + share * (far - near))
        ends.append(np.where(is_in.any(axis=0), edge, np.nan))
    return ends[0], ends[1]


def _log_e(scores: FlipScores, effects: Floats, strengths: Floats) -> Floats:
    supposed = scores.at_zero - effects[:, None, None] * scores.slope
    return log_e_process(supposed, scores.probability, strengths)


def _effects_to_try(scores: FlipScores) -> Floats:
    """Effects around the one that leaves the coins unguessable, near ones close together."""
    mean_score = (scores.probability * scores.at_zero).sum(axis=1)
    mean_slope = (scores.probability * scores.slope).sum(axis=1)
    score, slope = float((scores.at_zero[:, 0] - mean_score).sum()), float((scores.slope[:, 0] - mean_slope).sum())
    if slope <= 0:
        return np.asarray(_GRID)
    return np.asarray(score / slope + len(scores.slope) / slope * _GRID)
