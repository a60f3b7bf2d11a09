"""The authors' daily table after filling: recognised, named as derived, and never analysed as an outcome.

Blanks were carried forward and "not tracked yet" became 0 before this table was written, so every value
is marked as copied, zeros before a column's first other value are left out, and so are constant columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from commensal.readers.dates import DateOrder, parse_moment
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, parse_scale, parse_unit, variable_key
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.word_tables import load_table
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.origin import Origin

READER_ID = "myaiguide"
_DESCRIPTION = "MyAIGuide daily table, filled in by its authors (not the original entries)"
_MARKS = {"date", "painthreshold", "kneePain", "fitbitSteps", "sick_tired"}


@cache
def _rules() -> dict[str, FactRule]:
    """Rules by column name."""
    return {
        row["column"]: FactRule(
            kind=RuleKind(row["kind"]),
            name=f"{row['name']} (filled in)",
            scale=parse_scale(row["scale"]) if row["scale"] else None,
            unit=parse_unit(row["unit"]) if row["unit"] else None,
        )
        for row in load_table("myaiguide_filled_columns")
    }


def sniff(head: Head) -> float:
    """1 when the header has the columns that only this table has."""
    return 1.0 if set(head.cells(0)) >= _MARKS else 0.0


@dataclass(slots=True)
class _Column:
    """What a first pass learns of a column."""

    header: str
    first_value: float | None = None
    is_constant: bool = True
    n_values: int = 0
    n_leading_zeros: int = 0
    has_other_than_zero: bool = False

    def take(self, number: float) -> None:
        """Look at one value, in the order of the file."""
        self.n_values += 1
        if self.first_value is None:
            self.first_value = number
        self.is_constant &= number == self.first_value
        self.has_other_than_zero |= number != 0
        self.n_leading_zeros += not self.has_other_than_zero


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read the filled table, day by day, every value marked as copied."""
    (text,) = texts
    header = head_of(text).cells(0)
    columns = _profile(text, header)
    gathering = Gathering(today=request.today)
    _name_columns(columns, gathering)
    started: set[int] = set()
    for row in _rows(text, header):
        if gathering.begin(row):
            _take(row, header, columns, started, gathering)
    gathering.ask(
        "This table was filled in by its authors: blanks were carried forward, and days before tracking began "
        "stand as 0. Are the original files at hand (pain.csv, sport.csv, the Fitbit months)?",
        assumed="Its values are kept as copied, so they are never analysed as a symptom. Import the original "
        "files instead where you can.",
    )
    return gathering.result(READER_ID, _DESCRIPTION)


def _rows(text: TextFile, header: list[str]) -> Iterator[Row]:
    rows = read_limited_rows(
        text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows, width=len(header)
    )
    next(rows, None)
    return rows


def _profile(text: TextFile, header: list[str]) -> dict[int, _Column]:
    """Known columns by position, with what their values are like."""
    columns = {index: _Column(header=name) for index, name in enumerate(header) if name != "date"}
    for row in _rows(text, header):
        for index, column in columns.items():
            if index < len(row.cells) and (number := parse_number(row.cells[index])) is not None:
                column.take(number)
    return columns


def _name_columns(columns: dict[int, _Column], gathering: Gathering) -> None:
    """Say once a column what is left out, with counts."""
    for column in columns.values():
        if column.header not in _rules():
            gathering.issue(column.header, f"this column is not known; {column.n_values:,} values left out", line=1)
        elif column.n_values and column.is_constant:
            reason = f"every value is {column.first_value:g}, so it tells nothing; {column.n_values:,} values left out"
            gathering.issue(column.header, reason, line=1)
        elif column.n_leading_zeros:
            reason = f"0 before the first other value may mean “not tracked yet”; {column.n_leading_zeros:,} left out"
            gathering.issue(column.header, reason, line=1)


def _take(row: Row, header: list[str], columns: dict[int, _Column], started: set[int], gathering: Gathering) -> None:
    """Keep the values of one day that are not fill."""
    written = row.cells[header.index("date")] if len(row.cells) > header.index("date") else ""
    moment = parse_moment(written, DateOrder.YEAR_MONTH_DAY)
    if moment is None:
        gathering.issue(written, "no date that exists")
        return
    if not gathering.accepts(moment.day, written):
        return
    n_kept = 0
    for index, column in columns.items():
        rule = _rules().get(column.header)
        text = row.cells[index].strip() if index < len(row.cells) else ""
        number = parse_number(text)
        if number is None:
            if text:
                gathering.issue(f"{column.header}: {text}", "no number")
            continue
        if number != 0:
            started.add(index)
        if index not in started or rule is None or column.is_constant:
            continue
        try:
            fact = fact_for(rule, number)
        except InvalidRecordError as problem:
            gathering.issue(f"{column.header}: {problem.found}", f"expected {problem.expected}")
            continue
        gathering.add(fact, day=moment.day, key=f"filled|{variable_key(column.header)}", origin=Origin.COPIED)
        n_kept += 1
    if not n_kept:
        gathering.issue(written, "every value of this day was left out")


LAYOUTS = (
    Layout(
        reader_id=READER_ID,
        name="filled",
        description=_DESCRIPTION,
        sniff=sniff,
        read=read,
        is_derived=True,
    ),
)
