"""Copies of a SQLite store that are whole and private, also while another process writes to it."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from commensal.store.engine import connect_for_reading, connect_sqlite
from commensal.store.location import companions, make_private_file, sync_folder
from commensal.store.trouble import BUSY_TIMEOUT_S

_PAGES_AT_ONCE = 20_000


def copy_sqlite(source: Path, target: Path, *, replace: bool = False) -> None:
    """Copy a store into one self-contained private file, durable on return.

    The copy is one consistent moment of the source, its write-ahead log included. A half-made copy never bears the
    name ``target``.

    Raises
    ------
    FileExistsError : ``target`` exists and ``replace`` is False.
    sqlite3.Error, OSError : the copy could not be made; nothing bears the name.
    """
    if not replace and target.exists():
        raise FileExistsError(target)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        _fill(part, source)
        _name(part, target, replace=replace)
    finally:
        for path in (part, *companions(part)):
            path.unlink(missing_ok=True)


def pour(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Make the target database say what the source says, in one transaction of the target.

    Others that have the target open see it before or after, never between; a kill leaves it as it was.
    """
    # Waiting is done here, where it can be given up: the copy itself would try for ever.
    target.execute("PRAGMA busy_timeout = 0")
    give_up_at = time.monotonic() + BUSY_TIMEOUT_S

    def give_up_when_blocked(status: int, _remaining: int, _total: int) -> None:
        nonlocal give_up_at
        if status not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            give_up_at = time.monotonic() + BUSY_TIMEOUT_S
        elif time.monotonic() > give_up_at:
            raise BlockingIOError("another program uses the diary")

    source.backup(target, pages=_PAGES_AT_ONCE, progress=give_up_when_blocked, sleep=0.05)


def _fill(part: Path, source: Path) -> None:
    make_private_file(part)
    origin = connect_for_reading(source)
    try:
        copy = connect_sqlite(part)
        try:
            pour(origin, copy)
            # One file, nothing beside it: what a person puts on a stick must be the whole diary.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        finally:
            copy.close()
    finally:
        origin.close()


def _name(part: Path, target: Path, *, replace: bool) -> None:
    handle = os.open(part, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    if replace:
        part.replace(target)
    else:
        try:
            # A link, unlike a rename, never takes the place of a file that appeared in the meantime.
            os.link(part, target)
        except FileExistsError:
            raise
        except OSError:
            # No hard links on this file system (a FAT stick, say).
            if target.exists():
                raise FileExistsError(target) from None
            part.rename(target)
    sync_folder(target.parent)
