"""A fact on its way to becoming a chip, with the items that it was read from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commensal.diary.parse.items import Item
from commensal.records.facts import Fact


@dataclass(slots=True, kw_only=True)
class Draft:
    """A fact and where it stands.

    Parameters
    ----------
    at : index of the item that it is about; its day and time are those of that item.
    start, end : the part of the sentence it was read from. [characters]
    confidence : how likely it is to be what was meant, 0 to 1.
    alternatives : other food ids or substances it may be.
    term : the words for the thing itself, without amounts: what a correction would teach.
    is_night : a night belongs to the day one wakes, whatever "last night" says of other things.
    question : kind of question to ask, or "".
    """

    fact: Fact
    at: int
    start: int
    end: int
    confidence: float
    alternatives: tuple[str, ...] = ()
    term: str = ""
    negated: bool = False
    is_night: bool = False
    question: str = ""


def claim(items: Iterable[Item]) -> tuple[int, int]:
    """Mark items as read; their common span."""
    used = list(items)
    for item in used:
        item.is_claimed = True
    return min(item.start for item in used), max(item.end for item in used)
