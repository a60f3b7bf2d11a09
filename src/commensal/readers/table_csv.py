"""Any table with a header and a date column: one column a variable, or one row a value.

The reader proposes a mapping file from names and values; the person's mapping has the last word. A blank
cell is always missing. Two passes over the text, so that a column is judged by all its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from commensal.readers.dates import DateOrder, Moment, instant_of, parse_moment
from commensal.readers.fact_rules import (
    CONVERTING_KINDS,
    FactRule,
    RuleKind,
    fact_for,
    variable_key,
    with_sleep_direction,
)
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, LocalClock, Request
from commensal.readers.mapping import Mapping, TableShape
from commensal.readers.numbers import NumberStyle, is_not_recorded
from commensal.readers.proposal import unit_named, value_in
from commensal.readers.rows import Row
from commensal.readers.source_file import TextFile
from commensal.readers.table_frame import find_frame
from commensal.readers.table_study import Study, propose_from, rows_below, study_table
from commensal.readers.wording import SLEEP_NUMBER, SLEEP_OPTION, SLEEP_QUESTION, counted, most_common_words
from commensal.records.facts import Note
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.scales import higher_is

READER_ID = "table_csv"
_DESCRIPTION = "Table with a date column"
_LAYOUT_WORDS = {"wide": "one column a variable", "tidy": "one row a value"}
_NOTE_NAMES = frozenset({"note", "notes", "comment", "comments", "journal", "diary", "remark", "remarks", "text"})


def sniff(head: Head) -> float:
    """A little, when a header stands above rows with dates; any reader that knows the file comes first."""
    return 0.0 if find_frame(head) is None else 0.3


def propose(text: TextFile, request: Request) -> Mapping:  # noqa: ARG001 - one signature for all layouts
    """The mapping file for this table."""
    return propose_from(study_table(text, None))[0]


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one table with the person's mapping, or as proposed.

    Raises
    ------
    UnknownLayoutError, UnreadableFileError, UsageError : as ``study_table``.
    """
    (text,) = texts
    own = request.mapping
    study = study_table(text, None if own is None else own.table)
    proposal, assumptions = propose_from(study)
    shape = proposal.table if own is None or own.table is None else own.table
    assert shape is not None
    rules = {variable.column: variable.rule for variable in proposal.variables}
    if own is not None:
        rules.update({variable.column: variable.rule for variable in own.variables})
        for variable in own.variables:
            assumptions.pop(variable.column, None)
    direction = request.option(SLEEP_NUMBER, "")
    rules = {column: with_sleep_direction(rule, direction) for column, rule in rules.items()}
    reading = _Reading(
        gathering=Gathering(today=request.today, newest_first=study.dates.is_newest_first),
        shape=shape,
        columns=study.frame.columns,
        rules=rules,
        source=own.source if own is not None and own.source else proposal.source,
        local=request.local if request.option("clock_times", "unknown") == "local" else None,
    )
    for row in rows_below(text, study.frame):
        reading.take(row)
    _ask_about_variables(study, own, reading, assumptions)
    if own is None or own.table is None:
        _ask_about_writing(study, reading.gathering)
    _ask_about_cells(study, reading)
    _ask_about_sleep(reading)
    return reading.gathering.result(READER_ID, f"{_DESCRIPTION} ({_LAYOUT_WORDS[shape.layout]})")


@dataclass(slots=True)
class _Reading:
    """One table while it is read."""

    gathering: Gathering
    shape: TableShape
    columns: tuple[str, ...]
    rules: dict[str, FactRule]
    source: str
    local: LocalClock | None
    n_not_recorded: Counter[str] = field(default_factory=Counter)
    n_unknown_units: Counter[str] = field(default_factory=Counter)
    n_clock: int = 0

    def take(self, row: Row) -> None:
        """Read one row, or name it."""
        gathering = self.gathering
        if not gathering.begin(row):
            return
        for extra in row.cells[len(self.columns) :]:
            if extra.strip():
                gathering.issue(extra, "there is no column for this cell")
        cells = {name: cell.strip() for name, cell in zip(self.columns, row.cells, strict=False)}
        written = cells.get(self.shape.date_column, "")
        moment = parse_moment(written, self.shape.date_order)
        if moment is None:
            gathering.issue(written or ", ".join(filter(None, cells.values())), "no date that exists")
        elif gathering.accepts(moment.day, written):
            clock = cells.get(self.shape.time_column or "", "") or moment.clock
            if moment.at is None and self.local is not None:
                moment = moment._replace(at=instant_of(moment.day, clock, self.local))
            self.n_clock += bool(clock) and moment.at is None
            if self.shape.layout == "tidy":
                self._take_tidy(cells, moment, clock)
            else:
                self._take_wide(cells, moment, clock)

    def _take_wide(self, cells: dict[str, str], moment: Moment, clock: str) -> None:
        for column, rule in self.rules.items():
            if rule.kind is not RuleKind.IGNORE:
                self._keep(column, cells.get(column, ""), rule, moment, clock)
            elif cells.get(column):
                # Left-out columns are named once, on the header's line; the row is not blank.
                self.gathering.left_out(cells[self.shape.date_column])
        # A row with a date and nothing else says that nothing was recorded.
        self.gathering.blank()

    def _take_tidy(self, cells: dict[str, str], moment: Moment, clock: str) -> None:
        name = cells.get(self.shape.name_column or "", "")
        value = cells.get(self.shape.value_column or "", "")
        if note := cells.get(self.shape.note_column or "", ""):
            text = f"{name}: {note}" if name else note
            key = f"{self.source}|note|{variable_key(name or 'note')}|{clock}"
            self.gathering.add(Note(text=text), day=moment.day, at=moment.at, key=key)
        rule = self.rules.get(name)
        if is_not_recorded(value):
            if value:
                self.n_not_recorded[value] += 1
            self.gathering.blank()
        elif rule is None:
            self.gathering.issue(f"{name}: {value}", "no name, or too many names")
        elif rule.kind is RuleKind.IGNORE:
            self.gathering.issue(f"{name}: {value}", "left out: words, or so the mapping file says")
        elif (fitted := self._with_own_unit(rule, name, cells.get(self.shape.unit_column or "", ""))) is not None:
            self._keep(name, value, fitted, moment, clock)

    def _with_own_unit(self, rule: FactRule, name: str, written: str) -> FactRule | None:
        """The rule with the unit that stands beside the value, or None when the two cannot be mixed."""
        unit = unit_named(written)
        if written and unit is None:
            self.n_unknown_units[written] += 1
        if unit is None or unit is rule.unit:
            return rule
        if rule.kind in CONVERTING_KINDS:
            return replace(rule, unit=unit)
        if rule.unit is None:
            return rule
        self.gathering.issue(f"{name}: {written}", f"other rows of “{name}” are in {rule.unit.symbol}")
        return None

    def _keep(self, column: str, text: str, rule: FactRule, moment: Moment, clock: str) -> None:
        """Turn one cell into a fact, or name it; blanks and words for "not recorded" are missing."""
        if not text:
            return
        is_note = rule.kind is RuleKind.NOTE
        if not is_note and is_not_recorded(text):
            self.n_not_recorded[text] += 1
            return
        number = None if is_note else value_in(text, rule, self.shape.decimal)
        if number is None and not is_note:
            self.gathering.issue(f"{column}: {text}", "no number that can be kept")
            return
        words = f"{rule.name}: {text}" if is_note and column.casefold() not in _NOTE_NAMES else text
        try:
            fact = fact_for(rule, number, words)
        except InvalidRecordError as problem:
            self.gathering.issue(f"{column}: {problem.found}", f"expected {problem.expected}")
            return
        key = f"{self.source}|{variable_key(column)}|{clock}"
        self.gathering.add(fact, day=moment.day, at=moment.at, key=key)


def _ask_about_variables(study: Study, own: Mapping | None, reading: _Reading, assumptions: dict[str, str]) -> None:
    """What was assumed, grouped by assumption, and what was left out, each by name."""
    by_assumption: dict[str, list[str]] = {}
    for name, assumption in assumptions.items():
        by_assumption.setdefault(assumption, []).append(name)
    for assumption, names in by_assumption.items():
        reading.gathering.ask(
            f"How are these to be read: {', '.join(names)}?",
            assumed=f"Each as {assumption}.",
            option="[[variables]] in a mapping file",
        )
    for column, rule in reading.rules.items():
        if rule.kind is RuleKind.IGNORE and column in study.variables and not study.is_tidy:
            count = study.variables[column].n_values
            reason = f"this column is left out; {counted(count, 'cell')}"
            reading.gathering.issue(column, reason, line=study.frame.header_line)
    _ask_about_shared_days(study, reading)
    absent = [item.column for item in own.variables if item.column not in study.variables] if own is not None else []
    if absent:
        reading.gathering.ask(
            f"The mapping file names {', '.join(absent)}, which this table does not have. Is that right?",
            assumed="Nothing is read for them.",
        )


def _ask_about_shared_days(study: Study, reading: _Reading) -> None:
    """Several rows a day beside a column of words may be a tidy table whose headers are not known."""
    words = [
        column
        for column, rule in reading.rules.items()
        if rule.kind is RuleKind.IGNORE
        and column in study.variables
        and study.variables[column].n_words > study.variables[column].n_values / 2
    ]
    if reading.shape.layout == "wide" and study.dates.n_same_day and words:
        reading.gathering.ask(
            f"Several rows share a day. Does {' or '.join(f'“{name}”' for name in words)} say what the numbers are?",
            assumed="No: the numbers of one column are several ratings of the same thing.",
            option='layout = "tidy" with name_column and value_column in a mapping file',
        )


def _ask_about_cells(study: Study, reading: _Reading) -> None:
    """What stood in cells or around the table and was decided without the person."""
    gathering, frame = reading.gathering, study.frame
    if reading.n_not_recorded:
        gathering.ask(
            f"Some cells say {most_common_words(reading.n_not_recorded)}. Do they mean “not recorded”?",
            assumed="Yes: they are missing.",
        )
    if reading.n_unknown_units:
        gathering.ask(
            f"These units are not known: {most_common_words(reading.n_unknown_units)}. Do they matter?",
            assumed="The numbers are read without them.",
        )
    if reading.n_clock:
        gathering.ask(
            f"A clock time without a time zone stands in {counted(reading.n_clock, 'row')}.",
            assumed="The day is kept; the time only tells rows of one day apart.",
            option="clock_times; or at once, with --answer clock_times=local, where they are those of your place",
        )
    if frame.title_lines:
        gathering.ask(
            f"Above the header stands: {' / '.join(frame.title_lines)[:200]}",
            assumed="It is a title and not read as values.",
        )
    if frame.renamed:
        gathering.ask(
            f"Some columns had no name of their own; they are called {', '.join(frame.renamed)}.",
            assumed="They are read as separate columns.",
        )


def _ask_about_sleep(reading: _Reading) -> None:
    """Whether a higher number is a better or a worse night, where neither the scale nor the person has said."""
    open_columns = [
        column
        for column, rule in reading.rules.items()
        if rule.kind is RuleKind.SLEEP_QUALITY and rule.scale is not None and higher_is(rule.scale) is None
    ]
    if open_columns:
        reading.gathering.ask(
            f"{SLEEP_QUESTION} ({', '.join(open_columns)})",
            assumed="The numbers are kept as they are, and no direction is assumed.",
            option=SLEEP_OPTION,
        )


def _ask_about_writing(study: Study, gathering: Gathering) -> None:
    """Date order and decimal sign, when the whole file did not settle them."""
    order, is_certain = study.dates.decide()
    if not is_certain:
        example = "4 March (month first)" if order is DateOrder.MONTH_DAY_YEAR else "3 April (day first)"
        gathering.ask(
            "Do the dates have the day first or the month first? The file does not settle it.",
            assumed=f"03/04 is read as {example}.",
            option='date_order = "dmy" or "mdy" in a mapping file',
        )
    style, is_certain = study.style()
    if not is_certain:
        gathering.ask(
            "Is the comma in the numbers a decimal sign, or does it group thousands?",
            assumed=f"2,001 is read as {'2001' if style is NumberStyle.POINT else '2.001'}.",
            option='decimal = "." or "," in a mapping file',
        )


LAYOUTS = (
    Layout(reader_id=READER_ID, name="table", description=_DESCRIPTION, sniff=sniff, read=read, propose=propose),
)
