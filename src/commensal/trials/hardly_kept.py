"""A change that was hardly done cannot be found to make no difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from commensal.trials.verdict import Verdict

LEAST_SHARE_KEPT: Final = 0.8
"""Share of its days on which a change has to be done before "no difference that matters" may be said; our choice."""


def unless_hardly_kept(said: Verdict, share: float | None) -> Verdict:
    """The verdict, with "no difference that matters" left open where the change was done on too few of its days.

    Days on which it was not done dilute the effect as assigned. That can hide a difference and never make one, so
    every other verdict stands.

    Parameters
    ----------
    share : of its days on which the change was done; None where nothing was said, and then it counts as kept.
    """
    from commensal.trials.verdict import Decision, NextStep, Reason  # noqa: PLC0415 - it brings arrays

    is_about_nothing = Reason.NO_DIFFERENCE_THAT_MATTERS in said.reasons
    if not is_about_nothing or share is None or share >= LEAST_SHARE_KEPT:
        return said
    back = tuple(step for step in said.next_steps if step is NextStep.REINTRODUCE)
    return replace(
        said,
        decision=Decision.NOT_SETTLED,
        reasons=(Reason.STILL_OPEN,),
        next_steps=(NextStep.LONGER_TRIAL, NextStep.CHOOSE_BY_TASTE, *back),
    )
