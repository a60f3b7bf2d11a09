"""Tapping: one number of one day, by one press. Pressed again, it is corrected and not logged twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import Fact, Sleep, StoolForm, Stress, SymptomRating
from commensal.service.followed import SLEEP, STOOL, STRESS
from commensal.service.heed import heed
from commensal.service.home import Home
from commensal.service.log import Logged, check_day
from commensal.service.repeating import DIARY_SOURCE
from commensal.service.trial_stops import hold_if_called
from commensal.service.wishes import CarriedOut
from commensal.service.words import Understood
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tapped:
    """What a row of numbers says of a day; ``value`` is None where nothing was said.

    Parameters
    ----------
    what : ``sleep`` [hours], ``stool`` [form 1-7], ``stress`` or the name of a symptom [NRS 0-10].
    """

    what: str
    value: float | None


def tap(home: Home, what: str, value: float, *, day: date | None = None) -> Logged:
    """Keep one number of one day, as one action; one that the day holds already is corrected.

    The night and the usual day's hours of sleep are corrected as well: what is entered counts before what was
    confirmed or copied. The same number once more changes nothing.

    Parameters
    ----------
    what, value : as in ``Tapped``; a symptom at 0 is a recorded "none".

    Raises
    ------
    InvalidRecordError : a number outside its range, or a day that has not come; nothing was written.
    """
    now = home.now()
    the_day = now.date() if day is None else day
    check_day(the_day, now)
    with home.journal() as journal:
        there = _there(journal.entries(first_day=the_day, last_day=the_day), what)
        fact = fact_of_tap(what, value, there=None if there is None else there.fact)
        entry = _entry(fact, the_day, now, there=there, what=what)
        is_new = there is None or there.fact != fact or there.origin is not Origin.ENTERED
        if is_new:
            journal.append([entry], action="log", now=now)
    kept = (entry,) if is_new else ()
    heeded = heed(home, kept, says_more=False)
    return Logged(
        day=the_day,
        entries=kept,
        is_backfilled=the_day != now.date(),
        understood=Understood(text=""),
        done=CarriedOut(),
        heeded=heeded,
        trial_held=hold_if_called(home, heeded=heeded),
    )


def tap_many(home: Home, taps: Mapping[tuple[date, str], float]) -> Logged:
    """Keep numbers of several days as one action, each as ``tap`` would; what a day says already is left as it is.

    Parameters
    ----------
    taps : value by day and by what it is about, as in ``Tapped``.

    Raises
    ------
    InvalidRecordError : a number outside its range, or a day that has not come; nothing was written.
    """
    now = home.now()
    for day, _what in taps:
        check_day(day, now)
    kept = []
    with home.journal() as journal:
        days = [day for day, _what in taps]
        there_all = journal.entries(first_day=min(days), last_day=max(days)) if days else ()
        for (day, what), value in taps.items():
            there = _there([entry for entry in there_all if entry.day == day], what)
            fact = fact_of_tap(what, value, there=None if there is None else there.fact)
            if there is None or there.fact != fact or there.origin is not Origin.ENTERED:
                kept.append(_entry(fact, day, now, there=there, what=what))
        if kept:
            journal.append(kept, action="log", now=now)
    heeded = heed(home, kept, says_more=False)
    return Logged(
        day=now.date(),
        entries=tuple(kept),
        is_backfilled=any(entry.day != now.date() for entry in kept),
        understood=Understood(text=""),
        done=CarriedOut(),
        heeded=heeded,
        trial_held=hold_if_called(home, heeded=heeded, reads_all=True),
    )


def tapped(entries: Sequence[Entry], whats: Iterable[str]) -> tuple[Tapped, ...]:
    """What each row says of the day whose entries these are."""
    found = ((what, _there(entries, what)) for what in whats)
    return tuple(Tapped(what=what, value=None if there is None else _value(there.fact)) for what, there in found)


def fact_of_tap(what: str, value: float, *, there: Fact | None = None) -> Fact:
    """The fact that a tap says; the parts of ``there`` that it does not speak of stay.

    Raises
    ------
    InvalidRecordError : a number outside its range.
    UsageError : a form of stool that is no whole number, or a row without a name.
    """
    if not what.strip():
        raise UsageError(where="the row", found="no name", expected="the name of a symptom", do="Nothing was changed.")
    if what == SLEEP:
        return replace(there, duration_h=value) if isinstance(there, Sleep) else Sleep(duration_h=value)
    if what == STOOL:
        if value != int(value):
            raise UsageError(
                where="stool form", found=f"{value:g}", expected="a whole number from 1 to 7", do="Nothing was changed."
            )
        return replace(there, form=int(value)) if isinstance(there, StoolForm) else StoolForm(form=int(value))
    if what == STRESS:
        return Stress(score=value)
    presence = Presence.NONE if value == 0 else Presence.RECORDED
    return SymptomRating(symptom=what.strip(), score=value, presence=presence)


def id_of_tap(day: date, what: str) -> str:
    """The id of what a row says of a day: one row, one day, one entry."""
    return imported_entry_id(DIARY_SOURCE, f"tap/{day.isoformat()}/{what.casefold()}")


def _there(entries: Iterable[Entry], what: str) -> Entry | None:
    """The entry that a row speaks of: the one that was written down last, if there is any."""
    found = [entry for entry in entries if entry.source == DIARY_SOURCE and _is_about(entry.fact, what)]
    return max(found, key=lambda entry: (entry.recorded_at, entry.id), default=None)


def _is_about(fact: Fact, what: str) -> bool:
    if isinstance(fact, Sleep):
        return what == SLEEP and fact.duration_h is not None
    if isinstance(fact, StoolForm):
        return what == STOOL and fact.form is not None
    if isinstance(fact, Stress):
        return what == STRESS and fact.scale == NRS_0_10 and fact.aspect == "stress" and fact.score is not None
    if isinstance(fact, SymptomRating):
        name = fact.symptom.replace("_", " ").casefold()
        return name == what.replace("_", " ").casefold() and fact.scale == NRS_0_10 and fact.score is not None
    return False


def _value(fact: Fact) -> float | None:
    if isinstance(fact, Sleep):
        return fact.duration_h
    if isinstance(fact, StoolForm):
        return fact.form
    return fact.score if isinstance(fact, Stress | SymptomRating) else None


def _entry(fact: Fact, day: date, now: datetime, *, there: Entry | None, what: str) -> Entry:
    return Entry(
        id=id_of_tap(day, what) if there is None else there.id,
        fact=fact,
        day=day,
        at=now if day == now.date() else None,
        recorded_at=now,
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )
