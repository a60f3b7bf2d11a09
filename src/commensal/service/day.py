"""Day: one day as it was logged, nothing summed and nothing filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from commensal.records.entry import Entry
from commensal.records.facts import FACT_BY_KIND
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
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(first_day=the_day, last_day=the_day)
    return DayAsLogged(day=the_day, entries=tuple(sorted(entries, key=_place)))


_KINDS = tuple(FACT_BY_KIND)


def _place(entry: Entry) -> tuple[str, int, str]:
    clock = "" if entry.at is None else f"{entry.at:%H:%M}"
    return (clock, _KINDS.index(entry.kind), name_of(entry.fact).casefold())
