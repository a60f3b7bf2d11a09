"""Opening a store: private, quick, and with a sentence for everything that is not a diary of ours."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from commensal.records.facts import Note
from commensal.store.backup import backup, erase, restore
from commensal.store.checkup import problems_of
from commensal.store.engine import writing
from commensal.store.journal import Journal
from commensal.store.location import open_to_others
from commensal.store.schema import SCHEMA_VERSION
from commensal.vocab.errors import NewerStoreError, StoreError
from tests.unit.store.made_up import NOW, entry, rating, ratings
from tests.unit.store.postgresql_server import PostgresqlServer

NOBODY = 65_534


def bytes_by_name(folder: Path) -> dict[str, str]:
    """What lies in a folder, byte for byte."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def run_sql(file: Path, *statements: str) -> None:
    """Do something to a store that we never do."""
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the powers of root, if we have them: file permissions do not bind root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everyone may enter (pytest's own are for their owner alone)."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_folder_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    """Also the folders above that were missing, and the files that SQLite keeps beside the journal."""
    before = os.umask(0)
    try:
        with Journal.open(tmp_path / "a" / "b") as journal:
            journal.append([entry("a")], action="log", now=NOW)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a" / "b").iterdir()}
            assert modes == {"journal.sqlite": 0o600, "journal.sqlite-wal": 0o600, "journal.sqlite-shm": 0o600}
            assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
            assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert open_to_others(tmp_path / "a" / "b") == ()


def test_a_folder_that_was_there_keeps_its_permissions_but_the_file_is_closed(tmp_path: Path) -> None:
    """We do not lock a folder that others may share; the journal in it is private all the same, and the check tells."""
    tmp_path.chmod(0o755)
    Journal.open(tmp_path).close()
    (tmp_path / "journal.sqlite").chmod(0o644)
    assert open_to_others(tmp_path) == (tmp_path, tmp_path / "journal.sqlite")
    Journal.open(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "journal.sqlite").stat().st_mode) == 0o600
    assert open_to_others(tmp_path) == (tmp_path,)


def test_settings_that_make_a_promise_are_on(on_disk: Journal) -> None:
    """Write-ahead log, full sync, foreign keys, secure delete and a waiting time, on every connection."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 10_000}
    with on_disk.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in wanted}
    assert found == wanted


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A sentence, and the file is left alone."""
    (tmp_path / "person").write_text("hello")
    with pytest.raises(StoreError, match="found a file; expected a folder"):
        Journal.open(tmp_path / "person")
    assert (tmp_path / "person").read_text() == "hello"


@pytest.mark.parametrize("content", [b"Dear diary", b"SQLite format 3\0" + b"\xff" * 4_000, bytes(5_000)])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    """Text, a false header and zeros: each a sentence, not a byte changed."""
    (tmp_path / "journal.sqlite").write_bytes(content)
    with pytest.raises(StoreError, match=r"not a Commensal diary|damaged"):
        Journal.open(tmp_path)
    assert (tmp_path / "journal.sqlite").read_bytes() == content


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE songs (name)",),
        ("CREATE TABLE alembic_version (version_num)", f"INSERT INTO alembic_version VALUES ('{SCHEMA_VERSION}')"),
        ("CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('1975ea83b712')"),
    ],
)
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, statements: tuple[str, ...]) -> None:
    """Also one that is managed by the same migration tool."""
    run_sql(tmp_path / "journal.sqlite", *statements)
    before = bytes_by_name(tmp_path)
    for read_only in (False, True):
        with pytest.raises(StoreError, match="a database that is not a Commensal diary"):
            Journal.open(tmp_path, read_only=read_only)
    assert bytes_by_name(tmp_path) == before


def test_a_newer_store_is_refused_and_left_byte_for_byte(tmp_path: Path) -> None:
    """A sentence that says to update, and nothing is changed or put beside it."""
    with Journal.open(tmp_path) as journal:
        journal.append(ratings(3), action="log", now=NOW)
    run_sql(tmp_path / "journal.sqlite", "UPDATE alembic_version SET version_num = '9999'")
    before = bytes_by_name(tmp_path)
    for read_only in (False, True):
        with pytest.raises(NewerStoreError, match=r"written by a newer version of Commensal.*Update Commensal"):
            Journal.open(tmp_path, read_only=read_only)
    assert bytes_by_name(tmp_path) == before


def test_a_newer_store_after_a_crash_is_left_byte_for_byte(tmp_path: Path) -> None:
    """Neither the file nor the log beside it is touched, although the log holds what is newest."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with Journal.open(tmp_path / "person") as journal:
        with closing(sqlite3.connect(tmp_path / "person" / "journal.sqlite")) as other:
            other.execute("UPDATE alembic_version SET version_num = '9999'")
            other.commit()
            for name in ("journal.sqlite", "journal.sqlite-wal"):
                shutil.copy(tmp_path / "person" / name, crashed / name)
        journal.close()
    before = bytes_by_name(crashed)
    with pytest.raises(NewerStoreError):
        Journal.open(crashed)
    after = bytes_by_name(crashed)
    assert {name: after[name] for name in before} == before


def test_a_damaged_store_gives_a_sentence(tmp_path: Path) -> None:
    """Pages overwritten in the middle are noticed on reading, and named by the check."""
    with Journal.open(tmp_path) as journal:
        journal.append(ratings(2_000), action="log", now=NOW)
    file = tmp_path / "journal.sqlite"
    content = bytearray(file.read_bytes())
    content[8 * 4_096 : -8 * 4_096] = os.urandom(len(content) - 16 * 4_096)
    file.write_bytes(content)
    with Journal.open(tmp_path) as journal, pytest.raises(StoreError, match=r"damaged file.*restore your latest"):
        journal.entries()
    assert file.read_bytes() == content


def test_a_changed_row_is_found(on_disk: Journal) -> None:
    """Somebody who edits the file by hand is noticed by the digests; the sentence holds no word of the diary."""
    on_disk.append(ratings(3), action="log", now=NOW)
    assert on_disk.file is not None
    assert problems_of(on_disk) == ()
    run_sql(
        on_disk.file,
        "DROP TRIGGER entry_refuses_update",
        "UPDATE entry SET fields = replace(fields, '4.0', '9.0') WHERE entry_id = 'e1'",
    )
    assert problems_of(on_disk) == ("1 rows were changed outside Commensal (row 2).",)


def test_a_row_that_makes_no_sense_gives_a_sentence(on_disk: Journal) -> None:
    """A value out of range or a kind that nobody knows is told, not raised as a stack trace."""
    on_disk.append(ratings(1), action="log", now=NOW)
    assert on_disk.file is not None
    run_sql(on_disk.file, "DROP TRIGGER entry_refuses_update", "UPDATE entry SET kind = 'dream'")
    with pytest.raises(StoreError, match="entry e0: found a row that cannot be read"):
        on_disk.entries()


def test_a_store_that_another_program_keeps_locked_gives_a_sentence(on_disk: Journal) -> None:
    """Busy is told after a wait, nothing is written, and readers are not held up."""
    _on_connect(on_disk, "PRAGMA busy_timeout = 50")
    assert on_disk.file is not None
    with closing(sqlite3.connect(on_disk.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"another program is writing to.*Try again"):
            on_disk.append([entry("a")], action="log", now=NOW)
        assert on_disk.n_entries() == 0
    on_disk.append([entry("a")], action="log", now=NOW)
    assert on_disk.n_entries() == 1


def test_a_full_disk_gives_a_sentence_and_changes_nothing(on_disk: Journal) -> None:
    """A large import that does not fit is taken back as a whole; small entries fit again afterwards."""
    on_disk.append(ratings(10), action="log", now=NOW)
    before = on_disk.content_hash(), on_disk.actions()
    with on_disk.engine.connect() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _on_connect(on_disk, f"PRAGMA max_page_count = {n_pages + 5}")
    with pytest.raises(StoreError, match=r"no room left on the disk.*Nothing was changed"):
        on_disk.append(ratings(2_000, prefix="f"), action="import", now=NOW)
    assert (on_disk.content_hash(), on_disk.actions()) == before
    on_disk.append([entry("small")], action="log", now=NOW)
    assert on_disk.n_entries() == 11


def test_a_folder_that_may_not_be_written_gives_a_sentence(open_folder: Path) -> None:
    """A place that is not ours to write: a sentence and nothing there."""
    open_folder.chmod(0o555)
    with as_nobody(), pytest.raises(StoreError, match=r"Permission denied.*--data"):
        Journal.open(open_folder / "person")
    assert list(open_folder.iterdir()) == []


def test_a_file_that_may_not_be_written_can_still_be_read(open_folder: Path) -> None:
    """A journal on a read-only place opens for reading; a write is refused with a sentence."""
    with Journal.open(open_folder) as journal:
        journal.append([entry("a")], action="log", now=NOW)
    (open_folder / "journal.sqlite").chmod(0o444)
    with as_nobody():
        with Journal.open(open_folder, read_only=True) as journal:
            assert journal.n_entries() == 1
        with Journal.open(open_folder) as journal, pytest.raises(StoreError, match="may not be opened or written"):
            journal.append([entry("b")], action="log", now=NOW)


def test_a_folder_that_may_not_be_looked_into_gives_a_sentence(open_folder: Path) -> None:
    """Not even a look is allowed: a sentence all the same, from opening, restoring and erasing."""
    (open_folder / "closed").mkdir(mode=0o700)
    with Journal.open(open_folder / "mine") as journal:
        kept = backup(journal, open_folder / "kept.sqlite").file
    kept.chmod(0o644)
    with as_nobody():
        with pytest.raises(StoreError, match="Permission denied"):
            Journal.open(open_folder / "closed" / "person")
        with pytest.raises(StoreError, match="Permission denied"):
            restore(kept, open_folder / "closed" / "person")
        with pytest.raises(StoreError, match="Permission denied"):
            erase(open_folder / "closed" / "person")


def test_a_crash_while_the_very_first_store_is_made_does_no_harm(tmp_path: Path) -> None:
    """A rollback journal left beside a half-made file is played back, and the store is made anew."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    with closing(sqlite3.connect(tmp_path / "half.sqlite", isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE entry (x)")
        connection.executemany("INSERT INTO entry VALUES (?)", [("x" * 3_000,)] * 50)
        shutil.copy(tmp_path / "half.sqlite", crashed / "journal.sqlite")
        shutil.copy(tmp_path / "half.sqlite-journal", crashed / "journal.sqlite-journal")
    assert (crashed / "journal.sqlite").stat().st_size > 0
    with Journal.open(crashed) as journal:
        assert journal.append([entry("a")], action="log", now=NOW).n_new == 1
        assert problems_of(journal) == ()


def test_errors_do_not_carry_what_was_logged(on_disk: Journal) -> None:
    """What a database error says, down to its cause, holds no value of the diary."""
    with on_disk.engine.connect() as connection:
        n_pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    _on_connect(on_disk, f"PRAGMA max_page_count = {n_pages}")
    with pytest.raises(StoreError) as told:
        on_disk.append([entry("a", Note(text="".join(["sec", "ret"]) * 5_000))], action="log", now=NOW)
    assert "secret" not in "".join(traceback.format_exception(told.value))


def test_reading_where_nothing_was_written_is_told(tmp_path: Path) -> None:
    """Read only creates nothing, not even an empty folder."""
    with pytest.raises(StoreError, match="found no diary"):
        Journal.open(tmp_path / "nobody", read_only=True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "journal.sqlite").touch()
    with pytest.raises(StoreError, match="found no diary"):
        Journal.open(tmp_path, read_only=True)


def test_an_empty_file_left_by_a_crash_becomes_a_store(tmp_path: Path) -> None:
    """A kill between creating the file and filling it does no harm."""
    (tmp_path / "journal.sqlite").touch()
    with Journal.open(tmp_path) as journal:
        assert journal.append([entry("a")], action="log", now=NOW).n_new == 1


def test_names_with_special_letters_are_only_names(tmp_path: Path) -> None:
    """Folder names that mean something in an address mean nothing here."""
    folder = tmp_path / "a?mode=memory&x=%41#é 粥"
    with Journal.open(folder) as journal:
        journal.append([entry("a")], action="log", now=NOW)
    with Journal.open(str(folder)) as journal:
        assert journal.n_entries() == 1
    assert [path.name for path in folder.iterdir()] == ["journal.sqlite"]


def test_the_journal_is_imported_without_the_heavy_libraries() -> None:
    """Opening and logging need no Alembic, NumPy or pandas."""
    program = """
import sys, tempfile
from commensal.store.engine import writing
from commensal.store.journal import Journal
Journal.open(tempfile.mkdtemp() + "/person").close()
print([name for name in ("alembic", "numpy", "pandas", "psycopg") if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_server_that_is_busy_gives_a_sentence(postgresql: PostgresqlServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that does not finish is not waited for without end; readers are not held up."""
    url = postgresql.new_person()
    with Journal.open(url) as journal, Journal.open(url) as other, writing(other.engine):
        monkeypatch.setattr("commensal.store.engine.BUSY_TIMEOUT_S", 0.1)
        with pytest.raises(StoreError, match="another program is writing to"):
            journal.append([entry("a")], action="log", now=NOW)
        assert journal.n_entries() == 0


def test_a_person_without_a_schema_is_told(postgresql: PostgresqlServer) -> None:
    """A schema that does not exist: a sentence with the statement that creates it."""
    with pytest.raises(StoreError, match="CREATE SCHEMA"):
        Journal.open(postgresql.url("nobody"))


def test_another_persons_schema_later_in_the_path_is_not_opened(postgresql: PostgresqlServer) -> None:
    """Two schemas in the search path are two people; only the first is this one."""
    other, mine = postgresql.new_person(), postgresql.new_person()
    with Journal.open(other) as journal:
        journal.append(ratings(3), action="log", now=NOW)
    with Journal.open(f"{mine},{other.rpartition('%3D')[2]}") as journal:
        assert journal.n_entries() == 0
        journal.append(ratings(1, prefix="mine"), action="log", now=NOW)
    with Journal.open(other) as journal:
        assert journal.n_entries() == 3


def test_a_newer_schema_on_a_server_is_refused(postgresql: PostgresqlServer) -> None:
    """The same sentence as for a file; the address is shown without its password."""
    url = postgresql.new_person()
    Journal.open(url).close()
    schema = url.rpartition("%3D")[2]
    postgresql.execute(f"UPDATE {schema}.alembic_version SET version_num = '9999'")
    with pytest.raises(NewerStoreError, match="newer version"):
        Journal.open(url.replace("tester@", "tester:secret@"))
    with pytest.raises(NewerStoreError) as told:
        Journal.open(url.replace("tester@", "tester:secret@"), read_only=True)
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://me:secret@127.0.0.1:1/none", "cannot be reached"),
        ("mysql://me:secret@127.0.0.1/none", "an address of another database"),
        ("postgresql://me:secret@127.0.0.1:port/none", "the address of the database"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(url: str, sentence: str) -> None:
    """No server, another kind of database, a broken address: a sentence each, never the password."""
    with pytest.raises(StoreError, match=sentence) as told:
        Journal.open(url)
    assert "secret" not in str(told.value)


def _on_connect(journal: Journal, statement: str) -> None:
    """Change a setting on all connections from now on."""

    def run(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(statement)

    journal.engine.dispose()
    event.listen(journal.engine, "connect", run)


def test_what_is_kept_between_openings_is_nobodys_twice(tmp_path: Path) -> None:
    """Two journals open at once have an engine each; one opened after the file was replaced reads the new file."""
    for name, score in (("one", 4.0), ("other", 9.0)):
        with Journal.open(tmp_path / name) as journal:
            journal.append([entry("a", rating(score))], action="log", now=NOW)
    place = tmp_path / "one"
    with Journal.open(place, read_only=True) as first, Journal.open(place, read_only=True) as second:
        assert first.engine is not second.engine
        engines = {id(first.engine), id(second.engine)}
    (tmp_path / "other" / "journal.sqlite").replace(place / "journal.sqlite")
    with Journal.open(place, read_only=True) as again:
        assert id(again.engine) in engines
        assert [one.fact for one in again.entries()] == [rating(9.0)]
    again.close()
    with Journal.open(place, read_only=True) as one, Journal.open(place, read_only=True) as two:
        assert one.engine is not two.engine
