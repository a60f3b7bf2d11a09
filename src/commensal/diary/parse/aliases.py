"""What a correction teaches: a person's own word for a food. The shipped tables never change."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.diary.parse.parsed import Chip, UnknownChip
from commensal.diary.parse.tokens import tokenise
from commensal.vocab.errors import InvalidRecordError


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A person's own words for a food, in one spelling, and the food they mean."""

    term: str
    food_id: str


def alias_from(chip: Chip | UnknownChip, food_id: str) -> Alias:
    """The alias that a person teaches by saying what a chip means.

    The words for the food are kept without amounts: "2 bowls of nan's stew" teaches "nans stew".

    Raises
    ------
    InvalidRecordError : the chip has no word that could be learned.
    """
    words = chip.term if isinstance(chip, Chip) and chip.term else chip.text
    told = [token for token in tokenise(words) if not token.is_mark]
    while told and told[0].number is not None:
        told.pop(0)
    term = " ".join(token.text for token in told)
    if not term or not any(char.isalpha() for char in term):
        raise InvalidRecordError(
            where="a word of your own",
            found=repr(chip.text),
            expected="at least one word for the food",
            do="Choose words rather than numbers.",
        )
    return Alias(term=term, food_id=food_id)
