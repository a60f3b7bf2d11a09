"""Grams with a standard deviation, from what was said and what is known of the food."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from commensal.diary.parse.amounts import is_plausible_count, measure_by_name
from commensal.diary.parse.eaten import Eaten
from commensal.diary.parse.quantity import Quantity
from commensal.diary.parse.tables import table
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import FoodRow, FoodTable

# One piece of a food, where it has one; in this order.
_PIECES = (
    "each", "medium", "whole", "biscuit", "rasher", "clove", "stick", "stalk", "spear", "fillet", "breast", "capsule",
    "tablet", "slice", "sachet", "square", "cube", "sheet", "scoop", "cob", "head", "floret", "leaf", "can", "bottle",
)  # fmt: skip
_ALIKE = {
    "can": "tin",
    "tin": "can",
    "mug": "cup",
    "tub": "pot",
    "pot": "tub",
    "pack": "bag",
    "bag": "pack",
    "pouch": "pack",
    "piece": "each",
}
_PACKETS = frozenset({"bag", "pack", "can", "tin", "bottle", "bar", "carton", "pot", "tub", "pouch", "sachet"})
_SUGAR_LUMP = {"sugar": "tsp", "sweetener": "tablet"}
_SMALLEST_BARE_G = 25.0
_LARGEST_G = 5_000.0
_CUP_ML, _TBSP_ML, _TSP_ML = 240.0, 15.0, 5.0
_USDA_MEASURE = re.compile(r"^(?P<number>\d+(?:\.\d+)?)\s+(?P<words>[a-z][a-z ]*?)(?:,.*|\s*\(.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """How much of a food, and how sure. [g]"""

    grams: float
    sd_g: float
    basis: str


@cache
def _cv() -> dict[str, float]:
    return {row["basis"]: float(row["cv"]) for row in table("amount_errors")}


@cache
def _densities() -> dict[str, float]:
    return {row["applies_to"]: float(row["grams_per_ml"]) for row in table("densities")}


def portion_of(eaten: Eaten, foods: FoodTable) -> Portion | None:
    """Grams of one food, or None for a food without a usual helping (a person's own)."""
    row = foods.foods.get(eaten.share_of or eaten.food_id)
    if row is None:
        return None
    quantity = eaten.quantity if eaten.share_with is None or eaten.quantity is not None else eaten.share_with.quantity
    if eaten.measure and (quantity is None or not quantity.measure):
        quantity = _with_measure(quantity, eaten.measure)
    if eaten.portion_g is not None and quantity is None:
        return _portion(eaten.portion_g, "addition", quantity)
    if quantity is None:
        piece = _piece_in_name(eaten, measures_of(row.id, foods))
        if piece is not None:
            return _portion(piece, "counted", None)
        return _portion(row.portion_g * eaten.share, "portion", None)
    grams, basis = _grams(row, quantity, foods, eaten.word)
    if not 0 < grams <= _LARGEST_G:
        return _portion(row.portion_g, "portion", None)
    return _portion(grams * eaten.share, basis, quantity)


def _piece_in_name(eaten: Eaten, by_measure: Mapping[str, float]) -> float | None:
    """One piece, where the name says that it is one: "Mars bar", "garlic clove", "pizza slice". [g]"""
    names_piece = eaten.n_words > 1 and not eaten.is_plural and eaten.share == 1.0
    return by_measure.get(eaten.word) if names_piece else None


def _with_measure(quantity: Quantity | None, measure: str) -> Quantity:
    if quantity is None:
        return Quantity(measure=measure)
    return Quantity(
        number=quantity.number,
        low=quantity.low,
        high=quantity.high,
        grams=quantity.grams,
        millilitres=quantity.millilitres,
        measure=measure,
        size=quantity.size,
        size_factor=quantity.size_factor,
        is_number_told=quantity.is_number_told,
    )


def _portion(grams: float, basis: str, quantity: Quantity | None) -> Portion:
    """The spread of the basis, and of the range where one was given: uniform between its ends."""
    variance = (_cv()[basis] * grams) ** 2
    if quantity is not None and quantity.low is not None and quantity.high is not None and quantity.number:
        one = grams / quantity.number
        variance += (one * (quantity.high - quantity.low)) ** 2 / 12
    return Portion(grams=round(grams, 2), sd_g=round(variance**0.5, 2), basis=basis)


def _grams(row: FoodRow, quantity: Quantity, foods: FoodTable, word: str) -> tuple[float, str]:
    by_measure = measures_of(row.id, foods)
    if quantity.grams is not None:
        return quantity.number * quantity.grams, "weighed"
    if quantity.millilitres is not None:
        density = _density(row, by_measure)
        if density is not None:
            return quantity.number * quantity.millilitres * density, "volume"
        return quantity.number * quantity.millilitres / _CUP_ML * row.portion_g, "vague"
    if quantity.measure:
        return quantity.number * _measure_g(row, quantity, by_measure), "household"
    if quantity.vague_factor is not None:
        return quantity.vague_factor * row.portion_g, "vague"
    return _counted(row, quantity, by_measure, word)


def _density(row: FoodRow, by_measure: Mapping[str, float]) -> float | None:
    """Grams in a millilitre: the food's own, its kind's, or from a cup or a spoon of it. [g/mL]"""
    densities = _densities()
    known = densities.get(row.id) or densities.get(f"category:{row.category}")
    if known is not None:
        return known
    for measure, millilitres in (("cup", _CUP_ML), ("tbsp", _TBSP_ML), ("tsp", _TSP_ML)):
        if measure in by_measure:
            return by_measure[measure] / millilitres
    return None


def _measure_g(row: FoodRow, quantity: Quantity, by_measure: Mapping[str, float]) -> float:
    """Grams of one household measure of this food. [g]"""
    told = _told_measure_g(quantity, by_measure)
    if told is not None:
        return told
    general = measure_by_name().get(quantity.measure)
    if general is None or general["portions"]:
        return float(general["portions"] if general is not None else 1) * row.portion_g * quantity.size_factor
    if general["grams"]:
        return float(general["grams"]) * quantity.size_factor
    density, millilitres = _density(row, by_measure), float(general["millilitres"])
    if density is None:
        # A cup of something dry: nobody knows how it packs, so a helping stands for it; a spoon is light.
        return (row.portion_g if millilitres >= 100 else millilitres * 0.6) * quantity.size_factor
    return millilitres * density * quantity.size_factor


def _told_measure_g(quantity: Quantity, by_measure: Mapping[str, float]) -> float | None:
    """The measure as the table of foods has it for this food, under its own or a like name. [g]"""
    measure, size = quantity.measure, quantity.size
    names = [f"{size} {measure}", size if measure in ("glass", "cup", "mug") else ""] if size else []
    exact = next((by_measure[name] for name in names if name in by_measure), None)
    if exact is not None:
        return exact
    alike = next((by_measure[name] for name in (measure, _ALIKE.get(measure, "")) if name in by_measure), None)
    if alike is None:
        return None
    # A small bag is nearly a bag: packets differ less in size than bowls do.
    return alike * (quantity.size_factor**0.5 if measure in _PACKETS else quantity.size_factor)


def _counted(row: FoodRow, quantity: Quantity, by_measure: Mapping[str, float], word: str) -> tuple[float, str]:
    """Pieces, halves, sizes, and numbers too large to be anything but grams."""
    if quantity.size:
        number = quantity.number if quantity.is_number_told else 1.0
        return number * _sized(row, quantity, by_measure), "sized"
    if _must_be_grams(quantity, by_measure):
        return quantity.number, "household"
    for number, measure in ((0.5, "half"), (2.0, "double")):
        if quantity.number == number and measure in by_measure:
            return by_measure[measure], "counted"
    piece = by_measure.get(word) or _piece_g(row, by_measure)
    if piece is None or not is_plausible_count(quantity):
        return quantity.number * row.portion_g, "household"
    if quantity.number < 1 and "whole" in by_measure:
        piece = by_measure["whole"]
    return quantity.number * piece, "counted"


def _must_be_grams(quantity: Quantity, by_measure: Mapping[str, float]) -> bool:
    """Whether "rice 150" can only be grams: a whole number of pieces too large to be eaten."""
    is_whole = quantity.number == int(quantity.number) and quantity.low is None
    return is_whole and quantity.number >= _SMALLEST_BARE_G and not _has_small_piece(by_measure)


def _has_small_piece(by_measure: Mapping[str, float]) -> bool:
    return "each" in by_measure and by_measure["each"] <= 12


def _sized(row: FoodRow, quantity: Quantity, by_measure: Mapping[str, float]) -> float:
    if quantity.size in by_measure:
        return by_measure[quantity.size]
    piece = _piece_g(row, by_measure)
    return (piece if piece is not None and quantity.is_number_told else row.portion_g) * quantity.size_factor


def _piece_g(row: FoodRow, by_measure: Mapping[str, float]) -> float | None:
    if row.id in _SUGAR_LUMP:
        return by_measure.get(_SUGAR_LUMP[row.id])
    if row.category in ("drink", "soup"):
        return None
    return next((by_measure[piece] for piece in _PIECES if piece in by_measure), None)


_measures_by_food: dict[tuple[int, str], tuple[FoodTable, dict[str, float]]] = {}


def measures_of(food_id: str, foods: FoodTable) -> Mapping[str, float]:
    """Grams of one of each measure of a food, under our names of measures. [g]

    Our own measures stand as they are; those of the source tables ("1 cup, sliced") are read for their first word
    where we have none of that name.
    """
    key = (id(foods), food_id)
    known = _measures_by_food.get(key)
    if known is None:
        if len(_measures_by_food) > 8_192:
            _measures_by_food.clear()
        known = _measures_by_food[key] = (
            foods,
            _read_measures(foods.grams_by_measure.get(food_id, {}), _name_stems(food_id, foods)),
        )
    return known[1]


def _name_stems(food_id: str, foods: FoodTable) -> tuple[str, ...]:
    row = foods.foods.get(food_id)
    return (*stems_of(food_id.replace("_", " ")), *(stems_of(row.name) if row is not None else ()))


def _read_measures(told: Mapping[str, float], name_stems: tuple[str, ...]) -> dict[str, float]:
    plain = {measure: grams for measure, grams in told.items() if measure[:1].isalpha()}
    for measure, grams in told.items():
        match = _USDA_MEASURE.match(measure.strip('"'))
        if match is None or not float(match["number"]):
            continue
        name = _our_name(stems_of(match["words"]), name_stems)
        if name and (name != "each" or ("large" not in measure and "small" not in measure)):
            plain.setdefault(name, grams / float(match["number"]))
    return plain


def _our_name(stems: tuple[str, ...], name_stems: tuple[str, ...]) -> str:
    """What we call a measure of the source tables; "1 melon, medium" is one whole melon."""
    row = measure_by_name().get(" ".join(stems))
    if row is not None:
        return row["measure"]
    if stems and stems[0] in ("small", "medium", "large"):
        return stems[0]
    return "each" if len(stems) == 1 and stems[0] in name_stems else ""
