"""Help is read from a table: nothing of the store, the readers or the thinkers is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

_SHOW = (
    "import sys; from commensal.cli.main import main; main({arguments}); print(*sorted(sys.modules), file=sys.stderr)"
)


def _loaded(arguments: list[str]) -> set[str]:
    code = _SHOW.format(arguments=arguments)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
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
