"""Which amount belongs to which food: before it, behind it, behind a comma, or to each of several."""

from __future__ import annotations

from functools import cache

from commensal.diary.parse.eaten import Eaten, category, side_by_side
from commensal.diary.parse.items import Item
from commensal.diary.parse.modifiers import prefer_drink
from commensal.diary.parse.portions import measures_of
from commensal.diary.parse.quantity import Quantity
from commensal.diary.parse.tables import table
from commensal.knowledge.foods import FoodTable

# What may stand between an amount and its food.
_TRANSPARENT = ("descriptor", "determiner", "free from", "of", "article", "approximately", "size")
_DRINKING = frozenset({"glass", "mug", "jug", "bottle", "can"})
_BEFORE_TRAILING = ",(-–—:="


def attach_amounts(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Give each amount to one food (or, with "each", to all of its clause) and mark it as read."""
    by_first = {eaten.first: eaten for eaten in reversed(named) if not eaten.dropped}
    for number, item in enumerate(items):
        if item.quantity is None or item.is_claimed:
            continue
        if any(eaten.first < number < eaten.last for eaten in named):
            owner = next(eaten for eaten in named if eaten.first < number < eaten.last)
        else:
            owner_ahead = _ahead(items, by_first, number)
            owner_behind = _behind(items, named, number)
            owner_or_none = _choose(items, number, owner_ahead, owner_behind)
            if owner_or_none is None:
                continue
            owner = _with_that_measure(items, named, owner_or_none, item.quantity, foods)
        _give(items, named, number, owner, foods)


def _with_that_measure(
    items: list[Item], named: list[Eaten], owner: Eaten, quantity: Quantity, foods: FoodTable
) -> Eaten:
    """Of "two slices of peanut butter toast" the slices are those of the food that comes in slices."""
    if not quantity.measure or quantity.measure in measures_of(owner.food_id, foods):
        return owner
    for other in named:
        if other.first > owner.last and not other.dropped:
            is_beside = side_by_side(items, owner, other)
            return other if is_beside and quantity.measure in measures_of(other.food_id, foods) else owner
    return owner


def _give(items: list[Item], named: list[Eaten], number: int, owner: Eaten, foods: FoodTable) -> None:
    item = items[number]
    item.is_claimed = True
    quantity = item.quantity
    if quantity is not None and quantity.is_each:
        for eaten in _same_list(items, named, owner):
            eaten.quantity = eaten.quantity or quantity
        return
    if owner.quantity is None:
        owner.quantity = quantity
    elif quantity is not None:
        owner.quantity = combined(owner.quantity, quantity)
    owner.first, owner.last = min(owner.first, number), max(owner.last, number)
    if quantity is not None and (quantity.millilitres is not None or quantity.measure in _DRINKING):
        prefer_drink(owner, foods)


def combined(first: Quantity, second: Quantity) -> Quantity:
    """Two amounts of one food: of "x2, 40 g" the weight stands, of "two bowls, large" both are used."""
    if second.is_metric and not first.is_metric:
        return second
    if first.is_metric:
        return first
    if first.vague_factor is not None and second.says_how_large:
        return second
    return Quantity(
        number=first.number * second.number if second.is_number_told else first.number,
        low=first.low,
        high=first.high,
        measure=first.measure or second.measure,
        size=first.size or second.size,
        size_factor=first.size_factor * second.size_factor,
        is_number_told=first.is_number_told or second.is_number_told,
        vague_factor=first.vague_factor or second.vague_factor,
    )


def _ahead(items: list[Item], by_first: dict[int, Eaten], number: int) -> Eaten | None:
    """The food that follows with nothing but describing words (or one unknown word) between."""
    n_unknown = 0
    for at in range(number + 1, len(items)):
        if at in by_first:
            return by_first[at]
        item = items[at]
        if item.is_unknown:
            n_unknown += 1
        if item.is_mark or n_unknown > 1 or not (item.is_unknown or item.has(*_TRANSPARENT)):
            return None
        if item.quantity is not None:
            return None
    return None


def _behind(items: list[Item], named: list[Eaten], number: int) -> Eaten | None:
    """The food before, in the same clause or across one comma, dash or bracket."""
    at = number - 1
    n_marks = 0
    while at >= 0:
        owner = next(
            (eaten for eaten in reversed(named) if eaten.first <= at <= eaten.last and not eaten.dropped), None
        )
        if owner is not None:
            return owner
        item = items[at]
        if item.is_mark:
            n_marks += 1
            if item.text not in _BEFORE_TRAILING or n_marks > 1:
                return None
        elif not (
            item.has(*_TRANSPARENT)
            or item.is_unknown
            or item.has("clock filler", "preposition", "ordinary", "on", "meal")
        ):
            return None
        at -= 1
    return None


def _choose(items: list[Item], number: int, ahead: Eaten | None, behind: Eaten | None) -> Eaten | None:
    if ahead is None or behind is None:
        return _unless_taken(items, number, ahead, behind)
    quantity = items[number].quantity
    touches = behind.last == number - 1
    if quantity is not None and quantity.is_times and touches:
        return behind
    if not touches:
        return ahead
    if behind.quantity is None and quantity is not None and quantity.is_metric and not _leading_style(items, number):
        return behind
    return ahead


def _unless_taken(items: list[Item], number: int, ahead: Eaten | None, behind: Eaten | None) -> Eaten | None:
    if ahead is not None:
        return ahead
    if behind is None:
        return None
    if behind.last < number - 1 and behind.quantity is not None and items[number].quantity is not None:
        # "Two eggs, 3 ...": a second amount behind a comma belongs to something that was not understood.
        quantity = items[number].quantity
        is_more_exact = quantity is not None and (quantity.is_metric or bool(quantity.size))
        return behind if is_more_exact or behind.quantity.vague_factor is not None else None
    return behind


def _leading_style(items: list[Item], number: int) -> bool:
    """Whether amounts stand before their foods in this clause: "40 g oats 100 g banana"."""
    at = number - 1
    first_amount: int | None = None
    first_food: int | None = None
    while at >= 0 and not items[at].is_mark:
        if items[at].quantity is not None:
            first_amount = at
        if items[at].food is not None:
            first_food = at
        at -= 1
    if first_amount is not None and first_food is not None and first_amount < first_food:
        return True
    return _ends_with_food(items, number)


def _ends_with_food(items: list[Item], number: int) -> bool:
    """Whether the clause closes with a food: then its amounts stand in front ("porridge 40 g oats 200 ml milk")."""
    last_is_food = False
    for item in items[number + 1 :]:
        if item.is_mark:
            break
        last_is_food = item.food is not None if item.food is not None or item.quantity is not None else last_is_food
    return last_is_food


def _same_list(items: list[Item], named: list[Eaten], owner: Eaten) -> list[Eaten]:
    """Foods joined to this one by commas and "and", before and behind."""
    alive = [eaten for eaten in named if not eaten.dropped]
    at = alive.index(owner) if owner in alive else 0
    same = [owner]
    for eaten in alive[at + 1 :]:
        if not _are_listed(items[same[-1].last + 1 : eaten.first]):
            break
        same.append(eaten)
    first = owner
    for eaten in reversed(alive[:at]):
        if not _are_listed(items[eaten.last + 1 : first.first]):
            break
        same.append(eaten)
        first = eaten
    return same


def _are_listed(between: list[Item]) -> bool:
    return all(item.has("and", "descriptor") or item.text == "," for item in between)


@cache
def _additions() -> dict[tuple[str, str], float]:
    return {(row["base"], row["addition"]): float(row["grams"]) for row in table("additions")}


def give_usual_additions(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Milk in tea is a splash, on cereal it covers a bowl, when nothing else was said."""
    alive = [eaten for eaten in named if not eaten.dropped and not eaten.negated]
    for number, addition in enumerate(alive):
        if addition.quantity is not None or addition.measure or addition.share != 1.0:
            continue
        bases = [*reversed(alive[max(0, number - 2) : number]), *alive[number + 1 : number + 2]]
        for base in bases:
            grams = _addition_g(base, addition, foods)
            if grams is not None and _in_one_helping(items, base, addition):
                addition.portion_g = grams
                break


def _addition_g(base: Eaten, addition: Eaten, foods: FoodTable) -> float | None:
    names = [addition.food_id]
    if addition.food_id.startswith("milk_"):
        names.append("milk" if category(foods, addition.food_id) == "dairy" else "plant milk")
    if addition.food_id.startswith("cream_"):
        names.append("cream")
    return next(
        (_additions()[key] for key in ((_base_kind(base, foods), name) for name in names) if key in _additions()), None
    )


def _base_kind(base: Eaten, foods: FoodTable) -> str:
    if base.food_id.startswith(("tea_", "rooibos")):
        return "tea"
    if base.food_id.startswith(("coffee", "espresso")):
        return "coffee"
    if base.food_id.startswith("porridge"):
        return "porridge"
    return "water" if base.food_id == "water" else category(foods, base.food_id)


def _in_one_helping(items: list[Item], base: Eaten, addition: Eaten) -> bool:
    left, right = (base, addition) if base.first < addition.first else (addition, base)
    between = items[left.last + 1 : right.first]
    if any(item.is_mark and item.text not in ",(+" for item in between):
        return False
    if left is addition:
        return any(item.has("in", "on") for item in between)
    return all(item.is_mark or item.has("with", "and", "in", "on", "food", "amount", *_TRANSPARENT) for item in between)
