"""``python -m benchmarks.speed.cohort``: many made-up diaries in one Dask run, in a process of its own.

Prints the time, the highest memory of the process that was asked (and, with processes, of the largest worker), and
whether a sample of people got exactly the numbers that ``commensal.find`` gives them one by one. One row goes to
``benchmarks/results/cohort.tsv``.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.speed.finding import find_anew
from benchmarks.speed.memory import own_peak_mb
from benchmarks.speed.row import append, run_of
from benchmarks.truth.simulator import Setting, draw
from commensal.cohort import Answers, find_many

FILE = Path(__file__).resolve().parents[1] / "results" / "cohort.tsv"
N_FOODS, N_AMOUNTS = 13, 7  # of the 26 and 14 of the simulator
_WORDS, _NOT_NUMBERS = ["exposure", "tier", "status"], {"person", "outcome", "exposure", "tier", "status", "sentence"}


def diary_of(seed: int, n_days: int) -> pd.DataFrame:
    """One person's days: 20 exposures, of which the ones that act are among the first or are not asked about."""
    frame = draw(Setting(name="cohort", n_days=n_days), seed).frame
    foods = [f"food_{number}" for number in range(N_FOODS)]
    return frame[[*foods, *(f"amount_{number}" for number in range(N_AMOUNTS)), "pain"]]


def differing(answers: Answers, people: dict[str, partial[pd.DataFrame]], sample: list[str]) -> list[str]:
    """Those of the sample whose numbers are not, to the last bit, the ones they get alone."""
    frame = answers.to_frame()
    different = []
    for person in sample:
        mine = frame[frame["person"] == person].reset_index(drop=True)
        alone = find_anew(people[person]()).to_frame()
        numbers = [column for column in alone if column not in _NOT_NUMBERS]
        same = all(mine[column].astype(str).tolist() == alone[column].astype(str).tolist() for column in _WORDS)
        same = same and np.array_equal(mine[numbers].to_numpy(float), alone[numbers].to_numpy(float), equal_nan=True)
        if not same:
            different.append(person)
    return different


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.cohort", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--seed", type=int, default=0, help="first diary")
    parser.add_argument("--scheduler", default="processes")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--sample", type=int, default=50, help="people who are also asked one by one")
    parser.add_argument("--dry", action="store_true", help="write no row")
    given = parser.parse_args()
    run = run_of()
    people = {f"p{n:05d}": partial(diary_of, given.seed + n, given.days) for n in range(given.people)}
    began = time.perf_counter()
    answers = find_many(people, "pain", scheduler=given.scheduler, n_workers=given.workers)
    seconds = time.perf_counter() - began
    peak_mb = own_peak_mb()
    work_s = sum(os.times()[:4])  # user and system, this process and its workers, who have ended
    worker_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 / 1e6
    names = list(people)
    sample = names[:: max(1, len(names) // given.sample)][: given.sample]
    different = differing(answers, people, sample)
    row = run | {
        "people": str(answers.n_people),
        "answered": str(answers.n_answered),
        "with_a_finding": str(answers.n_with_a_finding),
        "days": str(given.days),
        "exposures": str(N_FOODS + N_AMOUNTS),
        "first_seed": str(given.seed),
        "scheduler": given.scheduler,
        "workers": str(given.workers),
        "seconds": f"{seconds:.1f}",
        "work_s": f"{work_s:.1f}",
        "work_ms_each": f"{1000 * work_s / max(answers.n_people, 1):.1f}",
        "peak_mb": f"{peak_mb:.0f}",
        "worker_peak_mb": f"{worker_mb:.0f}" if given.scheduler == "processes" else "",
        "asked_again": str(len(sample)),
        "differing": str(len(different)),
    }
    print(repr(answers))
    print("  ".join(f"{name}={value}" for name, value in row.items()))
    if different:
        raise SystemExit(f"other numbers than one by one: {', '.join(different)}")
    if not given.dry:
        append(row, FILE)


if __name__ == "__main__":
    main()
