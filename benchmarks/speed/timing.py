"""Timing by the wall clock: medians of repeated runs."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median


def median_ms(act: Callable[[], object], *, n_runs: int) -> float:
    """Median wall time of ``act``, after one run that is not counted, in milliseconds."""
    act()
    return median(once_ms(act) for _ in range(n_runs))


def medians_ms(acts: Sequence[Callable[[], object]], *, n_runs: int) -> list[float]:
    """Median wall times of several acts, in turns, so that a busy moment touches all of them, in milliseconds."""
    for act in acts:
        act()
    rounds = [[once_ms(act) for act in acts] for _ in range(n_runs)]
    return [median(times) for times in zip(*rounds, strict=True)]


def process(command: Sequence[str], environment: Mapping[str, str]) -> Callable[[], object]:
    """An act that runs a command to its end and refuses a failure."""

    def run() -> None:
        subprocess.run(command, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True, check=True)

    return run


def once_ms(act: Callable[[], object]) -> float:
    """Wall time of one run, in milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000.0
