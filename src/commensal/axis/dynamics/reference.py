"""A slow and tight solution by SciPy, against which the solver is held."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from commensal.axis.dynamics.system import system_with

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TIGHT = 1e-11


def reference_solution(
    *,
    constants: Floats,
    inputs: Floats,
    start: Floats,
    times: Floats,
    jumps: Floats | None = None,
    method: str = "LSODA",
    tolerance: float = TIGHT,
) -> Floats:
    """One person's states at each time, by another method, with the library's own ``exp`` and ``log``.

    Parameters
    ----------
    constants : of shape (170,). See ``normalisers.constants_of``.
    inputs : of shape (n_pieces, 20); row j holds from ``times[j]`` to ``times[j + 1]``.
    start : of shape (32,).
    times : of shape (n_pieces + 1,), rising. [days]
    jumps : of shape (n_pieces, 32), added at the start of a piece; None for none.
    method : of ``scipy.integrate.solve_ivp``.

    Returns
    -------
    Floats : of shape (n_pieces + 1, 32); at a time with a jump, the states before it.
    """
    import numpy as np  # noqa: PLC0415 - heavy
    from scipy.integrate import solve_ivp  # noqa: PLC0415 - heavy

    system = system_with(functions={"exp": math.exp, "ln": lambda x: math.log(max(x, 1e-300))})
    k = [0.0] * system.n_coefficients
    p = [float(value) for value in constants]

    def rates(_time: float, states: Floats) -> list[float]:
        found = [0.0] * len(states)
        system.follow([max(float(value), 0.0) for value in states], k, found)
        return found

    states = np.array(start, dtype=float)
    path = [states]
    for piece, (begin, end) in enumerate(pairwise(times)):
        system.prepare(p, [float(value) for value in inputs[piece]], k)
        states = states if jumps is None else states + jumps[piece]
        solved = solve_ivp(rates, (begin, end), states, method=method, rtol=tolerance, atol=tolerance * 1e-3)
        if not solved.success:
            raise ArithmeticError(f"day {begin:g}: {solved.message}")
        states = solved.y[:, -1]
        path.append(states)
    return np.array(path)
