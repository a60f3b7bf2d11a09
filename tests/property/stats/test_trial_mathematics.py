"""Exactness of schedules, bets and looks, for rules, outcomes and ties that nobody chose."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from commensal.stats.group_sequential import group_sequential, randomisation_p_value
from commensal.stats.schedule_sampling import NoScheduleError, ScheduleRules, ScheduleSampler
from commensal.stats.sign_flip import contrast, flip_scores, log_e_process
from commensal.stats.trial_filter import only_arms, trial_filter

Floats = NDArray[np.float64]

MOST_SCHEDULES = 700


@st.composite
def small_rules(draw: st.DrawFn) -> ScheduleRules:
    """Rules with few enough schedules to try them all."""
    n_arms = draw(st.integers(2, 3))
    n_units = draw(st.integers(1, 9 if n_arms == 2 else 6))
    barred = st.frozensets(st.integers(0, n_arms - 1), min_size=1, max_size=n_arms - 1)
    return ScheduleRules(
        n_units=n_units,
        n_arms=n_arms,
        block_units=draw(st.one_of(st.none(), st.integers(1, 3).map(lambda sets: sets * n_arms))),
        max_run=draw(st.one_of(st.none(), st.integers(1, 4))),
        forbidden=draw(st.dictionaries(st.integers(0, n_units - 1), barred, max_size=2)),
    )


ratings = st.one_of(st.none(), st.integers(0, 10), st.floats(-1e3, 1e3, allow_nan=False))


def keeps(rules: ScheduleRules, schedule: tuple[int, ...]) -> bool:
    """Whether a schedule keeps the rules."""
    blocks = _blocks(schedule, rules.block_units)
    is_balanced = rules.block_units is None or all(
        block.count(arm) <= rules.block_units // rules.n_arms for block in blocks for arm in block
    )
    is_free = all(schedule[unit] not in arms for unit, arms in rules.forbidden.items())
    longest = max(len(list(run)) for _, run in itertools.groupby(schedule))
    return is_balanced and is_free and (rules.max_run is None or longest <= rules.max_run)


def _blocks(schedule: tuple[int, ...], block_units: int | None) -> list[tuple[int, ...]]:
    size = block_units or len(schedule)
    return [schedule[start : start + size] for start in range(0, len(schedule), size)]


def sampler_of(rules: ScheduleRules) -> ScheduleSampler:
    """A sampler with few enough schedules, or another example."""
    try:
        sampler = ScheduleSampler(rules)
    except NoScheduleError:
        assume(False)
        raise
    assume(sampler.n_schedules <= MOST_SCHEDULES)
    return sampler


@given(small_rules())
def test_counting_is_enumeration(rules: ScheduleRules) -> None:
    """The sampler knows exactly the schedules that keep the rules, and gives each the same probability."""
    every = [way for way in itertools.product(range(rules.n_arms), repeat=rules.n_units) if keeps(rules, way)]
    try:
        sampler = ScheduleSampler(rules)
    except NoScheduleError:
        assert every == []
        return
    schedules = sampler.everything()
    assert sorted(map(tuple, schedules.tolist())) == every
    chosen = np.take_along_axis(sampler.conditional(schedules), schedules[..., None].astype(np.intp), axis=-1)
    np.testing.assert_allclose(chosen[..., 0].prod(axis=1), 1 / len(every), rtol=1e-12)


@settings(max_examples=60)
@given(small_rules(), st.integers(1, 3), st.data())
def test_mean_e_value_is_one(rules: ScheduleRules, group: int, data: st.DataObject) -> None:
    """Whatever the outcomes and however units are grouped, the mean over all schedules is 1 after every group."""
    sampler = sampler_of(rules)
    given_ratings = data.draw(st.lists(ratings, min_size=rules.n_units, max_size=rules.n_units))
    outcome = np.array([np.nan if value is None else value for value in given_ratings], dtype=np.float64)
    e_values = []
    for schedule in sampler.everything():
        filtered = trial_filter(only_arms(outcome, schedule, 1))
        arrangements = sampler.given_other_arms(schedule, 1).arrangements(schedule, group)
        scores = flip_scores(filtered, arrangements, schedule, prior_sd=1.0)
        e_values.append(np.exp(log_e_process(scores.at_zero, scores.probability)))
    np.testing.assert_allclose(np.mean(e_values, axis=0), 1.0, atol=1e-9)


@given(
    st.integers(1, 4),
    st.integers(1, 60),
    st.floats(0.01, 0.9),
    st.integers(0, 2**32 - 1),
    st.integers(1, 12),
)
def test_looks_never_overspend(n_looks: int, n_schedules: int, alpha: float, seed: int, n_values: int) -> None:
    """With statistics full of ties, shaken in the last digits, at most a share alpha of schedules crosses."""
    rng = np.random.default_rng(seed)
    statistics = rng.integers(0, n_values, (n_looks, n_schedules)) * (1 + 1e-14 * rng.standard_normal((1, n_schedules)))
    fraction = np.arange(1, n_looks + 1) / n_looks
    n_crossed = 0
    for at in range(n_schedules):
        order = np.concatenate([[at], np.delete(np.arange(n_schedules), at)])
        n_crossed += group_sequential(statistics[:, order], fraction, alpha).stopped_at is not None
    assert n_crossed <= alpha * n_schedules + 1e-6


@given(st.integers(2, 80), st.integers(0, 2**32 - 1), st.integers(1, 12), st.floats(0.0, 1.0))
def test_p_value_is_valid(n_schedules: int, seed: int, n_values: int, level: float) -> None:
    """Over all schedules that could have been drawn, p is at most any level in at most that share."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, n_values, n_schedules) * (1 + 1e-14 * rng.standard_normal(n_schedules))
    p_values = [
        randomisation_p_value(np.concatenate([values[[at]], np.delete(values, at)])) for at in range(n_schedules)
    ]
    assert np.mean(np.array(p_values) <= level) <= level + 1e-9


@settings(max_examples=60)
@given(
    st.lists(ratings, min_size=12, max_size=40),
    st.floats(-50, 50),
    st.floats(0.1, 10),
    st.integers(0, 2**32 - 1),
)
def test_statistics_do_not_mind_level_and_scale(
    given_ratings: list[float | None], level: float, scale: float, seed: int
) -> None:
    """Pain in tenths of a point, or counted from one instead of nought, is the same trial."""
    outcome = np.array([np.nan if value is None else round(value, 3) for value in given_ratings], dtype=np.float64)
    assume(np.isfinite(outcome).sum() > 2 and np.nanstd(outcome) > 0.1)
    columns = contrast(ScheduleSampler(ScheduleRules(n_units=len(outcome))).draw(np.random.default_rng(seed), 20))
    looks = np.array([len(outcome) // 2, len(outcome)])
    one, other = trial_filter(outcome), trial_filter(level + scale * outcome)
    assume(one.best.tolist() == other.best.tolist())  # two models equally good may change places by rounding
    np.testing.assert_allclose(one.statistics(columns, looks), other.statistics(columns, looks), atol=1e-6)
