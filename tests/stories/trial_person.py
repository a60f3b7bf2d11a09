"""A person whose days go by: real command lines on a real diary, in this process, with a clock that can be moved."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commensal.cli.door import Door
from commensal.cli.main import main
from commensal.service.home import Home


@dataclass
class TrialPerson:
    """Types commands from Monday 2 March 2026 on."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    now: datetime = field(default=datetime(2026, 3, 2, 19, 0, tzinfo=ZoneInfo("Europe/London")))

    @property
    def home(self) -> Home:
        """Where the diary is."""
        return Home(location=self.folder / "diary", clock=lambda: self.now, state_folder=self.folder / "state")

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def types(self, *arguments: str | Path, code: int = 0) -> str:
        """Run a command to its end; gives what it printed, the error where it was to fail."""
        self.now += timedelta(seconds=5)
        ended = main([str(one) for one in arguments], door=Door(opener=lambda _data: self.home))
        said = self.capsys.readouterr()
        assert ended == code, (arguments, ended, said.out, said.err)
        assert "Traceback" not in said.out + said.err
        return said.out if code == 0 else said.err

    def asks(self, *arguments: str | Path) -> Any:
        """The same with --json."""
        return json.loads(self.types(*arguments, "--json"))

    def sleeps(self, n_days: int = 1) -> None:
        """Some days go by."""
        self.now += timedelta(days=n_days)
