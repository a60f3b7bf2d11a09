"""What ends or pauses a trial at once. Harm is not efficacy: these rules look at no result and spend no error.

The rules hold for every trial, whatever its plan lists: a plan can add care, and take none away. That of two worse
days in a row holds where effort may be paid for later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from commensal.knowledge.safety_rules import Level
from commensal.records.trial_facts import TrialStep
from commensal.safety.pacing import stop_rule
from commensal.safety.pacing_days import PacingDay
from commensal.safety.screened import FiredRule
from commensal.trials.running import TrialRun, TrialState, state_of
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import ProposalKind


class StopCause(StrEnum):
    """Why a trial ends or pauses; declared in the order in which one is named when several hold.

    The values are ids of ``knowledge.trial_protocols.stop_rules``, but for ``BARRED``, which is the gate's.
    """

    EMERGENCY = "emergency"
    URGENT = "doctor_first"
    ADVERSE_EVENT = "bad_reaction"
    CRASH = "payback"
    WORSE_DAYS = "two_worse_days"
    BARRED = "barred"
    """What is known of the person now speaks against this kind of change."""
    OWN_WISH = "own_wish"

    @property
    def is_harm(self) -> bool:
        """Whether it may have to do with the change itself, or with the person's safety."""
        return self is not StopCause.OWN_WISH


@dataclass(frozen=True, slots=True, kw_only=True)
class BadNews:
    """What is known at a moment and could end a trial.

    Parameters
    ----------
    fired : safety rules that fire because of what was said since the trial began.
    barred : kinds of change that may not be suggested to this person now.
    days : the diary's days, as pacing reads them.
    pem : whether effort sets the person back days later; None where nobody asked.
    """

    fired: Sequence[FiredRule] = ()
    barred: frozenset[ProposalKind] = frozenset()
    days: Sequence[PacingDay] = ()
    pem: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCall:
    """A trial has to end, or to rest until the person goes on.

    Parameters
    ----------
    is_pause : it rests. Two worse days in a row are often chance; who does not know of setbacks may go on.
    rule_ids : safety rules behind it.
    days : days behind it.
    """

    cause: StopCause
    is_pause: bool = False
    rule_ids: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    @property
    def step(self) -> TrialStep:
        """What is written into the trial's papers."""
        return TrialStep.PAUSED if self.is_pause else TrialStep.STOPPED


def stop_called(run: TrialRun, news: BadNews, *, today: date) -> StopCall | None:
    """Whether a trial that was begun and goes on has to end or pause now; the gravest reason counts.

    None for a trial that was never begun or is over, and for one that rests already where only a pause is called.
    """
    state = state_of(run, today)
    if not state.is_open:
        return None
    call = _by_rules(news.fired) or _by_crash(run, news) or _by_worse_days(run, news, today) or _by_kind(run, news)
    return None if call is not None and call.is_pause and state is TrialState.PAUSED else call


def since_start(run: TrialRun, fired: Sequence[FiredRule]) -> tuple[FiredRule, ...]:
    """The rules that rest on something said on or after the day the trial was begun.

    What was known before stood in front of the gate when the trial was planned.
    """
    started = run.started
    if started is None:
        return ()
    return tuple(
        rule for rule in fired if any(reason.day is not None and reason.day >= started.on for reason in rule.reasons)
    )


def _by_rules(fired: Sequence[FiredRule]) -> StopCall | None:
    for level, cause in ((Level.EMERGENCY, StopCause.EMERGENCY), (Level.URGENT, StopCause.URGENT)):
        if ids := tuple(rule.rule_id for rule in fired if rule.level is level):
            return StopCall(cause=cause, rule_ids=ids)
    return None


def _by_crash(run: TrialRun, news: BadNews) -> StopCall | None:
    """One marked crash is enough: it is the person's own word for a setback, no pattern among ratings."""
    started = run.started
    days = tuple(day.day for day in news.days if day.is_crash and started is not None and day.day >= started.on)
    return StopCall(cause=StopCause.CRASH, rule_ids=("S22",), days=days) if days else None


def _by_worse_days(run: TrialRun, news: BadNews, today: date) -> StopCall | None:
    """Two clearly worse days in a row, for whoever may pay for effort later (rule S22).

    For others two such days are mostly chance: their plan does not list the rule, and only a crash or their own word
    ends the trial. Where they do not know whether effort sets them back, it rests and they may go on.
    """
    first, is_possible = run.plan.first_day, news.pem in (Answer.YES, Answer.UNKNOWN)
    if first is None or not (is_possible or StopCause.WORSE_DAYS.value in run.plan.stop_rules):
        return None
    # After going on, only what came since can call again; the usual is still that of the weeks before the trial.
    resumed = [moment.on for moment in run.moments if moment.step is TrialStep.RESUMED]
    looked_at = max([first, *resumed])
    seen = [day for day in news.days if day.day < first or day.day >= looked_at]
    advice = stop_rule(seen, started=first, today=today, is_careful=news.pem is not Answer.NO)
    if advice is None:
        return None
    is_pause = news.pem in (Answer.UNKNOWN, Answer.NO)
    return StopCall(cause=StopCause.WORSE_DAYS, is_pause=is_pause, rule_ids=("S22",), days=advice.days)


def _by_kind(run: TrialRun, news: BadNews) -> StopCall | None:
    # Trying anything without a clinician is a kind of its own: it can become unfit, too.
    kinds = {run.plan.kind, ProposalKind.UNSUPERVISED_TRIAL}
    return StopCall(cause=StopCause.BARRED) if kinds & news.barred else None
