"""The person from whom a course begins: a preset, settled under usual inputs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.settle import settled
from commensal.axis.dynamics.system import healthy_states
from commensal.knowledge.axis_scenarios import Preset, presets
from commensal.vocab.errors import UsageError

Floats = NDArray[np.float64]


def preset_named(name: str, *, where: str) -> Preset:
    """A starting person.

    Raises
    ------
    UsageError : no such person.
    """
    if name not in presets():
        raise UsageError(
            where=where, found=repr(name), expected=f"one of {', '.join(presets())}", do="Choose one of them."
        )
    return presets()[name]


def at_rest(constants: Floats, usual: Floats, start: Mapping[str, float]) -> Floats:
    """States of people who come from the healthy reference, with some states elsewhere, and settle.

    Parameters
    ----------
    constants : shape (n, n_constants); NaN for a version that cannot be run, which stays NaN.
    usual : usual inputs, the same for all, shape (n_inputs,).
    start : states that begin elsewhere, by symbol; they choose the level of sensitisation.

    Returns
    -------
    Shape (n, n_states).
    """
    row = np.array([start.get(symbol, value) for symbol, value in healthy_states().items()])
    states = np.full((len(constants), len(row)), np.nan)
    fine = np.isfinite(constants).all(axis=1)
    if fine.any():
        n = int(fine.sum())
        states[fine] = settled(constants[fine], np.tile(usual, (n, 1)), np.tile(row, (n, 1)))
    return states
