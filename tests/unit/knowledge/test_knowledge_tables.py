"""Every fact table keeps the promises of its schema, and the check of that has teeth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from commensal.knowledge import schema
from commensal.knowledge.schema import broken_promises
from commensal.knowledge.tables import tables

_Rows = list[dict[str, str]]


@pytest.mark.parametrize("table", tables())
def test_a_table_keeps_its_promises(table: str) -> None:
    """Types, ranges, allowed values, keys, order, references and sums are as the schema beside the table says."""
    assert broken_promises(table) == ()


def test_every_room_of_facts_is_there() -> None:
    """A table that is lost on the way would make its checks pass in silence."""
    expected = {"evidence/sources", "foods/foods", "foods/nutrients", "foods/synonyms", "medicines/medicines"}
    assert expected <= set(tables())


_SCHEMA: dict[str, Any] = {
    "key": ["id"],
    "ambiguous": ["mixed"],
    "sums_to": {"column": "percent", "within": "whole", "total": 100},
    "columns": {
        "id": {"type": "id"},
        "whole": {"type": "text", "lower_case": True},
        "percent": {"type": "number", "unit": "%", "minimum": 0, "maximum": 100},
        "level": {"type": "choice", "values": ["low", "high"], "optional": True},
        "kinds": {"type": "set", "values": ["a", "b"], "optional": True},
        "plants": {"type": "weights", "names": ["oat"], "values": ["1", "0.25"], "optional": True},
        "count": {"type": "integer", "optional": True},
    },
}
_ROWS = [
    {"id": "p", "whole": "w", "percent": "40", "level": "low", "kinds": "a;b", "plants": "oat:1", "count": "3"},
    {"id": "q", "whole": "w", "percent": "60.0", "level": "", "kinds": "", "plants": "", "count": ""},
]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Callable[[_Rows, dict[str, Any]], tuple[str, ...]]:
    """Check a small world instead of the tables on disk."""

    def run(rows: _Rows, promises: dict[str, Any]) -> tuple[str, ...]:
        def rows_of(_table: str) -> Iterator[dict[str, str]]:
            return iter(rows)

        monkeypatch.setattr(schema, "rows_of", rows_of)
        monkeypatch.setattr(schema, "schema_of", lambda _table: promises)
        return broken_promises("made_up")

    return run


_Check = Callable[[_Rows, dict[str, Any]], tuple[str, ...]]
_PLAIN = {key: value for key, value in _SCHEMA.items() if key != "ambiguous"}


def test_a_good_table_passes(check: _Check) -> None:
    """Two rows as they should be break nothing."""
    assert check(_ROWS, _PLAIN) == ()


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("id", "Bad id", "an id"),
        ("whole", "W", "lower case"),
        ("whole", "", "a value"),
        ("percent", "1,2", "a number with a point"),
        ("percent", "101", "0 to 100"),
        ("percent", "1e3", "a number with a point"),
        ("level", "middling", "one of"),
        ("level", " low", "no space"),
        ("kinds", "a;a", "each value once"),
        ("kinds", "c", "only known values"),
        ("plants", "rye:1", "name:weight"),
        ("plants", "oat:7", "name:weight"),
        ("count", "3.5", "a whole number"),
    ],
)
def test_a_bad_cell_is_named(check: _Check, column: str, cell: str, said: str) -> None:
    """The broken promise names row and column, and says what was expected."""
    rows = [{**_ROWS[0], column: cell}, _ROWS[1]]
    broken = check(rows, {**_PLAIN, "sums_to": {**_SCHEMA["sums_to"], "total": 100}})
    assert any(column in promise and said in promise for promise in broken)


def test_rows_are_unique_and_sorted(check: _Check) -> None:
    """A doubled key and a row out of order are both seen."""
    assert any("2 rows" in promise for promise in check([_ROWS[0], _ROWS[0]], _PLAIN))
    assert any("sorted" in promise for promise in check([_ROWS[1], _ROWS[0]], _PLAIN))


def test_sums_are_checked(check: _Check) -> None:
    """A recipe that does not add up is seen."""
    assert any("sums to 80" in promise for promise in check([{**_ROWS[0], "percent": "20"}, _ROWS[1]], _PLAIN))


def test_an_unknown_word_in_a_schema_is_seen(check: _Check) -> None:
    """A misspelt promise would otherwise promise nothing."""
    columns = {**_SCHEMA["columns"], "level": {"type": "choice", "valuse": [], "values": ["low"]}}
    assert any("valuse" in promise for promise in check(_ROWS, {**_PLAIN, "columns": columns}))


def test_ambiguity_must_be_declared(check: _Check) -> None:
    """A word that points to two things is an error unless it is listed, and a listed one must do so."""
    words = {"key": ["term", "food"], "columns": {"term": {"type": "text"}, "food": {"type": "id"}}}
    rows = [{"term": "chilli", "food": "bean_dish"}, {"term": "chilli", "food": "spice"}]
    assert any("chilli" in promise for promise in check(rows, {**words, "ambiguous": []}))
    assert check(rows, {**words, "ambiguous": ["chilli"]}) == ()
    assert any("soup" in promise for promise in check(rows, {**words, "ambiguous": ["chilli", "soup"]}))
