"""Numbers and dates in the notation that a person chose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from commensal.report.numbers import brief, count, day_words, number, signed, span_words
from commensal.vocab.language import NOTATIONS, notation

_EXPECTED = {
    "day_first_comma": ("1.234,5", "+7,5", "4", "1.200 days", "21 November 2026", "1 March to 2 April 2026"),
    "day_first_point": ("1,234.5", "+7.5", "4", "1,200 days", "21 November 2026", "1 March to 2 April 2026"),
    "month_first_point": ("1,234.5", "+7.5", "4", "1,200 days", "November 21, 2026", "March 1 to April 2, 2026"),
}


@pytest.fixture
def written_as(request: pytest.FixtureRequest) -> Iterator[str]:
    before = notation.set(request.param)
    yield request.param
    notation.reset(before)


@pytest.mark.parametrize("written_as", sorted(NOTATIONS), indirect=True)
def test_numbers_and_dates_follow_the_notation(written_as: str) -> None:
    """A decimal comma or point, and the order of a date, are those that the person chose."""
    said = (
        number(1234.5),
        signed(7.5),
        brief(4.0),
        count("day", 1200),
        day_words(date(2026, 11, 21)),
        span_words(date(2026, 3, 1), date(2026, 4, 2)),
    )
    assert said == _EXPECTED[written_as]
