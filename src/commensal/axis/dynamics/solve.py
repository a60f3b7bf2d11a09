"""Many people through time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commensal.axis.dynamics.reference import reference_solution

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


def solve(*, constants: Floats, inputs: Floats, start: Floats, times: Floats, jumps: Floats | None = None) -> Floats:
    """States of many people at each time.

    Parameters
    ----------
    constants : parameters and normalisers, of shape (170,) or (n, 170). See ``normalisers.constants_of``.
    inputs : of shape (n_pieces, 20) or (n, n_pieces, 20); row j holds from ``times[j]`` to ``times[j + 1]``.
    start : of shape (32,) or (n, 32).
    times : of shape (n_pieces + 1,), rising. [days]
    jumps : of shape (n_pieces, 32) or (n, n_pieces, 32), added at the start of a piece; None for none.

    Returns
    -------
    Floats : of shape (n, n_pieces + 1, 32); at a time with a jump, the states before it.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    n = max(
        1 if table is None or table.ndim == own else len(table)
        for table, own in ((constants, 1), (inputs, 2), (start, 1), (jumps, 2))
    )
    spread = [
        table if table is None else np.broadcast_to(table, (n, *table.shape[table.ndim - own :]))
        for table, own in ((constants, 1), (inputs, 2), (start, 1), (jumps, 2))
    ]
    p, u, y, j = spread
    assert p is not None
    assert u is not None
    assert y is not None
    return np.array(
        [
            reference_solution(
                constants=p[i],
                inputs=u[i],
                start=y[i],
                times=times,
                jumps=None if j is None else j[i],
                method="DOP853",
                tolerance=1e-9,
            )
            for i in range(n)
        ]
    )
