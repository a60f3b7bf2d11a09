"""A dish and what is named beside it: parts counted once, lists instead of the dish, another milk, no bun."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from commensal.diary.parse.eaten import EXACT, Eaten, category, kin, living, side_by_side
from commensal.diary.parse.items import Item
from commensal.diary.parse.modifiers import becomes_without
from commensal.diary.parse.tables import table
from commensal.diary.parse.tokens import stems_of
from commensal.knowledge.foods import FoodTable

# A part that is more than a twentieth of a dish is meant by the dish; naming it adds nothing to it. [percent]
_PART_PERCENT = 5.0
_HOT_DRINKS = frozenset(
    {"latte", "mocha", "coffee", "coffee_instant", "coffee_decaf", "espresso", "tea_black", "matcha", "hot_chocolate"}
)
_LIST_MARKS = frozenset({",", "(", ":", "-", "–", "—"})
# In "tuna in brine", "mussels in white wine" the second is what it lies in.
_MEDIUM = "juices"


@cache
def _containers() -> frozenset[str]:
    return frozenset(row["food_id"] for row in table("containers"))


@cache
def _milky() -> dict[tuple[str, str], str]:
    return {(row["food_id"], row["milk_id"]): row["becomes"] for row in table("milky_drinks")}


@cache
def _plant_milks() -> dict[str, str]:
    return {stems_of(row["words"])[0]: row["food_id"] for row in table("plant_milks")}


def settle_dishes(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Read what stands with each dish; changes ``named`` in place."""
    _leave_out_media(items, named)
    _tell_dish_from_spice(items, named, foods)
    _name_plant_milks(items, named)
    _change_milk(items, named, foods)
    _drop_containers(items, named, foods)
    _absorb_parts(items, named, foods)
    _leave_out_parts(items, named, foods)
    _unfold_platters(named)
    named.sort(key=lambda eaten: eaten.first)


def _leave_out_media(items: list[Item], named: list[Eaten]) -> None:
    for number, eaten in enumerate(named):
        if not number or eaten.dropped or not items[eaten.first].has(_MEDIUM):
            continue
        between = items[named[number - 1].last + 1 : eaten.first]
        is_in = bool(between) and between[0].text == "in" and all(item.has("in", "descriptor") for item in between)
        if is_in and named[number - 1].food_id not in _HOT_DRINKS:
            named[number - 1].take_in(eaten)


def _tell_dish_from_spice(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Read a word that may be either by its place: "chilli with rice" is a dish, "garlic and chilli" a spice."""
    for number, eaten in enumerate(named):
        dish = next((food for food in eaten.ids if category(foods, food) == "dish"), "")
        spice = next((food for food in eaten.ids if category(foods, food) in ("veg", "herbspice")), "")
        if eaten.dropped or eaten.head != "chilli" or not dish or not spice:
            continue
        before = named[number - 1] if number else None
        between = items[before.last + 1 : eaten.first] if before is not None else []
        stands_first = before is None or any(item.is_mark and item.text != "," for item in between)
        is_beside_staple = before is not None and category(foods, before.food_id) in ("grain", "bread")
        following = named[number + 1] if number + 1 < len(named) else None
        flavours = following is not None and side_by_side(items, eaten, following)
        is_dish = (
            not flavours
            and not eaten.negated
            and not eaten.is_plural
            and (stands_first or is_beside_staple or _is_alone(items, eaten))
        )
        chosen = dish if is_dish else spice
        eaten.ids = (chosen, *(food for food in eaten.ids if food != chosen))
        eaten.alternatives = eaten.ids[1:]


def _is_alone(items: list[Item], eaten: Eaten) -> bool:
    """Whether an amount of a dish ("bowl of") stands before it."""
    quantity = items[eaten.first - 1].quantity if eaten.first else None
    return quantity is not None and quantity.measure in ("bowl", "plate", "portion", "tub", "box")


def _name_plant_milks(items: list[Item], named: list[Eaten]) -> None:
    """Take a plant beside a hot drink for its milk: "soya latte", "flat white (oat)", "latte with almond"."""
    for drink in [eaten for eaten in living(named) if eaten.food_id in _HOT_DRINKS]:
        before, number = drink.first - 1, drink.last + 1
        while number < len(items) and (items[number].text == "(" or items[number].has("with")):
            number += 1
        places = [before] if before >= 0 and not items[before].is_mark else []
        if number > drink.last + 1 and number < len(items):
            places.append(number)
        for place in places:
            _name_plant_milk(items, named, drink, place)
    named.sort(key=lambda eaten: eaten.first)


def _name_plant_milk(items: list[Item], named: list[Eaten], drink: Eaten, place: int) -> None:
    item = items[place]
    milk = _plant_milks().get(item.last_stem) if item.last - item.first == 1 else None
    known = next((eaten for eaten in named if eaten.first <= place <= eaten.last), None)
    if milk is None or item.negated or item.is_plural:
        return
    if known is not None and known is not drink:
        known.become(milk, 0.9)
        known.dropped = False
        known.first = known.last = place
    elif known is None or not item.has("food"):
        named.append(
            Eaten(
                first=place,
                last=place,
                ids=(milk,),
                head="",
                word="milk",
                n_words=1,
                confidence=0.9,
                name_items=[place],
            )
        )


def _change_milk(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Another milk makes another drink, and porridge made without cow's milk."""
    alive = living(named)
    for number, drink in enumerate(alive):
        neighbours = [*alive[number + 1 : number + 4], *reversed(alive[max(0, number - 1) : number])]
        for milk in neighbours:
            if milk.negated or drink.negated or not _stand_together(items, drink, milk):
                continue
            if (becomes := _milky().get((drink.food_id, milk.food_id))) is not None:
                _become_drink(drink, milk, becomes)
            elif drink.food_id == "porridge" and category(foods, milk.food_id) == "alt":
                drink.become("porridge_water", EXACT)


def _become_drink(drink: Eaten, milk: Eaten, becomes: str) -> None:
    if ";" not in becomes:
        drink.become(becomes, 0.93)
        drink.take_in(milk)
        return
    shot, rest = (part.split(":") for part in becomes.split(";"))
    whole = drink.food_id
    drink.become(shot[0], 0.85)
    drink.share, drink.share_of, drink.share_with = float(shot[1]), whole, milk
    milk.share, milk.share_of, milk.share_with = float(rest[1]), whole, drink


def _stand_together(items: list[Item], one: Eaten, other: Eaten) -> bool:
    """Whether two foods belong to one helping: nothing between them but "with", "in", "and" or a bracket."""
    left, right = (one, other) if one.first <= other.first else (other, one)
    between = items[left.last + 1 : right.first]
    return (
        all(
            item.has(
                "with", "in", "and", "of", "amount", "determiner", "descriptor", "article", "on", "free from", "food"
            )
            or item.text == "("
            for item in between
        )
        and sum(item.has("and") for item in between) <= 1
    )


def _drop_containers(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    for number, dish in enumerate(named):
        is_container = dish.food_id in _containers() or len(dish.parts) > 1
        if dish.dropped or dish.negated or not is_container:
            continue
        listed = _listed(items, named[number + 1 :], dish)
        substance = [part for part in listed if category(foods, part.food_id) not in ("sauce", "oilfat", "herbspice")]
        named_before = number > 0 and named[number - 1].last == dish.first - 1 and not named[number - 1].dropped
        if len(substance) >= 2 or (named_before and substance and _with_behind(items, dish)):
            dish.dropped = True
            if dish.quantity is not None and listed:
                dish.quantity = None


def _listed(items: list[Item], following: list[Eaten], dish: Eaten) -> list[Eaten]:
    """Foods that a list right behind a dish names: "smoothie: spinach, banana", "stir fry with tofu and peppers"."""
    opener = items[dish.last + 1] if dish.last + 1 < len(items) else None
    if opener is None or not (opener.text in "(:-–—" or (opener.has("with", "of") and dish.food_id not in _KEPT_WITH)):
        return []
    is_open = opener.text in "(:-–—"
    listed: list[Eaten] = []
    last = dish.last + 1
    for part in following:
        between = items[last + 1 : part.first] if listed else items[dish.last + 2 : part.first]
        if part.dropped or any(not _continues_list(item, is_open) for item in between):
            break
        if listed and part.negated:
            break
        listed.append(part)
        last = part.last
    return listed


# "Salad with feta" is salad and feta; "smoothie with feta" would be its parts.
_KEPT_WITH = frozenset(
    {"salad_side", "salad_leaves", "soup_vegetable", "sunday_roast", "full_english", "mezze", "roast_veg"}
)


def _continues_list(item: Item, is_open: bool) -> bool:
    if item.is_mark:
        return (item.text == "," and is_open) or item.text in "&/"
    return item.has("and", "amount", "descriptor", "determiner", "article", "of", "approximately", "size", "free from")


def _with_behind(items: list[Item], dish: Eaten) -> bool:
    return dish.last + 1 < len(items) and (items[dish.last + 1].has("with") or items[dish.last + 1].text in "(:")


def _absorb_parts(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Count the parts of a dish that are named with it once: "ramen with pork and egg" is ramen."""
    for number, dish in enumerate(named):
        recipe = foods.recipes.get(dish.food_id, ())
        if dish.dropped or dish.negated or not recipe or dish.is_unknown:
            continue
        if not _with_behind(items, dish):
            continue
        last = dish.last + 1
        for part in named[number + 1 :]:
            between = items[last + 1 : part.first] if part.first > last else []
            if part.dropped or part.negated or any(not _continues_list(item, is_open=False) for item in between):
                break
            last = part.last
            is_weighed = any(item.quantity is not None and item.quantity.is_metric for item in between)
            if not is_weighed and _is_part(part.food_id, recipe):
                part.dropped = True


def _is_part(food_id: str, recipe: tuple[tuple[str, float], ...]) -> bool:
    return any(
        percent > _PART_PERCENT
        and (
            food_id == ingredient or (kin(food_id) == kin(ingredient) and kin(food_id) not in ("milk", "bread", "tea"))
        )
        for ingredient, percent in recipe
    )


def _leave_out_parts(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Take what was left out from the dish: "burger but no bun", "porridge, no milk"."""
    for number, missing in enumerate(named):
        if not missing.negated or missing.negated == "instead":
            continue
        for dish in reversed(named[:number]):
            if dish.dropped or dish.negated:
                continue
            instead = becomes_without(foods, dish.food_id, missing.food_id)
            if instead and instead != dish.food_id and _same_sentence(items, dish, missing):
                dish.become(instead, 0.9)
            break


def _same_sentence(items: list[Item], left: Eaten, right: Eaten) -> bool:
    return all(item.text not in (".", ";", "\n") for item in items[left.last + 1 : right.first])


def _unfold_platters(named: list[Eaten]) -> None:
    for eaten in list(named):
        if eaten.dropped or len(eaten.parts) < 2:
            continue
        eaten.confidence = min(eaten.confidence, 0.85)
        named.extend(replace(eaten, ids=(food_id,), parts=(), alternatives=()) for food_id in eaten.parts[1:])
        eaten.parts = ()
