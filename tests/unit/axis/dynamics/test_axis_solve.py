"""A person's numbers are the same alone and in any company; shapes, jumps, streams and refusals."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.solve import Way, solve, stream
from commensal.axis.dynamics.system import healthy_states

Floats = NDArray[np.float64]

_START = np.array([*healthy_states().values()])
_N, _DAYS = 9, 12


def _people() -> tuple[Floats, Floats, Floats]:
    """People with their own parameters and days."""
    rng = np.random.default_rng(5)
    parameters = np.repeat(parameter_vector()[None], _N, axis=0)
    parameters[:, :] *= rng.uniform(0.9, 1.1, parameters.shape)
    inputs = np.repeat(default_inputs()[None], _N * _DAYS, axis=0).reshape(_N, _DAYS, 20)
    inputs[:, :, equations().inputs.index("u_str")] = rng.uniform(0, 1, (_N, _DAYS))
    inputs[:, :, equations().inputs.index("u_ex")] = rng.uniform(0, 2, (_N, _DAYS))
    jumps = np.zeros((_N, _DAYS, 32))
    jumps[:, 3, equations().states.index("Lp")] = np.linspace(0, 60, _N)
    return constants_of(parameters), inputs, jumps


_CONSTANTS, _INPUTS, _JUMPS = _people()
_TIMES = np.arange(_DAYS + 1.0)


def _solved(rows: slice, **more: object) -> Floats:
    return solve(
        constants=_CONSTANTS[rows],
        inputs=_INPUTS[rows],
        start=_START,
        times=_TIMES,
        jumps=_JUMPS[rows],
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def together() -> Floats:
    """Everybody at once, compiled, on one thread."""
    return _solved(slice(None), way=Way.COMPILED)


@pytest.mark.parametrize("row", [0, 4, 8])
@pytest.mark.parametrize("way", [Way.COMPILED, Way.PLAIN])
def test_a_person_alone_has_the_same_bits(together: Floats, row: int, way: Way) -> None:
    """Neither company nor the compiler changes a bit."""
    alone = _solved(slice(row, row + 1), way=way)
    assert (alone[0] == together[row]).all()


@pytest.mark.parametrize("n_threads", [2, 3])
def test_threads_change_nothing(together: Floats, n_threads: int) -> None:
    """However people are shared out, and whoever stands beside them."""
    assert (_solved(slice(None), way=Way.COMPILED, n_threads=n_threads) == together).all()
    assert (_solved(slice(None, None, -1), way=Way.COMPILED)[::-1] == together).all()


def test_a_stream_gives_the_same(together: Floats) -> None:
    """Parts of people one after the other are the whole; progress counts them."""
    told: list[tuple[int, int]] = []
    parts = stream(
        lambda states: states[:, -1],
        constants=_CONSTANTS,
        inputs=_INPUTS,
        start=_START,
        times=_TIMES,
        jumps=_JUMPS,
        at_once=4,
        progress=lambda done, of: told.append((done, of)),
    )
    assert (np.concatenate(list(parts)) == together[:, -1]).all()
    assert told == [(4, 9), (8, 9), (9, 9)]


def test_states_stay_in_their_range(together: Floats) -> None:
    """Finite, never negative, shares at most 1."""
    assert np.isfinite(together).all()
    assert together.min() >= 0.0
    for name in ("E", "C", "Dn", "O"):
        assert together[..., equations().states.index(name)].max() <= 1.0


def test_a_jump_comes_after_the_time_that_is_written(together: Floats) -> None:
    """At the day of the dose the states before it are written; a day later inflammation has come and gone by."""
    endotoxin = together[..., equations().states.index("Tn")]
    assert endotoxin[-1, 3] < 2.0
    hours = solve(
        constants=_CONSTANTS[-1:],
        inputs=np.repeat(default_inputs()[None], 2, axis=0),
        start=_START,
        times=np.array([0.0, 1 / 12, 1.0]),
        jumps=np.eye(32)[[equations().states.index("Lp")] * 2] * np.array([[46.0], [0.0]]),
    )
    assert hours[0, 1, equations().states.index("Tn")] > 3.0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"times": np.array([0.0, 2.0, 1.0])}, "rise"),
        ({"times": np.array([0.0])}, "two"),
        ({"start": _START * np.nan}, "not a number"),
        ({"inputs": _INPUTS[:4]}, "shapes"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Floats], said: str) -> None:
    """Shapes, times and numbers are looked at before anything is run."""
    times = change.get("times", _TIMES)
    given: dict[str, Any] = {
        "constants": _CONSTANTS,
        "inputs": _INPUTS[:, : max(len(times) - 1, 0)],
        "start": _START,
        "times": times,
    }
    with pytest.raises(ValueError, match=said):
        solve(**{**given, **change})


def test_one_person_needs_no_compiler() -> None:
    """A first what-if starts without the compiler's seconds: it is not even imported."""
    script = (
        "import sys, numpy as np\n"
        "from commensal.axis.dynamics.solve import solve\n"
        "from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector\n"
        "from commensal.axis.dynamics.system import healthy_states\n"
        "solve(constants=constants_of(parameter_vector()), inputs=default_inputs()[None].repeat(5, 0),\n"
        "      start=np.array([*healthy_states().values()]), times=np.arange(6.0))\n"
        "assert 'numba' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
