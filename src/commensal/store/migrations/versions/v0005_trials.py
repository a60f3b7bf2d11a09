"""Trials: plans, what happened to them, what became of each day; kinds that an older version does not know."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Nothing in the tables changes: the new number alone keeps an older program from stumbling over new kinds."""
