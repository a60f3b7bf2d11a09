"""Rows with true lines, whatever stands between quotation marks."""

from __future__ import annotations

import pytest

from commensal.readers.rows import read_limited_rows, read_rows
from commensal.vocab.errors import UnreadableFileError


def _rows(text: str, *, width: int | None = 2) -> list[tuple[int, list[str], bool]]:
    found = read_rows(text.splitlines(keepends=True), delimiter=",", width=width)
    return [(row.line, row.cells, row.problem is not None) for row in found]


def test_a_note_may_run_over_several_lines() -> None:
    """Lines inside a quoted cell belong to it, and the next row knows its true line."""
    assert _rows('a,"one\ntwo\r\nthree"\nb,4\n') == [(1, ["a", "one\ntwo\r\nthree"], False), (4, ["b", "4"], False)]


def test_a_stray_quotation_mark_does_not_swallow_the_rest() -> None:
    """One mark that is never closed costs one row, which is named."""
    assert _rows('a,1\nb,"2\nc,3\nd,4\n') == [
        (1, ["a", "1"], False),
        (2, ['b,"2'], True),
        (3, ["c", "3"], False),
        (4, ["d", "4"], False),
    ]


def test_two_stray_marks_do_not_swallow_what_lies_between() -> None:
    """A second stray mark must not make a long cell of the rows between the two."""
    assert [row[0] for row in _rows('a,"1\nb,2\nc,"3\nd,4\n')] == [1, 2, 3, 4]


def test_a_cell_of_the_wrong_width_is_not_believed() -> None:
    """A quoted cell over lines counts only when its row has the cells of the header."""
    assert [row[0] for row in _rows('"a\nb",1,2\nc,3\n')] == [1, 2, 3]


def test_an_endless_cell_is_given_up() -> None:
    """Thousands of lines after an open mark are rows again, each once."""
    rows = _rows('x,"open\n' + "b,2\n" * 3_000)
    assert [row[0] for row in rows] == list(range(1, 3_002))
    assert rows[0][2]
    assert not rows[-1][2]


def test_a_huge_cell_is_named_and_the_next_row_is_read() -> None:
    """A cell beyond what a note can be costs its own row only."""
    assert [(row[0], row[2]) for row in _rows("a," + "x" * 200_000 + "\nb,2\n")] == [(1, True), (2, False)]


def test_spaces_after_quotes_are_harmless() -> None:
    """Visible ends each value with a space, also behind a quotation mark."""
    assert _rows('a,"x, y" \n') == [(1, ["a", "x, y "], False)]


def test_too_many_rows_are_refused_with_a_sentence() -> None:
    """Past the limit a file is refused, rather than filling the memory."""
    with pytest.raises(UnreadableFileError, match="more than 3 rows"):
        list(read_limited_rows(["a,1\n"] * 9, name="big.csv", delimiter=",", max_rows=3))
