"""Pacing: what the monitor sees, the crashes with the days before them, and marking a crash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import SymptomRating
from commensal.records.person import Flag
from commensal.safety.pacing import PacingWatch, StopAdvice, can_watch, stop_rule, watch
from commensal.safety.pacing_crashes import CrashSpell, crash_spells
from commensal.safety.pacing_days import CRASH, PacingDay, pacing_days
from commensal.service.home import Home
from commensal.service.log import check_day
from commensal.service.person import person
from commensal.service.repeating import DIARY_SOURCE
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.vocab.answers import Answer
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from commensal.vocab.scales import YES_NO

if TYPE_CHECKING:
    from commensal.report.pacing_words import LoadBefore

LONGEST_CRASH_DAYS = 366
"""A crash longer than this is more likely a slip in a date. [days]"""

_KINDS = frozenset({"activity", "stress", "symptom_rating", "event"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """What the diary says about load and what came after it, on one day; ``before`` is the days before all crashes."""

    today: date
    seen: PacingWatch
    crashes: tuple[CrashSpell, ...]
    before: tuple[LoadBefore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What the stop rule says of the days since something new was begun.

    Parameters
    ----------
    advice : two worse days in a row, or None where none are logged, which is no all-clear.
    can_watch : there is a usual from before to compare with; else only marked crashes count.
    is_careful : which of the two rules was used; see ``safety.pacing.stop_rule``.
    n_days, n_blank_days : days from the first to today, and those on which nothing was said of how one felt. [days]
    """

    began: date
    today: date
    advice: StopAdvice | None
    can_watch: bool
    is_careful: bool
    n_days: int
    n_blank_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashMarked:
    """The days that were marked, first to last; ``is_crash`` is False for "no crash".

    Parameters
    ----------
    trial_held : a trial that this ended; None when there is none.
    """

    first_day: date
    last_day: date
    is_crash: bool
    trial_held: TrialHeld | None = None


def pacing(home: Home) -> Pacing:
    """Watch load and the days after it, and list the crashes. An empty diary is not an error."""
    from commensal.service.pacing_before import loads_before_crashes  # noqa: PLC0415 - numpy only where it is shown

    today = home.today()
    days = days_for_pacing(home)
    return Pacing(
        today=today, seen=watch(days, today=today), crashes=crash_spells(days), before=loads_before_crashes(days)
    )


def days_for_pacing(home: Home) -> tuple[PacingDay, ...]:
    """The diary's days as pacing reads them."""
    with home.journal_to_read() as journal:
        return () if journal is None else pacing_days(journal.entries(kinds=_KINDS))


def since(home: Home, began: date) -> Since:
    """Whether two worse days in a row came since something new was begun: the stop rule, on the diary as it is.

    The careful rule holds unless the person, or a questionnaire, said that effort does not set them back.

    Raises
    ------
    InvalidRecordError : a day that has not come.
    """
    check_day(began, home.now())
    today, days = home.today(), days_for_pacing(home)
    is_careful = person(home).answer(Flag.PEM) is not Answer.NO
    told = {day.day for day in days if day.symptoms or day.is_crash is not None}
    return Since(
        began=began,
        today=today,
        advice=stop_rule(days, started=began, today=today, is_careful=is_careful),
        can_watch=can_watch(days, started=began),
        is_careful=is_careful,
        n_days=(today - began).days + 1,
        n_blank_days=sum(began + timedelta(days=n) not in told for n in range((today - began).days + 1)),
    )


def mark_crash(home: Home, *, first_day: date | None = None, last_day: date | None = None) -> CrashMarked:
    """Mark the days of a crash, as one action; today alone when no day is given.

    A crash whose end is not known is marked for its first day only: the days since are not filled in for anybody.

    Raises
    ------
    UsageError : it ends before it begins, or spans more than a year.
    InvalidRecordError : a day that has not come.
    """
    today = home.today()
    first = first_day or last_day or today
    last = last_day or first
    check_day(last, home.now())
    if not first <= last or (last - first).days >= LONGEST_CRASH_DAYS:
        raise UsageError(
            where="the crash",
            found=f"{first} to {last}",
            expected="a first day, and a last day on it or after it",
            do="Check the two days; nothing was kept.",
        )
    _mark(home, [first + timedelta(days=step) for step in range((last - first).days + 1)], is_crash=True)
    return CrashMarked(first_day=first, last_day=last, is_crash=True, trial_held=hold_if_called(home))


def mark_no_crash(home: Home, *, day: date | None = None) -> CrashMarked:
    """Record that a day (today when left out) was no crash day, which a blank does not say.

    Raises
    ------
    InvalidRecordError : a day that has not come.
    """
    the_day = day or home.today()
    check_day(the_day, home.now())
    _mark(home, [the_day], is_crash=False)
    return CrashMarked(first_day=the_day, last_day=the_day, is_crash=False)


def _mark(home: Home, days: list[date], *, is_crash: bool) -> None:
    """One mark a day: saying it again, or otherwise, changes the mark and adds no second one."""
    now = home.now()
    fact = SymptomRating(
        symptom=CRASH,
        score=1.0 if is_crash else 0.0,
        scale=YES_NO,
        presence=Presence.RECORDED if is_crash else Presence.NONE,
    )
    entries = [
        Entry(
            id=imported_entry_id(DIARY_SOURCE, f"{CRASH}/{day}"),
            fact=fact,
            day=day,
            recorded_at=now,
            origin=Origin.ENTERED,
            source=DIARY_SOURCE,
        )
        for day in days
    ]
    with home.journal() as journal:
        journal.append(entries, action=CRASH, now=now)
