"""Draws of what the same person's samples could have shown: Dirichlet for counting, logistic-normal for days. Arrays.

Equations
---------
Counting: ``p ~ Dirichlet(counts + 0.5)``. Days: ``log p' = log p + f * s_j * e_j``, then closed to one, with
``e_j`` Student t with 5 degrees of freedom scaled to variance 1, ``s_j`` the standard deviation between days of
taxon j, and ``f`` the person's own factor, log-normal with ``log f ~ N(-sigma^2, sigma^2)`` so that ``E f^2 = 1``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Scalar = Callable[[Floats], Floats]
"""A measure: (…, n_parts) shares that sum to one -> (…)."""

PSEUDO_COUNT = 0.5
TAIL_DF = 5.0
"""Degrees of freedom of day-to-day noise; its excess kurtosis was measured as 2.3."""
PERSON_SIGMA = 0.31
"""Log-normal spread of people's own noise: 2.5-fold from 10th to 90th, 0.37, less the error of measuring it."""
_UNIT_T = np.sqrt((TAIL_DF - 2.0) / TAIL_DF)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseDraws:
    """What one sample could have shown.

    Parameters
    ----------
    counted : (n_draws, n_parts) shares under counting noise alone.
    another_day : (n_draws, n_parts) the same on another ordinary day; ``counted`` itself without day noise.
    day_noise : (n_draws, n_parts) the day's part, natural log; zeros without day noise.
    """

    counted: Floats
    another_day: Floats
    day_noise: Floats

    def deviations(self, measure: Scalar) -> Floats:
        """(n_draws,) how far a measure of another sample lies from this person's level, mean zero.

        The noise is added to a sample that already holds noise, which shifts curved measures such as diversity once
        more; centring takes that shift out again.
        """
        counted = measure(self.counted)
        days = measure(self.another_day) - counted
        deviation: Floats = (counted - counted.mean()) + (days - days.mean())
        return deviation


def person_factors(n_draws: int, sigma: float = PERSON_SIGMA) -> Floats:
    """(n_draws,) quantiles of the person's factor in rising order, so that two samples can share it draw by draw.

    The normal quantiles are those of evenly spaced probabilities.
    """
    at = (np.arange(n_draws) + 0.5) / n_draws
    factors: Floats = np.exp(sigma * ndtri(at) - sigma**2)
    return factors


def unit_t(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    """Student t with ``TAIL_DF`` degrees of freedom, scaled to variance 1."""
    return np.asarray(rng.standard_t(TAIL_DF, size=shape) * _UNIT_T, dtype=np.float64)


def closed(log_shares: Floats) -> Floats:
    """Shares that sum to one over the last axis."""
    shares = np.exp(log_shares - log_shares.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return np.asarray(shares, dtype=np.float64)


def draw_noise(
    counts: Floats, sd_within: Floats, factors: Floats, rng: np.random.Generator, *, day_noise: bool = True
) -> NoiseDraws:
    """Draws for one sample.

    Parameters
    ----------
    counts : (n_parts,) reads.
    sd_within : (n_parts,) between days, natural log; widened already where something calls for it.
    factors : (n_draws,) the person's factor of each draw.
    day_noise : False leaves counting noise alone. For tests: such bands miss a person's level nearly always.
    """
    n_draws = len(factors)
    gamma = rng.standard_gamma(counts + PSEUDO_COUNT, size=(n_draws, len(counts)))
    gamma = np.maximum(gamma, np.finfo(np.float64).tiny)
    counted = gamma / gamma.sum(axis=1, keepdims=True)
    if not day_noise:
        return NoiseDraws(counted=counted, another_day=counted, day_noise=np.zeros_like(counted))
    noise = factors[:, None] * sd_within * unit_t(rng, counted.shape)
    return NoiseDraws(counted=counted, another_day=closed(np.log(counted) + noise), day_noise=noise)
