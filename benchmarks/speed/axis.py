"""``python -m benchmarks.speed.axis``: time of a simulated person-year, ours and others, at equal error, in one run.

Two years: *scheduled* (15 measures one after another, 28 parameters of each person vary by up to 30 %) and *diary*
(twelve inputs change every day). 32 states are given each day. Error: the largest |y - ref| / (0.001 + |ref|) over
days, states and people; the reference is LSODA at 1e-11 with the library's own exp and log. Each method is run at some
tolerances; its time at error 1e-5 is read off the line through log time and log error. Time is the processor's, on one
core. A peer that is not installed is named and left out; diffrax runs where jax is found (``--only diffrax`` in its own
environment).

Beside it stands the arithmetic floor: the operations of one right-hand side and of a step, over what the core could do
at best (``--flops-per-cycle`` x ``--ghz``).
"""

from __future__ import annotations

import argparse
import ast
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.speed import axis_peers
from benchmarks.speed.row import append, run_of
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.reference import reference_solution
from commensal.axis.dynamics.solve import TOLERANCE, Way, solve, stream, warm_up
from commensal.axis.dynamics.specialise import specialise
from commensal.axis.dynamics.system import healthy_states
from commensal.knowledge.axis_model import axis_model

Floats = NDArray[np.float64]
FILE = Path(__file__).resolve().parents[1] / "results" / "axis_speed.tsv"

EQUAL_ERROR = 1e-5
DAYS = 365
_COMPARED = 4  # people whose error is looked at
START = np.array([*healthy_states().values()])
TIMES = np.arange(DAYS + 1.0)
SCHEDULE = (
    ("u_fib", 30.0, 20, 80), ("u_fos", 8.0, 30, 60), ("u_abx", 1.0, 90, 97), ("u_pro", 1.0, 97, 125),
    ("u_ns", 1.0, 130, 144), ("u_ppi", 1.0, 150, 210), ("u_op", 0.7, 160, 190), ("u_str", 0.7, 200, 230),
    ("u_slp", 5.0, 215, 225), ("u_fer", 4.0, 240, 300), ("u_o3", 3.0, 250, 306), ("u_min", 1.0, 260, 330),
    ("u_act", 0.8, 270, 350), ("u_ex", 1.5, 310, 312), ("u_upf", 0.9, 335, 355),
)  # fmt: skip
DIARY = (
    ("u_fib", 18, 5), ("u_pla", 18, 4), ("u_pol", 0.8, 0.3), ("u_o3", 0.2, 0.1), ("u_upf", 0.5, 0.15),
    ("u_fer", 0.4, 0.4), ("u_str", 0.3, 0.15), ("u_min", 0.1, 0.1), ("u_act", 0.3, 0.1), ("u_ex", 0.4, 0.3),
    ("u_slp", 7.2, 0.9), ("u_noc", 0.2, 0.05),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of some people; inputs with one row for all or one for each."""

    name: str
    constants: Floats
    inputs: Floats


def people(n: int) -> Floats:
    """Constants of people of whom 28 parameters vary."""
    rng = np.random.default_rng(0)
    values = parameter_vector()
    vary = rng.choice(np.flatnonzero(values > 0), 28, replace=False)
    table = np.repeat(values[None], n, axis=0)
    table[:, vary] *= rng.uniform(0.7, 1.3, (n, 28))
    return constants_of(table)


def scheduled_year(constants: Floats) -> Year:
    """Fifteen measures one after another, the same for all."""
    inputs = np.repeat(default_inputs()[None], DAYS, axis=0)
    for name, value, first, last in SCHEDULE:
        inputs[first:last, equations().inputs.index(name)] = value
    return Year(name="scheduled", constants=constants, inputs=inputs[None])


def diary_year(constants: Floats) -> Year:
    """Twelve inputs that change every day, each person's own."""
    rng = np.random.default_rng(1)
    inputs = np.repeat(default_inputs()[None], len(constants) * DAYS, axis=0).reshape(len(constants), DAYS, -1)
    for name, mean, spread in DIARY:
        days = np.maximum(mean + spread * rng.normal(size=inputs.shape[:2]), 0.0)
        inputs[..., equations().inputs.index(name)] = days
    return Year(name="diary", constants=constants, inputs=inputs)


def work_s(act: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds of an act, and its result."""
    began = time.process_time()
    result = act()
    return time.process_time() - began, result


def error(found: Floats, reference: Floats) -> float:
    """Largest over days, states and people."""
    return float((np.abs(found - reference) / (1e-3 + np.abs(reference))).max())


def at_equal_error(points: list[tuple[float, float]]) -> float:
    """Milliseconds at error 1e-5 from pairs of error and milliseconds; NaN where the points do not reach it."""
    errors, times = np.log(np.array(sorted(points))).T
    if not errors[0] <= np.log(EQUAL_ERROR):
        return float("nan")
    return float(np.exp(np.interp(np.log(EQUAL_ERROR), errors, times)))


def ours(year: Year, tolerance: float, _state: Any) -> Floats:
    """The product's solver, compiled, one thread."""
    return solve(
        constants=year.constants, inputs=year.inputs, start=START, times=TIMES, tolerance=tolerance, way=Way.COMPILED
    )


def flops_of_a_step() -> tuple[float, float]:
    """Additions, multiplications and divisions of one right-hand side and of one step besides its right-hand sides.

    A division counts as 8, ``exp`` as 34 and ``ln`` as 36: what they are made of.
    """
    _, _, during = specialise(equations()).source.partition("def follow")
    tree = ast.parse("def follow" + during)
    divisions = sum(isinstance(node, ast.Div) for node in ast.walk(tree))
    others = sum(isinstance(node, ast.Add | ast.Sub | ast.Mult) for node in ast.walk(tree))
    calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return others + 8 * divisions + 34 * calls.count("exp") + 36 * calls.count("ln"), 32 * (4 * 6 + 16)


def compare(years: list[Year], methods: dict[str, tuple[Callable[..., Floats], tuple[float, ...]]]) -> None:
    """Print and keep the time of each method at equal error."""
    for year in years:
        n_ref = min(len(year.constants), _COMPARED)
        shown = [
            reference_solution(
                constants=year.constants[i], inputs=year.inputs[min(i, len(year.inputs) - 1)], start=START, times=TIMES
            )
            for i in range(n_ref)
        ]
        reference = np.array(shown)
        for name, (method, tolerances) in methods.items():
            points = []
            n = len(year.constants) if name == "commensal" else n_ref  # side by side, or one after the other
            few = Year(name=year.name, constants=year.constants[:n], inputs=year.inputs[:n])
            for tolerance in tolerances:
                method(few, tolerance, None)  # whatever is built, is built before the clock runs
                seconds, found = work_s(partial(method, few, tolerance, None))
                points.append((max(error(found[:n_ref], reference), 1e-12), seconds / n * 1e3))
                print(f"{year.name:<10} {name:<22} tolerance {tolerance:.0e}  error {points[-1][0]:.1e}"
                      f"  {points[-1][1]:9.2f} ms", flush=True)  # fmt: skip
            _keep(year.name, name, n, at_equal_error(points), "at error 1e-5")


def _keep(year: str, method: str, n: int, ms: float, what: str) -> None:
    print(f"{year:<10} {method:<22} n = {n:<7} {ms:9.2f} ms a person-year  ({what})", flush=True)
    append({**run_of(), "year": year, "method": method, "n": str(n), "ms": f"{ms:.3g}", "what": what}, FILE)


def many(sizes: list[int], *, n_threads: int) -> None:
    """Our own time for one, a thousand and a hundred thousand people, with what is kept streamed."""
    unique = people(min(max(sizes), 1000))
    for n in sizes:
        constants = unique[np.arange(n) % len(unique)]
        for year in (scheduled_year(constants), diary_year(unique[: min(n, len(unique))])):
            inputs = year.inputs
            if len(inputs) > 1 and n > len(inputs):
                continue  # days of one's own for so many people would not fit into memory at once
            began, wall = time.process_time(), time.perf_counter()
            kept = list(
                stream(
                    lambda states: np.quantile(states[:, -1], (0.05, 0.5, 0.95), axis=0),
                    constants=constants, inputs=inputs, start=START, times=TIMES, n_threads=n_threads,
                )
            )  # fmt: skip
            used, wall = time.process_time() - began, time.perf_counter() - wall
            assert np.isfinite(kept).all()
            peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            what = f"streamed, {n_threads} threads, wall {wall:.1f} s, peak {peak_mb:.0f} MB"
            _keep(year.name, "commensal", n, used / n * 1e3, what)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed.axis", description=__doc__)
    parser.add_argument("--people", type=int, nargs="*", default=[1, 1_000, 100_000])
    parser.add_argument("--only", nargs="*", default=["commensal", *axis_peers.PEERS])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--ghz", type=float, default=2.6)
    parser.add_argument(
        "--flops-per-cycle", type=float, default=8.0, help="additions or multiplications; 16 when fused"
    )
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    constants = people(64)
    years = [scheduled_year(constants), diary_year(constants)]
    methods: dict[str, Any] = {}
    if "commensal" in options.only:
        seconds, _ = work_s(warm_up)
        print(f"commensal: ready after {seconds:.1f} s of work", flush=True)
        methods["commensal"] = (ours, (4e-6, TOLERANCE, 1e-7))
    for name, (load, tolerances) in axis_peers.PEERS.items():
        if name not in options.only:
            continue
        try:
            methods[name] = (load(), tolerances)
        except ImportError as problem:
            print(f"{name}: left out, {problem}")
    rhs, step = flops_of_a_step()
    print(f"one right-hand side {rhs:.0f} operations, a step {step:.0f} more; at best "
          f"{(rhs + step / 6) / (options.flops_per_cycle * options.ghz):.0f} ns for an evaluation")  # fmt: skip
    compare(years, methods)
    if "commensal" in options.only:
        many(options.people, n_threads=options.threads)
    print(f"{len(axis_model().states)} states; rows added to {FILE}")


if __name__ == "__main__":
    main()
