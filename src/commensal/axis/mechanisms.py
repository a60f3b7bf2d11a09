"""Ways by which an exposure might come to a symptom: candidates for a card, and no explanation of a diary."""

from __future__ import annotations

from commensal.axis.explain import every_path
from commensal.axis.links import Path

MOST_STEPS = 4


def mechanisms(exposure: str, outcome: str, *, most: int = 2) -> tuple[Path, ...]:
    """The best ways with something in between, none of them tested and not seen; the sign does not matter.

    Parameters
    ----------
    most : how many are given.
    """
    ways = every_path(exposure, outcome)
    return tuple(path for path in ways if 1 < len(path.links) <= MOST_STEPS and not path.is_null)[:most]
