"""The steps of ``stepping`` bound to the equations: as plain Python for one person, or compiled for many.

Both do the same additions and multiplications in the same order, so they give the same bits. Plain Python needs no
compiler and is quick to start; compiled code is some hundred times faster per person and is built once (seconds), then
kept on disk by the compiler: beside the package, or in the person's cache folder where the package cannot be written,
or where ``NUMBA_CACHE_DIR`` says.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from commensal.axis.dynamics import elementary, stepping
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.specialise import Workspace, specialise
from commensal.axis.dynamics.system import system_with

COMPILED_LANES = 4  # one vector of 256 bits; the numbers do not depend on it

_STEPS = (
    "finish", "judge", "attempt", "move", "begin_piece", "enter", "is_new", "refresh", "aim", "spread", "first_step",
    "end_piece", "give_up", "conclude", "run",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A way to run people through time.

    Parameters
    ----------
    run : as ``stepping.run``.
    n_workspace : numbers in its workspace.
    """

    run: Callable[..., int]
    lanes: int
    n_workspace: int


@cache
def plain_engine() -> Engine:
    """For one person at a time, on lists, without a compiler."""
    functions = {"exp": elementary.exp, "ln": elementary.ln}
    names, n_workspace = _bound(1, functions)
    for name in _STEPS:
        names[name] = _rebound(name, names, name)
    return Engine(run=names["run"], lanes=1, n_workspace=n_workspace)


@cache
def compiled_engine() -> Engine:
    """For many people, ``COMPILED_LANES`` side by side; built when ``run`` is first used, unless it is on disk."""
    from numba import njit  # noqa: PLC0415 - heavy: only where many are run

    from commensal.axis.dynamics import compiled_functions  # noqa: PLC0415

    functions = {"exp": compiled_functions.exp, "ln": compiled_functions.ln}
    names, n_workspace = _bound(COMPILED_LANES, functions)
    names["follow"] = njit(error_model="numpy")(names["follow"])
    for name in _STEPS[:-1]:
        names[name] = njit(error_model="numpy")(_rebound(name, names, name))
    # The name carries what the code is made of: code on disk from other equations is never taken for this one.
    run = _rebound("run", names, f"run_{_fingerprint()}")
    options: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    try:
        compiled = njit(cache=True, **options)(run)
    except RuntimeError:  # no folder to keep it in: built anew in each process
        compiled = njit(**options)(run)
    return Engine(run=compiled, lanes=COMPILED_LANES, n_workspace=n_workspace)


def is_compiled() -> bool:
    """Whether this process has the compiled way at hand already."""
    return compiled_engine.cache_info().currsize > 0


def _bound(lanes: int, functions: Mapping[str, Any]) -> tuple[dict[str, Any], int]:
    """The names of ``stepping`` for so many lanes, and the length of the workspace."""
    n = stepping.N_STATES
    workspace = Workspace(lanes=lanes, states=n, rates=2 * n, coefficients=stepping.BEFORE_COEFFICIENTS)
    system = system_with(functions=functions, workspace=workspace)
    names = {**vars(stepping), **functions, "follow": system.follow, "LANES": lanes}
    names["N_COEFFICIENTS"] = system.n_coefficients
    for place, block in enumerate(stepping.BLOCKS):
        names[block] = place * n * lanes
    for place, single in enumerate(stepping.SINGLES):
        names[single] = (len(stepping.BLOCKS) * n + place) * lanes
    return names, (workspace.coefficients + system.n_coefficients) * lanes


def _rebound(name: str, names: dict[str, Any], new_name: str) -> FunctionType:
    """A function of ``stepping`` that looks its names up elsewhere."""
    found = getattr(stepping, name)
    made = FunctionType(found.__code__, names, new_name)
    made.__qualname__ = new_name
    return made


def _fingerprint() -> str:
    from commensal.axis.dynamics import compiled_functions  # noqa: PLC0415 - imports the compiler

    workspace = Workspace(lanes=1, states=0, rates=0, coefficients=0)
    modules = (stepping, elementary, compiled_functions)
    sources = (specialise(equations(), workspace=workspace).source, *map(inspect.getsource, modules))
    return hashlib.sha256("".join(sources).encode()).hexdigest()[:12]
