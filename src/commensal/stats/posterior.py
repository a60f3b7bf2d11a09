"""What is believed of many models once the days were looked at: probabilities and effects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from commensal.stats.noise_problem import Problem

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

_MOST_MIXED = 24  # models whose effects are averaged: the others weigh next to nothing
_LEAST_OF_A_MODEL = 0.05  # share of a model's weight from which a noise model's part in it is averaged too


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models of one size: each of some smaller models, with each further column, under each noise model.

    ``parents`` shape (n_parents, size - 1); ``weight`` shape (n_noise_models, n_parents, m) is the posterior
    probability of a parent with one more column, 0 where that is no model or stands with another parent. Kept as a
    table and not model by model: there are tens of thousands, each next to nothing, and together they count.
    """

    parents: Indices
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A mixture of normal distributions; each field has shape (n_parts,), and the weights sum to one."""

    mean: Floats
    sd: Floats
    weight: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class _ByExposure:
    """A family with its columns summed to exposures.

    ``holds`` shape (n_parents, n_exposures) is 1 where a parent holds the exposure; ``added`` of the same shape is the
    probability of the parent with that exposure added.
    """

    holds: Floats
    added: Floats


@dataclass(frozen=True)
class Posterior:
    """Every model that was weighed; with ``empty_weight``, that of "none of them", the weights sum to one.

    ``exposure_of`` shape (m,) names the exposure of each column.
    """

    families: tuple[Family, ...]
    empty_weight: float
    exposure_of: Indices
    n_exposures: int

    def inclusion(self) -> Floats:
        """Posterior inclusion probability of each exposure. Shape (n_exposures,)."""
        return np.diagonal(self._joint).copy()

    def column_weight(self) -> Floats:
        """Posterior probability of each column: an exposure at one lag. Shape (m,)."""
        return self._column_weight

    def any_of(self, exposures: Indices) -> float:
        """Posterior probability that at least one of these exposures matters."""
        total = 0.0
        for family in self._by_exposure:
            has = family.holds[:, exposures].any(axis=1)
            total += float(family.added[has].sum() + family.added[~has][:, exposures].sum())
        return total

    def both(self, one: int, other: int) -> float:
        """Posterior probability that both exposures matter."""
        return float(self._joint[one, other])

    @cached_property
    def pooled(self) -> tuple[Floats, ...]:
        """Each family's weights, all noise models together. Shape (n_parents, m) each."""
        return tuple(family.weight.sum(axis=0) for family in self.families)

    @cached_property
    def _column_weight(self) -> Floats:
        weight = np.zeros(len(self.exposure_of))
        for family, pooled in zip(self.families, self.pooled, strict=True):
            weight += pooled.sum(axis=0)
            np.add.at(weight, family.parents, pooled.sum(axis=1)[:, None])
        return weight

    @cached_property
    def _by_exposure(self) -> tuple[_ByExposure, ...]:
        of_column = np.zeros((len(self.exposure_of), self.n_exposures))
        of_column[np.arange(len(self.exposure_of)), self.exposure_of] = 1.0
        return tuple(
            _ByExposure(holds=of_column[family.parents].sum(axis=1), added=pooled @ of_column)
            for family, pooled in zip(self.families, self.pooled, strict=True)
        )

    @cached_property
    def _joint(self) -> Floats:
        """Probability that both of two exposures matter; on the diagonal, that one does. Shape (n, n)."""
        joint = np.zeros((self.n_exposures, self.n_exposures))
        for family in self._by_exposure:
            beside = family.holds.T @ family.added
            inside = family.holds.T @ (family.added.sum(axis=1)[:, None] * family.holds)
            joint += beside + beside.T + inside + np.diag(family.added.sum(axis=0))
        return joint


def effect_mixture(problems: list[Problem], posterior: Posterior, exposure: int, slab_sd: float) -> Mixture:
    """An exposure's effect in each of the likeliest models that hold it.

    Parameters
    ----------
    problems : the noise models, as they were weighed; or one that stands for all of them.
    slab_sd : prior standard deviation of an effect, in units of the outcome's noise.
    """
    is_own = posterior.exposure_of == exposure
    held = [
        _where_held(family, pooled, is_own) for family, pooled in zip(posterior.families, posterior.pooled, strict=True)
    ]
    every = np.concatenate([weight.ravel() for weight in held])
    floor = np.partition(every, -_MOST_MIXED)[-_MOST_MIXED] if len(every) > _MOST_MIXED else 0.0
    means, sds, weights = [], [], []
    for family, weight in zip(posterior.families, held, strict=True):
        rows, columns = np.nonzero((weight >= floor) & (weight > 0))
        if len(rows):
            models = np.column_stack([family.parents[rows], columns])
            mean, sd = _coefficients(problems, models, np.argmax(is_own[models], axis=1), slab_sd)
            under_each = family.weight[:, rows, columns] if len(problems) > 1 else weight[None, rows, columns]
            is_kept = under_each >= _LEAST_OF_A_MODEL * weight[rows, columns]
            means.append(mean[is_kept])
            sds.append(sd[is_kept])
            weights.append(under_each[is_kept])
    kept = np.concatenate(weights)
    return Mixture(mean=np.concatenate(means), sd=np.concatenate(sds), weight=kept / kept.sum())


def _where_held(family: Family, pooled: Floats, is_own: NDArray[np.bool_]) -> Floats:
    """Weight of each parent with each further column, 0 where the exposure is in neither. Shape (n_parents, m)."""
    holds = np.asarray(is_own[family.parents].any(axis=1))
    return np.where(holds[:, None] | is_own, pooled, 0.0)


def _coefficients(problems: list[Problem], models: Indices, places: Indices, slab_sd: float) -> tuple[Floats, Floats]:
    """Posterior mean and standard deviation of one coefficient in each model. Shapes (n_noise_models, n_models)."""
    n_models, size = models.shape
    last = models[:, -1]
    inside = np.empty((len(problems), n_models, size, size))
    for own, problem in zip(inside, problems, strict=True):
        own[:, :-1] = np.take_along_axis(problem.rows(models[:, :-1]), models[:, None, :], axis=2)
        own[:, -1, :-1] = own[:, :-1, -1]
        own[:, -1, -1] = problem.size[last]
    covariance = np.linalg.inv(inside + slab_sd**-2 * np.eye(size))
    inner = np.stack([problem.inner for problem in problems])[:, models]
    mean = (covariance @ inner[..., None])[..., 0]
    outcome = np.array([problem.outcome for problem in problems])[:, None]
    left = np.maximum(outcome - (inner * mean).sum(axis=-1), 0.0)
    each = np.arange(n_models)
    variance = left / max(problems[0].n_degrees - 2, 1) * covariance[:, each, places, places]
    return mean[:, each, places], np.sqrt(variance)
