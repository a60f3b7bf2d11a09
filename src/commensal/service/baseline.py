"""Baseline: what a person's days usually hold. A suggestion until they stand behind it for a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import Fact, OwnWord, UsualDay
from commensal.records.usual import facts_of_usual_day, repeatable, usual_day
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE, copied
from commensal.service.words import Understood, entry_of_word
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

if TYPE_CHECKING:
    from commensal.store.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A usual day.

    Parameters
    ----------
    since : the day from which it is usual.
    text : the person's own words.
    facts : what they were understood as: food, medicines, activity, hours of sleep.
    """

    since: date
    text: str
    facts: tuple[Fact, ...]


def baseline(home: Home, *, day: date | None = None) -> Baseline | None:
    """The usual day as it holds on ``day`` (today when left out); None when there is none."""
    with home.journal_to_read() as journal:
        return None if journal is None else baseline_of(journal, day or home.today())


def baseline_of(journal: Journal, day: date, *, among: Sequence[Entry] | None = None) -> Baseline | None:
    """The usual day that holds on ``day``: the newest that began by then.

    For a day before the first one that was ever set, the first one serves: nothing of it counts before somebody
    stands behind it, and whoever fills in last week should not have to set it twice.

    Parameters
    ----------
    among : entries that hold every usual day, where they are known already.
    """
    entries = journal.entries(kinds={"usual_day"}) if among is None else among
    known = [(entry.day, entry.fact) for entry in entries]
    usual = [(since, fact) for since, fact in known if isinstance(fact, UsualDay)]
    begun = [item for item in usual if item[0] <= day]
    later = [item for item in usual if facts_of_usual_day(item[1])][:1]
    for since, fact in (begun or later)[-1:]:
        if facts := facts_of_usual_day(fact):
            return Baseline(since=since, text=fact.text, facts=facts)
    return None


def set_baseline(home: Home, understood: Understood, *, since: date | None = None) -> Baseline:
    """Keep a usual day, as one action; an older one holds up to the day before ``since``.

    Of each fact only what can be usual is kept (see ``records.usual.repeatable``). What waits for an answer is no
    part of it.

    Raises
    ------
    UsageError : nothing among the facts can be usual; nothing was written.
    """
    if not understood.facts and any(question.choices for question in understood.questions):
        raise UsageError(
            where="the usual day",
            found="only words that may mean several things",
            expected="food, drink, medicines, activity or hours of sleep",
            do="Add --yes to take the likeliest, or use another word.",
        )
    return _set(home, understood.text, understood.facts, understood.taught, since)


def _set(home: Home, text: str, facts: Sequence[Fact], taught: Sequence[OwnWord], since: date | None) -> Baseline:
    now = home.now()
    from_day = since or now.date()
    kept = tuple(part for fact in facts if (part := repeatable(fact)) is not None)
    if not kept:
        raise UsageError(
            where="the usual day",
            found="nothing that can be usual",
            expected="food, drink, medicines, activity or hours of sleep",
            do='Try: commensal baseline set "porridge, coffee, slept 7h". How you feel is asked anew each day.',
        )
    entries = [_entry(home, usual_day(text, kept), from_day), *(entry_of_word(word, now) for word in taught)]
    with home.journal() as journal:
        journal.append(entries, action="usual day", now=now)
    return Baseline(since=from_day, text=text, facts=kept)


def baseline_from(home: Home, day: date, *, since: date | None = None) -> Baseline:
    """Take what was logged on ``day`` as the usual day.

    Raises
    ------
    UsageError : that day holds nothing that can be usual; nothing was written.
    """
    with home.journal_to_read() as journal:
        facts: tuple[Fact, ...] = ()
        if journal is not None:
            facts = tuple(
                entry.fact for entry in copied(journal, from_day=day, day=date.max, now=home.now(), said=()).entries
            )
    return _set(home, day.isoformat(), facts, (), since)


def clear_baseline(home: Home, *, since: date | None = None) -> bool:
    """From ``since`` on (today when left out) no day is usual any more; False when there was nothing to clear."""
    now = home.now()
    from_day = since or now.date()
    if baseline(home, day=from_day) is None:
        return False
    with home.journal() as journal:
        journal.append([_entry(home, UsualDay(text=""), from_day)], action="usual day", now=now, label="cleared")
    return True


def no_baseline_yet() -> UsageError:
    """The sentence for "as usual" where nothing was said to be usual."""
    return UsageError(
        where="the usual day",
        found="none yet",
        expected="a usual day to stand behind",
        do='Set one: commensal baseline set "porridge, coffee, slept 7h".',
    )


def _entry(home: Home, fact: UsualDay, since: date) -> Entry:
    return Entry(
        id=imported_entry_id(DIARY_SOURCE, f"usual_day/{since}"),
        fact=fact,
        day=since,
        recorded_at=home.now(),
        origin=Origin.PREFILLED,
        source=DIARY_SOURCE,
    )
