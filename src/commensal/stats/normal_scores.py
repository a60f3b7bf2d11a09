r"""Normal scores: the levels of an outcome as places on a normal curve, whatever numbers name them.

A rating with few levels, or with most days at one end of its scale, is read as a latent normal course cut into levels.
A level that holds the shares of days between *F* and *G* is scored by the mean of the normal curve between them,

.. math:: s = \frac{\phi(\Phi^{-1}(F)) - \phi(\Phi^{-1}(G))}{G - F}

which is the score of a shift in an ordinal probit model without exposures (McCullagh 1980, JRSS-B 42:109), and for
many levels van der Waerden's scores. They weigh *evidence* only: whether an exposure goes with the outcome. Effects
stay on the recorded scale (:mod:`commensal.stats.robust_contrast`). Scores do not change when the numbers of the levels
do, a yes or no keeps its two values up to unit and origin, and a rating in the middle of a long scale hardly changes.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_NORMAL = NormalDist()


def normal_scores(recorded: Floats) -> Floats:
    """The score of each recorded value; NaN stays NaN. Shape (n,) in and out.

    Their mean is zero and their variance at most one: less, the fewer the levels.
    """
    known = np.isfinite(recorded)
    levels, place, n_days = np.unique(recorded[known], return_inverse=True, return_counts=True)
    share = n_days / max(int(n_days.sum()), 1)
    edges = np.cumsum(share)[: max(len(levels) - 1, 0)]
    density = np.array([0.0, *(_NORMAL.pdf(_NORMAL.inv_cdf(edge)) for edge in edges.tolist()), 0.0])
    scores = np.full(recorded.shape, np.nan)
    scores[known] = ((density[:-1] - density[1:]) / share)[place] if len(levels) else np.empty(0)
    return scores
