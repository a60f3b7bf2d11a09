"""A home of its own for each test, with a clock that stands still until it is moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from commensal.service.home import Home


@dataclass
class StandingClock:
    """A clock that says what it is told."""

    instant: datetime

    def __call__(self) -> datetime:
        return self.instant

    def forward(self, **delta: float) -> None:
        """Move the wall clock on, the way a person's day goes on."""
        self.instant += timedelta(**delta)


@pytest.fixture
def clock() -> StandingClock:
    """Saturday 21 November 2026, just after two in the afternoon in London."""
    return StandingClock(datetime(2026, 11, 21, 14, 5, tzinfo=ZoneInfo("Europe/London")))


@pytest.fixture
def home(tmp_path: Path, clock: StandingClock) -> Home:
    """An empty home."""
    return Home(location=tmp_path / "diary", clock=clock, state_folder=tmp_path / "state")
