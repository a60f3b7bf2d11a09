"""Help is read from a table: nothing of the store, the readers or the thinkers is loaded for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_SHOW = (
    "import sys; from commensal.cli.main import main; main({arguments}); print(*sorted(sys.modules), file=sys.stderr)"
)


def _loaded(arguments: list[str], **environment: str) -> set[str]:
    code = _SHOW.format(arguments=arguments)
    environ = {**os.environ, **environment}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, env=environ)
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["log", "--help"], ["undo", "--help"], ["lgo"]], ids=str
)
def test_help_loads_no_database(arguments: list[str]) -> None:
    """SQLAlchemy alone takes twice as long to load as all of help."""
    assert _loaded(arguments) & {"sqlalchemy", "sqlite3", "numpy", "pandas", "rich", "alembic", "jinja2"} == set()


def test_the_check_can_fail() -> None:
    """A day does need the store."""
    assert "sqlite3" in _loaded(["day"])


def test_a_line_without_words_loads_no_table_of_foods(tmp_path: Path) -> None:
    """Only words pay for being read; numbers by options and a usual day do not."""
    own = {"COMMENSAL_DATA": str(tmp_path / "diary"), "HOME": str(tmp_path)}
    readers_of_words = {"commensal.diary.parse.sentence", "commensal.knowledge.foods"}
    assert _loaded(["log", "tea"], **own) >= readers_of_words
    assert _loaded(["log", "--pain", "4"], **own) & readers_of_words == set()
    assert _loaded(["baseline"], **own) & readers_of_words == set()
