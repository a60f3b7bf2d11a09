"""Trials that others ran: a stated design is held to its word, and without one nothing is claimed."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.trials.analyse import analyse
from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.outside import (
    arms_in_order,
    compare_without_randomisation,
    design_from_words,
    shortest_run_days,
    stated_plan,
)
from commensal.trials.plan import TrialPlan
from commensal.vocab.errors import InvalidRecordError, NotAnalysableError
from tests.unit.trials.trial_plans import PAIN, felt, small_plan


@pytest.mark.parametrize(
    ("labels", "arms"),
    [
        (["Laughter", "Usual Routine"], ("Usual Routine", "Laughter")),
        (["trigger", "control", "trigger"], ("control", "trigger")),
        (["B", "A"], ("A", "B")),
        (["strict", "baseline", "liberalized"], ("baseline", "liberalized", "strict")),
        (["1", "0"], ("0", "1")),
    ],
)
def test_the_usual_arm_comes_first(labels: list[str], arms: tuple[str, ...]) -> None:
    """A name that says so is the usual one; else the order of the alphabet decides."""
    assert arms_in_order(labels) == arms


@pytest.mark.parametrize("labels", [[], ["A", "A"]])
def test_one_arm_is_no_trial(labels: list[str]) -> None:
    """There must be something to compare."""
    with pytest.raises(NotAnalysableError, match="at least two"):
        arms_in_order(labels)


def test_a_stated_design_gives_what_a_plan_would() -> None:
    """The same days under the same design give the same looks, apart from the seed of the re-draws."""
    plan = small_plan(days=10)
    stated = stated_plan(plan.design, plan.arms, list(plan.schedule), PAIN)
    assert stated.schedule == plan.schedule
    own, outside = (analyse(one, range(10), felt(plan, -2.0)) for one in (plan, stated))
    assert own.lead == outside.lead  # 32 schedules: all are enumerated, so no seed plays a part


def test_a_stated_plan_cannot_be_passed_off_as_drawn_here() -> None:
    """Its days cannot be proved from a seed, and reading it back says so."""
    plan = small_plan(days=10)
    stated = stated_plan(plan.design, plan.arms, list(plan.schedule), PAIN)
    with pytest.raises(InvalidRecordError, match="stated elsewhere"):
        TrialPlan.from_json(stated.to_json())


def test_days_that_break_the_stated_design_are_refused() -> None:
    """Days in phases are no paired days, and a change within a period is no block."""
    phases = [0, 0, 0, 0, 1, 1, 1, 1]
    with pytest.raises(NotAnalysableError, match="rules of this design"):
        stated_plan(TrialDesign(kind=DesignKind.PAIRED_DAYS, days=8), ("a", "b"), phases, PAIN)
    blocks = TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=8, block_days=2)
    with pytest.raises(NotAnalysableError, match="more than one arm"):
        stated_plan(blocks, ("a", "b"), [0, 1, 1, 1, 0, 0, 1, 1], PAIN)


def test_days_without_a_row_are_filled_by_what_fits() -> None:
    """Of a pair with one known day the other follows; a pair that is lost may have been either, and counts for none."""
    design = TrialDesign(kind=DesignKind.PAIRED_DAYS, days=6)
    filled = stated_plan(design, ("a", "b"), [1, None, None, None, 0, 1], PAIN).schedule
    assert filled[:2] == (1, 0)
    assert filled[4:] == (0, 1)
    assert sorted(filled[2:4]) == [0, 1]


def test_the_length_of_periods_is_guessed_from_the_runs() -> None:
    """The shortest run is a period; a last one that is cut short does not count."""
    assert shortest_run_days([0, 0, 0, 1, 1, 1, 1, 1, 1, 0]) == 3
    assert shortest_run_days([0, None, 0, 1, 1, 1]) == 3
    design = design_from_words(
        DesignKind.PAIRED_BLOCKS, [0] * 3 + [1] * 3, n_arms=2, block_days=None, washout_days=0, max_run=None
    )
    assert (design.block_days, design.days) == (3, 6)


def test_without_randomisation_there_is_a_difference_and_nothing_else() -> None:
    """Fixed phases: an effect with a range, no p, no always-on number, no carryover claimed."""
    rng = np.random.default_rng(1)
    phases = ([0] * 7 + [1] * 7) * 3
    outcomes = 5 - 1.5 * np.array(phases) + rng.normal(0, 1, 42)
    result = compare_without_randomisation(("a", "b"), [*phases[:41], None], outcomes, PAIN)
    assert result.lead.effect is not None
    assert result.lead.effect.estimate == pytest.approx(-1.5, abs=0.7)
    assert result.n_used == 41
    assert (result.lead.p_value, result.lead.e_value, result.lead.carryover) == (None, None, None)
    assert not result.is_randomised
