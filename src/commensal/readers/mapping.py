"""The mapping file: how the columns of a table are read, in TOML that a person can change."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from commensal.readers.dates import DateOrder
from commensal.readers.fact_rules import FactRule, RuleKind, parse_scale, parse_unit, scale_text
from commensal.readers.numbers import NumberStyle
from commensal.vocab.errors import UsageError

_VERSION = 1
_MAX_FILE_BYTES = 4 * 1024**2
_LAYOUTS = ("wide", "tidy")
OPTIONS: AnyMapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "blank_cells": ("copied", "missing"),
        "not_worn": ("missing", "zero"),
        "distance_unit": ("km", "mile"),
        "clock_times": ("unknown", "local"),
        "sleep_number": ("higher_is_better", "higher_is_worse"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """Where things stand in a table. Column names are as in its header; ``None`` where there is none."""

    layout: str
    delimiter: str
    header_line: int
    date_column: str
    date_order: DateOrder
    decimal: NumberStyle
    time_column: str | None = None
    name_column: str | None = None
    value_column: str | None = None
    unit_column: str | None = None
    note_column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedVariable:
    """A column (or, in a tidy table, a name in the name column) and the rule for its values."""

    column: str
    rule: FactRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read one kind of file.

    Parameters
    ----------
    reader_id : the reader it is for.
    source : names where the file comes from. It is part of each value's key, so keep it the same when
        the file is exported again, and different for a file from another place.
    options : the person's answers to the reader's questions.
    table : where things stand, for tables that no reader knows by name.
    variables : one rule a column.
    offered : options that ``to_toml`` writes as remarks, for the person to choose.
    """

    reader_id: str
    source: str = ""
    options: AnyMapping[str, str] = field(default_factory=dict)
    table: TableShape | None = None
    variables: tuple[MappedVariable, ...] = ()
    offered: tuple[str, ...] = field(default=(), compare=False)

    def rule_for(self, column: str) -> FactRule | None:
        """The person's rule for this column, or None."""
        for variable in self.variables:
            if variable.column == column:
                return variable.rule
        return None


def to_toml(mapping: Mapping) -> str:
    """The mapping as a file with remarks that say how to change it; ``from_toml`` reads it back."""
    lines = [
        "# How to read this file. Change what is wrong, then import again with this mapping.",
        "# A blank cell always means: not recorded.",
        f"version = {_VERSION}",
        f"reader = {_quoted(mapping.reader_id)}",
        f"source = {_quoted(mapping.source)}  # keep it when the same file is exported again",
    ]
    if mapping.options or mapping.offered:
        lines += ["", "[options]", *_option_lines(mapping)]
    if mapping.table is not None:
        lines += ["", "[table]", *_table_lines(mapping.table)]
    if mapping.variables:
        lines += [
            "",
            "# kind: " + ", ".join(RuleKind) + ".",
            '# scale: for ratings, such as "0-10". zero: "none" when 0 means that there was none.',
        ]
    for variable in mapping.variables:
        lines += ["", "[[variables]]", *_variable_lines(variable)]
    return "\n".join(lines) + "\n"


def _option_lines(mapping: Mapping) -> list[str]:
    lines = [f"{name} = {_quoted(value)}" for name, value in mapping.options.items()]
    for name in mapping.offered:
        if name not in mapping.options:
            first, *others = OPTIONS[name]
            lines.append(f"# {name} = {_quoted(first)}  # or {', '.join(map(_quoted, others))}")
    return lines


def _table_lines(table: TableShape) -> list[str]:
    lines = [
        f"layout = {_quoted(table.layout)}  # wide: one column a variable; tidy: one row a value",
        f"delimiter = {_quoted(table.delimiter)}",
        f"header_line = {table.header_line}",
        f"date_column = {_quoted(table.date_column)}",
        f"date_order = {_quoted(table.date_order)}  # ymd, dmy or mdy",
        f"decimal = {_quoted(table.decimal)}  # the sign before the decimals",
    ]
    for name in ("time_column", "name_column", "value_column", "unit_column", "note_column"):
        value = getattr(table, name)
        if value is not None:
            lines.append(f"{name} = {_quoted(value)}")
    return lines


def _variable_lines(variable: MappedVariable) -> list[str]:
    rule = variable.rule
    lines = [
        f"column = {_quoted(variable.column)}",
        f"kind = {_quoted(rule.kind)}",
        f"name = {_quoted(rule.name)}",
    ]
    if rule.scale is not None:
        lines.append(f"scale = {_quoted(scale_text(rule.scale))}")
    if rule.unit is not None:
        lines.append(f"unit = {_quoted(rule.unit.name.lower())}")
    lines.append(f"zero = {_quoted('none' if rule.zero_is_none else 'value')}")
    if rule.beyond_symptoms:
        lines.append("beyond_symptoms = true")
    return lines


def _quoted(text: str) -> str:
    """A TOML basic string. JSON's escapes are TOML's, apart from the delete character."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def load_mapping(path: Path) -> Mapping:
    """Read a mapping file.

    Raises
    ------
    UsageError : missing, no TOML, or values that do not fit; every problem at once.
    """
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise _problem(path.name, "a file that is too long for a mapping")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise _problem(path.name, "a file that cannot be read as text") from problem
    return from_toml(text, where=path.name)


def from_toml(text: str, *, where: str = "mapping file") -> Mapping:
    """The mapping that a TOML text describes; see ``load_mapping``."""
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise _problem(where, f"no valid TOML ({problem})") from problem
    checked = _Checked(content)
    mapping = Mapping(
        reader_id=checked.text(content, "reader", ""),
        source=checked.text(content, "source", ""),
        options=checked.options(),
        table=checked.table(),
        variables=checked.variables(),
    )
    checked.unknown_keys(content, {"version", "reader", "source", "options", "table", "variables"}, "the file")
    if content.get("version") != _VERSION:
        checked.problems.insert(0, f"version must be {_VERSION}")
    if checked.problems:
        raise _problem(where, "; ".join(checked.problems))
    return mapping


def _problem(where: str, found: str) -> UsageError:
    return UsageError(
        where=where,
        found=found,
        expected="a mapping file as this program proposes it",
        do="Nothing was read. Correct the file, or ask for a new proposal.",
    )


class _Checked:
    """Reads values of the expected type and collects every problem."""

    def __init__(self, content: dict[str, Any]) -> None:
        self._content = content
        self.problems: list[str] = []

    def text(self, table: dict[str, Any], key: str, default: str | None) -> str:
        """A text; a missing one is a problem only when there is no default."""
        value = table.get(key, default)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value
        self.problems.append(f"{key} must be a text")
        return default or ""

    def optional_text(self, table: dict[str, Any], key: str) -> str | None:
        """A text, or None when it is not given."""
        return self.text(table, key, None) if key in table else None

    def choice(self, table: dict[str, Any], key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        value = table.get(key, default)
        if value in allowed:
            return str(value)
        self.problems.append(f"{key} must be one of {', '.join(allowed)}")
        return default

    def unknown_keys(self, table: dict[str, Any], known: set[str], where: str) -> None:
        """Name keys that nothing would read: a slip of the pen must not pass silently."""
        self.problems.extend(f"{where} has an unknown key {key!r}" for key in sorted(set(table) - known))

    def options(self) -> dict[str, str]:
        """The [options] table."""
        given = self._content.get("options", {})
        if not isinstance(given, dict):
            self.problems.append("options must be a table")
            return {}
        self.unknown_keys(given, set(OPTIONS), "[options]")
        return {name: self.choice(given, name, OPTIONS[name], OPTIONS[name][0]) for name in OPTIONS if name in given}

    def table(self) -> TableShape | None:
        """The [table] table."""
        given = self._content.get("table")
        if given is None:
            return None
        if not isinstance(given, dict):
            self.problems.append("table must be a table")
            return None
        known = {"layout", "delimiter", "header_line", "date_column", "date_order", "decimal"}
        columns = {"time_column", "name_column", "value_column", "unit_column", "note_column"}
        self.unknown_keys(given, known | columns, "[table]")
        header_line = given.get("header_line", 1)
        if not isinstance(header_line, int) or isinstance(header_line, bool) or header_line < 1:
            self.problems.append("header_line must be a whole number from 1")
            header_line = 1
        layout = self.choice(given, "layout", _LAYOUTS, "wide")
        if layout == "tidy" and not {"name_column", "value_column"} <= set(given):
            self.problems.append("a tidy table needs name_column and value_column")
        return TableShape(
            layout=layout,
            delimiter=self.choice(given, "delimiter", (",", ";", "\t", "|"), ","),
            header_line=header_line,
            date_column=self.text(given, "date_column", None),
            date_order=DateOrder(self.choice(given, "date_order", tuple(DateOrder), "ymd")),
            decimal=NumberStyle(self.choice(given, "decimal", tuple(NumberStyle), ".")),
            **{name: self.optional_text(given, name) for name in sorted(columns)},
        )

    def variables(self) -> tuple[MappedVariable, ...]:
        """The [[variables]] tables."""
        given = self._content.get("variables", [])
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            self.problems.append("variables must be a list of tables")
            return ()
        found = [self._variable(item, number) for number, item in enumerate(given, start=1)]
        columns = [item.column for item in found]
        for column in sorted({column for column in columns if columns.count(column) > 1}):
            self.problems.append(f"column {column!r} stands twice in [[variables]]")
        return tuple(found)

    def _variable(self, given: dict[str, Any], number: int) -> MappedVariable:
        where = f"[[variables]] {number}"
        self.unknown_keys(given, {"column", "kind", "name", "scale", "unit", "zero", "beyond_symptoms"}, where)
        column = self.text(given, "column", None)
        scale_given, unit_given = self.optional_text(given, "scale"), self.optional_text(given, "unit")
        scale = parse_scale(scale_given) if scale_given else None
        unit = parse_unit(unit_given) if unit_given else None
        if scale_given and scale is None:
            self.problems.append(f"{where}: scale {scale_given!r} must look like 0-10")
        if unit_given and unit is None:
            self.problems.append(f"{where}: unit {unit_given!r} is not known")
        beyond = given.get("beyond_symptoms", False)
        if not isinstance(beyond, bool):
            self.problems.append(f"{where}: beyond_symptoms must be true or false")
        rule = FactRule(
            kind=RuleKind(self.choice(given, "kind", tuple(RuleKind), RuleKind.MEASUREMENT)),
            name=self.text(given, "name", column),
            scale=scale,
            unit=unit,
            zero_is_none=self.choice(given, "zero", ("none", "value"), "none") == "none",
            beyond_symptoms=bool(beyond),
        )
        return MappedVariable(column=column, rule=rule)
