"""Looks at a trial are exact: by full enumeration, with ties, gaps, late effects and several arms."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.stats.sign_flip import contrast
from commensal.stats.trial_filter import trial_filter
from commensal.trials.design import DesignKind, schedule_sampler
from commensal.trials.looks import look_at, look_days, unit_windows
from commensal.vocab.errors import NotAnalysableError
from tests.unit.trials.trial_plans import felt, small_plan


def test_the_p_of_a_small_trial_is_the_enumerated_one() -> None:
    """Five pairs have 32 schedules: the share that is at least as extreme is counted by hand."""
    plan = small_plan(days=10)
    outcomes = felt(plan, -2.0)
    looked = look_at(plan.design, plan.schedule, outcomes, look_every_days=7)
    filtered = trial_filter(outcomes)
    every = schedule_sampler(plan.design).everything()
    assert looked.n_schedules == len(every) == 32
    statistic = filtered.statistics(contrast(every), np.array([10]))[0]
    observed = statistic[(every == plan.schedule).all(axis=1)][0]
    assert looked.single_look_p == pytest.approx(float((statistic >= observed - 1e-9).mean()))


@pytest.mark.parametrize("kind", [DesignKind.COIN_DAYS, DesignKind.PAIRED_DAYS])
def test_over_all_schedules_few_cross(kind: DesignKind) -> None:
    """Whatever the outcomes: of all schedules that might have been drawn, at most alpha pass a bound at any look."""
    plan = small_plan(kind, 8)
    outcomes = np.array([3.0, 3, 4, 2, 5, 5, 4, 6])  # a trend and ties
    every = schedule_sampler(plan.design).everything()
    crossed, always_on = [], []
    for units in every:
        schedule = plan.design.over_days(tuple(int(arm) for arm in units))
        looked = look_at(plan.design, schedule, outcomes, look_every_days=1, alpha=0.25, n_redraws=10_000)
        crossed.append(looked.stopped_at is not None)
        always_on.append([value.e_value for value in looked.always_on])
    assert np.mean(crossed) <= 0.25
    # Each schedule is as likely as any other, so this is the expectation: never more than 1, at any day.
    assert np.mean(always_on, axis=0) == pytest.approx(np.ones(len(always_on[0])), abs=1e-9)


def test_looks_come_weekly_and_at_the_end() -> None:
    """Planned looks, no earlier than a week, and only those that have come."""
    plan = small_plan(days=60)
    assert look_days(plan.design, 7, 60) == (7, 14, 21, 28, 35, 42, 49, 56, 60)
    assert look_days(plan.design, 7, 30) == (7, 14, 21, 28)
    assert look_days(plan.design, 3, 10) == (9,)
    assert look_days(plan.design, 7, 60, lag_days=2) == (7, 14, 21, 28, 35, 42, 49, 56)


def test_a_look_reads_no_later_day() -> None:
    """What a look said stays what it said when more days come, up to the schedules that are drawn to compare with."""
    plan = small_plan()
    outcomes = felt(plan, -0.5)
    early = look_at(plan.design, plan.schedule, outcomes[:30])
    late = look_at(plan.design, plan.schedule, outcomes)
    assert [look.statistic for look in early.looks] == pytest.approx([look.statistic for look in late.looks[:4]])
    assert [look.p for look in early.looks] == [look.p for look in late.looks[:4]]
    assert [value.e_value for value in early.always_on] == pytest.approx([v.e_value for v in late.always_on[:15]])


def test_the_sequential_p_agrees_with_the_bound() -> None:
    """At most alpha if, and only if, a look has passed its bound."""
    seen = set()
    for seed in range(12):
        plan = small_plan(days=28, seed=seed)
        looked = look_at(plan.design, plan.schedule, felt(plan, -0.9, seed=seed), n_redraws=499)
        last = looked.looks[-1 if looked.stopped_at is None else looked.stopped_at]
        assert (last.sequential_p <= 0.05) == (looked.stopped_at is not None)
        seen.add(looked.stopped_at is not None)
    assert seen == {False, True}


def test_washout_and_late_days_belong_where_they_were_assigned() -> None:
    """Washout days count for no unit, and an outcome belongs to the assignment so many days earlier."""
    plan = small_plan(DesignKind.PAIRED_BLOCKS, 16, block_days=3, washout_days=1)
    assert unit_windows(plan.design, 9, 0).tolist() == [-1, 0, 0, 0, -1, 1, 1, 1, -1]
    assert unit_windows(plan.design, 9, 2).tolist() == [-1, -1, -1, 0, 0, 0, -1, 1, 1]
    outcomes = felt(plan, 0.0)
    changed = np.where(plan.is_washout, 10.0, outcomes)
    one, other = (look_at(plan.design, plan.schedule, days) for days in (outcomes, changed))
    assert one == other


def test_a_late_effect_is_found_where_it_shows() -> None:
    """An effect that shows the day after is seen with a lag of one day, and not without."""
    plan = small_plan(DesignKind.COIN_DAYS, 80, seed=3)
    rng = np.random.default_rng(5)
    late = 5 + rng.normal(0, 1, 81) - 2.0 * (np.array([0, *plan.schedule]) == 1)
    with_lag = look_at(plan.design, plan.schedule, late, lag_days=1)
    assert with_lag.stopped_at is not None
    assert look_at(plan.design, plan.schedule, late[:80]).single_look_p > 0.05  # type: ignore[operator]


def test_a_schedule_of_another_design_is_refused() -> None:
    """Days that the design cannot give are no trial of it."""
    plan = small_plan(days=10)
    with pytest.raises(NotAnalysableError, match="rules of this design"):
        look_at(plan.design, (1,) * 10, felt(plan, 0.0))


def test_several_arms_share_the_error() -> None:
    """Each of two changes is compared at half of alpha: of all schedules that leave the third arm in place, no more."""
    plan = small_plan(days=12, arms=("usual", "breathing", "walk"))
    units = np.array(plan.schedule, dtype=np.int8)
    every = schedule_sampler(plan.design).given_other_arms(units, 1).everything()
    outcomes = np.array([3.1, 4, 4.7, 2, 5.2, 5, 4.1, 6, 3.3, 2.4, 7, 5.5])
    looked = [look_at(plan.design, tuple(row.tolist()), outcomes, look_every_days=3, alpha=0.25) for row in every]
    assert len(every) == 16
    assert sum(one.stopped_at is not None for one in looked) == 2  # an eighth of them
    assert [one.always_on[0].e_value for one in looked] == [0.5] * 16


def test_the_arm_that_works_is_the_one_that_is_seen() -> None:
    """Of two changes the one with an effect passes its bound, and the other does not."""
    plan = small_plan(days=60, arms=("usual", "breathing", "walk"))
    outcomes = felt(plan, -3.0)
    assert look_at(plan.design, plan.schedule, outcomes, arm=1).stopped_at is not None
    assert look_at(plan.design, plan.schedule, outcomes, arm=2).stopped_at is None


def test_no_outcome_says_nothing() -> None:
    """Days without an outcome, and outcomes that are all alike, leave p at 1 and the number at 1."""
    plan = small_plan(days=14)
    for outcomes in (np.full(14, np.nan), np.full(14, 4.0)):
        looked = look_at(plan.design, plan.schedule, outcomes)
        assert looked.single_look_p == 1.0
        assert looked.always_on[-1].e_value == 1.0
