"""Dates as people write them. Day-first or month-first is settled by the whole column, or asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class DateOrder(StrEnum):
    """In which order day, month and year stand."""

    YEAR_MONTH_DAY = "ymd"
    DAY_MONTH_YEAR = "dmy"
    MONTH_DAY_YEAR = "mdy"


class Moment(NamedTuple):
    """A day as written, the clock time as written, and the instant when an offset stands with it."""

    day: date
    clock: str
    at: datetime | None


_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?!\d)")
_DAY_THEN_NAME = re.compile(r"(?:[A-Za-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s.]+([A-Za-z]{3,9})[-\s.,]+(\d{4})")
_NAME_THEN_DAY = re.compile(r"(?:[A-Za-z]+,\s+)?([A-Za-z]{3,9})\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK = re.compile(
    r"^[T\s,]*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\[[\w/+-]+\])?$",
    re.IGNORECASE,
)
_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_MAX_DATE_CHARS = 60


def parse_moment(text: str, order: DateOrder) -> Moment | None:
    """The day in ``text`` as written, or None when there is none or it does not exist.

    The local day written stays the day: an offset never moves it to another date.
    """
    return _parse_cached(text.strip(), order) if len(text) <= _MAX_DATE_CHARS else None


@lru_cache(maxsize=8192)
def _parse_cached(text: str, order: DateOrder) -> Moment | None:
    for pattern in (_YEAR_FIRST, _COMPACT, _YEAR_LAST, _DAY_THEN_NAME, _NAME_THEN_DAY):
        if match := pattern.match(text):
            parts = _parts(pattern, match, order)
            break
    else:
        return None
    rest = text[match.end() :].strip()
    clock = _CLOCK.match(rest) if rest else None
    if parts is None or (rest and clock is None):
        return None
    try:
        day = date(*parts)
    except ValueError:
        return None
    if clock is None:
        return Moment(day, "", None)
    return _with_clock(day, clock)


def _parts(pattern: re.Pattern[str], match: re.Match[str], order: DateOrder) -> tuple[int, int, int] | None:
    """Year, month and day of a match, or None when the parts do not fit the order."""
    groups = match.groups()
    if pattern is _YEAR_FIRST:
        return int(groups[0]), int(groups[1]), int(groups[2])
    if pattern is _COMPACT:
        return int(groups[0] + groups[1]), int(groups[2]), int(groups[3])
    if pattern is _YEAR_LAST:
        year = int(groups[2]) + (2000 if len(groups[2]) == 2 else 0)
        first, second = int(groups[0]), int(groups[1])
        return (year, first, second) if order is DateOrder.MONTH_DAY_YEAR else (year, second, first)
    day, name = (groups[0], groups[1]) if pattern is _DAY_THEN_NAME else (groups[1], groups[0])
    month = _month_number(name)
    return None if month is None else (int(groups[2]), month, int(day))


def _month_number(name: str) -> int | None:
    """1 to 12 for an English month or its first three letters."""
    word = name.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if word in (month, month[:3]) or (word == "sept" and number == 9):
            return number
    return None


def _with_clock(day: date, clock: re.Match[str]) -> Moment | None:
    hour, minute, second, fraction, half, offset = clock.groups()
    hours = int(hour)
    if half is not None:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    if hours > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    written = f"{hours:02d}:{minute}:{second or '00'}"
    if offset is None:
        return Moment(day, written, None)
    shift = "+00:00" if offset[0].isalpha() else offset
    try:
        microsecond = (fraction or "0").ljust(6, "0")[:6]
        return Moment(day, written, datetime.fromisoformat(f"{day.isoformat()}T{written}.{microsecond}{shift}"))
    except ValueError:
        return None


def instant_of(day: date, clock: str, local: Callable[[date, time], datetime]) -> datetime | None:
    """The instant of a clock time as written (``8:05``, ``8:05 pm``); None where it is none."""
    moment = parse_moment(f"{day.isoformat()} {clock}", DateOrder.YEAR_MONTH_DAY) if clock else None
    return local(day, time.fromisoformat(moment.clock)) if moment is not None and moment.clock else None


def looks_like_date(text: str) -> bool:
    """Whether a cell is a date in some order."""
    return any(parse_moment(text, order) is not None for order in DateOrder)


@dataclass(slots=True)
class _Walk:
    """How far and which way the dates of a column go, in one reading of them."""

    n_days: int = 0
    n_forward: int = 0
    n_back: int = 0
    n_same: int = 0
    _last: date | None = None

    def take(self, moment: Moment | None) -> None:
        """Go on to the next date."""
        if moment is None:
            return
        if self._last is not None:
            step_days = (moment.day - self._last).days
            self.n_days += abs(step_days)
            self.n_forward += step_days > 0
            self.n_back += step_days < 0
            self.n_same += step_days == 0
        self._last = moment.day


@dataclass(slots=True)
class OrderEvidence:
    """What the dates of a whole column say about their order. Counters only, so any length will do."""

    n_year_first: int = 0
    n_day_first_only: int = 0
    n_month_first_only: int = 0
    n_either: int = 0
    n_unreadable: int = 0
    _day_first: _Walk = field(default_factory=_Walk)
    _month_first: _Walk = field(default_factory=_Walk)

    def take(self, text: str) -> None:
        """Look at one cell; blanks are not evidence."""
        if not text.strip():
            return
        day_first = parse_moment(text, DateOrder.DAY_MONTH_YEAR)
        month_first = parse_moment(text, DateOrder.MONTH_DAY_YEAR)
        if day_first is None and month_first is None:
            self.n_unreadable += 1
        elif month_first is None:
            self.n_day_first_only += 1
        elif day_first is None:
            self.n_month_first_only += 1
        elif _YEAR_LAST.match(text.strip()):
            self.n_either += 1
        else:
            self.n_year_first += 1
        self._day_first.take(day_first)
        self._month_first.take(month_first)

    @property
    def n_dates(self) -> int:
        """Cells that hold a date."""
        return self.n_year_first + self.n_day_first_only + self.n_month_first_only + self.n_either

    def decide(self) -> tuple[DateOrder, bool]:
        """The order, and whether it is certain. Uncertain means: ask."""
        if self.n_day_first_only > self.n_month_first_only:
            return DateOrder.DAY_MONTH_YEAR, not self.n_month_first_only
        if self.n_month_first_only > self.n_day_first_only:
            return DateOrder.MONTH_DAY_YEAR, not self.n_day_first_only
        if not self.n_either and not self.n_day_first_only:
            return DateOrder.YEAR_MONTH_DAY, True
        # A diary walks from one day to the next: the order with the shorter walk is the likelier one.
        if self._month_first.n_days < self._day_first.n_days:
            return DateOrder.MONTH_DAY_YEAR, False
        return DateOrder.DAY_MONTH_YEAR, False

    @property
    def n_same_day(self) -> int:
        """Rows on the same day as the row above."""
        return self._walk.n_same

    @property
    def _walk(self) -> _Walk:
        return self._month_first if self.decide()[0] is DateOrder.MONTH_DAY_YEAR else self._day_first

    @property
    def is_newest_first(self) -> bool:
        """Whether the rows mostly go back in time."""
        return self._walk.n_back > self._walk.n_forward
