"""The schedule sampler counts, draws and weighs exactly what a full enumeration finds."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import numpy as np
import pytest

from commensal.stats.schedule_sampling import NoScheduleError, ScheduleRules, ScheduleSampler
from commensal.vocab.errors import NotAnalysableError

SMALL_DESIGNS = {
    "blocks_forbidden_and_run_across_edges": ScheduleRules(
        n_units=9, n_arms=3, block_units=6, max_run=2, forbidden={7: frozenset({0, 2})}
    ),
    "blocks_of_four_run_of_two": ScheduleRules(n_units=8, block_units=4, max_run=2),
    "coin": ScheduleRules(n_units=8),
    "coin_run_and_forbidden": ScheduleRules(n_units=7, max_run=2, forbidden={3: frozenset({1}), 6: frozenset({0})}),
    "longer_than_one_stretch": ScheduleRules(n_units=14, block_units=4, max_run=2),
    "pairs": ScheduleRules(n_units=8, block_units=2),
    "pairs_cut_short": ScheduleRules(n_units=7, block_units=2, max_run=2),
    "three_arms_never_twice": ScheduleRules(n_units=7, n_arms=3, block_units=3, max_run=1),
}


def keeps(rules: ScheduleRules, schedule: tuple[int, ...]) -> bool:
    """Whether a schedule keeps the rules, told without counting anything."""
    if any(schedule[unit] in arms for unit, arms in rules.forbidden.items()):
        return False
    if rules.block_units is not None:
        most = rules.block_units // rules.n_arms
        for start in range(0, rules.n_units, rules.block_units):
            if max(Counter(schedule[start : start + rules.block_units]).values()) > most:
                return False
    longest = max(len(list(run)) for _, run in itertools.groupby(schedule))
    return rules.max_run is None or longest <= rules.max_run


def enumerated(rules: ScheduleRules) -> list[tuple[int, ...]]:
    """All schedules that keep the rules, by trying all there are."""
    return [way for way in itertools.product(range(rules.n_arms), repeat=rules.n_units) if keeps(rules, way)]


@pytest.mark.parametrize("name", sorted(SMALL_DESIGNS))
def test_counts_what_enumeration_finds(name: str) -> None:
    """The number of schedules and the schedules themselves are those of a full enumeration."""
    sampler = ScheduleSampler(SMALL_DESIGNS[name])
    every = enumerated(SMALL_DESIGNS[name])
    assert sampler.n_schedules == len(every)
    assert sorted(map(tuple, sampler.everything().tolist())) == every


@pytest.mark.parametrize("name", sorted(SMALL_DESIGNS))
def test_conditional_probabilities_are_shares_of_what_is_left(name: str) -> None:
    """Each arm's probability is the share of schedules with that beginning that go on with it."""
    sampler = ScheduleSampler(SMALL_DESIGNS[name])
    every = np.array(enumerated(SMALL_DESIGNS[name]))
    found = sampler.conditional(every.astype(np.int8))
    for row, schedule in enumerate(every):
        for unit in range(every.shape[1]):
            alike = every[(every[:, :unit] == schedule[:unit]).all(axis=1)]
            shares = [(alike[:, unit] == arm).mean() for arm in range(found.shape[2])]
            np.testing.assert_allclose(found[row, unit], shares, atol=1e-12)


@pytest.mark.parametrize("name", sorted(SMALL_DESIGNS))
@pytest.mark.parametrize("by", ["one", "side_by_side"])
def test_draws_are_uniform(name: str, by: str) -> None:
    """Chi-squared against enumeration: a uniform sampler is beyond the limit once in a million."""
    rules = SMALL_DESIGNS[name]
    sampler, every = ScheduleSampler(rules), enumerated(rules)
    rng = np.random.default_rng(11)
    n = 20 * len(every)
    drawn = sampler.draw(rng, n) if by == "side_by_side" else np.array([sampler.draw_one(rng) for _ in range(n)])
    times = Counter(map(tuple, drawn.tolist()))
    assert set(times) <= set(every)
    chi_squared = sum((times[way] - 20) ** 2 / 20 for way in every)
    freedom = len(every) - 1
    # Wilson & Hilferty: the cube root of chi-squared over its freedom is nearly normal; 4.9 is one in a million.
    spread = 2 / (9 * freedom) if freedom else 0.0
    assert chi_squared <= freedom * (1 - spread + 4.9 * np.sqrt(spread)) ** 3


@pytest.mark.parametrize("name", sorted(SMALL_DESIGNS))
@pytest.mark.parametrize("group", [1, 2, 3])
def test_arrangements_are_what_could_have_been(name: str, group: int) -> None:
    """For each group: every way that begins like the past and can be finished, with its share; the drawn one first."""
    sampler = ScheduleSampler(SMALL_DESIGNS[name])
    every = np.array(enumerated(SMALL_DESIGNS[name]), dtype=np.int8)
    for schedule in every[:: max(1, len(every) // 7)]:
        found = sampler.arrangements(schedule, group)
        for i, start in enumerate(range(0, len(schedule), group)):
            stop = min(start + group, len(schedule))
            alike = every[(every[:, :start] == schedule[:start]).all(axis=1)][:, start:stop]
            times = Counter(map(tuple, alike.tolist()))
            ours = {
                tuple(arms[: stop - start]): chance
                for arms, chance in zip(found.arms[i].tolist(), found.probability[i].tolist(), strict=True)
                if chance > 0
            }
            assert ours == pytest.approx({way: count / len(alike) for way, count in times.items()})
            assert found.arms[i, 0, : stop - start].tolist() == schedule[start:stop].tolist()


def test_the_same_seed_gives_the_same_schedule_for_good() -> None:
    """A plan is verified by drawing it again, so this schedule must never change."""
    sampler = ScheduleSampler(ScheduleRules(n_units=24, n_arms=3, block_units=3, max_run=1))
    drawn = sampler.draw_one(np.random.Generator(np.random.PCG64(7)))
    assert "".join(map(str, drawn.tolist())) == "120102021210102012120102"


def test_other_arms_stay_in_place() -> None:
    """Given the other arms, exactly the schedules that share their places are left."""
    rules = ScheduleRules(n_units=9, n_arms=3, block_units=3, max_run=2)
    sampler = ScheduleSampler(rules)
    schedule = sampler.draw_one(np.random.default_rng(3))
    every = sampler.everything()
    alike = every[((every == 2) == (schedule == 2)).all(axis=1)]
    left = sampler.given_other_arms(schedule, arm=1)
    assert sorted(left.everything().tolist()) == sorted(alike.tolist())


def test_a_reference_set_is_everything_or_draws_with_the_observed_first() -> None:
    """Small sets are enumerated, the observed schedule once; large ones drawn."""
    sampler = ScheduleSampler(ScheduleRules(n_units=6, block_units=2))
    rng = np.random.default_rng(2)
    schedule = sampler.draw_one(rng)
    small, large = sampler.reference_set(schedule, rng, 8), sampler.reference_set(schedule, rng, 7)
    assert small.shape == (8, 6)
    assert len(np.unique(small, axis=0)) == 8
    assert large.shape == (8, 6)
    assert (small[0] == schedule).all()
    assert (large[0] == schedule).all()


def test_a_year_is_counted_to_the_last_digit() -> None:
    """Numbers too large for a float are still exact: 122 blocks of three arms in any order."""
    assert ScheduleSampler(ScheduleRules(n_units=366, n_arms=3, block_units=3)).n_schedules == 6**122


def test_a_year_of_three_arms_is_drawn_within_its_rules() -> None:
    """Blocks and longest run hold over a year, also where forbidden dates make stretches unlike each other."""
    rules = ScheduleRules(
        n_units=365, n_arms=3, block_units=6, max_run=2, forbidden={40: frozenset({1, 2}), 200: frozenset({0})}
    )
    sampler = ScheduleSampler(rules)
    for schedule in sampler.draw(np.random.default_rng(5), 20).tolist():
        assert keeps(rules, tuple(schedule))


def test_rules_that_no_schedule_keeps_are_refused() -> None:
    """Two forced neighbours cannot have runs of one."""
    with pytest.raises(NoScheduleError):
        ScheduleSampler(ScheduleRules(n_units=4, max_run=1, forbidden={1: frozenset({0}), 2: frozenset({0})}))


@pytest.mark.parametrize(
    "numbers",
    [
        {"n_units": 0},
        {"n_units": 4, "block_units": 3},
        {"n_units": 4, "max_run": 0},
        {"n_units": 4, "n_arms": 1},
    ],
)
def test_rules_without_sense_are_refused(numbers: dict[str, Any]) -> None:
    """Nonsense is said at once, not counted."""
    with pytest.raises(NotAnalysableError):
        ScheduleRules(**numbers)


def test_a_schedule_of_another_design_is_refused() -> None:
    """An outside schedule that breaks the stated rules has no probabilities."""
    sampler = ScheduleSampler(ScheduleRules(n_units=4, block_units=2))
    with pytest.raises(NotAnalysableError, match="unit 2"):
        sampler.conditional(np.array([1, 1, 0, 0], dtype=np.int8))
    with pytest.raises(NotAnalysableError, match="unit 1"):
        sampler.arrangements(np.array([1, 1, 0, 0], dtype=np.int8), group=2)
