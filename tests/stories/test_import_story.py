"""Years of another tracker come in: shown first, asked once, taken back whole."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from tests.stories.person import Person

VISIBLE = Path("visible-longcovid-year1") / "Visible_Data_Export.csv"


def test_a_year_of_visible(person: Person, shared_data: Path) -> None:
    """Dry run, yes, again, undo: the diary is afterwards what it was before."""
    person.types("log", "before", "--pain", "4")
    before = person.content_hash()

    shown = person.types("import", shared_data / VISIBLE, "--dry-run")
    assert "Visible export" in shown.out
    assert "11,632" in shown.out
    assert person.content_hash() == before

    person.types("import", shared_data / VISIBLE, "--yes")
    after = person.content_hash()
    assert person.n_entries() == 11_632 + 2

    again = person.types("import", shared_data / VISIBLE, "--yes")
    assert "in the diary already" in again.out
    assert person.content_hash() == after

    undone = person.types("undo")
    assert VISIBLE.name in undone.out
    assert person.content_hash() == before


def test_a_year_of_visible_gets_an_honest_answer(person: Person, shared_data: Path) -> None:
    """Period goes with stomach pain on the same day; exertion is not said to come before crashes."""
    person.types("import", shared_data / VISIBLE, "--yes")
    document = person.asks_json("findings", "--outcome", "stomach pain", "--outcome", "crash", "--outcome", "fatigue")
    shown = {
        (finding["exposure"]["label"].casefold(), outcome["label"].casefold(), finding["onset_days"])
        for outcome in document["outcomes"]
        for finding in outcome["findings"]
        if finding["tier"] != "none"
    }
    assert ("period", "stomach pain", 0) in shown
    assert not any(exposure == "physically active" and outcome == "crash" for exposure, outcome, _ in shown)


def test_eight_years_in_one_folder(person: Person, shared_data: Path) -> None:
    """A whole folder of raw files: every row read, blank or named; the table its authors filled in is left out."""
    folder = shared_data / "myaiguide-chronic-pain" / "P1"
    document = person.asks_json("import", folder, "--yes")
    for source in document["sources"]:
        issue_lines = {issue["line"] for issue in source["issues"]}
        assert source["n_rows_read"] + source["n_rows_blank"] + len(issue_lines) >= source["n_rows"], source["file"]
    assert [(Path(item["file"]).name, item["why"]) for item in document["left_out"]] == [
        ("daily_authors_preprocessed.csv.gz", "derived")
    ]
    assert document["receipt"]["n_new"] == person.n_entries()
    after = person.content_hash()

    assert person.asks_json("import", folder, "--yes")["is_written"] is False
    assert person.content_hash() == after
    person.types("undo")
    assert person.n_entries() == 0


def test_two_people_do_not_fit_into_one_diary(person: Person, shared_data: Path) -> None:
    """Files that speak of different participants are refused with a sentence."""
    said = person.types("import", shared_data / "myaiguide-chronic-pain", "--yes", code=2)
    assert "different people" in said.err
    assert not person.diary.exists()


def test_a_table_of_ones_own(person: Person, small_table: Path) -> None:
    """A spreadsheet is read as it looks; the proposal can be written down, changed and used."""
    mapping = person.home / "mapping.toml"
    said = person.types("import", small_table, "--write-mapping", mapping)
    assert str(mapping) in said.out
    assert not person.diary.exists()
    mapping.write_text(mapping.read_text().replace('name = "coffee"', 'name = "Espresso"'))
    document = person.asks_json("import", small_table, "--mapping", mapping, "--yes")
    (source,) = document["sources"]
    assert "Espresso" in source["n_by_name"]
    said = person.types("import", small_table, "--write-mapping", mapping, code=2)
    assert "mapping.toml" in said.err


def test_a_corrected_value_is_a_change_not_a_second_value(person: Person, small_table: Path) -> None:
    """The tracker exported again with one number corrected changes one entry, and undo brings the old one back."""
    person.types("import", small_table, "--yes")
    first = person.content_hash()
    small_table.write_text(small_table.read_text().replace("2026-03-03,3,", "2026-03-03,1,"))
    receipt = person.asks_json("import", small_table, "--yes")["receipt"]
    assert (receipt["n_new"], receipt["n_changed"]) == (0, 1)
    person.types("undo")
    assert person.content_hash() == first


def _binary(file: Path) -> None:
    file.write_bytes(bytes(range(256)) * 64)


def _cut_gzip(file: Path) -> None:
    file.write_bytes(gzip.compress(b"date,pain\n2026-01-01,3\n" * 1000)[:-40])


def _prose(file: Path) -> None:
    file.write_text("Dear diary,\nnothing to see here.\n")


@pytest.mark.parametrize(
    ("name", "spoil"),
    [("a.csv", _binary), ("a.csv.gz", _cut_gzip), ("a.txt", _prose), ("a.csv", Path.touch), ("a.csv", Path.mkdir)],
    ids=["binary", "cut off", "prose", "empty", "empty folder"],
)
def test_a_file_that_cannot_be_read_changes_nothing(
    person: Person, small_table: Path, tmp_path: Path, name: str, spoil: object
) -> None:
    """One bad file among good ones: one sentence with its name, and nothing of the good ones is written."""
    assert callable(spoil)
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    spoil(bad)
    person.types("log", "before")
    before = person.content_hash()
    said = person.types("import", small_table, bad, "--yes", code=0 if bad.is_dir() else 1)
    if not bad.is_dir():
        assert name.removesuffix(".gz") in said.err
        assert len(said.err.strip().splitlines()) == 1
        assert person.content_hash() == before


def test_strangers_in_a_folder_are_named_not_fatal(person: Person, small_table: Path, tmp_path: Path) -> None:
    """In a folder, what no reader knows is left out by name, and the rest is read."""
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(small_table, folder)
    _binary(folder / "photo.jpg")
    _prose(folder / "thoughts.txt")
    document = person.asks_json("import", folder, "--yes")
    left_out = {Path(item["file"]).name: item["why"] for item in document["left_out"]}
    assert left_out == {"photo.jpg": "unreadable", "thoughts.txt": "unknown"}
    assert document["is_written"]
