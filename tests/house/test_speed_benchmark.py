"""The speed benchmark runs, and its rows stay readable when a metric is added."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

from benchmarks.speed import row


def test_the_benchmark_runs(repository: Path) -> None:
    """One command times every story beside its peer; the quick form writes nothing."""
    before = row.FILE.read_bytes() if row.FILE.exists() else None
    result = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed", "--quick"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert [metric for metric in row.PEER_BY_METRIC if metric not in result.stdout] == []
    assert (row.FILE.read_bytes() if row.FILE.exists() else None) == before


def test_a_new_metric_gets_a_column(tmp_path: Path) -> None:
    """Earlier rows keep their numbers, with a blank under the new heading."""
    file = tmp_path / "results" / "speed.tsv"
    row.append({"commit": "a", "help_ms": "70.1"}, file)
    row.append({"commit": "b", "help_ms": "69.9", "find_ms": "21.0"}, file)
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert rows == [
        {"commit": "a", "help_ms": "70.1", "find_ms": ""},
        {"commit": "b", "help_ms": "69.9", "find_ms": "21.0"},
    ]


def test_a_row_holds_the_ratio_to_its_peer() -> None:
    """Ratios can be compared between machines."""
    times_ms = dict.fromkeys([*row.PEER_BY_METRIC, *filter(None, row.PEER_BY_METRIC.values())], 2.0) | {"find_ms": 5.0}
    made = row.row_of(times_ms)
    assert made["find_ratio"] == "2.50"
    assert {"date", "commit", "python", "cpu"} <= set(made)
