"""What was left out comes back, on fixed days, whatever the trial found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commensal.knowledge.trial_protocols import trial_protocols
from commensal.trials.plan import TrialPlan
from commensal.trials.propose import from_link, from_words
from commensal.trials.protocol_fit import fit, frozen
from commensal.trials.reintroduction import next_portion, reintroduction_of
from commensal.trials.suspects import Link, Suspect
from tests.unit.guidance.guidance_people import TODAY, person
from tests.unit.trials.trial_examples import FIRST_DAY, PAIN, plan

_REMOVALS = sorted(one.id for one in trial_protocols().values() if one.removes_something)


def _bread() -> TrialPlan:
    return plan("food_out_and_back", subject="bread")


def test_a_food_comes_back_in_portions() -> None:
    """Small, half, usual, each with two days to watch; it begins on the day after the last."""
    made = _bread()
    back = reintroduction_of(made)
    assert back is not None
    assert made.last_day is not None
    assert [(one.portion, (one.day - made.last_day).days) for one in back.portions] == [
        ("small", 1),
        ("half", 4),
        ("usual", 7),
    ]
    assert back.begins_on == made.last_day + timedelta(days=1)
    assert back.ends_on == made.last_day + timedelta(days=9)


@pytest.mark.parametrize("protocol_id", _REMOVALS)
def test_every_removal_has_a_way_back(protocol_id: str) -> None:
    """None of them leaves anything out for good; all of it is back within two weeks."""
    subject = {"food_out_and_back": "bread", "low_fodmap_group": "fructans"}.get(protocol_id, "")
    made = plan(protocol_id, subject=subject)
    back = reintroduction_of(made)
    assert back is not None
    assert made.last_day is not None
    assert back.portions[-1].portion == "usual"
    assert (back.ends_on - made.last_day).days <= 14


def test_after_an_early_end_it_comes_back_the_next_day() -> None:
    """A stop is no reason to wait; a stop after the last day changes nothing."""
    made = _bread()
    early = reintroduction_of(made, stopped_on=FIRST_DAY + timedelta(days=5))
    assert early is not None
    assert early.begins_on == FIRST_DAY + timedelta(days=6)
    assert made.last_day is not None
    assert reintroduction_of(made, stopped_on=made.last_day + timedelta(days=40)) == reintroduction_of(made)


def test_nothing_comes_back_that_was_never_out() -> None:
    """A trial that adds something has no way back to plan."""
    assert reintroduction_of(plan("soluble_fibre")) is None


def test_several_foods_come_back_one_after_the_other() -> None:
    """One at a time out, one at a time back."""
    suspects = (
        Suspect(key="food_bread", label="Bread", is_food=True),
        Suspect(key="food_pasta", label="Pasta", is_food=True),
    )
    together, *_ = from_link(Link(suspects=suspects, effect=0.8, onset_days=1), PAIN)
    made = frozen(fit(together, person(), (), today=TODAY), seed=1, first_day=FIRST_DAY, today=TODAY)
    back = reintroduction_of(made)
    assert back is not None
    assert [one.subject for one in back.portions] == ["bread"] * 3 + ["pasta"] * 3
    assert list(back.portion_days) == sorted(set(back.portion_days))


def test_own_words_have_a_way_back_too() -> None:
    """Whoever leaves out something of their own choice gets the same days."""
    (one,) = from_words("without coffee", PAIN)
    made = frozen(fit(one, person(), (), today=TODAY), seed=1, first_day=FIRST_DAY, today=TODAY)
    back = reintroduction_of(made)
    assert back is not None
    assert len(back.portions) == 3


def test_the_next_portion_is_today_or_later() -> None:
    """And none when all of it is back."""
    back = reintroduction_of(_bread())
    assert back is not None
    first, second, _ = back.portions
    assert next_portion(back, first.day) == first
    assert next_portion(back, first.day + timedelta(days=1)) == second
    assert next_portion(back, back.ends_on + timedelta(days=1)) is None
