"""Places where a journal can lie: a folder, and a schema on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.store.journal import Journal
from tests.unit.store.postgresql_server import PostgresqlServer, running_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A server of our own."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty journal can be opened; each test runs once for each kind of database."""
    if request.param == "sqlite":
        return tmp_path / "person"
    server: PostgresqlServer = request.getfixturevalue("postgresql")
    return server.new_person()


@pytest.fixture
def journal(location: Path | str) -> Iterator[Journal]:
    """An empty journal, on each kind of database."""
    with Journal.open(location) as opened:
        yield opened


@pytest.fixture
def on_disk(tmp_path: Path) -> Iterator[Journal]:
    """An empty journal in a folder."""
    with Journal.open(tmp_path / "person") as opened:
        yield opened
