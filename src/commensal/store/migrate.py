"""Bring an older store up to date: one transaction, checked before it is committed, with a copy beside it meanwhile.

The copy is there for the case that a step of ours is wrong in a way the transaction cannot see. It is removed when
the diary has been found to say exactly what it said before; a diary should not lie around twice. When something
fails the transaction is rolled back, the copy stays, and the sentence names it.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from commensal.store.copying import copy_sqlite
from commensal.store.engine import writing
from commensal.store.location import MIGRATION_COPY
from commensal.store.schema import SCHEMA_VERSION
from commensal.store.standing import Standing, refuse_unless_ours, standing_of
from commensal.vocab.errors import StoreError

_SCRIPTS = "commensal.store:migrations"


def migrate(engine: Engine, *, place: str, file: Path | None, target: str = SCHEMA_VERSION) -> None:
    """Run the missing steps; nothing happens when another process was faster.

    Parameters
    ----------
    engine : an engine that may write.
    place : the store's name in sentences.
    file : the SQLite file, of which a copy is made; None for PostgreSQL, whose server has backups of its own.
    target : the schema to reach; older ones are for tests.
    """
    copy: Path | None = None
    with writing(engine) as connection:
        standing = standing_of(connection)
        refuse_unless_ours(standing, place=place)
        if standing is not Standing.OLDER:
            return
        if file is not None:
            copy = file.with_name(MIGRATION_COPY)
            copy_sqlite(file, copy, replace=True)
        before = _digests_of_all_rows(connection)
        try:
            run_steps(connection, target=target)
        except Exception as problem:
            raise _failed(place, f"a step that failed ({type(problem).__name__})", copy) from problem
        if _digests_of_all_rows(connection) != before:
            raise _failed(place, "entries that would not say the same afterwards", copy)
    if copy is not None:
        copy.unlink(missing_ok=True)


def run_steps(connection: Connection, *, target: str) -> None:
    """Run Alembic up to ``target`` inside the transaction of ``connection``; an empty database starts at nothing."""
    from alembic import command  # noqa: PLC0415 - 100 ms that only an old store costs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _digests_of_all_rows(connection: Connection) -> list[tuple[str, int, bool, str]]:
    query = text("SELECT entry_id, revision, is_removed, digest FROM entry ORDER BY seq")
    return [(row[0], row[1], bool(row[2]), row[3]) for row in connection.execute(query)]


def _failed(place: str, found: str, copy: Path | None) -> StoreError:
    kept = "" if copy is None else f" A copy of it as it was lies at {copy}."
    return StoreError(
        where=place,
        found=found,
        expected=f"a diary brought to schema {SCHEMA_VERSION}",
        do=f"Nothing was changed.{kept} Please report this; the older version of Commensal still opens it.",
    )
