"""The tables of a store. Rows of ``entry`` and ``action`` are added, never changed.

A correction, a removal and an undo each append a revision, so the state of an entry is its newest revision and
everything that ever stood in the diary can still be told. The rule is kept by triggers inside the database, not
only by our good intentions. A migration that must rewrite rows drops the triggers and puts them back.

On PostgreSQL one schema holds one person; it is named in the URL
(``postgresql://host/db?options=-csearch_path%3Dname``), so the same tables serve without a person column.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

SCHEMA_VERSION: Final = "0006"
"""Revision of the schema this code writes: the newest file in ``migrations/versions``. Four digits, counted up.

A new kind of fact, or a new field of one, also needs a new revision: an older program then refuses the store with
a sentence instead of stumbling over what it does not know.
"""

APPLICATION_ID: Final = 0x436D_6E73
"""Written into the header of every SQLite store ("Cmns"), so that no other program's file is taken for a diary."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# The order of text is that of code points in both databases, whatever the language of the server.
_Text = Text().with_variant(Text(collation="C"), "postgresql")
# SQLite numbers rows by itself only in a column that is exactly INTEGER.
_RowNumber = BigInteger().with_variant(Integer, "sqlite")

action = Table(
    "action",
    metadata,
    Column("id", _RowNumber, primary_key=True, autoincrement=True),
    Column("name", _Text, nullable=False),
    Column("at", _Text, nullable=False),
    Column("label", _Text),
    # Set on an undo: the action that it took back. Unique, so that nothing is taken back twice.
    Column("undoes", _RowNumber, ForeignKey("action.id"), unique=True),
    sqlite_autoincrement=True,
)

entry = Table(
    "entry",
    metadata,
    Column("seq", _RowNumber, primary_key=True, autoincrement=True),
    Column("entry_id", _Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("kind", _Text, nullable=False),
    Column("day", _Text, nullable=False),
    Column("at", _Text),
    Column("utc_offset", _Text),
    Column("recorded_at", _Text, nullable=False),
    Column("origin", _Text, nullable=False),
    Column("source", _Text, nullable=False),
    Column("action_id", _RowNumber, ForeignKey("action.id"), nullable=False),
    Column("is_removed", Boolean, nullable=False),
    Column("fields", _Text, nullable=False),
    Column("digest", _Text, nullable=False),
    Column("source_line", BigInteger),
    UniqueConstraint("entry_id", "revision"),
    Index(None, "action_id"),
    Index(None, "day"),
    Index(None, "kind"),
    sqlite_autoincrement=True,
)

# Alembic's own table, spelled as Alembic spells it, so that a fresh store is stamped without importing Alembic.
version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

APPEND_ONLY_SQLITE: Final = tuple(
    f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
    for table in ("action", "entry")
    for verb in ("UPDATE", "DELETE")
)
APPEND_ONLY_POSTGRESQL: Final = (
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'rows of this table are append-only'; END $$
    """,
    *(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in ("action", "entry")
    ),
)


@event.listens_for(metadata, "after_create")
def _keep_append_only(_metadata: MetaData, connection: Connection, **_details: object) -> None:
    by_dialect = {"sqlite": APPEND_ONLY_SQLITE, "postgresql": APPEND_ONLY_POSTGRESQL}
    for statement in by_dialect[connection.dialect.name]:
        connection.exec_driver_sql(statement)
