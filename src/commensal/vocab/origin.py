"""How a value came to be known."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Where a value comes from, from the most to the least deliberate.

    ``PREFILLED`` values are suggestions on a screen: they are kept so that nothing is lost, and they
    never reach analysis. ``COPIED`` values ("same as yesterday") may serve as exposures, never as
    outcomes: a copied outcome has no variance of its own and fakes autocorrelation.
    """

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    COPIED = "copied"
    IMPORTED = "imported"
    PREFILLED = "prefilled"

    @property
    def reaches_analysis(self) -> bool:
        """Whether a value of this origin may enter a day table at all."""
        return self is not Origin.PREFILLED

    @property
    def may_be_outcome(self) -> bool:
        """Whether a value of this origin may be analysed as an outcome."""
        return self.reaches_analysis and self is not Origin.COPIED
