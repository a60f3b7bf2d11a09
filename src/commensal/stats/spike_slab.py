r"""Which of many exposures go with an outcome: a collapsed spike-and-slab over exposures and lag kernels.

With whitened outcome *y* and exposure columns *Z* (controls already projected out),

.. math:: y = Z_M \beta + e,\quad e \sim N(0, \sigma^2 I),\quad \beta \mid \sigma^2 \sim N(0, \tau^2\sigma^2 I),
   \quad p(\sigma^2) \propto 1/\sigma^2

a model *M* names some exposures and one lag kernel for each. Coefficients and variance are integrated out:

.. math:: \log p(y \mid M) = -\tfrac12 \log|I + \tau^2 Z_M'Z_M| - \tfrac{\nu}{2} \log S_M + c,\qquad
   S_M = y'y - b_M'(Z_M'Z_M + \tau^{-2} I)^{-1} b_M,\; b_M = Z_M'y

(George & McCulloch 1997, Statistica Sinica 7:339). Every model of one column is weighed; larger ones grow from the
best smaller ones, each by every column there is (a beam), until larger ones stop mattering (Occam's window: Madigan &
Raftery 1994, JASA 89:1535). Nothing is drawn at random.

How many exposures matter is Beta-Binomial; which ones, given how many, goes by their prior weights *w*:

.. math:: p(M) = p(k)\, \frac{\prod_{e \in M} w_e}{e_k(w)}\, \prod_{e \in M} p(\text{shape}_e),\qquad
   p(k) = \binom nk \frac{B(a+k,\, b+n-k)}{B(a, b)}

with *e_k* the elementary symmetric polynomial, so that weights move probability between exposures and never raise
the number that is expected to matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


_MOST_MIXED = 60  # models whose effects are averaged: the others weigh next to nothing
_COPY_R_SQUARED = 0.85  # columns that share more than this are one exposure with two names


@dataclass(frozen=True, slots=True, kw_only=True)
class SlabPrior:
    """What is believed before the days are looked at.

    Parameters
    ----------
    slab_sd : prior standard deviation of an effect, in units of the outcome's noise.
    n_expected : prior mean number of exposures that matter.
    largest_share : prior mean share of exposures that matter, at most: of three that are followed not all do.
    concentration : the *a* of the Beta distribution of the share that matters. At 1 "none at all" is by far the
        likeliest number; the larger, the closer the number keeps to its mean.
    largest_model : most exposures that a model holds.
    beam : models of a size that are grown further.
    window : growing ends where the best model of a size is less likely than this share of the best of all.
    """

    slab_sd: float = 0.5
    n_expected: float = 4.0
    largest_share: float = 0.1
    concentration: float = 10.0
    largest_model: int = 7
    beam: int = 16
    window: float = 1e-4

    def share(self, n_exposures: int) -> float:
        """Prior probability that one exposure matters."""
        return min(self.n_expected / max(n_exposures, 1), self.largest_share)


@dataclass(frozen=True, slots=True)
class Problem:
    """One noise model's sufficient statistics.

    ``gram`` shape (m, m) of the exposure columns; ``inner`` shape (m,) with the outcome; ``outcome`` its
    own inner product; ``n_degrees`` observations less controls; ``log_noise`` log evidence terms that do
    not depend on the exposures.
    """

    gram: Floats
    inner: Floats
    outcome: float
    n_degrees: int
    log_noise: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models of one size under one noise model: each of some smaller models, with each further column.

    ``parents`` shape (n_parents, size - 1); ``weight`` shape (n_parents, m) is the posterior probability of a parent
    with one more column, 0 where that is no model or stands with another parent. Kept as a table and not model by
    model: there are tens of thousands, each next to nothing, and together they count.
    """

    parents: Indices
    weight: Floats
    problem: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A mixture of normal distributions; each field has shape (n_parts,), and the weights sum to one."""

    mean: Floats
    sd: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
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
        weight = np.bincount(self.exposure_of, self.column_weight(), minlength=self.n_exposures)
        return np.asarray(weight, dtype=np.float64)

    def column_weight(self) -> Floats:
        """Posterior probability of each column: an exposure at one lag. Shape (m,)."""
        weight = np.zeros(len(self.exposure_of))
        for family in self.families:
            weight += family.weight.sum(axis=0)
            np.add.at(weight, family.parents, family.weight.sum(axis=1)[:, None])
        return weight

    def any_of(self, exposures: Indices) -> float:
        """Posterior probability that at least one of these exposures matters."""
        is_wanted = np.isin(self.exposure_of, exposures)
        total = 0.0
        for family in self.families:
            has = is_wanted[family.parents].any(axis=1)
            total += float(family.weight[has].sum() + family.weight[~has][:, is_wanted].sum())
        return total

    def both(self, one: int, other: int) -> float:
        """Posterior probability that both exposures matter."""
        is_one, is_other = self.exposure_of == one, self.exposure_of == other
        total = 0.0
        for family in self.families:
            has_one, has_other = is_one[family.parents].any(axis=1), is_other[family.parents].any(axis=1)
            total += float(family.weight[has_one & has_other].sum())
            total += float(family.weight[has_one & ~has_other][:, is_other].sum())
            total += float(family.weight[has_other & ~has_one][:, is_one].sum())
        return total


def select(
    problems: list[Problem],
    exposure_of: Indices,
    prior: SlabPrior,
    *,
    weights: Floats | None = None,
    log_shape: Floats | None = None,
) -> Posterior:
    """Posterior over models, averaged over the noise models by their evidence.

    Parameters
    ----------
    problems : one for each noise model that is still likely.
    exposure_of : shape (m,), the exposure each column belongs to, numbered from 0.
    weights : shape (n_exposures,), how likely each exposure is beside the others; all alike when None.
    log_shape : shape (m,), log prior probability of each column among those of its exposure; all alike when None.
    """
    n_exposures = int(exposure_of.max()) + 1 if len(exposure_of) else 0
    weights = np.ones(n_exposures) if weights is None else weights
    if log_shape is None:
        log_shape = -np.log(np.bincount(exposure_of, minlength=n_exposures).astype(np.float64))[exposure_of]
    log_column = np.log(weights)[exposure_of] + log_shape
    log_size = _log_size_prior(weights, prior)
    empty = np.array([_log_empty(p) + log_size[0] for p in problems])
    found: list[tuple[Indices, Floats, int]] = []
    if n_exposures:
        # Copies are copies under any noise: the likeliest noise model tells them.
        together = _may_stand_together(problems[0], exposure_of)
        for number, problem in enumerate(problems):
            grown = _families_of(problem, together, log_column, log_size, prior)
            found += [(parents, log_weight, number) for parents, log_weight in grown]
    best = max([float(empty.max()), *(float(log_weight.max()) for _, log_weight, _ in found)])
    weights_found = [np.exp(log_weight - best) for _, log_weight, _ in found]
    empty_weight = float(np.exp(empty - best).sum())
    total = empty_weight + sum(float(weight.sum()) for weight in weights_found)
    families = tuple(
        Family(parents=parents, weight=weight / total, problem=number)
        for (parents, _, number), weight in zip(found, weights_found, strict=True)
    )
    return Posterior(families, empty_weight / total, exposure_of, n_exposures)


def _log_size_prior(weights: Floats, prior: SlabPrior) -> Floats:
    """Log prior of each size, less the log normaliser of the sets of that size. Shape (largest size + 1,)."""
    n = len(weights)
    largest = min(prior.largest_model, n)
    a = prior.concentration
    b = a * (1.0 / prior.share(n) - 1.0)
    symmetric = np.zeros(largest + 1)
    symmetric[0] = 1.0
    for weight in weights:
        symmetric[1:] += weight * symmetric[:-1]
    sizes = range(largest + 1)
    log_p = [_log_binomial(n, k) + _log_beta(a + k, b + n - k) - _log_beta(a, b) for k in sizes]
    return np.array(log_p) - np.log(symmetric)


def _log_binomial(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_empty(problem: Problem) -> float:
    return problem.log_noise - 0.5 * problem.n_degrees * float(np.log(problem.outcome))


def _families_of(
    problem: Problem, together: NDArray[np.bool_], log_column: Floats, log_size: Floats, prior: SlabPrior
) -> list[tuple[Indices, Floats]]:
    """Models of one noise model, size by size, as (parents, log weight of each with one more column)."""
    parents = np.zeros((1, 0), dtype=np.intp)
    log_weight = (_log_singles(problem, prior) + log_column + log_size[1])[None, :]
    families = [(parents, log_weight)]
    best = float(log_weight.max())
    for size in range(2, len(log_size)):
        parents = _best_models(parents, log_weight, prior.beam)
        if len(parents) == 0:
            break
        log_prior = log_column[parents].sum(axis=1)[:, None] + log_column + log_size[size]
        log_weight = _log_extended(problem, parents, prior) + log_prior
        log_weight[~together[parents].all(axis=1)] = -np.inf
        _strike_repeats(parents, log_weight)
        best = max(best, float(log_weight.max()))
        if log_weight.max() < best + np.log(prior.window):
            break
        families.append((parents, log_weight))
    return families


def _best_models(parents: Indices, log_weight: Floats, n_wanted: int) -> Indices:
    """The likeliest models of a family, columns in order. Shape (n_models, size)."""
    places = _largest(log_weight.ravel(), n_wanted)
    places = places[np.isfinite(log_weight.ravel()[places])]
    rows, columns = np.unravel_index(places, log_weight.shape)
    return np.sort(np.column_stack([parents[rows], columns]), axis=1)


def _strike_repeats(parents: Indices, log_weight: Floats) -> None:
    """Count a set of columns once, though it may grow from several parents: in place, the first one keeps it.

    Two parents share a child only when they differ in one column: the child is their union.
    """
    size = parents.shape[1]
    holds = np.zeros(log_weight.shape, dtype=np.bool_)
    holds[np.arange(len(parents))[:, None], parents] = True
    in_common = holds.astype(np.float64) @ holds.T
    later, earlier = np.nonzero(np.tril(in_common == size - 1, k=-1))
    log_weight[later, np.argmax(holds[earlier] & ~holds[later], axis=1)] = -np.inf


def _largest(values: Floats, n_wanted: int) -> Indices:
    """Places of the largest values, in no particular order. Ties at the edge are cut by place, so always the same."""
    if len(values) <= n_wanted:
        return np.arange(len(values), dtype=np.intp)
    return np.sort(np.argpartition(-values, n_wanted)[:n_wanted])


def alike_exposures(problem: Problem, exposure_of: Indices) -> Floats:
    """Largest squared correlation between any columns of each two exposures. Shape (n_exposures, n_exposures)."""
    size = np.clip(np.diagonal(problem.gram), 1e-300, None)
    squared = problem.gram**2 / (size[:, None] * size[None, :])
    order = np.argsort(exposure_of, kind="stable")
    first = np.searchsorted(exposure_of[order], np.arange(int(exposure_of.max()) + 1))
    by_row = np.maximum.reduceat(squared[order], first, axis=0)
    return np.maximum.reduceat(by_row[:, order], first, axis=1)


def _may_stand_together(problem: Problem, exposure_of: Indices) -> NDArray[np.bool_]:
    """Which columns may share a model: those of different exposures that are not each other's copy.

    Two near copies in one model would share one effect between them and make the pair look likelier than
    either alone, for no better reason than a wider prior. Shape (m, m).
    """
    is_copy = alike_exposures(problem, exposure_of) > _COPY_R_SQUARED
    np.fill_diagonal(is_copy, val=True)
    return ~is_copy[exposure_of[:, None], exposure_of[None, :]]


def log_single_factors(problem: Problem, z: Floats, prior: SlabPrior) -> Floats:
    r"""Log Bayes factor of each column alone against none, from its standardised inner product.

    .. math:: \log B = \tfrac12 \frac{\tau^2 I}{1 + \tau^2 I} z^2 - \tfrac12 \log(1 + \tau^2 I)

    with the variance taken as known. ``z`` shape (…, m) gives the same shape.
    """
    ratio = prior.slab_sd**2 * np.diagonal(problem.gram)
    return np.asarray(0.5 * ratio / (1.0 + ratio) * z**2 - 0.5 * np.log1p(ratio))


def _log_marginal(problem: Problem, log_determinant: Floats, fitted: Floats) -> Floats:
    left = np.maximum(problem.outcome - fitted, 1e-12 * problem.outcome)
    return problem.log_noise - 0.5 * log_determinant - 0.5 * problem.n_degrees * np.log(left)


def _log_singles(problem: Problem, prior: SlabPrior) -> Floats:
    """Log marginal of each column alone. Shape (m,)."""
    size = np.diagonal(problem.gram) + prior.slab_sd**-2
    return _log_marginal(problem, np.log(prior.slab_sd**2 * size), problem.inner**2 / size)


def _log_extended(problem: Problem, models: Indices, prior: SlabPrior) -> Floats:
    """Log marginal of each model with each further column, all at once. Shape (n_models, m).

    With *A* the precision of a model and *c* the new column, the block determinant and the Schur complement
    *s = A_cc - A_cM A_MM^-1 A_Mc* give the larger model's marginal from the smaller one's.
    """
    kappa = prior.slab_sd**-2
    size = models.shape[1]
    inside = problem.gram[models[:, :, None], models[:, None, :]] + kappa * np.eye(size)
    beside = problem.gram[models]  # (n_models, size, m)
    inverse = np.linalg.inv(inside)
    inner = problem.inner[models]
    mean = (inverse @ inner[:, :, None])[:, :, 0]
    schur = np.diagonal(problem.gram) + kappa - (beside * (inverse @ beside)).sum(axis=1)
    # A column of the model itself leaves nothing: such pairs are struck afterwards.
    schur = np.maximum(schur, 1e-9 * kappa)
    left = problem.inner - (mean[:, None, :] @ beside)[:, 0, :]
    fitted = (inner * mean).sum(axis=1)[:, None] + left**2 / schur
    log_inside = np.linalg.slogdet(inside)[1] + size * np.log(prior.slab_sd**2)
    return _log_marginal(problem, log_inside[:, None] + np.log(prior.slab_sd**2 * schur), fitted)


def effect_mixture(problems: list[Problem], posterior: Posterior, exposure: int, prior: SlabPrior) -> Mixture:
    """An exposure's effect in each of the likeliest models that hold it."""
    is_own = posterior.exposure_of == exposure
    held = [
        np.where(is_own[family.parents].any(axis=1)[:, None] | is_own, family.weight, 0.0)
        for family in posterior.families
    ]
    every = np.concatenate([weight.ravel() for weight in held])
    floor = every[_largest(every, _MOST_MIXED)].min()
    means, sds, weights = [], [], []
    for family, weight in zip(posterior.families, held, strict=True):
        rows, columns = np.nonzero((weight >= floor) & (weight > 0))
        if len(rows):
            models = np.column_stack([family.parents[rows], columns])
            places = np.argmax(is_own[models], axis=1)
            mean, sd = _coefficients(problems[family.problem], models, places, prior)
            means.append(mean)
            sds.append(sd)
            weights.append(weight[rows, columns])
    kept = np.concatenate(weights)
    return Mixture(mean=np.concatenate(means), sd=np.concatenate(sds), weight=kept / kept.sum())


def _coefficients(problem: Problem, models: Indices, places: Indices, prior: SlabPrior) -> tuple[Floats, Floats]:
    """Posterior mean and standard deviation of one coefficient in each model. Shapes (n_models,)."""
    inside = problem.gram[models[:, :, None], models[:, None, :]]
    covariance = np.linalg.inv(inside + prior.slab_sd**-2 * np.eye(models.shape[1]))
    inner = problem.inner[models]
    mean = (covariance @ inner[:, :, None])[:, :, 0]
    left = np.maximum(problem.outcome - (inner * mean).sum(axis=1), 0.0)
    each = np.arange(len(models))
    variance = left / max(problem.n_degrees - 2, 1) * covariance[each, places, places]
    return mean[each, places], np.sqrt(variance)
