"""Quantiles of a mixture of normal distributions, for intervals averaged over models."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STANDARD = NormalDist()


def mixture_quantile(means: Floats, sds: Floats, weights: Floats, probability: float) -> float:
    """The value below which the mixture holds ``probability``, by bisection.

    Parameters
    ----------
    means, sds, weights : shape (n_parts,); ``sds`` positive, ``weights`` summing to one.
    """
    reach = 9.0 * float(sds.max())
    low, high = float(means.min()) - reach, float(means.max()) + reach
    for _ in range(60):
        middle = 0.5 * (low + high)
        below = sum(
            float(w) * _STANDARD.cdf((middle - float(m)) / float(s))
            for m, s, w in zip(means, sds, weights, strict=True)
        )
        low, high = (middle, high) if below < probability else (low, middle)
    return 0.5 * (low + high)
