"""Log: a person's words and numbers become entries of one day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS, Fact, Note, kind_of
from commensal.records.imports import name_of
from commensal.service.heed import Heeded, heed
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE, speaks_of
from commensal.service.stated import stated_facts
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.service.wishes import CarriedOut, carry_out, check_wishes, wishes_of
from commensal.service.words import Understood, entry_of_word, understand
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

if TYPE_CHECKING:
    from commensal.store.journal import Journal

# After this many days without an entry, coming back is a beginning and not a continuation.
DAYS_OF_A_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What was kept: the entries of one ``log``, the day they belong to, and what became of the words.

    Parameters
    ----------
    understood : the words, as they were understood.
    done : what came of "as usual" and "same as".
    is_return : the days before held nothing, and the diary did before that.
    heeded : what has to be said first because of this; None when there is nothing.
    trial_held : a trial that this ended or paused; None when there is none.
    """

    day: date
    entries: tuple[Entry, ...]
    is_backfilled: bool
    understood: Understood
    done: CarriedOut
    is_return: bool = False
    heeded: Heeded | None = None
    trial_held: TrialHeld | None = None

    @property
    def has_only_words(self) -> bool:
        """Whether nothing but words was kept, so that no number came from this."""
        return bool(self.entries) and all(isinstance(entry.fact, Note) for entry in self.entries)


def log(
    home: Home,
    text: str | None = None,
    *,
    ratings: Mapping[str, float] | None = None,
    none: Sequence[str] = (),
    foods: Sequence[str] = (),
    without: Sequence[str] = (),
    medicines: Sequence[str] = (),
    sleep_h: float | None = None,
    stool_form: int | None = None,
    stress: float | None = None,
    note: str | None = None,
    day: date | None = None,
    at: time | None = None,
    usual: bool = False,
    usual_medicines: bool = False,
    same_as: date | None = None,
    understood: Understood | None = None,
    stamp: str | None = None,
) -> Logged:
    """Keep what a person says of one day, as one action; returns only after it is safely on disk.

    The words of ``text`` are kept as they are, for ever. What is understood of them becomes facts beside them;
    what an option states counts instead of what the words say of the same thing.

    Parameters
    ----------
    text : a person's own words.
    ratings : score by symptom. [NRS 0-10]
    none : symptoms that were not there: a recorded "none", which a blank is not.
    foods, without : foods eaten, and foods a person says they had none of; "oats 40 g" gives an amount.
    medicines : medicines taken; "ibuprofen 400 mg" gives a dose.
    sleep_h : the night that ended on this day. [hours]
    stool_form : 1 (hard lumps) to 7 (liquid).
    stress : how stressful the day was. [NRS 0-10]
    note : further words; they are kept and not read.
    day : the local day it belongs to; today when left out.
    at : the clock time on that day, where the person is.
    usual : the person stands behind their usual day; what else is said counts instead of what it speaks of.
    usual_medicines : the same of the medicines of their usual day alone.
    same_as : the day whose food, medicines, activity and hours of sleep are copied; ratings never are.
    understood : the words as they were understood and answered; ``text`` is read when left out.
    stamp : a name for this one saying. Said again under the same stamp (a form sent twice), nothing is kept twice,
        nor does what was taken back in the meantime return.

    Raises
    ------
    InvalidRecordError : a number outside its range, or a day that has not come; nothing was written.
    UsageError : nothing to keep, one symptom both rated and said to be absent, no usual day yet, or nothing to copy.
    """
    now = home.now()
    the_day = now.date() if day is None else day
    check_day(the_day, now)
    stated = stated_facts(
        ratings=ratings or {},
        none=none,
        foods=foods,
        without=without,
        medicines=medicines,
        sleep_h=sleep_h,
        stool_form=stool_form,
        stress=stress,
    )
    read = understand(home, text or "", day=day, at=at) if understood is None else understood
    wishes = wishes_of(read, usual=usual, usual_medicines=usual_medicines, same_as=same_as)
    instant = _instant(home, now, the_day, at)
    entries = _stamped(_entries_of(read, stated, note, day=the_day, instant=instant, now=now), stamp)
    taught = [entry_of_word(word, now) for word in read.taught]
    if not (entries or taught or wishes.by_option):
        raise _nothing_to_keep()
    check_wishes(home, wishes, the_day)
    with home.journal() as journal:
        if stamp is not None and journal.ever_held([entry.id for entry in entries]):
            return _kept_before(the_day, now, read)
        comes_back = is_return(journal, now.date())
        done = carry_out(journal, wishes, day=the_day, now=now, said=[e.fact for e in entries if e.day == the_day])
        kept = (*entries, *done.repeated.entries)
        journal.append((*kept, *taught), action=wishes.action if kept else "own word", now=now)
    heeded = heed(home, kept, says_more=read.says_more or bool(note))
    return Logged(
        day=the_day,
        entries=kept,
        is_backfilled=the_day != now.date(),
        understood=read,
        done=done,
        is_return=comes_back,
        heeded=heeded,
        trial_held=hold_if_called(home, heeded=heeded),
    )


def day_from_words(words: str, *, today: date) -> date:
    """The day a person means: ``today``, ``yesterday``, or a date written 2026-11-20.

    Raises
    ------
    UsageError : anything else.
    """
    plain = words.strip().casefold()
    if plain in ("today", "yesterday"):
        return today - timedelta(days=plain == "yesterday")
    try:
        return date.fromisoformat(plain)
    except ValueError as problem:
        raise UsageError(
            where="the day",
            found=repr(words),
            expected="today, yesterday or a date such as 2026-11-20",
            do="Write the day as year-month-day.",
        ) from problem


def check_day(day: date, now: datetime) -> None:
    """Refuse a day that has not come.

    Raises
    ------
    InvalidRecordError : it has not.
    """
    if day > now.date():
        raise InvalidRecordError(
            where="the day",
            found=day.isoformat(),
            expected=f"today ({now.date().isoformat()}) or a day before it",
            do="Log it when the day has come.",
        )


def _entries_of(
    read: Understood, stated: Sequence[Fact], note: str | None, *, day: date, instant: datetime | None, now: datetime
) -> tuple[Entry, ...]:
    """What options state, what the words say beside it, and the words themselves."""
    return (
        *(_entry(fact, day, instant, now) for fact in stated),
        *_entries_of_words(read, stated, day=day, instant=instant, now=now),
        *(_entry(Note(text=words), day, instant, now) for words in (read.text, note) if words and words.strip()),
    )


def _entries_of_words(
    read: Understood, stated: Sequence[Fact], *, day: date, instant: datetime | None, now: datetime
) -> Iterator[Entry]:
    """The facts of a sentence, but for those that an option states."""
    for said in read.said:
        if said.day == day and any(_is_about_the_same(fact, said.fact) for fact in stated):
            continue
        at = said.at or (instant if said.day == day else None)
        yield _entry(said.fact, said.day, at, now)


def _is_about_the_same(stated: Fact, said: Fact) -> bool:
    same_name = kind_of(stated) == kind_of(said) and name_of(stated).casefold() == name_of(said).casefold()
    return same_name or speaks_of(stated, said)


def is_return(journal: Journal, today: date, *, lately: Mapping[date, Collection[str]] | None = None) -> bool:
    """Whether the days before today hold nothing, in a diary that somebody has written in by hand.

    Parameters
    ----------
    lately : kinds of fact of at least these days, where they are known already.
    """
    days = [today - timedelta(days=back) for back in range(DAYS_OF_A_GAP + 1)]
    kinds = journal.kinds_by_day(days) if lately is None else lately
    if any(kind not in STANDING_KINDS for day in days for kind in kinds.get(day, ())):
        return False
    return any(
        action.name in ("log", "usual", "copy") and action.undone_by is None for action in journal.actions(limit=50)
    )


def _nothing_to_keep() -> UsageError:
    return UsageError(
        where="commensal log",
        found="nothing to keep",
        expected="words, or an option such as --pain 4",
        do='Try: commensal log "slept badly" --pain 4',
    )


def _stamped(entries: tuple[Entry, ...], stamp: str | None) -> tuple[Entry, ...]:
    """The entries of a saying that has a name: the same ids whenever it is said again."""
    if stamp is None:
        return entries
    ids = (imported_entry_id(DIARY_SOURCE, f"stamp/{stamp}/{number}") for number in range(len(entries)))
    return tuple(replace(entry, id=entry_id) for entry, entry_id in zip(entries, ids, strict=True))


def _kept_before(day: date, now: datetime, read: Understood) -> Logged:
    return Logged(day=day, entries=(), is_backfilled=day != now.date(), understood=read, done=CarriedOut())


def _instant(home: Home, now: datetime, day: date, at: time | None) -> datetime | None:
    """When it happened: the time said, now for today, unknown for another day."""
    if at is not None:
        return home.instant(day, at)
    return now if day == now.date() else None


def _entry(fact: Fact, day: date, at: datetime | None, now: datetime) -> Entry:
    return Entry(id=str(uuid4()), fact=fact, day=day, at=at, recorded_at=now, origin=Origin.ENTERED)
