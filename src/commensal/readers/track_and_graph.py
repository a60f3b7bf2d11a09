"""Track & Graph: ``FeatureName,Timestamp,Value,Label,Note``; one row an entry, durations as ``h:mm:ss``.

Names are the person's own and decide nothing: everyday words propose a kind, everything else is a
measurement, and each can be changed in the mapping file. The local day written is the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from commensal.readers.dates import DateOrder, Moment, parse_moment
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, variable_key
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.mapping import MappedVariable, Mapping
from commensal.readers.numbers import NumberStyle
from commensal.readers.proposal import Proposal, propose_rule, value_in
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.value_stats import ValueStats
from commensal.records.facts import Note
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError

READER_ID = "track_and_graph"
_DESCRIPTION = "Track & Graph export (one row an entry)"
_NEEDED = ("featurename", "timestamp", "value", "note")
_VALUE_WITH_LABEL = re.compile(r"^(-?\d+(?:\.\d+)?):(?!\d\d:\d\d$)(.+)$", re.DOTALL)
_MAX_FEATURES = 2_000


def sniff(head: Head) -> float:
    """1 when the header is Track & Graph's, with or without labels."""
    return 1.0 if set(_NEEDED) <= {cell.casefold() for cell in head.cells(0)} else 0.0


@dataclass(frozen=True, slots=True)
class _Entry:
    """The cells of one row by their meaning."""

    feature: str
    timestamp: str
    value: str
    label: str
    note: str


@dataclass(slots=True)
class _Feature:
    """What a first pass learns of one feature."""

    stats: ValueStats = field(default_factory=ValueStats)
    labels_by_value: dict[str, set[str]] = field(default_factory=dict)

    def take(self, entry: _Entry) -> None:
        """Look at one entry."""
        self.stats.take(entry.value)
        if entry.label:
            self.labels_by_value.setdefault(entry.value, set()).add(entry.label)

    @property
    def has_names_in_labels(self) -> bool:
        """Whether one number stands for several labels, so that the label is what was tracked."""
        return any(len(labels) > 1 for labels in self.labels_by_value.values())


def _entry_of(row: Row, position: dict[str, int]) -> _Entry:
    def cell(name: str) -> str:
        index = position.get(name, len(row.cells))
        return row.cells[index].strip() if index < len(row.cells) else ""

    value, label = cell("value"), cell("label")
    if not label and (match := _VALUE_WITH_LABEL.match(value)):
        # Older files write the label behind the number: "2:Mild".
        value, label = match[1], match[2].strip()
    return _Entry(cell("featurename"), cell("timestamp"), value, label, cell("note"))


def _rows(text: TextFile, width: int) -> Iterator[Row]:
    rows = read_limited_rows(text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows, width=width)
    next(rows, None)
    return rows


def _position(text: TextFile) -> dict[str, int]:
    header = [cell.casefold() for cell in head_of(text).cells(0)]
    return {name: header.index(name) for name in header}


def _profile(text: TextFile, position: dict[str, int]) -> dict[str, _Feature]:
    features: dict[str, _Feature] = {}
    for row in _rows(text, len(position)):
        entry = _entry_of(row, position)
        if row.problem is None and (entry.feature in features or len(features) < _MAX_FEATURES):
            features.setdefault(entry.feature, _Feature()).take(entry)
    return features


def _proposals(features: dict[str, _Feature]) -> dict[str, Proposal]:
    return {name: propose_rule(name, item.stats, NumberStyle.POINT) for name, item in features.items() if name}


def propose(text: TextFile, request: Request) -> Mapping:  # noqa: ARG001 - one signature for all layouts
    """The mapping file for this export: one rule a feature."""
    proposals = _proposals(_profile(text, _position(text)))
    variables = tuple(MappedVariable(column=name, rule=found.rule) for name, found in proposals.items())
    return Mapping(reader_id=READER_ID, source=READER_ID, variables=variables)


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one export with the person's mapping, or as proposed."""
    (text,) = texts
    position = _position(text)
    features = _profile(text, position)
    gathering = Gathering(today=request.today)
    rules: dict[str, FactRule] = {}
    by_assumption: dict[str, list[str]] = {}
    for name, found in _proposals(features).items():
        own = request.mapping.rule_for(name) if request.mapping is not None else None
        rules[name] = own or found.rule
        if own is None and found.assumption is not None:
            by_assumption.setdefault(found.assumption, []).append(name)
    for row in _rows(text, len(position)):
        _take(row, position, features, rules, gathering)
    for assumption, names in by_assumption.items():
        gathering.ask(
            f"What is tracked as {', '.join(f'“{name}”' for name in names)}?",
            assumed=f"Read as {assumption}.",
            option="[[variables]] in a mapping file",
        )
    _ask_about_labels(features, gathering)
    return gathering.result(READER_ID, _DESCRIPTION)


def _take(
    row: Row,
    position: dict[str, int],
    features: dict[str, _Feature],
    rules: dict[str, FactRule],
    gathering: Gathering,
) -> None:
    """Read one entry, or name it."""
    if not gathering.begin(row):
        return
    for extra in row.cells[max(position.values()) + 1 :]:
        if extra.strip():
            gathering.issue(extra, "there is no column for this cell")
    entry = _entry_of(row, position)
    moment = parse_moment(entry.timestamp, DateOrder.YEAR_MONTH_DAY)
    rule = rules.get(entry.feature)
    if moment is None:
        gathering.issue(entry.timestamp, "no date that exists")
    elif rule is None:
        gathering.issue(entry.value, "no feature named, or too many features")
    elif gathering.accepts(moment.day, entry.timestamp):
        _keep(entry, moment, rule, features[entry.feature], gathering)


def _keep(entry: _Entry, moment: Moment, rule: FactRule, feature: _Feature, gathering: Gathering) -> None:
    """Keep the value of one entry and its note. The written instant names it."""
    key = f"{variable_key(entry.feature)}|{entry.timestamp}"
    if entry.note:
        note = Note(text=f"{entry.feature}: {entry.note}")
        gathering.add(note, day=moment.day, at=moment.at, key=f"note|{key}")
    if rule.kind is RuleKind.IGNORE:
        gathering.issue(f"{entry.feature}: {entry.value}", "left out: words, or so the mapping file says")
        return
    if not entry.value:
        gathering.blank()
        return
    number = value_in(entry.value, rule, NumberStyle.POINT)
    if number is None and rule.kind is not RuleKind.NOTE:
        gathering.issue(f"{entry.feature}: {entry.value}", "no number and no length of time")
        return
    name = f"{rule.name}: {entry.label}" if entry.label and feature.has_names_in_labels else rule.name
    words = f"{entry.feature}: {entry.value}" if rule.kind is RuleKind.NOTE else entry.label or entry.value
    try:
        fact = fact_for(replace(rule, name=name), number, words)
    except InvalidRecordError as problem:
        gathering.issue(f"{entry.feature}: {problem.found}", f"expected {problem.expected}")
        return
    gathering.add(fact, day=moment.day, at=moment.at, key=key)


def _ask_about_labels(features: dict[str, _Feature], gathering: Gathering) -> None:
    """Labels are either names of what was tracked, or words for the numbers; say which."""
    for name, feature in features.items():
        if not feature.labels_by_value:
            continue
        if feature.has_names_in_labels:
            gathering.ask(
                f"In “{name}”, one number has several labels. Is each label a thing of its own?",
                assumed="Yes: each label is read as a variable of its own.",
            )
        else:
            pairs = sorted(feature.labels_by_value.items())[:10]
            words = ", ".join(f"{value} is “{next(iter(labels))}”" for value, labels in pairs)
            gathering.ask(f"In “{name}”, {words}.", assumed="The numbers are kept; the labels only name them.")


LAYOUTS = (
    Layout(reader_id=READER_ID, name="export", description=_DESCRIPTION, sniff=sniff, read=read, propose=propose),
)
