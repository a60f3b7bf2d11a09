"""Stools: form on the Bristol scale and how many ("type 6 twice", "bm x2", "no bm")."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.diary.parse.drafts import Draft, claim
from commensal.diary.parse.items import Item
from commensal.diary.parse.ratings import plain_number
from commensal.records.facts import StoolForm
from commensal.vocab.presence import Presence

_MOST_STOOLS = 30.0
# Words that mean a stool also without a number.
_PLAIN = frozenset({"bm", "bms", "bowel movement", "bowel movements", "poo", "poop", "pooed", "pooped", "stool"})
_NOT_STOOL = frozenset({"flour", "diabetes", "diabetic", "blood", "person"})


@dataclass(slots=True)
class _Group:
    """What is said of stools in one place."""

    at: int
    used: list[Item] = field(default_factory=list)
    form: int | None = None
    count: int | None = None
    is_unsure: bool = False
    has_word: bool = False


def read_stools(items: list[Item]) -> list[Draft]:
    """Every group of words about stools."""
    drafts: list[Draft] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.is_claimed or item.negated == "mention" or not item.has("stool", "stool type", "stool type word"):
            at += 1
            continue
        if item.negated and item.has("stool"):
            start, end = claim([item])
            none = StoolForm(form=None, n_stools=0, presence=Presence.NONE)
            drafts.append(Draft(fact=none, at=at, start=start, end=end, confidence=0.95, negated=True, term=item.text))
            at += 1
            continue
        group = _group(items, at)
        if (draft := _draft(group)) is not None:
            drafts.append(draft)
            at = items.index(group.used[-1]) + 1
        else:
            at += 1
    return drafts


def _group(items: list[Item], at: int) -> _Group:
    group = _Group(at)
    before = items[at - 1] if at else None
    if before is not None and items[at].has("stool") and _count(before):
        group.count = _count(before)
        group.used.append(before)
    number = at
    while number < len(items):
        taken = _take(items, number, group)
        if not taken:
            break
        group.used.extend(items[number : number + taken])
        number += taken
    while group.used and group.used[-1].is_mark:
        group.used.pop()
    return group


def _take(items: list[Item], at: int, group: _Group) -> int:
    """How many items from here on tell more about these stools."""
    item = items[at]
    following = items[at + 1] if at + 1 < len(items) else None
    if item.is_claimed:
        return 0
    if item.has("stool type", "stool type word") and (taken := _take_form(items, at, group)):
        return taken
    if item.has("stool"):
        group.has_word = group.has_word or item.text in _PLAIN
        return 1
    if not group.used or (following is None and not item.has("amount")):
        return 0
    if item.has("amount"):
        return _take_number(item, group)
    is_bridge = (item.is_mark and item.text in ",:-=(") or item.has("approximately", "end", "ordinary")
    leads_on = following is not None and (following.has("stool type", "stool") or _is_count(following))
    return int(is_bridge and leads_on)


def _take_form(items: list[Item], at: int, group: _Group) -> int:
    """The form on the Bristol scale: "type 6", "watery stool". A second form begins another group."""
    if group.form is not None:
        return 0
    if items[at].has("stool type word"):
        group.form = int(items[at].word("stool type word"))
        return 1
    following = items[at + 1] if at + 1 < len(items) else None
    form = _form(following) if following is not None else None
    if following is None or form is None or _is_other_type(items, at):
        return 0
    group.form, group.is_unsure = form, group.is_unsure or _is_range(following)
    return 2


def _is_count(item: Item) -> bool:
    return item.has("amount") and _count(item) is not None


def _take_number(item: Item, group: _Group) -> int:
    count = _count(item)
    if count is None:
        return 0
    quantity = item.quantity
    if group.count is None and (group.form is not None or (quantity is not None and quantity.is_times)):
        group.count = count
    elif group.form is None and group.has_word and 1 <= count <= 7:
        group.form, group.is_unsure = count, group.used[-1].text not in ("stool", ":")
    else:
        return 0
    return 1


def _count(item: Item) -> int | None:
    number = plain_number(item)
    if number is None or number != int(number) or not 0 < number <= _MOST_STOOLS:
        return None
    return int(number)


def _form(item: Item) -> int | None:
    number = plain_number(item)
    return int(number + 0.5) if number is not None and 1 <= number <= 7 else None


def _is_range(item: Item) -> bool:
    return item.quantity is not None and item.quantity.low is not None


def _is_other_type(items: list[Item], at: int) -> bool:
    """Whether it is another type: "type 2 diabetes", "blood type"."""
    around = [items[number].text for number in (at - 1, at + 2) if 0 <= number < len(items)]
    return any(text in _NOT_STOOL for text in around)


def _draft(group: _Group) -> Draft | None:
    if group.form is None and group.count is None and not group.has_word:
        return None
    if not group.used:
        return None
    start, end = claim(group.used)
    count = group.count if group.count is not None or group.form is not None else 1
    return Draft(
        fact=StoolForm(form=group.form, n_stools=count),
        at=group.at,
        start=start,
        end=end,
        confidence=0.5 if group.is_unsure else 0.95,
        term=group.used[0].text,
        question="stool" if group.is_unsure else "",
    )
