"""Laws of a trial's analysis: what must not change its answer, and what must turn it round."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commensal.trials.analyse import analyse
from commensal.trials.design import DesignKind, TrialDesign, draw_schedule, fitting_design
from commensal.trials.outside import stated_plan
from commensal.trials.plan import TrialOutcome, TrialPlan

_FREE = TrialOutcome(key="score", label="score")


@st.composite
def designs(draw: st.DrawFn, most_days: int = 60) -> TrialDesign:
    """Any design of two or three arms that fits into some days."""
    kind = draw(st.sampled_from(sorted(DesignKind)))
    is_blocks = kind is DesignKind.PAIRED_BLOCKS
    block_days = draw(st.integers(1, 4)) if is_blocks else 1
    washout_days = draw(st.integers(0, 2)) if is_blocks else 0
    n_arms = draw(st.integers(2, 3))
    days = draw(st.integers((block_days + washout_days) * n_arms, most_days))
    return TrialDesign(
        kind=kind,
        days=days,
        block_days=block_days,
        washout_days=washout_days,
        max_run=draw(st.sampled_from([None, 4])),
        n_arms=n_arms,
    )


def _plan(design: TrialDesign, seed: int) -> TrialPlan:
    arms = ("usual", "a", "b")[: design.n_arms]
    return TrialPlan(
        question="Does it?",
        change="a",
        comparator="usual",
        arms=arms,
        subject="a",
        outcome=_FREE,
        design=design,
        seed=seed,
        schedule=draw_schedule(design, seed),
        smallest_difference=1.0,
    )


@given(design=designs(), seed=st.integers(0, 2**63 - 1))
def test_any_plan_reads_back_and_proves_itself(design: TrialDesign, seed: int) -> None:
    """Written, read, drawn again: the same plan with the same hash."""
    plan = _plan(design, seed)
    back = TrialPlan.from_json(plan.to_json())
    assert (back, back.hash) == (plan, plan.hash)


@given(design=designs(), seed=st.integers(0, 10_000))
def test_every_schedule_keeps_its_rules(design: TrialDesign, seed: int) -> None:
    """One arm a period, each arm once in a whole set, no run longer than allowed."""
    units = np.array(design.over_units(draw_schedule(design, seed)))
    assert design.over_days(tuple(units.tolist())) == draw_schedule(design, seed)
    if design.kind is not DesignKind.COIN_DAYS:
        whole = units[: len(units) // design.n_arms * design.n_arms].reshape(-1, design.n_arms)
        assert (np.sort(whole, axis=1) == np.arange(design.n_arms)).all()
    if design.max_run is not None:
        changes = np.flatnonzero(np.diff(units)) + 1
        assert np.diff(np.concatenate([[0], changes, [len(units)]])).max() <= design.max_run


@settings(max_examples=15)
@given(
    seed=st.integers(0, 1000),
    shift=st.sampled_from([-3.0, 40.0]),
    unit=st.sampled_from([0.1, 7.0]),
    kind=st.sampled_from(sorted(DesignKind)),
)
def test_zero_and_unit_of_the_outcome_say_nothing(seed: int, shift: float, unit: float, kind: DesignKind) -> None:
    """Another zero and another unit change no p, no always-on number, and the effect only by its unit."""
    plan = _plan(fitting_design(kind, 40, block_days=2 if kind is DesignKind.PAIRED_BLOCKS else 1), seed)
    outcomes = np.random.default_rng(seed).normal(0, 1, 40)
    one, other = (analyse(plan, range(40), values, n_redraws=199) for values in (outcomes, shift + unit * outcomes))
    assert [look.p for look in one.lead.looks] == [look.p for look in other.lead.looks]
    assert [value.e_value for value in one.lead.always_on] == pytest.approx(
        [value.e_value for value in other.lead.always_on], rel=1e-6
    )
    if one.lead.effect is not None:
        assert other.lead.effect is not None
        assert other.lead.effect.estimate == pytest.approx(unit * one.lead.effect.estimate, rel=1e-6, abs=1e-9)


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), kind=st.sampled_from(sorted(DesignKind)))
def test_exchanging_the_arms_turns_the_effect_round(seed: int, kind: DesignKind) -> None:
    """Which arm is called usual decides the sign and nothing else."""
    plan = _plan(fitting_design(kind, 24, block_days=2 if kind is DesignKind.PAIRED_BLOCKS else 1), seed)
    turned = stated_plan(plan.design, plan.arms, [1 - arm for arm in plan.schedule], _FREE)
    turned = replace(turned, seed=plan.seed)
    outcomes = np.random.default_rng(seed).normal(0, 1, 24)
    one, other = (analyse(each, range(24), outcomes, n_redraws=99) for each in (plan, turned))
    assert one.lead.effect is not None
    assert other.lead.effect is not None
    assert other.lead.effect.estimate == pytest.approx(-one.lead.effect.estimate)
    assert other.lead.always_on[-1].e_value == pytest.approx(one.lead.always_on[-1].e_value)
    assert other.lead.looks[-1].statistic == pytest.approx(one.lead.looks[-1].statistic)
    low, high = one.lead.always_on[-1].cs_low, one.lead.always_on[-1].cs_high
    assert (other.lead.always_on[-1].cs_high, other.lead.always_on[-1].cs_low) == pytest.approx((-low, -high))
