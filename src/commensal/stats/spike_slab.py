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

from commensal.stats.noise_problem import Problem
from commensal.stats.posterior import Family, Posterior

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Belief:
    """What is believed before the days, as logarithms, beside the settings that it came from.

    ``column`` shape (m,) for each column, ``size`` shape (largest model + 1,) for each number of exposures;
    ``together`` shape (m, m) says which columns may share a model.
    """

    column: Floats
    size: Floats
    together: NDArray[np.bool_]
    prior: SlabPrior


def select(
    problems: list[Problem],
    exposure_of: Indices,
    prior: SlabPrior,
    *,
    weights: Floats | None = None,
    log_shape: Floats | None = None,
    log_trust: Floats | float = 0.0,
) -> Posterior:
    """Posterior over models, averaged over the noise models by their evidence.

    Parameters
    ----------
    problems : one for each noise model that is still likely, the likeliest first.
    exposure_of : shape (m,), the exposure each column belongs to, numbered from 0.
    weights : shape (n_exposures,), how likely each exposure is beside the others; all alike when None.
    log_shape : shape (m,), log prior probability of each column among those of its exposure; all alike when None.
    log_trust : shape (m,), what is taken off the log evidence of each column where the normal likelihood says too much.
    """
    n_exposures = int(exposure_of.max()) + 1 if len(exposure_of) else 0
    weights = np.ones(n_exposures) if weights is None else weights
    if log_shape is None:
        log_shape = -np.log(np.bincount(exposure_of, minlength=n_exposures).astype(np.float64))[exposure_of]
    log_size = _log_size_prior(weights, prior)
    empty = np.array([_log_empty(p) + log_size[0] for p in problems])
    grown: list[tuple[Indices, Floats]] = []
    if n_exposures:
        belief = _Belief(
            column=np.log(weights)[exposure_of] + log_shape + log_trust,
            size=log_size,
            # Copies are copies under any noise: the likeliest noise model tells them.
            together=_may_stand_together(problems[0], exposure_of),
            prior=prior,
        )
        grown = _grow(problems, belief)
    best = max([float(empty.max()), *(float(log_weight.max()) for _, log_weight in grown)])
    found = [np.exp(log_weight - best) for _, log_weight in grown]
    empty_weight = float(np.exp(empty - best).sum())
    total = empty_weight + sum(float(weight.sum()) for weight in found)
    families = tuple(
        Family(parents=parents, weight=weight / total) for (parents, _), weight in zip(grown, found, strict=True)
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


def _grow(problems: list[Problem], belief: _Belief) -> list[tuple[Indices, Floats]]:
    """Models size by size, as (parents, log weight of each with one more column under each noise model)."""
    parents = np.zeros((1, 0), dtype=np.intp)
    log_weight = _log_extended(problems, parents, belief.prior) + belief.column + belief.size[1]
    families = [(parents, log_weight)]
    best = float(log_weight.max())
    for size in range(2, len(belief.size)):
        parents = _best_models(parents, log_weight.max(axis=0), belief.prior.beam)
        if len(parents) == 0:
            break
        log_prior = belief.column[parents].sum(axis=1)[:, None] + belief.column + belief.size[size]
        may_grow = belief.together[parents].all(axis=1) & ~_repeats(parents, len(belief.column))
        log_weight = _log_extended(problems, parents, belief.prior) + np.where(may_grow, log_prior, -np.inf)
        best = max(best, float(log_weight.max()))
        if log_weight.max() < best + np.log(belief.prior.window):
            break
        families.append((parents, log_weight))
    return families


def _best_models(parents: Indices, log_weight: Floats, n_wanted: int) -> Indices:
    """The likeliest models of a family, columns in order. Shape (n_models, size)."""
    places = _largest(log_weight.ravel(), n_wanted)
    places = places[np.isfinite(log_weight.ravel()[places])]
    rows, columns = np.unravel_index(places, log_weight.shape)
    return np.sort(np.column_stack([parents[rows], columns]), axis=1)


def _repeats(parents: Indices, n_columns: int) -> NDArray[np.bool_]:
    """Where a set of columns has grown from an earlier parent already: it counts once. Shape (n_parents, m).

    Two parents share a child only when they differ in one column: the child is their union.
    """
    size = parents.shape[1]
    holds = np.zeros((len(parents), n_columns), dtype=np.bool_)
    holds[np.arange(len(parents))[:, None], parents] = True
    in_common = holds.astype(np.float64) @ holds.T
    later, earlier = np.nonzero(np.tril(in_common == size - 1, k=-1))
    is_repeat = np.zeros_like(holds)
    is_repeat[later, np.argmax(holds[earlier] & ~holds[later], axis=1)] = True
    return is_repeat


def _largest(values: Floats, n_wanted: int) -> Indices:
    """Places of the largest values, in no particular order. Ties at the edge are cut by place, so always the same."""
    if len(values) <= n_wanted:
        return np.arange(len(values), dtype=np.intp)
    return np.sort(np.argpartition(-values, n_wanted)[:n_wanted])


def alike_exposures(problem: Problem, exposure_of: Indices) -> Floats:
    """Largest squared correlation between any columns of each two exposures. Shape (n_exposures, n_exposures)."""
    size = np.clip(problem.size, 1e-300, None)
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


def log_single_factors(size: Floats, z: Floats, prior: SlabPrior) -> Floats:
    r"""Log Bayes factor of each column alone against none, from its standardised inner product.

    .. math:: \log B = \tfrac12 \frac{\tau^2 I}{1 + \tau^2 I} z^2 - \tfrac12 \log(1 + \tau^2 I)

    with the variance taken as known and *I* the ``size`` of the column, shape (m,). ``z`` shape (…, m) gives the same
    shape.
    """
    ratio = prior.slab_sd**2 * size
    return np.asarray(0.5 * ratio / (1.0 + ratio) * z**2 - 0.5 * np.log1p(ratio))


def _log_extended(problems: list[Problem], models: Indices, prior: SlabPrior) -> Floats:
    """Log marginal of each model with each further column, under each noise model. Shape (n_noise, n_models, m).

    With *A* the precision of a model and *c* the new column, the block determinant and the Schur complement
    *s = A_cc - A_cM A_MM^-1 A_Mc* give the larger model's marginal from the smaller one's.
    """
    kappa, tau_squared = prior.slab_sd**-2, prior.slab_sd**2
    n_inside = models.shape[1]
    beside = np.stack([problem.rows(models) for problem in problems])  # (n_noise, n_models, n_inside, m)
    own = np.stack([problem.inner for problem in problems])[:, None]
    inner = own[:, 0, models]  # (n_noise, n_models, n_inside)
    inside = np.take_along_axis(beside, models[None, :, None, :], axis=3) + kappa * np.eye(n_inside)
    # Solved for all columns and the outcome at once; A is small and well kept by kappa.
    inverse = np.linalg.inv(inside)
    solved = inverse @ beside
    mean = (inverse @ inner[..., None])[..., 0]
    schur = np.stack([problem.size for problem in problems])[:, None] + kappa
    schur = schur - np.einsum("gpkm,gpkm->gpm", beside, solved)
    # A column of the model itself leaves nothing: such pairs are struck afterwards.
    schur = np.maximum(schur, 1e-9 * kappa)
    left = own - (mean[..., None, :] @ beside)[..., 0, :]
    fitted = (inner * mean).sum(axis=-1)[..., None] + left**2 / schur
    log_inside = np.linalg.slogdet(inside)[1] + n_inside * np.log(tau_squared)
    outcome = np.array([problem.outcome for problem in problems])[:, None, None]
    log_noise = np.array([problem.log_noise for problem in problems])[:, None, None]
    unexplained = np.maximum(outcome - fitted, 1e-12 * outcome)
    log_determinant = log_inside[..., None] + np.log(tau_squared * schur)
    return np.asarray(log_noise - 0.5 * log_determinant - 0.5 * problems[0].n_degrees * np.log(unexplained))
