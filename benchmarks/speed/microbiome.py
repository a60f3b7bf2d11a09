"""How long distances between ten thousand stool samples take, beside scikit-bio in the same run, on one core.

    python -m benchmarks.speed.microbiome [--samples 10000] [--dry]

A made-up community of 1,000 taxa, 50,000 reads a sample, one entry in six above zero. Ours and scikit-bio get the same
table in a process of its own each; both are kept to one core, and the time is the processor's, so that a busy machine
is no one's loss (the wall's time stands beside it). Ours is the least of three, as the kernels are kept compiled; the
first call in a fresh process, which loads them, is told apart. Memory is the highest a process of ours alone ever took,
with Python, the table and the result. Then the largest difference between the two results, relative to the distance.
One row goes to ``benchmarks/results/speed_microbiome.tsv``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed.memory import own_peak_mb
from benchmarks.speed.peers import one_core
from benchmarks.speed.row import append, run_of

FILE = Path(__file__).resolve().parents[1] / "results" / "speed_microbiome.tsv"
N_TAXA, N_READS, SEED, N_RUNS = 1_000, 50_000, 7, 3
METRICS = ("bray_curtis", "aitchison")
_ROWS_AT_ONCE = 500


def table(n_samples: int) -> NDArray[np.int64]:
    """Reads of made-up samples around one log-normal community."""
    rng = np.random.default_rng(SEED)
    shares = rng.lognormal(0, 2.2, N_TAXA)
    shares /= shares.sum()
    reads = np.empty((n_samples, N_TAXA), dtype=np.int64)
    for sample in range(n_samples):
        weights = rng.gamma(shares * 60, 1) + 1e-12
        reads[sample] = rng.multinomial(N_READS, weights / weights.sum())
    return reads


def timed(act: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds of the processor and of the wall, and what came out."""
    began, work = time.perf_counter(), time.process_time()
    result = act()
    return time.process_time() - work, time.perf_counter() - began, result


def ours(metric: str, n_samples: int) -> dict[str, float]:
    """Times and memory of ours, in this process."""
    from commensal import microbiome  # noqa: PLC0415 - the peak of memory is this process's own

    distances = getattr(microbiome, metric)
    reads = table(n_samples)
    first = timed(lambda: distances(reads))[:2]
    runs = [first, *(timed(lambda: distances(reads))[:2] for _ in range(N_RUNS - 1))]
    return {
        "first_s": first[0],
        "ours_s": min(run[0] for run in runs),
        "ours_wall_s": min(run[1] for run in runs),
        "ours_peak_mb": own_peak_mb(),
    }


def theirs(metric: str, n_samples: int) -> dict[str, float]:
    """Times of scikit-bio, and how far the two results are apart."""
    from skbio.diversity import beta_diversity  # noqa: PLC0415
    from skbio.stats.composition import clr, multi_replace  # noqa: PLC0415

    from commensal import microbiome  # noqa: PLC0415

    reads = table(n_samples)
    if metric == "bray_curtis":
        work, wall, result = timed(lambda: beta_diversity("braycurtis", reads / reads.sum(axis=1, keepdims=True)))
    else:
        work, wall, result = timed(
            lambda: beta_diversity("euclidean", clr(multi_replace(reads.astype(float))), validate=False)
        )
    peer_peak_mb = own_peak_mb()
    reference, mine = result.data, getattr(microbiome, metric)(reads)
    absolute, relative = 0.0, 0.0
    for row in range(0, n_samples, _ROWS_AT_ONCE):
        part = reference[row : row + _ROWS_AT_ONCE]
        apart = np.abs(mine[row : row + _ROWS_AT_ONCE] - part)
        absolute = max(absolute, float(apart.max()))
        relative = max(relative, float((apart / np.maximum(part, 1.0)).max()))
    return {
        "peer_s": work,
        "peer_wall_s": wall,
        "peer_peak_mb": peer_peak_mb,
        "apart": relative,
        "apart_absolute": absolute,
    }


def alpha(_metric: str, n_samples: int) -> dict[str, float]:
    """Shannon, richness, inverse Simpson and Pielou of every sample, and scikit-bio's functions for tables."""
    from skbio.diversity import alpha_diversity  # noqa: PLC0415

    from commensal.microbiome.sample_table import SampleTable  # noqa: PLC0415
    from commensal.microbiome.table_alpha import alpha as alpha_of  # noqa: PLC0415

    reads = table(n_samples)
    samples = SampleTable(
        samples=tuple(f"S{number}" for number in range(n_samples)),
        taxa=tuple(f"T{number}" for number in range(N_TAXA)),
        values=reads.astype(np.float64),
        are_counts=True,
        depth=reads.sum(axis=1).astype(np.float64),
    )
    peers = ("shannon", "sobs", "inv_simpson", "pielou_e")
    peer = min(timed(lambda: [alpha_diversity(name, reads) for name in peers])[0] for _ in range(N_RUNS))
    mine = min(timed(lambda: alpha_of(samples))[0] for _ in range(N_RUNS))
    return {"ours_s": mine, "peer_s": peer}


_PARTS: dict[str, Callable[[str, int], dict[str, float]]] = {"ours": ours, "theirs": theirs, "alpha": alpha}


def in_a_process(part: str, metric: str, n_samples: int) -> dict[str, float]:
    """One part in a process of its own, on the core of this one."""
    command = [sys.executable, "-m", "benchmarks.speed.microbiome", "--part", part, "--metric", metric]
    done = subprocess.run(
        [*command, "--samples", str(n_samples)],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    numbers: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return numbers


def main() -> None:
    """Run the benchmark, or one part of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.microbiome", description=__doc__)
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--dry", action="store_true", help="write no row")
    parser.add_argument("--part", choices=sorted(_PARTS), help="used by the benchmark itself")
    parser.add_argument("--metric", choices=METRICS, default=METRICS[0], help="used by the benchmark itself")
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_PARTS[given.part](given.metric, given.samples)))
        return
    place = one_core()
    row = run_of() | {"samples": str(given.samples), "taxa": str(N_TAXA), "place": place}
    for metric in METRICS:
        numbers = in_a_process("ours", metric, given.samples) | in_a_process("theirs", metric, given.samples)
        numbers["ratio"] = numbers["peer_s"] / numbers["ours_s"]
        numbers["wall_ratio"] = numbers["peer_wall_s"] / numbers["ours_wall_s"]
        row |= {f"{metric}_{name}": f"{value:.3g}" for name, value in numbers.items()}
        print(metric, " ".join(f"{name}={value:.3g}" for name, value in numbers.items()), flush=True)
    numbers = in_a_process("alpha", METRICS[0], given.samples)
    row |= {f"alpha_{name}": f"{value:.3g}" for name, value in numbers.items()}
    print("alpha", " ".join(f"{name}={value:.3g}" for name, value in numbers.items()))
    if not given.dry:
        append(row, FILE)


if __name__ == "__main__":
    main()
