"""Keep, drop or not settled: by the planned looks alone, and never a medicine."""

from __future__ import annotations

import math

import numpy as np
import pytest

from commensal.trials.analyse import analyse
from commensal.trials.design import DesignKind
from commensal.trials.effect import Effect
from commensal.trials.outside import compare_without_randomisation
from commensal.trials.plan import TrialPlan
from commensal.trials.result import Comparison, TrialResult
from commensal.trials.verdict import Decision, NextStep, Reason, StoppedFor, verdict
from tests.unit.trials.trial_plans import PAIN, felt, small_plan


def _result(plan: TrialPlan, effect: float, n_days: int | None = None, seed: int = 1) -> TrialResult:
    days = n_days or plan.design.days
    return analyse(plan, range(days), felt(plan, effect, seed=seed)[:days])


def test_a_shown_benefit_is_kept() -> None:
    """A bound was passed and the benefit is as large as what matters."""
    plan = small_plan()
    said = verdict(_result(plan, -2.5), plan)
    assert (said.decision, said.reasons[0], said.next_steps) == (
        Decision.KEEP,
        Reason.HELPED,
        (NextStep.KEEP_THE_CHANGE,),
    )


def test_a_shown_harm_is_dropped() -> None:
    """A bound was passed the wrong way round."""
    plan = small_plan()
    assert verdict(_result(plan, 2.5), plan).reasons == (Reason.MADE_WORSE,)
    assert verdict(_result(plan, 2.5), plan).decision is Decision.DROP


def test_where_more_is_better_a_rise_is_the_benefit() -> None:
    """For an outcome like energy the same rise is a reason to keep."""
    plan = small_plan(plan={"outcome": PAIN.__class__(key="energy", label="energy", higher_is_worse=False)})
    assert verdict(_result(plan, 2.5), plan).decision is Decision.KEEP


def _made_up(low: float, high: float, *, crossed: bool, is_complete: bool = True) -> TrialResult:
    middle, sd = 0.5 * (low + high), (high - low) / 2 / 1.959964
    effect = Effect(means=(middle,), sds=(sd,), weights=(1.0,), n_days=60)
    base = _result(small_plan(), -2.5)
    looks = base.lead.looks
    lead = Comparison(
        arm=1,
        name="breathing",
        effect=effect,
        per_protocol=None,
        looks=looks,
        always_on=(),
        stopped_at=len(looks) - 1 if crossed else None,
        single_look_p=0.5,
        n_schedules=2**30,
        carryover=None,
    )
    return TrialResult(
        comparisons=(lead,),
        alpha=0.05,
        n_days_planned=60,
        n_days_seen=60 if is_complete else 30,
        n_used=60,
        n_missing=0,
        n_washout=0,
        adherence=None,
        higher_is_worse=True,
        at_an_end_share=0.0,
        is_randomised=True,
    )


@pytest.mark.parametrize(
    ("low", "high", "crossed", "decision", "reason"),
    [
        (-0.9, -0.1, True, Decision.DROP, Reason.HELPED_TOO_LITTLE),
        (-1.4, -0.2, True, Decision.KEEP, Reason.HELPED_MAYBE_TOO_LITTLE),
        (-0.6, 0.4, False, Decision.DROP, Reason.NO_DIFFERENCE_THAT_MATTERS),
        (-1.6, 0.4, False, Decision.NOT_SETTLED, Reason.STILL_OPEN),
        (-1.6, -0.2, False, Decision.NOT_SETTLED, Reason.STILL_OPEN),
        (0.4, 1.6, False, Decision.DROP, Reason.NO_DIFFERENCE_THAT_MATTERS),
    ],
)
def test_the_range_and_what_matters_decide(
    low: float, high: float, crossed: bool, decision: Decision, reason: Reason
) -> None:
    """Against a smallest difference of one point, after all planned days."""
    said = verdict(_made_up(low, high, crossed=crossed), small_plan())
    assert (said.decision, said.reasons[0]) == (decision, reason)


def test_a_tempting_look_without_a_bound_settles_nothing() -> None:
    """Half-way, a range that leaves zero out is no verdict: only a passed bound is."""
    said = verdict(_made_up(-2.6, -0.2, crossed=False, is_complete=False), small_plan())
    assert said.reasons == (Reason.STILL_RUNNING,)
    assert said.next_steps == (NextStep.CARRY_ON,)


def test_harm_is_not_efficacy() -> None:
    """A harm stop leaves efficacy unsettled even when the bound was passed; a bad reaction speaks for leaving it."""
    plan = small_plan()
    good = _result(plan, -2.5)
    harmed = verdict(good, plan, stopped_for=StoppedFor.HARM)
    assert (harmed.decision, harmed.reasons) == (Decision.NOT_SETTLED, (Reason.STOPPED_FOR_HARM,))
    assert harmed.next_steps == (NextStep.HEED_THE_WARNING_FIRST,)
    reacted = verdict(good, plan, stopped_for=StoppedFor.BAD_REACTION)
    assert (reacted.decision, reacted.reasons[0]) == (Decision.DROP, Reason.BAD_REACTION)
    assert NextStep.KEEP_THE_CHANGE not in reacted.next_steps


def test_whoever_stops_by_wish_is_asked_nothing() -> None:
    """Stopping early is fine and settles nothing."""
    plan = small_plan()
    said = verdict(_result(plan, 0.0, 20), plan, stopped_for=StoppedFor.OWN_WISH)
    assert (said.decision, said.reasons) == (Decision.NOT_SETTLED, (Reason.STOPPED_BY_WISH,))


@pytest.mark.parametrize("effect", [-2.5, 0.0, 2.5])
@pytest.mark.parametrize("stopped_for", [None, *sorted(StoppedFor)])
def test_a_medicine_is_neither_kept_nor_dropped(effect: float, stopped_for: StoppedFor | None) -> None:
    """Whatever an outside trial of a medicine shows, the next step is to talk to a clinician."""
    plan = small_plan()
    said = verdict(_result(plan, effect), plan, stopped_for=stopped_for, is_about_medicine=True)
    assert said.decision is Decision.NOT_SETTLED
    assert said.reasons[0] is Reason.ABOUT_A_MEDICINE
    assert said.next_steps == (NextStep.TALK_TO_CLINICIAN,)


def test_what_was_removed_comes_back() -> None:
    """Whatever the verdict, after a trial that took something away it is brought back."""
    plan = small_plan(plan={"removes_something": True, "reintroduce_after_days": 1})
    for effect in (-2.5, 0.0, 2.5):
        assert NextStep.REINTRODUCE in verdict(_result(plan, effect), plan).next_steps
    assert NextStep.REINTRODUCE not in verdict(_result(plan, 0.0, 20), plan).next_steps


def test_without_a_lot_nothing_is_settled() -> None:
    """However large the difference, days that nobody drew settle nothing."""
    days = np.array([5.0, 6, 5, 6, 1, 0, 1, 0, 5, 6, 5, 6, 1, 0, 1, 0])
    result = compare_without_randomisation(("a", "b"), [0, 0, 0, 0, 1, 1, 1, 1] * 2, days, PAIN)
    said = verdict(result, smallest_difference=1.0)
    assert said.reasons == (Reason.NOT_RANDOMISED,)
    assert result.lead.p_value is None
    assert result.lead.e_value is None


def test_an_open_daily_trial_is_offered_blocks() -> None:
    """Where days change arms daily and nothing was settled, what carries over may have hidden it."""
    plan = small_plan(days=14, plan={"smallest_difference": 0.1})
    assert verdict(_result(plan, 0.0), plan).next_steps[0] is NextStep.BLOCKS_INSTEAD
    blocks = small_plan(DesignKind.PAIRED_BLOCKS, 24, block_days=3, plan={"smallest_difference": 0.1})
    assert verdict(_result(blocks, 0.0), blocks).next_steps[0] is NextStep.LONGER_TRIAL


def test_an_infinite_range_is_no_number_to_act_on() -> None:
    """Early on the confidence sequence is open at both ends, and stays so in the result."""
    result = _result(small_plan(), 0.0, 7)
    assert result.lead.confidence_sequence is not None
    assert all(math.isinf(end) for end in result.lead.confidence_sequence)
