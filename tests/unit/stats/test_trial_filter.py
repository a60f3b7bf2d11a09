"""The trial's filter is generalised least squares with a free level, step by step and blind to the arms."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler
from commensal.stats.sign_flip import contrast
from commensal.stats.trial_filter import only_arms, trial_filter, trial_noise_grid, window_means

Floats = NDArray[np.float64]


def a_trial(seed: int, n: int = 40, share_missing: float = 0.15) -> tuple[Floats, NDArray[np.int8]]:
    """Autocorrelated outcomes with gaps, and a schedule in pairs that lowers them by one point."""
    rng = np.random.default_rng(seed)
    schedule = ScheduleSampler(ScheduleRules(n_units=n, block_units=2)).draw_one(rng)
    state, outcome = 0.0, np.empty(n)
    for day in range(n):
        state = 0.7 * state + rng.normal(0, 0.9)
        outcome[day] = np.round(5 + state + rng.normal(0, 0.6) - schedule[day])
    outcome[rng.random(n) < share_missing] = np.nan
    return outcome, schedule


def dense_covariance(phi: float, share: float, drift: float, days: NDArray[np.int64]) -> Floats:
    """The noise model written out as a matrix; the level begins on the first observed day."""
    apart = np.abs(days[:, None] - days[None, :])
    since = np.minimum(days[:, None], days[None, :]) - days[0]
    return np.asarray(share * phi**apart + drift * since + (1 - share) * np.eye(len(days)))


@pytest.mark.parametrize("model", [0, 2, 7, 13, 18])
def test_sums_of_residuals_are_generalised_least_squares(model: int) -> None:
    """Up to every look, inner products of recursive residuals are those of the dense formula."""
    outcome, schedule = a_trial(3)
    filtered = trial_filter(outcome)
    days, grid = filtered.observed, trial_noise_grid()
    x, y = contrast(schedule)[days], outcome[days]
    operator = filtered.operators[model]
    for n in (3, 10, len(days)):
        covariance = dense_covariance(grid.phi[model], grid.share[model], grid.drift[model], days[:n])
        precision, ones = np.linalg.inv(covariance), np.ones((n, 1))
        projected = precision - precision @ ones @ ones.T @ precision / (ones.T @ precision @ ones)
        ours_x, ours_y = operator[:n, :n] @ x[:n], operator[:n, :n] @ y[:n]
        np.testing.assert_allclose(ours_x @ ours_y, x[:n] @ projected @ y[:n], atol=1e-9)
        np.testing.assert_allclose(ours_x @ ours_x, x[:n] @ projected @ x[:n], atol=1e-9)
        np.testing.assert_allclose(filtered.residual[model, :n], ours_y, atol=1e-9)


def test_statistics_are_z_at_every_look() -> None:
    """One matrix product gives what filtering each schedule alone gives."""
    outcome, schedule = a_trial(4)
    sampler = ScheduleSampler(ScheduleRules(n_units=40, block_units=2))
    schedules = sampler.reference_set(schedule, np.random.default_rng(1), 30)
    looks = np.array([7, 14, 21, 28, 40])
    filtered = trial_filter(outcome)
    found = filtered.statistics(contrast(schedules), looks)
    for place, look in enumerate(looks):
        n = filtered.n_observed(int(look))
        operators = filtered.operators[:, :n, :n]
        y = operators @ outcome[filtered.observed[:n]]
        variance = (y**2).sum(axis=1) / (n - 1)
        for column, arms in enumerate(schedules):
            x = operators @ contrast(arms)[filtered.observed[:n]]
            score = (filtered.weights(n) * (x * y).sum(axis=1) / variance).sum()
            size = np.sqrt(x[0] @ x[0] / variance[0])
            z = abs(score) / size if x[0] @ x[0] > 1e-9 else 0.0
            assert abs(found[place, column] - z) < 1e-9


def test_trust_in_noise_models_follows_the_outcomes() -> None:
    """Before there are enough outcomes the usual model stands alone; later the weights are those of the evidence."""
    outcome, _ = a_trial(4, n=60, share_missing=0.0)
    filtered = trial_filter(outcome)
    assert filtered.weights(7)[0] == 1.0
    weights = filtered.weights(60)
    assert weights.sum() == pytest.approx(1.0)
    assert weights.argmax() == filtered.best[60]
    assert (weights > 0).sum() > 1


def test_a_look_knows_nothing_of_later_days() -> None:
    """Statistics at a look are the same whether or not the trial went on."""
    outcome, schedule = a_trial(5)
    columns = contrast(schedule)[None]
    whole = trial_filter(outcome).statistics(columns, np.array([10, 20, 40]))
    stopped = trial_filter(outcome[:20]).statistics(columns[:, :20], np.array([10, 20]))
    np.testing.assert_allclose(whole[:2], stopped, atol=1e-12)


def test_noise_model_is_blind_to_the_arms() -> None:
    """The filter is made without the schedule; another level or scale of the same outcomes chooses the same model."""
    outcome, _ = a_trial(6)
    one, other = trial_filter(outcome), trial_filter(100 + 7 * outcome)
    assert one.best.tolist() == other.best.tolist()
    np.testing.assert_allclose(7 * one.residual, other.residual, atol=1e-8)


def test_effect_is_the_difference_between_the_arms() -> None:
    """Over many trials the estimate is right on average, and its standard error is what it scatters by."""
    found = []
    for seed in range(300):
        outcome, schedule = a_trial(100 + seed)
        found.append(trial_filter(outcome).effect(contrast(schedule)))
    effects, errors = np.array(found).T
    assert abs(effects.mean() + 1.0) < 4.9 * effects.std() / np.sqrt(300)
    assert 0.85 < np.sqrt((errors**2).mean()) / effects.std() < 1.15


def test_two_outcomes_tell_no_effect() -> None:
    """Too few days is a result, not an error."""
    effect, error = trial_filter(np.array([3.0, np.nan, 5.0])).effect(np.array([0.5, -0.5, -0.5]))
    assert np.isnan(effect)
    assert np.isnan(error)


def test_equal_outcomes_have_no_statistic() -> None:
    """Rounding in a row of equal ratings is not a difference."""
    filtered = trial_filter(np.full(20, 0.1) * 3)
    columns = contrast(ScheduleSampler(ScheduleRules(n_units=20)).draw(np.random.default_rng(1), 50))
    assert (filtered.statistics(columns, np.array([7, 20])) == 0).all()


def test_no_outcomes_at_all() -> None:
    """Nobody rated: every statistic is 0."""
    filtered = trial_filter(np.full(6, np.nan))
    assert filtered.statistics(np.ones((3, 6)), np.array([3, 6])).tolist() == [[0.0] * 3] * 2


def test_one_arm_only_has_no_statistic() -> None:
    """As long as one arm was never assigned there is nothing to compare."""
    outcome, _ = a_trial(8)
    assert trial_filter(outcome).statistics(np.full((1, 40), 0.5), np.array([10, 40])).tolist() == [[0.0], [0.0]]


def test_windows_leave_out_washout_and_follow_the_lag() -> None:
    """A unit's outcome is the mean of the days of its window; the window may lie later than the assignment."""
    outcome = np.array([9.0, 1, 3, 9, 5, np.nan, 9, np.nan, np.nan])
    washout_first = np.array([-1, 0, 0, -1, 1, 1, -1, 2, 2])
    means, days = window_means(outcome, washout_first, 3)
    assert means[:2].tolist() == [2.0, 5.0]
    assert np.isnan(means[2])
    assert days.tolist() == [1.5, 4.0, 7.5]
    late = np.concatenate([[-1], washout_first[:-1]])
    assert window_means(outcome, late, 3)[0][:2].tolist() == [6.0, 9.0]


def test_units_in_blocks_keep_their_true_distance() -> None:
    """Means of blocks three days apart are less alike than days: the filter must know the gap."""
    outcome, _ = a_trial(9, n=30, share_missing=0.0)
    near, far = trial_filter(outcome), trial_filter(outcome, np.arange(1.5, 90.0, 3.0))
    model = 10
    assert trial_noise_grid().phi[model] > 0
    assert np.abs(near.residual[model] - far.residual[model]).max() > 0.1


def test_other_arms_are_left_out() -> None:
    """In a comparison of two arms the days of a third are gaps."""
    schedule = np.array([0, 1, 2, 0], dtype=np.int8)
    assert np.isnan(only_arms(np.arange(4.0), schedule, 1)).tolist() == [False, False, True, False]
