"""The command line in this process, with a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from commensal.cli.door import Door
from commensal.cli.main import main
from commensal.service.home import Home

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Europe/London"))


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Type = Callable[..., Ended]


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A HOME for what is not handed in, such as the log of crashes."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("COMMENSAL_DATA", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def types(own_home: Path, capsys: pytest.CaptureFixture[str]) -> Type:
    """Type a command line at noon on 21 November 2026."""

    def opener(data: str | None) -> Home:
        folder = own_home / "diary" if data is None else Path(data)
        return Home(location=folder, clock=lambda: NOON, state_folder=own_home / "state")

    def run(*arguments: str) -> Ended:
        code = main(arguments, door=Door(opener=opener))
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run
