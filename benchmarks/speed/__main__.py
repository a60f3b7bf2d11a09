"""``python -m benchmarks.speed``: time the stories, print a table, add one row to benchmarks/results/speed.tsv."""

from __future__ import annotations

import argparse

from benchmarks.speed.finding import finding_times
from benchmarks.speed.memory import find_peak_mb
from benchmarks.speed.page import page_times
from benchmarks.speed.row import FILE, PEER_BY_METRIC, append, row_of
from benchmarks.speed.starting import starting_times
from benchmarks.speed.storing import storing_times


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few repetitions; writes nothing")
    quick = parser.parse_args().quick
    times_ms = (
        starting_times(n_runs=3 if quick else 15)
        | finding_times(n_runs=2 if quick else 9)
        | {"find_peak_mb": find_peak_mb()}
        | storing_times(n_runs=2 if quick else 7, n_entries=10_000 if quick else 100_000)
        | page_times(n_runs=1 if quick else 9, n_entries=10_000 if quick else 100_000)
    )
    row = row_of(times_ms)
    print(f"{'what':<16} {'ms':>10}   {'peer':<18} {'ms':>10} {'ratio':>8}")
    for metric, peer in PEER_BY_METRIC.items():
        ratio = row.get(metric.removesuffix("_ms") + "_ratio", "")
        print(f"{metric:<16} {row[metric]:>10}   {peer or '':<18} {row[peer] if peer else '':>10} {ratio:>8}")
    if not quick:
        append(row)
        print(f"one row added to {FILE}")


if __name__ == "__main__":
    main()
