"""What a person says of themselves, cleared safety rules, questionnaires: kinds that an older version does not know."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing in the tables changes: the new number alone keeps an older program from stumbling over new kinds."""
