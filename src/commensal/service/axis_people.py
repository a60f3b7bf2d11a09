"""Synthetic people of the axis model: what they lived drives the model, and what the model feels becomes ratings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.draws import Draws, Spread, draw
from commensal.axis.dynamics.normalisers import default_inputs, parameter_vector
from commensal.axis.dynamics.settle import constants_or_nan
from commensal.axis.dynamics.solve import solve
from commensal.axis.dynamics.starting import at_rest
from commensal.axis.dynamics.system import quantities
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import Preset, presets
from commensal.synthetic.model_person import MODELLED, live, person_of
from commensal.synthetic.person import SyntheticPerson

Floats = NDArray[np.float64]

_SYMBOL_BY_DRIVE = {
    "fibre_g": "u_fib",
    "fermented_servings": "u_fer",
    "ultra_processed_share": "u_upf",
    "sleep_h": "u_slp",
    "stress": "u_str",
}


def axis_person(*, seed: int, number: int, n_days: int, first_day: date) -> SyntheticPerson:
    """Person *number* of a seeded population; the same arguments always give the same diary."""
    rng = np.random.default_rng([seed, number, 8])
    preset = presets()[str(rng.choice(sorted(presets())))]
    constants, drawn = _version(rng, preset)
    lived = live(seed=seed, number=number, n_days=n_days, first_day=first_day)
    usual = np.asarray(default_inputs(preset.inputs))
    inputs = daily_inputs(lived.drive, usual)
    # Settled under the mean of the days to come: the diary begins in the middle of a life.
    start = at_rest(constants, inputs[0].mean(axis=0), preset.start)
    times = np.arange(n_days + 1, dtype=np.float64)
    states = solve(constants=constants[0], inputs=inputs, start=start[0], times=times)[:, 1:]
    names = tuple(name.lower() for name in MODELLED)
    felt = quantities(*names, states=states, inputs=inputs, constants=constants[0])
    links = tuple(axis_model().links.values())
    return person_of(
        lived,
        {outcome: felt[:, :, place] for place, outcome in enumerate(MODELLED)},
        seed=seed,
        number=number,
        first_day=first_day,
        about={
            "preset": preset.id,
            "links_in": [link.coupling for link, is_in in zip(links, drawn.is_linked[0], strict=True) if is_in],
        },
    )


def daily_inputs(drive: Mapping[str, Floats], usual: Floats) -> Floats:
    """Inputs of each day, shape (n_runs, n_days, n_inputs), held to the ranges in which the model was tried."""
    symbols = list(axis_model().inputs)
    shape = drive["effort"].shape
    inputs = np.broadcast_to(usual, (*shape, len(symbols))).copy()
    for name, symbol in _SYMBOL_BY_DRIVE.items():
        place, of_table = symbols.index(symbol), axis_model().inputs[symbol]
        inputs[:, :, place] = np.clip(drive[name], of_table.low, of_table.high)
    effort = axis_model().inputs["u_ex"]
    place = symbols.index("u_ex")
    inputs[:, :, place] = np.clip(usual[place] * drive["effort"], effort.low, effort.high)
    return inputs


def _version(rng: np.random.Generator, preset: Preset) -> tuple[Floats, Draws]:
    """Constants of one version of the model, shape (1, n_constants); the table's own where the drawn one fails."""
    drawn = draw(1, rng=rng, traits=preset.traits, spread=Spread.THIRD)
    constants = constants_or_nan(drawn.parameters)
    if np.isfinite(constants).all():
        return constants, drawn
    own = np.asarray(parameter_vector(preset.traits))[None]
    return constants_or_nan(own), Draws(parameters=own, is_linked=np.ones_like(drawn.is_linked))
