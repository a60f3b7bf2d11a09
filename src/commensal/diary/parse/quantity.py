"""How much was said, before it is known of what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount in the words of the sentence.

    Parameters
    ----------
    number : how many of whatever follows.
    low, high : ends of a range or of a vague number, or None.
    grams, millilitres : weight or volume of one, when a unit was written. [g, mL]
    measure : household measure as named in ``measures.tsv`` ("tbsp"), or "".
    size : "small", "medium", "large", "mini", "thick", …, or "".
    size_factor : what the size makes of a measure that the table of foods has only once.
    is_number_told : whether a number stood there (also as a word), and not only "a" or nothing.
    is_times : "x2": belongs to the food before it.
    is_each : "50 g each".
    vague_factor : share of a usual helping for "a bit of", "lots of", or None.
    """

    number: float = 1.0
    low: float | None = None
    high: float | None = None
    grams: float | None = None
    millilitres: float | None = None
    measure: str = ""
    size: str = ""
    size_factor: float = 1.0
    is_number_told: bool = False
    is_times: bool = False
    is_each: bool = False
    vague_factor: float | None = None

    @property
    def is_metric(self) -> bool:
        """Whether a weight or a volume was written."""
        return self.grams is not None or self.millilitres is not None

    @property
    def says_how_large(self) -> bool:
        """Whether more than "a" or "the" was said."""
        return bool(self.is_metric or self.measure or self.size or self.is_number_told or self.vague_factor is not None)
