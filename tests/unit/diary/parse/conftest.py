"""A way to read a sentence at one fixed moment, with the tables that are shipped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from commensal.diary.parse import Parsed, parse
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import Food
from tests.unit.diary.parse.reading import Denied, Foods, Read

# A Sunday evening.
NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """The moment at which every sentence of these tests is written."""
    return NOW


@pytest.fixture
def read() -> Read:
    """Reads a sentence with the shipped tables."""

    def read_sentence(text: str, aliases: Mapping[str, str] | None = None, now: datetime = NOW) -> Parsed:
        return parse(text, foods=food_table(), medicines=medicine_table(), aliases=aliases or {}, now=now)

    return read_sentence


@pytest.fixture
def eaten(read: Read) -> Foods:
    """Grams by food id of what a sentence says was eaten; a food told twice is added up."""

    def foods_of(text: str) -> dict[str, float]:
        grams: dict[str, float] = {}
        for chip in read(text).chips:
            if isinstance(chip.fact, Food) and not chip.negated and chip.fact.food_id is not None:
                grams[chip.fact.food_id] = grams.get(chip.fact.food_id, 0.0) + (chip.fact.amount_g or 0.0)
        return grams

    return foods_of


@pytest.fixture
def denied(read: Read) -> Denied:
    """Food ids of what a sentence says was left out."""

    def foods_of(text: str) -> set[str]:
        return {
            chip.fact.food_id
            for chip in read(text).chips
            if isinstance(chip.fact, Food) and chip.negated and chip.fact.food_id is not None
        }

    return foods_of
