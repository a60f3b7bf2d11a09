"""Backups hold everything, overwrite nothing, and come back whole or not at all."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from commensal.store.backup import backup, restore
from commensal.store.checkup import problems_of
from commensal.store.engine import writing
from commensal.store.journal import Journal
from commensal.vocab.errors import NewerStoreError, StoreError
from tests.unit.store.made_up import NOW, entry, rating, ratings
from tests.unit.store.postgresql_server import PostgresqlServer


def names_in(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def test_a_backup_comes_back_with_all_its_history(on_disk: Journal, tmp_path: Path) -> None:
    """Entries, revisions and actions: undo still works in the restored diary."""
    on_disk.append([entry("a", rating(1))], action="log", now=NOW)
    before = on_disk.content_hash()
    on_disk.append([entry("a", rating(2))], action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    assert (kept.n_entries, kept.content_hash, kept.problems) == (1, on_disk.content_hash(), ())
    restored = restore(tmp_path / "kept.sqlite", tmp_path / "new")
    assert (restored.n_entries, restored.content_hash, restored.replaced) == (1, kept.content_hash, False)
    with Journal.open(tmp_path / "new") as journal:
        assert journal.actions() == on_disk.actions()
        journal.undo_last(now=NOW)
        assert journal.content_hash() == before
        assert problems_of(journal) == ()
    assert names_in(tmp_path / "new") == {"journal.sqlite"}


def test_a_backup_is_one_private_file(on_disk: Journal, tmp_path: Path) -> None:
    """Also of a diary in use, with its newest entries still in the log; nothing else is left beside it."""
    on_disk.append(ratings(3), action="log", now=NOW)
    (tmp_path / "kept").mkdir()
    kept = backup(on_disk, tmp_path / "kept" / "diary.sqlite")
    assert names_in(tmp_path / "kept") == {"diary.sqlite"}
    assert stat.S_IMODE(kept.file.stat().st_mode) == 0o600
    assert kept.n_bytes == kept.file.stat().st_size
    with closing(sqlite3.connect(kept.file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_overwrites_only_when_told(on_disk: Journal, tmp_path: Path) -> None:
    """A file that is there stays as it is, unless it is to be replaced."""
    target = tmp_path / "kept.sqlite"
    target.write_bytes(b"precious")
    with pytest.raises(StoreError, match="a file that is there already"):
        backup(on_disk, target)
    assert target.read_bytes() == b"precious"
    assert backup(on_disk, target, replace=True).n_entries == 0
    assert names_in(tmp_path) == {"kept.sqlite", "person"}


def test_a_backup_to_a_stick_without_links(on_disk: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the file system has no hard links, a rename does; a file that is there is still not overwritten."""

    def no_links(*_paths: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("os.link", no_links)
    backup(on_disk, tmp_path / "kept.sqlite")
    with pytest.raises(StoreError, match="a file that is there already"):
        backup(on_disk, tmp_path / "kept.sqlite")


def test_a_restore_under_a_busy_writer_is_given_up(
    on_disk: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence, and the diary is as it was."""
    on_disk.append(ratings(3), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    on_disk.append(ratings(3, prefix="f"), action="log", now=NOW)
    monkeypatch.setattr("commensal.store.copying.BUSY_TIMEOUT_S", 0.1)
    assert on_disk.file is not None
    with writing(on_disk.engine), pytest.raises(StoreError, match="another program is writing to"):
        restore(kept.file, on_disk.file.parent, replace=True)
    assert on_disk.n_entries() == 6


def test_a_backup_to_nowhere_is_told(on_disk: Journal, tmp_path: Path) -> None:
    """A folder that does not exist gives a sentence."""
    with pytest.raises(StoreError, match="No such file or directory"):
        backup(on_disk, tmp_path / "no" / "such" / "folder.sqlite")


def test_a_diary_with_entries_is_not_overwritten_unasked(on_disk: Journal, tmp_path: Path) -> None:
    """Restore refuses, says how, and does it when asked; removed entries count as entries."""
    on_disk.append(ratings(3), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    with Journal.open(tmp_path / "other") as other:
        other.append([entry("mine")], action="log", now=NOW)
        other.remove(["mine"], action="remove", now=NOW)
    before = (tmp_path / "other" / "journal.sqlite").read_bytes()
    with pytest.raises(StoreError, match=r"a diary that holds entries.*--replace"):
        restore(kept.file, tmp_path / "other")
    assert (tmp_path / "other" / "journal.sqlite").read_bytes() == before
    assert restore(kept.file, tmp_path / "other", replace=True).replaced
    with Journal.open(tmp_path / "other") as other:
        assert other.content_hash() == kept.content_hash


def test_an_empty_diary_may_be_restored_into(on_disk: Journal, tmp_path: Path) -> None:
    """A store without a single entry is nothing to protect."""
    on_disk.append(ratings(3), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    Journal.open(tmp_path / "fresh").close()
    assert not restore(kept.file, tmp_path / "fresh").replaced


def test_a_page_that_is_open_sees_the_restored_diary(on_disk: Journal, tmp_path: Path) -> None:
    """Another program with the diary open goes on with the restored one; nothing it writes later is lost."""
    on_disk.append(ratings(3), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    on_disk.append(ratings(200, prefix="f"), action="import", now=NOW)
    assert on_disk.file is not None
    restore(kept.file, on_disk.file.parent, replace=True)
    assert on_disk.content_hash() == kept.content_hash
    on_disk.append([entry("later")], action="log", now=NOW)
    with Journal.open(on_disk.file.parent) as again:
        assert again.n_entries() == 4
        assert problems_of(again) == ()


def test_an_older_backup_is_brought_up_to_date(tmp_path: Path, repository: Path) -> None:
    """The stored file of the first schema restores into a current diary, and stays as it is."""
    old = tmp_path / "old.sqlite"
    shutil.copy(repository / "tests" / "data" / "store-v1.sqlite", old)
    before = old.read_bytes()
    restored = restore(old, tmp_path / "new")
    with Journal.open(tmp_path / "new", read_only=True) as journal:
        assert journal.content_hash() == restored.content_hash
    assert old.read_bytes() == before


def test_a_newer_backup_is_refused(on_disk: Journal, tmp_path: Path) -> None:
    """A sentence, and the folder is not even made."""
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    with closing(sqlite3.connect(kept.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NewerStoreError):
        restore(kept.file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\1" * 9_000])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    """Empty, text, or a false header."""
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(StoreError, match=r"no backup of ours|a damaged file"):
        restore(tmp_path / "file", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_missing_backup_is_told(tmp_path: Path) -> None:
    """The sentence names the file."""
    with pytest.raises(StoreError, match=r"gone.sqlite: found no such file"):
        restore(tmp_path / "gone.sqlite", tmp_path / "new")


def test_a_damaged_backup_does_not_touch_the_diary(on_disk: Journal, tmp_path: Path) -> None:
    """A backup with overwritten pages, or with rows changed by hand, is found out before anything is replaced."""
    on_disk.append(ratings(2_000), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    truncated, edited = tmp_path / "truncated.sqlite", tmp_path / "edited.sqlite"
    truncated.write_bytes(kept.file.read_bytes()[: kept.n_bytes // 2])
    shutil.copy(kept.file, edited)
    with closing(sqlite3.connect(edited)) as connection:
        connection.execute("DROP TRIGGER entry_refuses_update")
        connection.execute("UPDATE entry SET day = '1999-01-01' WHERE entry_id = 'e7'")
        connection.commit()
    before = on_disk.content_hash()
    assert on_disk.file is not None
    for bad in (truncated, edited):
        with pytest.raises(StoreError, match=r"not whole|damaged"):
            restore(bad, on_disk.file.parent, replace=True)
    assert on_disk.content_hash() == before
    assert names_in(on_disk.file.parent) <= {"journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm"}


def test_a_ruined_diary_can_be_replaced(on_disk: Journal, tmp_path: Path) -> None:
    """What cannot be read any more counts as something to lose, and is replaced when asked."""
    on_disk.append(ratings(3), action="log", now=NOW)
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    ruined = tmp_path / "ruined"
    ruined.mkdir()
    (ruined / "journal.sqlite").write_bytes(b"ruined" * 1_000)
    with pytest.raises(StoreError, match="or cannot be read"):
        restore(kept.file, ruined)
    assert restore(kept.file, ruined, replace=True).n_entries == 3
    with Journal.open(ruined) as journal:
        assert journal.content_hash() == kept.content_hash


def test_another_programs_file_is_never_replaced(on_disk: Journal, tmp_path: Path) -> None:
    """Not even when asked to replace: it is not a diary."""
    kept = backup(on_disk, tmp_path / "kept.sqlite")
    (tmp_path / "songs").mkdir()
    with closing(sqlite3.connect(tmp_path / "songs" / "journal.sqlite")) as connection:
        connection.execute("CREATE TABLE songs (name)")
    with pytest.raises(StoreError, match="a database that is not a Commensal diary"):
        restore(kept.file, tmp_path / "songs", replace=True)


def test_a_diary_on_a_server_is_backed_up_by_its_server(postgresql: PostgresqlServer, tmp_path: Path) -> None:
    """A sentence that names the tool."""
    with Journal.open(postgresql.new_person()) as journal, pytest.raises(StoreError, match="pg_dump"):
        backup(journal, tmp_path / "kept.sqlite")
