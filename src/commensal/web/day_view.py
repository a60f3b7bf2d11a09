"""A day made ready for its template: rows of numbers with words, and what is said to what was logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from commensal.records.entry import Entry
from commensal.records.facts import Note
from commensal.records.usual import repeatable
from commensal.report.fact_words import label_of, value_of
from commensal.report.labels import at_start
from commensal.report.numbers import brief, day_words
from commensal.service.day_now import DayNow
from commensal.service.followed import OFFERED, SLEEP, STOOL, STRESS
from commensal.service.log import Logged
from commensal.service.tapping import Tapped
from commensal.vocab.origin import Origin
from commensal.web.trial_told import held_lines
from commensal.web.words import words

_HOURS = (3, 4, 5, 6, 7, 8, 9, 10)
_FORMS = range(1, 8)
_POINTS = range(11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One button of a row: what is on it, what it says when read aloud, and whether it is what the day says."""

    value: float
    shown: str
    said: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of buttons.

    Parameters
    ----------
    key : its place on the page; no name of a symptom stands in an address.
    what : what it says, as ``service.tapping`` takes it.
    now : what the day says, in words; empty where nothing was said.
    hint : what the numbers mean, where nothing was said.
    """

    key: str
    what: str
    label: str
    now: str
    hint: str
    choices: tuple[Choice, ...]


def rows_of(tapped: Iterable[Tapped]) -> tuple[Row, ...]:
    """A row for each thing that is followed."""
    return tuple(_row(one, f"row_{number}") for number, one in enumerate(tapped))


def bad_day_row(shown: DayNow) -> Row:
    """The one question of a bad day: the first symptom that is followed; pain, where none is."""
    symptoms = [one for one in shown.rows if one.what not in (SLEEP, STOOL, STRESS)]
    return _row(symptoms[0] if symptoms else Tapped(what="pain", value=None), "row_0")


def empty_rows(whats: Iterable[str]) -> tuple[Row, ...]:
    """Rows that say nothing yet, and know nothing of anybody."""
    return rows_of(Tapped(what=what, value=None) for what in whats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One entry of a day, as its list shows it.

    Parameters
    ----------
    remark : how it came to be known, where it was not simply entered on its day.
    words : a person's own words of which nothing was read yet: they can be read now.
    stamp : what reading them again is named by.
    """

    id: str
    label: str
    value: str
    remark: str = ""
    words: str = ""
    stamp: str = ""


def kept_of(shown: DayNow) -> tuple[Kept, ...]:
    """The list of what a day holds."""
    entries = shown.logged.entries
    # what was understood of a sentence was written down at the same instant as the sentence
    read_at = {entry.recorded_at for entry in entries if not isinstance(entry.fact, Note)}
    return tuple(_kept(entry, is_read=entry.recorded_at in read_at) for entry in entries)


def can_be_usual(shown: DayNow) -> bool:
    """Whether the day holds something that could be the usual day."""
    return any(repeatable(entry.fact) is not None for entry in shown.logged.entries)


def _kept(entry: Entry, *, is_read: bool) -> Kept:
    unread = entry.fact.text if isinstance(entry.fact, Note) and not is_read else ""
    return Kept(
        id=entry.id,
        label=at_start(label_of(entry.fact)),
        value=value_of(entry.fact),
        remark=_remark(entry),
        words=unread,
        stamp=str(uuid5(NAMESPACE_URL, f"read/{entry.id}")) if unread else "",
    )


def _remark(entry: Entry) -> str:
    if entry.origin is not Origin.ENTERED:
        return words(f"today.origin_{entry.origin.value}")
    written_on = entry.recorded_at.date()
    return "" if written_on == entry.day else words("today.written_later", day=day_words(written_on))


def said_lines(logged: Logged) -> tuple[str, ...]:
    """What has to be said because of what was logged; nothing on an ordinary day."""
    lines = held_lines(logged.trial_held)
    if logged.heeded is not None:
        from commensal.report.safety_words import screening_lines  # noqa: PLC0415 - only when there is something to say

        lines += screening_lines(logged.heeded.screening, country=logged.heeded.country)
    return tuple(lines)


def name_of_row(what: str) -> str:
    """What a row is called: our word for what we offer, the person's own for what they named."""
    return words(f"welcome.thing_{what.replace(' ', '_')}") if what in OFFERED else at_start(what)


def _row(tapped: Tapped, key: str) -> Row:
    if tapped.what == SLEEP:
        choices = tuple(_choice(hours, words("today.hours", n=hours), tapped) for hours in _HOURS)
    elif tapped.what == STOOL:
        choices = tuple(_choice(form, words(f"today.stool_{form}", n=form), tapped) for form in _FORMS)
    else:
        choices = tuple(_choice(point, _of_ten(point), tapped) for point in _POINTS)
    now = next((choice.said for choice in choices if choice.is_chosen), "")
    if tapped.value is not None and not now:
        now = words("today.hours", n=brief(tapped.value)) if tapped.what == SLEEP else _of_ten(tapped.value)
    hint = words(f"today.hint_{tapped.what if tapped.what in (SLEEP, STOOL) else 'points'}")
    return Row(key=key, what=tapped.what, label=name_of_row(tapped.what), now=now, hint=hint, choices=choices)


def _choice(value: float, said: str, tapped: Tapped) -> Choice:
    return Choice(value=value, shown=brief(value), said=said, is_chosen=tapped.value == value)


def _of_ten(points: float) -> str:
    """A number with its word: "4 of 10, moderate"."""
    level = "none" if points == 0 else "mild" if points < 4 else "moderate" if points < 7 else "strong"
    return words("today.of_ten", n=brief(points), level=words(f"today.{'worst' if points == 10 else level}"))
