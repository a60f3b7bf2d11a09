"""Fitbit: monthly ``Activities`` files with a title line, and ``activities-steps`` JSON.

A day with 1,440 sedentary minutes and no step is a day on which the device lay in a drawer: *missing*,
not zero. Months of one account may change language, and with it the decimal sign.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from commensal.readers.dates import DateOrder, OrderEvidence, parse_moment
from commensal.readers.fact_rules import FactRule, RuleKind, fact_for, parse_unit
from commensal.readers.gathering import Gathering
from commensal.readers.layout import Head, Layout, Request
from commensal.readers.numbers import NumberStyle, StyleEvidence, is_not_recorded, parse_number
from commensal.readers.rows import Row, read_limited_rows
from commensal.readers.source_file import TextFile
from commensal.readers.word_tables import load_table
from commensal.readers.wording import counted
from commensal.records.facts import Activity, Fact, Measurement
from commensal.records.imports import ReadResult
from commensal.vocab.errors import InvalidRecordError, UnreadableFileError
from commensal.vocab.presence import Presence
from commensal.vocab.units import Unit

READER_ID = "fitbit"
_MONTHS = "Fitbit months (steps, distance, active minutes)"
_STEPS = "Fitbit daily steps (JSON)"
_MINUTES_A_DAY = 1_440
_KM_IN_A_MILE = 1.609344
_MAX_JSON_CHARS = 64 * 1024**2


@cache
def _columns() -> dict[str, tuple[str, FactRule | None]]:
    """Quantity and rule by column header, in any language seen."""
    columns: dict[str, tuple[str, FactRule | None]] = {}
    for row in load_table("fitbit_columns"):
        rule = None
        if row["kind"]:
            unit = parse_unit(row["unit"]) if row["unit"] else None
            rule = FactRule(kind=RuleKind(row["kind"]), name=row["name"], unit=unit)
        columns[row["header"].casefold()] = (row["quantity"], rule)
    return columns


def sniff_month(head: Head) -> float:
    """1 when a one-cell title line stands above Fitbit's ten columns."""
    known = [cell for cell in head.cells(1) if cell.casefold() in _columns()]
    title = [cell for cell in head.cells(0) if cell]
    return 1.0 if len(title) == 1 and len(known) >= 5 and known[0].casefold() == "date" else 0.0


@dataclass(slots=True)
class _Day:
    """One row of one month file, before it is known whether another file has its day too."""

    line: int
    where: str
    written: str = ""
    day: date | None = None
    values: dict[str, float] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Month:
    """One month file: how its columns, dates and numbers are written."""

    text: TextFile
    quantities: list[tuple[str, FactRule | None]]
    style: NumberStyle
    order: DateOrder
    is_style_certain: bool
    is_order_certain: bool


def read_months(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read the month files of one account as one history; a day in two files counts once."""
    gathering = Gathering(today=request.today)
    found: list[_Day] = []
    rules: dict[str, FactRule] = {}
    for text in texts:
        month = _month_of(text)
        rules.update({quantity: rule for quantity, rule in month.quantities if rule is not None})
        _ask_about_month(month, gathering)
        found += [_parse_row(month, row) for row in _rows(text)[2:]]
    last_with_day = {item.day: item for item in found if item.day is not None}
    factor = _distance_factor(list(last_with_day.values()), request, gathering)
    keep_zero = request.option("not_worn", "missing") == "zero"
    not_worn: list[date] = []
    for item in found:
        gathering.row(item.line)
        if item.day is None:
            _name_row(item, gathering)
        elif not gathering.accepts(item.day, f"{item.where}: {item.written}"):
            continue
        elif (kept := last_with_day[item.day]) is not item:
            same = (
                "the same day and values stand" if kept.values == item.values else "this day stands with other values"
            )
            gathering.issue(f"{item.where}: {item.written}", f"{same} in {kept.where}; the later one counts")
        else:
            is_worn = keep_zero or not _is_drawer_day(item.values)
            if not is_worn:
                not_worn.append(item.day)
            _add_day(gathering, item.day, item, rules, factor=factor, is_worn=is_worn)
    _ask_about_not_worn(gathering, not_worn)
    files = "" if len(texts) == 1 else f", {len(texts)} files"
    return gathering.result(READER_ID, _MONTHS + files)


def _month_of(text: TextFile) -> _Month:
    """Decide decimal sign and date order from every cell of the file."""
    quantities: list[tuple[str, FactRule | None]] = []
    style, order = StyleEvidence(), OrderEvidence()
    for number, row in enumerate(_rows(text)):
        if number == 1:
            quantities = [_columns().get(cell.strip().casefold(), ("", None)) for cell in row.cells]
        elif number > 1:
            for (quantity, _), cell in zip(quantities, row.cells, strict=False):
                if quantity == "date":
                    order.take(cell)
                else:
                    style.take(cell)
    chosen_order, is_order_certain = order.decide()
    chosen_style, is_style_certain = style.decide()
    return _Month(
        text=text,
        quantities=quantities,
        style=chosen_style,
        order=chosen_order,
        is_style_certain=is_style_certain,
        is_order_certain=is_order_certain,
    )


def _rows(text: TextFile) -> list[Row]:
    return list(
        read_limited_rows(text.lines(), name=text.name, delimiter=",", max_rows=min(text.limits.max_rows, 100_000))
    )


def _ask_about_month(month: _Month, gathering: Gathering) -> None:
    if not month.is_style_certain:
        gathering.ask(
            f"{month.text.name}: does 2,001 mean two thousand and one, or two and a thousandth?",
            assumed="The comma groups thousands." if month.style is NumberStyle.POINT else "The comma is decimal.",
        )
    if not month.is_order_certain:
        first = "month" if month.order is DateOrder.MONTH_DAY_YEAR else "day"
        gathering.ask(
            f"{month.text.name}: do the dates have the day or the month first?", assumed=f"The {first} comes first."
        )


def _parse_row(month: _Month, row: Row) -> _Day:
    """The numbers of one row by quantity, and the cells that hold none."""
    item = _Day(line=row.line, where=month.text.name)
    if row.problem is not None:
        item.problems.append((f"{item.where}: {''.join(row.cells)}", row.problem))
        return item
    for index, cell in enumerate(row.cells):
        quantity = month.quantities[index][0] if index < len(month.quantities) else ""
        if quantity == "date":
            item.written = cell.strip()
        elif is_not_recorded(cell):
            continue
        elif not quantity:
            item.problems.append((f"{item.where}: {cell}", "no column is known for this cell"))
        elif (number := parse_number(cell, month.style)) is None:
            item.problems.append((f"{item.where}: {quantity} {cell}", "no number"))
        else:
            item.values[quantity] = number
    moment = parse_moment(item.written, month.order)
    if moment is not None:
        item.day = moment.day
    elif item.written or item.values or item.problems:
        item.problems.append((f"{item.where}: {item.written}", "no date that exists"))
    return item


def _name_row(item: _Day, gathering: Gathering) -> None:
    """A row without a day: blank, or named with what is wrong."""
    for what, why in item.problems:
        gathering.issue(what, why)
    if not item.problems:
        gathering.blank()


def _is_drawer_day(values: dict[str, float]) -> bool:
    return values.get("minutes_sedentary") == _MINUTES_A_DAY and values.get("steps") == 0


def _distance_factor(days: list[_Day], request: Request, gathering: Gathering) -> float:
    """1 for kilometres. The file names no unit: the length of a step tells, and the person is asked."""
    strides = sorted(
        day.values["distance"] / day.values["steps"] * 1000
        for day in days
        if day.values.get("steps", 0) > 500 and "distance" in day.values
    )
    if not strides:
        return 1.0
    median_m = strides[len(strides) // 2]
    unit = request.option("distance_unit", "km" if median_m > 0.55 else "mile")
    gathering.ask(
        "The files give distances without a unit. Are they kilometres or miles?",
        assumed=f"They are read as {'kilometres' if unit == 'km' else 'miles'}: one step would be "
        f"{median_m * (1.0 if unit == 'km' else _KM_IN_A_MILE):.2f} m.",
        option='distance_unit = "km" or "mile"',
    )
    return 1.0 if unit == "km" else _KM_IN_A_MILE


def _add_day(
    gathering: Gathering, day: date, found: _Day, rules: dict[str, FactRule], *, factor: float, is_worn: bool
) -> None:
    """All quantities of one day; on a day without the device each is missing, none is zero."""
    for what, why in found.problems:
        gathering.issue(what, why)
    if not found.values:
        gathering.blank()
    for quantity, number in found.values.items():
        rule = rules[quantity]
        value = number * factor if quantity == "distance" else number
        if not is_worn:
            gathering.add(_missing(rule), day=day, key=quantity)
            continue
        try:
            gathering.add(fact_for(rule, value), day=day, key=quantity)
        except InvalidRecordError as problem:
            gathering.issue(f"{found.where}: {rule.name} {problem.found}", f"expected {problem.expected}")


def _missing(rule: FactRule) -> Fact:
    if rule.kind is RuleKind.MEASUREMENT:
        return Measurement(name=rule.name, value=None, unit=rule.unit or Unit.COUNT, presence=Presence.MISSING)
    return Activity(name=rule.name, presence=Presence.MISSING)


def _ask_about_not_worn(gathering: Gathering, days: list[date]) -> None:
    if days:
        gathering.ask(
            f"On {counted(len(days), 'day')} (first {days[0].isoformat()}) the device counted no step. Not worn?",
            assumed="It was not worn: these days are missing, not zero.",
            option='not_worn = "missing" or "zero"',
        )


def sniff_steps(head: Head) -> float:
    """1 when the text starts as the answer of Fitbit's steps interface does."""
    start = "".join(head.lines).lstrip()[:200]
    return 1.0 if start.startswith("{") and '"activities-steps"' in start else 0.0


def read_steps(texts: Sequence[TextFile], request: Request) -> ReadResult:
    """Read daily steps from JSON. ``line`` counts the days in the list, from 1.

    Raises
    ------
    UnreadableFileError : the JSON is damaged.
    """
    (text,) = texts
    gathering = Gathering(today=request.today)
    rule = FactRule(kind=RuleKind.ACTIVITY_STEPS, name="Steps")
    keep_zero = request.option("not_worn", "missing") == "zero"
    not_worn: list[date] = []
    items = [_date_and_steps(item) for item in _items(text)]
    last_with_day = {day: number for number, (_, day, _) in enumerate(items, start=1)}
    for number, (written, day, steps) in enumerate(items, start=1):
        gathering.row(number)
        where = f"day {number}: {written}"
        if day is None or steps is None:
            gathering.issue(where, "expected a date and a number of steps")
        elif not gathering.accepts(day, where):
            continue
        elif last_with_day[day] != number:
            gathering.issue(where, "this day stands again below; the later one counts")
        else:
            is_worn = keep_zero or steps > 0
            if not is_worn:
                not_worn.append(day)
            try:
                gathering.add(fact_for(rule, steps) if is_worn else _missing(rule), day=day, key="steps")
            except InvalidRecordError as problem:
                gathering.issue(f"{where}, {problem.found}", f"expected {problem.expected}")
    _ask_about_not_worn(gathering, not_worn)
    return gathering.result(READER_ID, _STEPS)


def _date_and_steps(item: Any) -> tuple[str, date | None, float | None]:
    """Date as written, day and steps of one item, as far as it has them."""
    if not isinstance(item, dict):
        return str(item)[:80], None, None
    written = str(item.get("dateTime", ""))
    moment = parse_moment(written, DateOrder.YEAR_MONTH_DAY)
    return written, None if moment is None else moment.day, parse_number(str(item.get("value", "")))


def _items(text: TextFile) -> list[Any]:
    """The list under ``activities-steps``."""
    pieces: list[str] = []
    n_chars = 0
    for line in text.lines():
        n_chars += len(line)
        if n_chars > _MAX_JSON_CHARS:
            raise _bad_json(text.name, "a JSON file that is too large")
        pieces.append(line)
    try:
        content = json.loads("".join(pieces))
    except (ValueError, RecursionError) as problem:
        raise _bad_json(text.name, "damaged JSON") from problem
    items = content.get("activities-steps") if isinstance(content, dict) else None
    if not isinstance(items, list):
        raise _bad_json(text.name, "JSON without a list of days")
    return items


def _bad_json(name: str, found: str) -> UnreadableFileError:
    return UnreadableFileError(
        where=name,
        found=found,
        expected='{"activities-steps": [{"dateTime": …, "value": …}]}',
        do="Nothing was read. Export it again.",
    )


LAYOUTS = (
    Layout(
        reader_id=READER_ID,
        name="months",
        description=_MONTHS,
        sniff=sniff_month,
        read=read_months,
        options=("not_worn", "distance_unit"),
        joins_files=True,
    ),
    Layout(
        reader_id=READER_ID,
        name="steps_json",
        description=_STEPS,
        sniff=sniff_steps,
        read=read_steps,
        options=("not_worn",),
    ),
)
