"""Reporting: what the diary says, and what it cannot say, as one result that every form of report is drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from commensal.findings.finding import Findings
from commensal.records.day_table import DayTable
from commensal.records.facts import STANDING_KINDS
from commensal.report.known_truth import KnownEffect
from commensal.service.find import findings_of
from commensal.service.hidden_days import left_out
from commensal.service.home import Home
from commensal.service.private_file import write_private
from commensal.service.truth import is_synthetic, known_effects
from commensal.vocab.errors import NotAnalysableError


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """Findings, the day table they rest on, and when they were made.

    Parameters
    ----------
    is_synthetic : the days were made by a program; every report of them says so.
    truth : what was built into a synthetic person; None when nothing is known to have been.
    seen_until : last day that was looked at, where a running trial hides its own days; None otherwise.
    """

    findings: Findings
    table: DayTable
    made_at: datetime
    is_synthetic: bool = False
    truth: tuple[KnownEffect, ...] | None = None
    seen_until: date | None = None


def look(
    home: Home,
    *,
    outcomes: Sequence[str] | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    seed: int = 0,
) -> Looked:
    """What goes with what in the diary.

    Parameters
    ----------
    outcomes : names of the outcomes; every symptom when None.
    first_day, last_day : only days from here to there, both included; days that a running trial hides are left out.
    seed : the only source of chance; the same seed gives the same answer.

    Raises
    ------
    NotAnalysableError : nothing in the diary yet, or no such outcome. Too few days is a result, not an error.
    """
    seen_until, _ = left_out(home)
    if seen_until is not None:
        last_day = seen_until if last_day is None else min(last_day, seen_until)
    with home.journal_to_read() as journal:
        kept = () if journal is None else journal.entries(first_day=first_day, last_day=last_day)
    entries = tuple(entry for entry in kept if entry.kind not in STANDING_KINDS)
    if not entries:
        raise _nothing_yet() if first_day is last_day is None else _nothing_between(first_day, last_day)
    findings, table = findings_of(entries, outcomes=outcomes, seed=seed)
    made_up = is_synthetic(entries)
    return Looked(
        findings=findings,
        table=table,
        made_at=home.now(),
        is_synthetic=made_up,
        truth=known_effects(home.folder, table) if made_up else None,
        seen_until=seen_until,
    )


def write_page(looked: Looked, file: Path) -> None:
    """Write the findings as one self-contained HTML page, for its owner's eyes alone."""
    from commensal import __version__  # noqa: PLC0415
    from commensal.report.html import findings_page  # noqa: PLC0415 - templates only when a page is made

    page = findings_page(
        looked.findings,
        looked.table,
        generated_at=looked.made_at,
        version=__version__,
        is_synthetic=looked.is_synthetic,
        truth=looked.truth,
    )
    write_private(file, page)


def _nothing_yet() -> NotAnalysableError:
    return NotAnalysableError(
        where="the diary",
        found="nothing yet",
        expected="a few logged days, or an import",
        do="Start with: commensal log --pain 4. Or: commensal import FILE. Or look at: commensal demo.",
    )


def _nothing_between(first_day: date | None, last_day: date | None) -> NotAnalysableError:
    return NotAnalysableError(
        where="the diary",
        found=f"nothing from {first_day or 'its first day'} to {last_day or 'its last day'}",
        expected="logged days in between",
        do="Choose other days.",
    )
