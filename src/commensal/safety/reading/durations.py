"""How long: "for 10 days", "3 weeks now", "since Monday", "a fortnight ago"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from commensal.safety.reading.tokens import Token

_DAYS_OF_UNIT: Mapping[str, float] = MappingProxyType(
    {"day": 1, "days": 1, "night": 1, "nights": 1, "d": 1, "week": 7, "weeks": 7, "wk": 7, "wks": 7, "w": 7}
    | {"fortnight": 14, "fortnights": 14, "month": 30, "months": 30, "mth": 30, "mths": 30, "mo": 30}
    | {"year": 365, "years": 365, "yr": 365, "yrs": 365, "hour": 0, "hours": 0, "hrs": 0}
)
_NUMBER_OF_WORD: Mapping[str, float] = MappingProxyType(
    {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
    | {"ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "twenty": 20, "thirty": 30}
    | {"couple": 2, "few": 3, "several": 4, "last": 1, "past": 1, "all": 1, "whole": 1, "entire": 1, "another": 1}
)
# "for weeks": more than one is said, so the smallest number that is honest.
_BARE_PLURALS: Mapping[str, int] = MappingProxyType({"days": 3, "weeks": 14, "months": 60, "years": 730, "ages": 60})
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_WEEKDAYS = ("mon", "tues", "wed", "thurs", "fri", "sat", "sun")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
# Without a date to count from, a weekday is at most six days back, and a named month at least the rest of this one.
_UNDATED_WEEKDAY, _UNDATED_MONTH = 6, 30
_LONGEST_AMOUNT = 4
_MORE = frozenset({"over", "than", "least", "plus"})
_SKIPPED = frozenset({"of", "good", "solid", "full", "straight", "whole", "the", "at", "about", "roughly", "around"})
_NOT_LENGTHS_BEFORE = frozenset({"every", "each", "in", "within", "per", "next", "x", "times"})
_YEARS_OLD = frozenset({"old", "yo", "off", "wait", "time", "course", "supply"})


@dataclass(frozen=True, slots=True)
class Length:
    """A stretch of time that was named at ``tokens[first:behind]``.

    Parameters
    ----------
    days : how many. [days]
    is_ago : whether it says when, not how long.
    """

    days: int
    first: int
    behind: int
    is_ago: bool = False


def lengths(tokens: Sequence[Token], today: date | None) -> list[Length]:
    """Every stretch of time in a text, in order."""
    found: list[Length] = []
    at = 0
    while at < len(tokens):
        length = _since(tokens, at, today) or _counted(tokens, at) or _bare(tokens, at)
        if length is None:
            at += 1
            continue
        found.append(length)
        at = length.behind
    return found


def _text(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _counted(tokens: Sequence[Token], at: int) -> Length | None:
    """A counted length: "10 days", "a couple of weeks", "over 3 weeks", "2-3 weeks", "day 9"."""
    if _text(tokens, at) == "day" and at + 1 < len(tokens) and tokens[at + 1].number is not None:
        return Length(_whole(tokens[at + 1].number or 0), at, at + 2)
    number, at_unit = _amount(tokens, at)
    unit = _DAYS_OF_UNIT.get(_text(tokens, at_unit))
    behind = at_unit + 1
    if number is None or unit is None:
        return None
    if _text(tokens, behind) in _YEARS_OLD or _text(tokens, at - 1) in _NOT_LENGTHS_BEFORE:
        return None
    if _text(tokens, at) in ("last", "past") and _text(tokens, at - 1) not in ("the", "for", "this", "over"):
        return Length(_whole(unit), at, behind, is_ago=True)
    days = _whole(number * unit) + (1 if {_text(tokens, at - 1), _text(tokens, at - 2)} & _MORE else 0)
    is_ago = _text(tokens, behind) in ("ago", "back", "before")
    return Length(days, at, behind + is_ago, is_ago=is_ago)


def _amount(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """How many of a unit, and the place of the unit: "2-3", "a couple of", "the last six"."""
    number = _number(tokens, at)
    behind = at + 1
    while number is not None and behind - at <= _LONGEST_AMOUNT:
        word = _text(tokens, behind)
        if word not in _SKIPPED and word not in ("to", "or") and _number(tokens, behind) is None:
            break
        number = _number(tokens, behind) or number
        behind += 1
    return number, behind


def _bare(tokens: Sequence[Token], at: int) -> Length | None:
    """An uncounted length: "for weeks", "weeks now", "months ago"."""
    days = _BARE_PLURALS.get(_text(tokens, at))
    if days is None:
        return None
    following = _text(tokens, at + 1)
    if following in ("ago", "back"):
        return Length(days, at, at + 2, is_ago=True)
    if _text(tokens, at - 1) in ("for", "of", "in") or following in ("now", "and"):
        return Length(days, at, at + 1)
    return None


def _since(tokens: Sequence[Token], at: int, today: date | None) -> Length | None:
    """A length from a named time: "since Monday", "since last week", "since March", "since 2019"."""
    if _text(tokens, at) not in ("since", "from"):
        return None
    skip = 1 if _text(tokens, at + 1) in ("last", "about", "around", "early", "late", "the") else 0
    word = _text(tokens, at + 1 + skip)
    days: int | None = {"yesterday": 1, "week": 7, "month": 30, "year": 365, "weekend": 6, "today": 0}.get(word)
    if days is None and word in _WEEKDAYS + _SHORT_WEEKDAYS:
        days = _days_since_weekday(word, today) + (7 if skip and _text(tokens, at + 1) == "last" and today else 0)
    if days is None and word in _MONTHS:
        days = _days_since_month(word, today)
    if days is None and word.isdecimal() and len(word) == 4 and today is not None:
        days = max(0, (today - date(min(max(int(word), 1900), today.year), 1, 1)).days)
    elif days is None and word.isdecimal() and len(word) == 4:
        days = 365
    return None if days is None else Length(days, at, at + 2 + skip)


def _days_since_weekday(word: str, today: date | None) -> int:
    if today is None:
        return _UNDATED_WEEKDAY
    number = (_WEEKDAYS if word in _WEEKDAYS else _SHORT_WEEKDAYS).index(word)
    return (today.weekday() - number) % 7


def _days_since_month(word: str, today: date | None) -> int:
    if today is None:
        return _UNDATED_MONTH
    month = _MONTHS.index(word) + 1
    year = today.year if month <= today.month else today.year - 1
    return (today - date(year, month, 1)).days


def _number(tokens: Sequence[Token], at: int) -> float | None:
    if not 0 <= at < len(tokens):
        return None
    number = tokens[at].number
    return number if number is not None else _NUMBER_OF_WORD.get(tokens[at].text)


def _whole(days: float) -> int:
    return min(round(days), 36_500)
