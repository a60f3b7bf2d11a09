"""How sure a model seems when only its numbers are drawn, and how sure it is when its links are drawn as well."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.draws import Spread, draw
from commensal.axis.dynamics.scenario import Scenario
from commensal.axis.dynamics.sensitivity import Run
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import presets

Floats = NDArray[np.float64]

NEAR_NOTHING = 0.1
"""What counts as hardly any difference. [points of the model's own scale]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ensemble:
    """One way to draw versions, and what they say of one quantity on one day.

    Parameters
    ----------
    differences : changed minus usual in each version that settles, shape (n,).
    """

    spread: Spread
    links: bool
    differences: Floats

    @property
    def middle(self) -> float:
        """The median difference."""
        return float(np.median(self.differences))

    @property
    def share_below_zero(self) -> float:
        """Share of versions in which the difference is below zero, however small."""
        return float((self.differences < 0).mean())

    @property
    def share_near_nothing(self) -> float:
        """Share of versions with hardly any difference."""
        return float((np.abs(self.differences) < NEAR_NOTHING).mean())


def four_ensembles(scenario: Scenario, *, watch: str, day: float, n: int, seed: int = 0) -> tuple[Ensemble, ...]:
    """Parameters drawn nearby or over their ranges, each with every link in and with links drawn in or out.

    Parameters
    ----------
    watch : a quantity by its name in a scenario file.
    day : the day that is looked at. [days]
    n : versions of each ensemble.
    """
    run = Run.of(scenario, watch, day)
    traits = dict(presets()[scenario.person].traits)
    found = []
    for spread in (Spread.THIRD, Spread.RANGE):
        for links in (False, True):
            rng = np.random.default_rng([seed, 2])
            difference = run.difference(draw(n, rng=rng, traits=traits, spread=spread, links=links).parameters)
            found.append(Ensemble(spread=spread, links=links, differences=difference[np.isfinite(difference)]))
    return tuple(found)


def only_contested(scenario: Scenario, *, watch: str, day: float) -> float:
    """The share of the difference that goes when every contested link is out at once, with the table's own values."""
    run = Run.of(scenario, watch, day)
    places = [list(axis_model().parameters).index(coupling) for coupling in axis_model().links]
    without = run.parameters.copy()
    without[places] = [link.off_value for link in axis_model().links.values()]
    whole, left = run.difference(np.stack([run.parameters, without]))
    return float(1.0 - left / whole)
