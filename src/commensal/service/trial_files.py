"""Files of a trial: a calendar that says nothing of health, and the proof of a plan from its file alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commensal.service.home import Home
from commensal.service.private_file import write_private
from commensal.service.trial_journal import chosen, runs
from commensal.trials.calendar import Reminders, calendar_notes, calendar_text
from commensal.trials.plan import TrialPlan
from commensal.trials.reintroduction import reintroduction_of
from commensal.trials.running import ID_LENGTH, state_of
from commensal.vocab.errors import UnreadableFileError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChecked:
    """A plan whose hash fits and whose seed gives its days again.

    Parameters
    ----------
    trial_id : of the trial in this diary that it belongs to; None where there is none.
    """

    plan: TrialPlan
    trial_id: str | None


def check_plan(home: Home, file: Path | None = None) -> PlanChecked:
    """Prove a plan from its file: nothing was changed since, and the days were drawn and not chosen.

    Parameters
    ----------
    file : the plan of the trial in the diary when it is None.

    Raises
    ------
    InvalidRecordError : it was changed, or its seed does not give its days.
    UnreadableFileError : the file cannot be read as text.
    UsageError : no file, and no trial in the diary.
    """
    if file is None:
        run = chosen(home)
        run.plan.verify_schedule()
        return PlanChecked(plan=run.plan, trial_id=run.trial_id)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableFileError(
            where=str(file), found="a file that cannot be read", expected="a plan as JSON", do="Check the file."
        ) from problem
    plan = TrialPlan.from_json(text)
    known = any(run.plan.hash == plan.hash for run in runs(home))
    return PlanChecked(plan=plan, trial_id=plan.hash[:ID_LENGTH] if known else None)


def write_calendar(home: Home, file: Path, *, is_sparse: bool = False, trial_id: str | None = None) -> int:
    """Write the days of a trial as a calendar file; gives the number of its notes.

    Raises
    ------
    UsageError : there is no trial, or it is over: then nothing is left to be reminded of.
    """
    text, n_notes = calendar_of(home, is_sparse=is_sparse, trial_id=trial_id)
    write_private(file, text)
    return n_notes


def calendar_of(home: Home, *, is_sparse: bool = False, trial_id: str | None = None) -> tuple[str, int]:
    """The days of a trial as the text of a calendar file, and the number of its notes.

    Raises
    ------
    UsageError : there is no trial, or it is over.
    """
    run = chosen(home, trial_id)
    if state_of(run, home.today()).is_over:
        raise UsageError(
            where="trial, calendar",
            found="a trial that is over",
            expected="one that is planned or goes on",
            do="Take its notes out of your calendar; they are called Commensal.",
        )
    notes = calendar_notes(
        run.plan,
        reminders=Reminders.WHEN_IT_CHANGES if is_sparse else Reminders.EVERY_DAY,
        reintroduction=reintroduction_of(run.plan),
    )
    return calendar_text(notes, calendar_id=run.trial_id, now=home.now()), len(notes)
