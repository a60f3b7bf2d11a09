"""Who is at the keyboard in a story, and the file they bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.stories.person import Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """Somebody who has never used the program."""
    home = tmp_path / "home"
    home.mkdir()
    return Person(home=home)


@pytest.fixture
def small_table(tmp_path: Path) -> Path:
    """A table such as people keep in a spreadsheet: ten days of pain and coffee, one blank."""
    rows = [f"2026-03-{day:02d},{day % 4},{'' if day == 5 else day % 2}" for day in range(1, 11)]
    file = tmp_path / "my table.csv"
    file.write_text("date,pain,coffee\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file
