"""Rows of a plain table of text: which sign parts the cells, and where the header is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commensal.readers.profiles.amounts import number_in
from commensal.readers.profiles.lineages import looks_like_lineage
from commensal.readers.profiles.refusals import not_a_profile
from commensal.readers.rows import read_limited_rows

_MAX_ROWS = 1_000_000
_MAX_COLUMNS = 50_000
_HEAD_CHARS = 64_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """A header and rows, each row with its line in the file (from 1). Blank and broken rows are counted apart."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    broken: list[tuple[int, str]]
    n_header: int
    n_blank: int


def table_in(text: str, *, name: str) -> PlainTable:
    """The table in a text; lines of remarks before the header are passed over.

    Raises
    ------
    UnknownLayoutError : no two columns, or no rows.
    UnreadableFileError : more rows than can be.
    """
    lines = text.splitlines(keepends=True)
    first = next(
        (number for number, line in enumerate(lines) if line.strip() and not _is_remark(line, lines, number)), 0
    )
    delimiter = _delimiter(lines[first : first + 50])
    header: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    broken: list[tuple[int, str]] = []
    n_blank = 0
    for row in read_limited_rows(lines[first:], name=name, delimiter=delimiter, max_rows=_MAX_ROWS):
        line = row.line + first
        if row.problem is not None:
            broken.append((line, row.problem))
        elif row.is_blank:
            n_blank += 1
        elif header is None:
            header = [cell.strip().lstrip("\ufeff") for cell in row.cells]
        else:
            rows.append((line, row.cells))
    if header is None or len(header) < 2 or len(header) > _MAX_COLUMNS:
        raise not_a_profile(name)
    n_header = first + 1
    if _is_data(header):
        rows.insert(0, (first + 1, header))
        header = ["taxonomy", *(f"sample {number}" if len(header) > 2 else "" for number in range(1, len(header)))]
        n_header = first
    if not rows:
        raise not_a_profile(name)
    return PlainTable(header=header, rows=rows, broken=broken, n_header=n_header, n_blank=n_blank)


def _is_remark(line: str, lines: Sequence[str], number: int) -> bool:
    """Whether a line with ``#`` stands before another one, or before a header, and has fewer cells."""
    if not line.startswith("#"):
        return False
    following = next((later for later in lines[number + 1 : number + 5] if later.strip()), "")
    return max(line.count("\t"), line.count(",")) < max(following.count("\t"), following.count(","))


def _delimiter(lines: Sequence[str]) -> str:
    head = "".join(lines)[:_HEAD_CHARS]
    if "\t" in head:
        return "\t"
    return "," if "," in lines[0] or ";" not in lines[0] else ";"


def _is_data(header: Sequence[str]) -> bool:
    """Whether the first row is a taxon already: a lineage and numbers."""
    return looks_like_lineage(header[0]) and all(number_in(cell) is not None for cell in header[1:])
