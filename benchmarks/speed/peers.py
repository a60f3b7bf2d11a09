"""``python -m benchmarks.speed.peers DIR``: ours and Bayesian peers on the same diaries, on one core, in one run.

DIR holds ``simdiary.py`` (a simulator that is not ours) and ``peers.py`` (runners of other tools). Every method gets
the same 365 days with 40 exposures, cold: nothing is kept from diary to diary. Time is the processor's, so that a busy
machine is no one's loss. A peer that runs in a process of its own (R) is charged its fitting time alone where it tells
it, not the start of R; one that compiles (JAX) compiles for each diary, as it must in a program that is asked once. One
row a method goes to ``benchmarks/results/speed_peers.tsv``.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import warnings
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.speed.finding import find_anew
from benchmarks.speed.row import append, run_of

FILE = Path(__file__).resolve().parents[1] / "results" / "speed_peers.tsv"
# What each peer makes of yesterday's rating. Only the first kind counts for the ratio we promise.
HEEDS_TIME = {
    "horseshoe": "AR(1) errors",
    "jags_ssvs": "AR(1) errors",
    "bsts_rust": "local level",
    "susier_raw": "none",
}
_TIMES = 10
_PRINTED = ("method", "heeds_time", "versions", "ms", "ms_least", "times_ours", "place")
_PACKAGES = {"horseshoe": ("numpyro", "jax"), "bsts_rust": ("bsts-causalimpact",)}


def work_s() -> float:
    """Processor time of this process and of its children that have ended: the wall's, were the core ours alone."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def ours(diary: Any, simulator: Any) -> float:
    """Seconds for ``commensal.find`` on a frame that is there already."""
    columns = [f"x{number}" for number in range(diary.X.shape[1])]
    days = pd.date_range("2025-01-06", periods=len(diary.y))
    frame = pd.DataFrame(simulator.scaled(diary), columns=columns, index=days).assign(pain=diary.y)
    began = work_s()
    for _ in range(_TIMES):  # the clock of a process ticks in hundredths
        find_anew(frame)
    return (work_s() - began) / _TIMES


def peer(method: Callable[[Any], dict[str, Any]]) -> Callable[[Any, Any], float]:
    """Seconds of a peer: its own count of its fit where that is less, since R must first start."""

    def timed(diary: Any, _simulator: Any) -> float:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            began = work_s()
            result = method(diary)
        whole = work_s() - began
        return min(whole, float(result.get("seconds", whole)))

    return timed


def one_core() -> str:
    """Keep this process and what it starts to one core, so that no peer gains or loses by threads."""
    if not hasattr(os, "sched_setaffinity"):
        return "not pinned"
    core = min(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return f"core {core}"


def versions_of(name: str) -> str:
    """Versions of the packages behind a peer, as far as they can be asked."""
    known = []
    for package in _PACKAGES.get(name, ()):
        try:
            known.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(known)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.peers", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds simdiary.py and peers.py")
    parser.add_argument("--methods", default="horseshoe,jags_ssvs,susier_raw", help="peers, parted by commas")
    parser.add_argument("--diaries", type=int, default=5, help="diaries for each method; ours gets each ten times")
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dry", action="store_true", help="write no row")
    given = parser.parse_args()
    place = one_core()
    sys.path.insert(0, str(given.folder))
    simulator, peers = (importlib.import_module(name) for name in ("simdiary", "peers"))
    diaries = [simulator.simulate(given.seed + number, T=given.days) for number in range(given.diaries)]
    ours(diaries[0], simulator)  # what is imported at the first use is not the finder's time
    names = [name for name in given.methods.split(",") if name]
    timed = {"commensal": ours} | {name: peer(peers.METHODS[name]) for name in names}
    seconds: dict[str, list[float]] = {name: [] for name in timed}
    for diary in diaries:  # in turns, so that a busy moment touches all
        for name, method in timed.items():
            seconds[name].append(method(diary, simulator))
    ours_ms = 1000 * median(seconds["commensal"])
    for name, listed in seconds.items():
        row = run_of() | {
            "method": name,
            "heeds_time": HEEDS_TIME.get(name, "AR(1), noise and slow level" if name == "commensal" else ""),
            "versions": versions_of(name),
            "days": str(given.days),
            "exposures": str(diaries[0].X.shape[1]),
            "diaries": str(len(diaries)),
            "first_seed": str(given.seed),
            "ms": f"{1000 * median(listed):.1f}",
            "ms_least": f"{1000 * float(np.min(listed)):.1f}",
            "times_ours": f"{1000 * median(listed) / ours_ms:.0f}",
            "place": place,
        }
        print(
            "  ".join(f"{key}={row[key]}" for key in ("method", "heeds_time", "versions", "ms", "times_ours", "place"))
        )
        if not given.dry:
            append(row, FILE)


if __name__ == "__main__":
    main()
