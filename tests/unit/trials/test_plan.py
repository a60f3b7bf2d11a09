"""A plan is frozen: its hash proves the text, its seed proves the days."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from commensal.trials.design import DesignKind, fitting_design
from commensal.trials.plan import TrialPlan
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.trials.trial_plans import small_plan


def _with(plan: TrialPlan, **changed: Any) -> str:
    return json.dumps({**json.loads(plan.to_json()), **changed})


@pytest.mark.parametrize("kind", sorted(DesignKind))
def test_a_plan_reads_back_as_it_was(kind: DesignKind) -> None:
    """Written and read, a plan is the same to the last digit of its hash."""
    blocks: dict[str, Any] = {"block_days": 3, "washout_days": 1} if kind is DesignKind.PAIRED_BLOCKS else {}
    plan = small_plan(kind, plan={"first_day": date(2026, 3, 1), "kind": ProposalKind.SLEEP_ROUTINE}, **blocks)
    back = TrialPlan.from_json(plan.to_json())
    assert back == plan
    assert back.hash == plan.hash


def test_the_seed_gives_the_same_days_for_good() -> None:
    """A plan that was frozen years ago can still be proved: these days are written down here."""
    assert small_plan(days=12).schedule == (0, 1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1)


@pytest.mark.parametrize(("changed", "value"), [("alpha", 0.2), ("question", "Another?"), ("seed", 8)])
def test_a_changed_plan_is_refused(changed: str, value: object) -> None:
    """Whatever is changed after freezing, the hash no longer fits."""
    with pytest.raises(InvalidRecordError, match="changed after it was frozen"):
        TrialPlan.from_json(_with(small_plan(), **{changed: value}))


def test_chosen_days_are_refused_even_with_a_fitting_hash() -> None:
    """Whoever chooses days and works out a new hash is caught: the seed gives other days."""
    drawn = small_plan(days=12)
    chosen = replace(drawn, schedule=drawn.schedule[::-1] if drawn.schedule != drawn.schedule[::-1] else (0, 1) * 6)
    with pytest.raises(InvalidRecordError, match="seed does not give"):
        TrialPlan.from_json(chosen.to_json())
    assert TrialPlan.from_json(chosen.to_json(), redraw=False) == chosen


def test_a_schedule_of_another_generator_cannot_be_proved() -> None:
    """A later way of drawing says its own name, and an older program says that it does not know it."""
    with pytest.raises(InvalidRecordError, match="generator_version"):
        TrialPlan.from_json(replace(small_plan(), generator_version="schedule-99").to_json())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "x", "hash": "y"}', '{"hash": 1}'])
def test_other_text_is_no_plan(text: str) -> None:
    """What is not a plan is said to be none, without a stack trace."""
    with pytest.raises(InvalidRecordError, match="trial plan"):
        TrialPlan.from_json(text)


@pytest.mark.parametrize("kind", [ProposalKind.FMT, ProposalKind.MEDICINE_CHANGE])
def test_a_medicine_is_never_the_change(kind: ProposalKind) -> None:
    """No plan can be made of what is never suggested."""
    with pytest.raises(UsageError, match="tried safely alone"):
        small_plan(plan={"kind": kind})


def test_what_is_removed_comes_back_on_a_fixed_day() -> None:
    """A plan that takes something away without saying when it comes back is refused."""
    with pytest.raises(UsageError, match="reintroduce_after_days"):
        small_plan(plan={"removes_something": True})
    assert small_plan(plan={"removes_something": True, "reintroduce_after_days": 1}).removes_something


def test_days_have_their_arms() -> None:
    """The arm of a date, washout days, and nothing outside the trial."""
    plan = small_plan(DesignKind.PAIRED_BLOCKS, 16, block_days=3, washout_days=1, plan={"first_day": date(2026, 3, 1)})
    assert plan.last_day == date(2026, 3, 16)
    assert plan.arm_on(date(2026, 3, 1)) == plan.schedule[0]
    assert plan.arm_on(date(2026, 2, 28)) is None
    assert plan.arm_on(date(2026, 3, 17)) is None
    assert plan.is_washout == (True, False, False, False) * 4
    assert plan.washout_on(date(2026, 3, 5))
    assert len(plan.dates) == 16


def test_reading_a_plan_of_today_loads_no_arrays() -> None:
    """Today's instruction is asked for daily: it must not wait for numpy."""
    script = (
        "import sys; from commensal.trials.plan import TrialPlan;"
        "plan = TrialPlan.from_json(sys.stdin.read(), redraw=False); print(plan.schedule[0], 'numpy' in sys.modules)"
    )
    plan = small_plan()
    seen = subprocess.run(
        [sys.executable, "-c", script], input=plan.to_json(), capture_output=True, text=True, check=True
    )
    assert seen.stdout.split() == [str(plan.schedule[0]), "False"]


def test_numbers_that_do_not_fit_are_named() -> None:
    """A design says what does not fit, in words."""
    with pytest.raises(UsageError, match="at least 20"):
        small_plan(DesignKind.PAIRED_BLOCKS, 12, block_days=7, washout_days=3)
    with pytest.raises(UsageError, match="unless paired_blocks"):
        small_plan(DesignKind.PAIRED_DAYS, 12, washout_days=1)
    with pytest.raises(UsageError, match="different names"):
        small_plan(plan={"arms": ("usual", "usual")})


def test_whole_sets_fit_into_a_length() -> None:
    """A length is cut down to whole sets, so that no arm comes up more often."""
    assert fitting_design(DesignKind.PAIRED_BLOCKS, 60, block_days=7).days == 56
    assert fitting_design(DesignKind.PAIRED_DAYS, 61, n_arms=3).days == 60
    assert fitting_design(DesignKind.COIN_DAYS, 61).days == 61
