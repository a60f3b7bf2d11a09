"""A calendar file for a trial: whole-day notes whose titles say nothing of health (RFC 5545).

Six lines an event and no time zone, so it is written here and checked against a reader of its own. A calendar is
often shared with family or work: it holds no arm, no food, no symptom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from commensal.trials.plan import TrialPlan
from commensal.trials.reintroduction import Reintroduction
from commensal.vocab.errors import UsageError

FILE_NAME: Final = "commensal-notes.ics"
"""A name that says nothing."""

TODAY_TITLE: Final = "Commensal: look at today's note"
LAST_TITLE: Final = "Commensal: the last note"
LOOK_BACK_TITLE: Final = "Commensal: time to look back"

_MOST_OCTETS = 75
_PRODUCT = "-//Commensal//Notes//EN"


class Reminders(StrEnum):
    """How often the calendar speaks."""

    EVERY_DAY = "every_day"
    WHEN_IT_CHANGES = "when_it_changes"
    """Only on days on which the note differs from the day before. Whoever sees the calendar can guess the pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarNote:
    """One whole-day event; on ``n_days`` days in a row."""

    day: date
    title: str
    n_days: int = 1


def calendar_notes(
    plan: TrialPlan, *, reminders: Reminders = Reminders.EVERY_DAY, reintroduction: Reintroduction | None = None
) -> tuple[CalendarNote, ...]:
    """The events of a trial, in the order of their days.

    Parameters
    ----------
    reintroduction : where something was left out, the days on which it comes back.

    Raises
    ------
    UsageError : the plan has no first day yet.
    """
    if plan.first_day is None or plan.last_day is None:
        raise UsageError(
            where="trial, calendar", found="a plan without a first day", expected="a first day", do="Choose a day."
        )
    return tuple(sorted(_notes(plan, plan.first_day, plan.last_day, reminders, reintroduction), key=_order))


def calendar_text(notes: Sequence[CalendarNote], *, calendar_id: str, now: datetime) -> str:
    """The notes as an iCalendar file.

    Parameters
    ----------
    calendar_id : what tells this trial's notes from another's, such as the beginning of the plan's hash. The same
        id and day give the same event, so a file that is opened twice leaves no doubles.
    now : when the file was made; an instant with offset.

    Returns
    -------
    Text with the line ends of the standard (CR LF), lines of at most 75 octets; to be written as UTF-8, unchanged.
    """
    assert now.tzinfo is not None, "an instant with offset"
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for number, note in enumerate(notes):
        lines += _event(note, number, calendar_id, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _notes(
    plan: TrialPlan, first: date, last: date, reminders: Reminders, back: Reintroduction | None
) -> Iterator[CalendarNote]:
    days_before_last = plan.design.days - 1
    if reminders is Reminders.EVERY_DAY and days_before_last:
        yield CalendarNote(day=first, title=TODAY_TITLE, n_days=days_before_last)
    if reminders is Reminders.WHEN_IT_CHANGES:
        for index in range(days_before_last):
            if index == 0 or plan.schedule[index] != plan.schedule[index - 1]:
                yield CalendarNote(day=first + timedelta(days=index), title=TODAY_TITLE)
    yield CalendarNote(day=last, title=LAST_TITLE)
    yield CalendarNote(day=last + timedelta(days=1), title=LOOK_BACK_TITLE)
    for day in () if back is None else back.portion_days:
        yield CalendarNote(day=day, title=TODAY_TITLE)


def _order(note: CalendarNote) -> tuple[date, str]:
    return note.day, note.title


def _event(note: CalendarNote, number: int, calendar_id: str, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{calendar_id}-{number}-{note.day:%Y%m%d}@commensal.invalid"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{note.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{note.day + timedelta(days=1):%Y%m%d}"
    if note.n_days > 1:
        yield f"RRULE:FREQ=DAILY;COUNT={note.n_days}"
    yield f"SUMMARY:{_escaped(note.title)}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    """Text as the standard wants it (RFC 5545, 3.3.11)."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, never cutting a letter in two (RFC 5545, 3.1)."""
    piece, room = "", _MOST_OCTETS
    for char in line:
        size = len(char.encode("utf-8"))
        if size > room:
            yield piece
            piece, room = " ", _MOST_OCTETS - 1
        piece += char
        room -= size
    yield piece
