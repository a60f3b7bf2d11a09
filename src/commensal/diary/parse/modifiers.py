"""Foods made without something ("gluten-free pasta", "decaf latte"), and breads named by their flour alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from commensal.diary.parse.eaten import EXACT, Eaten, category
from commensal.diary.parse.items import Item
from commensal.diary.parse.tables import table
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import FoodRow, FoodTable

_ANIMAL = frozenset({"meat", "poultry", "fish", "dairy", "egg"})
_MEAT = frozenset({"meat", "poultry", "fish"})
_LESS_SURE, _UNSURE = 0.9, 0.55

_HOLDS: dict[str, Callable[[FoodRow], bool]] = {
    "milk": lambda row: "milk" in row.allergens,
    "lactose": lambda row: "milk" in row.allergens,
    "gluten": lambda row: "gluten" in row.allergens,
    "egg": lambda row: "egg" in row.allergens or row.category == "egg",
    "nut": lambda row: "treenut" in row.allergens or "peanut" in row.allergens,
    "soya": lambda row: "soy" in row.allergens,
    "animal": lambda row: row.category in _ANIMAL or bool({"milk", "egg", "fish", "crust"} & set(row.allergens)),
    "meat": lambda row: row.category in _MEAT,
    "alcohol": lambda row: row.category == "alcohol" and row.id != "beer_af",
    "caffeine": lambda row: "caffeine" in row.groups or row.id == "tea_black",
}


@cache
def _becomes() -> dict[tuple[str, str], str]:
    return {(row["food_id"], row["without"]): row["becomes"] for row in table("without")}


@cache
def _loaves() -> dict[str, str]:
    return {" ".join(stems_of(row["words"])): row["food_id"] for row in table("loaves")}


def becomes_without(foods: FoodTable, food_id: str, without: str) -> str | None:
    """The food that this one is without something: an id, "" where the table has none, None where nobody said."""
    table_ = _becomes()
    if (food_id, without) in table_:
        return table_[food_id, without]
    return table_.get((f"category:{category(foods, food_id)}", without))


def apply_free_from(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Let "dairy-free", "gf", "decaf" act on the food they stand before, or behind in brackets."""
    for number, item in enumerate(items):
        without = item.word("free from")
        if not without or item.is_claimed:
            continue
        itself = next((eaten for eaten in named if eaten.first == number), None)
        eaten = _food_beside(items, named, number, ahead_only=itself is not None)
        if itself is not None:
            # "Decaf" is a drink, and in "decaf latte" a way to make one.
            if eaten is None or item.link == "/":
                continue
            itself.dropped = True
        if eaten is None:
            if without == "gluten" and number and items[number - 1].has("on"):
                continue
            item.is_claimed = without == "neutral"
            continue
        item.is_claimed = True
        eaten.first, eaten.last = min(eaten.first, number), max(eaten.last, number)
        if without != "neutral":
            _make_without(eaten, without, foods)
        elif "sugar" in item.text or item.text in ("diet", "zero"):
            prefer_drink(eaten, foods)


def _food_beside(items: list[Item], named: list[Eaten], number: int, *, ahead_only: bool) -> Eaten | None:
    by_item = {eaten.first: eaten for eaten in named}
    at = number + 1
    while at < len(items) and (items[at].has("descriptor", "free from", "size") or items[at].text == "-"):
        if at in by_item:
            break
        at += 1
    if at in by_item or ahead_only:
        return by_item.get(at)
    at = number - 1
    while at >= 0 and (items[at].has("descriptor", "free from") or items[at].text in "(-,"):
        at -= 1
    return next((eaten for eaten in named if eaten.last == at), None)


def _make_without(eaten: Eaten, without: str, foods: FoodTable) -> None:
    row = foods.foods.get(eaten.food_id)
    if row is None:
        return
    instead = becomes_without(foods, row.id, without)
    if instead:
        if instead != row.id:
            eaten.become(instead, EXACT * _LESS_SURE)
        return
    if instead is None and not _HOLDS[without](row):
        return
    if instead is None and row.category == "dish":
        # Most of the dish is as usual; what was left out is asked for.
        eaten.confidence, eaten.question = min(eaten.confidence, _UNSURE), "without"
        return
    eaten.is_unknown = True


def name_loaves(items: list[Item], named: list[Eaten]) -> None:
    """Make a flour behind "on" a bread: "turkey on wholemeal", "two slices rye"."""
    taken = {number for eaten in named for number in range(eaten.first, eaten.last + 1)}
    for number in range(1, len(items)):
        item = items[number]
        if number in taken or item.is_claimed or not _names_loaf(items[number - 1]):
            continue
        loaf = _loaves().get(item.text) or ("bread_gf" if item.word("free from") == "gluten" else "")
        following = items[number + 1] if number + 1 < len(items) else None
        if not loaf or (following is not None and following.has("food", "descriptor")):
            continue
        eaten = Eaten(
            first=number,
            last=number,
            ids=(loaf,),
            head="",
            word="bread",
            n_words=1,
            confidence=0.85,
            negated=item.negated,
            name_items=[number],
        )
        named.append(eaten)
    named.sort(key=lambda eaten: eaten.first)


def _names_loaf(before: Item) -> bool:
    """Whether the word before makes a flour a bread: "on", or slices of it."""
    return before.has("on") or (before.quantity is not None and before.quantity.measure in ("slice", "round"))


def prefer_drink(eaten: Eaten, foods: FoodTable) -> None:
    """Of several meanings choose the drink: "a glass of squash", "no added sugar squash"."""
    if category(foods, eaten.food_id) == "drink":
        return
    drink = next((food for food in eaten.ids if category(foods, food) in ("drink", "alcohol")), None)
    if drink is not None:
        eaten.become(drink, 0.85)
        eaten.confidence = 0.85


def deny_free(items: list[Item], named: list[Eaten]) -> None:
    """Mark what was left out: the onion of "onion-free soup"."""
    for eaten in named:
        following = items[eaten.last + 1] if eaten.last + 1 < len(items) else None
        if following is not None and following.text == "free" and not following.has("food"):
            eaten.negated = eaten.negated or "no"
            following.is_claimed = True
            eaten.last += 1
