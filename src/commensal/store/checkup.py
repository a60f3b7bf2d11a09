"""Looking a store over: is the file whole, and does every row still say what it was written to say?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from commensal.store.content import CONTENT_COLUMNS, digest_of
from commensal.store.engine import reading
from commensal.store.journal import Journal
from commensal.store.schema import entry
from commensal.store.trouble import told_plainly

_N_NAMED = 3


def problems_of(journal: Journal) -> tuple[str, ...]:
    """Everything that is wrong with a store, one sentence each; empty when all is well. Writes nothing.

    No sentence holds anything a person logged. Who may read the files is told by ``location.open_to_others``.
    """
    with told_plainly(journal.place), reading(journal.engine) as connection:
        found = [*_damage(connection), *_changed_rows(connection), *_missing_revisions(connection)]
    return tuple(found)


def _damage(connection: Connection) -> list[str]:
    if connection.dialect.name != "sqlite":
        return []  # a PostgreSQL server looks after its own pages
    lines = connection.exec_driver_sql("PRAGMA integrity_check(10)").scalars().all()
    found = [f"The file is damaged: {line}." for line in lines if line != "ok"]
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        found.append("Some entries belong to no action.")
    return found


def _changed_rows(connection: Connection) -> list[str]:
    columns = [entry.c[name] for name in (*CONTENT_COLUMNS, "digest", "seq")]
    numbers = [
        row["seq"] for row in connection.execute(select(*columns)).mappings() if not _says_what_it_said(dict(row))
    ]
    if not numbers:
        return []
    named = ", ".join(str(number) for number in numbers[:_N_NAMED]) + (" …" if len(numbers) > _N_NAMED else "")
    return [f"{len(numbers)} rows were changed outside Commensal (row {named})."]


def _says_what_it_said(columns: Mapping[Any, Any]) -> bool:
    return bool(digest_of(columns) == columns["digest"])


def _missing_revisions(connection: Connection) -> list[str]:
    gaps = (
        select(entry.c.entry_id)
        .group_by(entry.c.entry_id)
        .having(func.max(entry.c.revision) != func.count())
        .subquery()
    )
    n_gaps = connection.execute(select(func.count()).select_from(gaps)).scalar_one()
    return [f"{n_gaps} entries lack a revision."] if n_gaps else []
