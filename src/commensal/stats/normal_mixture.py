"""Quantiles of a mixture of normal distributions, for intervals averaged over models."""

from __future__ import annotations

from math import erf, exp, pi, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_CLOSE_ENOUGH = 1e-10  # of probability


def mixture_quantile(means: Floats, sds: Floats, weights: Floats, probability: float) -> float:
    """The value below which the mixture holds ``probability``: Newton steps, kept inside a bracket by bisection.

    Parameters
    ----------
    means, sds, weights : shape (n_parts,); ``sds`` positive, ``weights`` summing to one.
    """
    parts = list(zip(means.tolist(), sds.tolist(), weights.tolist(), strict=True))
    reach = 9.0 * float(sds.max())
    low, high = float(means.min()) - reach, float(means.max()) + reach
    middle = float(means @ weights)
    spread = sqrt(float((sds**2 + (means - middle) ** 2) @ weights))
    value = middle + spread * NormalDist().inv_cdf(probability)
    for _ in range(100):
        scaled = [((value - mean) / sd, sd, weight) for mean, sd, weight in parts]
        missing = probability - sum(0.5 * weight * (1.0 + erf(z / sqrt(2.0))) for z, _, weight in scaled)
        if abs(missing) < _CLOSE_ENOUGH:
            break
        low, high = (value, high) if missing > 0 else (low, value)
        density = sum(weight * exp(-0.5 * z * z) / sd for z, sd, weight in scaled) / sqrt(2.0 * pi)
        step = value + missing / density if density > 0 else low
        value = step if low < step < high else 0.5 * (low + high)
    return value
