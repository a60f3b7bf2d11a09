"""The e-process has mean exactly 1 over all schedules of a design, whatever the outcomes were."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler
from commensal.stats.sign_flip import contrast, e_process, flip_scores, log_e_process
from commensal.stats.trial_filter import only_arms, trial_filter

Floats = NDArray[np.float64]

DESIGNS = {
    "balanced_blocks": (ScheduleRules(n_units=8, block_units=4), 4),
    "balanced_blocks_unit_by_unit": (ScheduleRules(n_units=10, block_units=10), 1),
    "coin": (ScheduleRules(n_units=8), 1),
    "forbidden_days": (
        ScheduleRules(n_units=9, block_units=2, max_run=2, forbidden={2: frozenset({1}), 7: frozenset({0})}),
        2,
    ),
    "pairs": (ScheduleRules(n_units=12, block_units=2), 2),
    "run_limited_blocks_unit_by_unit": (ScheduleRules(n_units=10, block_units=4, max_run=2), 1),
    "run_limited": (ScheduleRules(n_units=10, max_run=2), 1),
    "run_limited_across_blocks": (ScheduleRules(n_units=12, block_units=4, max_run=2), 4),
}
K_ARM_DESIGNS = {
    "four_arms": (ScheduleRules(n_units=5, n_arms=4, max_run=2), 1),
    "three_arms_blocks": (ScheduleRules(n_units=9, n_arms=3, block_units=3), 3),
    "three_arms_never_twice": (ScheduleRules(n_units=9, n_arms=3, block_units=3, max_run=1), 3),
    "three_arms_unit_by_unit": (ScheduleRules(n_units=7, n_arms=3, block_units=6, max_run=2), 1),
}


def an_outcome(n: int, kind: str) -> Floats:
    """Outcomes of a kind that could trip the arithmetic."""
    rng = np.random.default_rng([3, n])
    if kind == "all the same":
        return np.full(n, 4.0)
    drifting = np.round(4 + np.cumsum(rng.normal(0, 1, n)) + rng.normal(0, 2, n), 1)
    if kind == "with gaps":
        drifting[[1, n // 2]] = np.nan
    return drifting


@pytest.mark.parametrize("kind", ["all the same", "drifting", "with gaps"])
@pytest.mark.parametrize("prior_sd", [None, 1.5])
@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_mean_is_one_over_all_schedules(name: str, prior_sd: float | None, kind: str) -> None:
    """After every group the e-value, averaged over all schedules that could have been drawn, is 1."""
    rules, group = DESIGNS[name]
    sampler = ScheduleSampler(rules)
    filtered = trial_filter(an_outcome(rules.n_units, kind))
    e_values = []
    for schedule in sampler.everything():
        scores = flip_scores(filtered, sampler.arrangements(schedule, group), schedule, prior_sd=prior_sd)
        e_values.append(np.exp(log_e_process(scores.at_zero, scores.probability)))
    np.testing.assert_allclose(np.mean(e_values, axis=0), 1.0, atol=1e-9)
    if kind == "drifting":
        assert np.std(e_values, axis=0)[-1] > 0.05


@pytest.mark.parametrize("name", sorted(K_ARM_DESIGNS))
@pytest.mark.parametrize("arm", [1, 2])
def test_mean_is_one_for_a_contrast_of_many_arms(name: str, arm: int) -> None:
    """An arm without effect has mean 1, though another arm moves the outcome by far."""
    rules, group = K_ARM_DESIGNS[name]
    sampler = ScheduleSampler(rules)
    other = 3 - arm
    e_values = []
    for schedule in sampler.everything():
        outcome = an_outcome(rules.n_units, "drifting") + 3.0 * (schedule == other)
        filtered = trial_filter(only_arms(outcome, schedule, arm))
        arrangements = sampler.given_other_arms(schedule, arm).arrangements(schedule, group)
        scores = flip_scores(filtered, arrangements, schedule, arm=arm, prior_sd=1.5)
        e_values.append(np.exp(log_e_process(scores.at_zero, scores.probability)))
    np.testing.assert_allclose(np.mean(e_values, axis=0), 1.0, atol=1e-9)


def test_units_of_other_arms_have_factor_one() -> None:
    """Where another arm was given nothing was decided between these two."""
    rules = ScheduleRules(n_units=9, n_arms=3)
    sampler = ScheduleSampler(rules)
    schedule = np.array([0, 1, 2, 2, 1, 0, 2, 1, 0], dtype=np.int8)
    outcome = an_outcome(9, "drifting")
    arrangements = sampler.given_other_arms(schedule, 1).arrangements(schedule)
    scores = flip_scores(trial_filter(outcome), arrangements, schedule, arm=1, prior_sd=1.0)
    log_e = log_e_process(scores.at_zero, scores.probability, np.array([0.5]))
    steps = np.diff(np.concatenate([[0.0], log_e]))
    assert (steps[schedule == 2] == 0).all()
    assert (np.abs(steps[schedule != 2][1:]) > 0).all()


def test_mean_is_one_at_the_true_effect() -> None:
    """With an additive effect the mean is 1 at that effect, though outcomes now differ between schedules."""
    rules = ScheduleRules(n_units=12, block_units=2, max_run=2)
    sampler = ScheduleSampler(rules)
    e_values = []
    for schedule in sampler.everything():
        filtered = trial_filter(an_outcome(12, "drifting") + 2.0 * contrast(schedule))
        scores = flip_scores(filtered, sampler.arrangements(schedule, 2), schedule, prior_sd=1.0)
        e_values.append(np.exp(log_e_process(scores.at_zero - 2.0 * scores.slope, scores.probability)))
    np.testing.assert_allclose(np.mean(e_values, axis=0), 1.0, atol=1e-9)


def test_a_supposed_effect_is_taken_off_the_outcomes() -> None:
    """Scores are linear: the slope gives what filtering the changed outcomes anew gives, the filter kept."""
    rules = ScheduleRules(n_units=20, block_units=2)
    sampler = ScheduleSampler(rules)
    schedule = sampler.draw_one(np.random.default_rng(4))
    arrangements = sampler.arrangements(schedule, 2)
    outcome = np.random.default_rng(6).normal(5, 1.5, 20)
    shifted = outcome - 0.01 * contrast(schedule)
    before = flip_scores(trial_filter(outcome), arrangements, schedule, prior_sd=1.0)
    after = flip_scores(trial_filter(shifted), arrangements, schedule, prior_sd=1.0)
    changed = (after.at_zero - before.at_zero)[0]  # the first pair: no noise model or size to re-choose yet
    np.testing.assert_allclose(changed, -0.01 * before.slope[0], atol=1e-12)


@pytest.mark.parametrize("probability", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_one_unit_by_the_formula(probability: float) -> None:
    """The general form gives the formula of a single coin, and factor 1 when it is forced."""
    residual, strength = 1.3, 0.7
    for assigned in (0.0, 1.0):
        ours = e_process(np.array([residual]), np.array([assigned]), np.array([probability]), np.array([strength]))
        below = probability * np.exp(strength * (1 - probability) * residual) + (1 - probability) * np.exp(
            -strength * probability * residual
        )
        if probability in (0.0, 1.0):
            if assigned == probability:
                assert ours == pytest.approx([1.0])
        else:
            assert ours == pytest.approx([np.exp(strength * (assigned - probability) * residual) / below])


def test_a_fair_coin_is_the_hyperbolic_cosine() -> None:
    """exp(λ s R)/cosh(λ R) with half the residual, as W - ½ is half a sign."""
    residual = np.array([0.4, -2.0, 1.1])
    assigned = np.array([1.0, 0.0, 1.0])
    ours = e_process(residual, assigned, np.full(3, 0.5), np.array([0.8]))
    by_hand = np.cumprod(np.exp(0.4 * (2 * assigned - 1) * residual) / np.cosh(0.4 * residual))
    np.testing.assert_allclose(ours, by_hand)


def test_fair_coins_on_a_balanced_schedule_would_cheat() -> None:
    """The reason for conditional probabilities: with fair ones the mean is not 1 on balanced schedules."""
    sampler = ScheduleSampler(ScheduleRules(n_units=10, block_units=10))
    every = sampler.everything()
    residual = np.linspace(-2, 2, 10)
    wrong = e_process(np.tile(residual, (len(every), 1)), every.astype(float), np.full(every.shape, 0.5))
    right = e_process(np.tile(residual, (len(every), 1)), every.astype(float), sampler.conditional(every)[..., 1])
    assert abs(wrong.mean(axis=0)[-1] - 1) > 0.05
    np.testing.assert_allclose(right.mean(axis=0), 1.0, atol=1e-9)


def test_enormous_outcomes_stay_numbers() -> None:
    """A slip of the pen (a rating of 10 000) must not end in an overflow."""
    sampler = ScheduleSampler(ScheduleRules(n_units=20))
    schedule = sampler.draw_one(np.random.default_rng(8))
    outcome = np.random.default_rng(9).normal(5, 1, 20)
    outcome[15] = 10_000.0
    scores = flip_scores(trial_filter(outcome), sampler.arrangements(schedule), schedule)
    log_e = log_e_process(scores.at_zero, scores.probability)
    assert np.isfinite(log_e).all()
    assert log_e[15] - log_e[14] <= np.log(2) + 1e-9


def test_no_outcomes_no_evidence() -> None:
    """A trial nobody rated says nothing."""
    sampler = ScheduleSampler(ScheduleRules(n_units=4))
    schedule = np.array([0, 1, 0, 1], dtype=np.int8)
    scores = flip_scores(trial_filter(np.full(4, np.nan)), sampler.arrangements(schedule), schedule)
    assert np.exp(log_e_process(scores.at_zero, scores.probability)).tolist() == [1.0] * 4
