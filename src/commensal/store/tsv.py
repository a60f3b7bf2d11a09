r"""Cells and lines of our TSV files: plain text that every value survives.

A cell never holds a tab or a line end, so a line is split at tabs and a file at line feeds, without quoting. What
cannot stand as it is is written with a backslash: ``\t`` tab, ``\n`` line feed, ``\r`` carriage return, ``\\``
backslash, ``\e`` a text that is empty (a blank cell is *no* value), ``\u0000`` any other control character. A text
that begins with ``= + - @`` gets a backslash before it, so that a spreadsheet shows it and does not run it.

The last cell of every line is a check of the others, so a changed line is found and named.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

_SPECIAL = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_ESCAPED = re.compile(r"\\(u[0-9a-f]{4}|.|$)", re.DOTALL)
_LETTER_BY_CHARACTER = {"\t": "t", "\n": "n", "\r": "r", "\\": "\\"}
_CHARACTER_BY_LETTER = {letter: character for character, letter in _LETTER_BY_CHARACTER.items()}
_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@")
_CHECK_LENGTH = 16


def cell_of_text(text: str) -> str:
    """A text as a cell."""
    if not text:
        return r"\e"
    cell = _SPECIAL.sub(_escape, text)
    return "\\" + cell if cell.startswith(_RUN_BY_SPREADSHEETS) else cell


def text_of_cell(cell: str) -> str:
    """The text that a cell stands for; ``ValueError`` for a backslash that means nothing."""
    if cell == r"\e":
        return ""
    return _ESCAPED.sub(_unescape, cell) if "\\" in cell else cell


def line_of(cells: Sequence[str]) -> str:
    """Cells as a line, with its check, without the line feed."""
    joined = "\t".join(cells)
    return f"{joined}\t{_check(joined)}"


def cells_of(line: str) -> list[str] | None:
    """The cells of a line without its check; None when the check does not fit."""
    joined, _, check = line.rpartition("\t")
    return joined.split("\t") if check == _check(joined) else None


def _check(joined: str) -> str:
    return hashlib.sha256(joined.encode()).hexdigest()[:_CHECK_LENGTH]


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return "\\" + _LETTER_BY_CHARACTER.get(character, f"u{ord(character):04x}")


def _unescape(match: re.Match[str]) -> str:
    letter = match.group(1)
    if letter in _CHARACTER_BY_LETTER:
        return _CHARACTER_BY_LETTER[letter]
    if letter in _RUN_BY_SPREADSHEETS and match.start() == 0:
        return letter
    if len(letter) == 5:
        return chr(int(letter[1:], 16))
    raise ValueError(f"a backslash before {letter!r}")
