"""Keep, drop, or not settled: what a trial says of a change, why, and what comes next.

The rules look at the primary analysis alone: the exact looks that were planned. The probability of benefit and the
always-on number are shown beside it and decide nothing. Harm is not efficacy: a trial that was stopped for harm gets no
verdict on whether the change works, and a bad reaction to it speaks for leaving it whatever the numbers say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from commensal.trials.plan import TrialPlan
from commensal.trials.result import Comparison, TrialResult


class Decision(StrEnum):
    """What a trial says of a change."""

    KEEP = "keep"
    DROP = "drop"
    NOT_SETTLED = "not_settled"


class Reason(StrEnum):
    """Why; several may hold, the weightiest first."""

    HELPED = "helped"
    HELPED_MAYBE_TOO_LITTLE = "helped_maybe_too_little"
    """Better than as usual, and perhaps by less than matters to this person."""
    HELPED_TOO_LITTLE = "helped_too_little"
    """Better than as usual, and surely by less than matters to this person."""
    MADE_WORSE = "made_worse"
    NO_DIFFERENCE_THAT_MATTERS = "no_difference_that_matters"
    """All planned days passed, and what they leave possible is less than what matters to this person."""
    STILL_OPEN = "still_open"
    """All planned days passed, and a difference that matters is neither shown nor ruled out."""
    STILL_RUNNING = "still_running"
    TOO_FEW_DAYS = "too_few_days"
    NOT_RANDOMISED = "not_randomised"
    STOPPED_FOR_HARM = "stopped_for_harm"
    BAD_REACTION = "bad_reaction"
    STOPPED_BY_WISH = "stopped_by_wish"
    ABOUT_A_MEDICINE = "about_a_medicine"


class NextStep(StrEnum):
    """What comes next."""

    CARRY_ON = "carry_on"
    """With the trial, as planned."""
    KEEP_THE_CHANGE = "keep_the_change"
    LEAVE_THE_CHANGE = "leave_the_change"
    CHOOSE_BY_TASTE = "choose_by_taste"
    """Both ways are fine: nothing here speaks for either."""
    LONGER_TRIAL = "longer_trial"
    RANDOMISED_TRIAL = "randomised_trial"
    BLOCKS_INSTEAD = "blocks_instead"
    """What carries over may hide the effect in a design that changes daily."""
    REINTRODUCE = "reintroduce"
    TALK_TO_CLINICIAN = "talk_to_clinician"
    """With these numbers in hand, before anything is changed."""
    HEED_THE_WARNING_FIRST = "heed_the_warning_first"


class StoppedFor(StrEnum):
    """Why a trial ended before its planned days, where it did. Results are not among the reasons."""

    HARM = "harm"
    BAD_REACTION = "bad_reaction"
    OWN_WISH = "own_wish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a trial says of a change.

    Parameters
    ----------
    arm, name : the change it is about.
    reasons : why, the weightiest first.
    next_steps : what comes next, in order.
    """

    decision: Decision
    arm: int
    name: str
    reasons: tuple[Reason, ...]
    next_steps: tuple[NextStep, ...]


def verdict(
    result: TrialResult,
    plan: TrialPlan | None = None,
    *,
    smallest_difference: float | None = None,
    stopped_for: StoppedFor | None = None,
    is_about_medicine: bool = False,
) -> Verdict:
    """What the trial says of its leading change.

    Parameters
    ----------
    plan : for the smallest difference that matters, and whether something comes back afterwards.
    smallest_difference : where there is no plan. [points]
    stopped_for : why it ended early, where it did.
    is_about_medicine : whether an outside trial compared a medicine; the verdict is then never *drop* and never
        *keep*: a medicine is decided with whoever prescribed it.
    """
    lead = result.lead
    matters = plan.smallest_difference if plan is not None else (smallest_difference or 0.0)
    decision, reasons, steps = _decide(result, lead, matters, stopped_for)
    if is_about_medicine:
        decision, steps = Decision.NOT_SETTLED, [NextStep.TALK_TO_CLINICIAN]
        reasons = [Reason.ABOUT_A_MEDICINE, *reasons]
    elif plan is not None and plan.removes_something and NextStep.CARRY_ON not in steps:
        steps = [*steps, NextStep.REINTRODUCE]
    return Verdict(decision=decision, arm=lead.arm, name=lead.name, reasons=tuple(reasons), next_steps=tuple(steps))


def _decide(
    result: TrialResult, lead: Comparison, matters: float, stopped_for: StoppedFor | None
) -> tuple[Decision, list[Reason], list[NextStep]]:
    if stopped_for is StoppedFor.BAD_REACTION:
        reasons = [Reason.BAD_REACTION, Reason.STOPPED_FOR_HARM]
        return Decision.DROP, reasons, [NextStep.HEED_THE_WARNING_FIRST, NextStep.LEAVE_THE_CHANGE]
    if stopped_for is StoppedFor.HARM:
        return Decision.NOT_SETTLED, [Reason.STOPPED_FOR_HARM], [NextStep.HEED_THE_WARNING_FIRST]
    if not result.is_randomised:
        return Decision.NOT_SETTLED, [Reason.NOT_RANDOMISED], [NextStep.RANDOMISED_TRIAL]
    if lead.effect is None:
        is_over = result.is_complete or stopped_for is not None
        step = NextStep.LONGER_TRIAL if is_over else NextStep.CARRY_ON
        return Decision.NOT_SETTLED, [Reason.TOO_FEW_DAYS], [step]
    low, high = _benefit(lead, result.higher_is_worse)
    if lead.stopped_at is not None:
        return _when_shown(low, high, matters)
    return _when_not_shown(result, lead, high, matters, stopped_for)


def _benefit(lead: Comparison, higher_is_worse: bool) -> tuple[float, float]:
    """95 % interval of the benefit, larger is better. [points]"""
    low, high = lead.interval or (float("-inf"), float("inf"))
    return (-high, -low) if higher_is_worse else (low, high)


def _when_shown(low: float, high: float, matters: float) -> tuple[Decision, list[Reason], list[NextStep]]:
    """The looks have shown a difference; which way, and is it large enough?"""
    middle = 0.5 * (low + high)
    if middle < 0:
        return Decision.DROP, [Reason.MADE_WORSE], [NextStep.LEAVE_THE_CHANGE]
    if high < matters:
        return Decision.DROP, [Reason.HELPED_TOO_LITTLE], [NextStep.CHOOSE_BY_TASTE]
    reason = Reason.HELPED if middle >= matters else Reason.HELPED_MAYBE_TOO_LITTLE
    return Decision.KEEP, [reason], [NextStep.KEEP_THE_CHANGE]


def _when_not_shown(
    result: TrialResult, lead: Comparison, high: float, matters: float, stopped_for: StoppedFor | None
) -> tuple[Decision, list[Reason], list[NextStep]]:
    """No look has shown a difference: it is early, or small, or not there."""
    if stopped_for is StoppedFor.OWN_WISH:
        return Decision.NOT_SETTLED, [Reason.STOPPED_BY_WISH], [NextStep.CHOOSE_BY_TASTE]
    if not result.is_complete:
        return Decision.NOT_SETTLED, [Reason.STILL_RUNNING], [NextStep.CARRY_ON]
    if matters > 0 and high < matters:
        return Decision.DROP, [Reason.NO_DIFFERENCE_THAT_MATTERS], [NextStep.CHOOSE_BY_TASTE]
    is_daily = lead.carryover is not None and lead.carryover.hidden_by_design
    steps = [NextStep.BLOCKS_INSTEAD, NextStep.LONGER_TRIAL] if is_daily else [NextStep.LONGER_TRIAL]
    return Decision.NOT_SETTLED, [Reason.STILL_OPEN], [*steps, NextStep.CHOOSE_BY_TASTE]
