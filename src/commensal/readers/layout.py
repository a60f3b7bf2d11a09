"""What every reader says of itself: the layouts it knows, how it tells them, and how it reads them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from commensal.readers.mapping import Mapping
from commensal.readers.source_file import TextFile
from commensal.records.imports import ReadResult

_HEAD_LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The first lines of a text: all that a reader may look at to recognise a layout."""

    name: str
    lines: tuple[str, ...]

    def cells(self, index: int, delimiter: str = ",") -> list[str]:
        """Cells of one of the first lines, stripped; empty when there is no such line."""
        if index >= len(self.lines):
            return []
        try:
            row = next(csv.reader([self.lines[index]], delimiter=delimiter), [])
        except csv.Error:
            return []
        return [cell.strip() for cell in row]


def head_of(text: TextFile) -> Head:
    """The first 60 lines or so; a last line that is not complete is left out, unless it is the only one."""
    start = text.head()
    lines = start.splitlines(keepends=True)
    if len(lines) > 1 and len(start) >= 64 * 1024:
        lines.pop()
    return Head(name=text.name, lines=tuple(lines[:_HEAD_LINES]))


LocalClock = Callable[[date, time], datetime]
"""From a day and a clock time to the instant, with the offset that holds there on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a file was recognised as.

    Parameters
    ----------
    reader_id : the reader that will read it; also the source of its entries.
    layout : which of the reader's layouts.
    description : in words a person understands.
    confidence : from 0 to 1; 1 only when nothing else looks like it. [share]
    is_derived : the file was computed from other files (filled in, averaged); when the originals are at
        hand, it is better left out.
    person : which participant the file name speaks of, when it does; files that name different people
        do not belong in one diary.
    n_files : files in the archive that were recognised the same way.
    """

    reader_id: str
    layout: str
    description: str
    confidence: float
    is_derived: bool = False
    person: str | None = None
    n_files: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a reader is told besides the text.

    Parameters
    ----------
    today : which day it is.
    mapping : the person's own mapping.
    local : a clock time on a day, in the place where the person is; None where that is not known.
    """

    today: date
    mapping: Mapping | None = None
    local: LocalClock | None = None

    def option(self, name: str, default: str) -> str:
        """The person's answer to a reader's question, or what is assumed."""
        return default if self.mapping is None else self.mapping.options.get(name, default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One file layout.

    Parameters
    ----------
    reader_id, name, description : as in ``Match``.
    sniff : how sure the reader is that a text has this layout, from 0 (not at all) to 1. [share]
    read : the texts of one import (several only when ``joins_files``) into a result.
    propose : the mapping file this layout would use, for layouts that have one.
    options : names of the questions of this layout that a mapping file can answer.
    joins_files : whether the files of one archive are parts of one whole (month files).
    """

    reader_id: str
    name: str
    description: str
    sniff: Callable[[Head], float]
    read: Callable[[Sequence[TextFile], Request], ReadResult]
    propose: Callable[[TextFile, Request], Mapping] | None = None
    options: tuple[str, ...] = ()
    is_derived: bool = False
    joins_files: bool = False
