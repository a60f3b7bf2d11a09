"""How outcomes vary from day to day, as a first guess before a person has days of one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from commensal.knowledge.tables import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class TypicalNoise:
    """A first guess for one kind of outcome.

    Parameters
    ----------
    level_share, sd_share : level and standard deviation between days, as shares of the range of the scale.
    phi : how much of the lasting part is still there a day later.
    lasting_share : share of the variance that lasts from day to day.
    missing_share : share of days without a rating.
    basis, why : where the numbers come from, in words.
    """

    level_share: float
    sd_share: float
    phi: float
    lasting_share: float
    missing_share: float
    basis: str
    why: str


@cache
def typical_noise(kind: str) -> TypicalNoise:
    """The first guess for a kind of outcome: ``scale``, ``instrument``, ``flare`` or ``balance``."""
    row = next(row for row in rows_of("outcomes/typical_noise") if row["id"] == kind)
    return TypicalNoise(
        level_share=float(row["level_share"]),
        sd_share=float(row["sd_share"]),
        phi=float(row["phi"]),
        lasting_share=float(row["lasting_share"]),
        missing_share=float(row["missing_share"]),
        basis=row["basis"],
        why=row["why"],
    )
