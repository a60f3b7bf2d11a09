"""Arrows go down, and pure rooms stay pure: the import-linter contracts, and proof that they can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(script), "--config", str(folder / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy_of_house(repository: Path, tmp_path: Path) -> Path:
    shutil.copy(repository / "pyproject.toml", tmp_path)
    shutil.copytree(repository / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def test_the_contracts_hold(repository: Path) -> None:
    """No room uses a floor above it, and no pure room touches the outside."""
    result = _lint_imports(repository)
    assert result.returncode == 0, result.stdout + result.stderr


def _add(house: Path, file: str, line: str) -> None:
    path = house / "src" / "commensal" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")


def test_broken_arrows_are_seen(copy_of_house: Path) -> None:
    """A contract that cannot fail would guard nothing: upward, to a neighbour, and out of a pure room."""
    _add(copy_of_house, "vocab/units.py", "import commensal.service")
    _add(copy_of_house, "findings/finding.py", "import commensal.synthetic")
    _add(copy_of_house, "stats/__init__.py", "import sqlite3")
    result = _lint_imports(copy_of_house)
    assert result.returncode != 0
    for said in (
        "Arrows go down BROKEN",
        "commensal.vocab is not allowed to import commensal.service",
        "commensal.findings is not allowed to import commensal.synthetic",
        "chance nor network BROKEN",
        "commensal.stats is not allowed to import sqlite3",
    ):
        assert said in result.stdout, (said, result.stdout + result.stderr)


def test_a_room_without_a_floor_is_seen(copy_of_house: Path) -> None:
    """Every room has its place: an attic that nobody planned is refused."""
    _add(copy_of_house, "attic/__init__.py", "")
    result = _lint_imports(copy_of_house)
    assert result.returncode != 0
    assert "Arrows go down BROKEN" in result.stdout, result.stdout + result.stderr
