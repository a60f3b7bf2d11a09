"""The right-hand side in plain Python or NumPy: the same lines for one person and for many."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from commensal.axis.dynamics.elementary import exp, exp_of_many, ln, ln_of_many
from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.specialise import Workspace, specialise
from commensal.knowledge.axis_model import axis_model

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """The two functions of ``specialise``.

    Parameters
    ----------
    prepare : fills ``k_`` from constants ``p_`` and inputs ``u_``.
    follow : fills ``x_`` from states ``y_`` and ``k_``: rates [unit of the state per day], or what was asked for.
    """

    prepare: Callable[..., None]
    follow: Callable[..., None]
    n_coefficients: int


def system_with(
    *, functions: Mapping[str, Callable[..., Any]], targets: tuple[str, ...] = (), workspace: Workspace | None = None
) -> System:
    """The two functions with a given ``exp`` and ``ln``."""
    written = specialise(equations(), targets=targets, workspace=workspace)
    names: dict[str, Any] = dict(functions)
    # Our own source, written from the package's own equations: nothing from outside is run.
    exec(compile(written.source, __file__, "exec"), names)  # noqa: S102
    return System(prepare=names["prepare"], follow=names["follow"], n_coefficients=written.n_coefficients)


@cache
def system_of_one() -> System:
    """For one person, on lists or vectors of plain numbers."""
    return system_with(functions={"exp": exp, "ln": ln})


@cache
def system_of_many(*targets: str) -> System:
    """For arrays whose first axis is the place and whose second is the person; rates, or other quantities by name."""
    return system_with(functions={"exp": exp_of_many, "ln": ln_of_many}, targets=targets)


def coefficients(constants: Floats, inputs: Floats) -> Floats:
    """What constants and inputs decide, for a solver.

    Parameters
    ----------
    constants, inputs : of shapes (n or 1, 170) and (n or 1, n_rows, 20).

    Returns
    -------
    Floats : of shape (n or 1, n_rows, n_coefficients).
    """
    import numpy as np  # noqa: PLC0415 - heavy

    system = system_of_many()
    shape = (max(len(constants), len(inputs)), inputs.shape[1])
    found: list[Any] = [None] * system.n_coefficients
    system.prepare(constants.T[:, :, np.newaxis], np.moveaxis(inputs, -1, 0), found)
    table = np.empty((*shape, system.n_coefficients))
    for place, value in enumerate(found):
        table[..., place] = value
    return table


@cache
def healthy_states() -> Mapping[str, float]:
    """The settled healthy person of the table, to four figures."""
    return MappingProxyType({name: state.healthy for name, state in axis_model().states.items()})


def quantities(*targets: str, states: Floats, inputs: Floats, constants: Floats) -> Floats:
    """Quantities of the equations by name, as ``dys`` or ``pain``; without a name the rates of all states.

    Parameters
    ----------
    states, inputs, constants : of shapes (..., 32), (..., 20) and (..., 170), broadcast against each other. Constants
        are parameters and normalisers in the order of ``equations().constants``.

    Returns
    -------
    Floats : of shape (..., n_targets), or (..., 32) for rates.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    system = system_of_many(*targets)
    shape = np.broadcast_shapes(*(np.shape(table)[:-1] for table in (states, inputs, constants)))
    y, u, p = (np.moveaxis(np.asarray(table, dtype=float), -1, 0) for table in (states, inputs, constants))
    k: list[Any] = [None] * system.n_coefficients
    found: list[Any] = [None] * (len(targets) or len(y))
    system.prepare(p, u, k)
    system.follow(y, k, found)
    return np.stack([np.broadcast_to(value, shape) for value in found], axis=-1)
