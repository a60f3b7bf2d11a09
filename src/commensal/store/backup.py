"""Backups: one private file that holds a whole store, and the way back."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from commensal.store.checkup import problems_of
from commensal.store.copying import copy_sqlite, pour
from commensal.store.engine import connect_for_reading, connect_sqlite, sqlite_engine
from commensal.store.erasure import ErasureReport, erase
from commensal.store.journal import Journal
from commensal.store.location import (
    RESTORING_PREFIX,
    Home,
    companions,
    home_at,
    make_private_file,
    make_private_folder,
    sync_folder,
)
from commensal.store.opening import standing_of_file
from commensal.store.standing import Standing, refuse_unless_ours
from commensal.store.trouble import sqlite_code, told_plainly
from commensal.vocab.errors import StoreError

__all__ = ["BackedUp", "ErasureReport", "Restored", "backup", "erase", "restore"]

_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup holds. ``problems`` are those of the diary itself: the copy is faithful, the original unwell."""

    file: Path
    n_entries: int
    content_hash: str
    n_bytes: int
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore put in place. ``replaced`` tells whether a diary was there before."""

    folder: Path
    n_entries: int
    content_hash: str
    replaced: bool


def backup(journal: Journal, file: Path | str, *, replace: bool = False) -> BackedUp:
    """Copy the whole store, history included, into one private file, while it may be in use.

    Raises
    ------
    StoreError : the file exists (and ``replace`` is False), cannot be written, or the store is not in a file.
    """
    target = Path(file).expanduser().absolute()
    if journal.file is None:
        raise StoreError(
            where=journal.place,
            found="a diary on a PostgreSQL server",
            expected="a diary in a file",
            do="Back it up with pg_dump, the server's own tool; `commensal export` works as well.",
        )
    with told_plainly(str(target)):
        try:
            copy_sqlite(journal.file, target, replace=replace)
        except FileExistsError as problem:
            raise _exists_already(target) from problem
    with _looked_at(target) as copy:
        return BackedUp(
            file=target,
            n_entries=copy.n_entries(),
            content_hash=copy.content_hash(),
            n_bytes=target.stat().st_size,
            problems=problems_of(copy),
        )


def restore(file: Path | str, folder: Path | str, *, replace: bool = False) -> Restored:
    """Put a backup in the place of the journal of a folder; an older one is brought up to date on the way.

    The diary is exchanged in one transaction of the store: other programs that have it open see it before or
    after, and a kill at any moment leaves the one or the other.

    Raises
    ------
    StoreError : the file is not a whole backup, or the folder holds a diary with entries and ``replace`` is False.
    NewerStoreError : a newer version of Commensal wrote the backup.
    """
    source = Path(file).expanduser().absolute()
    home = home_at(folder)
    _refuse_unless_backup(source)
    with told_plainly(str(home.journal)):
        replaced = _holds_entries(home.journal)
        if replaced and not replace:
            raise _would_overwrite(home)
        make_private_folder(home.folder)
        with _staging(home) as staging:
            copy_sqlite(source, staging.journal)
            with Journal.open(staging.folder) as staged:
                if problems := problems_of(staged):
                    raise _not_whole(source, problems)
                n_entries, content_hash = staged.n_entries(), staged.content_hash()
            _put_in_place(staging.journal, home.journal)
    return Restored(folder=home.folder, n_entries=n_entries, content_hash=content_hash, replaced=replaced)


@contextmanager
def _looked_at(file: Path) -> Iterator[Journal]:
    """A finished backup, opened for reading without putting anything beside it."""
    engine = sqlite_engine(file, read_only=True, immutable=True)
    with Journal(engine=engine, place=str(file), file=file, read_only=True) as copy:
        yield copy


@contextmanager
def _staging(home: Home) -> Iterator[Home]:
    # In the same folder, so that a private place stays private and a rename stays within one file system.
    staging = Path(tempfile.mkdtemp(prefix=RESTORING_PREFIX, dir=home.folder))
    try:
        yield Home(folder=staging)
    finally:
        shutil.rmtree(staging)


def _put_in_place(staged: Path, target: Path) -> None:
    make_private_file(target)
    try:
        _pour_into(target, staged)
    except sqlite3.DatabaseError as problem:
        if sqlite_code(problem) not in _DAMAGED:
            raise
        # What lies there is no database any more, so there is nobody to exchange it under: take its place.
        for path in companions(target):
            path.unlink(missing_ok=True)
        staged.replace(target)
    sync_folder(target.parent)


def _pour_into(target: Path, staged: Path) -> None:
    with closing(connect_for_reading(staged)) as origin, closing(connect_sqlite(target)) as place:
        pour(origin, place)
        place.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _holds_entries(file: Path) -> bool:
    """Whether a file may hold anything a person would miss; one that cannot be read may."""
    if not file.exists() or file.stat().st_size == 0:
        return False
    try:
        standing = standing_of_file(file)
        if standing in (Standing.CURRENT, Standing.OLDER):
            return _n_rows(file) > 0
    except (SQLAlchemyError, sqlite3.Error):
        return True
    refuse_unless_ours(standing, place=str(file))
    return standing is not Standing.EMPTY


def _n_rows(file: Path) -> int:
    with closing(connect_for_reading(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def _refuse_unless_backup(source: Path) -> None:
    with told_plainly(str(source)):
        if not source.is_file():
            raise _not_a_backup(source, "no such file")
        try:
            standing = standing_of_file(source) if source.stat().st_size else Standing.EMPTY
        except (SQLAlchemyError, sqlite3.Error) as problem:
            if sqlite_code(problem) in _DAMAGED:
                raise _not_a_backup(source, "a file that is damaged, or no backup of ours") from problem
            raise
    if standing in (Standing.EMPTY, Standing.FOREIGN):
        raise _not_a_backup(source, "a file that is no backup of ours")
    refuse_unless_ours(standing, place=str(source))


def _not_a_backup(source: Path, found: str) -> StoreError:
    return StoreError(
        where=str(source),
        found=found,
        expected="a file that `commensal backup` wrote",
        do="Nothing was changed. Name the backup file.",
    )


def _not_whole(source: Path, problems: tuple[str, ...]) -> StoreError:
    return StoreError(
        where=str(source),
        found="a backup that is not whole (" + " ".join(problems) + ")",
        expected="a backup as it was written",
        do="Nothing was changed. Try another backup.",
    )


def _would_overwrite(home: Home) -> StoreError:
    return StoreError(
        where=str(home.journal),
        found="a diary that holds entries, or cannot be read",
        expected="an empty folder, or a clear wish to replace it",
        do="Nothing was changed. Back it up first, then restore with --replace; or name another folder with --data.",
    )


def _exists_already(target: Path) -> StoreError:
    return StoreError(
        where=str(target),
        found="a file that is there already",
        expected="a new file name",
        do="Nothing was changed. Name another file.",
    )
