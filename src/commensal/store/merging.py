"""Merging: entries that arrive twice, late and in any order leave one and the same diary.

Each entry is a register of which the last writing holds: revisions are ordered by the instant at which they were
written down, those of one instant by their digest. The greatest of a set does not depend on the order in which the
set is met, nor on how often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from commensal.records.entry import Entry
from commensal.store.receipt import Receipt
from commensal.store.rows import Head, rows_by_id


def newest_by_id(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """The row of each id that was written down last.

    Raises
    ------
    InvalidRecordError : a value that cannot be kept.
    """
    newest: dict[str, dict[str, Any]] = {}
    for entry in entries:
        (row,) = rows_by_id([entry]).values()
        there = newest.get(entry.id)
        if there is None or _mark(row) > _mark(there):
            newest[entry.id] = row
    return newest


def plan_merge(
    newest: Mapping[str, dict[str, Any]], *, heads: Mapping[str, Head], marks: Mapping[str, list[tuple[str, str]]]
) -> tuple[Receipt, list[dict[str, Any]]]:
    """Which rows must be written, given where each entry stands and all that ever stood under its id."""
    pending: list[dict[str, Any]] = []
    n_new = 0
    for entry_id, row in newest.items():
        head = heads.get(entry_id)
        if head is not None and _mark(row) <= max(_as_mark(at, digest) for at, digest in marks[entry_id]):
            continue
        n_new += head is None or head.is_removed
        pending.append({**row, "revision": 1 if head is None else head.revision + 1, "is_removed": False})
    return Receipt(n_new=n_new, n_changed=len(pending) - n_new, n_unchanged=len(newest) - len(pending)), pending


def _mark(row: Mapping[str, Any]) -> tuple[datetime, str]:
    return _as_mark(row["recorded_at"], row["digest"])


def _as_mark(recorded_at: str, digest: str) -> tuple[datetime, str]:
    return datetime.fromisoformat(recorded_at), digest
