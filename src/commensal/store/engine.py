"""Database engines, and the two ways to speak to them: reading a consistent picture, writing alone."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

from commensal.store.location import companions
from commensal.store.schema import APPLICATION_ID
from commensal.store.trouble import BUSY_TIMEOUT_S, sqlite_code

_WRITES: Final = "commensal_writes"

# What a person logged never appears in the text of an error, and so in no log.
_SILENT: Final[dict[str, Any]] = {"hide_parameters": True}

_Key = tuple[Path, bool, bool]
_MOST_GIVEN_BACK, _MOST_FILES = 4, 8
_lock = Lock()
_key_by_engine: WeakKeyDictionary[Engine, _Key] = WeakKeyDictionary()
_given_back: dict[_Key, list[Engine]] = {}

# synchronous=FULL and fullfsync: a commit that was acknowledged survives a power cut, also on macOS, where a plain
# fsync only hands the data to the drive. trusted_schema=OFF: a file from elsewhere cannot run functions of ours.
_PRAGMAS: Final = (
    f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
)


def sqlite_engine(file: Path, *, read_only: bool = False, immutable: bool = False) -> Engine:
    """An engine on one SQLite file, which must exist (``location.make_private_file`` makes it, privately).

    ``immutable`` reads only, and promises SQLite that nobody writes: it then puts no companion files beside it.
    """
    key = (file, read_only, immutable)
    with _lock:
        if waiting := _given_back.get(key):
            return waiting.pop()

    def connect() -> sqlite3.Connection:
        if immutable:
            return connect_sqlite(file, mode="ro&immutable=1")
        return connect_for_reading(file) if read_only else connect_sqlite(file)

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=QueuePool, **_SILENT)
    event.listen(engine, "begin", _begin_sqlite)
    with _lock:
        _key_by_engine[engine] = key
    return engine


def let_go(engine: Engine) -> None:
    """Close every connection of an engine. Whoever opens the same file the same way again gets it back.

    An engine remembers how its questions are put into SQL, which costs more than asking them; a page that opens a
    diary for each request would pay for that each time. Nothing of the file is held: the next connection is a new one.
    """
    engine.dispose()
    with _lock:
        key = _key_by_engine.get(engine)
        if key is None:
            return  # another database
        waiting = _given_back.setdefault(key, [])
        if len(waiting) < _MOST_GIVEN_BACK and not any(other is engine for other in waiting):
            waiting.append(engine)
        while len(_given_back) > _MOST_FILES:
            _given_back.pop(next(iter(_given_back)))


def connect_for_reading(file: Path) -> sqlite3.Connection:
    """A connection that writes nothing, also on a place that cannot be written (a stick, another user's folder)."""
    try:
        return connect_sqlite(file, mode="ro")
    except sqlite3.OperationalError as problem:
        # To read a write-ahead log SQLite wants to put a file beside it. Where it cannot, and there is no log,
        # the file is all there is.
        if sqlite_code(problem) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) or is_in_use(file):
            raise
        return connect_sqlite(file, mode="ro&immutable=1")


def is_in_use(file: Path) -> bool:
    """Whether somebody has a SQLite file open, or left a log beside it."""
    return any(path.exists() for path in companions(file))


def connect_sqlite(file: Path, *, mode: Literal["rw", "ro", "ro&immutable=1"] = "rw") -> sqlite3.Connection:
    """A connection with our settings. Transactions are begun by us, never by the driver (isolation_level=None)."""
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        connection.execute("PRAGMA schema_version")  # opening is lazy: look now whether the file can be read
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def postgresql_engine(url: str, *, read_only: bool = False) -> Engine:
    """An engine on a PostgreSQL schema, by URL; the driver is psycopg unless the URL names another."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_pre_ping=True, **_SILENT)
    if read_only:
        event.listen(engine, "connect", _make_read_only)
    return engine


def masked(url: str | URL) -> str:
    """A database URL without its password, for sentences."""
    return make_url(url).render_as_string(hide_password=True)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one consistent picture and writes nothing."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that is the only writer from its first moment; committed, and durable, on leaving.

    Taking the lock at the beginning (and not at the first write) means that nothing read inside can be overtaken by
    another process before it is written.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
            if connection.dialect.name == "postgresql":
                _lock_postgresql(connection)
            yield connection


def use_write_ahead_log(engine: Engine) -> None:
    """Switch a SQLite file to its write-ahead log, so that readers and one writer do not wait for each other.

    The setting stays in the file. Where the file system cannot do it (some network folders), SQLite keeps its
    rollback journal: slower, equally safe.
    """
    raw = engine.raw_connection()
    try:
        assert isinstance(raw.driver_connection, sqlite3.Connection)
        _retry_while_busy(raw.driver_connection, "PRAGMA journal_mode = WAL")
    finally:
        raw.close()


def mark_as_ours(connection: Connection) -> None:
    """Write our number into the header of a SQLite file."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def is_marked_as_ours(connection: Connection) -> bool:
    """Whether a SQLite file carries our number; other databases have no such mark and pass."""
    if connection.dialect.name != "sqlite":
        return True
    return int(connection.exec_driver_sql("PRAGMA application_id").scalar_one()) == APPLICATION_ID


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _retry_while_busy(connection: sqlite3.Connection, statement: str) -> None:
    # SQLite does not wait by itself here: two connections switching at once could wait for each other for ever.
    give_up_at = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute(statement).fetchall()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
        else:
            return


def _lock_postgresql(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    connection.exec_driver_sql("SET LOCAL synchronous_commit = on")
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock(hashtextextended(current_schema(), {APPLICATION_ID}))")


def _make_read_only(connection: Any, _record: object) -> None:
    connection.read_only = True
