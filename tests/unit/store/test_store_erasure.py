"""Erasing truly deletes, touches only what is ours, and says what it cannot reach."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from commensal.records.facts import Note
from commensal.store.backup import erase
from commensal.store.erasure import destroy
from commensal.store.journal import Journal
from commensal.vocab.errors import StoreError
from tests.unit.store.made_up import NOW, entry, ratings
from tests.unit.store.postgresql_server import PostgresqlServer


def test_everything_of_ours_is_gone_and_the_rest_is_kept(tmp_path: Path) -> None:
    """Journal, log, leftovers of crashes: gone. A person's own file: kept, and named."""
    with Journal.open(tmp_path) as journal:
        journal.append(ratings(3), action="log", now=NOW)
    ours = [
        "journal.sqlite",
        "journal.sqlite-journal",
        "journal.sqlite.before-migration",
        "journal.sqlite.before-migration.123.part",
    ]
    for name in ours[1:]:
        (tmp_path / name).write_bytes(b"")
    leftover = tmp_path / "journal.restoring.abc"
    leftover.mkdir()
    (leftover / "journal.sqlite").write_bytes(b"half a restore")
    (tmp_path / "letter.txt").write_text("mine")
    report = erase(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"letter.txt"}
    expected = {str(tmp_path / name) for name in ours} | {str(leftover), str(leftover / "journal.sqlite")}
    assert set(report.deleted) == expected - {str(tmp_path / "journal.sqlite-journal")}
    assert report.kept == (str(tmp_path / "letter.txt"),)
    told = " ".join(report.cannot_reach)
    for word in ("Backups", "exports", "cloud", "snapshots", "solid-state"):
        assert word in told


def test_an_empty_folder_goes_too(tmp_path: Path) -> None:
    """A folder that held nothing but the diary is removed; erasing again finds nothing."""
    Journal.open(tmp_path / "person").close()
    erase(tmp_path / "person")
    assert not (tmp_path / "person").exists()
    assert erase(tmp_path / "person").deleted == ()


def test_what_was_written_is_overwritten_before_it_is_deleted(tmp_path: Path) -> None:
    """A second name for the same file holds noise afterwards, and the report says that there is one."""
    with Journal.open(tmp_path / "person") as journal:
        journal.append([entry("a", Note(text="a secret that must go"))], action="log", now=NOW)
    os.link(tmp_path / "person" / "journal.sqlite", tmp_path / "other-name")
    before = (tmp_path / "other-name").read_bytes()
    assert b"a secret" in before
    report = erase(tmp_path / "person")
    after = (tmp_path / "other-name").read_bytes()
    assert b"a secret" not in after
    assert len(after) == len(before)
    assert "hard link" in report.cannot_reach[0]


def test_noise_fills_the_whole_file(tmp_path: Path) -> None:
    """Not only its beginning."""
    file = tmp_path / "file"
    file.write_bytes(b"secret " * 500_000)
    with file.open("rb") as still_open:
        os.link(file, tmp_path / "second")
        destroy(file)
        assert not file.exists()
        noise = still_open.read()
        assert len(noise) == len(b"secret ") * 500_000
        assert b"secret" not in noise


def test_a_diary_that_is_open_elsewhere_is_not_erased(on_disk: Journal) -> None:
    """A page that is still open would go on writing into nothing: a sentence says to close it first."""
    on_disk.append(ratings(3), action="log", now=NOW)
    assert on_disk.file is not None
    with pytest.raises(StoreError, match=r"another program has open.*Nothing was deleted"):
        erase(on_disk.file.parent)
    assert on_disk.n_entries() == 3


def test_another_programs_file_is_not_erased(tmp_path: Path) -> None:
    """Only a diary of ours."""
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as connection:
        connection.execute("CREATE TABLE songs (name)")
    with pytest.raises(StoreError, match="not a Commensal diary"):
        erase(tmp_path)
    assert (tmp_path / "journal.sqlite").exists()


def test_a_ruined_diary_can_be_erased(tmp_path: Path) -> None:
    """What cannot be opened any more can still be removed."""
    (tmp_path / "journal.sqlite").write_bytes(b"ruined" * 1_000)
    assert erase(tmp_path).deleted == (str(tmp_path / "journal.sqlite"),)


def test_a_diary_behind_a_link_is_erased_where_it_lies(tmp_path: Path) -> None:
    """The link and the file it leads to."""
    with Journal.open(tmp_path / "real") as journal:
        journal.append(ratings(3), action="log", now=NOW)
    (tmp_path / "person").mkdir()
    (tmp_path / "person" / "journal.sqlite").symlink_to(tmp_path / "real" / "journal.sqlite")
    erase(tmp_path / "person")
    assert not (tmp_path / "real" / "journal.sqlite").exists()


def test_a_diary_on_a_server_is_dropped(postgresql: PostgresqlServer) -> None:
    """The tables go, the report names what only the server's keeper can reach, and the person can begin anew."""
    url = postgresql.new_person()
    with Journal.open(url) as journal:
        journal.append(ratings(3), action="log", now=NOW)
    report = erase(url)
    assert report.deleted == ("entry", "action", "alembic_version")
    assert "replicas" in " ".join(report.cannot_reach)
    assert erase(url).deleted == ()
    with Journal.open(url) as journal:
        assert journal.n_entries() == 0
