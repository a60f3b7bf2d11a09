"""The papers of trials in the diary: read as runs, found by name, and written one action at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from commensal.records.entry import Entry
from commensal.records.facts import TRIAL_KINDS, Fact, Note
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE
from commensal.trials.running import TrialRun, TrialState, state_of, trial_runs
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin


def runs(home: Home) -> tuple[TrialRun, ...]:
    """Every trial of the diary, oldest first."""
    with home.journal_to_read() as journal:
        return () if journal is None else trial_runs(journal.entries(kinds=TRIAL_KINDS))


def open_run(found: Sequence[TrialRun], today: date) -> TrialRun | None:
    """The one trial that was begun and has not ended; None where there is none."""
    return next((run for run in found if state_of(run, today).is_open), None)


def chosen(home: Home, trial_id: str | None = None) -> TrialRun:
    """The trial a person means: by the beginning of its name, else the open one, else the newest.

    Raises
    ------
    UsageError : there is none, or the name fits none or several.
    """
    found = runs(home)
    if trial_id is not None:
        return _named(found, trial_id)
    if not found:
        raise UsageError(
            where="trial", found="no trial yet", expected="a plan first", do="Try: commensal trial suggest"
        )
    return open_run(found, home.today()) or found[-1]


def begun(home: Home, trial_id: str | None = None) -> TrialRun:
    """The open trial a person means, for what can only be said of one that goes on.

    Raises
    ------
    UsageError : it was not begun, or it is over.
    """
    run = chosen(home, trial_id)
    state = state_of(run, home.today())
    if state.is_open:
        return run
    if state is TrialState.PLANNED:
        raise UsageError(
            where="trial",
            found="a plan that was not begun",
            expected="one that goes on",
            do="Try: commensal trial start",
        )
    raise UsageError(
        where="trial", found="a trial that is over", expected="one that goes on", do="Try: commensal trial verdict"
    )


def paper(fact: Fact, *, day: date, now: datetime, key: str | None = None) -> Entry:
    """A paper of a trial as an entry. With a key, saying it again changes it and adds no second one."""
    return Entry(
        id=str(uuid4()) if key is None else imported_entry_id(DIARY_SOURCE, key),
        fact=fact,
        day=day,
        recorded_at=now,
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )


def spoken(words: str, *, day: date, now: datetime) -> list[Entry]:
    """A person's words beside a paper, as a note of the day, so that the safety rules read them like all others."""
    return [paper(Note(text=words.strip()), day=day, now=now)] if words.strip() else []


def keep(home: Home, entries: Iterable[Entry], *, action: str) -> None:
    """Write papers as one action."""
    with home.journal() as journal:
        journal.append(entries, action=action, now=home.now())


def _named(found: Sequence[TrialRun], trial_id: str) -> TrialRun:
    wanted = trial_id.strip().casefold()
    fitting = [run for run in found if wanted and run.plan.hash.startswith(wanted)]
    if len(fitting) != 1:
        raise UsageError(
            where=f"trial {trial_id}",
            found="no trial of that name" if not fitting else f"{len(fitting)} trials",
            expected="the beginning of one name in: commensal trial list",
            do="Check the name.",
        )
    return fitting[0]
