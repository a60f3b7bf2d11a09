"""Recognising, naming and reading files, folders and archives."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

from commensal.readers import registry
from commensal.vocab.errors import UnknownLayoutError, UnreadableFileError, UsageError
from tests.reader_checks import SAMPLES, TODAY, check_result, read_sample


@pytest.mark.parametrize(
    ("name", "reader_id", "layout"),
    [
        ("visible_older_spelling.csv", "visible", "export"),
        ("visible_newer_spelling.csv", "visible", "export"),
        ("track_and_graph.csv", "track_and_graph", "export"),
        ("myaiguide_pain.csv", "myaiguide", "pain"),
        ("myaiguide_minutes.csv", "myaiguide", "minutes"),
        ("myaiguide_sport.csv", "myaiguide", "sport"),
        ("myaiguide_filled.csv", "myaiguide", "filled"),
        ("fitbit_export_2019_11.csv", "fitbit", "months"),
        ("fitbit_export_2019_12.csv", "fitbit", "months"),
        ("fitbit_steps.json", "fitbit", "steps_json"),
        ("tap_log.csv", "tap_log", "taps"),
        ("table_wide.csv", "table_csv", "table"),
        ("table_tidy.csv", "table_csv", "table"),
    ],
)
def test_every_layout_is_recognised_and_named(name: str, reader_id: str, layout: str) -> None:
    """Each file is named as what it is, and by one reader only with full confidence."""
    match = registry.sniff(SAMPLES / name)
    assert match is not None
    assert (match.reader_id, match.layout) == (reader_id, layout)
    assert match.description
    assert match.confidence == (0.3 if reader_id == "table_csv" else 1.0)
    assert match.reader_id in registry.reader_ids()


@pytest.mark.parametrize("name", [path.name for path in registry.files_in([SAMPLES]) if path.suffix == ".csv"])
def test_a_stray_quotation_mark_costs_one_row_in_any_layout(tmp_path: Path, name: str) -> None:
    """The row with the mark is named by its line; every other row reads as before."""
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    number = 3
    path = tmp_path / name
    path.write_text("\n".join([*lines[:number], 'a,"b', *lines[number:]]) + "\n", encoding="utf-8")
    before, after = read_sample(name), registry.read(path, today=TODAY)
    check_result(after)
    assert number + 1 in {issue.line for issue in after.issues}
    assert (after.n_rows, after.n_rows_read) == (before.n_rows + 1, before.n_rows_read)
    assert {draft.natural_key for draft in after.drafts} == {draft.natural_key for draft in before.drafts}


def test_reading_twice_gives_the_same() -> None:
    """Reading is pure: the same file gives the same drafts, keys included."""
    for path in registry.files_in([SAMPLES]):
        assert registry.read_all(path, today=TODAY) == registry.read_all(path, today=TODAY)


def test_a_packed_file_reads_as_the_plain_one(tmp_path: Path) -> None:
    """Gzip and zip change nothing about what is read."""
    plain = SAMPLES / "myaiguide_pain.csv"
    packed = tmp_path / "pain.csv.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert registry.read(packed, today=TODAY) == read_sample("myaiguide_pain.csv")
    archive = tmp_path / "pain.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(plain, "folder/pain.csv")
    assert registry.read(archive, today=TODAY).drafts == read_sample("myaiguide_pain.csv").drafts


def test_an_archive_of_different_things_gives_one_result_each(tmp_path: Path) -> None:
    """Every member is read or named, and the wish for a single result gets a sentence."""
    archive = tmp_path / "export.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        for name in ("tap_log.csv", "visible_newer_spelling.csv", "fitbit_export_2019_11.csv"):
            opened.write(SAMPLES / name, name)
        opened.writestr("letter.txt", "dear diary")
        opened.writestr("photo.png", b"\x89PNG\0")
        opened.writestr("bearable.csv", "date,weekday,time of day,category,rating/amount\n2026-01-02,Fri,am,Mood,3\n")
    results = registry.read_all(archive, today=TODAY)
    for result in results:
        check_result(result)
    assert [result.reader_id for result in results] == ["fitbit", "tap_log", "visible", "none"]
    assert [issue.found for issue in results[-1].issues] == ["photo.png", "bearable.csv", "letter.txt"]
    assert "Bearable export" in results[-1].issues[1].reason
    with pytest.raises(UnreadableFileError, match="4 different things"):
        registry.read(archive, today=TODAY)
    match = registry.sniff(archive)
    assert match is not None
    assert "archive with 5 other files" in match.description


def test_an_archive_without_anything_known_gets_a_sentence(tmp_path: Path) -> None:
    """Nothing known inside is said once, for the archive."""
    archive = tmp_path / "letters.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("a.txt", "dear diary")
        opened.writestr("b.txt", "dear diary")
    assert registry.sniff(archive) is None
    with pytest.raises(UnknownLayoutError, match="no file inside that is known"):
        registry.read_all(archive, today=TODAY)


def test_exports_that_cannot_be_read_yet_are_named(tmp_path: Path) -> None:
    """A Daylio export is called one, and is not misread as a table unless the person asks for it."""
    path = tmp_path / "daylio.csv"
    path.write_text(
        "full_date,date,weekday,time,mood,activities,note_title,note\n2026-10-03,3 Oct,Sat,20:45,good,,,a calm day\n",
        encoding="utf-8",
    )
    assert registry.sniff(path) is None
    assert registry.app_named(path) == "Daylio export"
    assert registry.app_named(SAMPLES / "tap_log.csv") is None
    for refused in (registry.read, registry.propose_mapping):
        with pytest.raises(UnknownLayoutError, match="Daylio export"):
            refused(path, today=TODAY)
    assert registry.read(path, reader_id="table_csv", today=TODAY).n_rows_read == 1


def test_a_chosen_reader_is_the_only_one_asked() -> None:
    """A wrong choice gets a sentence, never a misreading."""
    with pytest.raises(UnknownLayoutError):
        registry.read(SAMPLES / "tap_log.csv", reader_id="visible", today=TODAY)
    with pytest.raises(UsageError, match="Choose one of these"):
        registry.read(SAMPLES / "tap_log.csv", reader_id="nobody", today=TODAY)


def test_files_that_speak_of_different_people_can_be_told(tmp_path: Path) -> None:
    """The participant in a file's or folder's name is handed on, so that people are not mixed."""
    source = (SAMPLES / "tap_log.csv").read_bytes()
    for name, person in (("Participant3KneePain.csv", "3"), ("P12/pain.csv", "12"), ("pain.csv", None)):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(source)
        match = registry.sniff(path)
        assert match is not None
        assert match.person == person


def test_folders_are_walked_in_order_and_papers_left_out(tmp_path: Path) -> None:
    """Hidden files and papers about the data are left out of folders, named files are kept."""
    for name in ("b.csv", "a/z.csv", "a/.hidden.csv", "SOURCE.md", "a/LICENCE-origin.txt", "README.md", ".git/c.csv"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = registry.files_in([tmp_path, tmp_path / "b.csv", tmp_path / "SOURCE.md"])
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["a/z.csv", "b.csv", "SOURCE.md"]
    with pytest.raises(UnreadableFileError, match="no such file"):
        registry.files_in([tmp_path / "none"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_gets_a_sentence(tmp_path: Path) -> None:
    """Permissions are named, and how to go on."""
    path = tmp_path / "diary.csv"
    path.write_text("date,pain\n2026-01-02,3\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(UnreadableFileError, match="may not read"):
        registry.sniff(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_signs_that_a_terminal_would_obey_never_get_through(tmp_path: Path, encoding: str) -> None:
    """A name or a note cannot move the cursor, change colours or hide what stands before it."""
    text = "date,pa\x1b[31min,note\n" + "2026-01-02,3,note \x1b]0;owned\x07 \x9b2J\n" + "2026-01-03,3,a note\n" * 300
    path = tmp_path / "diary.csv"
    path.write_bytes(text.encode(encoding))
    result = registry.read(path, today=TODAY)
    check_result(result)
    shown = repr((result.drafts, result.issues, result.questions))
    assert not any(sign in shown for sign in ("x1b", "x07", "x9b"))
    assert result.n_rows_read == 301
    if encoding == "utf-8":
        assert any("control characters" in question.text for question in result.questions)


def test_old_encodings_and_cut_off_files_are_asked_about(tmp_path: Path) -> None:
    """A guess about letters is a question, and so is a file that ends too early."""
    path = tmp_path / "diary.csv"
    path.write_bytes("date,Übelkeit\n2026-01-02,3\n".encode("cp1252"))
    assert any("accented letters" in question.text for question in registry.read(path, today=TODAY).questions)
    path.write_bytes("date,Übelkeit\n2026-01-02,3\n2026-01-03,é".encode()[:-1])
    result = registry.read(path, today=TODAY)
    assert any("end of the file missing" in question.text for question in result.questions)
    assert result.n_rows == 2
