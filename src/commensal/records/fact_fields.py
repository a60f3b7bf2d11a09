"""Facts as flat fields and back: what the store keeps as JSON and an export as columns."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum, StrEnum
from typing import Any, cast

from commensal.records.facts import FACT_BY_KIND, Clearance, Fact, HrvMethod
from commensal.records.trial_facts import Adherence, TrialStep
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.presence import Presence
from commensal.vocab.scales import Scale
from commensal.vocab.units import Unit

Field = str | float | int | bool | None


def fields_of(fact: Fact) -> dict[str, Field]:
    """A fact as flat, JSON-ready fields. A scale becomes ``id:minimum:maximum``."""
    return {item.name: _flatten(getattr(fact, item.name)) for item in fields(fact)}


def fact_from_fields(kind: str, flat: dict[str, Any]) -> Fact:
    """The fact that ``fields_of`` came from; fields it does not know are refused, never dropped.

    Raises
    ------
    InvalidRecordError : unknown kind, unknown field, or a value out of range.
    """
    fact_type = FACT_BY_KIND.get(kind)
    if fact_type is None:
        raise InvalidRecordError(
            where="entry kind", found=repr(kind), expected="one of " + ", ".join(FACT_BY_KIND), do=_NEWER
        )
    known = {item.name for item in fields(fact_type)}
    if extra := sorted(set(flat) - known):
        raise InvalidRecordError(where=kind, found=f"field {extra[0]!r}", expected=", ".join(sorted(known)), do=_NEWER)
    values = {name: _restore(name, value) for name, value in flat.items()}
    try:
        return fact_type(**values)
    except TypeError as problem:
        raise InvalidRecordError(where=kind, found=str(problem), expected="all its fields", do=_NEWER) from problem


_WORD_TYPES: dict[str, type[StrEnum]] = {
    "presence": Presence,
    "unit": Unit,
    "method": HrvMethod,
    "clearance": Clearance,
    "adherence": Adherence,
    "step": TrialStep,
}
"""Fields that hold one of a closed list of words."""

_NEWER = "The file may come from a newer version of Commensal: update, then try again."


def _flatten(value: object) -> Field:
    if isinstance(value, Scale):
        return f"{value.id}:{float(value.minimum)!r}:{float(value.maximum)!r}"
    if isinstance(value, Enum):
        return str(value.value)
    return cast("Field", value)


def _restore(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _WORD_TYPES:
        return _WORD_TYPES[name](value)
    if name in ("scale", "quality_scale", "load_scale"):
        scale_id, low, high = str(value).rsplit(":", 2)
        return Scale(id=scale_id, minimum=float(low), maximum=float(high))
    return value
