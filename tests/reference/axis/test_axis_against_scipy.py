"""The solver against SciPy's LSODA and DOP853 at 1e-11, and against itself with smaller steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.reference import reference_solution
from commensal.axis.dynamics.solve import TOLERANCE, solve
from commensal.axis.dynamics.system import healthy_states

Floats = NDArray[np.float64]

STATED_ERROR = 1e-5
_START = np.array([*healthy_states().values()])
_PROTOCOL = (
    ("u_fib", 30.0, 2, 20),
    ("u_abx", 1.0, 6, 12),
    ("u_pro", 1.0, 12, 20),
    ("u_ns", 1.0, 14, 22),
    ("u_str", 0.8, 20, 26),
    ("u_slp", 5.0, 24, 27),
    ("u_ex", 1.5, 26, 27),
    ("u_op", 0.7, 28, 34),
    ("u_upf", 0.9, 30, 40),
)


def largest_error(found: Floats, reference: Floats) -> float:
    """Over days and states, relative to the size plus 0.001."""
    return float((np.abs(found - reference) / (1e-3 + np.abs(reference))).max())


def _inputs(n_days: int, *, every_day: bool) -> Floats:
    inputs = np.repeat(default_inputs()[None], n_days, axis=0)
    names = equations().inputs
    if every_day:
        rng = np.random.default_rng(8)
        for name, spread in (("u_fib", 5.0), ("u_str", 0.15), ("u_slp", 0.9), ("u_ex", 0.3), ("u_upf", 0.15)):
            column = names.index(name)
            inputs[:, column] = np.maximum(inputs[:, column] + spread * rng.normal(size=n_days), 0.0)
    else:
        for name, value, first, last in _PROTOCOL:
            inputs[first:last, names.index(name)] = value
    return inputs


def _jumps(n_days: int) -> Floats:
    jumps = np.zeros((n_days, 32))
    jumps[3, equations().states.index("Lp")] = 46.0
    return jumps


def _compare(method: str, n_days: int, *, every_day: bool) -> float:
    given: dict[str, Any] = {
        "constants": constants_of(parameter_vector({"kT": 24.0, "tC": 40.0, "thr": 0.6, "tr": 3.0})),
        "inputs": _inputs(n_days, every_day=every_day),
        "start": _START,
        "times": np.arange(n_days + 1.0),
        "jumps": _jumps(n_days),
    }
    return largest_error(solve(**given)[0], reference_solution(**given, method=method))


@pytest.mark.parametrize("every_day", [False, True])
def test_the_stated_error_holds_over_weeks(every_day: bool) -> None:
    """Medicines, a dose of endotoxin, stress, short nights, effort: within 1e-5 of a tight reference."""
    assert _compare("LSODA", 30 if every_day else 45, every_day=every_day) <= STATED_ERROR


@pytest.mark.heavy
@pytest.mark.parametrize("every_day", [False, True])
@pytest.mark.parametrize("method", ["DOP853", "LSODA"])
def test_the_stated_error_holds_over_a_year(method: str, every_day: bool) -> None:
    """The same over 365 days and against two other methods."""
    assert _compare(method, 365, every_day=every_day) <= STATED_ERROR


def test_smaller_steps_come_closer() -> None:
    """A tolerance sixteen times smaller takes about half the step; the distance to a tighter solution falls with it."""
    inputs = _inputs(45, every_day=False)
    constants = constants_of(parameter_vector())
    tight, *looser = (
        solve(constants=constants, inputs=inputs, start=_START, times=np.arange(46.0), tolerance=tolerance)
        for tolerance in (TOLERANCE / 4096, TOLERANCE / 16, TOLERANCE, TOLERANCE * 16)
    )
    errors = [largest_error(found, tight) for found in looser]
    assert errors[1] <= STATED_ERROR
    assert errors[0] < errors[1] / 4
    assert errors[1] < errors[2] / 4
