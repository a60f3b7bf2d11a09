"""What goes wrong with a database, in sentences for a person."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from commensal.vocab.errors import StoreError

BUSY_TIMEOUT_S = 10.0
"""How long a write waits for another one to finish. [s]"""


class _Plain(NamedTuple):
    found: str
    expected: str
    do: str


_BUSY = _Plain(
    "a diary that another program is writing to",
    f"a free moment within {BUSY_TIMEOUT_S:g} seconds",
    "Nothing was changed. Try again; if it stays so, close other Commensal windows.",
)
_FULL = _Plain(
    "no room left on the disk",
    "a few free megabytes",
    "Nothing was changed. Free some room, then try again.",
)
_NOT_A_STORE = _Plain(
    "a file that is not a Commensal diary",
    "a diary, or no file yet",
    "Nothing was changed. Name another folder with --data.",
)
_DAMAGED = _Plain(
    "a damaged file",
    "an intact diary",
    "Nothing was changed. Keep the file, and restore your latest backup into another folder.",
)
_NOT_WRITABLE = _Plain(
    "a file or folder that may not be opened or written",
    "a folder of your own",
    "Nothing was changed. Check who owns it and what it permits, or name another folder with --data.",
)
_DISK = _Plain(
    "a disk that did not answer properly",
    "a disk that reads and writes",
    "Check the disk and its connection, then look whether your last entry is there.",
)
_UNREACHABLE = _Plain(
    "a database that cannot be reached, or does not let us in",
    "a running PostgreSQL server that accepts this name and password",
    "Check the address and the server, then look whether your last entry is there.",
)
_NO_SCHEMA = _Plain(
    "no schema of that name in the database",
    "one schema for each person, created beforehand",
    "Nothing was changed. Create it (CREATE SCHEMA name), then name it in the address: ?options=-csearch_path%3Dname",
)

# Primary result codes of SQLite (https://sqlite.org/rescode.html); the extended ones carry them in their low byte.
_BY_SQLITE_CODE = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_NOTADB: _NOT_A_STORE,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_READONLY: _NOT_WRITABLE,
    sqlite3.SQLITE_CANTOPEN: _NOT_WRITABLE,
    sqlite3.SQLITE_PERM: _NOT_WRITABLE,
    sqlite3.SQLITE_AUTH: _NOT_WRITABLE,
    sqlite3.SQLITE_IOERR: _DISK,
}
# Classes and codes of PostgreSQL (its manual, appendix A).
_BY_SQLSTATE = {
    "55P03": _BUSY,
    "40P01": _BUSY,
    "53100": _FULL,
    "25006": _NOT_WRITABLE,
    "42501": _NOT_WRITABLE,
    "3F000": _NO_SCHEMA,
}

_FULL_ERRNOS = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def told_plainly(place: str) -> Iterator[None]:
    """Turn what a database or the file system raises into a ``StoreError`` with a sentence about ``place``."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as problem:
        raise store_error(problem, place=place) from problem


def store_error(problem: Exception, *, place: str) -> StoreError:
    """The sentence for a database or file-system error."""
    plain = _plain(problem)
    return StoreError(where=place, found=plain.found, expected=plain.expected, do=plain.do)


def sqlite_code(problem: BaseException) -> int | None:
    """The primary result code of SQLite behind an error, or None."""
    origin = problem.orig if isinstance(problem, DBAPIError) else problem
    code = getattr(origin, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _plain(problem: Exception) -> _Plain:
    if isinstance(problem, OSError):
        return _plain_of_os_error(problem)
    code = sqlite_code(problem)
    if code in _BY_SQLITE_CODE:
        return _BY_SQLITE_CODE[code]
    origin = problem.orig if isinstance(problem, DBAPIError) else problem
    sqlstate = getattr(origin, "sqlstate", None)
    if sqlstate in _BY_SQLSTATE:
        return _BY_SQLSTATE[sqlstate]
    if code is None and sqlstate is None and isinstance(problem, DBAPIError):
        return _UNREACHABLE
    return _Plain(
        f"something the database refused ({type(origin).__name__})",
        "a store that answers",
        "Nothing was changed. `commensal doctor` looks the store over.",
    )


def _plain_of_os_error(problem: OSError) -> _Plain:
    if isinstance(problem, BlockingIOError):
        return _BUSY
    if problem.errno in _FULL_ERRNOS:
        return _FULL
    found = f"something the system refused ({problem.strerror or type(problem).__name__})"
    return _Plain(found, _NOT_WRITABLE.expected, _NOT_WRITABLE.do)
