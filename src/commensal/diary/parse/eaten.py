"""A food of the sentence while it is being read: what it may be, what stands beside it, how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.diary.parse.items import Item
from commensal.diary.parse.lexicon import FoodSense
from commensal.diary.parse.quantity import Quantity
from commensal.knowledge.foods import FoodTable

EXACT, USUAL, GENERIC, AMBIGUOUS = 0.97, 0.85, 0.62, 0.55
_AFTER_EDITS = {0: 1.0, 1: 0.88, 2: 0.75}


@dataclass(slots=True, eq=False)
class Eaten:
    """One food that was named.

    Parameters
    ----------
    first, last : items from ``first`` to ``last``, both included.
    ids : what it may be, the likeliest first; empty while only a family is known ("pie").
    head : the family that it names, or "".
    word : last stem of its name, for rules about words such as "toast".
    n_words : words of its name.
    parts : ids when one name stands for several foods.
    measure : household measure within the name, or "".
    quantity : how much was said, or None.
    portion_g : grams decided otherwise (a splash in tea), or None. [g]
    share : part of a helping of ``share_of``, for a drink that is logged as its shot and its milk.
    share_with : the other half, whose amount counts for both.
    dropped : whether another food or a list stands for it now.
    is_closed : whether what stands before it has been read already (a sandwich and its fillings).
    """

    first: int
    last: int
    ids: tuple[str, ...]
    head: str
    word: str
    n_words: int
    parts: tuple[str, ...] = ()
    measure: str = ""
    confidence: float = EXACT
    negated: str = ""
    is_plural: bool = False
    is_alias: bool = False
    quantity: Quantity | None = None
    portion_g: float | None = None
    share: float = 1.0
    share_of: str = ""
    share_with: Eaten | None = None
    dropped: bool = False
    is_closed: bool = False
    is_unknown: bool = False
    question: str = ""
    alternatives: tuple[str, ...] = ()
    name_items: list[int] = field(default_factory=list)

    @property
    def food_id(self) -> str:
        """The likeliest food, or ""."""
        return self.ids[0] if self.ids else ""

    def become(self, food_id: str, confidence: float | None = None) -> None:
        """Turn into another food; what it was stays among the alternatives."""
        self.alternatives = tuple(dict.fromkeys((*self.alternatives, *self.ids)))
        self.ids, self.head, self.parts = (food_id,), "", ()
        if confidence is not None:
            self.confidence = min(self.confidence, confidence)

    def take_in(self, other: Eaten) -> None:
        """Another food's words now belong to this one."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.name_items.extend(other.name_items)
        self.quantity = self.quantity or other.quantity
        other.dropped = True


def category(foods: FoodTable, food_id: str) -> str:
    """The food's category, or "" for a food of the person's own."""
    row = foods.foods.get(food_id)
    return row.category if row is not None else ""


def kin(food_id: str) -> str:
    """The first word of an id: ``egg_boiled`` and ``egg_fried`` are of one kin."""
    return food_id.split("_", 1)[0]


def foods_named(items: list[Item]) -> list[Eaten]:
    """Every food that is named and that no other grammar has claimed, in order."""
    found = []
    for number, item in enumerate(items):
        sense = item.food
        if sense is None or item.is_claimed or item.negated == "mention":
            continue
        following = items[number + 1] if number + 1 < len(items) else None
        if item.has("descriptor") and following is not None and following.food is not None:
            continue  # "Bitter chocolate" holds no beer.
        confidence = _sureness(sense)
        found.append(
            Eaten(
                first=number,
                last=number,
                ids=sense.ids,
                head=sense.head,
                word=item.last_stem,
                n_words=item.last - item.first,
                parts=sense.parts,
                measure=sense.measure,
                confidence=confidence * _AFTER_EDITS[min(item.edits, 2)],
                negated=item.negated,
                is_plural=item.is_plural,
                is_alias=sense.is_alias,
                alternatives=sense.ids[1:],
                name_items=[number],
            )
        )
    return found


def _sureness(sense: FoodSense) -> float:
    """How sure a name alone makes us, before slips and neighbours are counted."""
    if sense.is_usual:
        return USUAL
    if sense.head:
        return GENERIC
    return AMBIGUOUS if len(sense.ids) > 1 else EXACT


def side_by_side(items: list[Item], left: Eaten, right: Eaten) -> bool:
    """Whether nothing but describing words stands between two foods."""
    between = items[left.last + 1 : right.first]
    if any(item.link == "/" for item in items[left.last + 1 : right.first + 1]):
        return False
    return all(item.has("descriptor", "free from") and not item.is_mark for item in between)


def living(named: list[Eaten]) -> list[Eaten]:
    """Those that still stand for themselves."""
    return [eaten for eaten in named if not eaten.dropped]
