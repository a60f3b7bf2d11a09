"""The selection against brute force on problems small enough to enumerate."""

from __future__ import annotations

from itertools import combinations, product
from math import comb, lgamma

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.stats.noise_problem import Problem
from commensal.stats.posterior import effect_mixture
from commensal.stats.spike_slab import SlabPrior, select

Floats = NDArray[np.float64]
EXPOSURE_OF = np.array([0, 0, 1, 1, 2, 3], dtype=np.intp)


def make_problem(seed: int, effect: float) -> tuple[Problem, Floats, Floats]:
    """Six columns of four exposures; column 2 carries an effect."""
    rng = np.random.default_rng(seed)
    columns = rng.standard_normal((60, 6))
    columns[:, 1] = 0.7 * columns[:, 0] + 0.3 * columns[:, 1]
    outcome = effect * columns[:, 2] + 0.3 * columns[:, 4] + rng.standard_normal(60)
    return Problem(columns, outcome, n_degrees=60, log_noise=0.0), columns, outcome


def brute_force_inclusion(
    columns: Floats, outcome: Floats, prior: SlabPrior, weight_of: Floats | None = None
) -> Floats:
    """Every model with at most one column for each exposure, marginal likelihood from the dense covariance."""
    n_exposures, n = 4, len(outcome)
    weight_of = np.ones(n_exposures) if weight_of is None else weight_of
    a = prior.concentration
    b = a * (1.0 / prior.share(n_exposures) - 1.0)
    of_size = [sum(np.prod(weight_of[list(m)]) for m in combinations(range(4), k)) for k in range(5)]

    def log_beta(p: float, q: float) -> float:
        return lgamma(p) + lgamma(q) - lgamma(p + q)

    weights: list[float] = []
    members: list[tuple[int, ...]] = []
    for size in range(n_exposures + 1):
        for exposures in combinations(range(n_exposures), size):
            choices = [np.flatnonzero(e == EXPOSURE_OF) for e in exposures]
            for model in product(*choices):
                covariance = np.eye(n) + prior.slab_sd**2 * columns[:, list(model)] @ columns[:, list(model)].T
                log_likelihood = -0.5 * np.linalg.slogdet(covariance)[1] - 0.5 * n * np.log(
                    outcome @ np.linalg.solve(covariance, outcome)
                )
                log_prior = log_beta(a + size, b + n_exposures - size) - log_beta(a, b) + np.log(comb(4, size))
                log_prior += np.log(np.prod(weight_of[list(exposures)]) / of_size[size])
                log_prior -= sum(float(np.log(len(choice))) for choice in choices)
                weights.append(log_likelihood + log_prior)
                members.append(exposures)
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    return np.array([sum(w for w, m in zip(weight, members, strict=True) if e in m) for e in range(n_exposures)])


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("effect", [0.0, 0.3, 1.0])
def test_inclusion_equals_brute_force(seed: int, effect: float) -> None:
    """Enumeration and beam together give the full posterior when nothing is cut."""
    prior = SlabPrior(beam=10_000, window=1e-14, largest_model=4)
    problem, columns, outcome = make_problem(seed, effect)
    ours = select([problem], EXPOSURE_OF, prior).inclusion()
    np.testing.assert_allclose(ours, brute_force_inclusion(columns, outcome, prior), rtol=1e-6, atol=1e-9)


def test_prior_weights_equal_brute_force() -> None:
    """Weights move probability between exposures, and the prior of their number stays as it was."""
    prior = SlabPrior(beam=10_000, window=1e-14, largest_model=4)
    problem, columns, outcome = make_problem(8, 0.3)
    weight_of = np.array([0.5, 2.0, 1.0, 1.3])
    ours = select([problem], EXPOSURE_OF, prior, weights=weight_of).inclusion()
    np.testing.assert_allclose(ours, brute_force_inclusion(columns, outcome, prior, weight_of), rtol=1e-6, atol=1e-9)


def test_the_window_changes_little() -> None:
    """The usual beam and window stay within a thousandth of the full posterior."""
    problem, columns, outcome = make_problem(4, 0.4)
    ours = select([problem], EXPOSURE_OF, SlabPrior()).inclusion()
    np.testing.assert_allclose(ours, brute_force_inclusion(columns, outcome, SlabPrior()), atol=1e-3)


def test_two_noise_models_share_by_their_evidence() -> None:
    """A noise model that is e times as likely carries e times the weight."""
    problem, columns, outcome = make_problem(5, 0.5)
    better = Problem(columns, outcome, n_degrees=60, log_noise=1.0)
    posterior = select([problem, better], EXPOSURE_OF, SlabPrior(window=1e-14))
    weight = np.sum([f.weight.sum(axis=(1, 2)) for f in posterior.families], axis=0)
    assert weight[1] / weight[0] == pytest.approx(np.e, rel=1e-9)


def test_effect_of_a_strong_column_is_recovered() -> None:
    """The mixture's mean lies within two standard deviations of what was built in."""
    problem, _, _ = make_problem(6, 1.0)
    posterior = select([problem], EXPOSURE_OF, SlabPrior())
    mixture = effect_mixture([problem], posterior, 1, SlabPrior().slab_sd)
    mean = float(mixture.mean @ mixture.weight)
    assert mixture.weight.sum() == pytest.approx(1.0)
    assert abs(mean - 1.0) < 2 * float(mixture.sd.max())


def test_any_and_both_follow_from_the_models() -> None:
    """P(any) + P(both) is the sum of the inclusion probabilities, for two exposures."""
    problem, _, _ = make_problem(7, 0.4)
    posterior = select([problem], EXPOSURE_OF, SlabPrior())
    inclusion = posterior.inclusion()
    both, either = posterior.both(1, 2), posterior.any_of(np.array([1, 2]))
    assert either + both == pytest.approx(inclusion[1] + inclusion[2])
    assert posterior.empty_weight + posterior.any_of(np.arange(4)) == pytest.approx(1.0)
