"""From logged foods to helpings in grams with their error, and from dishes to what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from commensal.diary.exposures.totals import Share
from commensal.knowledge.foods import FoodRow, FoodTable
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

# Coefficient of variation of an estimated portion: about 50 % for foods (MRC DAPA Measurement Toolkit).
PORTION_CV = 0.5

# What a helping weighs when nobody knows what it was: near the median of our usual portions (80 g), rounded.
# It only weighs the unknown against the known; it adds nothing to a total. [g]
UNKNOWN_HELPING_G = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Helping:
    """One food as eaten.

    Parameters
    ----------
    row : None when the food is in no table.
    amount_g, sd_g : weight and its standard deviation; the usual portion where none was given. [g]
    """

    row: FoodRow | None
    amount_g: float
    sd_g: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An ingredient of a helping; ``share`` is its part of the weight, 0 to 1."""

    row: FoodRow
    share: float


def helpings(foods: Iterable[Food], table: FoodTable) -> tuple[Helping, ...]:
    """What was eaten. A food that was said *not* to be eaten, or was not answered, is no helping."""
    return tuple(_helping(food, table) for food in foods if food.presence is Presence.RECORDED)


def _helping(food: Food, table: FoodTable) -> Helping:
    row = table.foods.get(food.food_id) if food.food_id is not None else None
    usual_g = UNKNOWN_HELPING_G if row is None else row.portion_g
    amount_g = usual_g if food.amount_g is None else food.amount_g
    sd_g = PORTION_CV * amount_g if food.amount_sd_g is None else food.amount_sd_g
    return Helping(row=row, amount_g=amount_g, sd_g=sd_g)


def parts_of(row: FoodRow, table: FoodTable, share: float = 1.0) -> Iterator[Part]:
    """The ingredients of a dish, down to foods without a recipe; a plain food is its own only part."""
    recipe = table.recipes.get(row.id)
    if recipe is None:
        yield Part(row=row, share=share)
        return
    for ingredient, percent in recipe:
        yield from parts_of(table.foods[ingredient], table, share * percent / 100.0)


def nutrient_share(helping: Helping, names: tuple[str, ...], table: FoodTable) -> Share:
    """What a helping gives of the sum of some nutrients. [the nutrients' unit]

    A food's own row is used where it knows all of them; where a dish does not, its ingredients are, and
    only those that know count as known. One portion error for the whole dish.
    """
    if helping.row is None:
        return Share(value=0.0, sd=0.0, known_g=0.0, all_g=helping.amount_g)
    per_g, known = _density(helping.row, names, table)
    return Share(
        value=per_g * helping.amount_g,
        sd=per_g * helping.sd_g,
        known_g=known * helping.amount_g,
        all_g=helping.amount_g,
    )


def _density(row: FoodRow, names: tuple[str, ...], table: FoodTable) -> tuple[float, float]:
    """Amount in one gram, and the share of that gram that is known."""
    own = _own_density(row, names)
    if own is not None:
        return own, 1.0
    per_g = known = 0.0
    for ingredient, percent in table.recipes.get(row.id, ()):
        part_per_g, part_known = _density(table.foods[ingredient], names, table)
        per_g += part_per_g * percent / 100.0
        known += part_known * percent / 100.0
    return per_g, known


def _own_density(row: FoodRow, names: tuple[str, ...]) -> float | None:
    per_g = 0.0
    for name in names:
        value = row.nutrients.get(name)
        if value is None:
            return None
        per_g += value / 100.0
    return per_g
