"""Entries as cells of a table, one table a kind, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from commensal.records.entry import Entry
from commensal.records.fact_fields import Field, fact_from_fields
from commensal.records.facts import FACT_BY_KIND
from commensal.store.content import field_types, plain_fields
from commensal.store.tsv import cell_of_text, text_of_cell
from commensal.vocab.origin import Origin

_ENTRY_COLUMNS: Final = ("id", "day", "at", "recorded_at", "origin", "source", "source_line")
CHECK_COLUMN: Final = "check"


@lru_cache(maxsize=64)
def columns_of(kind: str) -> tuple[str, ...]:
    """Names of the columns of a kind, the check not counted: those of the entry, then those of its fact."""
    return (*_ENTRY_COLUMNS, *(item.name for item in dataclasses.fields(FACT_BY_KIND[kind])))


def cells_of_entry(entry: Entry) -> list[str]:
    """One entry as cells, in the order of ``columns_of``."""
    return [
        cell_of_text(entry.id),
        entry.day.isoformat(),
        "" if entry.at is None else entry.at.isoformat(),
        entry.recorded_at.isoformat(),
        entry.origin.value,
        cell_of_text(entry.source),
        "" if entry.source_line is None else str(entry.source_line),
        *(_cell_of_field(value) for value in plain_fields(entry.fact).values()),
    ]


def entry_of_cells(kind: str, columns: Sequence[str], cells: Sequence[str]) -> Entry:
    """The entry that a line holds.

    Raises
    ------
    ValueError, InvalidRecordError : a cell that is not what its column says.
    """
    by_column = dict(zip(columns, cells, strict=True))
    about = {name: by_column.pop(name) for name in _ENTRY_COLUMNS}
    return Entry(
        id=text_of_cell(about["id"]),
        fact=fact_from_fields(kind, _fields(kind, by_column)),
        day=date.fromisoformat(about["day"]),
        at=datetime.fromisoformat(about["at"]) if about["at"] else None,
        recorded_at=datetime.fromisoformat(about["recorded_at"]),
        origin=Origin(about["origin"]),
        source=text_of_cell(about["source"]),
        source_line=int(about["source_line"]) if about["source_line"] else None,
    )


def _fields(kind: str, cells: Mapping[str, str]) -> dict[str, Any]:
    types = field_types(kind)
    fields: dict[str, Any] = dict.fromkeys(_without_default(kind))
    fields.update({name: _FROM_CELL[types.get(name, str)](cell) for name, cell in cells.items() if cell})
    return fields


@lru_cache(maxsize=64)
def _without_default(kind: str) -> tuple[str, ...]:
    return tuple(item.name for item in dataclasses.fields(FACT_BY_KIND[kind]) if item.default is dataclasses.MISSING)


def _cell_of_field(value: Field) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # repr gives the shortest text that reads back as exactly this number.
    return cell_of_text(value) if isinstance(value, str) else repr(value)


def _bool_of_cell(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError(f"{cell!r} where true or false belongs")
    return cell == "true"


_FROM_CELL: Final[Mapping[type, Callable[[str], Field]]] = {
    float: float,
    int: int,
    bool: _bool_of_cell,
    str: text_of_cell,
}
