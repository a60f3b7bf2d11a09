"""With the solved constants the healthy reference stands where it is said to stand."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.axis.dynamics.equations import equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.system import healthy_states, quantities
from commensal.knowledge.axis_model import axis_model
from commensal.vocab.errors import UsageError


def test_the_table_has_what_is_solved() -> None:
    """The figures that are shown are those that are used, to the figures that are shown."""
    constants = constants_of(parameter_vector())
    for name, row in axis_model().normalisers.items():
        assert constants[equations().constants.index(name)] == pytest.approx(row.value, rel=4e-6)


def test_the_healthy_reference_rests() -> None:
    """At the healthy states of the table nothing moves but by their rounding to four figures."""
    states = np.array([*healthy_states().values()])
    rates = quantities(states=states, inputs=default_inputs(), constants=constants_of(parameter_vector()))
    assert np.abs(rates / (1e-3 + states)).max() < 0.02


def test_traits_leave_the_constants_alone() -> None:
    """A patient's traits move the patient and not the reference."""
    plain, patient = constants_of(parameter_vector()), constants_of(parameter_vector({"Rps": 0.86, "thr": 0.42}))
    names = equations().constants
    changed = {names[place] for place in np.flatnonzero(plain != patient)}
    assert changed == {"Rps", "thr"}


def test_other_parameters_have_their_own_constants() -> None:
    """The reference of a changed structure stands at 1 again, and each row is solved by itself."""
    changes = ({"kT": 30.0, "aT": 60.0}, {"D0": 0.8})
    table = np.array([parameter_vector(change) for change in changes])
    constants = constants_of(table)
    assert constants.shape == (2, 170)
    assert np.abs(constants[:, 162:] - constants_of(parameter_vector())[162:]).max() > 1e-3
    assert (constants_of(table[1]) == constants[1]).all()


def test_unknown_symbols_are_refused() -> None:
    """A misspelt symbol is named."""
    with pytest.raises(UsageError, match="'kTT'"):
        parameter_vector({"kTT": 1.0})
    with pytest.raises(UsageError, match="'u_fibre'"):
        default_inputs({"u_fibre": 1.0})
