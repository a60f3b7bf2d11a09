"""Bread with something in it: "ham and cheese toastie", "turkey sandwich on rye", "pb&j sandwich"."""

from __future__ import annotations

from functools import cache

from commensal.diary.parse.eaten import Eaten, category, living, side_by_side
from commensal.diary.parse.items import Item
from commensal.diary.parse.tables import table
from commensal.knowledge.foods import FoodTable

_FILLINGS = frozenset({"meat", "poultry", "fish", "dairy", "egg", "sauce", "veg", "legume", "nutseed", "alt", "oilfat"})
_SWEET_FILLINGS = frozenset(
    {"jam", "honey", "chocolate_spread", "marmalade", "lemon_curd", "tuna_mayo", "salad_side", "crisps", "chips"}
)
_BREADS_BY_WORD = {
    "wrap": "wrap",
    "roll": "roll",
    "bap": "roll",
    "barm": "roll",
    "bun": "roll",
    "baguette": "baguette",
    "bagel": "bagel",
}
# Beside the filling that names the sandwich these are part of it.
_BESIDE = frozenset({"veg", "sauce", "oilfat", "dairy", "herbspice"})


@cache
def _sandwiches() -> dict[tuple[str, str], str]:
    return {(row["bread_word"], row["filling"]): row["food_id"] for row in table("sandwiches")}


def make_sandwiches(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Turn fillings and a word for bread into the sandwich that the table has, or into fillings and bread."""
    for number, item in enumerate(items):
        word = _bread_word(items, named, number)
        if not word or item.is_claimed or item.negated == "mention":
            continue
        bread = _bread(items, named, number, word)
        fillings = _fillings(items, living(named), bread, foods)
        loaf = _loaf_behind(items, named, bread, foods)
        if loaf is not None:
            bread.dropped = True
            loaf.first = min(loaf.first, bread.first)
            continue
        _fill(bread, fillings, word, foods)
    named.sort(key=lambda eaten: eaten.first)


def _bread_word(items: list[Item], named: list[Eaten], number: int) -> str:
    item = items[number]
    if word := item.word("bread word"):
        return word
    eaten = next((eaten for eaten in named if eaten.first == number and not eaten.dropped), None)
    if eaten is None or (eaten.n_words > 1 and eaten.word not in ("wrap", "roll")):
        return ""
    return _BREADS_BY_WORD.get(eaten.word, "")


def _bread(items: list[Item], named: list[Eaten], number: int, word: str) -> Eaten:
    known = next((eaten for eaten in named if eaten.first <= number <= eaten.last and not eaten.dropped), None)
    if known is not None:
        return known
    eaten = Eaten(
        first=number,
        last=number,
        ids=(_sandwiches()[word, ""],),
        head="",
        word=word,
        n_words=1,
        confidence=0.7,
        negated=items[number].negated,
        question="sandwich",
        name_items=[number],
    )
    named.append(eaten)
    named.sort(key=lambda other: other.first)
    return eaten


def _fillings(items: list[Item], alive: list[Eaten], bread: Eaten, foods: FoodTable) -> list[Eaten]:
    """Foods before the bread that are in it: side by side with it, and those joined to them by "and"."""
    at = alive.index(bread)
    found: list[Eaten] = []
    right = bread
    for left in reversed(alive[:at]):
        if bool(left.negated) != bool(bread.negated) or not _is_filling(left, foods):
            break
        between = items[left.last + 1 : right.first]
        joined = len(between) == 1 and between[0].has("and") and right is not bread
        if not (joined or side_by_side(items, left, right)):
            break
        found.insert(0, left)
        right = left
    return found


def _is_filling(eaten: Eaten, foods: FoodTable) -> bool:
    return category(foods, eaten.food_id) in _FILLINGS or eaten.food_id in _SWEET_FILLINGS


def _loaf_behind(items: list[Item], named: list[Eaten], bread: Eaten, foods: FoodTable) -> Eaten | None:
    """The bread in "turkey sandwich on rye"."""
    for eaten in living(named):
        if eaten.first <= bread.last or category(foods, eaten.food_id) != "bread":
            continue
        between = [
            item for item in items[bread.last + 1 : eaten.first] if not item.has("descriptor", "article", "amount")
        ]
        is_listed = bool(between) and all(
            item.food is not None or item.has("and", "on") or item.text in ",-–—:(" for item in between
        )
        if is_listed and between[-1].has("on"):
            return eaten
    return None


def _fill(bread: Eaten, fillings: list[Eaten], word: str, foods: FoodTable) -> None:
    if not fillings:
        return
    bread.question, bread.is_closed = "", True
    for filling in fillings:
        sandwich = _sandwiches().get((word, filling.food_id))
        if sandwich is not None and sandwich in foods.foods and not filling.is_unknown:
            _be_sandwich(bread, filling, fillings, sandwich, foods)
            return
    bread.confidence = max(bread.confidence, 0.85)


def _be_sandwich(bread: Eaten, main: Eaten, fillings: list[Eaten], sandwich: str, foods: FoodTable) -> None:
    inside = {food for food, _ in foods.recipes.get(sandwich, ())}
    bread.become(sandwich, 0.9)
    bread.alternatives = ()
    bread.confidence = 0.9
    for filling in fillings:
        if filling is main or filling.food_id in inside or category(foods, filling.food_id) in _BESIDE:
            bread.take_in(filling)
