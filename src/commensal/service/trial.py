"""A trial from day to day: what today says, what became of a day, and how it pauses, changes and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from commensal.records.entry import Entry
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialStep
from commensal.service.heed import Heeded, heed
from commensal.service.home import Home
from commensal.service.log import check_day
from commensal.service.trial_envelope import letters_of
from commensal.service.trial_journal import begun, chosen, keep, paper, runs, spoken
from commensal.service.trial_stops import TrialHeld, hold, hold_if_called
from commensal.trials.adherence import AdherenceCount, count_adherence
from commensal.trials.amendments import RESULTS_SHOWN, are_results_hidden
from commensal.trials.plan import TrialPlan
from commensal.trials.running import Instruction, TrialRun, TrialState, instruction_on, paused_days, state_of
from commensal.trials.stops import StopCall, StopCause
from commensal.vocab.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialStanding:
    """How a trial stands, without a word about its results.

    Parameters
    ----------
    instruction : what the plan says of today; None unless it runs today.
    count : how the days went so far.
    next_look : the day after which the next look is due; None where none is left.
    are_results_hidden : by the person's own choice, until the trial is over.
    letters : letter of each day's package, where somebody else keeps the envelope; the arm is then not told.
    """

    run: TrialRun
    today: date
    state: TrialState
    instruction: Instruction | None
    count: AdherenceCount
    next_look: date | None
    are_results_hidden: bool
    letters: Mapping[date, str] | None = None

    @property
    def plan(self) -> TrialPlan:
        """The plan as it was frozen."""
        return self.run.plan


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCall:
    """What a call about a trial led to.

    Parameters
    ----------
    standing : as it is after the call.
    held : the trial was ended or paused by this call, and why.
    heeded : what has to be said first because of the words.
    """

    standing: TrialStanding
    held: TrialHeld | None = None
    heeded: Heeded | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRecorded:
    """What became of a day, as it was kept."""

    day: date
    adherence: Adherence
    call: TrialCall


def standings(home: Home) -> tuple[TrialStanding, ...]:
    """Every trial of the diary, oldest first."""
    return tuple(standing_of(run, home.today()) for run in runs(home))


def standing_of(run: TrialRun, today: date) -> TrialStanding:
    """How one trial stands on a day."""
    return TrialStanding(
        run=run,
        today=today,
        state=state_of(run, today),
        instruction=instruction_on(run, today),
        count=count_adherence(run, today),
        next_look=_next_look(run, today),
        are_results_hidden=are_results_hidden(run, today),
        letters=letters_of(run),
    )


def today(home: Home, trial_id: str | None = None) -> TrialCall:
    """What the trial says of today. Before it says anything, every stop rule is asked again.

    Raises
    ------
    UsageError : there is no trial, or the name fits none.
    """
    run = chosen(home, trial_id)
    held = hold_if_called(home, reads_all=True)
    return TrialCall(standing=_again(home, run), held=held)


def record_day(
    home: Home, adherence: Adherence, *, day: date | None = None, words: str = "", trial_id: str | None = None
) -> DayRecorded:
    """Keep what became of a day of the trial. Saying it again changes it; saying nothing leaves the day missing.

    Raises
    ------
    UsageError : there is no such trial, or the day is none of its days.
    InvalidRecordError : a day that has not come.
    """
    run, now = chosen(home, trial_id), home.now()
    the_day = now.date() if day is None else day
    check_day(the_day, now)
    _check_trial_day(run, the_day, now.date())
    fact = TrialDay(trial_id=run.trial_id, adherence=adherence, words=words.strip())
    entries = [
        paper(fact, day=the_day, now=now, key=f"trial/{run.trial_id}/day/{the_day}"),
        *spoken(words, day=the_day, now=now),
    ]
    return DayRecorded(day=the_day, adherence=adherence, call=_kept_and_heeded(home, run, entries, action="trial day"))


def pause(home: Home, *, words: str = "", trial_id: str | None = None) -> TrialCall:
    """Let the trial rest. The schedule goes on by the calendar; days of rest count as assigned and not as kept.

    Raises
    ------
    UsageError : no trial goes on, or it rests already.
    """
    run = begun(home, trial_id)
    _refuse_if(state_of(run, home.today()) is TrialState.PAUSED, "a trial that rests", "commensal trial resume")
    return _happens(home, run, TrialStep.PAUSED, words=words, action="trial pause")


def resume(home: Home, *, trial_id: str | None = None) -> TrialCall:
    """Go on after a rest; every stop rule is asked first.

    Raises
    ------
    UsageError : no trial rests.
    """
    run = begun(home, trial_id)
    _refuse_if(
        state_of(run, home.today()) is not TrialState.PAUSED, "a trial that does not rest", "commensal trial today"
    )
    if (held := hold_if_called(home, reads_all=True)) is not None:
        return TrialCall(standing=_again(home, run), held=held)
    return _happens(home, run, TrialStep.RESUMED, action="trial resume")


def amend(home: Home, words: str, *, shows_results: bool = False, trial_id: str | None = None) -> TrialCall:
    """Write a change of plan beside the plan, which stays as it was frozen.

    Parameters
    ----------
    words : what is done otherwise from today on.
    shows_results : the results, which were to stay hidden, are to be shown after all.

    Raises
    ------
    UsageError : no trial goes on, or nothing is said.
    """
    run = begun(home, trial_id)
    if not words.strip():
        raise UsageError(
            where="trial, change of plan",
            found="no words",
            expected="what is done otherwise",
            do="Say it in a few words.",
        )
    cause = RESULTS_SHOWN if shows_results else ""
    return _happens(home, run, TrialStep.AMENDED, words=words, cause=cause, action="trial change")


def stop(home: Home, *, words: str = "", trial_id: str | None = None) -> TrialCall:
    """End the trial because the person wishes it; no reason is asked for. It cannot be taken back.

    Raises
    ------
    UsageError : no trial goes on.
    """
    run = begun(home, trial_id)
    held = hold(home, run, StopCall(cause=StopCause.OWN_WISH), words=words)
    return _heeded(home, run, spoken(words, day=home.today(), now=home.now()), held=held)


def unwell(home: Home, words: str, *, trial_id: str | None = None) -> TrialCall:
    """Keep that something unwelcome happened that may come from the trial, and end it if it still goes on.

    The end cannot be taken back. What shows only after the last day is kept, too.

    Raises
    ------
    UsageError : there is no trial that was begun.
    """
    run, now = chosen(home, trial_id), home.now()
    _refuse_if(run.started is None, "a plan that was not begun", "commensal trial list")
    is_open = state_of(run, now.date()).is_open
    held = hold(home, run, StopCall(cause=StopCause.ADVERSE_EVENT), words=words) if is_open else None
    fact = AdverseEvent(trial_id=run.trial_id, words=words.strip())
    entries = [paper(fact, day=now.date(), now=now), *spoken(words, day=now.date(), now=now)]
    return _heeded(home, run, entries, held=held)


def _happens(home: Home, run: TrialRun, step: TrialStep, *, action: str, words: str = "", cause: str = "") -> TrialCall:
    now = home.now()
    fact = TrialEvent(trial_id=run.trial_id, step=step, cause=cause, words=words.strip())
    entries = [paper(fact, day=now.date(), now=now), *spoken(words, day=now.date(), now=now)]
    return _kept_and_heeded(home, run, entries, action=action)


def _kept_and_heeded(home: Home, run: TrialRun, entries: list[Entry], *, action: str) -> TrialCall:
    """Keep papers, and let the safety rules read the words among them before anything else is said."""
    keep(home, entries, action=action)
    heeded = heed(home, entries)
    held = hold_if_called(home, heeded=heeded)
    return TrialCall(standing=_again(home, run), held=held, heeded=heeded)


def _heeded(home: Home, run: TrialRun, entries: list[Entry], *, held: TrialHeld | None) -> TrialCall:
    """Keep what was said about a stop that is written already."""
    if entries:
        keep(home, entries, action="trial words")
    return TrialCall(standing=_again(home, run), held=held, heeded=heed(home, entries))


def _again(home: Home, run: TrialRun) -> TrialStanding:
    """How the trial stands now, read anew."""
    return standing_of(chosen(home, run.plan.hash), home.today())


def _next_look(run: TrialRun, today: date) -> date | None:
    """The next day with which a week (or what the plan says) is full."""
    plan, first = run.plan, run.plan.first_day
    if first is None or not state_of(run, today).is_open:
        return None
    looks = [*range(plan.look_every_days, plan.design.days, plan.look_every_days), plan.design.days]
    return next((day for n in looks if (day := first + timedelta(days=n - 1)) >= today), None)


def _check_trial_day(run: TrialRun, day: date, today: date) -> None:
    """Refuse a day that is none of this trial's.

    Raises
    ------
    UsageError : not begun, outside its days, after its end, or a day of rest.
    """
    first, ended = run.plan.first_day, run.ended_on
    is_its_own = run.started is not None and run.plan.index_of(day) is not None
    if not is_its_own or first is None or ended is None or day > ended:
        raise UsageError(
            where=f"trial, {day}",
            found="a day on which the trial did not run",
            expected="a day of the trial" if run.started is None else f"a day from {first} to {ended}",
            do="Nothing was kept. See: commensal trial today",
        )
    if day in paused_days(run, today):
        raise UsageError(
            where=f"trial, {day}",
            found="a day on which the trial rested",
            expected="a day on which it ran",
            do="Nothing was kept. To go on: commensal trial resume",
        )


def _refuse_if(is_so: bool, found: str, command: str) -> None:
    if is_so:
        raise UsageError(where="trial", found=found, expected="the other way round", do=f"Try: {command}")
