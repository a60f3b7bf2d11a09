"""Help with not knowing which days are which: somebody else keeps the envelope, the person sees letters.

It is help and no proof: this computer knows the plan, and whoever wants to look can.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from commensal.records.trial_facts import TrialEvent, TrialStep
from commensal.service.home import Home
from commensal.service.private_file import write_private
from commensal.service.trial_journal import chosen, keep, paper
from commensal.trials.running import TrialRun, TrialState, state_of
from commensal.vocab.errors import UnreadableFileError, UsageError

if TYPE_CHECKING:
    from commensal.trials.envelope import Envelope

_MOST_SEED = 2**63


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeSealed:
    """An envelope that was sealed: its file and the page for whoever keeps it. What is in it is not told here."""

    file: Path
    page: Path
    fingerprint: str


def seal_envelope(home: Home, file: Path, *, trial_id: str | None = None) -> EnvelopeSealed:
    """Draw letters for the packages, write the envelope for somebody else, and keep its fingerprint.

    Two files are written: the envelope itself, and beside it a page that says what goes into which package.

    Raises
    ------
    UsageError : the trial was begun, or the change cannot be put into packages that look alike.
    """
    import numpy as np  # noqa: PLC0415 - only where letters are drawn

    from commensal.report.trial_envelope_words import envelope_paper  # noqa: PLC0415
    from commensal.report.trial_paper import paper_text  # noqa: PLC0415
    from commensal.trials.envelope import seal  # noqa: PLC0415

    run, now = chosen(home, trial_id), home.now()
    if state_of(run, now.date()) is not TrialState.PLANNED:
        raise UsageError(
            where="trial, envelope",
            found="a trial that was begun",
            expected="a plan that was not begun",
            do="Seal the envelope before the first day.",
        )
    envelope = seal(run.plan, np.random.default_rng(secrets.randbelow(_MOST_SEED)))
    page = file.with_suffix(".txt")
    write_private(file, envelope.to_json() + "\n")
    write_private(page, paper_text(envelope_paper(envelope, run.plan)))
    letters = "".join(letter for _, letter in envelope.letter_of_day)
    kept = TrialEvent(
        trial_id=run.trial_id,
        step=TrialStep.SEALED,
        cause=envelope.fingerprint,
        words=json.dumps({"letters": letters}),
    )
    key = f"trial/{run.trial_id}/sealed"
    keep(home, [paper(kept, day=now.date(), now=now, key=key)], action="trial envelope")
    return EnvelopeSealed(file=file, page=page, fingerprint=envelope.fingerprint)


def open_envelope(home: Home, file: Path, *, trial_id: str | None = None) -> Envelope:
    """Open the envelope of a trial that is over, and prove that it is the one that was sealed.

    Raises
    ------
    UsageError : the trial is not over, or none was sealed.
    InvalidRecordError : another envelope, or one that was changed.
    """
    from commensal.trials.envelope import opened  # noqa: PLC0415

    run = chosen(home, trial_id)
    if run.sealed is None or not state_of(run, home.today()).is_over:
        raise UsageError(
            where="trial, envelope",
            found="no envelope that may be opened now",
            expected="a trial that is over, and for which one was sealed",
            do="Leave it closed until the end.",
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise UnreadableFileError(
            where=str(file), found="a file that cannot be read", expected="the envelope", do="Ask whoever keeps it."
        ) from problem
    return opened(text, run.plan, fingerprint=run.sealed.cause)


def letters_of(run: TrialRun) -> Mapping[date, str] | None:
    """The letter of each day's package; None where no envelope was sealed."""
    first = run.plan.first_day
    if run.sealed is None or first is None:
        return None
    letters: str = json.loads(run.sealed.words)["letters"]
    return {first + timedelta(days=number): letter for number, letter in enumerate(letters)}
