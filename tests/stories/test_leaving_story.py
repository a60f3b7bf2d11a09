"""The diary is the person's own: it leaves whole, comes back whole, and can be deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.person import Person


@pytest.fixture
def kept(person: Person, small_table: Path) -> str:
    """A diary with an import and a few lines of every kind; its content hash."""
    person.types("import", small_table, "--yes")
    person.types(
        *("log", "“quotes”, tabs\tand\nlines", "--pain", "4", "--symptom", "brain fog=0", "--none", "nausea"),
        *("--food", "oats 40 g", "--without", "coffee", "--medicine", "ibuprofen 400 mg", "--sleep", "6.5"),
        *("--stool", "4", "--stress", "5", "--note", "=1+1"),
    )
    return person.content_hash()


def test_export_and_back_again(person: Person, kept: str) -> None:
    """Plain files into an empty folder give the same content hash; twice is once."""
    export, elsewhere = person.home / "export", person.home / "elsewhere"
    said = person.types("export", export)
    assert str(export) in said.out
    document = person.asks_json("import", export, "--data", elsewhere, "--yes")
    assert document["sources"][0]["reader"] == "commensal_export"
    assert person.content_hash(elsewhere) == kept
    assert person.asks_json("import", export, "--data", elsewhere, "--yes")["is_written"] is False
    person.types("undo", "--data", elsewhere)
    assert person.n_entries(elsewhere) == 0


def test_a_changed_export_is_named(person: Person, kept: str) -> None:
    """Somebody edited a line of the export: the file is named, nothing is read."""
    export = person.home / "export"
    person.types("export", export)
    file = export / "sleep.tsv"
    file.write_text(file.read_text().replace("6.5", "9.5"))
    said = person.types("import", export, "--data", person.home / "elsewhere", "--yes", code=1)
    assert "sleep.tsv" in said.err
    assert not (person.home / "elsewhere").exists()


def test_backup_and_restore(person: Person, kept: str) -> None:
    """A backup restores the same content into another folder, and is not overwritten unasked."""
    file = person.home / "diary.backup"
    person.types("backup", file)
    assert file.stat().st_mode & 0o777 == 0o600
    person.types("backup", file, code=1)
    person.types("backup", file, "--replace")
    person.types("restore", file, "--data", person.home / "elsewhere")
    assert person.content_hash(person.home / "elsewhere") == kept


def test_a_restore_does_not_replace_a_diary_unasked(person: Person, kept: str) -> None:
    """Restoring over entries is refused with a sentence; with --replace it is done."""
    file = person.home / "diary.backup"
    person.types("backup", file)
    person.types("log", "written after the backup")
    after = person.content_hash()
    person.types("restore", file, code=1)
    assert person.content_hash() == after
    person.types("restore", file, "--replace")
    assert person.content_hash() == kept


def test_erase_deletes_and_says_what_it_cannot_reach(person: Person, kept: str) -> None:
    """Without an answer nothing happens; with --yes nothing of the diary is left on disk."""
    said = person.types("erase", code=1)
    assert "Nothing was changed" in said.err
    assert person.content_hash() == kept
    said = person.types("erase", "--yes")
    assert "Backups" in said.out
    assert not person.diary.exists()
    person.types("erase", "--yes", code=1)


def test_erase_leaves_other_peoples_files_alone(person: Person, kept: str) -> None:
    """A file that is not ours stays, and is named."""
    own = person.diary / "letter.txt"
    own.write_text("mine")
    document = person.asks_json("erase", "--yes")
    assert document["kept"] == [str(own)]
    assert [path.name for path in person.diary.iterdir()] == ["letter.txt"]


def test_nothing_private_stands_in_a_name(person: Person, kept: str, tmp_path: Path) -> None:
    """File names of a diary, an export and a backup hold no word that was logged."""
    person.types("export", person.home / "export")
    person.types("backup", person.home / "copy")
    names = " ".join(path.name for path in person.home.rglob("*"))
    for word in ("pain", "nausea", "coffee", "ibuprofen", "oats", "table"):
        assert word not in names
