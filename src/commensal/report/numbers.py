"""Numbers, dates and counts as a person reads them: with a unit, and no more exact than they are known."""

from __future__ import annotations

import math
from datetime import date, datetime

from commensal.report.words import say, say_each, written

MINUS = "−"
_DAYS_A_YEAR = 365.25
_YEARS_FROM_DAYS = 730


def number(value: float, *, decimals: int = 1) -> str:
    """A number with a fixed number of decimals, thousands apart, a true minus, and never "−0.0"."""
    rounded = round(value, decimals)
    text = _as_written(f"{abs(rounded):,.{decimals}f}")
    return MINUS + text if rounded < 0 else text


def signed(value: float, *, decimals: int = 1) -> str:
    """The same with a plus in front of what is above zero."""
    text = number(value, decimals=decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def brief(value: float) -> str:
    """A recorded value as short as it can be said: ``4``, ``3.5``, ``−0.2``."""
    return number(value, decimals=1).removesuffix(f"{written('point')}0")


def is_zero(value: float, *, decimals: int) -> bool:
    """Whether the number would read as zero."""
    return round(abs(value), decimals) == 0


def count(noun: str, n: int) -> str:
    """A count with its noun in the right form: ``1 day``, ``1,200 days``."""
    return say(f"count.{noun}_{'one' if n == 1 else 'many'}", n=whole(n))


def whole(n: int) -> str:
    """A count with its thousands apart: ``1,200``."""
    return _as_written(f"{n:,}")


def _as_written(text: str) -> str:
    """A number in the notation that the person chose: ``1,234.5`` may be ``1.234,5`` to them."""
    return text.translate({ord("."): written("point"), ord(","): written("thousands")})


def number_word(n: int) -> str:
    """Small whole numbers as words, larger ones as digits: ``three``, ``14``."""
    words = say_each("words.numbers")
    return words[n] if 0 <= n < len(words) else whole(n)


def rounded_days(n_days: int) -> int:
    """A number of days [days] as exact as a guess can be: two leading digits."""
    if n_days < 100:
        return n_days
    return round(n_days, 2 - len(str(n_days)))


def more_days(n_days: int) -> str:
    """How many further days, as the guess it is: ``about 140 more days``, ``about 4 more years (1,500 more days)``."""
    if n_days == 1:
        return say("about.more_days_one")
    guess = rounded_days(n_days)
    if guess < _YEARS_FROM_DAYS:
        return say("about.more_days", n=whole(guess))
    return say("about.more_years", years=whole(round(guess / _DAYS_A_YEAR)), n=whole(guess))


def chance(probability: float) -> str:
    """A probability as chances in 100; never 0 or 100, because neither is ever known."""
    if not math.isfinite(probability):
        return say("chance.unknown")
    if probability > 0.99:
        return say("chance.almost")
    if probability < 0.01:
        return say("chance.hardly")
    return say("chance.plain", n=round(100 * probability))


def day_words(day: date) -> str:
    """A date nobody can misread: ``21 November 2026``."""
    return written("day", day=day.day, month=say_each("words.months")[day.month - 1], year=day.year)


def short_month(day: date) -> str:
    """``Nov``, for an axis."""
    return say_each("words.short_months")[day.month - 1]


def month_and_year(day: date) -> str:
    """``Nov 2026``, for an axis."""
    return say("date.month", month=short_month(day), year=day.year)


def span_words(first: date, last: date) -> str:
    """``1 March to 21 November 2026``; one day alone when both are the same."""
    if first == last:
        return day_words(first)
    if first.year != last.year:
        return say("date.span", first=day_words(first), last=day_words(last))
    start = written("day_and_month", day=first.day, month=say_each("words.months")[first.month - 1])
    return say("date.span", first=start, last=day_words(last))


def moment_words(at: datetime) -> str:
    """``21 November 2026 at 14:05``, by the clock it was given with."""
    return say("date.at", day=day_words(at.date()), clock=f"{at:%H:%M}")
