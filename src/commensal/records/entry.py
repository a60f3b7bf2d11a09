"""An entry: one fact, the day it belongs to, and how we came to know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from commensal.records.facts import Fact, kind_of
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One fact in a person's diary.

    Parameters
    ----------
    id : stable id; imports give the same id for the same line, so that importing twice adds nothing.
    fact : what was logged.
    day : the local day it belongs to. It never moves, whatever the traveller's clock does later; a
        night belongs to the day one wakes.
    at : the instant with its offset, or None when only the day is known.
    recorded_at : when it was written down, with offset; later than ``day`` for a backfilled value.
    origin : how the value came to be known.
    source : ``diary`` or the id of the reader that brought it.
    source_line : line in the imported file, counted from 1, or None.
    """

    id: str
    fact: Fact
    day: date
    at: datetime | None = None
    recorded_at: datetime
    origin: Origin
    source: str = "diary"
    source_line: int | None = None

    def __post_init__(self) -> None:
        for name, instant in (("at", self.at), ("recorded_at", self.recorded_at)):
            if instant is not None and instant.utcoffset() is None:
                raise InvalidRecordError(
                    where=f"entry, {name}",
                    found=f"{instant.isoformat()} without an offset",
                    expected="an instant with its offset from UTC",
                    do="Give the time zone.",
                )

    @property
    def kind(self) -> str:
        """The stable name of the fact's kind."""
        return kind_of(self.fact)
