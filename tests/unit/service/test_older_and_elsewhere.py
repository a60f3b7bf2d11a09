"""Diaries that are not the usual file: of an older version, begun and never written, or on a server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.service.day import day_as_logged
from commensal.service.doctor import check_up
from commensal.service.home import Home
from commensal.service.importing import commit_import, plan_import
from commensal.service.keep import erase, export
from commensal.service.log import log
from commensal.service.reporting import look
from commensal.service.undo import undo
from commensal.vocab.errors import NotAnalysableError
from tests.unit.store.postgresql_server import PostgresqlServer, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    """A PostgreSQL server of our own."""
    with running_server() as running:
        yield running


@pytest.fixture
def older(home: Home, repository: Path) -> Home:
    """A diary that the first version wrote."""
    assert home.folder is not None
    assert home.journal_file is not None
    home.folder.mkdir()
    shutil.copy(repository / "tests" / "data" / "store-v1.sqlite", home.journal_file)
    return home


def test_reading_first_brings_an_older_diary_up_to_date(older: Home, tmp_path: Path) -> None:
    """After an update the first question is answered, whatever it is."""
    exported = export(older, tmp_path / "export")
    assert exported.n_entries > 0
    day_as_logged(older)


def test_the_doctor_only_looks(older: Home) -> None:
    """An older diary is advice, and not a byte of it changes."""
    assert older.journal_file is not None
    before = older.journal_file.read_bytes()
    checkup = check_up(older)
    assert not checkup.is_broken
    assert "older" in {check.name for check in checkup.checks}
    assert older.journal_file.read_bytes() == before


def test_a_file_that_was_only_begun_is_no_diary_yet(home: Home) -> None:
    """A kill in the very first moment leaves an empty file: every reading story takes it for nothing yet."""
    assert home.folder is not None
    assert home.journal_file is not None
    home.folder.mkdir()
    home.journal_file.touch()
    assert day_as_logged(home).entries == ()
    assert undo(home) is None
    assert not check_up(home).is_broken
    with pytest.raises(NotAnalysableError):
        look(home)
    log(home, "x")
    assert len(day_as_logged(home).entries) == 1


def test_the_same_stories_on_a_server(server: PostgresqlServer, home: Home, tmp_path: Path) -> None:
    """An empty schema, a plan, an import, a line, a look, an undo, an erasure: as in a folder."""
    there = Home(location=server.new_person(), clock=home.clock, state_folder=tmp_path / "state")
    assert day_as_logged(there).entries == ()
    file = tmp_path / "table.csv"
    file.write_text("day,Pain,Coffee\n2026-03-01,4,1\n2026-03-02,2,0\n", encoding="utf-8")
    plan = plan_import(there, [file])
    assert plan.receipt.n_new == 4
    commit_import(there, plan)
    assert plan_import(there, [file]).changes_nothing
    log(there, ratings={"pain": 4})
    assert len(day_as_logged(there).entries) == 1
    assert not check_up(there).is_broken
    assert look(there).findings.outcomes
    assert export(there, tmp_path / "export").n_entries == 5
    undone = undo(there)
    assert undone is not None
    assert undone.action.name == "log"
    erase(there)
    assert day_as_logged(there).entries == ()
