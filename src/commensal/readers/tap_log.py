"""Tap logs: ``name,startday,startmonth,startyear,intensity[,date]``, one row a tap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from commensal.readers.fact_rules import FactRule, RuleKind, fact_for
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request, head_of
from commensal.readers.numbers import parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.units import Unit

READER_ID = "tap_log"
_DESCRIPTION = "Tap log (name, day, intensity)"
_HEADER = ["name", "startday", "startmonth", "startyear", "intensity"]
_HAPPINESS = "happiness"


def sniff(head: Head) -> float:
    """1 when the first line is a tap log's header."""
    return 1.0 if [cell.casefold() for cell in head.cells(0)][: len(_HEADER)] == _HEADER else 0.0


def _rule_for(name: str) -> FactRule:
    """Happiness is a mood where more is better, so it is no symptom; everything else is pain."""
    if name.casefold() == _HAPPINESS:
        return FactRule(kind=RuleKind.MEASUREMENT, name="Happiness", unit=Unit.POINTS)
    return FactRule(kind=RuleKind.SYMPTOM, name=name)


def read(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read one tap log."""
    (text,) = texts
    gathering = Gathering(today=request.today)
    width = len(head_of(text).cells(0))
    rows = read_limited_rows(text.lines(), name=text.name, delimiter=",", max_rows=text.limits.max_rows, width=width)
    next(rows, None)
    names: dict[str, None] = {}
    for row in rows:
        _take(row, width, gathering, names)
    symptoms = [name for name in names if name.casefold() != _HAPPINESS]
    if symptoms:
        gathering.ask(
            f"Are these symptoms, rated from 0 (none) to 10: {', '.join(symptoms[:20])}?",
            assumed="Yes. “Happiness” is kept as points where more is better.",
        )
    return gathering.result(READER_ID, _DESCRIPTION)


def _take(row: Row, width: int, gathering: Gathering, names: dict[str, None]) -> None:
    """Read one tap, or name it."""
    if not gathering.begin(row):
        return
    cells = [cell.strip() for cell in row.cells] + [""] * len(_HEADER)
    name, day_of_month, month, year, intensity = cells[: len(_HEADER)]
    written = f"{year}-{month}-{day_of_month}"
    try:
        day = date(int(year), int(month), int(day_of_month))
    except (ValueError, OverflowError):
        gathering.issue(written, "no date that exists")
        return
    number = parse_number(intensity)
    if not name:
        gathering.issue(intensity, "no name")
    elif number is None:
        gathering.issue(f"{name}: {intensity}", "no number")
    elif gathering.accepts(day, written):
        rule = _rule_for(name)
        try:
            gathering.add(fact_for(rule, number), day=day, key=rule.key)
            names[rule.name] = None
        except InvalidRecordError as problem:
            gathering.issue(f"{name}: {problem.found}", f"expected {problem.expected}")
    for cell in cells[width : len(row.cells)]:
        if cell:
            gathering.issue(cell, "there is no column for this cell")


LAYOUTS = (Layout(reader_id=READER_ID, name="taps", description=_DESCRIPTION, sniff=sniff, read=read),)
