r"""How large a difference was, in points, allowing for how days resemble their neighbours.

Generalised least squares under every noise model of the grid, weighed by restricted likelihood:

.. math:: y = \mu + X\beta + u, \qquad u \sim N(0, \sigma^2 V_m), \qquad
   p(\beta \mid y) = \sum_m w_m\, t_\nu(\hat\beta_m, \Sigma_m)

with ``V_m`` autocorrelated plus white noise plus a slow level (``stats.whitening``). The interval is a statement about
one fixed set of days. It is not safe to look at again and again: the confidence sequence is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from math import erf, sqrt

import numpy as np
from numpy.typing import NDArray

from commensal.stats.controls import log_evidence
from commensal.stats.normal_mixture import mixture_quantile
from commensal.stats.whitening import noise_grid, whitener

Floats = NDArray[np.float64]

_Z95 = 1.959963984540054
_NOTHING = 1e-10  # share of the sum of squares that is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A difference in points with what the data leave possible: a mixture of normal distributions.

    Parameters
    ----------
    means, sds, weights : the parts, as many of each; ``weights`` sum to one.
    n_days : days that entered.
    """

    means: tuple[float, ...]
    sds: tuple[float, ...]
    weights: tuple[float, ...]
    n_days: int

    @property
    def estimate(self) -> float:
        """The mean. [points]"""
        return sum(mean * weight for mean, _, weight in self._parts)

    @property
    def standard_error(self) -> float:
        """Standard deviation of what is left possible. [points]"""
        middle = self.estimate
        return sqrt(sum(weight * (sd**2 + (mean - middle) ** 2) for mean, sd, weight in self._parts))

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """The central interval that holds this share. [points]"""
        means, sds, weights = (np.array(values) for values in (self.means, self.sds, self.weights))
        low, high = (mixture_quantile(means, sds, weights, 0.5 + side * level / 2) for side in (-1, 1))
        return low, high

    def probability_above(self, value: float) -> float:
        """Share of what is left possible that lies above ``value``."""
        return sum(weight * 0.5 * (1 + erf((mean - value) / (sd * sqrt(2.0)))) for mean, sd, weight in self._parts)

    @property
    def _parts(self) -> Iterator[tuple[float, float, float]]:
        return zip(self.means, self.sds, self.weights, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class JointEffects:
    """Several differences estimated together.

    Parameters
    ----------
    effects : one for each column.
    log_evidence : log likelihood of the data under these columns, noise models averaged, up to a constant that is the
        same for all columns tried on the same days.
    """

    effects: tuple[Effect, ...]
    log_evidence: float


def joint_effects(outcome: Floats, columns: Floats, day_numbers: NDArray[np.int64]) -> JointEffects | None:
    """Differences for one unit of each column, estimated together; None where the days cannot tell.

    Parameters
    ----------
    outcome : recorded values only, shape (n,). [points]
    columns : shape (n, k), on the same days.
    day_numbers : increasing, shape (n,); gaps are true gaps. [days]
    """
    return rival_effects(outcome, (columns,), day_numbers)[0]


def rival_effects(
    outcome: Floats, rivals: Sequence[Floats], day_numbers: NDArray[np.int64]
) -> tuple[JointEffects | None, ...]:
    """:func:`joint_effects` for several sets of columns that compete to explain the same days."""
    n = len(outcome)
    if n < 3 or float(np.ptp(outcome)) == 0.0:
        return tuple(None for _ in rivals)
    filters = whitener(noise_grid(), day_numbers)
    white = filters(np.column_stack([outcome, np.ones(n), *rivals]))
    ends = np.cumsum([2, *(columns.shape[1] for columns in rivals)])
    return tuple(
        _weighed(white[:, :, 0], white[:, :, [1, *range(start, end)]], filters.log_determinant)
        if np.linalg.matrix_rank(np.column_stack([np.ones(n), columns])) == columns.shape[1] + 1
        else None
        for columns, start, end in zip(rivals, ends[:-1], ends[1:], strict=True)
    )


def _weighed(white_outcome: Floats, white_design: Floats, log_determinant: Floats) -> JointEffects | None:
    """Least squares under each noise model, weighed. Shapes (n_models, n) and (n_models, n, 1 + k)."""
    n, n_design = white_design.shape[1:]
    n_degrees = n - n_design
    if n_degrees < 1:
        return None
    turned = white_design.transpose(0, 2, 1)
    gram = turned @ white_design
    inner = (turned @ white_outcome[:, :, None])[:, :, 0]
    inverse = np.linalg.inv(gram)
    coefficient = (inverse @ inner[:, :, None])[:, :, 0]
    whole = (white_outcome**2).sum(axis=1)
    left = whole - (coefficient * inner).sum(axis=1)
    if (left <= _NOTHING * whole).any():
        return None  # nothing is left to tell the size of the noise by: no certainty follows from that
    evidence = log_evidence(left, n_degrees, log_determinant, np.linalg.slogdet(gram)[1])
    weights = np.exp(evidence - evidence.max())
    keep = weights > 1e-4 * weights.sum()
    share = weights[keep] / weights[keep].sum()
    spread = np.sqrt(left[keep, None] / n_degrees * np.diagonal(inverse[keep], axis1=1, axis2=2))
    spread *= _t_quantile(n_degrees) / _Z95
    effects = tuple(
        Effect(
            means=tuple(coefficient[keep, j].tolist()),
            sds=tuple(spread[:, j].tolist()),
            weights=tuple(share.tolist()),
            n_days=n,
        )
        for j in range(1, n_design)
    )
    return JointEffects(effects=effects, log_evidence=float(evidence.max() + np.log(weights.sum())))


def mixed(effects: Sequence[Effect], weights: Floats) -> Effect:
    """One effect averaged over several ways of looking at it; ``weights`` sum to one."""
    return Effect(
        means=tuple(chain.from_iterable(effect.means for effect in effects)),
        sds=tuple(chain.from_iterable(effect.sds for effect in effects)),
        weights=tuple(
            float(weight * share) for effect, share in zip(effects, weights, strict=True) for weight in effect.weights
        ),
        n_days=max(effect.n_days for effect in effects),
    )


def _t_quantile(n_degrees: int) -> float:
    """97.5th percentile of Student's t: Cornish and Fisher's expansion, within 1 % from three degrees on."""
    z, nu = _Z95, float(max(n_degrees, 1))
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / nu + second / nu**2 + third / nu**3
