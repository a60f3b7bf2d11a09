"""``python -m benchmarks.truth.peers DIR``: ours and installed peers on the same diaries, in one run.

DIR holds ``simdiary.py`` (a simulator that is not ours) and ``peers.py`` (runners of other tools, those that are
installed). Each method sees the same seeds; a finding that names none of the built-in effects counts as false.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import commensal as cm

FAMILIES: dict[str, dict[str, Any]] = {
    "nothing to find": {"null": True},
    "base": {},
    "reacts to yesterday": {"feedback": True},
    "reacts to the same day": {"feedback": "same"},
    "slow drift": {"drift": 0.12},
    "at the floor": {"level": 1.2},
    "gaps on bad days": {"mnar": 1.0},
    "sticky, phi .8": {"phi": 0.8},
}
Flagged = Callable[[Any, Any], list[set[int]]]


@dataclass
class Tally:
    """Counts of one method in one family."""

    n: int = 0
    n_with_any: int = 0
    n_sets: int = 0
    n_false: int = 0
    n_reactive: int = 0
    n_reactive_flagged: int = 0
    hits: dict[float, list[bool]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def add(self, diary: Any, sets: list[set[int]], seconds: float) -> None:
        """Count one diary."""
        flagged = set().union(*sets) if sets else set()
        self.n += 1
        self.n_with_any += bool(sets)
        self.n_sets += len(sets)
        self.n_false += sum(not members & set(diary.true) for members in sets)
        self.n_reactive += len(diary.feedback)
        self.n_reactive_flagged += len(flagged & set(diary.feedback))
        for exposure, truth in diary.true.items():
            self.hits.setdefault(truth["d"], []).append(exposure in flagged)
        self.seconds.append(seconds)

    def row(self) -> str:
        """The figures in a line."""
        power = "  ".join(f"{np.mean(self.hits[size]):.2f}" for size in sorted(self.hits)) or "-"
        reactive = f"{self.n_reactive_flagged / self.n_reactive:.3f}" if self.n_reactive else "-"
        return (
            f"any={self.n_with_any / self.n:.3f}  false_each={self.n_false / self.n:.3f}  "
            f"fdr={self.n_false / max(self.n_sets, 1):.3f}  power={power}  reactive={reactive}  "
            f"ms={1000 * float(np.median(self.seconds)):.1f}"
        )


def ours(diary: Any, simulator: Any) -> list[set[int]]:
    """The credible sets that a person would be shown."""
    columns = [f"x{number}" for number in range(diary.X.shape[1])]
    days = pd.date_range("2025-01-06", periods=len(diary.y))
    frame = pd.DataFrame(simulator.scaled(diary), columns=columns, index=days).assign(pain=diary.y)
    found = cm.find(frame, outcome="pain").to_frame()
    shown = found[found["tier"] != "none"]
    return [{int(name[1:]) for name in members["exposure"]} for _, members in shown.groupby("set_id")]


def peer(method: Callable[[Any], dict[str, Any]]) -> Flagged:
    """A peer's flags, each a set of its own."""

    def flagged(diary: Any, _simulator: Any) -> list[set[int]]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [{int(number)} for number in np.flatnonzero(method(diary)["flag"])]

    return flagged


def run(methods: dict[str, Flagged], simulator: Any, *, n: int, days: Iterable[int], seed: int, family: str) -> None:
    """Print one line for each method, length and family."""
    for name, setting in FAMILIES.items():
        for n_days in days:
            if family not in name:
                continue
            for label, flagged in methods.items():
                tally = Tally()
                for number in range(seed, seed + n):
                    diary = simulator.simulate(number, T=n_days, **setting)
                    started = time.perf_counter()
                    sets = flagged(diary, simulator)
                    tally.add(diary, sets, time.perf_counter() - started)
                print(f"{name}, {n_days} days  {label}  n={n}  seed={seed}  {tally.row()}", flush=True)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth.peers", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds simdiary.py and peers.py")
    parser.add_argument("--methods", default="", help="peers, parted by commas; ours is always run")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--days", default="180,365")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", default="", help="only families whose name holds this")
    given = parser.parse_args()
    sys.path.insert(0, str(given.folder))
    simulator, peers = (importlib.import_module(name) for name in ("simdiary", "peers"))
    methods: dict[str, Flagged] = {"commensal": ours}
    for name in filter(None, given.methods.split(",")):
        methods[name] = peer(peers.METHODS[name])
    days = [int(part) for part in given.days.split(",")]
    run(methods, simulator, n=given.people, days=days, seed=given.seed, family=given.family)


if __name__ == "__main__":
    main()
