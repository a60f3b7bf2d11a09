"""Followed: the up to five things that a person chose to keep an eye on. They come first on the page of a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commensal.records.entry import Entry
from commensal.records.facts import AboutMe
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE
from commensal.vocab.errors import UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

MOST_FOLLOWED = 5
OFFERED = ("pain", "fatigue", "brain fog", "sleep", "stool", "stress", "headache", "nausea", "bloating", "low mood")
"""What a first visit offers; any other symptom may be named in a person's own words."""

USUALLY_FOLLOWED = ("pain", "fatigue", "brain fog", "sleep", "stool")
"""What a page shows to somebody who has not chosen."""

SLEEP, STOOL, STRESS = "sleep", "stool", "stress"
"""The names that are no symptoms: hours of a night, the form of a stool, the stress of a day."""

_ASPECT = "followed"


def followed(home: Home) -> tuple[str, ...]:
    """What the person chose, in their order; what is usual where they have not chosen."""
    return chosen_to_follow(home) or USUALLY_FOLLOWED


def chosen_to_follow(home: Home) -> tuple[str, ...]:
    """What the person chose; nothing where they have not."""
    with home.journal_to_read() as journal:
        return () if journal is None else chosen_among(journal.entries(kinds={"about_me"}))


def chosen_among(entries: Iterable[Entry]) -> tuple[str, ...]:
    """What the person chose, out of entries that hold everything they said of themselves."""
    chosen = [entry.fact.value for entry in entries if isinstance(entry.fact, AboutMe) and entry.fact.aspect == _ASPECT]
    return tuple(name for name in chosen[-1].split(";") if name) if chosen else ()


def follow(home: Home, names: Sequence[str]) -> tuple[str, ...]:
    """Keep what is to be followed, as one action that can be undone; an empty choice takes the choice back.

    Parameters
    ----------
    names : names out of ``OFFERED``, or symptoms in the person's own words; each counts once.

    Raises
    ------
    UsageError : more than five; nothing was written.
    """
    chosen = tuple(dict.fromkeys(_tidy(name) for name in names if _tidy(name)))
    if len(chosen) > MOST_FOLLOWED:
        raise UsageError(
            where="what to follow",
            found=f"{len(chosen)} things",
            expected=f"up to {MOST_FOLLOWED}",
            do="Leave some out; all of them can still be logged on any day.",
        )
    now = home.now()
    entry = Entry(
        id=imported_entry_id(DIARY_SOURCE, f"about_me/{_ASPECT}"),
        fact=AboutMe(aspect=_ASPECT, value=";".join(chosen)),
        day=now.date(),
        recorded_at=now,
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )
    with home.journal() as journal:
        journal.append([entry], action="followed", now=now)
    return chosen


def _tidy(name: str) -> str:
    """One name without what parts names from each other."""
    return " ".join(name.replace(";", " ").replace("_", " ").split()).casefold()[:60]
