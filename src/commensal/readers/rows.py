"""Rows of a delimited text with true file lines, where one stray quotation mark cannot swallow the rest."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from commensal.vocab.errors import UnreadableFileError

_MAX_LINES_IN_ONE_CELL = 500


class Row(NamedTuple):
    """One row: the line it starts on (from 1), its cells, and what is wrong with it, if anything is."""

    line: int
    cells: list[str]
    problem: str | None

    @property
    def is_blank(self) -> bool:
        """Whether nothing but spaces stands in it."""
        return not any(cell.strip() for cell in self.cells)


class _EndlessCellError(Exception):
    """A cell went on for more lines than any note would."""


class _Tape:
    """Lines that can be put back, and the lines taken since the current row began."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._source = iter(lines)
        self._put_back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MAX_LINES_IN_ONE_CELL:
            raise _EndlessCellError
        line = self._put_back.popleft() if self._put_back else next(self._source)
        self.taken.append(line)
        return line

    def put_back_all_but_first(self) -> None:
        """Return the lines that a stray quotation mark pulled into the row it stands in."""
        self._put_back.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def read_rows(lines: Iterable[str], *, delimiter: str, width: int | None = None) -> Iterator[Row]:
    """Rows of ``lines``, each once, in order; a broken row is named and the next line is a row again.

    Parameters
    ----------
    lines : lines with their ends, as ``TextFile.lines`` gives them.
    delimiter : one character.
    width : cells in the header. A cell that runs over several lines is believed only when its row has
        this many cells, for else a quotation mark was opened by mistake.
    """
    tape = _Tape(lines)
    reader = csv.reader(tape, delimiter=delimiter)
    number = 1
    while True:
        tape.taken.clear()
        problem: str | None = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _EndlessCellError:
            cells, problem = [], "a quotation mark is opened here and not closed"
        except csv.Error:
            cells, problem = [], "a cell here is too long, or a quotation mark is not closed"
        if problem is None and len(tape.taken) > 1 and _is_swallowed(tape.taken, cells, delimiter, width):
            problem = "a quotation mark is opened here and not closed"
        if problem is not None:
            tape.put_back_all_but_first()
            cells = [tape.taken[0].strip()] if tape.taken else []
            reader = csv.reader(tape, delimiter=delimiter)
        yield Row(number, cells, problem)
        number += len(tape.taken)


def read_limited_rows(
    lines: Iterable[str], *, name: str, delimiter: str, max_rows: int, width: int | None = None
) -> Iterator[Row]:
    """As ``read_rows``; past ``max_rows`` rows an ``UnreadableFileError`` says so."""
    for count, row in enumerate(read_rows(lines, delimiter=delimiter, width=width)):
        if count > max_rows:
            raise UnreadableFileError(
                where=name,
                found=f"more than {max_rows:,} rows",
                expected="a smaller file",
                do="Nothing was read. Export a shorter period, or split the file by year.",
            )
        yield row


def _is_swallowed(taken: list[str], cells: list[str], delimiter: str, width: int | None) -> bool:
    """Whether a row over several lines is a quotation mark gone astray rather than a long note."""
    if width is not None and len(cells) != width:
        return True
    try:
        list(csv.reader([*taken[:-1], taken[-1].rstrip()], delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False
