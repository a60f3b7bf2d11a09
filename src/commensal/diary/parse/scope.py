"""What a "no", a "without" or a "didn't have" reaches, and where its reach ends."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.diary.parse.eaten import category
from commensal.diary.parse.items import Item
from commensal.knowledge.foods import FoodTable

# Kinds of word that can be denied.
TARGETS = (
    "food",
    "unlisted",
    "medicine",
    "supplement",
    "symptom",
    "stool",
    "period",
    "period light",
    "activity",
    "slept",
)
# Said of a food itself ("no sugar jelly"), these do not deny the food that follows without a comma.
_DENIED_ALONE = frozenset({"sugar", "salt", "sweetener"})
# Additions to other food: "no milk and sugar" denies both, "no milk and two biscuits" one.
_ADDITIONS = frozenset({"dairy", "alt", "oilfat", "sauce", "herbspice", "veg"})
_SWEETENING = frozenset({"sugar", "honey", "sweetener", "maple_syrup", "golden_syrup", "agave_syrup", "jam"})
_REACH_WORDS = 6
_BEHIND_TARGET = frozenset({"left out", "left off", "omitted", "excluded", "removed"})
_VERBS_OF_NEGATION = frozenset({"have", "had", "having", "eat", "ate", "eating", "drink", "drank", "drinking"}) | {
    "use", "used", "using", "got", "finish", "managed", "now", "was",
}  # fmt: skip


@dataclass(slots=True)
class _Reach:
    """A negation that is still in force."""

    kind: str
    target: Item | None = None
    is_general: bool = False
    n_words: int = 0
    opened_bracket: bool = False


def mark_negated(items: list[Item], foods: FoodTable) -> None:
    """Set ``negated`` on every item that a negation reaches: no, verb, instead, except or mention.

    It ends at "but", "just", "only", "so", at a verb of eating, at the end of the clause, and at a comma, unless the
    comma is part of a list that closes with "or". "With", "on", "in" end it, except after "didn't have". "And" hands
    it on only between two of a kind. Under "nothing" and "didn't eat", "except" and "but" begin what was eaten.
    """
    reach: _Reach | None = None
    for number, item in enumerate(items):
        if _denies_what_stands_before(items, number):
            continue
        opened = _opens(items, number)
        if opened is not None:
            if reach is not None and reach.is_general and opened.kind == "except":
                reach = None
            else:
                opened.opened_bracket = _inside_brackets(items, number)
                reach = opened
            item.is_claimed = True
            continue
        if reach is None or _ends(items, number, reach, foods):
            reach = None
            continue
        if _is_target(item):
            item.negated = reach.kind
            reach.target = item
            if item.link == "-" or _next_links_free(items, number):
                reach = None
        else:
            reach.n_words += not item.is_mark


def _denies_what_stands_before(items: list[Item], number: int) -> bool:
    """Whether the negation follows its target: "pasta with cheese left out"."""
    item = items[number]
    if item.text not in _BEHIND_TARGET or not number or not _is_target(items[number - 1]):
        return False
    following = items[number + 1] if number + 1 < len(items) else None
    if following is not None and (_is_target(following) or following.has("determiner", "article")):
        return False
    items[number - 1].negated = "no"
    item.is_claimed = True
    return True


def _opens(items: list[Item], number: int) -> _Reach | None:
    """The negation that this item begins, or None."""
    item = items[number]
    if item.is_claimed or item.is_mark or item.has("only"):
        return None
    if item.has("mention"):
        return _Reach("mention")
    kind = item.word("negator")
    rates_symptom = item.has("severity") and number > 0 and _last_word(items, number).has("symptom")
    if not kind or rates_symptom or (item.text == "no" and _is_answer(items, number)):
        return None
    following = items[number + 1] if number + 1 < len(items) else None
    is_general = kind == "nothing" or (following is not None and following.text == "anything")
    return _Reach("no" if kind == "nothing" else kind, is_general=is_general)


def _is_answer(items: list[Item], number: int) -> bool:
    """Whether this "no" only answers: "no, ..."."""
    return number + 1 < len(items) and items[number + 1].text == ","


def _last_word(items: list[Item], number: int) -> Item:
    for before in range(number - 1, -1, -1):
        if not items[before].is_mark:
            return items[before]
    return items[number]


def _inside_brackets(items: list[Item], number: int) -> bool:
    for before in range(number - 1, -1, -1):
        if items[before].text == ")":
            return False
        if items[before].text == "(":
            return True
    return False


def _is_target(item: Item) -> bool:
    return item.has(*TARGETS) or (item.is_unknown and len(item.text) > 1)


def _next_links_free(items: list[Item], number: int) -> bool:
    return number + 1 < len(items) and items[number + 1].text == "free"


def _ends(items: list[Item], number: int, reach: _Reach, foods: FoodTable) -> bool:
    """Whether the negation ends before this item. Until it has met a target, few things end it."""
    item = items[number]
    if item.is_mark:
        return _mark_ends(items, number, reach)
    if item.has("end"):
        return not _continues_verb(item, reach)
    if reach.target is None:
        # "No dinner except toast": a meal that was left out is a general denial.
        reach.is_general = reach.is_general or item.has("meal")
        return reach.n_words >= _REACH_WORDS and not _is_target(item)
    return _ends_behind_target(items, number, reach, foods)


def _ends_behind_target(items: list[Item], number: int, reach: _Reach, foods: FoodTable) -> bool:
    item = items[number]
    if item.has("with"):
        return not (reach.kind == "verb" and _bare_food_follows(items, number))
    if item.has("and"):
        return not _and_hands_on(items, number, reach, foods)
    if _is_target(item):
        return _neighbour_ends(items, number, reach)
    if item.has("ordinary"):
        return not (number + 1 < len(items) and items[number + 1].has("or"))
    is_place = item.has("on", "in") or (item.has("preposition") and not item.has("approximately"))
    return is_place or item.has("meal", "day", "amount", "time", "number")


def _continues_verb(item: Item, reach: _Reach) -> bool:
    """Whether the verb belongs to the negation: "didn't have", "haven't had", "not eat"."""
    return item.text in _VERBS_OF_NEGATION and reach.target is None and reach.n_words == 0


def _mark_ends(items: list[Item], number: int, reach: _Reach) -> bool:
    mark = items[number].text
    if mark == ",":
        return reach.target is None or not _list_closes_with_or(items, number)
    return mark not in "\"'*#~"


def _list_closes_with_or(items: list[Item], number: int) -> bool:
    """Whether the commas from here on belong to "no milk, sugar or honey"."""
    for item in items[number + 1 :]:
        if item.has("or"):
            return True
        if item.is_mark and item.text != ",":
            return False
        if item.text == "and" or not (item.is_mark or _is_target(item) or item.has("descriptor", "determiner")):
            return False
    return False


def _bare_food_follows(items: list[Item], number: int) -> bool:
    following = items[number + 1] if number + 1 < len(items) else None
    return following is not None and following.has("food", "descriptor") and not following.has("determiner")


def _and_hands_on(items: list[Item], number: int, reach: _Reach, foods: FoodTable) -> bool:
    """Whether "no X and Y" denies Y as well: Y stands bare, and both are additions, or both are symptoms."""
    at = number + 1
    while at < len(items) and items[at].has("descriptor", "determiner"):
        at += 1
    if at >= len(items) or reach.target is None:
        return False
    following, target = items[at], reach.target
    if following.food is not None and target.food is not None:
        if reach.kind == "verb":
            return True
        kinds = [_addition_kind(item, foods) for item in (target, following)]
        return all(kinds) and ("sweetening" in kinds or kinds[0] == kinds[1] or "veg" not in kinds)
    shared = [kind for kind in TARGETS if following.has(kind) and target.has(kind)]
    return bool(shared)


def _addition_kind(item: Item, foods: FoodTable) -> str:
    food = item.food
    if food is None or not food.ids:
        return ""
    if food.ids[0] in _SWEETENING:
        return "sweetening"
    kind = category(foods, food.ids[0])
    return kind if kind in _ADDITIONS else ""


def _neighbour_ends(items: list[Item], number: int, reach: _Reach) -> bool:
    """A second target right behind the first: part of its name, unless it is of another kind or a plain addition."""
    target, item = reach.target, items[number]
    if target is None or items[number - 1] is not target:
        return False
    if target.food is not None and item.food is None and not item.has("unlisted") and not item.is_unknown:
        return True
    if target.food is None:
        return not any(item.has(kind) and target.has(kind) for kind in TARGETS)
    return bool(target.food.ids) and target.food.ids[0] in _DENIED_ALONE
