"""Imported entries keep their line, days are found by an index, and the database itself refuses to rewrite rows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_REFUSE_CHANGE_POSTGRESQL = """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'rows of this table are append-only'; END $$
"""


def upgrade() -> None:
    """Add a column, an index and the triggers."""
    op.add_column("entry", sa.Column("source_line", sa.BigInteger))
    op.create_index("ix_entry_day", "entry", ["day"])
    if op.get_bind().dialect.name == "postgresql":
        _refuse_change_on_postgresql()
    else:
        _refuse_change_on_sqlite()


def _refuse_change_on_sqlite() -> None:
    for table in ("action", "entry"):
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are append-only'); END"
            )


def _refuse_change_on_postgresql() -> None:
    op.execute(_REFUSE_CHANGE_POSTGRESQL)
    for table in ("action", "entry"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
