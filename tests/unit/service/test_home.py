"""Home: which folder it is, what is private, and what is never made by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from commensal.service.home import Home, demo_folder, local_clock, open_home
from commensal.service.log import log
from commensal.vocab.errors import StoreError, UsageError


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("COMMENSAL_DATA", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_an_option_wins_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--data first, then COMMENSAL_DATA, then the person's own folder under HOME."""
    own = open_home().location
    assert isinstance(own, Path)
    assert own.is_relative_to(tmp_path)
    monkeypatch.setenv("COMMENSAL_DATA", str(tmp_path / "named"))
    assert open_home().location == tmp_path / "named"
    assert open_home(str(tmp_path / "other")).location == tmp_path / "other"


def test_an_empty_variable_is_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    """COMMENSAL_DATA="" means the usual folder, not the current one."""
    usual = open_home().location
    monkeypatch.setenv("COMMENSAL_DATA", "")
    assert open_home().location == usual


def test_opening_makes_nothing(tmp_path: Path) -> None:
    """A person who only looks around leaves no folder behind."""
    home = open_home()
    assert not home.has_diary
    home.notice_was_shown()
    assert list(tmp_path.iterdir()) == []


def test_the_demo_lives_beside_the_diary_not_in_it() -> None:
    """The synthetic person and the real one never share a folder."""
    own = open_home().location
    assert isinstance(own, Path)
    assert demo_folder() != own
    assert not demo_folder().is_relative_to(own)
    assert not own.is_relative_to(demo_folder())


@pytest.mark.parametrize("named", ["", "   "])
def test_an_empty_name_is_a_misuse(named: str) -> None:
    """--data "" does not quietly mean the current folder."""
    with pytest.raises(UsageError):
        open_home(named)


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    """Naming a file with --data says how to import it."""
    file = tmp_path / "visible.csv"
    file.touch()
    with pytest.raises(UsageError, match="commensal import"):
        open_home(str(file))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://anna:secret@db.example/health",
        "postgresql+psycopg://anna:secret@db.example:5432/health?sslmode=require&password=secret",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    """The place on the screen is the URL without its password."""
    home = open_home(url)
    assert home.folder is None
    assert "secret" not in home.shown_location
    assert "db.example" in home.shown_location


def test_the_diary_is_private(home: Home) -> None:
    """Folder and file are for their owner alone from the first moment."""
    log(home, "x")
    assert home.folder is not None
    assert home.journal_file is not None
    assert home.folder.stat().st_mode & 0o777 == 0o700
    assert home.journal_file.stat().st_mode & 0o777 == 0o600


def test_the_notice_is_due_once(home: Home) -> None:
    """Shown once for each diary, and remembered only where a diary is."""
    assert home.notice_is_due()
    home.notice_was_shown()
    assert home.notice_is_due()
    log(home, "x")
    home.notice_was_shown()
    assert not home.notice_is_due()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path, clock: object) -> None:
    """A file in the way of the folder is named."""
    (tmp_path / "file").touch()
    home = Home(location=tmp_path / "file" / "diary", state_folder=tmp_path)
    with pytest.raises(StoreError):
        log(home, "x")


def test_the_wall_clock_has_an_offset() -> None:
    """The instant now is never naive."""
    assert local_clock().utcoffset() is not None
