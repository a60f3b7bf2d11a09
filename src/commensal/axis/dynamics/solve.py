"""Many people through time: states at chosen days, or only what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from commensal.axis.dynamics.engine import compiled_engine, is_compiled, plain_engine
from commensal.axis.dynamics.system import coefficients

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TOLERANCE = 5e-7
"""Of a step. Over a year it keeps every state within 1e-5 of the exact course, relative to itself plus 0.001."""
FEW_DAYS = 800.0  # person-days that plain Python does while a compiler would still be starting
_MOST_NUMBERS = 8_000_000  # in one table of coefficients: 64 MB
_AT_ONCE = 512  # people whose courses are held at one time when only a part of them is kept


class Way(StrEnum):
    """How it is worked out. Both ways give the same bits."""

    PLAIN = "plain"
    """One person after another, without a compiler: ready at once."""
    COMPILED = "compiled"
    """Several people at once; built at the very first use, which takes seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _People:
    """What is given, each table with one row for all or one for each."""

    n: int
    constants: Floats
    inputs: Floats
    start: Floats
    jumps: Floats
    times: Floats
    tolerance: float

    def part(self, first: int, last: int) -> _People:
        """Some of them."""
        tables = (
            table[first:last] if len(table) == self.n and self.n > 1 else table
            for table in (self.constants, self.inputs, self.start, self.jumps)
        )
        constants, inputs, start, jumps = tables
        return _People(
            n=last - first,
            constants=constants,
            inputs=inputs,
            start=start,
            jumps=jumps,
            times=self.times,
            tolerance=self.tolerance,
        )


def solve(
    *,
    constants: Floats,
    inputs: Floats,
    start: Floats,
    times: Floats,
    jumps: Floats | None = None,
    tolerance: float = TOLERANCE,
    way: Way | None = None,
    n_threads: int = 1,
) -> Floats:
    """States of many people at each time.

    Parameters
    ----------
    constants : parameters and normalisers, of shape (170,) or (n, 170). See ``normalisers.constants_of``.
    inputs : of shape (n_pieces, 20) or (n, n_pieces, 20); row j holds from ``times[j]`` to ``times[j + 1]``.
    start : of shape (32,) or (n, 32).
    times : of shape (n_pieces + 1,), rising. [days]
    jumps : of shape (n_pieces, 32) or (n, n_pieces, 32), added at the start of a piece; None for none.
    tolerance : largest error of one step of a state, relative to its size plus 0.001.
    way : None for plain Python where that is sooner done.
    n_threads : people are shared out among so many; it changes no number.

    Returns
    -------
    Floats : of shape (n, n_pieces + 1, 32); at a time with a jump, the states before it. Never negative. NaN from where
        a person's course could not be followed.

    Raises
    ------
    ValueError : shapes that do not fit, times that do not rise, or anything that is not a number.
    """
    people = _people(constants, inputs, start, times, jumps, tolerance)
    return _courses(people, way=way or _sooner(people), n_threads=n_threads)


def stream(
    reduce: Callable[[Floats], Any],
    *,
    constants: Floats,
    inputs: Floats,
    start: Floats,
    times: Floats,
    jumps: Floats | None = None,
    tolerance: float = TOLERANCE,
    n_threads: int = 1,
    at_once: int = _AT_ONCE,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Any]:
    """What is made of the courses of some hundred people at a time, so that a million need no more memory.

    Parameters
    ----------
    reduce : from states of shape (n_part, n_pieces + 1, 32) to what is kept of them.
    progress : told how many people are done, of how many.

    The rest is as for ``solve``.
    """
    people = _people(constants, inputs, start, times, jumps, tolerance)
    way = _sooner(people)
    for first in range(0, people.n, at_once):
        last = min(first + at_once, people.n)
        yield reduce(_courses(people.part(first, last), way=way, n_threads=n_threads))
        if progress is not None:
            progress(last, people.n)


def warm_up() -> None:
    """Build the compiled way, or fetch it from disk: seconds at the very first use, a moment afterwards."""
    import numpy as np  # noqa: PLC0415

    from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector  # noqa: PLC0415
    from commensal.axis.dynamics.system import healthy_states  # noqa: PLC0415

    solve(
        constants=constants_of(parameter_vector()),
        inputs=default_inputs()[np.newaxis],
        start=np.array(list(healthy_states().values())),
        times=np.array([0.0, 0.01]),
        way=Way.COMPILED,
    )


def _sooner(people: _People) -> Way:
    days = people.n * float(people.times[-1] - people.times[0])
    return Way.PLAIN if days <= FEW_DAYS and not is_compiled() else Way.COMPILED


def _courses(people: _People, *, way: Way, n_threads: int) -> Floats:
    import numpy as np  # noqa: PLC0415

    out = np.empty((people.n, len(people.times), people.start.shape[1]))
    if way is Way.PLAIN:
        _run_plain(people, out)
        return out
    edges = np.linspace(0, people.n, min(max(n_threads, 1), people.n) + 1).astype(int)
    parts = [(people.part(first, last), out[first:last]) for first, last in pairwise(edges)]
    if len(parts) == 1:
        _run_compiled(*parts[0])
        return out
    _run_compiled(people.part(0, 0), out[:0])  # built by one, used by all
    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(lambda part: _run_compiled(*part), parts))
    return out


def _run_plain(people: _People, out: Floats) -> None:
    engine = plain_engine()
    found = [[[0.0] * out.shape[2] for _ in people.times] for _ in range(people.n)]
    tables = (*_coefficients(people), people.inputs, people.start, people.times, people.jumps)
    workspace, lanes = [0.0] * engine.n_workspace, [[0] * engine.lanes for _ in range(4)]
    engine.run(*(table.tolist() for table in tables), found, workspace, lanes, people.tolerance)
    out[:] = found


def _run_compiled(people: _People, out: Floats) -> None:
    import numpy as np  # noqa: PLC0415

    engine = compiled_engine()
    # A vector instruction reads four numbers at once; starting at a multiple of 64 bytes none lies across two lines.
    room = np.zeros(engine.n_workspace + 8)
    first = (-room.ctypes.data // 8) % 8
    workspace = room[first : first + engine.n_workspace]
    # For the tables of coefficients of a part: a whole number of people for each lane.
    a_part = max(_MOST_NUMBERS // (_is_new(people).sum() * engine.n_workspace), 1) * engine.lanes
    for begin in range(0, max(people.n, 1), a_part):
        part = people.part(begin, min(begin + a_part, people.n))
        tables = (*_coefficients(part), part.inputs, part.start, part.times, part.jumps)
        lanes = np.zeros((4, engine.lanes), dtype=np.int64)
        engine.run(*tables, out[begin : begin + part.n], workspace, lanes, people.tolerance)


def _coefficients(people: _People) -> tuple[Floats, NDArray[np.int64]]:
    """What constants and inputs decide, once for each stretch in which nobody's inputs change, and where it is used."""
    import numpy as np  # noqa: PLC0415

    is_new = _is_new(people)
    return coefficients(people.constants, people.inputs[:, is_new]), np.cumsum(is_new) - 1


def _is_new(people: _People) -> NDArray[np.bool_]:
    """In which pieces anybody's inputs differ from the piece before."""
    import numpy as np  # noqa: PLC0415

    changes = (people.inputs[:, 1:] != people.inputs[:, :-1]).any(axis=(0, 2))
    return np.concatenate([[True], changes])


def _people(  # noqa: PLR0917 - as in solve
    constants: Floats, inputs: Floats, start: Floats, times: Floats, jumps: Floats | None, tolerance: float
) -> _People:
    import numpy as np  # noqa: PLC0415

    no_jumps = np.zeros((0, 0, start.shape[-1]))
    given = {"constants": (constants, 1), "inputs": (inputs, 2), "start": (start, 1), "jumps": (jumps, 2)}
    tables = {
        name: no_jumps
        if table is None
        else np.ascontiguousarray(table if table.ndim > own else table[np.newaxis], float)
        for name, (table, own) in given.items()
    }
    times = np.ascontiguousarray(times, dtype=float)
    numbers = {len(table) for name, table in tables.items() if len(table) > 1}
    n = max(numbers, default=1)
    fits = numbers <= {n} and all(
        table.shape[1] == len(times) - 1 for name, table in tables.items() if name in {"inputs", "jumps"} and len(table)
    )
    if not fits:
        raise ValueError(f"tables of shapes {[table.shape for table in tables.values()]} for {len(times)} times")
    if len(times) < 2 or not (np.diff(times) > 0).all():
        raise ValueError("times must rise, and there must be two")
    if not all(np.isfinite(table).all() for table in (*tables.values(), times)):
        raise ValueError("something that is given is not a number")
    return _People(n=n, times=times, tolerance=tolerance, **tables)
