"""Arrows go down, and pure rooms stay pure: the import-linter contracts, and proof that they can fail."""

from __future__ import annotations

import os
import re
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


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("vocab/units.py", "import commensal.service", "Arrows go down"),
        ("findings/finding.py", "import commensal.synthetic", "Arrows go down"),
        ("stats/__init__.py", "import sqlite3", "Pure rooms"),
        ("attic/__init__.py", "", "Arrows go down"),
    ],
    ids=["upward", "neighbour", "sqlite3 in stats", "room without a floor"],
)
def test_a_broken_arrow_is_seen(copy_of_house: Path, file: str, line: str, contract: str) -> None:
    """A contract that cannot fail would guard nothing."""
    path = copy_of_house / "src" / "commensal" / file
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    result = _lint_imports(copy_of_house)
    assert result.returncode != 0
    assert re.search(rf"{contract}.* BROKEN", result.stdout), result.stdout + result.stderr
