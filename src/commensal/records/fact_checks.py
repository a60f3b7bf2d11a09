"""The checks that facts make on themselves: a name, a range, and a value that fits its presence."""

from __future__ import annotations

import math

from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.presence import Presence


def reject(where: str, found: object, expected: str) -> InvalidRecordError:
    """The error that says what was found and what was expected."""
    return InvalidRecordError(
        where=where, found=repr(found), expected=expected, do="Correct the value, or leave it blank."
    )


def check_name(kind: str, name: str) -> None:
    """Refuse an empty name."""
    if not name.strip():
        raise reject(f"{kind}, name", name, "at least one letter")


def check_presence(kind: str, value: float | None, presence: Presence) -> None:
    """A value and its presence must tell the same story."""
    if value is not None and not math.isfinite(value):
        raise reject(kind, value, "a finite number")
    if presence is Presence.RECORDED and value is None:
        raise reject(kind, value, "a number, because it is said to be recorded")
    if presence is Presence.NONE and value not in (None, 0, 0.0):
        raise reject(kind, value, "0, because 'none' was recorded")
    if not presence.has_value and value is not None:
        raise reject(kind, value, f"no number, because the answer is {presence.value.replace('_', ' ')}")


def check_range(kind: str, value: float | None, low: float, high: float, unit: str) -> None:
    """Refuse a number outside its range; a blank is fine."""
    if value is not None and not (math.isfinite(value) and low <= value <= high):
        raise reject(kind, value, f"a number from {low:g} to {high:g} {unit}".rstrip())
