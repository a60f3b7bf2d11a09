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
_GROWTH, _RETREAT = 1.6, 0.3
_LARGEST_CHANGE = 0.5  # of 0.1 plus the value; a longer leap is not trusted, and tried again shorter
_MOST_STEPS = 120
_AT_REST = 1e-9
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
    States that a step of 2,000 days does not move; NaN for a person whose states do not come to rest.
    """
    states = start.copy()
    length = np.full(len(states), _FIRST_STEP_D)
    moving = np.arange(len(states))
    for _ in range(_MOST_STEPS):
        here, given, known = states[moving], inputs[moving], constants[moving]
        change = _step(here, given, known, length[moving])
        leap = (np.abs(change) / (0.1 + here)).max(axis=1)
        is_trusted = leap <= _LARGEST_CHANGE
        states[moving[is_trusted]] = np.maximum(here + change, 0.0)[is_trusted]
        is_still = is_trusted & (leap < _AT_REST) & (length[moving] >= _LAST_STEP_D)
        length[moving] = np.minimum(length[moving] * np.where(is_trusted, _GROWTH, _RETREAT), _LAST_STEP_D)
        moving = moving[~is_still]
        if moving.size == 0:
            return states
    states[moving] = np.nan
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
    width = states.shape[1]
    nudges = _NUDGE * (1e-3 + np.abs(states))
    # One row a state: the right-hand side runs over nudges and people at once, along memory.
    nudged = np.repeat(states.T[:, None, :], width + 1, axis=1)
    for column in range(width):
        nudged[column, column] += nudges[:, column]
    rates = quantities(states=np.moveaxis(nudged, 0, -1), inputs=inputs, constants=constants)
    return np.ascontiguousarray(np.moveaxis((rates[:-1] - rates[-1]) / nudges.T[:, :, None], 0, 2))


def _step(states: Floats, inputs: Floats, constants: Floats, lengths: Floats) -> Floats:
    """One linearly implicit Euler step, with a length for each person. [days]"""
    rates = quantities(states=states, inputs=inputs, constants=constants)
    matrix = np.eye(states.shape[1]) / lengths[:, None, None] - jacobian(states, inputs, constants)
    return np.asarray(np.linalg.solve(matrix, rates[:, :, None])[:, :, 0])
