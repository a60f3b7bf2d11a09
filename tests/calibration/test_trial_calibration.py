"""The promises of trials over many seeded ones.

Limits are such that a method which keeps its promise fails about once in a million runs of the small seed set; the
benchmark ``benchmarks/truth/trial_errors.py`` measures the rates themselves.
"""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.truth.trial_errors import DESIGNS, SD, Bench, ever_missed, felt, recorded, trials_of
from commensal.trials.looks import look_at
from tests.calibration.binomial_limit import binomial_limit

pytestmark = pytest.mark.calibration


@pytest.mark.parametrize("hardship", ["floor", "missing", "trend"])
@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_false_alarms_keep_their_level(name: str, hardship: str) -> None:
    """Weekly looks and an e-value looked at daily alarm in at most one of twenty trials without effect."""
    n = 80
    seen = [one for one, _ in trials_of(Bench.of(DESIGNS[name]), phi=0.9, hardship=hardship, n_trials=n, seed=[11])]
    assert sum(one.weekly for one in seen) <= binomial_limit(n, 0.05)
    assert sum(one.e_value for one in seen) <= binomial_limit(n, 0.05)


@pytest.mark.parametrize("name", ["coin_days", "paired_blocks of 3"])
def test_the_harness_can_see_a_wrong_test(name: str) -> None:
    """A Welch test looked at every day is caught by the same trials that ours must pass."""
    n = 150
    welch = [alarm for _, alarm in trials_of(Bench.of(DESIGNS[name]), phi=0.6, n_trials=n, seed=[12], n_redraws=19)]
    assert sum(welch) > binomial_limit(n, 0.05)


def test_thirty_pairs_see_a_large_effect() -> None:
    """Sixty paired days see .8 standard deviations nearly always, and weekly looks cost next to nothing."""
    n = 150
    bench = Bench.of(DESIGNS["paired_days"])
    seen = [one for one, _ in trials_of(bench, phi=0.5, effect=-0.8 * SD, n_trials=n, seed=[13], n_redraws=999)]
    assert sum(not one.weekly for one in seen) <= binomial_limit(n, 0.06)
    assert sum(not one.single for one in seen) <= binomial_limit(n, 0.04)


@pytest.mark.parametrize("name", ["coin_days, runs to 3", "paired_blocks of 3", "paired_days"])
def test_the_confidence_sequence_seldom_ever_misses(name: str) -> None:
    """At all looks together the true additive effect is held in at least 19 of 20 trials."""
    n = 150
    assert ever_missed(Bench.of(DESIGNS[name]), 0.6, "none", n, [14]) * n <= binomial_limit(n, 0.05)


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_the_benchmark_measures_what_people_get(name: str) -> None:
    """The quick path of the benchmark gives the e-values and statistics of the product's own analysis."""
    bench = Bench.of(DESIGNS[name])
    rng = np.random.default_rng(15)
    units = bench.sampler.draw_one(rng)
    arms = bench.days_of(units)
    outcome = recorded(felt(rng, len(arms), 0.5, "missing") - 1.5 * SD * (arms == 1), rng, "missing")
    ours = bench.run(units, outcome, None, np.random.default_rng(1), 1999)
    product = look_at(
        DESIGNS[name], tuple(arms.tolist()), outcome, alpha=0.05 * (DESIGNS[name].n_arms - 1), n_redraws=1999
    )
    assert ours.weekly == (product.stopped_at is not None)
    # With several changes the product counts each one's evidence at its share.
    e_values = [one.e_value * (DESIGNS[name].n_arms - 1) for one in product.always_on]
    assert ours.e_value == (max(e_values) >= 20)
    assert product.single_look_p is not None
    assert ours.single == (product.single_look_p <= 0.05)
