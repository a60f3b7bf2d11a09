"""One outcome over days, as it is drawn and tabled: gaps stay gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from commensal.records.day_table import DayTable, Variable
from commensal.vocab.presence import PresenceCode

DAYS_SHOWN_OPEN = 400  # about a year and a quarter; earlier days fold away


class Mark(StrEnum):
    """What is drawn for one day; each has a shape of its own."""

    RECORDED = "recorded"
    NONE = "none"
    MISSING = "missing"
    NOT_ASKED = "not_asked"
    COPIED = "copied"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """One day of one outcome. ``value`` is None where nothing is known."""

    day: date
    mark: Mark
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySeries:
    """Consecutive days of one outcome, without holes."""

    variable: Variable
    marks: tuple[DayMark, ...]

    @property
    def first_day(self) -> date:
        """The first day."""
        return self.marks[0].day

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.marks[-1].day

    @property
    def known(self) -> tuple[float, ...]:
        """Every value that is known, copied ones too."""
        return tuple(mark.value for mark in self.marks if mark.value is not None)

    def count(self, mark: Mark) -> int:
        """Days with this mark."""
        return sum(item.mark is mark for item in self.marks)


def day_series(table: DayTable, key: str) -> DaySeries | None:
    """The outcome's days from the first to the last that it was asked; None when it never was."""
    column = table.index_of(key)
    marks = [
        _day_mark(
            day, float(table.values[row, column]), int(table.presence[row, column]), bool(table.copied[row, column])
        )
        for row, day in enumerate(table.days)
    ]
    asked = [row for row, mark in enumerate(marks) if mark.mark is not Mark.NOT_ASKED]
    if not asked:
        return None
    return DaySeries(variable=table.variables[column], marks=tuple(marks[asked[0] : asked[-1] + 1]))


def quarters(series: DaySeries) -> Iterator[DaySeries]:
    """The same days by quarter of the year; quarters in which nobody asked are left out."""
    for _, marks in groupby(series.marks, key=lambda mark: (mark.day.year, (mark.day.month - 1) // 3)):
        part = DaySeries(variable=series.variable, marks=tuple(marks))
        if part.count(Mark.NOT_ASKED) < len(part.marks):
            yield part


def _day_mark(day: date, value: float, presence: int, is_copied: bool) -> DayMark:
    if presence < PresenceCode.NONE:
        mark = Mark.MISSING if presence == PresenceCode.MISSING else Mark.NOT_ASKED
        return DayMark(day=day, mark=mark, value=None)
    if is_copied:
        return DayMark(day=day, mark=Mark.COPIED, value=value)
    return DayMark(day=day, mark=Mark.NONE if presence == PresenceCode.NONE else Mark.RECORDED, value=value)
