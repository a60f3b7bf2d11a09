"""Does a fact table keep the promises of its schema? Every broken one is named, all at once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from commensal.knowledge.tables import parts, rows_of, schema_of

_ID = re.compile(r"[a-z][a-z0-9_.]*")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_TABLE_KEYS = {"about", "key", "columns", "ambiguous", "sorted", "sums_to"}
_COLUMN_KEYS = {
    "type",
    "about",
    "unit",
    "per",
    "basis",
    "optional",
    "minimum",
    "maximum",
    "values",
    "names",
    "pattern",
    "lower_case",
    "refers_to",
    "unverified",
    "verified_keys",
    "unverified_values",
}

_Row = Mapping[str, str]
_Schema = Mapping[str, Any]


def broken_promises(table: str) -> tuple[str, ...]:
    """What in a table does not fit its schema, as ``row, column: found; expected``; empty when all is well."""
    rows = tuple(rows_of(table))
    schema = schema_of(table)
    return (*_in_schema(schema, rows), *_in_cells(schema, rows), *_in_order(schema, rows), *_in_sums(schema, rows))


def _in_schema(schema: _Schema, rows: Sequence[_Row]) -> Iterator[str]:
    if unknown := sorted(set(schema) - _TABLE_KEYS):
        yield f"schema: unknown words {unknown}"
    for name, column in schema["columns"].items():
        if unknown := sorted(set(column) - _COLUMN_KEYS):
            yield f"schema, {name}: unknown words {unknown}"
        if column["type"] == "number" and "unit" not in column:
            yield f"schema, {name}: a number without a unit"
    if not rows:
        yield "no rows"
    elif list(rows[0]) != list(schema["columns"]):
        yield f"columns {list(rows[0])}; expected {list(schema['columns'])}"


def _in_cells(schema: _Schema, rows: Sequence[_Row]) -> Iterator[str]:
    known = {name: _known_values(column["refers_to"]) for name, column in _columns(schema) if "refers_to" in column}
    for row in rows:
        label = "/".join(row[key] for key in schema["key"])
        for name, column in _columns(schema):
            problem = _problem(row[name], column, known.get(name))
            if problem:
                yield f"{label}, {name}: found {row[name]!r}; expected {problem}"


def _columns(schema: _Schema) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from schema["columns"].items()


def _known_values(reference: str) -> frozenset[str]:
    table, _, column = reference.partition(":")
    return frozenset(row[column] for row in rows_of(table))


def _problem(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    """What was expected of a cell, or None when it is as it should be."""
    if not cell:
        return None if column.get("optional", False) else "a value"
    if cell != cell.strip():
        return "no space around the value"
    return _CHECKS[column["type"]](cell, column, known)


def _text(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    if column.get("lower_case", False) and cell != cell.lower():
        return "lower case"
    if "pattern" in column and not re.fullmatch(column["pattern"], cell):
        return f"the pattern {column['pattern']}"
    return None if known is None or cell in known else f"one of {column['refers_to']}"


def _id(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    return _text(cell, column, known) if _ID.fullmatch(cell) else "an id: a-z, 0-9 and _"


def _number(cell: str, column: Mapping[str, Any], _known: frozenset[str] | None) -> str | None:
    if not _NUMBER.fullmatch(cell):
        return "a number with a point"
    low, high = column.get("minimum", float("-inf")), column.get("maximum", float("inf"))
    return None if low <= float(cell) <= high else f"{low} to {high}"


def _integer(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    return _number(cell, column, known) if re.fullmatch(r"-?\d+", cell) else "a whole number"


def _choice(cell: str, column: Mapping[str, Any], _known: frozenset[str] | None) -> str | None:
    return None if cell in column["values"] else f"one of {column['values']}"


def _set(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    values = parts(cell)
    if len(set(values)) != len(values):
        return "each value once"
    allowed = known if known is not None else frozenset(column["values"])
    return None if allowed.issuperset(values) else "only known values"


def _weights(cell: str, column: Mapping[str, Any], known: frozenset[str] | None) -> str | None:
    allowed = known if known is not None else frozenset(column["names"])
    pairs = [item.partition(":") for item in parts(cell)]
    names = [name for name, _, _ in pairs]
    if len(set(names)) != len(names):
        return "each name once"
    fits = all(name in allowed and weight in column["values"] for name, _, weight in pairs)
    return None if fits else f"name:weight with known names and weights of {column['values']}"


_CHECKS: Mapping[str, Callable[[str, Mapping[str, Any], frozenset[str] | None], str | None]] = {
    "text": _text,
    "id": _id,
    "number": _number,
    "integer": _integer,
    "choice": _choice,
    "set": _set,
    "weights": _weights,
}


def _in_order(schema: _Schema, rows: Sequence[_Row]) -> Iterator[str]:
    """Rows are unique and sorted by their key, so that a change to a fact is one line of difference."""
    keys = [tuple(row[name] for name in schema["key"]) for row in rows]
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{'/'.join(key)}: {count} rows; expected one"
    in_order = [tuple(part.casefold() for part in key) for key in keys] if schema.get("sorted") == "casefold" else keys
    for earlier, later in pairwise(in_order):
        if later < earlier:
            yield f"{'/'.join(later)}: stands after {'/'.join(earlier)}; expected rows sorted by {schema['key']}"
    yield from _in_ambiguity(schema, rows)


def _in_ambiguity(schema: _Schema, rows: Sequence[_Row]) -> Iterator[str]:
    """A word may point to two things only where the schema says so, and there it must."""
    if "ambiguous" not in schema:
        return
    name, target = schema["key"]
    targets: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        targets[row[name].casefold()].add(row[target])
    found = {word for word, pointed_to in targets.items() if len(pointed_to) > 1}
    for word in sorted(found ^ set(schema["ambiguous"])):
        yield f"{word}: points to {sorted(targets[word])}; expected several exactly where the schema says so"


def _in_sums(schema: _Schema, rows: Sequence[_Row]) -> Iterator[str]:
    rule = schema.get("sums_to")
    if rule is None:
        return
    totals: dict[str, float] = defaultdict(float)
    for row in rows:
        if _NUMBER.fullmatch(row[rule["column"]]):  # any other cell has been named already
            totals[row[rule["within"]]] += float(row[rule["column"]])
    for name, total in totals.items():
        if abs(total - rule["total"]) > 1e-6:
            yield f"{name}: {rule['column']} sums to {total:g}; expected {rule['total']}"
