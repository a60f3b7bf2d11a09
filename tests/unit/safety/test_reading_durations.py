"""How long something has lasted, as far as the words say so."""

from __future__ import annotations

from datetime import date

import pytest

from commensal.safety.reading.durations import lengths
from commensal.safety.reading.read import read
from commensal.safety.reading.tokens import tokenise

TODAY = date(2026, 3, 5)  # a Thursday


def days_in(text: str, today: date | None = TODAY) -> list[tuple[int, bool]]:
    return [(length.days, length.is_ago) for length in lengths(tokenise(text, lambda word: (word,)), today)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 10 days", [(10, False)]),
        ("3 weeks now", [(21, False)]),
        ("a couple of weeks", [(14, False)]),
        ("over a week", [(8, False)]),
        ("more than 2 weeks", [(15, False)]),
        ("a fortnight ago", [(14, True)]),
        ("4 days ago", [(4, True)]),
        ("for weeks", [(14, False)]),
        ("since monday", [(3, False)]),
        ("since yesterday", [(1, False)]),
        ("since january", [(63, False)]),
        ("day 9 of it", [(9, False)]),
        ("the last 6 weeks", [(42, False)]),
        ("last week", [(7, True)]),
        ("2-3 weeks", [(21, False)]),
        ("every 3 days", []),
        ("in 3 days", []),
        ("45 years old", []),
        ("no time words", []),
    ],
)
def test_lengths(text: str, expected: list[tuple[int, bool]]) -> None:
    """Numbers and words, how long and how long ago."""
    assert days_in(text) == expected


def test_a_weekday_without_a_date_is_at_most_six_days_back() -> None:
    """Without today nothing is claimed beyond the week."""
    assert days_in("since monday", None) == [(6, False)]


@pytest.mark.parametrize(
    ("text", "concept", "days"),
    [
        ("ran out of my sertraline 4 days ago", "S16.gap", 4),
        ("diarrhoea started 10 days ago", "diarrhoea", 10),
        ("diarrhoea for 3 days but headache for 3 weeks", "diarrhoea", 3),
        ("diarrhoea", "diarrhoea", None),
    ],
)
def test_length_belongs_to_its_mention(text: str, concept: str, days: int | None) -> None:
    """The nearest length in the same clause; "ago" only where something began then."""
    assert read(text, today=TODAY).duration_days(concept) == days


@pytest.mark.parametrize(("text", "is_long"), [("diarrhoea for 7 days", False), ("diarrhoea for 8 days", True)])
def test_diarrhoea_of_more_than_seven_days_is_persistent(text: str, is_long: bool) -> None:
    """The rule says over seven days."""
    assert read(text).has("S09.persistent_diarrhoea") is is_long


def test_numbers_without_end_do_no_harm() -> None:
    """A run of digits is capped, not fatal."""
    assert days_in("for " + "9" * 400 + " hours") == [(0, False)]
    assert days_in("for " + "9" * 400 + " weeks") == [(36_500, False)]
