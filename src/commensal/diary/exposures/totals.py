"""A total that says how sure it is and how much of it is known. Missing is never zero."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Below this share a total is a lower bound and is said as "at least".
NEARLY_ALL_KNOWN = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """An amount of one day or week.

    Parameters
    ----------
    value : what the known part adds up to; None when nothing is known, which is not zero.
    sd : standard deviation from the portions; None with ``value``. [as value]
    share_known : grams with a known value over all grams, 0 to 1.
    """

    value: float | None
    sd: float | None
    share_known: float

    def __post_init__(self) -> None:
        assert (self.value is None) == (self.sd is None), "a value and its spread come together"
        assert -1e-9 <= self.share_known <= 1 + 1e-9, "a share lies between 0 and 1"

    @property
    def is_lower_bound(self) -> bool:
        """Whether so much is unknown that the value must be said as "at least"."""
        return self.value is not None and self.share_known < NEARLY_ALL_KNOWN

    @property
    def qualifier(self) -> str:
        """What a sentence puts before the number: "at least", "not known" or nothing."""
        if self.value is None:
            return "not known"
        return "at least" if self.is_lower_bound else ""


NOTHING_KNOWN = Total(value=None, sd=None, share_known=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one helping gives to a total.

    Parameters
    ----------
    value : from the known part of the helping.
    sd : from the error of its portion; all parts of a dish share it.
    known_g, all_g : grams with a known value, and all. [g]
    """

    value: float
    sd: float
    known_g: float
    all_g: float


def total_of(shares: Iterable[Share]) -> Total:
    """Add up helpings whose portions err independently: variances add.

    No helping at all, or none with a known value, gives None and not zero.
    """
    value = variance = known_g = all_g = 0.0
    for share in shares:
        value += share.value
        variance += share.sd**2
        known_g += share.known_g
        all_g += share.all_g
    if known_g <= 0.0:
        return NOTHING_KNOWN
    return Total(value=value, sd=math.sqrt(variance), share_known=min(known_g / all_g, 1.0))
