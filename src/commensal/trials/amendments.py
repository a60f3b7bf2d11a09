"""Changes of plan while a trial runs. The plan itself stays as it was frozen; a change is written beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from commensal.records.trial_facts import TrialStep
from commensal.trials.running import TrialRun, state_of

RESULTS_SHOWN: Final = "results_shown"
"""Cause of the amendment by which a person who had hidden the results asks to see them after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A change of plan.

    Parameters
    ----------
    number : counted from 1.
    trial_day : day of the trial on which it was made, counted from 1; None before the first and after the last.
    could_see_results : whether results could be looked at before it. A change made after a look is no part of what
        was decided beforehand, and whoever reads the report should know.
    """

    number: int
    on: date
    trial_day: int | None
    words: str
    could_see_results: bool


def amendments(run: TrialRun) -> tuple[Amendment, ...]:
    """Every change of plan, in the order in which it was written down."""
    found: list[Amendment] = []
    is_hidden = run.plan.hides_results
    first = run.plan.first_day
    for moment in run.moments:
        if moment.step is not TrialStep.AMENDED:
            continue
        if moment.cause == RESULTS_SHOWN:
            is_hidden = False
        index = run.plan.index_of(moment.on)
        found.append(
            Amendment(
                number=len(found) + 1,
                on=moment.on,
                trial_day=None if index is None else index + 1,
                words=moment.words,
                could_see_results=not is_hidden and first is not None and moment.on > first,
            )
        )
    return tuple(found)


def are_results_hidden(run: TrialRun, today: date) -> bool:
    """Whether results stay hidden now: by the person's choice, until the trial is over or they ask for them."""
    asked = any(moment.step is TrialStep.AMENDED and moment.cause == RESULTS_SHOWN for moment in run.moments)
    return run.plan.hides_results and not asked and not state_of(run, today).is_over
