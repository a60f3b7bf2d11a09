"""Foods and medicines that were logged as items, as the concepts that rules speak of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from commensal.knowledge.medicines import medicine_table


def concepts_of_foods(food_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Concept and food id, for each food that a rule speaks of."""
    return ((_concept_by_food()[food_id], food_id) for food_id in food_ids if food_id in _concept_by_food())


def concepts_of_medicines(substances: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Concept and substance, for each medicine that a rule speaks of as a thing taken."""
    for substance in substances:
        for concept, groups in _read()["medicine_groups"].items():
            if any(substance in medicine_table().groups[group] for group in groups):
                yield concept, substance


@cache
def _concept_by_food() -> Mapping[str, str]:
    return MappingProxyType({food_id: concept for concept, ids in _read()["foods"].items() for food_id in ids})


@cache
def _read() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(files("commensal.safety").joinpath("data/logged_items.toml").read_text(encoding="utf-8"))
