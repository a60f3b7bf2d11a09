r"""Which of many exposures go with an outcome: a collapsed spike-and-slab over exposures and lag kernels.

With whitened outcome *y* and exposure columns *Z* (controls already projected out),

.. math:: y = Z_M \beta + e,\quad e \sim N(0, \sigma^2 I),\quad \beta \mid \sigma^2 \sim N(0, \tau^2\sigma^2 I),
   \quad p(\sigma^2) \propto 1/\sigma^2

a model *M* names some exposures and one lag kernel for each. Coefficients and variance are integrated out:

.. math:: \log p(y \mid M) = -\tfrac12 \log|I + \tau^2 Z_M'Z_M| - \tfrac{\nu}{2} \log S_M + c,\qquad
   S_M = y'y - b_M'(Z_M'Z_M + \tau^{-2} I)^{-1} b_M,\; b_M = Z_M'y

(George & McCulloch 1997, Statistica Sinica 7:339). Models of up to two exposures are enumerated; larger
ones grow from the best smaller ones by a beam, and models far below the best are dropped (Occam's window:
Madigan & Raftery 1994, JASA 89:1535). Nothing is drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lgamma

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


_COPY_R_SQUARED = 0.85  # columns that share more than this are one exposure with two names
_MOST_GROWN = 1500  # larger models kept from one beam step: far more than ever matter


@dataclass(frozen=True, slots=True, kw_only=True)
class SlabPrior:
    """What is believed before the days are looked at.

    ``slab_sd`` prior standard deviation of an effect, in units of the outcome's noise; ``n_expected``
    prior mean number of exposures that matter (Beta-Binomial); ``largest_model`` most exposures a model holds.
    """

    slab_sd: float = 0.5
    n_expected: float = 2.0
    largest_model: int = 6
    beam: int = 40
    window: float = 1e-5


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


@dataclass(frozen=True, slots=True)
class Models:
    """Models of one size: ``columns`` shape (n_models, size), ``weight`` and ``problem`` shape (n_models,)."""

    columns: Indices
    weight: Floats
    problem: Indices


@dataclass(frozen=True, slots=True)
class Posterior:
    """Every model kept, with weights that sum to one.

    ``exposure_of`` shape (m,) names the exposure of each column; ``empty_weight`` is the weight of "none of
    them".
    """

    models: tuple[Models, ...]
    empty_weight: float
    exposure_of: Indices
    n_exposures: int

    def inclusion(self) -> Floats:
        """Posterior inclusion probability of each exposure. Shape (n_exposures,)."""
        probability = np.zeros(self.n_exposures)
        for models in self.models:
            members = self.exposure_of[models.columns]
            np.add.at(probability, members, models.weight[:, None])
        return probability

    def any_of(self, exposures: Indices) -> float:
        """Posterior probability that at least one of these exposures matters."""
        wanted = np.zeros(self.n_exposures, dtype=np.bool_)
        wanted[exposures] = True
        return float(
            sum(models.weight[wanted[self.exposure_of[models.columns]].any(axis=1)].sum() for models in self.models)
        )

    def both(self, one: int, other: int) -> float:
        """Posterior probability that both exposures matter."""
        total = 0.0
        for models in self.models:
            members = self.exposure_of[models.columns]
            hit = (members == one).any(axis=1) & (members == other).any(axis=1)
            total += float(models.weight[hit].sum())
        return total


def select(problems: list[Problem], exposure_of: Indices, prior: SlabPrior) -> Posterior:
    """Posterior over models, averaged over the noise models by their evidence.

    Parameters
    ----------
    problems : one for each noise model that is still likely.
    exposure_of : shape (m,), the exposure each column belongs to, numbered from 0.
    """
    n_exposures = int(exposure_of.max()) + 1 if len(exposure_of) else 0
    n_kernels = np.bincount(exposure_of, minlength=n_exposures).astype(np.float64)
    log_kernel = -np.log(n_kernels[exposure_of])
    log_size = _log_size_prior(n_exposures, prior)
    empty = np.array([_log_empty(p) + log_size[0] for p in problems])
    found: list[tuple[Indices, Floats, int]] = []
    best = float(empty.max())
    for number, problem in enumerate(problems):
        for columns, log_weight in _models_of(problem, exposure_of, log_kernel, log_size, prior):
            found.append((columns, log_weight, number))
            best = max(best, float(log_weight.max(initial=-np.inf)))
    models, empty_weight = _normalised(found, empty, best, prior)
    return Posterior(models, empty_weight, exposure_of, n_exposures)


def _normalised(
    found: list[tuple[Indices, Floats, int]], empty: Floats, best: float, prior: SlabPrior
) -> tuple[tuple[Models, ...], float]:
    """Models inside Occam's window, gathered by size, and the empty model's weight; all sum to one."""
    by_size: dict[int, list[tuple[Indices, Floats, Indices]]] = {}
    for columns, log_weight, number in found:
        keep = log_weight > best + np.log(prior.window)
        if keep.any():
            weight = np.exp(log_weight[keep] - best)
            numbers = np.full(int(keep.sum()), number, dtype=np.intp)
            by_size.setdefault(columns.shape[1], []).append((columns[keep], weight, numbers))
    empty_weight = float(np.exp(empty - best).sum())
    total = empty_weight + sum(float(weight.sum()) for parts in by_size.values() for _, weight, _ in parts)
    models = tuple(
        Models(
            np.concatenate([part[0] for part in parts]),
            np.concatenate([part[1] for part in parts]) / total,
            np.concatenate([part[2] for part in parts]),
        )
        for _, parts in sorted(by_size.items())
    )
    return models, empty_weight / total


def _log_size_prior(n_exposures: int, prior: SlabPrior) -> Floats:
    """Log prior of one given set of each size: Beta-Binomial(1, b) with the stated mean."""
    if n_exposures == 0:
        return np.zeros(1)
    a, b = 1.0, max(n_exposures / prior.n_expected - 1.0, 1.0)
    sizes = range(min(prior.largest_model, n_exposures) + 1)
    return np.array([_log_beta(a + k, b + n_exposures - k) - _log_beta(a, b) for k in sizes])


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _log_empty(problem: Problem) -> float:
    return problem.log_noise - 0.5 * problem.n_degrees * float(np.log(problem.outcome))


def _models_of(
    problem: Problem, exposure_of: Indices, log_kernel: Floats, log_size: Floats, prior: SlabPrior
) -> list[tuple[Indices, Floats]]:
    """Models of one noise model, size by size, as (columns, log weight)."""
    if len(exposure_of) == 0:
        return []
    together = _may_stand_together(problem, exposure_of)
    singles, single_weight = _singles(problem, prior)
    sizes = [(singles, single_weight + log_kernel + log_size[1])]
    if len(log_size) > 2:
        pairs, pair_weight = _pairs(problem, together, prior)
        sizes.append((pairs, pair_weight + log_kernel[pairs].sum(axis=1) + log_size[2]))
    for size in range(3, len(log_size)):
        columns, log_weight = sizes[-1]
        if len(columns) == 0:
            break
        best = _largest(log_weight, prior.beam)
        larger, raw = _extended(problem, columns[best], together, prior)
        if len(larger) == 0:
            break
        sizes.append((larger, raw + log_kernel[larger].sum(axis=1) + log_size[size]))
    return sizes


def _largest(values: Floats, n_wanted: int) -> Indices:
    """Places of the largest values, in no particular order. Ties at the edge are cut by place, so always the same."""
    if len(values) <= n_wanted:
        return np.arange(len(values), dtype=np.intp)
    return np.sort(np.argpartition(-values, n_wanted)[:n_wanted])


def _may_stand_together(problem: Problem, exposure_of: Indices) -> NDArray[np.bool_]:
    """Which columns may share a model: those of different exposures that are not each other's copy.

    Two near copies in one model would share one effect between them and make the pair look likelier than
    either alone, for no better reason than a wider prior. Shape (m, m).
    """
    size = np.clip(np.diagonal(problem.gram), 1e-300, None)
    alike = problem.gram**2 > _COPY_R_SQUARED * size[:, None] * size[None, :]
    n_exposures = int(exposure_of.max()) + 1
    is_copy = np.zeros((n_exposures, n_exposures), dtype=np.bool_)
    np.logical_or.at(is_copy, (exposure_of[:, None], exposure_of[None, :]), alike)
    np.fill_diagonal(is_copy, val=True)
    return ~is_copy[exposure_of[:, None], exposure_of[None, :]]


def _log_marginal(problem: Problem, log_determinant: Floats, fitted: Floats) -> Floats:
    left = np.maximum(problem.outcome - fitted, 1e-12 * problem.outcome)
    return problem.log_noise - 0.5 * log_determinant - 0.5 * problem.n_degrees * np.log(left)


def _singles(problem: Problem, prior: SlabPrior) -> tuple[Indices, Floats]:
    size = np.diagonal(problem.gram) + prior.slab_sd**-2
    log_determinant = np.log(prior.slab_sd**2 * size)
    columns = np.arange(len(size), dtype=np.intp)[:, None]
    return columns, _log_marginal(problem, log_determinant, problem.inner**2 / size)


def _pairs(problem: Problem, together: NDArray[np.bool_], prior: SlabPrior) -> tuple[Indices, Floats]:
    """All pairs of columns of different exposures, in closed form."""
    i, j = np.nonzero(np.triu(together, k=1))
    size = np.diagonal(problem.gram) + prior.slab_sd**-2
    cross = problem.gram[i, j]
    determinant = size[i] * size[j] - cross**2
    b_i, b_j = problem.inner[i], problem.inner[j]
    fitted = (b_i**2 * size[j] - 2 * b_i * b_j * cross + b_j**2 * size[i]) / determinant
    log_determinant = np.log(prior.slab_sd**4 * determinant)
    return np.stack([i, j], axis=1), _log_marginal(problem, log_determinant, fitted)


def _extended(
    problem: Problem, models: Indices, together: NDArray[np.bool_], prior: SlabPrior
) -> tuple[Indices, Floats]:
    """Each model with one more column, without repeats. Rank-one updates by the Schur complement."""
    kappa = prior.slab_sd**-2
    size = np.diagonal(problem.gram) + kappa
    log_weight = np.full((len(models), len(together)), -np.inf)
    for row, model in enumerate(models):
        inside = problem.gram[np.ix_(model, model)] + kappa * np.eye(len(model))
        beside = problem.gram[model]  # (size, m)
        solved = np.linalg.solve(inside, np.column_stack([beside, problem.inner[model]]))
        schur = size - (beside * solved[:, :-1]).sum(axis=0)
        left = problem.inner - beside.T @ solved[:, -1]
        fitted = problem.inner[model] @ solved[:, -1] + left**2 / schur
        log_determinant = np.linalg.slogdet(prior.slab_sd**2 * inside)[1] + np.log(prior.slab_sd**2 * schur)
        free = together[model].all(axis=0)
        log_weight[row, free] = _log_marginal(problem, log_determinant, fitted)[free]
    best = _largest(log_weight.ravel(), _MOST_GROWN)
    best = best[log_weight.ravel()[best] > log_weight.max() + np.log(prior.window)]
    rows, columns = np.unravel_index(best, log_weight.shape)
    grown = np.sort(np.column_stack([models[rows], columns]), axis=1)
    grown, first = np.unique(grown, axis=0, return_index=True)
    return grown, log_weight[rows, columns][first]


def effect_mixture(
    problems: list[Problem], posterior: Posterior, exposure: int, multiplier: Floats, prior: SlabPrior
) -> tuple[Floats, Floats, Floats]:
    """Mean, standard deviation and weight of an exposure's effect in each model that holds it.

    Parameters
    ----------
    multiplier : shape (m,), what a coefficient is multiplied by (1 for the peak day, the kernel's total
        for the sum over days).

    Returns
    -------
    Three arrays of shape (n_models_with_it,); the weights sum to one.
    """
    means, sds, weights = [], [], []
    for models in posterior.models:
        hit = np.flatnonzero((posterior.exposure_of[models.columns] == exposure).any(axis=1))
        best = hit[np.argsort(-models.weight[hit], kind="stable")[:200]]
        for row in best:
            problem, model = problems[models.problem[row]], models.columns[row]
            place = int(np.flatnonzero(posterior.exposure_of[model] == exposure)[0])
            mean, sd = _coefficient(problem, model, place, prior)
            means.append(mean * multiplier[model[place]])
            sds.append(sd * multiplier[model[place]])
            weights.append(models.weight[row])
    weight = np.array(weights)
    return np.array(means), np.array(sds), weight / weight.sum()


def _coefficient(problem: Problem, model: Indices, place: int, prior: SlabPrior) -> tuple[float, float]:
    precision = problem.gram[np.ix_(model, model)] + prior.slab_sd**-2 * np.eye(len(model))
    covariance = np.linalg.inv(precision)
    mean = covariance @ problem.inner[model]
    left = max(float(problem.outcome - problem.inner[model] @ mean), 0.0)
    variance = left / max(problem.n_degrees - 2, 1)
    return float(mean[place]), float(np.sqrt(variance * covariance[place, place]))
