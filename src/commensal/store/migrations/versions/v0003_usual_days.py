"""Usual days and a person's own words: two kinds of fact that an older version does not know, found by kind."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add an index: these few rows are looked up each time a line is logged, however long the diary is."""
    op.create_index("ix_entry_kind", "entry", ["kind"])
