"""One row a run: when, which commit, on what, and the numbers."""

from __future__ import annotations

import csv
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import commensal

FILE = Path(__file__).resolve().parents[1] / "results" / "speed.tsv"

PEER_BY_METRIC = {
    "import_ms": None,
    "import_wall_ms": "bare_python_ms",
    "help_ms": "bare_python_ms",
    "log_ms": "sqlalchemy_ms",
    "find_ms": "lstsq_ms",
    "find_peak_mb": None,
    "store_fill_ms": "sqlite_fill_ms",
    "store_log_ms": "sqlite_log_ms",
    "store_window_ms": "sqlite_window_ms",
    "store_all_ms": "sqlite_all_ms",
    "store_hash_ms": "sqlite_hash_ms",
    "page_start_ms": None,
    "page_first_kb": None,
    "page_day_ms": None,
    "page_day_p95_ms": None,
    "page_tap_ms": None,
}


def row_of(times_ms: dict[str, float]) -> dict[str, str]:
    """The whole row as text: the run, then each metric, its peer, and their ratio."""
    row = run_of()
    for metric, peer in PEER_BY_METRIC.items():
        row[metric] = f"{times_ms[metric]:.1f}"
        if peer is not None:
            row[peer] = f"{times_ms[peer]:.1f}"
            row[metric.removesuffix("_ms") + "_ratio"] = f"{times_ms[metric] / times_ms[peer]:.2f}"
    return row


def append(row: dict[str, str], file: Path = FILE) -> None:
    """Add a row; a metric that is new gets a column, and earlier rows a blank there."""
    earlier: list[dict[str, str]] = []
    columns = list(row)
    if file.exists():
        with file.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, delimiter="\t")
            columns = list(dict.fromkeys([*(reader.fieldnames or ()), *row]))
            earlier = list(reader)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter="\t", lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows([*earlier, row])


def run_of() -> dict[str, str]:
    """When, which commit, and on what."""
    return {
        "date": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "version": _version(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpu": _cpu(),
    }


def _version() -> str:
    """Of commensal; a peer's environment may have its source on the path and nothing installed."""
    try:
        return str(commensal.__version__)
    except PackageNotFoundError:
        return "source"


def _commit() -> str:
    """Short name of the commit, with ``+`` when files differ from it."""

    def git(*words: str) -> str:
        result = subprocess.run(["git", *words], cwd=FILE.parent.parent, capture_output=True, text=True, check=False)
        return result.stdout.strip() if result.returncode == 0 else ""

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":/src", ":/benchmarks/speed")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + ("+" if changed else "")


def _cpu() -> str:
    """The processor's name, as far as the system tells."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
