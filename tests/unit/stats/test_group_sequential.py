"""Looks at a trial never spend more alarm than they were given, and ties never help."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.stats.group_sequential import group_sequential, randomisation_p_value, spending
from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler
from commensal.stats.sign_flip import contrast
from commensal.stats.trial_filter import trial_filter

Floats = NDArray[np.float64]

DESIGNS = {
    "balanced_blocks": ScheduleRules(n_units=8, block_units=4),
    "coin": ScheduleRules(n_units=8),
    "pairs": ScheduleRules(n_units=16, block_units=2),
    "run_limited": ScheduleRules(n_units=9, max_run=2),
}


def outcomes_for(n: int, seed: int, kind: str) -> Floats:
    """Outcomes as people give them: whole numbers, a trend, or a floor with hardly a different day."""
    rng = np.random.default_rng([n, seed])
    if kind == "floor":
        return np.asarray(np.maximum(0, np.round(rng.normal(-1.0, 1.0, n))))
    return np.asarray(np.round(4 + rng.normal(0, 1.2, n) + 0.3 * np.arange(n)))


def observed_first(statistics: Floats, at: int) -> Floats:
    """The statistics as they stand when schedule ``at`` was the one that was drawn."""
    order = np.concatenate([[at], np.delete(np.arange(statistics.shape[1]), at)])
    return statistics[:, order]


@pytest.mark.parametrize("kind", ["floor", "trend"])
@pytest.mark.parametrize("alpha", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_total_alarm_is_at_most_alpha_by_enumeration(name: str, alpha: float, kind: str) -> None:
    """Of all schedules that could have been drawn at most a share alpha crosses at any look, whatever the outcomes."""
    rules = DESIGNS[name]
    every = ScheduleSampler(rules).everything()
    looks = np.array([rules.n_units // 4, rules.n_units // 2, 3 * rules.n_units // 4, rules.n_units])
    filtered = trial_filter(outcomes_for(rules.n_units, 1, kind))
    statistics = filtered.statistics(contrast(every), looks)
    n_crossed = sum(
        group_sequential(observed_first(statistics, at), looks / looks[-1], alpha).stopped_at is not None
        for at in range(len(every))
    )
    assert n_crossed <= alpha * len(every) + 1e-9


def test_alarm_is_spent_where_nothing_ties() -> None:
    """Without ties every step's allowance is used to the last schedule, so no power is given away."""
    rng = np.random.default_rng(3)
    statistics, fraction = rng.random((4, 400)), np.array([0.25, 0.5, 0.75, 1.0])
    stopped = [group_sequential(observed_first(statistics, at), fraction, 0.1).stopped_at for at in range(400)]
    by_look = np.array([sum(at is not None and at <= look for at in stopped) for look in range(4)])
    assert by_look.tolist() == np.floor(spending(fraction, 0.1) * 400 + 1e-9).tolist()
    assert by_look[-1] == 40


def test_crossing_means_being_beyond_the_bound() -> None:
    """The bound that is shown is the one that decides, and the p-values agree with it."""
    rng = np.random.default_rng(4)
    statistics, fraction = rng.random((3, 300)), np.array([0.4, 0.7, 1.0])
    for at in range(300):
        found = group_sequential(observed_first(statistics, at), fraction, 0.2)
        until = len(fraction) if found.stopped_at is None else found.stopped_at + 1
        assert (found.crossed[:until] == (found.statistic > found.bound)[:until]).all()
        last = until - 1
        assert (found.sequential_p_value[last] <= found.spent[last] + 1e-12) == found.crossed[last]


def test_sequential_p_value_is_uniform_over_schedules() -> None:
    """Where one stops, the stagewise p-values are at most p in a share p of schedules, for every p."""
    rng = np.random.default_rng(5)
    statistics, fraction = rng.random((3, 200)), np.array([0.4, 0.7, 1.0])
    p_values = []
    for at in range(200):
        found = group_sequential(observed_first(statistics, at), fraction, 0.3)
        p_values.append(found.sequential_p_value[-1 if found.stopped_at is None else found.stopped_at])
    np.testing.assert_allclose(np.sort(p_values), np.arange(1, 201) / 200)


@pytest.mark.parametrize("name", sorted(DESIGNS))
def test_randomisation_p_is_that_of_enumeration(name: str) -> None:
    """With all schedules in the reference set p is the share of them at least as extreme, ties in."""
    rules = DESIGNS[name]
    sampler = ScheduleSampler(rules)
    rng = np.random.default_rng(6)
    schedule = sampler.draw_one(rng)
    outcome = outcomes_for(rules.n_units, 1, "trend")
    filtered = trial_filter(outcome)
    reference = sampler.reference_set(schedule, rng, 10_000)
    ours = randomisation_p_value(filtered.statistics(contrast(reference), np.array([rules.n_units]))[0])
    # The same by hand: one schedule at a time, generalised least squares written out.
    n = rules.n_units
    targets = filtered.operators @ outcome
    precision = sum(
        weight * (n - 1) / (target @ target) * operator.T @ operator
        for weight, target, operator in zip(filtered.weights(n), targets, filtered.operators, strict=True)
    )

    def z(arms: NDArray[np.int8]) -> float:
        x = contrast(arms)
        size = float(np.linalg.norm(filtered.operators[0] @ x))
        return abs(float(x @ precision @ outcome)) / size if size > 1e-9 else 0.0

    observed = z(schedule)
    as_extreme = sum(z(arms) >= observed - 1e-9 for arms in sampler.everything())
    assert ours == pytest.approx(as_extreme / sampler.n_schedules, abs=1e-12)


def test_mirrors_and_twins_count_as_ties() -> None:
    """What differs only in the last digits is the same: rounding must not make the observed schedule the extreme."""
    rng = np.random.default_rng(7)
    values = np.repeat(rng.random(25), 4)
    shaken = values * (1 + 1e-13 * rng.standard_normal(100))
    for at in range(100):
        clean = randomisation_p_value(observed_first(values[None], at)[0])
        assert randomisation_p_value(observed_first(shaken[None], at)[0]) == clean
        one, other = (group_sequential(observed_first(v[None], at), np.ones(1), 0.05) for v in (values, shaken))
        assert one.stopped_at == other.stopped_at


def test_all_tied_never_crosses() -> None:
    """A month of equal ratings is no evidence at any level."""
    found = group_sequential(np.zeros((2, 50)), np.array([0.5, 1.0]), 0.5)
    assert found.stopped_at is None
    assert found.p_value.tolist() == [1.0, 1.0]
    assert found.sequential_p_value.tolist() == [1.0, 1.0]


def test_few_schedules_cannot_reach_five_per_cent() -> None:
    """Four pairs have sixteen schedules in eight mirror pairs: the smallest p is one in eight."""
    sampler = ScheduleSampler(ScheduleRules(n_units=8, block_units=2))
    every = sampler.everything()
    statistics = trial_filter(np.array([1.0, 9, 1, 9, 1, 9, 1, 9])).statistics(contrast(every), np.array([8]))
    assert min(randomisation_p_value(observed_first(statistics, at)[0]) for at in range(16)) == 0.125
    assert all(
        group_sequential(observed_first(statistics, at), np.ones(1), 0.05).stopped_at is None for at in range(16)
    )


def test_spending_begins_slowly_and_ends_at_alpha() -> None:
    """Hardly anything early, everything at the end."""
    spent = spending(np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), 0.05)
    np.testing.assert_allclose(spent, [0.0, 0.0000117, 0.00194, 0.0114, 0.0284, 0.05], rtol=0.005)
