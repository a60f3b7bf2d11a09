"""The doctor looks at places and files, and says no word of what is in them."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from commensal.service.doctor import Checkup, State, check_up
from commensal.service.home import Home
from commensal.service.log import log


def _states(checkup: Checkup) -> dict[str, State]:
    return {check.name: check.state for check in checkup.checks}


def test_all_is_well_before_and_after_the_first_entry(home: Home) -> None:
    """No diary yet is no illness, and looking makes none; a fresh diary is in good health."""
    assert not check_up(home).is_broken
    assert not home.has_diary
    log(home, "x")
    checkup = check_up(home)
    assert set(_states(checkup).values()) == {State.GOOD}
    assert {"schema", "journal_mode", "integrity", "entries"} <= set(_states(checkup))


def test_open_doors_are_advice(home: Home) -> None:
    """A folder that others may enter is advice, not damage."""
    log(home, "x")
    assert home.folder is not None
    home.folder.chmod(0o755)
    checkup = check_up(home)
    assert _states(checkup)["folder_permissions"] is State.ADVICE
    assert not checkup.is_broken


@pytest.mark.parametrize("n_bytes_kept", [0, 3000])
def test_a_damaged_file_is_broken(home: Home, n_bytes_kept: int) -> None:
    """A truncated diary is found, whatever the store says of it."""
    log(home, "x")
    assert home.journal_file is not None
    with closing(sqlite3.connect(home.journal_file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = home.journal_file.read_bytes()
    home.journal_file.write_bytes(whole[:n_bytes_kept] + b"garbage" * 100)
    assert check_up(home).is_broken


def test_a_row_changed_from_outside_is_found(home: Home) -> None:
    """Somebody edited the file with another program: the doctor notices, also behind a door that others may open."""
    log(home, ratings={"pain": 4})
    assert home.journal_file is not None
    assert home.folder is not None
    home.folder.chmod(0o755)
    with closing(sqlite3.connect(home.journal_file)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE entry SET day = '2020-01-01'")
        connection.commit()
    assert _states(check_up(home))["integrity"] is State.BROKEN


def test_no_word_of_the_diary_is_said(home: Home) -> None:
    """Names, words and numbers that were logged are not in the checkup."""
    log(home, "migraine after cheese", ratings={"allodynia": 7}, medicines=["sumatriptan"])
    said = repr(check_up(home))
    for word in ("migraine", "cheese", "allodynia", "sumatriptan"):
        assert word not in said
