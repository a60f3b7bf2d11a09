"""Where people come to rest under their usual inputs.

A linearly implicit Euler step whose length grows (pseudo-transient continuation): while steps are short it follows the
course of the model, and so keeps to the level of sensitisation that the start belongs to; when they are long it is
Newton's method.

Reference: Kelley CT, Keyes DE. Convergence analysis of pseudo-transient continuation. SIAM J Numer Anal
1998;35:508-523.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of
from commensal.axis.dynamics.system import quantities

Floats = NDArray[np.float64]

_FIRST_STEP_D, _LAST_STEP_D = 0.1, 2_000.0
_GROWTH = 1.6
_N_LONG_STEPS = 5
_NUDGE = 1e-6


def settled(constants: Floats, inputs: Floats, start: Floats) -> Floats:
    """The states in which people rest, shape (n, n_states).

    Parameters
    ----------
    constants : shape (n, n_constants), in the order of ``equations().constants``.
    inputs : usual inputs, shape (n, n_inputs).
    start : states from which they come, shape (n, n_states).

    Returns
    -------
    States with a rate of change of zero, to rounding; NaN for a person whose states do not come to rest.
    """
    states = start.copy()
    length = _FIRST_STEP_D
    n_long = 0
    while n_long < _N_LONG_STEPS:
        states = np.maximum(states + _step(states, inputs, constants, length), 0.0)
        n_long += length >= _LAST_STEP_D
        length = min(length * _GROWTH, _LAST_STEP_D)
    moving = np.abs(quantities(states=states, inputs=inputs, constants=constants)) > 1e-6 * (1.0 + states)
    states[moving.any(axis=1)] = np.nan
    return states


def constants_or_nan(parameters: Floats) -> Floats:
    """``normalisers.constants_of`` for many versions of the model: NaN for one whose healthy reference does not settle.

    Parameters
    ----------
    parameters : shape (n, n_parameters).
    """
    try:
        return np.asarray(constants_of(parameters))
    except ArithmeticError:
        if len(parameters) == 1:
            return np.full((1, len(equations().constants)), np.nan)
    middle = len(parameters) // 2
    return np.concatenate([constants_or_nan(parameters[:middle]), constants_or_nan(parameters[middle:])])


def jacobian(states: Floats, inputs: Floats, constants: Floats) -> Floats:
    """Derivatives of the rates by the states, by one-sided differences, shape (n, n_states, n_states). [1/day]"""
    n, width = states.shape
    nudges = _NUDGE * (1e-3 + np.abs(states))
    # One row a state: the right-hand side runs over nudges and people at once, along memory.
    nudged = np.repeat(states.T[:, None, :], width + 1, axis=1)
    for column in range(width):
        nudged[column, column] += nudges[:, column]
    rates = quantities(states=np.moveaxis(nudged, 0, -1), inputs=inputs, constants=constants)
    return np.ascontiguousarray(np.moveaxis((rates[:-1] - rates[-1]) / nudges.T[:, :, None], 0, 2))


def _step(states: Floats, inputs: Floats, constants: Floats, length: float) -> Floats:
    """One linearly implicit Euler step of this length. [days]"""
    rates = quantities(states=states, inputs=inputs, constants=constants)
    matrix = np.eye(states.shape[1]) / length - jacobian(states, inputs, constants)
    return np.asarray(np.linalg.solve(matrix, rates[:, :, None])[:, :, 0])
