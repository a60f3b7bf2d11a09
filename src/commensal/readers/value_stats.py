"""What the values of a column are like, learned in one pass with counters only."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.readers.dates import looks_like_date
from commensal.readers.durations import parse_duration_min
from commensal.readers.numbers import NumberStyle, StyleEvidence, is_not_recorded, parse_number, parse_yes_no


@dataclass(slots=True)
class NumberRange:
    """Ends and kind of the numbers seen."""

    n: int = 0
    minimum: float = 0.0
    maximum: float = 0.0
    n_above_ten: int = 0
    is_whole: bool = True
    is_binary: bool = True

    def take(self, number: float) -> None:
        """Look at one number."""
        self.minimum = number if self.n == 0 else min(self.minimum, number)
        self.maximum = number if self.n == 0 else max(self.maximum, number)
        self.n += 1
        self.n_above_ten += number > 10
        self.is_whole &= number == int(number)
        self.is_binary &= number in (0.0, 1.0)


@dataclass(slots=True)
class ValueStats:
    """Counts of the cells of one column.

    Parameters
    ----------
    n : cells that hold something.
    n_not_recorded_words : of those, words such as NA that say "not recorded".
    n_chars : characters in all cells together.
    """

    n: int = 0
    n_not_recorded_words: int = 0
    n_duration: int = 0
    n_yes_no: int = 0
    n_date: int = 0
    n_chars: int = 0
    style: StyleEvidence = field(default_factory=StyleEvidence)
    _by_style: dict[NumberStyle, NumberRange] = field(
        default_factory=lambda: {style: NumberRange() for style in NumberStyle}
    )

    def take(self, text: str) -> None:
        """Look at one cell."""
        if not text.strip():
            return
        self.n += 1
        if is_not_recorded(text):
            self.n_not_recorded_words += 1
            return
        self.n_chars += len(text)
        self.style.take(text)
        is_number = False
        for style, numbers in self._by_style.items():
            if (number := parse_number(text, style)) is not None:
                numbers.take(number)
                is_number = True
        if not is_number:
            self.n_duration += parse_duration_min(text) is not None
            self.n_yes_no += parse_yes_no(text) is not None
            self.n_date += looks_like_date(text)

    def numbers(self, style: NumberStyle) -> NumberRange:
        """The numbers among the cells, when written in this style."""
        return self._by_style[style]

    @property
    def n_words(self) -> int:
        """Cells that hold neither a number, a length of time, yes or no, nor a date."""
        numbers = max(item.n for item in self._by_style.values())
        return self.n_values - numbers - self.n_duration - self.n_yes_no - self.n_date

    @property
    def n_values(self) -> int:
        """Cells that hold something other than a word for "not recorded"."""
        return self.n - self.n_not_recorded_words

    def is_words(self, style: NumberStyle) -> bool:
        """Whether most cells are words rather than values."""
        return self.numbers(style).n + self.n_duration + self.n_yes_no < 0.5 * self.n_values

    def is_yes_no(self, style: NumberStyle) -> bool:
        """Whether all values are yes or no, or 1 or 0."""
        return self.numbers(style).is_binary and not self.n_duration and self.n_values > 0

    @property
    def mean_chars(self) -> float:
        """Mean length of a cell. [characters]"""
        return self.n_chars / self.n_values if self.n_values else 0.0
