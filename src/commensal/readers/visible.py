"""The Visible app's export: one row a day and tracker, newest on top.

A row with 0 says "none"; a tracker without a row was not logged that day. Heart-rate variability is the
app's own measure and is never merged with SDNN or RMSSD.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from commensal.readers.dates import DateOrder, Moment, OrderEvidence, parse_moment
from commensal.readers.fact_rules import (
    FactRule,
    RuleKind,
    fact_for,
    parse_scale,
    parse_unit,
    with_sleep_direction,
)
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request
from commensal.readers.mapping import MappedVariable, Mapping
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.word_tables import load_table
from commensal.readers.wording import SLEEP_NUMBER, SLEEP_OPTION, SLEEP_QUESTION, counted
from commensal.records.facts import Fact
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError, UnknownLayoutError

READER_ID = "visible"
_DESCRIPTION = "Visible export (one row a day and tracker)"
_COLUMNS = ("observation_date", "tracker_name", "tracker_category", "observation_value")
_DELIMITERS = (",", ";", "\t")


def _delimiter_of(head: Head) -> str | None:
    """The delimiter that makes the first line Visible's header; spreadsheets change it when they save."""
    for delimiter in _DELIMITERS:
        if set(_COLUMNS) <= {cell.casefold() for cell in head.cells(0, delimiter)}:
            return delimiter
    return None


def sniff(head: Head) -> float:
    """1 when the header is Visible's."""
    return 0.0 if _delimiter_of(head) is None else 1.0


def _n_cells_needed(position: dict[str, int]) -> int:
    """Cells that a row must have for all four columns to be in it."""
    return 1 + max(position[name] for name in _COLUMNS)


@cache
def _known_rules() -> tuple[dict[str, FactRule], dict[str, FactRule]]:
    """Rules by tracker name, and by the start of a category for trackers that are not listed."""
    by_name: dict[str, FactRule] = {}
    by_category: dict[str, FactRule] = {}
    for row in load_table("visible_trackers"):
        rule = FactRule(
            kind=RuleKind(row["kind"]),
            name=row["name"],
            scale=parse_scale(row["scale"]) if row["scale"] else None,
            unit=parse_unit(row["unit"]) if row["unit"] else None,
        )
        name = row["tracker_name"]
        if name.startswith("*"):
            by_category[name[1:]] = rule
        else:
            by_name[name.casefold()] = rule
    return by_name, by_category


@dataclass(slots=True)
class _Reading:
    """One export while it is read."""

    gathering: Gathering
    request: Request
    position: dict[str, int]
    width: int
    order: DateOrder
    rules: dict[tuple[str, str], FactRule] = field(default_factory=dict)
    facts: dict[tuple[str, str, str], Fact | InvalidRecordError] = field(default_factory=dict)
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    n_baselines: int = 0
    n_sleep: int = 0

    def take(self, row: Row) -> None:
        """Read one row, or name it."""
        gathering = self.gathering
        if not gathering.begin(row, found=row.cells[0] if row.cells else ""):
            return
        n_needed = _n_cells_needed(self.position)
        if len(row.cells) < n_needed:
            gathering.issue(",".join(row.cells), f"{len(row.cells)} cells where {n_needed} belong")
            return
        written, tracker, category, value = (row.cells[self.position[name]].strip() for name in _COLUMNS)
        if any(cell.strip() for cell in row.cells[self.width :]):
            # A comma in a note that was not quoted: the rest of the words stand in further cells.
            value = ",".join(row.cells[self.position["observation_value"] :]).strip()
        if "baseline" in self.position and self.position["baseline"] < len(row.cells):
            self.n_baselines += bool(row.cells[self.position["baseline"]].strip())
        moment = parse_moment(written, self.order)
        if moment is None:
            gathering.issue(written, "no date that exists")
        elif not tracker:
            gathering.issue(value, "no tracker named")
        elif not value:
            gathering.blank()
        elif gathering.accepts(moment.day, written):
            self._keep(moment, tracker, category, value)

    def _keep(self, moment: Moment, tracker: str, category: str, value: str) -> None:
        """Turn one value into a fact, once."""
        rule = self._rule_for(tracker, category)
        if rule.kind is RuleKind.IGNORE:
            self.gathering.issue(f"{tracker}: {value}", "left out, as the mapping file says")
            return
        fact = self._fact_for(tracker, category, value)
        if isinstance(fact, InvalidRecordError):
            self.gathering.issue(f"{tracker}: {fact.found}", f"expected {fact.expected}")
            return
        same = (moment.day.isoformat(), rule.key, value)
        if same in self.seen:
            self.gathering.issue(f"{tracker}: {value}", "the same row stands twice; it counts once")
            return
        self.seen.add(same)
        self.n_sleep += rule.kind is RuleKind.SLEEP_QUALITY
        self.gathering.add(fact, day=moment.day, key=rule.key, at=moment.at)

    def _fact_for(self, tracker: str, category: str, value: str) -> Fact | InvalidRecordError:
        """A fact, or why there is none. Facts are frozen, so equal rows may share one."""
        key = (tracker, category, value)
        if key not in self.facts:
            rule = self._rule_for(tracker, category)
            number = None if rule.kind is RuleKind.NOTE else parse_number(value)
            try:
                if number is None and rule.kind is not RuleKind.NOTE:
                    raise InvalidRecordError(where=tracker, found=value, expected="a number", do="Correct it.")
                self.facts[key] = fact_for(rule, number, value)
            except InvalidRecordError as problem:
                self.facts[key] = problem
        return self.facts[key]

    def _rule_for(self, tracker: str, category: str) -> FactRule:
        """The person's rule, the known one, or one by category that is asked about."""
        key = (tracker, category)
        if key not in self.rules:
            rule = self.find_rule(tracker, category)
            self.rules[key] = with_sleep_direction(rule, self.request.option(SLEEP_NUMBER, ""))
        return self.rules[key]

    def find_rule(self, tracker: str, category: str) -> FactRule:
        """As ``_rule_for``, found anew."""
        by_name, by_category = _known_rules()
        mapping = self.request.mapping
        if mapping is not None and (own := mapping.rule_for(tracker)) is not None:
            return own
        if (known := by_name.get(tracker.casefold())) is not None:
            return known
        for start, rule in by_category.items():
            if category.startswith(start):
                is_symptom = rule.kind is RuleKind.SYMPTOM
                name = tracker if is_symptom else f"FUNCAP: {tracker}"
                what = "a symptom from 0 (none) to 3" if is_symptom else "an ability from 0 to 6, where 6 is best"
                self._ask_about(tracker, category, what)
                return FactRule(kind=rule.kind, name=name, scale=rule.scale, unit=rule.unit)
        self._ask_about(tracker, category, "a measurement without a known unit")
        return FactRule(kind=RuleKind.MEASUREMENT, name=tracker, unit=parse_unit("points"))

    def _ask_about(self, tracker: str, category: str, what: str) -> None:
        self.gathering.ask(
            f"The tracker “{tracker}” (category “{category}”) is not known yet. What is it?",
            assumed=f"It is read as {what}.",
            option="[[variables]] in a mapping file",
        )


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one export.

    Raises
    ------
    UnreadableFileError : damage, or more rows than one diary can have.
    """
    (text,) = texts
    header_line = next(iter(text.lines()), "")
    head = Head(name=text.name, lines=(header_line,))
    delimiter = _delimiter_of(head)
    if delimiter is None:
        raise UnknownLayoutError(
            where=text.name,
            found="another header",
            expected=", ".join(_COLUMNS),
            do="Nothing was read. Export the data from the Visible app again.",
        )
    header = [cell.casefold() for cell in head.cells(0, delimiter)]
    position = {name: header.index(name) for name in header}
    gathering = Gathering(today=request.today, newest_first=True)
    order = _date_order(text, delimiter, position["observation_date"], gathering)
    reading = _Reading(gathering=gathering, request=request, position=position, width=len(header), order=order)
    rows = read_limited_rows(
        text.lines(), name=text.name, delimiter=delimiter, max_rows=text.limits.max_rows, width=len(header)
    )
    next(rows, None)
    for row in rows:
        reading.take(row)
    _ask_about_columns(reading, header)
    return gathering.result(READER_ID, _DESCRIPTION)


def propose(text: TextFile, request: Request) -> Mapping:
    """A mapping file with the trackers that are not known by name, as they would be read."""
    delimiter = _delimiter_of(Head(name=text.name, lines=(next(iter(text.lines()), ""),))) or ","
    rows = read_limited_rows(text.lines(), name=text.name, delimiter=delimiter, max_rows=text.limits.max_rows)
    header = [cell.strip().casefold() for cell in next(rows).cells]
    position = {name: header.index(name) for name in _COLUMNS}
    reading = _Reading(
        gathering=Gathering(today=request.today),
        request=request,
        position=position,
        width=len(header),
        order=DateOrder.YEAR_MONTH_DAY,
    )
    variables: dict[str, MappedVariable] = {}
    for row in rows:
        if row.problem is None and len(row.cells) >= _n_cells_needed(position):
            tracker, category = (row.cells[position[name]].strip() for name in _COLUMNS[1:3])
            if tracker and tracker not in variables and tracker.casefold() not in _known_rules()[0]:
                rule = reading.find_rule(tracker, category)
                variables[tracker] = MappedVariable(column=tracker, rule=rule)
    return Mapping(reader_id=READER_ID, source=READER_ID, variables=tuple(variables.values()), offered=(SLEEP_NUMBER,))


def _date_order(text: TextFile, delimiter: str, column: int, gathering: Gathering) -> DateOrder:
    """Year first, as the app writes; a spreadsheet may have changed it, so the whole column decides."""
    evidence = OrderEvidence()
    rows = read_limited_rows(text.lines(), name=text.name, delimiter=delimiter, max_rows=text.limits.max_rows)
    next(rows, None)
    for count, row in enumerate(rows):
        if len(row.cells) > column:
            evidence.take(row.cells[column])
        if count == 200 and evidence.n_year_first == evidence.n_dates:
            break
    order, is_certain = evidence.decide()
    if not is_certain:
        gathering.ask(
            "The dates in this file can be read with the day first or with the month first. Which is right?",
            assumed=f"{'The month' if order is DateOrder.MONTH_DAY_YEAR else 'The day'} comes first.",
        )
    return order


def _ask_about_columns(reading: _Reading, header: list[str]) -> None:
    if reading.n_sleep and not reading.request.option(SLEEP_NUMBER, ""):
        reading.gathering.ask(
            SLEEP_QUESTION,
            assumed="The numbers 0 to 3 are kept as exported, and no direction is assumed.",
            option=SLEEP_OPTION,
        )
    if reading.n_baselines:
        reading.gathering.ask(
            f"A baseline stands beside the value in {counted(reading.n_baselines, 'row')}. Is it needed?",
            assumed="The baseline is left out: it is a setting of the app, not something observed that day.",
        )
    others = [name for name in header if name and name not in (*_COLUMNS, "baseline")]
    if others:
        reading.gathering.ask(
            f"The columns {', '.join(others)} are not known. Are they needed?", assumed="They are left out."
        )


LAYOUTS = (
    Layout(reader_id=READER_ID, name="export", description=_DESCRIPTION, sniff=sniff, read=read, propose=propose),
)
