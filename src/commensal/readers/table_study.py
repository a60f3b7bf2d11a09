"""A first pass over a table: every cell is looked at once, and a mapping is proposed from what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from commensal.readers.dates import OrderEvidence
from commensal.readers.layout import head_of
from commensal.readers.mapping import MappedVariable, Mapping, TableShape
from commensal.readers.numbers import NumberStyle
from commensal.readers.proposal import propose_rule, unit_named
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.table_frame import Frame, find_frame, frame_at, has_role, source_name
from commensal.readers.value_stats import ValueStats
from commensal.vocab.errors import UnknownLayoutError, UnreadableFileError, UsageError
from commensal.vocab.units import Unit

_READER_ID = "table_csv"
_MAX_NAMES = 2_000
_MOST_IDS = 2_000
_TIDY_ROLES = ("name", "value", "unit", "note")


@dataclass(slots=True)
class RowsOf:
    """Whether a column called "id" numbers rows, or tells people apart: only people have several days each."""

    first_day: dict[str, str] = field(default_factory=dict)
    with_several_days: set[str] = field(default_factory=set)

    def take(self, whose: str, day: str) -> None:
        """Look at one row."""
        if not whose or not day or (whose not in self.first_day and len(self.first_day) >= _MOST_IDS):
            return
        if self.first_day.setdefault(whose, day) != day:
            self.with_several_days.add(whose)

    @property
    def n_people(self) -> int:
        """How many people; 0 where most values have one day, as numbers of rows do."""
        return len(self.first_day) if 2 * len(self.with_several_days) > len(self.first_day) else 0


@dataclass(slots=True)
class Study:
    """What the first pass learns.

    Parameters
    ----------
    by_column, by_name : statistics of the values by column and, in a tidy table, by name.
    units : in a tidy table, the units that stand beside each name.
    """

    text: TextFile
    frame: Frame
    dates: OrderEvidence = field(default_factory=OrderEvidence)
    by_column: dict[str, ValueStats] = field(default_factory=dict)
    by_name: dict[str, ValueStats] = field(default_factory=dict)
    units: dict[str, Counter[Unit]] = field(default_factory=dict)
    persons: set[str] = field(default_factory=set)
    rows_of: RowsOf = field(default_factory=RowsOf)

    def column_for(self, role: str) -> str | None:
        """The first column whose header has this role, the date column aside."""
        return next((name for name in self.frame.columns if name != self.date_column and has_role(name, role)), None)

    @property
    def date_column(self) -> str:
        """Name of the date column."""
        return self.frame.columns[self.frame.date_index]

    @property
    def is_tidy(self) -> bool:
        """Whether one column names what another column gives the value of."""
        return self.column_for("name") is not None and self.column_for("value") is not None

    @property
    def variables(self) -> dict[str, ValueStats]:
        """Statistics by variable: names of a tidy table, or columns that hold values."""
        if self.is_tidy:
            return self.by_name
        special = {self.date_column, self.column_for("time"), self.column_for("person")}
        return {name: stats for name, stats in self.by_column.items() if name not in special}

    def style(self) -> tuple[NumberStyle, bool]:
        """One decimal sign for the whole file, and whether it is certain."""
        n_point = n_comma = n_either = 0
        for name, stats in self.by_column.items():
            if name != self.date_column:
                n_point += stats.style.n_point_only
                n_comma += stats.style.n_comma_only
                n_either += stats.style.n_either
        if not (n_point or n_comma):
            # A semicolon between cells is what spreadsheets write where the comma is a decimal sign.
            return (NumberStyle.COMMA if self.frame.delimiter == ";" else NumberStyle.POINT), not n_either
        return (NumberStyle.COMMA if n_comma > n_point else NumberStyle.POINT), not (n_point and n_comma)


def rows_below(text: TextFile, frame: Frame) -> Iterator[Row]:
    """Rows under the header; title lines are not rows."""
    rows = read_limited_rows(
        text.lines(),
        name=text.name,
        delimiter=frame.delimiter,
        max_rows=text.limits.max_rows,
        width=len(frame.columns),
    )
    return (row for row in rows if row.line > frame.header_line)


def study_table(text: TextFile, shape: TableShape | None) -> Study:
    """Look at every cell once, where the person's mapping says the table is, or where it is found.

    Raises
    ------
    UnknownLayoutError : no header above rows with dates.
    UnreadableFileError : too many columns, or more than one person.
    UsageError : the mapping names a column that the table has not.
    """
    study = Study(text=text, frame=_frame_of(text, shape))
    study.by_column = {name: ValueStats() for name in study.frame.columns}
    person, unit_column = study.column_for("person"), study.column_for("unit")
    name_column = shape.name_column if shape is not None else study.column_for("name")
    value_column = shape.value_column if shape is not None else study.column_for("value")
    whose = None if study.is_tidy else study.column_for("rows_of")
    for row in rows_below(text, study.frame):
        if row.problem is not None or row.is_blank:
            continue
        cells = dict(zip(study.frame.columns, row.cells, strict=False))
        study.dates.take(cells.get(study.date_column, ""))
        for name, cell in cells.items():
            study.by_column[name].take(cell)
        if person is not None and len(study.persons) < 3:
            study.persons.add(cells.get(person, "").strip())
        if whose is not None:
            study.rows_of.take(cells.get(whose, "").strip(), cells.get(study.date_column, "").strip())
        if name_column is not None and value_column is not None:
            name = cells.get(name_column, "").strip()
            if name in study.by_name or len(study.by_name) < _MAX_NAMES:
                study.by_name.setdefault(name, ValueStats()).take(cells.get(value_column, ""))
                if (unit := unit_named(cells.get(unit_column or "", ""))) is not None:
                    study.units.setdefault(name, Counter())[unit] += 1
    _refuse_several_people(study)
    return study


def _frame_of(text: TextFile, shape: TableShape | None) -> Frame:
    if shape is not None:
        frame = frame_at(
            text.lines(), delimiter=shape.delimiter, header_line=shape.header_line, date_column=shape.date_column
        )
        if frame is None:
            raise _no_such_column(text, [shape.date_column])
        wanted = (shape.time_column, shape.name_column, shape.value_column, shape.unit_column, shape.note_column)
        if missing := [name for name in wanted if name is not None and name not in frame.columns]:
            raise _no_such_column(text, missing)
    else:
        found = find_frame(head_of(text))
        if found is None:
            raise UnknownLayoutError(
                where=text.name,
                found="no header above rows with dates",
                expected="a table with a header line and a date column",
                do="Nothing was read. Add a header line, for example: date,pain,note.",
            )
        frame = found
    if len(frame.columns) > text.limits.max_columns:
        raise UnreadableFileError(
            where=text.name,
            found=f"{len(frame.columns):,} columns",
            expected=f"at most {text.limits.max_columns:,}",
            do="Nothing was read. Leave out the columns you do not need.",
        )
    return frame


def _no_such_column(text: TextFile, missing: list[str]) -> UsageError:
    return UsageError(
        where=f"mapping file for {text.name}",
        found=f"no column {', '.join(repr(name) for name in missing)} on the header line it names",
        expected="the column names of the table",
        do="Nothing was read. Correct the mapping file.",
    )


def _refuse_several_people(study: Study) -> None:
    """One diary is one person: a research table must be split first."""
    if len(study.persons - {""}) > 1:
        raise UnreadableFileError(
            where=study.text.name,
            found=f"rows of several people (column “{study.column_for('person')}”)",
            expected="the rows of one person",
            do="Nothing was read. Make one file a person, and one diary folder a person.",
        )
    if study.rows_of.n_people > 1:
        column = study.column_for("rows_of")
        raise UnreadableFileError(
            where=study.text.name,
            found=f"rows of {study.rows_of.n_people:,} people, as it seems (column “{column}”)",
            expected="the rows of one person",
            do="Nothing was read. Keep the rows of one person, or make one file and one diary folder for each. "
            f"If “{column}” does not stand for people, give the column another name.",
        )


def propose_from(study: Study) -> tuple[Mapping, dict[str, str]]:
    """The mapping that names and values suggest, and what was assumed for variables that were not clear."""
    style, _ = study.style()
    assumptions: dict[str, str] = {}
    variables: list[MappedVariable] = []
    for name, stats in study.variables.items():
        if not name or not stats.n_values:
            continue
        proposal = propose_rule(_with_unit(study, name), stats, style)
        if proposal.assumption is not None:
            assumptions[name] = proposal.assumption
        variables.append(MappedVariable(column=name, rule=proposal.rule))
    is_tidy = study.is_tidy
    columns = {f"{role}_column": study.column_for(role) if is_tidy else None for role in _TIDY_ROLES}
    shape = TableShape(
        layout="tidy" if is_tidy else "wide",
        delimiter=study.frame.delimiter,
        header_line=study.frame.header_line,
        date_column=study.date_column,
        date_order=study.dates.decide()[0],
        decimal=style,
        time_column=study.column_for("time"),
        **columns,
    )
    mapping = Mapping(
        reader_id=_READER_ID, source=source_name(study.text.name), table=shape, variables=tuple(variables)
    )
    return mapping, assumptions


def _with_unit(study: Study, name: str) -> str:
    """The name with the unit that mostly stands beside it in a tidy table, as a column header would say it."""
    units = study.units.get(name)
    return f"{name} ({units.most_common(1)[0][0].value})" if units else name
