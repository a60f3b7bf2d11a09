"""Numbers as people write them."""

from __future__ import annotations

import pytest

from commensal.readers.numbers import NumberStyle, StyleEvidence, is_not_recorded, parse_number, parse_yes_no


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("3", NumberStyle.POINT, 3.0),
        (" 3.5 ", NumberStyle.POINT, 3.5),
        ("2,001", NumberStyle.POINT, 2001.0),
        ("1,234,567.5", NumberStyle.POINT, 1234567.5),
        ("2,94", NumberStyle.POINT, None),
        ("2,94", NumberStyle.COMMA, 2.94),
        ("2,001", NumberStyle.COMMA, 2.001),
        ("1.234,5", NumberStyle.COMMA, 1234.5),
        ("1.234", NumberStyle.COMMA, 1234.0),
        ("2.94", NumberStyle.COMMA, None),
        ("1 234,5", NumberStyle.COMMA, 1234.5),
        ("1\u00a0234", NumberStyle.POINT, 1234.0),
        ("1'234.5", NumberStyle.POINT, 1234.5),
        ("½", NumberStyle.POINT, 0.5),
        ("1½", NumberStyle.COMMA, 1.5),
        ("-2", NumberStyle.POINT, -2.0),
        ("\u22122", NumberStyle.POINT, -2.0),
        ("1e3", NumberStyle.POINT, 1000.0),
    ],
)
def test_numbers_are_read_in_their_style(text: str, style: NumberStyle, expected: float | None) -> None:
    """A number is read in the style of its file; in the other style it is none, rather than wrong."""
    assert parse_number(text, style) == expected


@pytest.mark.parametrize(
    "text",
    ["", "  ", "nan", "inf", "-inf", "1e400", "=1+1", "12:30", "1,2,3", "0x10", "٣", "1_000", "²", "9" * 50, "1e"],
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Words, formulas, clock times and endless numbers are never turned into a value."""
    assert parse_number(text, NumberStyle.POINT) is None
    assert parse_number(text, NumberStyle.COMMA) is None


@pytest.mark.parametrize(
    ("cells", "style", "is_certain"),
    [
        (["9,892", "7.35"], NumberStyle.POINT, True),
        (["5541", "4,43"], NumberStyle.COMMA, True),
        (["2,001", "3,500"], NumberStyle.POINT, False),
        (["2.001", "3.500"], NumberStyle.POINT, False),
        (["0.375", "2.001"], NumberStyle.POINT, True),
        (["1.5", "2,5"], NumberStyle.POINT, False),
        (["1", "2"], NumberStyle.POINT, True),
    ],
)
def test_style_is_settled_by_all_cells_or_asked(cells: list[str], style: NumberStyle, is_certain: bool) -> None:
    """Two thousand and one is never mistaken for two and a thousandth without a question."""
    evidence = StyleEvidence()
    for cell in cells:
        evidence.take(cell)
    assert evidence.decide() == (style, is_certain)


def test_words_for_not_recorded_and_yes_no() -> None:
    """NA is missing, "no" is zero, and neither is the other."""
    assert is_not_recorded("NA")
    assert is_not_recorded(" ")
    assert not is_not_recorded("no")
    assert (parse_yes_no("Yes"), parse_yes_no("no"), parse_yes_no("maybe")) == (1.0, 0.0, None)
