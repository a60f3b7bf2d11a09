"""Other solvers on the same model: libRoadRunner from our SBML, SciPy with a compiled right-hand side, diffrax."""

# ruff: noqa: PLC0415 - a peer that is not installed is left out

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.specialise import Workspace, specialise
from commensal.axis.dynamics.system import healthy_states, system_with

if TYPE_CHECKING:
    from benchmarks.speed.axis import Year

Floats = NDArray[np.float64]
Method = Callable[["Year", float, Any], Floats]

_START = np.array([*healthy_states().values()])


def _pieces(inputs: Floats) -> list[tuple[int, int]]:
    """Stretches of days with the same inputs."""
    edges = [0, *(np.flatnonzero((inputs[1:] != inputs[:-1]).any(axis=1)) + 1).tolist(), len(inputs)]
    return list(pairwise(edges))


def road_runner() -> Method:
    """CVODE of libRoadRunner: one model, its constants set anew for each person, inputs set at each change."""
    import roadrunner

    from commensal.axis.dynamics.sbml import to_sbml

    roadrunner.Logger.setLevel(roadrunner.Logger.LOG_ERROR)

    system = equations()
    zeros = dict.fromkeys(system.constants, 1.0)
    model = roadrunner.RoadRunner(
        to_sbml(
            parameters=zeros,
            inputs=dict.fromkeys(system.inputs, 1.0),
            initial=dict(zip(system.states, _START.tolist(), strict=True)),
        )
    )
    model.timeCourseSelections = ["time", *system.states]

    def run(year: Year, tolerance: float, _state: Any) -> Floats:
        out = []
        for person, constants in enumerate(year.constants):
            inputs = year.inputs[min(person, len(year.inputs) - 1)]
            model.resetAll()
            model.integrator.relative_tolerance = tolerance
            model.integrator.absolute_tolerance = tolerance * 1e-3
            for name, value in zip(system.constants, constants, strict=True):
                model[name] = value
            for name, value in zip(system.states, _START, strict=True):
                model[name] = value
            days = [_START]
            for first, last in _pieces(inputs):
                for name, value in zip(system.inputs, inputs[first], strict=True):
                    model[name] = value
                days += list(np.asarray(model.simulate(first, last, last - first + 1))[1:, 1:])
            out.append(days)
        return np.array(out)

    return run


def scipy_lsoda() -> Method:
    """LSODA of SciPy with the right-hand side compiled, for one person."""
    from numba import njit
    from scipy.integrate import solve_ivp

    from commensal.axis.dynamics import compiled_functions

    n = len(_START)
    workspace = Workspace(lanes=1, states=0, rates=n, coefficients=2 * n)
    functions = {"exp": compiled_functions.exp, "ln": compiled_functions.ln}
    system = system_with(functions=functions, workspace=workspace)
    prepare, follow = (njit(error_model="numpy")(act) for act in (system.prepare, system.follow))
    room = np.zeros(2 * n + system.n_coefficients)

    def rates(_time: float, states: Floats) -> Floats:
        room[:n] = np.maximum(states, 0.0)
        follow(room)
        return room[n : 2 * n].copy()

    def run(year: Year, tolerance: float, _state: Any) -> Floats:
        out = []
        for person, constants in enumerate(year.constants):
            inputs = year.inputs[min(person, len(year.inputs) - 1)]
            days = [_START]
            for first, last in _pieces(inputs):
                prepare(constants, inputs[first], room, 0)
                at = np.arange(first, last + 1.0)
                solved = solve_ivp(
                    rates, (first, last), days[-1], method="LSODA", t_eval=at[1:], rtol=tolerance, atol=tolerance * 1e-3
                )
                days += list(solved.y.T)
            out.append(days)
        return np.array(out)

    return run


def diffrax() -> Method:
    """Tsit5 of diffrax, people side by side, one compiled solve a stretch of the same inputs (a scan over days)."""
    import diffrax as dx
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    names: dict[str, Any] = {"exp": jnp.exp, "ln": jnp.log}
    written = specialise(equations())
    exec(compile(written.source, "equations", "exec"), names)

    def field(_time: Any, states: Any, k: Any) -> Any:
        x: list[Any] = [None] * len(_START)
        names["follow"](jnp.maximum(states, 0.0), k, x)
        return jnp.stack(x)

    def day(states: Any, inputs: Any, constants: Any, tolerance: Any) -> Any:
        k: list[Any] = [None] * written.n_coefficients
        names["prepare"](constants, inputs, k)
        solved = dx.diffeqsolve(
            dx.ODETerm(field), dx.Tsit5(), 0.0, 1.0, None, states, args=jnp.stack([jnp.asarray(v) for v in k]),
            stepsize_controller=dx.PIDController(rtol=tolerance, atol=tolerance * 1e-3), max_steps=100_000,
        )  # fmt: skip
        end = solved.ys[-1]
        return end, end

    def year_of_one(constants: Any, inputs: Any, tolerance: Any) -> Any:
        _, path = jax.lax.scan(
            lambda states, today: day(states, today, constants, tolerance), jnp.asarray(_START), inputs
        )
        return path

    solve = jax.jit(jax.vmap(year_of_one, in_axes=(0, 0, None)))

    def run(year: Year, tolerance: float, _state: Any) -> Floats:
        inputs = np.broadcast_to(year.inputs, (len(year.constants), *year.inputs.shape[1:]))
        path = np.asarray(solve(year.constants, inputs, tolerance))
        return np.concatenate([np.broadcast_to(_START, (len(path), 1, len(_START))), path], axis=1)

    return run


PEERS: dict[str, tuple[Callable[[], Method], tuple[float, ...]]] = {
    "libroadrunner": (road_runner, (1e-6, 1e-8, 1e-10)),
    "scipy LSODA": (scipy_lsoda, (1e-6, 1e-8, 1e-10)),
    "diffrax": (diffrax, (1e-5, 1e-6, 1e-7)),
}
