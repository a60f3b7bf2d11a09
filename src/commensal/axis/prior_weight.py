"""How much the map shifts the prior odds of a link before a diary is looked at: modestly.

A way that may act within the days that are searched multiplies the odds by a factor for its grade: 2 (high), 1.6
(moderate), 1.3 (low), 1.1 (very low). A chain shares its factor's excess among its steps, an idea gives nothing. A
direct arrow that was tested and not seen divides: by 2 (high), 1.6, 1.3, 1.1. The factors are our own choice: small
enough that twenty days of clear data outweigh them, and never zero, so that nothing is ruled out beforehand. An arrow
that takes weeks says nothing about tomorrow and shifts nothing there.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from commensal.axis.explain import every_path
from commensal.axis.lag_windows import search_window
from commensal.axis.links import Path
from commensal.records.graph_prior import NEUTRAL_WEIGHT
from commensal.vocab.grades import Grade

FACTORS: Mapping[Grade, float] = MappingProxyType(
    {Grade.HIGH: 2.0, Grade.MODERATE: 1.6, Grade.LOW: 1.3, Grade.VERY_LOW: 1.1}
)
LARGEST, SMALLEST = max(FACTORS.values()), 1 / max(FACTORS.values())


def prior_weight(exposure: str, outcome: str, *, longest_days: int) -> float:
    """By what the prior odds are multiplied, from 0.5 to 2.

    Parameters
    ----------
    longest_days : the longest lag that is searched; ways that begin to act later do not count. [days]
    """
    tested = [path for path in every_path(exposure, outcome) if path.is_direct and path.is_null]
    if tested:
        return min(1 / FACTORS[path.grade] for path in tested)
    window = search_window(exposure, outcome, longest_days=longest_days)
    return NEUTRAL_WEIGHT if window is None else _weight(window.path)


def _weight(path: Path) -> float:
    if path.has_hypothesis:
        return NEUTRAL_WEIGHT
    return NEUTRAL_WEIGHT + (FACTORS[path.grade] - NEUTRAL_WEIGHT) / len(path.links)
