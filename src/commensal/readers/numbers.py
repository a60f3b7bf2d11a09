"""Numbers as people and spreadsheets write them; a comma is never taken for a point by guess alone."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class NumberStyle(StrEnum):
    """Which sign parts the decimals: ``1,234.5`` (POINT) or ``1.234,5`` (COMMA)."""

    POINT = "."
    COMMA = ","


NOT_RECORDED_WORDS = frozenset({"na", "n/a", "nan", "null", "nil", "--", "-", "–", "—", "#n/a", "?"})
_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "false"})
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_SPACED_GROUPS = re.compile(r"^[+-]?[1-9]\d{0,2}([ \u00a0\u2009\u202f']\d{3})+([.,]\d+)?$")
_PLAIN = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$", re.IGNORECASE)
_GROUPED_BY_COMMA = re.compile(r"^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$")
_GROUPED_BY_POINT = re.compile(r"^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[+-]?(\d+(,\d*)?|,\d+)$")
_EITHER_WAY = re.compile(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$")
_MAX_NUMBER_CHARS = 40


def parse_number(text: str, style: NumberStyle = NumberStyle.POINT) -> float | None:
    """The number in ``text``, or None when there is none: words, dates, ``nan``, ``inf``, too large.

    Thousands may be grouped by the other sign, a space or an apostrophe. ``½`` and ``1½`` are read.

    >>> parse_number("2,001"), parse_number("2,94"), parse_number("2,94", NumberStyle.COMMA)
    (2001.0, None, 2.94)
    """
    plain = text.strip().replace("\u2212", "-")
    if not plain or len(plain) > _MAX_NUMBER_CHARS:
        return None
    if _SPACED_GROUPS.match(plain):
        plain = _SPACES.sub("", plain)
    if style is NumberStyle.COMMA:
        if _GROUPED_BY_POINT.match(plain):
            plain = plain.replace(".", "")
        elif not _DECIMAL_COMMA.match(plain):
            return _fraction(plain)
        plain = plain.replace(",", ".")
    elif _GROUPED_BY_COMMA.match(plain):
        plain = plain.replace(",", "")
    if not (plain.isascii() and _PLAIN.match(plain)):
        return _fraction(plain)
    number = float(plain)
    return number if math.isfinite(number) else None


def _fraction(text: str) -> float | None:
    """``½`` as 0.5 and ``1½`` as 1.5."""
    head, last = text[:-1].rstrip(), text[-1]
    if unicodedata.category(last) != "No" or not (head == "" or (head.isascii() and head.isdigit())):
        return None
    part = unicodedata.numeric(last, None)
    if part is None or not 0.0 < part < 1.0:
        return None
    return (float(head) if head else 0.0) + part


def parse_yes_no(text: str) -> float | None:
    """1.0 for yes, 0.0 for no, None for anything else."""
    word = text.strip().casefold()
    if word in _YES:
        return 1.0
    return 0.0 if word in _NO else None


def is_not_recorded(text: str) -> bool:
    """Whether a cell is blank or holds a word that spreadsheets write for "not recorded"."""
    word = text.strip().casefold()
    return not word or word in NOT_RECORDED_WORDS


@dataclass(slots=True)
class StyleEvidence:
    """What the numbers of a column, or of a file, say about their decimal sign."""

    n_point_only: int = 0
    n_comma_only: int = 0
    n_either: int = 0

    def take(self, text: str) -> None:
        """Look at one cell."""
        plain = text.strip()
        if "," not in plain and "." not in plain:
            return
        if _EITHER_WAY.match(plain):
            # "2,001" is two thousand and one, or two and a thousandth; "2.001" likewise.
            self.n_either += 1
            return
        self.n_point_only += parse_number(plain, NumberStyle.POINT) is not None
        self.n_comma_only += parse_number(plain, NumberStyle.COMMA) is not None

    def decide(self, *, fallback: NumberStyle = NumberStyle.POINT) -> tuple[NumberStyle, bool]:
        """The style, and whether it is certain; only then may it be used without a question."""
        if self.n_comma_only > self.n_point_only:
            return NumberStyle.COMMA, not self.n_point_only
        if self.n_point_only:
            return NumberStyle.POINT, not self.n_comma_only
        return fallback, not self.n_either
