"""Two weeks on paper: which days and things a sheet has room for, and what the diary says of them already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from commensal.service.followed import followed
from commensal.service.home import Home
from commensal.service.tapping import tapped

N_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoWeeks:
    """Fourteen days by the things that are followed.

    Parameters
    ----------
    whats : as in ``service.tapping.Tapped``.
    values : what the diary says already, by day and thing; nothing where it is blank.
    """

    days: tuple[date, ...]
    whats: tuple[str, ...]
    values: Mapping[tuple[date, str], float]


def two_weeks(home: Home, *, last_day: date | None = None) -> TwoWeeks:
    """The two weeks that end with ``last_day``, today when left out; days that have not come are no part of them."""
    last = min(last_day or home.today(), home.today())
    days = tuple(last - timedelta(days=back) for back in reversed(range(N_DAYS)))
    whats = followed(home)
    with home.journal_to_read() as journal:
        entries = () if journal is None else journal.entries(first_day=days[0], last_day=days[-1])
    values = {
        (day, one.what): one.value
        for day in days
        for one in tapped([entry for entry in entries if entry.day == day], whats)
        if one.value is not None
    }
    return TwoWeeks(days=days, whats=whats, values=MappingProxyType(values))
