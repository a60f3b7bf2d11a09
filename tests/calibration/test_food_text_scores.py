"""The scores that are promised for typed food, on the sets in this repository."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.calibration


def figures(repository: Path, file: Path) -> dict[str, float]:
    """The last line of the runner, by name."""
    done = subprocess.run(
        [sys.executable, "benchmarks/truth/food_text.py", str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=repository,
    )
    return {name: float(value) for name, value in (item.split("=") for item in done.stdout.split("\n")[-2].split())}


def test_the_development_set_is_read_as_promised(repository: Path) -> None:
    """Nearly all foods right, hardly a wrong one, none that was denied, portions in range."""
    score = figures(repository, repository / "tests/data/food_text/dev.tsv")
    assert score["top1"] >= 0.97
    assert score["precision"] >= 0.96
    assert score["negated_logged"] == 0
    assert score["grams_in_range"] >= 0.93


def test_our_own_set_written_beforehand_stays_close(repository: Path) -> None:
    """154 entries written before the parser: a guard against fitting the development set alone."""
    score = figures(repository, repository / "tests/data/food_text/ours.tsv")
    assert score["top1"] >= 0.94
    assert score["precision"] >= 0.93
    assert score["negated_logged"] == 0
