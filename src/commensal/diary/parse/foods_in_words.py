"""Foods as a sentence that means them again: the other way round from ``parse``."""

from __future__ import annotations

from collections.abc import Iterable

from commensal.diary.parse.lexicon import lexicon_of
from commensal.diary.parse.tokens import stems_of, tokenise
from commensal.knowledge.foods import FoodTable
from commensal.knowledge.medicines import MedicineTable
from commensal.records.facts import Food


def in_words(foods_eaten: Iterable[Food], *, foods: FoodTable, medicines: MedicineTable) -> str:
    """A sentence such as "150 g porridge, 80 g blueberries" that ``parse`` reads as these foods and grams.

    A food without a known id is told by its name; one without grams is told without an amount.
    """
    return ", ".join(_one(food, foods, medicines) for food in foods_eaten)


def _one(food: Food, foods: FoodTable, medicines: MedicineTable) -> str:
    name = name_of(food.food_id, foods, medicines) if food.food_id in foods.foods else food.name
    return name if food.amount_g is None else f"{food.amount_g:g} g {name}"


def name_of(food_id: str | None, foods: FoodTable, medicines: MedicineTable) -> str:
    """The first name of a food that means it and nothing else, without punctuation."""
    if food_id is None:
        return ""
    row = foods.foods[food_id]
    names = [row.name, *(term for term, ids in foods.ids_by_term.items() if ids == (food_id,))]
    root = lexicon_of(foods, medicines).root
    for name in names:
        sense = root.food_sense(stems_of(name))
        if sense is not None and sense.ids[:1] == (food_id,) and not sense.parts and not sense.head:
            return " ".join(token.text for token in tokenise(name) if not token.is_mark)
    return row.name
