"""The confidence sequence holds exactly the effects that no bet has ruled out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.stats.confidence_sequence import confidence_sequence
from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler
from commensal.stats.sign_flip import FlipScores, contrast, flip_scores, log_e_process
from commensal.stats.trial_filter import trial_filter

Floats = NDArray[np.float64]


def scores_of(seed: int, effect: float, n: int = 60) -> FlipScores:
    """Scores of a trial in pairs with an additive effect on smooth noise."""
    rng = np.random.default_rng(seed)
    sampler = ScheduleSampler(ScheduleRules(n_units=n, block_units=2, max_run=2))
    schedule = sampler.draw_one(rng)
    outcome = 5 + 0.1 * np.cumsum(rng.normal(0, 1, n)) + rng.normal(0, 1, n) + effect * contrast(schedule)
    return flip_scores(trial_filter(outcome), sampler.arrangements(schedule, 2), schedule)


def log_e_at(scores: FlipScores, effect: float) -> Floats:
    """Log e-value after every group at a supposed effect."""
    return log_e_process(scores.at_zero - effect * scores.slope, scores.probability)


def test_ends_are_where_the_bet_reaches_its_limit() -> None:
    """At both ends e is 1/alpha; a little further out it is more, inside it is less."""
    limit = np.log(20)
    for seed in range(5):
        scores = scores_of(seed, -1.5)
        low, high = confidence_sequence(scores, 0.05)
        for group in np.flatnonzero(np.isfinite(low) & np.isfinite(high))[::6]:
            for end, outwards in ((low[group], -1), (high[group], 1)):
                assert log_e_at(scores, end + 0.01 * outwards)[group] > limit
                assert log_e_at(scores, end - 0.01 * outwards)[group] < limit


def test_hull_agrees_with_a_fine_search() -> None:
    """No effect outside the hull is left that a search over ten thousand would find."""
    scores = scores_of(11, 1.0, n=30)
    low, high = (end[-1] for end in confidence_sequence(scores, 0.05))
    effects = np.linspace(-20, 20, 10_001)
    held = effects[
        log_e_process(scores.at_zero - effects[:, None, None] * scores.slope, scores.probability)[:, -1] < np.log(20)
    ]
    assert abs(held.min() - low) < 0.01
    assert abs(held.max() - high) < 0.01


def test_begins_with_everything() -> None:
    """Five fair coins cannot reach twenty to one, so nothing is ruled out yet."""
    low, high = confidence_sequence(scores_of(2, -3.0), 0.05)
    assert (low[:5] == -np.inf).all()
    assert (high[:5] == np.inf).all()


def test_zero_is_ruled_out_exactly_when_the_e_value_is_large() -> None:
    """The interval and the always-on number never contradict each other where the set has no hole."""
    for seed in range(20):
        scores = scores_of(seed, -1.0)
        low, high = confidence_sequence(scores, 0.05)
        is_out = (low > 0) | (high < 0)
        is_large = log_e_at(scores, 0.0) >= np.log(20)
        clear = np.abs(log_e_at(scores, 0.0) - np.log(20)) > 0.05
        assert (is_out == is_large)[clear].all()


def test_chosen_groups_are_those_of_all() -> None:
    """Asking for a few looks gives the same as asking for all."""
    scores = scores_of(3, -1.0)
    low, high = confidence_sequence(scores, 0.1)
    some = np.array([9, 19, 29])
    few_low, few_high = confidence_sequence(scores, 0.1, some)
    np.testing.assert_allclose(few_low, low[some])
    np.testing.assert_allclose(few_high, high[some])


def test_nothing_known_rules_nothing_out() -> None:
    """Without any score the interval is the whole line."""
    blank = np.zeros((4, 2))
    scores = FlipScores(at_zero=blank, slope=blank, probability=np.full((4, 2), 0.5), units_done=np.arange(1, 5))
    low, high = confidence_sequence(scores)
    assert (low == -np.inf).all()
    assert (high == np.inf).all()
