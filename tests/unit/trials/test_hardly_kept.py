"""A change that was hardly done cannot be found to make no difference."""

from __future__ import annotations

import pytest

from commensal.trials.hardly_kept import unless_hardly_kept
from commensal.trials.verdict import Decision, NextStep, Reason, Verdict


def _verdict(decision: Decision, reason: Reason, *steps: NextStep) -> Verdict:
    return Verdict(decision=decision, arm=1, name="berries", reasons=(reason,), next_steps=steps)


_NOTHING = _verdict(Decision.DROP, Reason.NO_DIFFERENCE_THAT_MATTERS, NextStep.CHOOSE_BY_TASTE, NextStep.REINTRODUCE)


@pytest.mark.parametrize("share", [None, 0.8, 1.0])
def test_a_change_that_was_done_may_be_found_to_make_no_difference(share: float | None) -> None:
    """Also where nothing was said: then it counts as kept."""
    assert unless_hardly_kept(_NOTHING, share) == _NOTHING


@pytest.mark.parametrize("share", [0.0, 0.5, 0.79])
def test_a_change_that_was_hardly_done_stays_open(share: float) -> None:
    """The days on which it was not done would have hidden a difference; what was left out still comes back."""
    said = unless_hardly_kept(_NOTHING, share)
    assert (said.decision, said.reasons) == (Decision.NOT_SETTLED, (Reason.STILL_OPEN,))
    assert said.next_steps == (NextStep.LONGER_TRIAL, NextStep.CHOOSE_BY_TASTE, NextStep.REINTRODUCE)


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (Decision.KEEP, Reason.HELPED),
        (Decision.DROP, Reason.MADE_WORSE),
        (Decision.DROP, Reason.BAD_REACTION),
        (Decision.NOT_SETTLED, Reason.STILL_RUNNING),
    ],
    ids=str,
)
def test_every_other_verdict_stands(decision: Decision, reason: Reason) -> None:
    """Days not done can hide a difference, and never make one."""
    said = _verdict(decision, reason, NextStep.CARRY_ON)
    assert unless_hardly_kept(said, 0.1) == said
