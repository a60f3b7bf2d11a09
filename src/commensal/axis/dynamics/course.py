"""One course of the model: people, their usual inputs, what is done to them, and what is read on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.implicit import solve_roughly
from commensal.axis.dynamics.schedule import Piece, Schedule
from commensal.axis.dynamics.solve import Way, solve
from commensal.axis.dynamics.system import quantities

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """States of people over some days.

    Parameters
    ----------
    days : shape (n_days,).
    states : shape (n, n_days, n_states); at a jump, before it.
    inputs : shape (n_days, n_inputs): what was given just before each moment, so that a dose is read at its end.
    constants : shape (n, n_constants).
    """

    days: Floats
    states: Floats
    inputs: Floats
    constants: Floats

    def read(self, name: str) -> Floats:
        """A state, a read-out or a sum of them (``U+Bi``), shape (n, n_days)."""
        return sum((self._one(part.strip()) for part in name.split("+")), start=np.zeros(self.states.shape[:2]))

    def _one(self, name: str) -> Floats:
        names = equations().states
        if name in names:
            return self.states[:, :, names.index(name)]
        found = np.full(self.states.shape[:2], np.nan)
        fine = np.isfinite(self.states).all(axis=(1, 2))
        if fine.any():
            found[fine] = quantities(
                name, states=self.states[fine], inputs=self.inputs[None], constants=self.constants[fine, None, :]
            )[:, :, 0]
        return found


def readable() -> tuple[str, ...]:
    """Everything that can be read from a course by name: states, and all that the equations work out."""
    system = equations()
    return (*system.states, *(line.target for line in system.lines if not line.is_rate))


def course(
    *, constants: Floats, usual: Floats, start: Floats, schedule: Schedule, days: Floats, is_rough: bool = False
) -> Course:
    """Run people through a schedule.

    Parameters
    ----------
    constants : shape (n, n_constants).
    usual : usual inputs, the same for all, shape (n_inputs,).
    start : states at day 0, shape (n, n_states).
    days : days that are wanted, rising, from 0 on. [days]
    is_rough : everybody but the first by ``implicit``, which needs no compiler.

    Returns
    -------
    The course on these days. A version without constants (NaN) stays NaN.
    """
    last = float(days[-1])
    times, inputs, jumps = _pieces(schedule.pieces(last), usual, days)
    fine = np.isfinite(constants).all(axis=1) & np.isfinite(start).all(axis=1)
    states = np.full((len(constants), len(times), start.shape[1]), np.nan)
    states[:, 0] = start
    if len(times) > 1 and fine.any():
        given = _Given(inputs=inputs, times=times, jumps=jumps if jumps.any() else None)
        states[fine] = (_roughly if is_rough else _exactly)(constants[fine], start[fine], given)
    wanted = np.searchsorted(times, days)
    before = np.array([input_row(schedule.before(float(day)), usual) for day in days])
    return Course(days=days, states=states[:, wanted], inputs=before, constants=constants)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What happens to everybody, in the form of the solver."""

    inputs: Floats
    times: Floats
    jumps: Floats | None


def _exactly(constants: Floats, start: Floats, given: _Given) -> Floats:
    return solve(constants=constants, inputs=given.inputs, start=start, times=given.times, jumps=given.jumps)


def _roughly(constants: Floats, start: Floats, given: _Given) -> Floats:
    """The first person by the solver of every day, in plain Python; the others with fewer digits."""
    first = solve(
        constants=constants[:1],
        inputs=given.inputs,
        start=start[:1],
        times=given.times,
        jumps=given.jumps,
        way=Way.PLAIN,
    )
    if len(constants) == 1:
        return first
    others = solve_roughly(
        constants=constants[1:], inputs=given.inputs, start=start[1:], times=given.times, jumps=given.jumps
    )
    return np.concatenate([first, others])


def input_row(changed: Mapping[str, float], usual: Floats) -> Floats:
    """A vector of inputs with some of them changed."""
    row = usual.copy()
    for symbol, value in changed.items():
        row[equations().inputs.index(symbol)] = value
    return row


def _pieces(pieces: tuple[Piece, ...], usual: Floats, days: Floats) -> tuple[Floats, Floats, Floats]:
    """Times, inputs from each time on, and jumps at it, for the solver; wanted days are times as well."""
    starts = [piece.start_day for piece in pieces]
    times = np.array(sorted({0.0, *starts, *days.tolist()}))
    names = equations().states
    inputs, jumps = [], []
    for time in times[:-1]:
        piece = pieces[int(np.searchsorted(starts, time, side="right")) - 1]
        inputs.append(input_row(piece.inputs, usual))
        row = np.zeros(len(names))
        if time == piece.start_day:
            for jump in piece.jumps:
                row[names.index(jump.symbol)] += jump.amount
        jumps.append(row)
    width = len(usual)
    return times, np.array(inputs).reshape(-1, width), np.array(jumps).reshape(-1, len(names))
