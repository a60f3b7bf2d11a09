"""The small language in which triggers are written: any, all, not, over named facts. Parsed and checked when loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from commensal.safety.truth import Verdict, all_of, any_of

_NAMED = frozenset({"concept", "logged", "flag", "condition", "medicine", "asks", "says", "fact", "sex"})
_COUNTED = frozenset({"age_at_least", "bmi_below", "avoided_groups_above"})


class Facts(Protocol):
    """Whatever can say whether one named fact holds."""

    def named(self, kind: str, name: str) -> Verdict:
        """A fact with a name: ``("flag", "pregnant")``."""

    def counted(self, kind: str, limit: float) -> Verdict:
        """A number against a limit: ``("age_at_least", 50)``."""

    def together(self, part: Together) -> Verdict:
        """A medicine of a group and something that was logged near it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One fact that has a name. ``kind`` says where it is looked up."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number that is known of the person, against a limit."""

    kind: str
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """A medicine of a group, and one of some concepts logged within so many days of it. [days]"""

    medicine: str
    concepts: tuple[str, ...]
    within_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Holds when one part does."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Holds when every part does."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Holds when its part does not."""

    part: Expression


Expression = Named | Counted | Together | AnyOf | AllOf | Not


def parse(written: Mapping[str, Any], where: str) -> Expression:
    """An expression from its TOML form; a list of names stands for any of them.

    Raises
    ------
    ValueError : it is not written in the language; ``where`` names the place.
    """
    if len(written) != 1:
        raise ValueError(f"{where}: one word an expression, found {sorted(written)}")
    ((word, value),) = written.items()
    if word in ("any", "all"):
        parts = tuple(parse(part, where) for part in value)
        if not parts:
            raise ValueError(f"{where}: {word} of nothing")
        return AnyOf(parts=parts) if word == "any" else AllOf(parts=parts)
    if word == "not":
        return Not(part=parse(value, where))
    if word == "together":
        return Together(medicine=value["medicine"], concepts=tuple(value["with"]), within_days=int(value["days"]))
    if word in _COUNTED:
        return Counted(kind=word, limit=float(value))
    if word not in _NAMED:
        raise ValueError(f"{where}: no such word as {word!r}")
    names = [value] if isinstance(value, str) else value
    parts = tuple(Named(kind=word, name=name) for name in names)
    return parts[0] if len(parts) == 1 else AnyOf(parts=parts)


def holds(expression: Expression, facts: Facts) -> Verdict:
    """What the facts make of an expression."""
    match expression:
        case Named(kind=kind, name=name):
            return facts.named(kind, name)
        case Counted(kind=kind, limit=limit):
            return facts.counted(kind, limit)
        case Together():
            return facts.together(expression)
        case AnyOf(parts=parts):
            return any_of(holds(part, facts) for part in parts)
        case AllOf(parts=parts):
            return all_of(holds(part, facts) for part in parts)
        case Not(part=part):
            inner = holds(part, facts)
            return Verdict(truth=inner.truth.opposite, reasons=inner.reasons)


def leaves(expression: Expression) -> Iterator[Named | Counted | Together]:
    """Every fact that an expression speaks of."""
    match expression:
        case AnyOf(parts=parts) | AllOf(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Not(part=part):
            yield from leaves(part)
        case _:
            yield expression
