"""Reading: a diary from files of any layout the readers know, with no store in between."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from os import PathLike
from pathlib import Path

from commensal.diary.diary import Diary
from commensal.records.entry import Entry
from commensal.records.imports import Draft
from commensal.service.home import local_clock
from commensal.vocab.errors import UnknownLayoutError
from commensal.vocab.ids import imported_entry_id


def read_diary(path: str | PathLike[str], *, mapping: str | PathLike[str] | None = None) -> Diary:
    """A diary from a file or a folder, in any layout the readers know; nothing is written.

    Files of a folder that no reader knows are passed over, and so are tables somebody worked out from the others;
    a file named on its own is always read.

    Parameters
    ----------
    path : a file (also .gz or .zip) or a folder.
    mapping : a mapping file for a generic CSV.

    Raises
    ------
    UnknownLayoutError : no reader knows the file, or any file of the folder.
    UnreadableFileError : a file cannot be read.

    Examples
    --------
    >>> diary = read_diary("visible.csv")  # doctest: +SKIP
    """
    from commensal.service.importing import read_files  # noqa: PLC0415 - the readers only when a file is read

    now = local_clock()
    reading = read_files([Path(path)], mappings=() if mapping is None else (Path(mapping),), now=now)
    if not reading.sources:
        raise UnknownLayoutError(
            where=str(path),
            found="no file in a known layout",
            expected="an export of a tracker, or a table with a day column",
            do="commensal import --help names the layouts.",
        )
    return Diary(in_order(reading.entries))


def entries_from(drafts: Iterable[Draft], *, source: str, now: datetime) -> tuple[Entry, ...]:
    """Drafts as entries. The same line of the same source gives the same id, whenever it is read."""
    return tuple(
        Entry(
            id=imported_entry_id(source, draft.natural_key),
            fact=draft.fact,
            day=draft.day,
            at=draft.at,
            recorded_at=now,
            origin=draft.origin,
            source=source,
            source_line=draft.line,
        )
        for draft in drafts
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries by day, then by instant (those without one first), then by id: the order of the store."""

    def place(entry: Entry) -> tuple[object, ...]:
        moment = 0.0 if entry.at is None else entry.at.timestamp()
        return (entry.day, entry.at is not None, moment, entry.id)

    return tuple(sorted(entries, key=place))
