"""Minutes a day of reading, screens and driving: prose on line 1 names the columns whose blanks are copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from commensal.readers.carried_dates import CarriedDate
from commensal.readers.copied_values import copied_columns, says_blank_is_copied
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, variable_key
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.records.facts import Note
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.origin import Origin

READER_ID = "myaiguide"
_DESCRIPTION = "MyAIGuide minutes a day (reading, screens, driving)"
_DATE_COLUMNS = ["year", "month", "day"]
_MARKS = {"driving", "store"}


def sniff(head: Head) -> float:
    """1 when the second line has dates in three columns and these activities, under the sentence."""
    header = [cell.casefold() for cell in head.cells(1)]
    if header[:3] != _DATE_COLUMNS or not set(header) >= _MARKS:
        return 0.0
    return 1.0 if says_blank_is_copied(head) else 0.9


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    gathering: Gathering
    dates: CarriedDate
    header: list[str]
    copied: frozenset[str]
    last: dict[str, float] = field(default_factory=dict)
    n_copied: Counter[str] = field(default_factory=Counter)

    def take(self, row: Row) -> None:
        """Read one day, or name it."""
        if not self.gathering.begin(row):
            return
        cells = [cell.strip() for cell in row.cells] + [""] * max(0, len(self.header) - len(row.cells))
        day = self.dates.take(*cells[:3])
        if day is None:
            return
        for column, cell in zip(self.header[3:], cells[3:], strict=False):
            self._take_cell(day, column, cell)
        for cell in cells[len(self.header) :]:
            if cell:
                self.gathering.issue(cell, "there is no column for this cell")
        # A day whose cells are all blank, with nothing to copy yet, holds nothing to read.
        self.gathering.blank()

    def _take_cell(self, day: date, column: str, cell: str) -> None:
        if column.casefold() == "comment":
            if cell:
                self.gathering.add(Note(text=cell), day=day, key="minutes comment")
            return
        origin, number = Origin.IMPORTED, parse_number(cell)
        if not cell:
            number = self.last.get(column) if column in self.copied else None
            if number is None:
                return
            origin = Origin.COPIED
            self.n_copied[column] += 1
        elif number is None:
            self.gathering.issue(f"{column}: {cell}", "no number of minutes")
            return
        name = column[:1].upper() + column[1:]
        try:
            fact = fact_for(FactRule(kind=RuleKind.ACTIVITY_DURATION, name=name), number)
        except InvalidRecordError as problem:
            self.gathering.issue(f"{column}: {cell}", f"expected {problem.expected}")
            return
        self.last[column] = number
        self.gathering.add(fact, day=day, key=f"minutes|{variable_key(column)}", origin=origin)


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one file of minutes."""
    (text,) = texts
    head = head_of(text)
    header = head.cells(1)
    named, not_found = copied_columns(head, header)
    if request.option("blank_cells", "copied") == "missing":
        named = frozenset()
    gathering = Gathering(today=request.today)
    reading = _Reading(gathering=gathering, dates=CarriedDate(gathering), header=header, copied=named)
    rows = read_limited_rows(
        text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows, width=len(header)
    )
    for number, row in enumerate(rows):
        if number >= 2:
            reading.take(row)
    reading.dates.ask_about_steps_back()
    if reading.n_copied:
        counts = ", ".join(f"{column} ({count:,})" for column, count in sorted(reading.n_copied.items()))
        unknown = f" It also names {', '.join(not_found)}, which is no column here." if not_found else ""
        gathering.ask(
            f"The first line says that a blank means “as on the day before” for some columns: {counts}.{unknown}",
            assumed="Their blanks are filled with the last value and marked as copied; other blanks stay missing.",
            option='blank_cells = "copied" or "missing"',
        )
    return gathering.result(READER_ID, _DESCRIPTION)


LAYOUTS = (
    Layout(
        reader_id=READER_ID, name="minutes", description=_DESCRIPTION, sniff=sniff, read=read, options=("blank_cells",)
    ),
)
