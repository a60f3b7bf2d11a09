"""Opening a store: find out what is there, then read it, make it, bring it up to date, or refuse it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from commensal.store import schema
from commensal.store.engine import (
    is_in_use,
    let_go,
    mark_as_ours,
    masked,
    postgresql_engine,
    reading,
    sqlite_engine,
    use_write_ahead_log,
    writing,
)
from commensal.store.location import Home, make_private_file, make_private_folder
from commensal.store.standing import Standing, no_diary_yet, refuse_unless_ours, standing_of
from commensal.store.trouble import sqlite_code, told_plainly
from commensal.vocab.errors import OlderStoreError, StoreError

_BETWEEN_LOOKS_S = 0.02


def open_folder(home: Home, *, read_only: bool = False) -> Engine:
    """An engine on the journal of a folder: current, or made so.

    Raises
    ------
    StoreError : it cannot be opened, is not a diary, or (read only) is not there or not current.
    NewerStoreError : a newer version of Commensal wrote it. Not a byte of it is changed.
    """
    place = str(home.journal)
    with told_plainly(place):
        if read_only:
            if not home.journal.is_file():
                raise no_diary_yet(place)
            return _read_only_engine(home.journal, place=place)
        make_private_folder(home.folder)
        make_private_file(home.journal)
        standing = _peek(home.journal)
        refuse_unless_ours(standing, place=place)
        engine = sqlite_engine(home.journal)
        if standing is not Standing.CURRENT:
            _or_dispose(engine, lambda: _make_current(engine, place=place, file=home.journal))
        return engine


def open_url(url: str, *, read_only: bool = False) -> Engine:
    """An engine on a PostgreSQL schema: current, or made so. Raises as ``open_folder`` does."""
    place = _masked_or_refused(url)
    if not url.startswith("postgres"):
        raise StoreError(
            where=place,
            found="an address of another database",
            expected="a folder, or an address that begins with postgresql://",
            do="Name a folder with --data.",
        )
    with told_plainly(place):
        engine = _postgresql_engine(url, place=place, read_only=read_only)
        _or_dispose(engine, lambda: _prepare_postgresql(engine, place=place, read_only=read_only))
        return engine


def standing_of_file(file: Path) -> Standing:
    """What a SQLite file is to us, without changing a byte of it. Raises what SQLite raises.

    Where nobody has the file open, nothing is put beside it either. Somebody may open it at that very moment and
    make the picture a torn one; so anything but a current store is looked at twice, and, once it is in use, the
    ordinary way.
    """
    for is_last_look in (False, True):
        if is_in_use(file):
            break
        try:
            standing = _standing_of_file(file, immutable=True)
        except (SQLAlchemyError, sqlite3.Error):
            if is_last_look and not is_in_use(file):
                raise
        else:
            if standing is Standing.CURRENT or (is_last_look and not is_in_use(file)):
                return standing
        time.sleep(_BETWEEN_LOOKS_S)
    return _standing_of_file(file, immutable=False)


def _standing_of_file(file: Path, *, immutable: bool) -> Standing:
    engine = sqlite_engine(file, read_only=True, immutable=immutable)
    try:
        with reading(engine) as connection:
            return standing_of(connection)
    finally:
        let_go(engine)


def _peek(file: Path) -> Standing:
    if file.stat().st_size == 0:
        return Standing.EMPTY
    try:
        return standing_of_file(file)
    except (OperationalError, sqlite3.OperationalError) as problem:
        # A crash in the very first moments leaves a rollback journal that a read-only visitor may not play back.
        # Opened for writing it plays back, and `_make_current` looks again.
        if sqlite_code(problem) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        return Standing.EMPTY


def _make_current(engine: Engine, *, place: str, file: Path | None) -> None:
    """Create or migrate. Looks again once it is alone: another process may have done it in the meantime."""
    if file is not None:
        with reading(engine) as connection:
            refuse_unless_ours(standing_of(connection), place=place)
        use_write_ahead_log(engine)
    with writing(engine) as connection:
        standing = standing_of(connection)
        refuse_unless_ours(standing, place=place)
        if standing is Standing.EMPTY:
            # Without looking first: on PostgreSQL a later schema of the search path may hold the same names.
            schema.metadata.create_all(connection, checkfirst=False)
            connection.execute(insert(schema.version).values(version_num=schema.SCHEMA_VERSION))
            mark_as_ours(connection)
    if standing is Standing.OLDER:
        from commensal.store.migrate import migrate  # noqa: PLC0415 - Alembic only when a store is old

        migrate(engine, place=place, file=file)


def _read_only_engine(file: Path, *, place: str) -> Engine:
    if file.stat().st_size == 0:
        raise no_diary_yet(place)
    _refuse_unless_current(standing_of_file(file), place=place)
    return sqlite_engine(file, read_only=True)


def _refuse_unless_current(standing: Standing, *, place: str) -> None:
    refuse_unless_ours(standing, place=place)
    if standing is Standing.EMPTY:
        raise no_diary_yet(place)
    if standing is Standing.OLDER:
        raise OlderStoreError(
            where=place,
            found="a diary of an older version of Commensal",
            expected=f"schema {schema.SCHEMA_VERSION}",
            do="Nothing was changed. Open it once for writing (log or import something) and it is brought up to date.",
        )


def _prepare_postgresql(engine: Engine, *, place: str, read_only: bool) -> None:
    with reading(engine) as connection:
        standing = standing_of(connection)
    if read_only:
        _refuse_unless_current(standing, place=place)
        return
    refuse_unless_ours(standing, place=place)
    if standing is not Standing.CURRENT:
        _make_current(engine, place=place, file=None)


def _postgresql_engine(url: str, *, place: str, read_only: bool) -> Engine:
    try:
        return postgresql_engine(url, read_only=read_only)
    except ImportError as problem:
        raise StoreError(
            where=place,
            found="no driver for PostgreSQL",
            expected="the package psycopg",
            do='Install it with: pip install "commensal[postgres]"',
        ) from problem


def _masked_or_refused(url: str) -> str:
    try:
        return masked(url)
    except (ValueError, SQLAlchemyError) as problem:
        raise StoreError(
            where="the address of the database",
            found="something that is not one",
            expected="postgresql://name@server/database?options=-csearch_path%3Dschema",
            do="Correct it, or name a folder with --data.",
        ) from problem


def _or_dispose(engine: Engine, do: Callable[[], None]) -> None:
    try:
        do()
    except BaseException:
        engine.dispose()
        raise
