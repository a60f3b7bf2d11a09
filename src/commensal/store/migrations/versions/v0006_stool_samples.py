"""Profiles of stool samples: a kind of fact that an older version does not know."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing in the tables changes: the new number alone keeps an older program from stumbling over the new kind."""
