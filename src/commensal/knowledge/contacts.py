"""Whom to call, by country: only numbers that were seen on a page of the organisation or of a public authority."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import rows_of

EMERGENCY, CRISIS, ADVICE = "emergency", "crisis", "advice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One number.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2.
    purpose : ``emergency``, ``crisis`` or ``advice``.
    how : "call, free, at any hour".
    checked_on, source_url, what_was_seen : when and where the number was seen, and what stood there.
    """

    country: str
    purpose: str
    number: str
    name: str
    how: str
    checked_on: str
    source_url: str
    what_was_seen: str


def contact(country: str | None, purpose: str) -> Contact | None:
    """The checked number of a country; None where there is none, and the general sentence is said."""
    return _contacts().get(((country or "").strip().upper(), purpose))


@cache
def _contacts() -> Mapping[tuple[str, str], Contact]:
    return MappingProxyType({(row["country"], row["purpose"]): Contact(**row) for row in rows_of("safety/contacts")})
