"""Two foods side by side: "blueberry muffin" is one, "turkey burger" another, "porridge banana" two."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from commensal.diary.parse.eaten import Eaten, category, living, side_by_side
from commensal.diary.parse.items import Item
from commensal.diary.parse.tables import table
from commensal.knowledge.foods import FoodTable

_ABSORBED = 0.85
# Words that another word before them turns into another food, known or not.
_CHANGED_BY_ANY_WORD = frozenset(
    {"milk", "butter", "oil", "flour", "juice", "pie", "tart", "pudding", "sauce", "cobbler"}
)
# The plural begins a list: "strawberries yoghurt honey".
_LISTED_WHEN_PLURAL = frozenset({"fruit", "nutseed"})
# Joined by "and" in front of these, both are what is in it: "leek and bacon quiche".
_JOINT_HEADS = frozenset({"soup", "pie", "quich", "crumble", "smoothy", "toasty", "risotto"})
_INGREDIENTS = frozenset({"veg", "legume", "herbspice", "fruit", "meat", "poultry", "fish", "dairy", "nutseed"})


@cache
def _rules() -> dict[tuple[str, str], str]:
    return {(row["head"], row["modifier"]): row["becomes"] for row in table("heads")}


def join_compounds(items: list[Item], named: list[Eaten], foods: FoodTable) -> None:
    """Let each food act on the one right before it, from right to left, as ``heads.tsv`` says."""
    _shun_unknown_neighbours(items, named)
    alive = living(named)
    for number in range(len(alive) - 1, 0, -1):
        left, right = alive[number - 1], alive[number]
        if right.dropped or right.is_closed or left.is_unknown or bool(left.negated) != bool(right.negated):
            continue
        if side_by_side(items, left, right):
            _join(left, right, foods)
    _join_pairs(items, living(named), foods)
    for eaten in living(named):
        if not eaten.ids:
            eaten.is_unknown = True


def _join(left: Eaten, right: Eaten, foods: FoodTable) -> None:
    becomes = _rule(left, right, foods)
    if left.is_plural and category(foods, left.food_id) in _LISTED_WHEN_PLURAL and right.ids:
        return
    if becomes == "both":
        return
    if becomes == "unknown":
        right.take_in(left)
        right.is_unknown = True
    elif becomes == "head":
        right.take_in(left)
        right.confidence = min(right.confidence, _ABSORBED) if right.ids else right.confidence
    elif becomes == "modifier":
        left.take_in(right)
        left.confidence = min(left.confidence, _ABSORBED)
    elif becomes.startswith("modifier+"):
        right.become(becomes.removeprefix("modifier+"), _ABSORBED)
    elif becomes.endswith("+modifier"):
        right.become(becomes.removesuffix("+modifier"), _ABSORBED)
    else:
        right.take_in(left)
        right.become(becomes, _ABSORBED)


def _rule(left: Eaten, right: Eaten, foods: FoodTable) -> str:
    """What the right food makes of the left one; "both" where no rule speaks."""
    if left.food_id and left.food_id == right.food_id:
        return "head"
    heads = [right.food_id, f"category:{category(foods, right.food_id)}"]
    if right.head:
        heads.insert(0, f"word:{right.head}")
    if right.n_words == 1 or right.word == "toast":
        heads.insert(0, f"word:{right.word}")
    rules = _rules()
    for head in heads:
        for modifier in (left.food_id, category(foods, left.food_id), "*"):
            if modifier and (becomes := rules.get((head, modifier))) is not None:
                return becomes
    return "both"


def _shun_unknown_neighbours(items: list[Item], named: list[Eaten]) -> None:
    """A word nobody knows before "milk", "butter", "pie" makes a food nobody knows."""
    for eaten in named:
        before = items[eaten.first - 1] if eaten.first else None
        if before is None or before.is_claimed or not (before.is_unknown or before.has("unlisted")):
            continue
        if items[eaten.first].link == "/" or before.negated != items[eaten.first].negated:
            continue
        if eaten.word in _CHANGED_BY_ANY_WORD and eaten.n_words == 1:
            eaten.is_unknown = True
            eaten.first -= 1
        else:
            eaten.confidence = min(eaten.confidence, 0.75)


def _join_pairs(items: list[Item], alive: list[Eaten], foods: FoodTable) -> None:
    """In "leek and bacon quiche" the first belongs to the dish as well as the second."""
    for left, right in pairwise(alive):
        between = items[left.last + 1 : right.first]
        if len(between) != 1 or not between[0].has("and") or left.dropped or right.dropped or left.is_unknown:
            continue
        if right.word not in _JOINT_HEADS or (right.first == right.name_items[0] == right.last and right.n_words == 1):
            continue
        if left.is_plural or left.negated or category(foods, left.food_id) not in _INGREDIENTS:
            continue
        right.take_in(left)
        right.confidence = min(right.confidence, _ABSORBED)
