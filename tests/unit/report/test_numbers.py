"""Numbers and dates as a person reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from commensal.report.numbers import (
    brief,
    chance,
    count,
    day_words,
    moment_words,
    month_and_year,
    more_days,
    number,
    number_word,
    rounded_days,
    signed,
    span_words,
)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1.06, 1, "1.1"),
        (-0.4, 1, "−0.4"),
        (-0.04, 1, "0.0"),
        (1234.5, 1, "1,234.5"),
        (12.4, 0, "12"),
        (0.044, 2, "0.04"),
    ],
)
def test_a_number_is_no_more_exact_than_asked(value: float, decimals: int, expected: str) -> None:
    """Fixed decimals, a true minus, and never "−0.0"."""
    assert number(value, decimals=decimals) == expected


@pytest.mark.parametrize(("value", "expected"), [(0.4, "+0.4"), (-0.4, "−0.4"), (0.0, "0.0"), (0.04, "0.0")])
def test_a_signed_number_shows_its_direction(value: float, expected: str) -> None:
    """What rounds to zero carries no sign."""
    assert signed(value) == expected


@pytest.mark.parametrize(("value", "expected"), [(4.0, "4"), (3.5, "3.5"), (-0.2, "−0.2"), (1200.0, "1,200")])
def test_a_recorded_value_is_as_short_as_it_was(value: float, expected: str) -> None:
    """A 4 is a 4, not a 4.0."""
    assert brief(value) == expected


@pytest.mark.parametrize(("n", "expected"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (2916, "2,916 days")])
def test_a_count_agrees_with_its_noun(n: int, expected: str) -> None:
    """One day, two days."""
    assert count("day", n) == expected


@pytest.mark.parametrize(("n", "expected"), [(1, "one"), (12, "twelve"), (13, "13"), (1500, "1,500")])
def test_small_numbers_are_words(n: int, expected: str) -> None:
    """Up to twelve; then digits."""
    assert number_word(n) == expected


@pytest.mark.parametrize(
    ("n_days", "expected"), [(7, 7), (99, 99), (143, 140), (147, 150), (1467, 1500), (98765, 99000)]
)
def test_a_guess_in_days_is_rounded(n_days: int, expected: int) -> None:
    """Two leading digits: nobody knows 143 days."""
    assert rounded_days(n_days) == expected


@pytest.mark.parametrize(
    ("n_days", "expected"),
    [
        (1, "about 1 more day"),
        (143, "about 140 more days"),
        (729, "about 2 more years (730 more days)"),
        (1467, "about 4 more years (1,500 more days)"),
    ],
)
def test_further_days_are_said_as_a_guess(n_days: int, expected: str) -> None:
    """Long times are said in years too."""
    assert more_days(n_days) == expected


@pytest.mark.parametrize(
    ("probability", "expected"),
    [
        (0.97, "97 in 100"),
        (1.0, "more than 99 in 100"),
        (0.992, "more than 99 in 100"),
        (0.0, "less than 1 in 100"),
        (0.005, "less than 1 in 100"),
        (float("nan"), "not worked out"),
    ],
)
def test_a_chance_is_never_certain(probability: float, expected: str) -> None:
    """Neither 0 nor 100 in 100 is ever known."""
    assert chance(probability) == expected


def test_dates_cannot_be_misread() -> None:
    """Day, name of the month, year."""
    assert day_words(date(2026, 11, 2)) == "2 November 2026"
    assert month_and_year(date(2026, 11, 2)) == "Nov 2026"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 3, 1), date(2026, 11, 21), "1 March to 21 November 2026"),
        (date(2025, 11, 3), date(2026, 1, 3), "3 November 2025 to 3 January 2026"),
        (date(2026, 3, 1), date(2026, 3, 1), "1 March 2026"),
    ],
)
def test_a_span_says_each_year_once(first: date, last: date, expected: str) -> None:
    """The year is repeated only when it changes."""
    assert span_words(first, last) == expected


def test_a_moment_keeps_the_clock_it_came_with() -> None:
    """An offset is never turned into another zone."""
    at = datetime(2026, 11, 21, 14, 5, tzinfo=timezone(timedelta(hours=9)))
    assert moment_words(at) == "21 November 2026 at 14:05"
    assert moment_words(datetime(2026, 1, 2, 0, 0, tzinfo=UTC)) == "2 January 2026 at 00:00"
