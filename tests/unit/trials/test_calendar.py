"""A calendar file that any calendar can read, and that tells nobody anything."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from commensal.trials.calendar import (
    FILE_NAME,
    LAST_TITLE,
    LOOK_BACK_TITLE,
    TODAY_TITLE,
    CalendarNote,
    Reminders,
    calendar_notes,
    calendar_text,
)
from commensal.trials.plan import TrialPlan
from commensal.trials.reintroduction import reintroduction_of
from commensal.vocab.errors import UsageError
from tests.unit.trials.trial_examples import FIRST_DAY, plan

_NOW = datetime(2026, 11, 21, 18, 30, tzinfo=timezone(timedelta(hours=1)))
_HEALTH_WORDS = re.compile(
    r"pain|fatigue|gut|food|trial|health|symptom|bread|fibre|diet|dose|medic|arm|week|test|study|without|fog",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def bread() -> TrialPlan:
    return plan("food_out_and_back", subject="bread")


def _text(made: TrialPlan, **options: object) -> str:
    notes = calendar_notes(made, **options)  # type: ignore[arg-type]
    return calendar_text(notes, calendar_id=made.hash[:12], now=_NOW)


def test_one_note_a_day_then_the_last_and_a_look_back(bread: TrialPlan) -> None:
    """Every day of the trial, once; the day after it, a look back."""
    first, last, back = calendar_notes(bread)
    assert (first.day, first.title, first.n_days) == (FIRST_DAY, TODAY_TITLE, 55)
    assert (last.day, last.title) == (bread.last_day, LAST_TITLE)
    assert back == CalendarNote(day=last.day + timedelta(days=1), title=LOOK_BACK_TITLE)


def test_fewer_notes_for_whoever_wants_fewer(bread: TrialPlan) -> None:
    """Only the first day, days on which the note differs, and the end."""
    notes = calendar_notes(bread, reminders=Reminders.WHEN_IT_CHANGES)
    days = [note.day for note in notes if note.title == TODAY_TITLE]
    changes = [
        day
        for day, arm, before in zip(bread.dates[1:], bread.schedule[1:], bread.schedule, strict=False)
        if arm != before
    ]
    assert days == [FIRST_DAY, *changes]
    assert len(notes) < bread.design.days // 2


def test_the_way_back_is_in_the_calendar(bread: TrialPlan) -> None:
    """The days on which a food comes back, under the same neutral title."""
    back = reintroduction_of(bread)
    assert back is not None
    notes = calendar_notes(bread, reintroduction=back)
    assert [note.day for note in notes if note.day > bread.dates[-1] and note.title == TODAY_TITLE] == list(
        back.portion_days
    )


@pytest.mark.parametrize("reminders", list(Reminders))
def test_no_word_of_health_anywhere(bread: TrialPlan, reminders: Reminders) -> None:
    """Neither in a title nor in any other line, nor in the name of the file."""
    text = _text(bread, reminders=reminders, reintroduction=reintroduction_of(bread))
    said = [line for line in text.splitlines() if not line.startswith(("UID", "BEGIN", "END", "CALSCALE", "METHOD"))]
    assert [line for line in said if _HEALTH_WORDS.search(line)] == []
    assert not _HEALTH_WORDS.search(FILE_NAME)
    assert {line for line in said if line.startswith("SUMMARY")} <= {
        f"SUMMARY:{title}" for title in (TODAY_TITLE, LAST_TITLE, LOOK_BACK_TITLE)
    }


def test_the_file_keeps_the_standard(bread: TrialPlan) -> None:
    """Line ends, required lines, whole days, an instant in UTC (RFC 5545, 3.6 and 3.6.1)."""
    text = _text(bread)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith("END:VCALENDAR\r\n")
    assert text.count("\n") == text.count("\r\n")
    for event in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        assert re.search(r"^UID:[0-9a-f]{12}-\d+-\d{8}@commensal\.invalid\r$", event, re.MULTILINE)
        assert "DTSTAMP:20261121T173000Z\r\n" in event
        assert re.search(r"^DTSTART;VALUE=DATE:\d{8}\r$", event, re.MULTILINE)
        assert "TRANSP:TRANSPARENT\r\n" in event
    assert "RRULE:FREQ=DAILY;COUNT=55\r\n" in text


def test_each_event_has_an_id_of_its_own_that_stays(bread: TrialPlan) -> None:
    """A file that is opened twice leaves no doubles."""
    ids = re.findall(r"UID:(\S+)", _text(bread, reminders=Reminders.WHEN_IT_CHANGES))
    assert len(set(ids)) == len(ids)
    again = calendar_text(
        calendar_notes(bread, reminders=Reminders.WHEN_IT_CHANGES),
        calendar_id=bread.hash[:12],
        now=_NOW + timedelta(days=3),
    )
    assert re.findall(r"UID:(\S+)", again) == ids


def test_a_title_is_escaped_and_folded() -> None:
    """Marks with a meaning are escaped; a long line is broken without cutting a letter in two."""
    title = "Notes, again; a \\ and\na new line " + "ä" * 80
    text = calendar_text(
        [CalendarNote(day=date(2026, 3, 1), title=title)], calendar_id="x", now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "")
    assert "SUMMARY:Notes\\, again\\; a \\\\ and\\na new line " + "ä" * 80 + "\r\n" in unfolded


def test_a_plan_without_a_first_day_has_no_calendar(bread: TrialPlan) -> None:
    """There is nothing to write down yet."""
    made = TrialPlan.from_json(bread.to_json())
    undated = TrialPlan(**{name: getattr(made, name) for name in TrialPlan.__slots__ if name != "first_day"})
    with pytest.raises(UsageError, match="first day"):
        calendar_notes(undated)
