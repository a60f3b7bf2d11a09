"""Day: one day as it was logged, nothing summed and nothing filled in; and the last seven at a glance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from commensal.records.entry import Entry
from commensal.records.facts import FACT_BY_KIND, STANDING_KINDS
from commensal.records.imports import name_of
from commensal.service.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAsLogged:
    """The live entries of one day: by hour, those without one first; within an hour by kind and name, notes last."""

    day: date
    entries: tuple[Entry, ...]


def day_as_logged(home: Home, day: date | None = None) -> DayAsLogged:
    """Everything that was logged for ``day`` (today when left out). A day without entries is not an error."""
    the_day = home.today() if day is None else day
    return DayAsLogged(day=the_day, entries=sorted_day(_entries(home, the_day, the_day)))


def sorted_day(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of a day in the order of ``DayAsLogged``."""
    return tuple(sorted(entries, key=_place))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfWeek:
    """A day of the strip: whether anything was logged for it, and nothing else."""

    day: date
    is_logged: bool


DAYS_OF_A_STRIP = 7


def last_days(home: Home) -> tuple[DayOfWeek, ...]:
    """The last seven days, today last."""
    today = home.today()
    days = [today - timedelta(days=back) for back in reversed(range(DAYS_OF_A_STRIP))]
    logged = {entry.day for entry in _entries(home, days[0], today)}
    return tuple(DayOfWeek(day=day, is_logged=day in logged) for day in days)


def _entries(home: Home, first_day: date, last_day: date) -> tuple[Entry, ...]:
    """What was logged; what stands in the diary as a whole is on no day."""
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(first_day=first_day, last_day=last_day)
    return tuple(entry for entry in entries if entry.kind not in STANDING_KINDS)


_KINDS = tuple(FACT_BY_KIND)


def _place(entry: Entry) -> tuple[str, int, str]:
    clock = "" if entry.at is None else f"{entry.at:%H:%M}"
    return (clock, _KINDS.index(entry.kind), name_of(entry.fact).casefold())
