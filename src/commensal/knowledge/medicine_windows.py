"""How long a class of medicines stays relevant after its last dose, and what may be said of its effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWindow:
    """The window of one class.

    Parameters
    ----------
    days_after_last_dose : 0 is the day of the dose alone. [days]
    is_judgement_alone : no source stands behind the number.
    """

    class_id: str
    days_after_last_dose: int
    is_judgement_alone: bool
    source_ids: tuple[str, ...]
    note: str


@cache
def class_windows() -> Mapping[str, ClassWindow]:
    """The windows by class, every class there is; read when first asked for, then kept."""
    return MappingProxyType(
        {
            row["class_id"]: ClassWindow(
                class_id=row["class_id"],
                days_after_last_dose=int(row["days_after_last_dose"]),
                is_judgement_alone=row["basis"] == "judgement",
                source_ids=parts(row["source_ids"]),
                note=row["note"],
            )
            for row in rows_of("medicines/windows")
        }
    )


@cache
def effect_wordings() -> Mapping[str, str]:
    """Templates of the sentence about a class's effect, by id."""
    return MappingProxyType({row["wording_id"]: row["template"] for row in rows_of("medicines/effect_wording")})
