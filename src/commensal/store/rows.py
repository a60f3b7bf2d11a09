"""Entries as rows of the store, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any

from commensal.records.entry import Entry
from commensal.records.fact_fields import fact_from_fields
from commensal.records.facts import Fact
from commensal.store import schema
from commensal.store.content import digested
from commensal.vocab.errors import InvalidRecordError, StoreError
from commensal.vocab.origin import Origin

ENTRY_COLUMNS = tuple(
    schema.entry.c[name]
    for name in (
        "entry_id",
        "kind",
        "day",
        "at",
        "utc_offset",
        "recorded_at",
        "origin",
        "source",
        "source_line",
        "fields",
    )
)
"""The columns that make an entry, in the order that ``entry_of_row`` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The newest revision of an entry: where it stands."""

    revision: int
    is_removed: bool
    digest: str


def rows_by_id(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """Entries as rows, still without revision and action. The same entry given twice counts once.

    Raises
    ------
    InvalidRecordError : a value that cannot be kept, or two different entries under one id.
    """
    rows: dict[str, dict[str, Any]] = {}
    for entry in entries:
        row: dict[str, Any] = digested(entry)
        earlier = rows.get(entry.id)
        if earlier is not None:
            if earlier["digest"] != row["digest"]:
                raise _two_under_one_id(entry)
            continue
        row["recorded_at"] = entry.recorded_at.isoformat()
        row["source_line"] = entry.source_line
        rows[entry.id] = row
    return rows


def entry_of_row(row: Sequence[Any], *, place: str) -> Entry:
    """The entry that a row holds.

    Raises
    ------
    StoreError : the row cannot be read as an entry; ``place`` names the store in its sentence.
    """
    entry_id, kind, day, at, utc_offset, recorded_at, origin, source, source_line, fields = row
    try:
        return Entry(
            id=entry_id,
            fact=_fact(kind, fields),
            day=_date(day),
            at=None if at is None else datetime.fromisoformat(at).astimezone(_zone(utc_offset)),
            recorded_at=datetime.fromisoformat(recorded_at),
            origin=Origin(origin),
            source=source,
            source_line=source_line,
        )
    except (InvalidRecordError, ValueError, TypeError) as problem:
        raise StoreError(
            where=f"{place}, entry {entry_id}",
            found=f"a row that cannot be read ({type(problem).__name__})",
            expected="an entry as this version of Commensal writes it",
            do="Nothing was changed. Update Commensal; if that does not help, restore a backup.",
        ) from problem


@lru_cache(maxsize=16_384)
def _fact(kind: str, fields: str) -> Fact:
    return fact_from_fields(kind, json.loads(fields))


@lru_cache(maxsize=16_384)
def _date(day: str) -> date:
    return date.fromisoformat(day)


@lru_cache(maxsize=1_024)
def _zone(utc_offset: str) -> timezone:
    offset = datetime.fromisoformat(f"2000-01-01T00:00:00{utc_offset}").utcoffset()
    assert offset is not None
    return timezone(offset)


def _two_under_one_id(entry: Entry) -> InvalidRecordError:
    line = f", line {entry.source_line}" if entry.source_line is not None else ""
    return InvalidRecordError(
        where=f"{entry.source}{line}",
        found=f"a second, different {entry.kind} of {entry.day} under the id {entry.id}",
        expected="an id of its own for each entry",
        do="Nothing was changed. Give each entry its own id.",
    )
