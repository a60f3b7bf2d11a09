"""The same places for a journal as in the unit tests."""

from __future__ import annotations

from tests.unit.store.conftest import location, postgresql

__all__ = ["location", "postgresql"]
