"""Offline: what was tapped while the page could not be reached comes in later, once, in whatever order it arrives.

Every writing has an id and a revision, the instant at which it was made. Of one id the greatest revision holds, and
nothing that is not newer than what ever stood there changes anything (``store.journal.Journal.merge``). So the same
writings leave the same diary, however often and in whatever order they are sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from commensal.records.entry import Entry
from commensal.records.facts import Fact, Note
from commensal.service.heed import Heeded, heed
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE
from commensal.service.tapping import fact_of_tap, id_of_tap
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.vocab.errors import CommensalError, UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin

MOST_WRITINGS = 500
"""How many writings one sending may hold."""

_EARLIEST_MS = 1_000_000_000_000  # September 2001: whoever's clock says less, it is not set
_FAST_CLOCK = timedelta(hours=26)  # the far side of the earth, and an hour
_HALF_A_DAY_MIN = 18 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """One thing that was written down without the page.

    Parameters
    ----------
    id : made where it was written; the same for every revision of it.
    revision : when it was written. A later revision of an id always has a larger one. [ms since 1970, UTC]
    utc_offset_min : offset of the clock there from UTC. [minutes]
    day : the local day that it is about.
    what, value : a number, as in ``service.tapping``; both None for words.
    text : words; None for a number.
    """

    id: str
    revision: int
    utc_offset_min: int
    day: date
    what: str | None = None
    value: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A writing that cannot be kept, and why; it stays where it was written."""

    id: str
    revision: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of a sending.

    Parameters
    ----------
    kept : id and revision of all that is safe now and need not be sent again; also what was known before.
    n_written : how many changed the diary.
    heeded, trial_held : as in ``service.log.Logged``.
    """

    kept: tuple[tuple[str, int], ...]
    refused: tuple[Refused, ...] = ()
    n_written: int = 0
    heeded: Heeded | None = None
    trial_held: TrialHeld | None = None


def take_in(home: Home, writings: Sequence[Writing]) -> TakenIn:
    """Keep what was written without the page, as one action; returns only after it is safely on disk.

    A number of a row is one entry of its day, the same that a press of that row on the page writes. Words are kept
    as they are and not read: the day's page offers to read them.

    Raises
    ------
    UsageError : more than ``MOST_WRITINGS``; nothing was written.
    """
    if len(writings) > MOST_WRITINGS:
        raise UsageError(
            where="what was sent",
            found=f"{len(writings)} writings",
            expected=f"up to {MOST_WRITINGS}",
            do="Send them in several parts. Nothing was changed.",
        )
    now = home.now()
    entries: list[Entry] = []
    kept: list[tuple[str, int]] = []
    refused: list[Refused] = []
    for writing in writings:
        try:
            entries.append(_entry(writing, now))
        except CommensalError as problem:
            refused.append(Refused(id=writing.id, revision=writing.revision, why=str(problem)))
        else:
            kept.append((writing.id, writing.revision))
    if not entries:
        return TakenIn(kept=(), refused=tuple(refused))
    with home.journal() as journal:
        receipt = journal.merge(entries, action="log", now=now)
    heeded = heed(home, entries) if receipt.n_written else None
    return TakenIn(
        kept=tuple(kept),
        refused=tuple(refused),
        n_written=receipt.n_written,
        heeded=heeded,
        trial_held=hold_if_called(home, heeded=heeded) if receipt.n_written else None,
    )


def _entry(writing: Writing, now: datetime) -> Entry:
    written_at = _written_at(writing, now)
    if writing.day > max(now.date(), written_at.date()):
        raise UsageError(
            where="the day", found="a day that has not come", expected="today or a day before", do="Log it on its day."
        )
    fact, entry_id = _fact_and_id(writing)
    return Entry(
        id=entry_id,
        fact=fact,
        day=writing.day,
        at=written_at if written_at.date() == writing.day else None,
        recorded_at=written_at,
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )


def _fact_and_id(writing: Writing) -> tuple[Fact, str]:
    if writing.text is not None and writing.what is None and writing.value is None and writing.text.strip():
        return Note(text=writing.text), imported_entry_id(DIARY_SOURCE, f"written/{writing.id}")
    if writing.text is None and writing.what is not None and writing.value is not None:
        return fact_of_tap(writing.what, writing.value), id_of_tap(writing.day, writing.what)
    raise UsageError(
        where="what was sent", found="neither words nor a number", expected="one of the two", do="Nothing was changed."
    )


def _written_at(writing: Writing, now: datetime) -> datetime:
    if not (writing.revision >= _EARLIEST_MS and abs(writing.utc_offset_min) <= _HALF_A_DAY_MIN):
        raise _clock("not set")
    latest_ms = (now + _FAST_CLOCK).timestamp() * 1000.0
    if writing.revision > latest_ms:
        raise _clock("ahead")
    zone = timezone(timedelta(minutes=writing.utc_offset_min))
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=writing.revision)).astimezone(zone)


def _clock(how: str) -> UsageError:
    return UsageError(
        where="the clock of the device",
        found=f"one that is {how}",
        expected="the time of now",
        do="Set it, then send again. Nothing is lost.",
    )
