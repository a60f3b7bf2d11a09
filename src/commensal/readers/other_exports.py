"""Exports of other apps that are recognised by name, so that they are not misread as a plain table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from commensal.readers.layout import Head, Layout, Request
from commensal.readers.source_file import TextFile
from commensal.readers.word_tables import load_table
from commensal.records.imports import ReadResult

READER_ID = "not_yet"
_LINES_LOOKED_AT = 5


class _Sniffer:
    """Recognises one export by its header or by a text near its start."""

    def __init__(self, place: str, marks: tuple[str, ...]) -> None:
        self._is_header = place == "header"
        self._marks = frozenset(marks)

    def __call__(self, head: Head) -> float:
        """0.8 when it is this export: surer than a plain table, less sure than a reader that can read it."""
        if not self._is_header:
            start = "".join(head.lines)
            return 0.8 if any(mark in start for mark in self._marks) else 0.0
        for index in range(_LINES_LOOKED_AT):
            if self._marks <= {cell.casefold().lstrip("\ufeff") for cell in head.cells(index)}:
                return 0.8
        return 0.0


def _never_read(_: Sequence[TextFile], __: Request) -> ReadResult:
    raise AssertionError("the registry answers for exports that cannot be read yet")


@cache
def layouts() -> tuple[Layout, ...]:
    """One layout for each export that is known by name only."""
    return tuple(
        Layout(
            reader_id=READER_ID,
            name=row["name"],
            description=row["name"],
            sniff=_Sniffer(row["place"], tuple(row["marks"].split("|"))),
            read=_never_read,
        )
        for row in load_table("other_exports")
    )
