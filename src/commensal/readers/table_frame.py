"""Where the table begins in a text: delimiter, header line, date column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from commensal.readers.dates import looks_like_date
from commensal.readers.layout import Head
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_rows
from commensal.readers.word_tables import load_table

DELIMITERS = (",", ";", "\t", "|")
_HEADER_WITHIN = 25
_ROWS_LOOKED_AT = 20
_DATE_SHARE = 0.7
_COPY_MARKS = re.compile(r"[\s_-]*(\(\d+\)|copy|\d[\d\s_.-]*)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A table as found.

    Parameters
    ----------
    header_line : true line of the header, from 1.
    columns : names of the columns, made unique; a column without a name is called by its number.
    date_index : position of the date column.
    title_lines : what stands above the header.
    renamed : names that stood twice or not at all, as they are called now.
    """

    delimiter: str
    header_line: int
    columns: tuple[str, ...]
    date_index: int
    title_lines: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()


@cache
def roles() -> dict[str, frozenset[str]]:
    """Headers by what they say a column is for."""
    found: dict[str, set[str]] = {}
    for row in load_table("column_roles"):
        found.setdefault(row["role"], set()).add(row["header"])
    return {role: frozenset(headers) for role, headers in found.items()}


def has_role(column: str, role: str) -> bool:
    """Whether a column's header is one of those for a role."""
    return " ".join(column.replace("\ufeff", "").split()).casefold() in roles()[role]


def find_frame(head: Head) -> Frame | None:
    """The table in the first lines of a text, or None when there is none with a header and dates."""
    frames = [frame for delimiter in DELIMITERS if (frame := _frame_with(head, delimiter)) is not None]
    return max(frames, key=lambda frame: len(frame.columns), default=None)


def _frame_with(head: Head, delimiter: str) -> Frame | None:
    """The first line that can be a header above rows with dates."""
    rows = list(read_rows(head.lines, delimiter=delimiter))
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        below = [item for item in rows[index + 1 :] if not item.is_blank and item.problem is None][:_ROWS_LOOKED_AT]
        if not _can_be_header(row) or not below:
            continue
        date_index = _date_index(row, below)
        if date_index is not None:
            columns, renamed = _unique_names(row.cells, at_least=date_index + 1)
            return Frame(
                delimiter=delimiter,
                header_line=row.line,
                columns=columns,
                date_index=date_index,
                title_lines=tuple(", ".join(filter(None, item.cells)) for item in rows[:index] if not item.is_blank),
                renamed=renamed,
            )
    return None


def frame_at(lines: Iterable[str], *, delimiter: str, header_line: int, date_column: str) -> Frame | None:
    """The table whose header stands on a line that the person named; None when it has no such column."""
    for row in read_rows(lines, delimiter=delimiter):
        if row.line >= header_line:
            columns, renamed = _unique_names(row.cells)
            if row.line > header_line or date_column not in columns:
                return None
            return Frame(
                delimiter=delimiter,
                header_line=header_line,
                columns=columns,
                date_index=columns.index(date_column),
                renamed=renamed,
            )
    return None


def _can_be_header(row: Row) -> bool:
    """At least two names, and nothing that is a date or a bare number."""
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    if row.problem is not None or len(cells) < 2:
        return False
    return not any(looks_like_date(cell) or parse_number(cell) is not None for cell in cells)


def _date_index(header: Row, below: Sequence[Row]) -> int | None:
    """The column whose cells are dates; one that is called so wins over one that is not."""
    candidates: list[int] = []
    for index in range(len(header.cells)):
        cells = [row.cells[index] for row in below if index < len(row.cells) and row.cells[index].strip()]
        n_dates = sum(looks_like_date(cell) for cell in cells)
        if n_dates and n_dates >= _DATE_SHARE * len(cells):
            candidates.append(index)
    named = [index for index in candidates if has_role(header.cells[index], "date")]
    return next(iter(named or candidates), None)


def _unique_names(cells: list[str], *, at_least: int = 0) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names, each once: ``pain``, ``pain (2)``; ``column 5`` where there is none."""
    n_cells = max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    n_cells = max(n_cells, at_least)
    names: dict[str, None] = {}
    renamed: list[str] = []
    n_called: Counter[str] = Counter()
    for number, cell in enumerate(cells[:n_cells], start=1):
        given = " ".join(cell.split())
        name = wanted = given or f"column {number}"
        while name in names:
            n_called[wanted] += 1
            name = f"{wanted} ({n_called[wanted] + 1})"
        if name != given:
            renamed.append(name)
        names[name] = None
    return tuple(names), tuple(renamed)


def source_name(file_name: str) -> str:
    """A name for where a table comes from: the file's name without dates, numbers and copy marks.

    ``diary-2026-10.csv`` and ``diary (1).csv`` both come from ``diary``, so that the next export of the
    same table is known again.
    """
    stem = file_name.rsplit(".", 1)[0] if "." in file_name else file_name
    while (shorter := _COPY_MARKS.sub("", stem)) != stem and shorter.strip():
        stem = shorter
    return stem.strip(" _-").casefold() or "table"
