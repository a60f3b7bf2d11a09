"""A person at a keyboard: real commands in processes of their own, a home of their own, a real store.

The processes are children of one that has loaded the program already (``warm``); a cold person starts each anew.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from commensal.store.journal import Journal
from tests.stories.warm import CAN_FORK, Done, warm

_LEFT_BEHIND = ("COMMENSAL_DATA", "XDG_DATA_HOME", "XDG_STATE_HOME", "PYTHONWARNINGS", "COLUMNS")


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Person:
    """One person, whose HOME is a folder of the test."""

    home: Path
    zone: str = "Europe/London"
    environment: dict[str, str] = field(default_factory=dict)
    is_cold: bool = False  # each command is a program started anew, as on a person's machine

    @property
    def diary(self) -> Path:
        """Where the diary is unless a command names another place."""
        return self.home / "diary"

    def environ(self) -> dict[str, str]:
        """The environment of this person's commands."""
        kept = {name: value for name, value in os.environ.items() if name not in _LEFT_BEHIND}
        own = {"HOME": str(self.home), "TZ": self.zone, "COMMENSAL_DATA": str(self.diary), "NO_COLOR": "1"}
        return {**kept, **own, **self.environment}

    def command(self, *arguments: str | Path) -> list[str]:
        """The command line, run by the Python of the tests."""
        return [sys.executable, "-m", "commensal", *map(str, arguments)]

    def types(self, *arguments: str | Path, code: int = 0, stdin: str | None = None) -> Said:
        """Run a command to its end, with nobody at the keyboard; it must end with ``code`` and without a trace."""
        done = self._cold(arguments, stdin) if self._must_start_cold() else self._warm(arguments, stdin)
        assert "Traceback" not in done.stderr + done.stdout, done.stderr
        assert done.returncode == code, (arguments, done.returncode, done.stdout, done.stderr)
        return Said(done.returncode, done.stdout, done.stderr)

    def _must_start_cold(self) -> bool:
        """What Python itself reads when it starts cannot be put on later."""
        return self.is_cold or not CAN_FORK or any(n.startswith(("PYTHON", "LC_", "LANG")) for n in self.environment)

    def _warm(self, arguments: tuple[str | Path, ...], stdin: str | None) -> Done:
        return warm().run(list(map(str, arguments)), environ=self.environ(), cwd=self.home, stdin=stdin)

    def _cold(self, arguments: tuple[str | Path, ...], stdin: str | None) -> Done:
        done = subprocess.run(
            self.command(*arguments),
            env=self.environ(),
            cwd=self.home,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def asks_json(self, *arguments: str | Path) -> Any:
        """Run a command with --json; all of standard output is one document."""
        return json.loads(self.types(*arguments, "--json").out)

    def content_hash(self, folder: Path | None = None) -> str:
        """The hash of what the diary says now."""
        with Journal.open(folder or self.diary, read_only=True) as journal:
            return journal.content_hash()

    def n_entries(self, folder: Path | None = None) -> int:
        """How many entries the diary holds."""
        with Journal.open(folder or self.diary, read_only=True) as journal:
            return journal.n_entries()
