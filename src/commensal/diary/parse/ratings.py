"""How bad: a number beside a symptom ("pain 4", "7/10", "4 out of 10"), or a word ("mild", "awful")."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.diary.parse.items import Item
from commensal.vocab.scales import NRS_0_10, SCALES, Scale

# Words of severity keep their own scale: 0 none, 1 mild, 2 moderate, 3 severe. They are never turned into a number
# of another scale behind a person's back.
VERBAL_0_3 = Scale(id="verbal_0_3", minimum=0.0, maximum=3.0)
_SCALE_BY_MAXIMUM = {
    10.0: NRS_0_10,
    3.0: SCALES["ordinal_0_3"],
    4.0: SCALES["ordinal_0_4"],
    5.0: SCALES["ordinal_0_5"],
    6.0: SCALES["ordinal_0_6"],
    100.0: SCALES["percent"],
}
_BRIDGES = (
    "approximately",
    "determiner",
    "article",
    "of",
    "preposition",
    "ordinary",
    "end",
    "duration",
    "clock filler",
)
_LONGEST_BRIDGE = 4
_COUNTS = frozenset(
    {"once", "twice", "thrice", "both", "single", "double", "triple", "a couple", "a few", "half", "dozen"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A score on its scale, and the items it was read from.

    ``out_of_range`` is True when the number lies beyond its scale: then there is no score.
    """

    score: float
    scale: Scale
    used: tuple[Item, ...]
    out_of_range: bool = False


def rating_near(items: list[Item], at: int) -> Rating | None:
    """The rating that stands with the item at ``at``: a number behind it, a word before or behind it, or None.

    A number never reaches over a comma, a full stop or another fact.
    """
    behind = _behind(items, at)
    if behind is not None and behind.scale is not VERBAL_0_3:
        return behind
    return _before(items, at) or behind


def plain_number(item: Item) -> float | None:
    """The number of an amount that has neither unit nor measure, or None."""
    quantity = item.quantity
    if quantity is None or quantity.is_metric or quantity.measure or not quantity.is_number_told:
        return None
    return quantity.number


def _score(item: Item) -> float | None:
    """A plain number that may be a rating: "twice" and "a couple" count, and rate nothing."""
    return None if item.text in _COUNTS else plain_number(item)


def _behind(items: list[Item], at: int) -> Rating | None:
    bridge: list[Item] = []
    for number in range(at + 1, min(len(items), at + 2 + _LONGEST_BRIDGE)):
        item = items[number]
        if item.is_claimed:
            return None
        found = _numeric(items, number) or _verbal(item)
        if found is not None:
            if found.scale is VERBAL_0_3 and _belongs_to_next(items, number):
                return None
            return Rating(
                score=found.score,
                scale=found.scale,
                used=(*bridge, *found.used),
                out_of_range=found.out_of_range,
            )
        if item.is_mark and item.text not in ":=-–—~(":
            return None
        if not item.is_mark and not item.has(*_BRIDGES):
            return None
        bridge.append(item)
    return None


def _belongs_to_next(items: list[Item], at: int) -> bool:
    """Whether a word of severity stands before another symptom: "pain, bad fog", "pain bad fog"."""
    return at + 1 < len(items) and items[at + 1].has("symptom", "stress") and items[at].text not in ("gone", "none")


def _before(items: list[Item], at: int) -> Rating | None:
    number = at - 1
    while number >= 0 and items[number].has("descriptor", "of", "article") and not _verbal(items[number]):
        number -= 1
    if number < 0 or items[number].is_claimed or items[number].is_mark:
        return None
    item = items[number]
    if (ratio := _ratio(item)) is not None:
        return ratio
    if item.quantity is not None and item.quantity.vague_factor is not None:
        score = 1.0 if item.quantity.vague_factor < 1 else 3.0
        return Rating(score=score, scale=VERBAL_0_3, used=(item,))
    if number > 0 and items[number - 1].text in ("level", "grade") and (score_told := plain_number(item)) is not None:
        return _on_scale(score_told, 10.0, (items[number - 1], item))
    return _verbal(item)


def _numeric(items: list[Item], at: int) -> Rating | None:
    item = items[at]
    if (ratio := _ratio(item)) is not None:
        return ratio
    score = _score(item)
    if score is None or item.quantity is None or item.quantity.is_times:
        return _zero(item)
    if at + 2 < len(items) and items[at + 1].text == "out":
        ahead = at + 3 if items[at + 2].has("of") else at + 2
        if ahead < len(items) and (whole := plain_number(items[ahead])) is not None:
            return _on_scale(score, whole, tuple(items[at : ahead + 1]))
    following = items[at + 1] if at + 1 < len(items) else None
    if following is not None and following.has("percent"):
        return _on_scale(score, 100.0, (item, following))
    return _on_scale(score, 10.0, (item,))


def _zero(item: Item) -> Rating | None:
    """A bare 0, which is never an amount of anything."""
    if item.number == 0 and item.quantity is None:
        return _on_scale(0.0, 10.0, (item,))
    return None


def _ratio(item: Item) -> Rating | None:
    if item.ratio is None or item.is_clock or item.ratio[1] not in _SCALE_BY_MAXIMUM:
        return None
    return _on_scale(item.ratio[0], item.ratio[1], (item,))


def _on_scale(score: float, maximum: float, used: tuple[Item, ...]) -> Rating:
    scale = _SCALE_BY_MAXIMUM.get(maximum, NRS_0_10)
    return Rating(score=score, scale=scale, used=used, out_of_range=not scale.holds(score))


def _verbal(item: Item) -> Rating | None:
    word = item.word("severity")
    return Rating(score=float(word), scale=VERBAL_0_3, used=(item,)) if word else None
