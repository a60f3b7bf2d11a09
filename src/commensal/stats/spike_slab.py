r"""Which of many exposures go with an outcome: a collapsed spike-and-slab over exposures and lag kernels.

With whitened outcome *y* and exposure columns *Z* (controls already projected out),

.. math:: y = Z_M \beta + e,\quad e \sim N(0, \sigma^2 I),\quad \beta \mid \sigma^2 \sim N(0, \tau^2\sigma^2 I),
   \quad p(\sigma^2) \propto 1/\sigma^2

a model *M* names some exposures and one lag kernel for each. Coefficients and variance are integrated out:

.. math:: \log p(y \mid M) = -\tfrac12 \log|I + \tau^2 Z_M'Z_M| - \tfrac{\nu}{2} \log S_M + c,\qquad
   S_M = y'y - b_M'(Z_M'Z_M + \tau^{-2} I)^{-1} b_M,\; b_M = Z_M'y

(George & McCulloch 1997, Statistica Sinica 7:339). Every model of one column is weighed; larger ones grow from the
best smaller ones, each by every column there is, and models far below the best are dropped (a beam with Occam's
window: Madigan & Raftery 1994, JASA 89:1535). Nothing is drawn at random.

How many exposures matter is Beta-Binomial; which ones, given how many, goes by their prior weights *w*:

.. math:: p(M) = p(k)\, \frac{\prod_{e \in M} w_e}{e_k(w)}\, \prod_{e \in M} \frac1{\#\text{kernels}_e},\qquad
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
    window : models less likely than this share of the best one are dropped.
    """

    slab_sd: float = 0.5
    n_expected: float = 4.0
    largest_share: float = 0.1
    concentration: float = 10.0
    largest_model: int = 7
    beam: int = 24
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


def select(
    problems: list[Problem], exposure_of: Indices, prior: SlabPrior, *, weights: Floats | None = None
) -> Posterior:
    """Posterior over models, averaged over the noise models by their evidence.

    Parameters
    ----------
    problems : one for each noise model that is still likely.
    exposure_of : shape (m,), the exposure each column belongs to, numbered from 0.
    weights : shape (n_exposures,), how likely each exposure is beside the others; all alike when None.
    """
    n_exposures = int(exposure_of.max()) + 1 if len(exposure_of) else 0
    weights = np.ones(n_exposures) if weights is None else weights
    n_kernels = np.bincount(exposure_of, minlength=n_exposures).astype(np.float64)
    log_column = (np.log(weights) - np.log(n_kernels))[exposure_of] if n_exposures else np.empty(0)
    log_size = _log_size_prior(weights, prior)
    empty = np.array([_log_empty(p) + log_size[0] for p in problems])
    found: list[tuple[Indices, Floats, int]] = []
    best = float(empty.max())
    for number, problem in enumerate(problems):
        for columns, log_weight in _models_of(problem, exposure_of, log_column, log_size, prior):
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


def _models_of(
    problem: Problem, exposure_of: Indices, log_column: Floats, log_size: Floats, prior: SlabPrior
) -> list[tuple[Indices, Floats]]:
    """Models of one noise model, size by size, as (columns, log weight)."""
    if len(exposure_of) == 0:
        return []
    together = _may_stand_together(problem, exposure_of)
    columns, raw = _singles(problem, prior)
    sizes = [(columns, raw + log_column + log_size[1])]
    for size in range(2, len(log_size)):
        columns, log_weight = sizes[-1]
        grown, raw = _extended(problem, columns[_largest(log_weight, prior.beam)], together, prior)
        if len(grown) == 0:
            break
        log_weight = raw + log_column[grown].sum(axis=1) + log_size[size]
        near = log_weight > max(float(weight.max()) for _, weight in (*sizes, (grown, log_weight))) + np.log(
            prior.window
        )
        if not near.any():
            break
        sizes.append(_without_repeats(grown[near], log_weight[near]))
    return sizes


def _without_repeats(models: Indices, log_weight: Floats) -> tuple[Indices, Floats]:
    """The same set of columns may grow from several smaller ones: it counts once."""
    models = np.sort(models, axis=1)
    order = np.lexsort(models.T[::-1])
    models, log_weight = models[order], log_weight[order]
    is_first = np.ones(len(models), dtype=np.bool_)
    is_first[1:] = (models[1:] != models[:-1]).any(axis=1)
    return models[is_first], log_weight[is_first]


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


def _singles(problem: Problem, prior: SlabPrior) -> tuple[Indices, Floats]:
    size = np.diagonal(problem.gram) + prior.slab_sd**-2
    log_determinant = np.log(prior.slab_sd**2 * size)
    columns = np.arange(len(size), dtype=np.intp)[:, None]
    return columns, _log_marginal(problem, log_determinant, problem.inner**2 / size)


def _extended(
    problem: Problem, models: Indices, together: NDArray[np.bool_], prior: SlabPrior
) -> tuple[Indices, Floats]:
    """Each model with one more column: every column that may stand beside its own. All models at once.

    With *A* the precision of a model and *c* the new column, the block determinant and the Schur complement
    *s = A_cc - A_cM A_MM^-1 A_Mc* give the larger model's marginal from the smaller one's.

    Returns
    -------
    Larger models, shape (n_grown, size + 1), and their log marginals.
    """
    kappa = prior.slab_sd**-2
    size = models.shape[1]
    inside = problem.gram[models[:, :, None], models[:, None, :]] + kappa * np.eye(size)
    beside = problem.gram[models]  # (n_models, size, m)
    inverse = np.linalg.inv(inside)
    solved = inverse @ beside
    inner = problem.inner[models]
    mean = (inverse @ inner[:, :, None])[:, :, 0]
    schur = np.diagonal(problem.gram) + kappa - np.einsum("bkm,bkm->bm", beside, solved)
    left = problem.inner - np.einsum("bkm,bk->bm", beside, mean)
    fitted = (inner * mean).sum(axis=1)[:, None] + left**2 / schur
    log_inside = np.linalg.slogdet(inside)[1] + size * np.log(prior.slab_sd**2)
    log_weight = _log_marginal(problem, log_inside[:, None] + np.log(prior.slab_sd**2 * schur), fitted)
    rows, columns = np.nonzero(together[models].all(axis=1))
    return np.column_stack([models[rows], columns]), log_weight[rows, columns]


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
