"""Any note, whatever its letters and day, survives being written to a calendar and read back."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from commensal.trials.calendar import CalendarNote, calendar_text

_TITLES = st.text(st.characters(blacklist_categories=["Cc", "Cs"]), max_size=120) | st.text(
    "\\;,\näé€😀 x", max_size=120
)
_NOTES = st.lists(
    st.builds(
        CalendarNote,
        day=st.dates(date(1990, 1, 1), date(2150, 1, 1)),
        title=_TITLES,
        n_days=st.integers(1, 400),
    ),
    max_size=6,
)


def _read(text: str) -> list[CalendarNote]:
    """A reader of its own: unfold, split, take escapes back (RFC 5545, 3.1 and 3.3.11)."""
    lines = text.replace("\r\n ", "").split("\r\n")
    notes: list[CalendarNote] = []
    event: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            count = re.search(r"COUNT=(\d+)", event.get("RRULE", ""))
            title = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], event["SUMMARY"])
            day = datetime.strptime(event["DTSTART;VALUE=DATE"], "%Y%m%d").replace(tzinfo=UTC).date()
            notes.append(CalendarNote(day=day, title=title, n_days=int(count[1]) if count else 1))
        else:
            event[name] = value
    return notes


@given(_NOTES)
def test_notes_come_back_as_they_went(notes: list[CalendarNote]) -> None:
    """Days, counts and titles; no line is longer than the standard allows, and none ends otherwise."""
    text = calendar_text(notes, calendar_id="x", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert _read(text) == notes
    assert all(len(line.encode("utf-8")) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
