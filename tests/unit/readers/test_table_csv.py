"""The reader of plain tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from commensal.readers import registry
from commensal.readers.dates import DateOrder
from commensal.readers.mapping import Mapping, to_toml
from commensal.readers.table_frame import source_name
from commensal.records.facts import (
    Activity,
    Food,
    Measurement,
    MedicineDose,
    Note,
    Sleep,
    StoolForm,
    SymptomRating,
)
from commensal.vocab.errors import CommensalError, UnknownLayoutError, UnreadableFileError, UsageError
from commensal.vocab.presence import Presence
from commensal.vocab.scales import YES_NO
from commensal.vocab.units import Unit
from tests.reader_checks import SAMPLES, TODAY, check_every_row, drafts_named, facts_of, read_sample, read_text


def test_one_column_a_variable() -> None:
    """Everyday names are proposed as what they are; blanks are missing, and 0 is "none"."""
    result = read_sample("table_wide.csv")
    check_every_row(result, header_line=2)
    assert [draft.day for draft in drafts_named(result, "pain")] == [
        date(2026, 4, 1),
        date(2026, 4, 2),
        date(2026, 4, 13),
    ]
    assert drafts_named(result, "pain")[1].fact == SymptomRating(symptom="pain", score=0.0, presence=Presence.NONE)
    assert next(fact for fact in facts_of(result.drafts) if isinstance(fact, Sleep)) == Sleep(duration_h=7.5)
    assert [fact for fact in facts_of(result.drafts) if isinstance(fact, StoolForm)] == [
        StoolForm(form=4),
        StoolForm(form=3),
    ]
    assert facts_of(drafts_named(result, "coffee")) == [
        Food(name="coffee", text="1"),
        Food(name="coffee", text="0", presence=Presence.NONE),
        Food(name="coffee", text="1"),
        Food(name="coffee", text="yes"),
    ]
    assert facts_of(drafts_named(result, "steps")) == [
        Activity(name="steps", n_steps=4200.0),
        Activity(name="steps", n_steps=3900.0),
    ]


def test_everything_else_in_a_wide_table_is_named() -> None:
    """Titles, words, infinities, "NA" and impossible values are asked about or named by line."""
    result = read_sample("table_wide.csv")
    assert {(issue.line, issue.found) for issue in result.issues} == {
        (2, "mood note"),
        (5, "pain: 12"),
        (5, "steps: inf"),
        (5, "stool form: 9"),
        (6, "4"),
    }
    asked = " ".join(question.text for question in result.questions)
    assert "My diary" in asked
    assert "“NA” (1)" in asked


def test_one_row_a_value_with_decimal_commas() -> None:
    """Tidy tables, semicolons, decimal commas, units and notes beside the value."""
    result = read_sample("table_tidy.csv")
    check_every_row(result)
    assert facts_of(drafts_named(result, "fatigue")) == [
        SymptomRating(symptom="fatigue", score=3.5),
        SymptomRating(symptom="fatigue", score=4.5),
    ]
    assert facts_of(drafts_named(result, "walk")) == [
        Activity(name="walk", duration_min=25.0),
        Activity(name="walk", duration_min=60.0),
    ]
    assert facts_of(drafts_named(result, "Note")) == [Note(text="walk: slow")]
    assert [(issue.line, issue.found) for issue in result.issues] == [(5, "weather: sunny")]


def test_units_that_cannot_be_mixed_are_named(tmp_path: Path) -> None:
    """Grams and millilitres of one name are not one series."""
    text = "date,name,value,unit\n2026-04-01,dose x,5,g\n2026-04-02,dose x,5,g\n2026-04-03,dose x,5,ml\n"
    result = read_text(tmp_path, text)
    check_every_row(result)
    assert len(drafts_named(result, "dose x")) == 2
    assert [issue.line for issue in result.issues] == [4]


@pytest.mark.parametrize(
    ("header", "cells", "fact"),
    [
        ("Back pain (0-10)", ["3", "4"], SymptomRating(symptom="Back pain", score=3.0)),
        ("headache", ["1", "0", "1", "0", "1"], SymptomRating(symptom="headache", score=1.0, scale=YES_NO)),
        ("sleep_minutes", ["420", "400"], Sleep(duration_h=7.0)),
        ("Hours slept", ["7", "8"], Sleep(duration_h=7.0)),
        ("ibuprofen (mg)", ["400", "0"], MedicineDose(name="ibuprofen", dose_mg=400.0, text="400")),
        ("Walking km", ["2", "3"], Activity(name="Walking", distance_km=2.0)),
        ("oats (g)", ["50", "0"], Food(name="oats", amount_g=50.0, text="50")),
        ("coffee", ["3", "2"], Measurement(name="coffee", value=3.0, unit=Unit.COUNT)),
        ("Humidity", ["71.5", "60"], Measurement(name="Humidity", value=71.5, unit=Unit.POINTS, beyond_symptoms=True)),
        ("zorp", ["1.5", "2"], Measurement(name="zorp", value=1.5, unit=Unit.POINTS)),
        ("notes", ["a long day", "x"], Note(text="a long day")),
        ("vitamin c", ["1", "2"], MedicineDose(name="vitamin c", n_units=1.0, text="1")),
    ],
)
def test_columns_are_proposed_by_name_unit_and_values(
    tmp_path: Path, header: str, cells: list[str], fact: object
) -> None:
    """A header's unit and scale are used, and everyday words mean what people mean by them."""
    rows = "".join(f"2026-04-{day:02d},{cell}\n" for day, cell in enumerate(cells, start=1))
    assert read_text(tmp_path, f"date,{header}\n{rows}").drafts[0].fact == fact


def test_one_slip_does_not_stretch_the_scale(tmp_path: Path) -> None:
    """A single 55 among pain ratings is a slip; many of them are another scale."""
    ratings = [3, 4, 5, 2, 1, 3, 55]
    rows = "".join(f"2026-04-{day:02d},{rating}\n" for day, rating in enumerate(ratings, start=1))
    result = read_text(tmp_path, f"date,pain\n{rows}")
    assert [issue.found for issue in result.issues] == ["pain: 55"]
    rows = "".join(f"2026-04-{day:02d},{10 * rating}\n" for day, rating in enumerate(ratings[:-1], start=1))
    assert not read_text(tmp_path, f"date,pain\n{rows}").issues


def test_the_proposed_mapping_reads_the_same(tmp_path: Path) -> None:
    """Writing the proposal down and reading with it changes nothing but the questions."""
    for name in ("table_wide.csv", "table_tidy.csv"):
        proposed = registry.propose_mapping(SAMPLES / name, today=TODAY)
        assert proposed is not None
        written = tmp_path / "mapping.toml"
        written.write_text(to_toml(proposed), encoding="utf-8")
        result = registry.read(SAMPLES / name, mapping=written, today=TODAY)
        check_every_row(result, header_line=2 if name == "table_wide.csv" else 1)
        assert result.drafts == read_sample(name).drafts


def test_the_mapping_settles_what_the_file_does_not(tmp_path: Path) -> None:
    """Date order and decimal sign are asked when they are not clear, and answered by the mapping."""
    path = tmp_path / "diary.csv"
    path.write_text('date,zorp\n01/02/2026,"2,001"\n02/02/2026,"3,001"\n', encoding="utf-8")
    asked = " ".join(question.text for question in registry.read(path, today=TODAY).questions)
    assert "day first or the month first" in asked
    assert "group thousands" in asked
    proposed = registry.propose_mapping(path, today=TODAY)
    assert proposed is not None
    assert proposed.table is not None
    table = replace(proposed.table, date_order=DateOrder.MONTH_DAY_YEAR)
    result = registry.read(path, mapping=replace(proposed, table=table), today=TODAY)
    assert [draft.day for draft in result.drafts] == [date(2026, 1, 2), date(2026, 2, 2)]
    assert not result.questions


def test_a_mapping_can_say_where_the_table_is(tmp_path: Path) -> None:
    """A header that looks like data, on a line of its own, is found when the person names it."""
    path = tmp_path / "diary.csv"
    path.write_text("my list\n2024,7\n2026-04-01,3\n2026-04-02,4\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError):
        registry.read(path, today=TODAY)
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'version = 1\nreader = "table_csv"\nsource = "list"\n'
        '[table]\nlayout = "wide"\ndelimiter = ","\nheader_line = 2\ndate_column = "2024"\n'
        'date_order = "ymd"\ndecimal = "."\n'
        '[[variables]]\ncolumn = "7"\nkind = "symptom_rating"\nname = "Pain"\nscale = "0-10"\n',
        encoding="utf-8",
    )
    result = registry.read(path, mapping=mapping, today=TODAY)
    assert facts_of(result.drafts) == [
        SymptomRating(symptom="Pain", score=3.0),
        SymptomRating(symptom="Pain", score=4.0),
    ]
    assert result.drafts[0].natural_key == "2026-04-01|list|7||1"


def test_a_mapping_for_another_table_gets_a_sentence() -> None:
    """A mapping whose columns are not there reads nothing and says so."""
    proposed = registry.propose_mapping(SAMPLES / "table_tidy.csv", today=TODAY)
    with pytest.raises(UsageError, match="no column"):
        registry.read(SAMPLES / "table_wide.csv", mapping=proposed, today=TODAY)
    with pytest.raises(UsageError, match="reader"):
        registry.read(SAMPLES / "table_wide.csv", mapping=Mapping(reader_id="nobody"), today=TODAY)


def test_ragged_rows_twin_headers_and_blank_lines(tmp_path: Path) -> None:
    """Short rows lack values, long rows have named extras, twin columns stay two."""
    text = "date,pain,pain,\n2026-04-01,3,4\n\n2026-04-02\n2026-04-03,1,2,,surplus\n"
    result = read_text(tmp_path, text)
    check_every_row(result)
    assert result.counts_by_name() == {"pain": 2, "pain (2)": 2}
    assert (result.n_rows, result.n_rows_read, result.n_rows_blank) == (4, 2, 2)
    assert [(issue.line, issue.found) for issue in result.issues] == [(5, "surplus")]


def test_a_row_of_left_out_cells_is_named_not_blank(tmp_path: Path) -> None:
    """A row that holds only words of a column that is left out is not said to be empty."""
    result = read_text(tmp_path, "date,pain,place\n2026-04-01,3,home\n2026-04-02,,work\n2026-04-03,,\n")
    check_every_row(result)
    assert {(issue.line, issue.found) for issue in result.issues} == {(1, "place"), (3, "2026-04-02")}
    assert (result.n_rows_read, result.n_rows_blank) == (1, 1)


def test_rows_of_several_people_are_refused(tmp_path: Path) -> None:
    """One diary holds one person; a research table is not silently poured into it."""
    with pytest.raises(UnreadableFileError, match="several people"):
        read_text(tmp_path, "user_id,date,pain\nA,2026-04-01,3\nB,2026-04-01,4\n")
    assert len(read_text(tmp_path, "user_id,date,pain\nA,2026-04-01,3\nA,2026-04-02,4\n").drafts) == 2


def test_an_id_that_stands_for_people_is_refused(tmp_path: Path) -> None:
    """A study table calls its people "id": days that start anew with each of them are no diary of one person."""
    rows = "".join(f"{person},2026-04-0{day},3\n" for person in ("S1", "S2", "S3") for day in range(1, 5))
    with pytest.raises(UnreadableFileError, match="rows of 3 people") as problem:
        read_text(tmp_path, f"id,date,pain\n{rows}")
    assert "Keep the rows of one person" in str(problem.value)
    assert "give the column another name" in str(problem.value)


@pytest.mark.parametrize(
    "text",
    [
        "id,date,pain\n1,2026-04-01,3\n2,2026-04-02,4\n3,2026-04-02,5\n",
        "id,date,pain\nme,2026-04-01,3\nme,2026-04-02,4\n",
        "id,date,variable,value\n7,2026-04-01,pain,3\n7,2026-04-02,pain,4\n8,2026-04-01,gas,1\n8,2026-04-02,gas,0\n",
    ],
    ids=["numbers of rows", "one person", "numbers of variables"],
)
def test_an_id_that_does_not_stand_for_people_is_read(tmp_path: Path, text: str) -> None:
    """Numbers of rows, the same person on every row, numbers of what was rated."""
    assert len(read_text(tmp_path, text).drafts) >= 2


def test_a_scale_of_the_night_without_direction_is_asked_about(tmp_path: Path) -> None:
    """From 1 to 5 may be stars or trouble; nought to ten is our own scale, where ten is a very good night."""
    open_one = read_text(tmp_path, "date,sleep quality (1-5)\n2026-04-01,3\n2026-04-02,5\n")
    assert any("better or a worse night" in question.text for question in open_one.questions)
    own = read_text(tmp_path, "date,sleep quality (0-10)\n2026-04-01,3\n2026-04-02,9\n")
    assert not any("better or a worse night" in question.text for question in own.questions)


def test_several_rows_a_day_beside_words_are_asked_about(tmp_path: Path) -> None:
    """A column of words may say what the numbers are: they are never mixed without a question."""
    text = "date,sort,number\n2026-04-01,knee,3\n2026-04-01,hip,5\n2026-04-02,knee,2\n"
    result = read_text(tmp_path, text)
    assert any("“sort”" in question.text and "Several rows" in question.text for question in result.questions)


@pytest.mark.parametrize(
    "text",
    ["date,pain\n", "date;pain", "just words\nand more words\n", "pain,fatigue\n3,4\n", "2026-04-01,3\n2026-04-02,4\n"],
)
def test_a_text_without_header_and_dates_is_no_table(tmp_path: Path, text: str) -> None:
    """A header alone, or numbers without one, are not guessed at."""
    path = tmp_path / "diary.csv"
    path.write_text(text, encoding="utf-8")
    assert registry.sniff(path) is None
    with pytest.raises(UnknownLayoutError, match="no reader knows"):
        registry.read(path, today=TODAY)


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """A table of thousands of columns is not a diary."""
    path = tmp_path / "wide.csv"
    path.write_text("date" + ",x" * 3_000 + "\n2026-04-01" + ",1" * 3_000 + "\n", encoding="utf-8")
    with pytest.raises(CommensalError, match="columns"):
        registry.read(path, today=TODAY)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("diary.csv", "diary"),
        ("diary (1).csv", "diary"),
        ("Diary-2026-10-01.csv", "diary"),
        ("diary copy.csv", "diary"),
        ("2026.csv", "2026"),
        ("x", "x"),
    ],
)
def test_the_source_survives_the_next_export(name: str, source: str) -> None:
    """Dates and copy marks in file names do not make a new source."""
    assert source_name(name) == source


def test_newest_first_tables_keep_their_keys(tmp_path: Path) -> None:
    """Rows added on top leave the keys of the rows below as they were."""
    old = "2026-04-02,3\n2026-04-01,2\n2026-04-01,1\n2026-03-30,5\n"
    before = {draft.natural_key: draft.fact for draft in read_text(tmp_path, "date,pain\n" + old).drafts}
    text = "date,pain\n2026-04-03,9\n2026-04-02,7\n" + old
    after = {draft.natural_key: draft.fact for draft in read_text(tmp_path, text).drafts}
    assert before.items() <= after.items()
