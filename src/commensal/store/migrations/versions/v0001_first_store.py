"""The first store: actions, and entries with revisions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_RowNumber = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the two tables."""
    op.create_table(
        "action",
        sa.Column("id", _RowNumber, primary_key=True, autoincrement=True),
        sa.Column("name", _Text, nullable=False),
        sa.Column("at", _Text, nullable=False),
        sa.Column("label", _Text),
        sa.Column("undoes", _RowNumber, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
        sa.ForeignKeyConstraint(["undoes"], ["action.id"], name="fk_action_undoes"),
        sa.UniqueConstraint("undoes", name="uq_action_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "entry",
        sa.Column("seq", _RowNumber, primary_key=True, autoincrement=True),
        sa.Column("entry_id", _Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", _Text, nullable=False),
        sa.Column("day", _Text, nullable=False),
        sa.Column("at", _Text),
        sa.Column("utc_offset", _Text),
        sa.Column("recorded_at", _Text, nullable=False),
        sa.Column("origin", _Text, nullable=False),
        sa.Column("source", _Text, nullable=False),
        sa.Column("action_id", _RowNumber, nullable=False),
        sa.Column("is_removed", sa.Boolean, nullable=False),
        sa.Column("fields", _Text, nullable=False),
        sa.Column("digest", _Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_entry"),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name="fk_entry_action_id"),
        sa.UniqueConstraint("entry_id", "revision", name="uq_entry_entry_id_revision"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_entry_action_id", "entry", ["action_id"])
