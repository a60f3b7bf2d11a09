"""Numbers of result files: never negative, never NaN, and which unit a column is in."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from commensal.readers.profiles.refusals import bad_number
from commensal.readers.profiles.sample_names import quoted

_NUMBER = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$")
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_NOT_FINITE = frozenset({"nan", "inf", "-inf", "+inf", "infinity", "-infinity", "na", "n/a", "null", "none", "#n/a"})
_MAX_CHARS = 40
_MAX_DIGITS = 16
_COUNTS_ABOVE = 100.5  # whole numbers that sum to about a hundred may be percent
MAX_TAXID = 2**31


def number_in(cell: str) -> float | None:
    """The finite number in a cell, of either sign; None where there is none. ``2.5%`` gives 0.025."""
    text = cell.strip()
    if len(text) < _MAX_DIGITS and text.isdigit() and text.isascii():
        return float(text)  # most cells of most tables
    if len(text) > _MAX_CHARS:
        return None
    is_percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    if _GROUPED.match(text):
        text = text.replace(",", "")
    if not (text.isascii() and _NUMBER.match(text)):
        return None
    value = float(text) / (100.0 if is_percent else 1.0)
    return value if math.isfinite(value) else None


def amount_in(cell: str, *, name: str, line: int) -> float | None:
    """An amount; None for a blank cell or for words.

    Raises
    ------
    UnreadableFileError : below zero, NaN or infinite.
    """
    text = cell.strip()
    if not text:
        return None
    if len(text) < _MAX_DIGITS and text.isdigit() and text.isascii():
        return float(text)
    if text.casefold() in _NOT_FINITE:
        raise bad_number(name, line, quoted(text))
    value = number_in(text)
    if value is not None and value < 0.0:
        raise bad_number(name, line, quoted(text))
    return value


def whole_number_in(cell: str) -> int | None:
    """The whole number above or at zero in a cell, or None."""
    text = cell.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _MAX_DIGITS else None


def taxid_in(cell: str) -> int | None:
    """The NCBI taxonomy id in a cell, or None."""
    taxid = whole_number_in(cell)
    return taxid if taxid is not None and 0 < taxid < MAX_TAXID else None


def are_counts(columns: Iterable[Iterable[float]]) -> bool:
    """Whether the columns of a table are reads: whole numbers, and more in one column than percents can sum to."""
    is_above = False
    for column in columns:
        total = 0.0
        for value in column:
            if value != int(value):
                return False
            total += value
        is_above = is_above or total > _COUNTS_ABOVE
    return is_above
