"""An export is whole, plain and private; one that was tampered with is refused, by file and line."""

from __future__ import annotations

import csv
import stat
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from commensal.records.facts import Food, Note
from commensal.store.export import read_tsv, write_tsv
from commensal.store.journal import Journal
from commensal.vocab.errors import StoreError, UnreadableFileError
from tests.unit.store.made_up import NOW, entry, ratings


@pytest.fixture
def exported(on_disk: Journal, tmp_path: Path) -> Path:
    """An export of twenty ratings, a food and a note."""
    food = entry("food", Food(name="=porridge", amount_g=0.1 + 0.2, text=""), at=NOW)
    on_disk.append([*ratings(20), food, entry("note", Note(text="a\tb\r\nc"))], action="log", now=NOW)
    write_tsv(on_disk, tmp_path / "export")
    return tmp_path / "export"


def test_an_export_comes_back_to_the_same_hash(journal: Journal, tmp_path: Path) -> None:
    """From any database, read into an empty store, the diary says the same."""
    journal.append([*ratings(5), entry("note", Note(text="x"))], action="log", now=NOW, label="not exported")
    journal.remove(["e0"], action="remove", now=NOW)
    exported = write_tsv(journal, tmp_path / "export")
    assert (exported.n_entries, dict(exported.n_by_kind)) == (5, {"note": 1, "symptom_rating": 4})
    read = read_tsv(tmp_path / "export")
    assert read == journal.entries()
    with Journal.open(tmp_path / "other") as other:
        other.append(read, action="import", now=NOW)
        assert other.content_hash() == exported.content_hash == journal.content_hash()


def test_an_empty_diary_has_an_export(on_disk: Journal, tmp_path: Path) -> None:
    """Nothing but the manifest, and it reads back as nothing."""
    assert write_tsv(on_disk, tmp_path / "export").n_entries == 0
    assert [path.name for path in (tmp_path / "export").iterdir()] == ["manifest.toml"]
    assert read_tsv(tmp_path / "export") == ()


def test_the_files_look_as_the_manifest_says(exported: Path) -> None:
    """One file a kind, one line an entry, blanks for no value, exact numbers, nothing a spreadsheet would run."""
    assert sorted(path.name for path in exported.iterdir()) == [
        "food.tsv",
        "manifest.toml",
        "note.tsv",
        "symptom_rating.tsv",
    ]
    lines = (exported / "food.tsv").read_text(encoding="utf-8").splitlines()
    header, row = (line.split("\t") for line in lines)
    assert dict(zip(header, row, strict=True)) == {
        "id": "food",
        "day": "2026-03-01",
        "at": "2026-03-01T20:15:00+01:00",
        "recorded_at": "2026-03-01T20:15:00+01:00",
        "origin": "entered",
        "source": "diary",
        "source_line": "",
        "name": "\\=porridge",
        "food_id": "",
        "amount_g": "0.30000000000000004",
        "amount_sd_g": "",
        "text": "\\e",
        "presence": "recorded",
        "check": row[-1],
    }


def test_other_programs_can_read_the_files(exported: Path) -> None:
    """Pandas reads them as the manifest's first lines tell."""
    frame = pd.read_csv(exported / "symptom_rating.tsv", sep="\t", quoting=csv.QUOTE_NONE)
    assert frame["score"].tolist() == [4.0] * 20
    assert frame["presence"].unique().tolist() == ["recorded"]


def test_an_export_is_for_its_owner_alone(exported: Path) -> None:
    """Folder and files."""
    assert stat.S_IMODE(exported.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in exported.iterdir()} == {0o600}


def test_an_export_overwrites_nothing(on_disk: Journal, tmp_path: Path) -> None:
    """A folder that holds something is refused and left as it is; an empty one will do."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").touch()
    with pytest.raises(StoreError, match="a folder that holds something"):
        write_tsv(on_disk, tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["photo.jpg"]
    (tmp_path / "empty").mkdir()
    write_tsv(on_disk, tmp_path / "empty")


def test_line_ends_and_marks_of_other_systems_do_no_harm(exported: Path) -> None:
    """A transfer that turned line ends into CR LF, or an editor that put a mark in front, loses nothing."""
    before = read_tsv(exported)
    for path in exported.glob("*.tsv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_tsv(exported) == before


def _edit(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / name
        path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))

    return edit


RATINGS = "symptom_rating.tsv"
TAMPERINGS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a value was changed": (
        _edit(RATINGS, lambda lines: [*lines[:6], lines[6].replace(b"4.0", b"9.0"), *lines[7:]]),
        r"symptom_rating.tsv, line 7: found a line that does not fit its check",
    ),
    "the last line breaks off": (
        _edit(RATINGS, lambda lines: [*lines[:-1], lines[-1][:40]]),
        r"symptom_rating.tsv, line 21: found a line that breaks off",
    ),
    "lines are missing at the end": (
        _edit(RATINGS, lambda lines: lines[:-3]),
        r"symptom_rating.tsv, line 19: found the end after 17 entries; expected 20 entries",
    ),
    "a line is missing in the middle": (
        _edit(RATINGS, lambda lines: lines[:5] + lines[6:]),
        r"symptom_rating.tsv, line 21: found the end after 19 entries; expected 20 entries",
    ),
    "a line is there twice": (
        _edit(RATINGS, lambda lines: [*lines[:8], lines[7], *lines[9:]]),
        r"symptom_rating.tsv, line 9: found an entry that was there already",
    ),
    "bytes that are no text": (
        _edit(RATINGS, lambda lines: [*lines[:2], b"\xff" + lines[2], *lines[3:]]),
        r"symptom_rating.tsv, line 3: found a value that cannot be read",
    ),
    "a blank line": (
        _edit(RATINGS, lambda lines: [*lines[:2], b"\n", *lines[2:]]),
        r"symptom_rating.tsv, line 3: found a line that does not fit its check",
    ),
    "other columns": (
        _edit(RATINGS, lambda lines: [lines[0].replace(b"score", b"points"), *lines[1:]]),
        r"symptom_rating.tsv, line 1: found other column names",
    ),
    "columns exchanged": (
        _edit(RATINGS, lambda lines: [lines[0].replace(b"day\tat", b"at\tday"), *lines[1:]]),
        r"symptom_rating.tsv, line 2: found a value that cannot be read",
    ),
    "an empty file": (_edit(RATINGS, lambda _: []), r"symptom_rating.tsv, line 1: found other column names"),
    "a file is missing": (lambda folder: (folder / RATINGS).unlink(), r"symptom_rating.tsv: found no such file"),
    "a file too many": (
        lambda folder: (folder / "sleep.tsv").touch(),
        r"sleep.tsv: found a file that the manifest does not name",
    ),
    "no manifest": (lambda folder: (folder / "manifest.toml").unlink(), r"manifest.toml: found no such file"),
    "a manifest that is none": (
        _edit("manifest.toml", lambda lines: lines[:8]),
        r"manifest.toml: found a list that cannot be read",
    ),
    "a line was exchanged for a whole one from elsewhere": (
        _edit("manifest.toml", lambda lines: [line.replace(b'hash = "', b'hash = "0') for line in lines]),
        r"manifest.toml: found a content hash that the files do not add up to",
    ),
    "a newer layout": (
        _edit("manifest.toml", lambda lines: [line.replace(b"version = 1", b"version = 2") for line in lines]),
        r"manifest.toml: found layout 2; expected layout 1. Nothing was changed. Update Commensal.",
    ),
    "a kind of the future": (
        _edit("manifest.toml", lambda lines: [line.replace(b"note", b"dream") for line in lines]),
        r"manifest.toml: found the kind of entry 'dream'",
    ),
}


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_tampered_export_is_refused_by_file_and_line(exported: Path, tampering: str) -> None:
    """Whatever was changed, cut off or added: one sentence that names the place."""
    change, sentence = TAMPERINGS[tampering]
    change(exported)
    with pytest.raises(UnreadableFileError, match=sentence):
        read_tsv(exported)


def test_a_folder_that_is_no_export_is_told(tmp_path: Path) -> None:
    """Not there, or not ours: a sentence."""
    with pytest.raises(UnreadableFileError, match="no such file"):
        read_tsv(tmp_path / "nowhere")


def test_an_interrupted_export_leaves_nothing_that_looks_whole(
    on_disk: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When writing fails midway, what was begun is removed and the sentence names the folder."""
    on_disk.append([*ratings(3), entry("note", Note(text="x"))], action="log", now=NOW)

    def no_room(_manifest: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("commensal.store.export.text_of_manifest", no_room)
    with pytest.raises(StoreError, match="no room left on the disk"):
        write_tsv(on_disk, tmp_path / "export")
    assert list((tmp_path / "export").iterdir()) == []
