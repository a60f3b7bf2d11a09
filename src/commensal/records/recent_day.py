"""One of the last days, as the safety rules read it: the words themselves, and what they were understood as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDay:
    """What was logged on one day.

    Parameters
    ----------
    texts : sentences and notes exactly as they were typed.
    ratings : symptom scores by key, on 0-10 where the person used it; only what was recorded.
    medicine_substances : substances taken, as ``MedicineRow.substance``.
    medicines_not_taken : substances recorded as not taken ("no sertraline today"): an explicit none.
    food_ids : foods eaten, as ids of the food table.
    stool_forms : forms 1 to 7 that were recorded.
    load : rated exertion on 0-10, where recorded.
    """

    day: date
    texts: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    medicine_substances: tuple[str, ...] = ()
    medicines_not_taken: tuple[str, ...] = ()
    food_ids: tuple[str, ...] = ()
    stool_forms: tuple[int, ...] = ()
    load: float | None = None
