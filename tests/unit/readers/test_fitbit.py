"""Fitbit months and daily steps."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from commensal.readers import registry
from commensal.readers.mapping import Mapping
from commensal.records.facts import Activity, Measurement
from commensal.vocab.errors import UnreadableFileError
from commensal.vocab.presence import Presence
from commensal.vocab.units import Unit
from tests.reader_checks import SAMPLES, TODAY, check_result, drafts_named, facts_of, read_sample, read_text

_MONTHS = ("fitbit_export_2019_11.csv", "fitbit_export_2019_12.csv")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Both months in one archive."""
    path = tmp_path / "months.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in _MONTHS:
            opened.write(SAMPLES / name, name)
    return path


def test_thousands_and_decimals_are_told_apart_in_each_month() -> None:
    """4,001 steps are four thousand in an English month, and 2,94 km are under three in a French one."""
    english, french = (read_sample(name) for name in _MONTHS)
    assert drafts_named(english, "Steps")[0].fact == Activity(name="Steps", n_steps=4001.0)
    assert drafts_named(french, "Distance walked")[1].fact == Activity(name="Distance walked", distance_km=2.94)
    assert not any("2,001" in question.text for question in (*english.questions, *french.questions))


def test_a_day_in_the_drawer_is_missing_not_zero() -> None:
    """1,440 sedentary minutes without a step mean that nobody wore the device."""
    result = read_sample(_MONTHS[0])
    assert facts_of(drafts_named(result, "Steps"))[1] == Activity(name="Steps", presence=Presence.MISSING)
    assert facts_of(drafts_named(result, "Calories burned"))[1] == Measurement(
        name="Calories burned", value=None, unit=Unit.KILOCALORIE, presence=Presence.MISSING
    )
    own = Mapping(reader_id="fitbit", options={"not_worn": "zero"})
    kept = registry.read(SAMPLES / _MONTHS[0], mapping=own, today=TODAY)
    assert facts_of(drafts_named(kept, "Steps"))[1] == Activity(name="Steps", n_steps=0.0, presence=Presence.NONE)


def test_months_are_one_history_and_an_overlap_counts_once(archive: Path) -> None:
    """The day that stands in two months is one day, and the other copy is named."""
    match = registry.sniff(archive)
    assert match is not None
    assert (match.reader_id, match.n_files) == ("fitbit", 2)
    result = registry.read(archive, today=TODAY)
    check_result(result)
    assert (result.n_rows, result.n_rows_read, result.n_rows_blank) == (8, 4, 2)
    assert [draft.day for draft in drafts_named(result, "Steps")] == [
        date(2019, 11, 29),
        date(2019, 11, 30),
        date(2019, 12, 1),
    ]
    named = [(issue.found, issue.reason) for issue in result.issues]
    overlap = "the same day and values stand in fitbit_export_2019_12.csv; the later one counts"
    assert ("fitbit_export_2019_11.csv: 30-11-2019", overlap) in named
    assert ("fitbit_export_2019_12.csv: 31-02-2020", "no date that exists") in named
    assert ("fitbit_export_2019_12.csv: steps many", "no number") in named


def test_miles_are_recognised_by_the_stride_and_asked_about(tmp_path: Path) -> None:
    """A step of 0.44 is a step in thousandths of a mile; the person can say otherwise."""
    text = (SAMPLES / _MONTHS[0]).read_text(encoding="utf-8").replace('"2.8"', '"1.75"')
    path = tmp_path / "month.csv"
    path.write_text(text, encoding="utf-8")
    walked = drafts_named(registry.read(path, today=TODAY), "Distance walked")[0].fact
    assert isinstance(walked, Activity)
    assert walked.distance_km == pytest.approx(1.75 * 1.609344)
    own = Mapping(reader_id="fitbit", options={"distance_unit": "km"})
    kept = drafts_named(registry.read(path, mapping=own, today=TODAY), "Distance walked")[0].fact
    assert kept == Activity(name="Distance walked", distance_km=1.75)


def test_daily_steps_in_json() -> None:
    """Steps are read, a day without any is missing, and what is no number of steps is named."""
    result = read_sample("fitbit_steps.json")
    assert [(draft.day.day, draft.fact) for draft in result.drafts] == [
        (10, Activity(name="Steps", presence=Presence.MISSING)),
        (9, Activity(name="Steps", n_steps=4420.0)),
    ]
    assert [issue.line for issue in result.issues] == [1, 3]


def test_steps_have_one_key_in_either_file(archive: Path, tmp_path: Path) -> None:
    """The same day's steps from months and from JSON are one entry of one device."""
    months = {draft.natural_key for draft in registry.read(archive, today=TODAY).drafts}
    text = '{"activities-steps":[{"dateTime":"2019-12-01","value":"4201"}]}'
    (steps,) = read_text(tmp_path, text, name="steps.json").drafts
    assert steps.natural_key in months


@pytest.mark.parametrize(
    "text",
    [
        '{"activities-steps":',
        '{"activities-steps": 3}',
        '{"activities-steps":' + "[" * 100_000,
        '{"activities-steps": [' + "9" * 5_000 + "]}",
    ],
)
def test_damaged_json_gets_a_sentence(tmp_path: Path, text: str) -> None:
    """Cut off, deeply nested or endless JSON ends in a sentence."""
    path = tmp_path / "steps.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="JSON"):
        registry.read(path, today=TODAY)
