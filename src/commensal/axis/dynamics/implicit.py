"""Many versions through time without a compiler: fewer digits, and ready at once.

The solver of every day (``solve``) has to be built at its very first use, which takes longer than somebody who asks a
question should wait. Until then this one answers: a Rosenbrock method of order 3 on all versions together, in NumPy,
within some thousandths of the exact course.

Reference: Rodas3 of Sandu A, Verwer JG, Blom JG, et al. Benchmarking stiff ODE solvers for atmospheric chemistry
problems II. Atmos Environ 1997;31:3459-3472.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.settle import jacobian
from commensal.axis.dynamics.system import quantities

Floats = NDArray[np.float64]

TOLERANCE = 1e-3
"""Of a step, relative to the size of a state plus 0.01."""

_GAMMA = 0.5
_WEIGHTS = ((), (0.0,), (2.0, 0.0), (2.0, 0.0, 1.0))  # of earlier stages in the point of each stage
_MIXED = ((), (4.0,), (1.0, -1.0), (1.0, -1.0, -8.0 / 3.0))  # of earlier stages, over the step, in its right-hand side
_REUSES = (False, True, False, False)  # the second stage stands at the point of the first
_RESULT = (2.0, 0.0, 1.0, 1.0)
_ERROR = (0.0, 0.0, 0.0, 1.0)
_FIRST_STEP_D, _SHORTEST_D = 0.01, 1e-7


def solve_roughly(
    *, constants: Floats, inputs: Floats, start: Floats, times: Floats, jumps: Floats | None = None
) -> Floats:
    """States of many versions at each time; arguments and result as those of ``solve``, with inputs for all.

    Parameters
    ----------
    inputs : shape (n_pieces, n_inputs), the same for all.
    jumps : shape (n_pieces, n_states), the same for all; None for none.

    Notes
    -----
    All versions take the same steps, as long as the most restless of them lets.
    """
    states = start.copy()
    out = np.empty((len(states), len(times), states.shape[1]))
    out[:, 0] = states
    length = _FIRST_STEP_D
    for piece, (begin, end) in enumerate(zip(times[:-1].tolist(), times[1:].tolist(), strict=True)):
        if jumps is not None and jumps[piece].any():
            states, length = states + jumps[piece], _FIRST_STEP_D
        states, length = _through(states, inputs[piece], constants, end - begin, length)
        out[:, piece + 1] = states
    return out


def _through(states: Floats, inputs: Floats, constants: Floats, days: float, length: float) -> tuple[Floats, float]:
    """States after so many days of the same inputs, and the length of step that is proposed for what follows."""
    left = days
    given = np.broadcast_to(inputs, (len(states), len(inputs)))
    while left > 1e-12:
        step = min(length, left)
        new, error = _step(states, given, constants, step)
        factor = float(np.clip(0.9 * max(error, 1e-9) ** (-1 / 3), 0.2, 4.0))
        if error <= 1.0 or step <= _SHORTEST_D:
            states, left = np.maximum(new, 0.0), left - step
            # A step that was cut short by the end of the piece says nothing against a longer one.
            length = max(length, step * factor) if step < length else step * factor
        else:
            length = step * factor
    return states, length


def _step(states: Floats, inputs: Floats, constants: Floats, length: float) -> tuple[Floats, float]:
    """One step, and its largest error over all versions, as a share of what is allowed."""
    matrix = np.eye(states.shape[1]) / (_GAMMA * length) - jacobian(states, inputs, constants)
    inverse = np.linalg.inv(matrix)
    stages: list[Floats] = []
    rates = np.empty_like(states)
    for weights, mixed, reuses in zip(_WEIGHTS, _MIXED, _REUSES, strict=True):
        if not reuses:
            point = states + _sum(weights, stages, states)
            rates = quantities(states=np.maximum(point, 0.0), inputs=inputs, constants=constants)
        right = rates + _sum(mixed, stages, states) / length
        stages.append(np.einsum("nij,nj->ni", inverse, right))
    new = states + _sum(_RESULT, stages, states)
    allowed = TOLERANCE * (1e-2 + np.maximum(np.abs(states), np.abs(new)))
    error = np.abs(_sum(_ERROR, stages, states)) / allowed
    return new, float(np.sqrt((error**2).mean(axis=1)).max())


def _sum(weights: tuple[float, ...], stages: list[Floats], like: Floats) -> Floats:
    found = np.zeros_like(like)
    for weight, stage in zip(weights, stages, strict=False):
        if weight:
            found += weight * stage
    return found
