"""Erasing a diary for good, and saying plainly what cannot be reached."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from commensal.store import schema
from commensal.store.engine import connect_sqlite, masked, postgresql_engine, writing
from commensal.store.location import Home, companions, home_at, known_paths, sync_folder
from commensal.store.opening import standing_of_file
from commensal.store.standing import Standing, refuse_unless_ours, standing_of
from commensal.store.trouble import sqlite_code, told_plainly
from commensal.vocab.errors import StoreError

_BYTES_AT_ONCE: Final = 1 << 20

CANNOT_REACH_ON_DISK: Final[tuple[str, ...]] = (
    "Backups and exports that you put elsewhere.",
    "Copies that a cloud or backup service took of this folder, and snapshots of the file system.",
    "Remains inside a solid-state drive or a copying file system (APFS, Btrfs, ZFS); disk encryption covers those.",
    "Pages that were printed, sent, or kept by a browser.",
)
CANNOT_REACH_ON_SERVER: Final[tuple[str, ...]] = (
    "Backups, replicas and archived logs of the PostgreSQL server: ask who runs it.",
    "Disk space of the dropped tables until the server uses it again.",
    "Exports that you put elsewhere, and pages that were printed, sent, or kept by a browser.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureReport:
    """What an erasure did.

    Parameters
    ----------
    place : the folder, or the database without its password.
    deleted : files (or tables) that were overwritten and removed.
    kept : what else lies in the folder and is not ours to remove.
    cannot_reach : what may still exist elsewhere, one sentence each.
    """

    place: str
    deleted: tuple[str, ...]
    kept: tuple[str, ...]
    cannot_reach: tuple[str, ...]


def erase(location: Path | str) -> ErasureReport:
    """Overwrite and delete the journal of a folder with all that belongs to it; or drop it from a database.

    Only files of ours are touched. A folder that is empty afterwards is removed too.

    Raises
    ------
    StoreError : another program has the diary open, or the file is another program's; nothing was deleted.
    """
    if isinstance(location, str) and "://" in location:
        return _erase_from_server(location)
    home = home_at(location)
    with told_plainly(str(home.journal)):
        return _erase_folder(home)


def destroy(path: Path) -> None:
    """Overwrite a file with noise, make that durable, then delete it. A symbolic link goes with its target."""
    if path.is_symlink():
        target = path.resolve()
        path.unlink()
        if not target.is_file():
            return
        path = target
    path.chmod(0o600)
    with path.open("r+b", buffering=0) as file:
        remaining = os.fstat(file.fileno()).st_size
        while remaining > 0:
            remaining -= file.write(os.urandom(min(remaining, _BYTES_AT_ONCE)))
        os.fsync(file.fileno())
    path.unlink()


def _erase_folder(home: Home) -> ErasureReport:
    journal = home.journal
    if journal.exists():
        _make_sure_it_is_ours_alone(journal)
    paths = [*known_paths(home)]
    if journal.is_symlink():
        # SQLite keeps the companions beside the real file.
        paths += [path for path in companions(journal.resolve()) if path.exists()]
    other_names = any(path.is_file() and path.stat().st_nlink > 1 for path in paths)
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        else:
            destroy(path)
    kept = _what_is_left(home.folder)
    unreachable = CANNOT_REACH_ON_DISK
    if other_names:
        unreachable = ("Another name (a hard link) of one of these files: it now holds noise.", *unreachable)
    return ErasureReport(
        place=str(home.folder), deleted=tuple(str(path) for path in paths), kept=kept, cannot_reach=unreachable
    )


def _what_is_left(folder: Path) -> tuple[str, ...]:
    if not folder.is_dir():
        return ()
    sync_folder(folder)
    kept = tuple(str(path) for path in sorted(folder.iterdir()))
    if not kept:
        try:
            folder.rmdir()
        except OSError:
            return ()  # a mount point, or a folder above that is not ours to write: an empty folder tells nothing
    return kept


def _make_sure_it_is_ours_alone(journal: Path) -> None:
    """Refuse when the file is another program's, or when another program has it open. A damaged one may go."""
    try:
        if journal.stat().st_size > 0 and standing_of_file(journal) is Standing.FOREIGN:
            refuse_unless_ours(Standing.FOREIGN, place=str(journal))
        with closing(connect_sqlite(journal)) as connection:
            # Leaving the write-ahead log is only granted to the one and only user; it also folds the log in.
            connection.execute("PRAGMA busy_timeout = 2000")
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    except (SQLAlchemyError, sqlite3.Error) as problem:
        if sqlite_code(problem) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError(
                where=str(journal),
                found="a diary that another program has open",
                expected="a diary that nobody uses",
                do="Nothing was deleted. Close the page and other Commensal windows, then erase again.",
            ) from problem
        if sqlite_code(problem) not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise


def _erase_from_server(url: str) -> ErasureReport:
    place = masked(url)
    with told_plainly(place):
        engine = postgresql_engine(url)
        try:
            with writing(engine) as connection:
                standing = standing_of(connection)
                if standing is Standing.FOREIGN:
                    refuse_unless_ours(standing, place=place)
                tables = () if standing is Standing.EMPTY else ("entry", "action", schema.version.name)
                for table in tables:
                    connection.exec_driver_sql(f"DROP TABLE {table}")
                connection.exec_driver_sql("DROP FUNCTION IF EXISTS refuse_change()")
        finally:
            engine.dispose()
    return ErasureReport(place=place, deleted=tables, kept=(), cannot_reach=CANNOT_REACH_ON_SERVER)
