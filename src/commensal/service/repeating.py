"""Repeating: what is usual, or was so on another day, beside what was said of this one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.fact_fields import fields_of
from commensal.records.facts import STANDING_KINDS, Activity, Fact, Food, MedicineDose, Note, Sleep, kind_of
from commensal.records.usual import repeatable
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

if TYPE_CHECKING:
    from commensal.store.journal import Journal

DIARY_SOURCE = "diary"
_ADDITION = re.compile(r",|\b(?:with|and|in|on)\b")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """What is repeated on a day, and what is not.

    Parameters
    ----------
    entries : to be kept.
    asked_anew : facts that are never repeated: how one felt, and what was measured.
    there_already : facts that were left out, because that day holds them, or says otherwise.
    """

    entries: tuple[Entry, ...] = ()
    asked_anew: tuple[Fact, ...] = ()
    there_already: tuple[Fact, ...] = ()

    def __add__(self, other: Repeated) -> Repeated:
        return Repeated(
            entries=self.entries + other.entries,
            asked_anew=self.asked_anew + other.asked_anew,
            there_already=self.there_already + other.there_already,
        )


NOTHING_REPEATED = Repeated()


def copied(journal: Journal, *, from_day: date, day: date, now: datetime, said: Sequence[Fact]) -> Repeated:
    """What was taken in and done on ``from_day``, for ``day``.

    What was said in the same breath counts instead ("same as yesterday, but no wine"), and what ``day`` holds
    already stays as it is. Copying twice is copying once.

    Parameters
    ----------
    said : what is logged together with it.
    """
    candidates: list[tuple[str, Fact]] = []
    asked_anew: list[Fact] = []
    for entry in journal.entries(first_day=from_day, last_day=from_day):
        if not entry.origin.reaches_analysis or entry.kind in STANDING_KINDS or isinstance(entry.fact, Note):
            continue
        fact = _repeatable(entry)
        if fact is None:
            asked_anew.append(entry.fact)
        else:
            candidates.append((imported_entry_id(DIARY_SOURCE, f"copy/{day}/{entry.id}"), fact))
    repeated = _beside(journal, candidates, said=said, day=day, now=now, origin=Origin.COPIED)
    return replace(repeated, asked_anew=tuple(asked_anew))


def confirmed(journal: Journal, facts: Iterable[Fact], *, day: date, now: datetime, said: Sequence[Fact]) -> Repeated:
    """A usual day that a person stands behind for ``day``; the rest as in ``copied``."""
    candidates = [(imported_entry_id(DIARY_SOURCE, f"usual/{day}/{key}"), fact) for key, fact in _keyed(facts)]
    return _beside(journal, candidates, said=said, day=day, now=now, origin=Origin.CONFIRMED)


def speaks_of(said: Fact, fact: Fact) -> bool:
    """Whether what was said settles ``fact`` for that day, so that it is not repeated beside it.

    The same food, medicine or activity does, and any hours of sleep. A "no" reaches further: "no coffee" settles
    "coffee with milk" and "black coffee" as well, and "no milk" settles neither.
    """
    if isinstance(said, Sleep) and isinstance(fact, Sleep):
        return said.duration_h is not None or said.presence is Presence.NONE
    if isinstance(said, Food) and isinstance(fact, Food):
        return _same(said.food_id, fact.food_id, said, fact)
    if isinstance(said, MedicineDose) and isinstance(fact, MedicineDose):
        return _same(said.substance_id, fact.substance_id, said, fact)
    if isinstance(said, Activity) and isinstance(fact, Activity):
        return _same(None, None, said, fact)
    return False


def _same(
    one_id: str | None, other_id: str | None, said: Food | MedicineDose | Activity, fact: Food | MedicineDose | Activity
) -> bool:
    if one_id is not None and one_id == other_id:
        return True
    one = _words(said.name)
    if said.presence is not Presence.NONE:
        return one == _words(fact.name)
    if isinstance(said, Food) and said.text:
        one = _words(said.text)  # "no wine" is kept as the likeliest wine, and means any
    head = _words(_ADDITION.split(fact.name.casefold(), maxsplit=1)[0])
    return bool(one) and head[-len(one) :] == one


def _words(name: str) -> list[str]:
    return _WORD.findall(name.casefold())


def _repeatable(entry: Entry) -> Fact | None:
    """What may be repeated of an entry. Hours that came with a file were measured, and are not."""
    if isinstance(entry.fact, Sleep | Activity) and entry.source != DIARY_SOURCE:
        return None
    return repeatable(entry.fact)


def _beside(
    journal: Journal,
    candidates: Sequence[tuple[str, Fact]],
    *,
    said: Sequence[Fact],
    day: date,
    now: datetime,
    origin: Origin,
) -> Repeated:
    """The candidates that neither what is said nor what ``day`` holds already speaks of."""
    ids = {entry_id for entry_id, _ in candidates}
    there = [
        entry.fact
        for entry in journal.entries(first_day=day, last_day=day)
        if entry.origin.reaches_analysis and entry.id not in ids
    ]
    entries: list[Entry] = []
    there_already: list[Fact] = []
    for entry_id, fact in candidates:
        if any(speaks_of(other, fact) for other in (*said, *there)):
            there_already.append(fact)
            continue
        # The hour is left open: nobody said when it was on this day.
        entries.append(Entry(id=entry_id, fact=fact, day=day, recorded_at=now, origin=origin, source=DIARY_SOURCE))
    return Repeated(entries=tuple(entries), there_already=tuple(there_already))


def _keyed(facts: Iterable[Fact]) -> Iterator[tuple[str, Fact]]:
    """Facts with a name each; the second cup of tea has a name of its own."""
    seen: Counter[str] = Counter()
    for fact in facts:
        key = json.dumps([kind_of(fact), fields_of(fact)], sort_keys=True)
        seen[key] += 1
        yield f"{key}/{seen[key]}", fact
