"""Wishes about whole meals and days: "same as yesterday", "usual breakfast", "meds as usual"."""

from __future__ import annotations

from commensal.diary.parse.drafts import claim
from commensal.diary.parse.items import Item
from commensal.diary.parse.parsed import Intent

_AFTER_FOOD = frozenset({"as usual", "usual", "as normal", "as always", "the usual", "same again", "ditto", "same old"})


def read_intents(items: list[Item], text: str) -> tuple[Intent, ...]:
    """Every intent; its words are claimed. "Toast as usual" is toast, and no intent."""
    intents = []
    for number, item in enumerate(items):
        if item.is_claimed or not item.has("same", "meds usual"):
            continue
        if item.has("same") and _speaks_of_neighbour(items, number):
            item.is_claimed = True
            continue
        start, end = claim([item])
        if item.has("meds usual"):
            intents.append(Intent(kind="usual_medicines", start=start, end=end, text=text[start:end]))
            continue
        kind, _, meal = item.word("same").partition(" ")
        following = items[number + 1] if number + 1 < len(items) else None
        if not meal and following is not None and following.has("meal"):
            meal = following.word("meal")
            start, end = claim([item, following])
        intents.append(
            Intent(
                kind="same_as_yesterday" if kind == "yesterday" else "usual",
                start=start,
                end=end,
                text=text[start:end],
                meal=meal,
            )
        )
    return tuple(intents)


def _speaks_of_neighbour(items: list[Item], number: int) -> bool:
    """Whether "usual" only describes a food, a symptom or a medicine beside it."""
    following = items[number + 1] if number + 1 < len(items) else None
    names_meal = " " in items[number].word("same")
    if not names_meal and following is not None and following.has("food", "descriptor", "medicine", "supplement"):
        return True
    if items[number].text not in _AFTER_FOOD:
        return False
    beside = [items[at] for at in (number - 1, number + 1) if 0 <= at < len(items)]
    return any(
        item.has("food", "symptom", "medicine", "supplement", "descriptor", "amount", "activity") for item in beside
    )
