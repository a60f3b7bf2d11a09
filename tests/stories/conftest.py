"""Who is at the keyboard in a story, and the file they bring."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.stories.person import Person


@pytest.fixture
def person(tmp_path: Path, request: pytest.FixtureRequest) -> Person:
    """Somebody who has never used the program; in the long form of tests each command is started anew."""
    home = tmp_path / "home"
    home.mkdir()
    return Person(home=home, is_cold=bool(request.config.getoption("--run-heavy")))


@pytest.fixture
def cold_person(person: Person) -> Person:
    """Somebody whose every command is a program started anew, as in life."""
    return replace(person, is_cold=True)


@pytest.fixture
def small_table(tmp_path: Path) -> Path:
    """A table such as people keep in a spreadsheet: ten days of pain and coffee, one blank."""
    rows = [f"2026-03-{day:02d},{day % 4},{'' if day == 5 else day % 2}" for day in range(1, 11)]
    file = tmp_path / "my table.csv"
    file.write_text("date,pain,coffee\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file
