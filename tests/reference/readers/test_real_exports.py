"""Real histories, read to the last row. The numbers are those of a count done another way."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commensal.readers import registry
from commensal.records.facts import Activity, Measurement, Note, SymptomRating
from commensal.records.imports import ReadResult
from commensal.vocab.errors import CommensalError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence
from tests.reader_checks import TODAY, check_every_row, check_result, drafts_named


def _raw_rows(path: Path, n_header_rows: int) -> list[list[str]]:
    """Rows below the header, by the csv module alone."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return list(csv.reader(io.StringIO(text, newline="")))[n_header_rows:]


@pytest.fixture(scope="module")
def visible_path(shared_data: Path) -> Path:
    return shared_data / "visible-longcovid-year1" / "Visible_Data_Export.csv"


@pytest.fixture(scope="module")
def visible(visible_path: Path) -> ReadResult:
    return registry.read(visible_path, today=TODAY)


@pytest.fixture(scope="module")
def first_person(shared_data: Path) -> Path:
    return shared_data / "myaiguide-chronic-pain" / "P1"


def test_visible_year_is_read_to_the_last_row(visible: ReadResult, visible_path: Path) -> None:
    """11,632 rows give 11,632 values, tracker by tracker, and no line is left over."""
    check_every_row(visible)
    assert (visible.n_rows, visible.n_rows_read, len(visible.drafts)) == (11_632, 11_632, 11_632)
    assert not visible.issues
    raw = Counter(row[1] for row in _raw_rows(visible_path, 1))
    counts = visible.counts_by_name()
    for tracker in ("Fatigue", "Stomach pain", "Crash", "Physically active", "Sleep", "Note", "Nerve pain"):
        assert counts[tracker] == raw[tracker]
    assert sum(count for name, count in counts.items() if name.startswith("FUNCAP: ")) == 27 * 13
    assert min(draft.day for draft in visible.drafts) == date(2024, 4, 24)
    assert max(draft.day for draft in visible.drafts) == date(2025, 4, 24)


def test_visible_year_needs_no_guess(visible: ReadResult) -> None:
    """Every tracker of the year is known by name; only the direction of sleep is asked."""
    assert len(visible.questions) == 1
    assert "sleep" in visible.questions[0].text


def test_visible_none_is_none_and_missing_is_missing(visible: ReadResult, visible_path: Path) -> None:
    """As many recorded "none" as zeros in the file, and no day that was not logged."""
    raw_zeros = Counter(row[1] for row in _raw_rows(visible_path, 1) if row[3].strip() == "0")
    for tracker in ("Stomach pain", "Crash", "Fatigue"):
        facts = [draft.fact for draft in drafts_named(visible, tracker)]
        n_none = sum(isinstance(fact, SymptomRating) and fact.presence is Presence.NONE for fact in facts)
        assert n_none == raw_zeros[tracker]
    assert len({draft.day for draft in drafts_named(visible, "Crash")}) == 269


def test_pain_diary_is_read_to_the_last_row(first_person: Path) -> None:
    """11,826 ratings are each read, and the rest are remarks and sides."""
    path = first_person / "pain.csv.gz"
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    assert (result.n_rows, result.n_rows_read, result.n_rows_blank) == (11_826, 11_826, 0)
    raw = _raw_rows(path, 2)
    counts = result.counts_by_name()
    for region in ("Knees", "Sick/Tired", "Hands And Fingers"):
        assert counts[region] == sum(row[3] == region for row in raw)
    assert counts["Note"] == sum(bool(row[6:] and row[6]) for row in raw)
    n_sided = sum(bool(row[4]) for row in raw)
    assert len(result.drafts) == len(raw) + n_sided + counts["Note"]
    assert {draft.origin for draft in result.drafts} == {Origin.IMPORTED}
    total = sum(draft.fact.score or 0.0 for draft in result.drafts if isinstance(draft.fact, SymptomRating))
    assert total == pytest.approx(sum(float(row[5]) * (2 if row[4] else 1) for row in raw))
    assert any("2023-10-05" in question.text for question in result.questions)


def test_minutes_are_read_and_copies_marked(first_person: Path) -> None:
    """Copied minutes are exactly the blanks that the first line speaks of."""
    path = first_person / "eyeRelatedActivities.csv"
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    raw = _raw_rows(path, 2)
    assert result.n_rows == result.n_rows_read == len(raw) == 2_909
    copied = Counter(
        draft.fact.name for draft in result.drafts if draft.origin is Origin.COPIED and isinstance(draft.fact, Activity)
    )
    first_store = next(number for number, row in enumerate(raw) if row[6])
    assert copied == {
        "Driving": sum(not row[5] for row in raw),
        "Store": sum(not row[6] for row in raw[first_store:]),
    }
    assert [issue.line for issue in result.issues] == [129, 142]


def test_sport_is_read_to_the_last_row(first_person: Path) -> None:
    """Each row is an activity; words for durations are counted, cells without a place are named."""
    path = first_person / "sport.csv.gz"
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    raw = _raw_rows(path, 1)
    assert result.n_rows == result.n_rows_read == len(raw) == 2_448
    counts = result.counts_by_name()
    assert counts["Walk"] == sum(row[3] == "Walk" for row in raw)
    with_minutes = [d.fact for d in result.drafts if isinstance(d.fact, Activity) and d.fact.duration_min is not None]
    assert len(with_minutes) == sum(row[column].replace(".", "").isdigit() for row in raw for column in (5, 8))
    assert sum(isinstance(draft.fact, Note) for draft in result.drafts) == 2
    assert [issue.line for issue in result.issues] == [30, 1346, 1349, 2288, 2289]


def test_fitbit_months_change_language_and_stay_one_history(first_person: Path) -> None:
    """80 months, 2,429 days: steps and kilometres sum to what is written in either language."""
    path = first_person / "fitbit_monthly_exports.zip"
    result = registry.read(path, today=TODAY)
    check_result(result)
    assert (result.n_rows, result.n_rows_read, result.n_rows_blank) == (2_458, 2_429, 29)
    assert not result.issues
    n_steps = distance_km = 0.0
    n_drawer = 0
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            french = "Activités" in (text := archive.read(name).decode())
            for row in list(csv.reader(io.StringIO(text)))[2:]:
                if not row:
                    continue
                steps, distance, sedentary = row[2], row[3], row[5]
                n_steps += float(steps.replace(",", ""))
                distance_km += float(distance.replace(",", "." if french else ""))
                n_drawer += steps == "0" and sedentary.replace(",", "") == "1440"
    walked = [draft.fact for draft in result.drafts if isinstance(draft.fact, Activity)]
    assert sum(fact.n_steps or 0.0 for fact in walked) == n_steps
    assert sum(fact.distance_km or 0.0 for fact in walked) == pytest.approx(distance_km)
    missing = [fact for fact in walked if fact.name == "Steps" and fact.presence is Presence.MISSING]
    assert len(missing) == n_drawer == 14


def test_the_filled_table_is_recognised_as_derived(first_person: Path) -> None:
    """2,916 days that somebody filled in: every value a copy, constants and false zeros named."""
    path = first_person / "daily_authors_preprocessed.csv.gz"
    match = registry.sniff(path)
    assert match is not None
    assert match.is_derived
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    assert result.n_rows == 2_916
    assert {draft.origin for draft in result.drafts} == {Origin.COPIED}
    assert not drafts_named(result, "Pain threshold (filled in)")
    named = {issue.found: issue.reason for issue in result.issues}
    assert "tells nothing" in named["painthreshold"]
    assert "not tracked yet" in named["generalmood"]


@pytest.mark.parametrize(
    ("name", "n_rows"),
    [
        ("P3/Participant3KneePain.csv", 95),
        ("P4/Participant4Pain.csv", 93),
        ("P7/Participant7Pain.csv", 220),
        ("P4/Participant4Fitbit.json", 75),
        ("P7/participant7Fitbit.json", 1_359),
    ],
)
def test_the_other_participants_are_read_to_the_last_row(shared_data: Path, name: str, n_rows: int) -> None:
    """Tap logs and steps give a value a row, and the file says whose they are."""
    path = shared_data / "myaiguide-chronic-pain" / name
    match = registry.sniff(path)
    assert match is not None
    assert match.person == name[1]
    result = registry.read(path, today=TODAY)
    check_every_row(result)
    assert result.n_rows == result.n_rows_read == n_rows


def test_happiness_is_not_a_symptom(shared_data: Path) -> None:
    """More happiness is better, so it never stands among the symptoms."""
    result = registry.read(shared_data / "myaiguide-chronic-pain" / "P7" / "Participant7Pain.csv", today=TODAY)
    assert all(isinstance(draft.fact, Measurement) for draft in drafts_named(result, "Happiness"))


def _sample_files(shared_data: Path) -> Iterator[Path]:
    folders = [shared_data / name for name in ("import-samples", "tracker-export-samples")]
    yield from registry.files_in(folders)


def test_every_sample_of_every_app_is_read_or_named(shared_data: Path) -> None:
    """No export of another app crashes a reader, and none is read as something that it is not."""
    read: dict[str, str] = {}
    refused: dict[str, str] = {}
    for path in _sample_files(shared_data):
        name = path.relative_to(shared_data).as_posix()
        try:
            results = registry.read_all(path, today=TODAY)
        except CommensalError as problem:
            refused[name] = str(problem)
            continue
        for result in results:
            check_result(result)
            read[name] = result.reader_id
    by_name = {name: reader for name, reader in read.items() if reader != "table_csv"}
    assert by_name == {
        "import-samples/visible/Visible_Data_Export.csv": "visible",
        "import-samples/track-and-graph/export.csv": "track_and_graph",
        "tracker-export-samples/visible/export.csv": "visible",
    }
    for name, app in (
        ("import-samples/bearable/bearable-export-8col.csv", "Bearable"),
        ("import-samples/daylio/daylio_export.csv", "Daylio"),
        ("import-samples/apple-health/export.xml", "Apple Health"),
        ("import-samples/whoop/journal_entries.csv", "Whoop"),
        ("import-samples/cronometer/servings.csv", "Cronometer"),
    ):
        assert app in refused[name]
