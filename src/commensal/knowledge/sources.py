"""The sources that a fact may name, and where food values were copied from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication.

    Parameters
    ----------
    id : what ``source_ids`` name.
    confirmed : ``yes`` when the page or abstract itself was seen, ``partial`` when only second-hand.
    what_was_seen : in words.
    """

    id: str
    study_type: str
    authors: str
    title: str
    journal: str
    year: str
    doi: str
    pmid: str
    n: str
    confirmed: str
    what_was_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodSource:
    """A composition table whose numbers stand in ours, and the terms it came with."""

    id: str
    title: str
    publisher: str
    licence: str
    obtained_from: str


@cache
def sources() -> Mapping[str, Source]:
    """Every publication by its id."""
    return MappingProxyType({row["id"]: Source(**row) for row in rows_of("evidence/sources")})


@cache
def food_sources() -> Mapping[str, FoodSource]:
    """Every composition table by its id."""
    return MappingProxyType({row["id"]: FoodSource(**row) for row in rows_of("foods/food_sources")})
