"""What a trial has shown: read from the diary, by the analysis that its plan fixed before the first day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from commensal.records.entry import Entry
from commensal.service.home import Home
from commensal.service.trial import TrialStanding, standing_of
from commensal.service.trial_journal import chosen
from commensal.service.trial_outcomes import days_before, entries_of, outcome_days
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.trials.adherence import adherence_by_day, share_kept
from commensal.trials.analyse import analyse
from commensal.trials.hardly_kept import unless_hardly_kept
from commensal.trials.person_noise import noise_of
from commensal.trials.reintroduction import Reintroduction, reintroduction_of
from commensal.trials.result import TrialResult
from commensal.trials.running import TrialRun, TrialState
from commensal.trials.stops import StopCause
from commensal.trials.verdict import StoppedFor, Verdict, verdict
from commensal.vocab.errors import UsageError

_STOPPED_FOR = {StopCause.OWN_WISH.value: StoppedFor.OWN_WISH, StopCause.ADVERSE_EVENT.value: StoppedFor.BAD_REACTION}
"""Every other cause is harm, or may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialLook:
    """A look at a trial.

    Parameters
    ----------
    result : None before the first day with an outcome, and while results are hidden.
    until : last day that was looked at; None where no day has come.
    verdict : what the result says; None without a result.
    reintroduction : how what was left out comes back; None where nothing is, the trial goes on, or harm ended it.
    held : the trial was ended or paused by this very call.
    outcomes : what was recorded on each day that was looked at; None where nothing was. [points]
    """

    standing: TrialStanding
    result: TrialResult | None
    until: date | None
    verdict: Verdict | None
    reintroduction: Reintroduction | None
    held: TrialHeld | None = None
    outcomes: tuple[float | None, ...] = ()


def look(home: Home, trial_id: str | None = None) -> TrialLook:
    """Look at a trial, as often as one likes: weekly looks and the always-on number allow for it.

    Results that the person chose to hide are not even worked out before the trial is over.

    Raises
    ------
    UsageError : there is no trial, or it was not begun.
    """
    run = chosen(home, trial_id)
    if run.started is None:
        raise UsageError(
            where="trial", found="a plan that was not begun", expected="days of it", do="Try: commensal trial start"
        )
    held = hold_if_called(home, reads_all=True)
    run = chosen(home, run.plan.hash)
    standing = standing_of(run, home.today())
    back = _way_back(run, standing)
    if standing.are_results_hidden:
        return TrialLook(standing=standing, result=None, until=None, verdict=None, reintroduction=back, held=held)
    entries = entries_of(home)
    until = _until(run, entries, standing)
    first = run.plan.first_day
    outcomes = None if until is None or first is None else outcome_days(entries, run.plan.outcome, first, until)
    result = None if outcomes is None or not np.isfinite(outcomes).any() else _result(run, entries, outcomes)
    return TrialLook(
        standing=standing,
        result=result,
        until=until,
        verdict=None if result is None else _verdict(run, result, standing.today),
        reintroduction=back,
        held=held,
        outcomes=() if outcomes is None else tuple(float(x) if np.isfinite(x) else None for x in outcomes),
    )


def stopped_for(run: TrialRun) -> StoppedFor | None:
    """Why a trial ended before its last day, as the verdict wants it; a bad reaction counts whenever it showed."""
    if run.unwelcome:
        return StoppedFor.BAD_REACTION
    return None if run.stopped is None else _STOPPED_FOR.get(run.stopped.cause, StoppedFor.HARM)


def _verdict(run: TrialRun, result: TrialResult, today: date) -> Verdict:
    return unless_hardly_kept(verdict(result, run.plan, stopped_for=stopped_for(run)), share_kept(run, today))


def _result(run: TrialRun, entries: Sequence[Entry], outcomes: NDArray[np.float64]) -> TrialResult:
    plan, first = run.plan, run.plan.first_day
    assert first is not None, "a trial that was begun has a first day"
    days = [first + timedelta(days=n) for n in range(len(outcomes))]
    noise = noise_of(days_before(entries, plan.outcome, first), plan.outcome)
    said = adherence_by_day(run, days[-1])
    return analyse(
        plan, days, outcomes, adherence=[said.get(day) for day in days], prior_sd=None if noise is None else noise.sd
    )


def _until(run: TrialRun, entries: Sequence[Entry], standing: TrialStanding) -> date | None:
    """The last day to look at: today once its outcome is there, else yesterday; never beyond the end of the trial."""
    plan, first, last, ended = run.plan, run.plan.first_day, run.plan.last_day, run.ended_on
    if first is None or last is None or ended is None:
        return None
    today = standing.today
    is_rated = bool(np.isfinite(outcome_days(entries, plan.outcome, today, today)).any())
    end = ended if standing.state is TrialState.STOPPED else last + timedelta(days=plan.lag_min_days)
    until = min(today if is_rated else today - timedelta(days=1), end)
    return until if until >= first else None


def _way_back(run: TrialRun, standing: TrialStanding) -> Reintroduction | None:
    # After harm no day is named for anything: somebody should look first.
    if not standing.state.is_over or stopped_for(run) in (StoppedFor.HARM, StoppedFor.BAD_REACTION):
        return None
    return reintroduction_of(run.plan, stopped_on=run.ended_on)
