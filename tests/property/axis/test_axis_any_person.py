"""Whatever the parameters and the days: states are finite and never negative, and nothing flows out of their range."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.solve import Way, solve
from commensal.axis.dynamics.system import healthy_states, quantities
from commensal.knowledge.axis_model import axis_model

Floats = NDArray[np.float64]

_DAYS = 365
_START = np.array([*healthy_states().values()])


def random_parameters(rng: np.random.Generator, n: int) -> Floats:
    """Uniform over the full ranges."""
    rows = axis_model().parameters.values()
    return rng.uniform([row.low for row in rows], [row.high for row in rows], (n, len(rows)))


def random_inputs(rng: np.random.Generator, n: int) -> Floats:
    """Every input anew every day, uniform over its range; medicines and transplants on a tenth of days."""
    rows = axis_model().inputs.values()
    inputs = rng.uniform([row.low for row in rows], [row.high for row in rows], (n, _DAYS, len(rows)))
    for symbol in ("u_abx", "u_ns", "u_op", "u_ppi", "u_fmt", "u_lps", "u_pro"):
        place = equations().inputs.index(symbol)
        inputs[:, :, place] *= rng.random((n, _DAYS)) < 0.1
    return inputs


def _holds(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    states = solve(
        constants=constants_of(random_parameters(rng, n)),
        inputs=random_inputs(rng, n),
        start=_START,
        times=np.arange(_DAYS + 1.0),
        way=Way.COMPILED,
    )
    assert np.isfinite(states).all()
    assert states.min() >= 0.0


def test_any_person_stays_in_range() -> None:
    """Twelve random parameter sets with random days for a year."""
    _holds(seed=1, n=12)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(2, 8))
def test_six_hundred_people_stay_in_range(seed: int) -> None:
    """600 random parameter sets, 100 at a time."""
    _holds(seed=seed, n=100)


def test_nothing_flows_out_at_a_face() -> None:
    """Where a state is 0 its rate is not negative, for random parameters, inputs and other states."""
    rng = np.random.default_rng(9)
    n = 60
    constants, inputs = constants_of(random_parameters(rng, n)), random_inputs(rng, n)[:, 0]
    for place in range(32):
        states = _START * rng.uniform(0.0, 3.0, (n, 32))
        for name in ("C", "Dn", "E", "R", "Rp"):
            at = equations().states.index(name)
            states[:, at] = np.minimum(states[:, at], 1.0)
        states[:, place] = 0.0
        rates = quantities(states=states, inputs=inputs, constants=constants)
        assert rates[:, place].min() >= 0.0, equations().states[place]


def test_the_healthy_person_rests_stably() -> None:
    """All eigenvalues of the Jacobian at rest have a negative real part, from minutes to the better part of a year."""
    constants = constants_of(parameter_vector())
    rest = solve(
        constants=constants,
        inputs=default_inputs()[None].repeat(3, axis=0),
        start=_START,
        times=np.array([0.0, 1000.0, 2000.0, 3000.0]),
        way=Way.COMPILED,
    )[0, -1]
    width = 1e-6 * (1e-3 + rest)
    moved = rest + np.diag(width)
    there = quantities(states=moved, inputs=default_inputs(), constants=constants)
    here = quantities(states=rest, inputs=default_inputs(), constants=constants)
    eigenvalues = np.linalg.eigvals(((there - here) / width[:, None]).T)
    assert np.abs(here).max() < 1e-4
    assert -21.0 < eigenvalues.real.min() < -19.0
    assert -0.005 < eigenvalues.real.max() < -0.003
