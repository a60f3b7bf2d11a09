"""Other engines solve our SBML and come to our numbers: libRoadRunner and COPASI, over a year with a jump."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.axis.dynamics.course import course
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.reference import reference_solution
from commensal.axis.dynamics.sbml import to_sbml
from commensal.axis.dynamics.schedule import Schedule, read_schedule
from commensal.axis.dynamics.starting import at_rest
from commensal.knowledge.axis_scenarios import presets

Floats = NDArray[np.float64]

# The fastest way to be wrong is an input that is not put back, a jump that is lost, or a power that binds differently.
_YEAR = (
    "u_abx=1@20:27; u_pro=1@27:55; u_fib=30@90:300; u_ex=1.2@120:120.25; u_op=1@150:180; u_slp=5@200:210; Lp+=23@250"
)
_DAYS = np.arange(0.0, 366.0, 5.0)
# A moment of change belongs to both sides; engines differ on which they show there, and only read-outs could tell.
_AGREES = 1e-8


class _Year:
    """One person with ME/CFS-like traits through a year: the document, and our own tight solution."""

    def __init__(self) -> None:
        system, preset = equations(), presets()["mecfs"]
        constants = np.asarray(constants_of(parameter_vector(preset.traits)))
        usual = np.asarray(default_inputs(preset.inputs))
        start = at_rest(constants[None], usual, preset.start)[0]
        self.schedule: Schedule = read_schedule(_YEAR, inputs=system.inputs, states=system.states, where="year")
        self.constants, self.usual, self.start = constants, usual, start
        self.document = to_sbml(
            parameters=dict(zip(system.constants, constants.tolist(), strict=True)),
            inputs=dict(zip(system.inputs, usual.tolist(), strict=True)),
            initial=dict(zip(system.states, start.tolist(), strict=True)),
            schedule=self.schedule,
        )

    def ours(self) -> Floats:
        """States on the days, by the tight reference of the model."""
        system = equations()
        pieces = self.schedule.pieces(float(_DAYS[-1]))
        times = np.array(sorted({*(piece.start_day for piece in pieces), *_DAYS.tolist()}))
        starts = [piece.start_day for piece in pieces]
        inputs, jumps = [], []
        for time in times[:-1]:
            piece = pieces[int(np.searchsorted(starts, time, side="right")) - 1]
            inputs.append([piece.inputs.get(name, own) for name, own in zip(system.inputs, self.usual, strict=True)])
            at_once = {jump.symbol: jump.amount for jump in piece.jumps} if time == piece.start_day else {}
            jumps.append([at_once.get(name, 0.0) for name in system.states])
        states = reference_solution(
            constants=self.constants,
            inputs=np.array(inputs),
            start=self.start,
            times=times,
            jumps=np.array(jumps),
            tolerance=1e-10,
        )
        return np.asarray(states[np.searchsorted(times, _DAYS)])


@pytest.fixture(scope="module")
def year() -> _Year:
    return _Year()


@pytest.fixture(scope="module")
def ours(year: _Year) -> Floats:
    return year.ours()


def _apart(theirs: Floats, ours: Floats) -> float:
    """Largest difference, relative to the size plus 0.001; the day of the jump is read before and after it."""
    kept = _DAYS != 250.0
    return float((np.abs(theirs - ours) / (1e-3 + np.abs(ours)))[kept].max())


def test_libroadrunner_agrees(year: _Year, ours: Floats) -> None:
    """To 1e-8 over a year, in every state."""
    roadrunner = pytest.importorskip("roadrunner")
    engine = roadrunner.RoadRunner(year.document)
    engine.integrator.relative_tolerance, engine.integrator.absolute_tolerance = 1e-11, 1e-13
    engine.timeCourseSelections = list(equations().states)
    theirs = np.asarray(engine.simulate(0, float(_DAYS[-1]), len(_DAYS)))
    assert _apart(theirs, ours) < _AGREES


def test_copasi_agrees(year: _Year, ours: Floats) -> None:
    """To 1e-8 over a year, in every state."""
    basico = pytest.importorskip("basico")
    model = basico.load_model_from_string(year.document)
    try:
        frame = basico.run_time_course(
            duration=float(_DAYS[-1]), intervals=len(_DAYS) - 1, r_tol=1e-11, a_tol=1e-13, max_steps=1_000_000
        )
        theirs = np.stack([frame[f"Values[{name}]"].to_numpy() for name in equations().states], axis=1)
    finally:
        basico.remove_datamodel(model)
    assert _apart(theirs, ours) < _AGREES


def test_our_solver_agrees_with_all_of_them(year: _Year, ours: Floats) -> None:
    """The solver of every day keeps its word of 1e-5 on the same year."""
    run = course(
        constants=year.constants[None],
        usual=year.usual,
        start=year.start[None],
        schedule=year.schedule,
        days=_DAYS,
    )
    assert _apart(run.states[0], ours) < 1e-5
