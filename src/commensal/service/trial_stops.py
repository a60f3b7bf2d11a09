"""A trial ends, or rests, within the very call that brings the bad news, whatever its results say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commensal.records.facts import TRIAL_KINDS
from commensal.records.trial_facts import STOP_ACTION, TrialEvent, TrialStep
from commensal.service.home import Home
from commensal.vocab.errors import InvalidRecordError

if TYPE_CHECKING:
    from commensal.service.heed import Heeded
    from commensal.trials.running import TrialRun
    from commensal.trials.stops import BadNews, StopCall

PAUSE_ACTION = "trial pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialHeld:
    """A trial that was just ended or paused, and why.

    Parameters
    ----------
    change : what was being tried, as the plan says it.
    """

    trial_id: str
    change: str
    on: date
    call: StopCall


def hold_if_called(home: Home, *, heeded: Heeded | None = None, reads_all: bool = False) -> TrialHeld | None:
    """End or pause the open trial where a stop rule says so; None where there is no such trial, or no reason.

    Parameters
    ----------
    heeded : what the safety rules say because of what was just kept.
    reads_all : ask the rules about all days since the trial began, and whether its kind of change is still fit for
        this person; before an instruction is given.
    """
    with home.journal_to_read() as journal:
        papers = () if journal is None else journal.entries(kinds=TRIAL_KINDS)
    if not papers:
        return None
    # Whoever runs no trial pays for none of this.
    from commensal.service.trial_journal import open_run  # noqa: PLC0415
    from commensal.trials.running import trial_runs  # noqa: PLC0415
    from commensal.trials.stops import stop_called  # noqa: PLC0415

    today = home.today()
    try:
        run = open_run(trial_runs(papers), today)
    except InvalidRecordError:
        return None  # A plan that cannot be read gives no instruction either; what was logged is kept all the same.
    if run is None:
        return None
    call = stop_called(run, _news(home, run, heeded=heeded, reads_all=reads_all), today=today)
    return None if call is None else hold(home, run, call)


def hold(home: Home, run: TrialRun, call: StopCall, *, words: str = "") -> TrialHeld:
    """Write the stop, or the pause, into the papers of a trial."""
    from commensal.service.trial_journal import keep, paper  # noqa: PLC0415

    now = home.now()
    event = TrialEvent(trial_id=run.trial_id, step=call.step, cause=call.cause.value, words=words.strip())
    is_stop = call.step is TrialStep.STOPPED
    key = f"trial/{run.trial_id}/stopped" if is_stop else None
    keep(home, [paper(event, day=now.date(), now=now, key=key)], action=STOP_ACTION if is_stop else PAUSE_ACTION)
    return TrialHeld(trial_id=run.trial_id, change=run.plan.change, on=now.date(), call=call)


def _news(home: Home, run: TrialRun, *, heeded: Heeded | None, reads_all: bool) -> BadNews:
    from commensal.records.person import Flag  # noqa: PLC0415
    from commensal.service.pacing import days_for_pacing  # noqa: PLC0415 - it imports what imports this module
    from commensal.service.person import person, recent_days  # noqa: PLC0415
    from commensal.trials.stops import BadNews, since_start  # noqa: PLC0415

    who = person(home)
    screening = heeded.screening if heeded is not None else None
    fired = () if screening is None else screening.fired
    if reads_all:
        from commensal.safety.screen import screen  # noqa: PLC0415 - the rules and their words cost a moment

        screening = screen(who, recent_days(home), None, today=home.today())
        fired = (*fired, *since_start(run, screening.fired))
    return BadNews(
        fired=fired,
        barred=frozenset() if screening is None else screening.barred,
        days=days_for_pacing(home),
        pem=who.answer(Flag.PEM),
    )
