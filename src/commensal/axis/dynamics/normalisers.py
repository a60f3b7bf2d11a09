"""Constants that are solved and not chosen: with them the healthy reference stands at 1.

In the healthy reference (default inputs and traits) plasma endotoxin, the two cytokines, vagal tone, transmitter tone
and microglia are at 1 and the stress signal is the stress itself. These seven are held there, everything else settles,
and each constant then follows, because the rate it stands in is a straight line in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.system import healthy_states, quantities
from commensal.knowledge.axis_model import axis_model
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# The state that each constant holds at the reference: the rate of the one is zero by the choice of the other.
HELD = {"n10": "Tn", "n11": "H", "n6": "I6", "n7": "V", "n8": "N", "n9": "Mg", "kin": "Lp"}
_STEPS = 200
_GROWTH, _LONGEST_STEP = 3.0, 1_000.0
_LEAST_SHARE, _NOTHING = 0.1, 1e-6
_AT_ONCE = 256
_FIRST_STEP = 0.05
_NUDGE = 1e-7
_AT_REST = 1e-10
_LEVELS = 256
_HALVINGS = 45


def parameter_vector(changes: Mapping[str, float] | None = None) -> Floats:
    """The 162 parameters in their order, with some changed.

    Raises
    ------
    UsageError : no such parameter.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    table = axis_model().parameters
    for name in changes or {}:
        if name not in table:
            raise UsageError(
                where="parameters",
                found=repr(name),
                expected="a symbol of the parameter table",
                do="Correct the symbol.",
            )
    return np.array([(changes or {}).get(name, row.value) for name, row in table.items()], dtype=float)


def default_inputs(changes: Mapping[str, float] | None = None) -> Floats:
    """The 20 inputs of the healthy reference in their order, with some changed.

    Raises
    ------
    UsageError : no such input.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    table = axis_model().inputs
    for name in changes or {}:
        if name not in table:
            raise UsageError(where="inputs", found=repr(name), expected="a symbol of the inputs", do="Correct it.")
    return np.array([(changes or {}).get(name, row.default) for name, row in table.items()], dtype=float)


def constants_of(parameters: Floats) -> Floats:
    """Parameters with their normalisers, in the order of ``equations().constants``.

    Parameters
    ----------
    parameters : of shape (162,) or (n, 162), in the order of the table.

    Returns
    -------
    Floats : of shape (170,) or (n, 170).

    Raises
    ------
    ArithmeticError : parameters with which the healthy reference does not settle.
    """
    import numpy as np  # noqa: PLC0415 - heavy

    table = np.atleast_2d(np.asarray(parameters, dtype=float))
    rows = tuple(axis_model().parameters.values())
    reference = table.copy()
    for place, row in enumerate(rows):
        if row.is_trait:
            reference[:, place] = row.value
    if (reference == parameter_vector()).all():
        found = np.repeat(_default_normalisers()[np.newaxis], len(table), axis=0)
    else:
        parts = [_normalisers(reference[first : first + _AT_ONCE]) for first in range(0, len(table), _AT_ONCE)]
        found = np.concatenate(parts)
    return _put_in(table, found).reshape(*np.shape(parameters)[:-1], len(equations().constants))


@cache
def _default_normalisers() -> Floats:
    found: Floats = _normalisers(parameter_vector()[None])[0].copy()
    found.setflags(write=False)
    return found


def _put_in(table: Floats, normalisers: Floats) -> Floats:
    import numpy as np  # noqa: PLC0415

    names = equations().constants
    whole = np.empty((len(table), len(names)))
    whole[:, : table.shape[1]] = table
    for place, name in enumerate(axis_model().normalisers):
        whole[:, names.index(name)] = normalisers[:, place]
    return whole


def _normalisers(reference: Floats) -> Floats:
    """Normalisers for parameters of shape (n, 162); the result has shape (n, 9)."""
    import numpy as np  # noqa: PLC0415

    names, states, inputs = tuple(axis_model().normalisers), equations().states, default_inputs()
    ones = _put_in(reference, np.ones((len(reference), len(names))))
    settled = _settled(ones)
    dys, perm = quantities("dys", "perm", states=settled, inputs=inputs, constants=ones).T
    zeros = _put_in(reference, np.where([name in HELD for name in names], 0.0, np.ones((len(reference), len(names)))))
    at_zero = quantities(states=settled, inputs=inputs, constants=zeros)
    at_one = quantities(states=settled, inputs=inputs, constants=ones)
    found = np.empty((len(reference), len(names)))
    for place, name in enumerate(names):
        if name in HELD:
            low, high = (rates[:, states.index(HELD[name])] for rates in (at_zero, at_one))
            # Below zero a state could leave its range; such parameters leave the reference above 1 instead.
            found[:, place] = np.maximum(low / (low - high), 0.0)
        else:
            found[:, place] = {"n12": dys, "npi": perm}[name]
    return found


def _settled(constants: Floats) -> Floats:
    """Where everything else settles while seven states are held, by implicit Euler steps that grow.

    Steps that begin short follow the model from the usual healthy person, so that of several resting points the one is
    found that such a person comes to. Dysbiosis is 1 by construction, so its effect on nociception is left out.
    """
    import numpy as np  # noqa: PLC0415

    names, inputs = equations().states, default_inputs()
    still = constants.copy()
    still[:, equations().constants.index("kdy")] = 0.0
    states = np.repeat(np.array([list(healthy_states().values())]), len(still), axis=0)
    states[:, [names.index(name) for name in HELD.values()]] = 1.0
    states[:, names.index("H")] = inputs[equations().inputs.index("u_str")]
    free = [place for place, name in enumerate(names) if name not in {*HELD.values(), "C"}]
    step, moving = np.full(len(states), _FIRST_STEP), np.arange(len(states))
    for _ in range(_STEPS):
        rates = quantities(states=states[moving], inputs=inputs, constants=still[moving])[:, free]
        # Whoever is at rest is left there, so that nobody's numbers depend on the company.
        now = states[moving[:, np.newaxis], free]
        is_moving = np.asarray(np.any(np.abs(rates) > _AT_REST * (1.0 + now), axis=1))
        moving, rates = moving[is_moving], rates[is_moving]
        if not len(moving):
            break
        slopes = _slopes(states[moving], rates, free, inputs, still[moving])
        inverse = np.eye(len(free)) / step[moving, np.newaxis, np.newaxis]
        change = np.linalg.solve(inverse - slopes, rates[..., np.newaxis])[..., 0]
        now = states[moving[:, np.newaxis], free]
        # A step that would empty a guild is too long: it may have jumped to another resting point.
        enough = now + change >= _LEAST_SHARE * now - _NOTHING
        is_fine = np.asarray(np.all(enough, axis=1))
        states[moving[:, np.newaxis], free] = np.maximum(now + np.where(is_fine[:, np.newaxis], change, 0.0), 0.0)
        step[moving] = np.minimum(step[moving] * np.where(is_fine, _GROWTH, 1.0 / _GROWTH**2), _LONGEST_STEP)
    else:
        raise ArithmeticError("the healthy reference does not settle with these parameters")
    states[:, names.index("C")] = _lowest_sensitisation(states, inputs, still)
    return states


def _lowest_sensitisation(states: Floats, inputs: Floats, constants: Floats) -> Floats:
    """The lowest level at which central sensitisation rests; nothing else depends on it while vagal tone is held."""
    import numpy as np  # noqa: PLC0415

    place = equations().states.index("C")
    moved = np.repeat(states[:, np.newaxis], _LEVELS + 1, axis=1)
    moved[..., place] = np.linspace(0.0, 1.0, _LEVELS + 1)
    rates = quantities(states=moved, inputs=inputs, constants=constants[:, np.newaxis])[..., place]
    first_fall = (rates <= 0.0).argmax(axis=1)  # at 1 the rate is never positive
    high = first_fall / _LEVELS
    low = np.maximum(high - 1.0 / _LEVELS, 0.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        states[:, place] = middle
        is_below = quantities(states=states, inputs=inputs, constants=constants)[:, place] > 0.0
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    found: Floats = (low + high) / 2.0
    return found


def _slopes(states: Floats, rates: Floats, free: list[int], inputs: Floats, constants: Floats) -> Floats:
    """Derivatives of the free states' rates by the free states, of shape (n, n_free, n_free)."""
    import numpy as np  # noqa: PLC0415

    width = _NUDGE * (1.0 + states[:, free])
    moved = np.repeat(states[:, np.newaxis], len(free), axis=1)
    for column, place in enumerate(free):
        moved[:, column, place] += width[:, column]
    there = quantities(states=moved, inputs=inputs, constants=constants[:, np.newaxis])[..., free]
    return np.swapaxes((there - rates[:, np.newaxis]) / width[..., np.newaxis], 1, 2)
