"""Laws that hold for every table: idempotent, stable when it grows, blank is never zero."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commensal.readers import registry
from commensal.readers.dates import DateOrder, parse_moment
from commensal.readers.fact_rules import FactRule, RuleKind, parse_scale
from commensal.readers.mapping import OPTIONS, MappedVariable, Mapping, TableShape, from_toml, to_toml
from commensal.readers.numbers import NumberStyle, parse_number
from commensal.records.facts import SymptomRating
from commensal.vocab.errors import UsageError
from commensal.vocab.presence import Presence
from commensal.vocab.units import Unit
from tests.reader_checks import TODAY, check_every_row

_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(str.strip)
_DAYS = st.integers(0, 40).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all examples."""
    return tmp_path_factory.mktemp("laws")


def _read_visible(folder: Path, rows: list[tuple[date, str, int]]) -> dict[str, object]:
    path = folder / "visible.csv"
    lines = ["observation_date,tracker_name,tracker_category,observation_value "]
    lines += [f"{day},{tracker},General,{value} " for day, tracker, value in rows]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8", newline="")
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    return {draft.natural_key: draft.fact for draft in result.drafts}


_ROWS = st.lists(st.tuples(_DAYS, st.sampled_from(["Fatigue", "Headache"]), st.integers(0, 3)), max_size=30).map(
    lambda rows: sorted(rows, key=lambda row: row[0], reverse=True)
)


@given(old=_ROWS, new=_ROWS)
def test_an_export_that_grew_on_top_keeps_what_was_there(
    folder: Path, old: list[tuple[date, str, int]], new: list[tuple[date, str, int]]
) -> None:
    """New rows above the old ones change no key and no value below them."""
    before = _read_visible(folder, old)
    assert before == _read_visible(folder, old)
    top = [row for row in new if not old or row[0] > old[0][0]]
    assert before.items() <= _read_visible(folder, top + old).items()


@given(
    cells=st.lists(
        st.sampled_from(["", "0", "3", "NA", "10", " "]) | st.integers(0, 10).map(str), min_size=1, max_size=25
    )
)
def test_blank_is_never_zero(folder: Path, cells: list[str]) -> None:
    """A rating comes out exactly where a number went in, and "none" exactly where 0 did."""
    path = folder / "table.csv"
    rows = [f"{date(2026, 1, 1) + timedelta(days=number)},{cell},x y" for number, cell in enumerate(cells)]
    path.write_text("\n".join(["date,pain today (0-10),notes", *rows]), encoding="utf-8")
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    found = {draft.line: draft.fact for draft in result.drafts if isinstance(draft.fact, SymptomRating)}
    for line, cell in enumerate(cells, start=2):
        if cell.strip().isdigit():
            fact = found[line]
            assert fact.score == float(cell)
            assert (fact.presence is Presence.NONE) == (float(cell) == 0)
        else:
            assert line not in found


@given(day=_DAYS, order=st.sampled_from(list(DateOrder)))
def test_a_written_date_is_read_back(day: date, order: DateOrder) -> None:
    """Each order reads its own writing."""
    written = {
        DateOrder.YEAR_MONTH_DAY: f"{day:%Y-%m-%d}",
        DateOrder.DAY_MONTH_YEAR: f"{day:%d/%m/%Y}",
        DateOrder.MONTH_DAY_YEAR: f"{day:%m/%d/%Y}",
    }[order]
    moment = parse_moment(written, order)
    assert moment is not None
    assert moment.day == day


@given(number=st.decimals(-10_000_000, 10_000_000, places=3))
def test_a_written_number_is_read_back(number: float) -> None:
    """Grouped thousands and either decimal sign give the number that was written."""
    written = f"{number:,.3f}"
    assert parse_number(written, NumberStyle.POINT) == float(number)
    swapped = written.translate(str.maketrans(",.", ".,"))
    assert parse_number(swapped, NumberStyle.COMMA) == float(number)


@given(text=st.text(max_size=40), style=st.sampled_from(list(NumberStyle)))
def test_any_text_is_a_finite_number_or_none(text: str, style: NumberStyle) -> None:
    """No text crashes the number reader, and nothing infinite comes out."""
    number = parse_number(text, style)
    assert number is None or abs(number) < float("inf")


@given(text=st.text(max_size=70), order=st.sampled_from(list(DateOrder)))
def test_any_text_is_a_day_or_none(text: str, order: DateOrder) -> None:
    """No text crashes the date reader."""
    moment = parse_moment(text, order)
    assert moment is None or isinstance(moment.day, date)


_RULES = st.builds(
    FactRule,
    kind=st.sampled_from(list(RuleKind)),
    name=_WORDS,
    scale=st.none()
    | st.tuples(st.integers(-5, 5), st.integers(6, 500)).map(lambda ends: parse_scale(f"{ends[0]}-{ends[1]}")),
    unit=st.none() | st.sampled_from(list(Unit)),
    zero_is_none=st.booleans(),
    beyond_symptoms=st.booleans(),
)
_SHAPES = st.builds(
    TableShape,
    layout=st.sampled_from(["wide", "tidy"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    header_line=st.integers(1, 1000),
    date_column=_WORDS,
    date_order=st.sampled_from(list(DateOrder)),
    decimal=st.sampled_from(list(NumberStyle)),
    time_column=st.none() | _WORDS,
    name_column=_WORDS,
    value_column=_WORDS,
    unit_column=st.none() | _WORDS,
    note_column=st.none() | _WORDS,
)


@given(
    source=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    options=st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in OPTIONS.items()}),
    table=st.none() | _SHAPES,
    rules=st.dictionaries(_WORDS, _RULES, max_size=5),
)
def test_a_mapping_file_is_read_back(
    source: str, options: dict[str, str], table: TableShape | None, rules: dict[str, FactRule]
) -> None:
    """What is written is what is read, whatever signs are in the names."""
    mapping = Mapping(
        reader_id="table_csv",
        source=source,
        options=options,
        table=table,
        variables=tuple(MappedVariable(column=column, rule=rule) for column, rule in rules.items()),
    )
    assert from_toml(to_toml(mapping)) == mapping


@given(text=st.text(max_size=200))
def test_any_text_is_a_mapping_or_a_sentence(text: str) -> None:
    """A mapping file with anything in it ends in a mapping or a sentence."""
    with contextlib.suppress(UsageError):
        assert from_toml(text).variables is not None
