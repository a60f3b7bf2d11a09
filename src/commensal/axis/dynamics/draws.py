"""Many versions of the model: parameters drawn over their ranges, and contested links drawn in or out.

Parameter spread alone is false confidence: the direction of an effect is built into the structure. So every ensemble
also asks whether each contested link is there at all, as often as its evidence lets us (``knowledge.axis_model``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.normalisers import parameter_vector
from commensal.knowledge.axis_model import Parameter, axis_model

Floats = NDArray[np.float64]


class Spread(StrEnum):
    """How far parameters are drawn from their value."""

    RANGE = "range"
    """Over the whole range of the table, thickest at the value, half of it on either side."""
    THIRD = "third"
    """Even within 30 % of the value, and never outside the range: what an ordinary ensemble does."""
    NONE = "none"


_NEARBY = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """Versions of the model for one person.

    Parameters
    ----------
    parameters : shape (n, n_parameters), in the order of the table; contested couplings are at their off value where
        the link was drawn out.
    is_linked : shape (n, n_links): whether each contested link is in, in the order of ``knowledge.axis_model``.
    """

    parameters: Floats
    is_linked: NDArray[np.bool_]

    @property
    def n(self) -> int:
        """How many versions."""
        return len(self.parameters)


def sampled_symbols() -> tuple[str, ...]:
    """Parameters that are drawn: all but a person's traits and what the normalisers replace."""
    solved = axis_model().normalisers
    return tuple(name for name, one in axis_model().parameters.items() if not one.is_trait and name not in solved)


def draw(
    n: int, *, rng: np.random.Generator, traits: Mapping[str, float], spread: Spread = Spread.RANGE, links: bool = True
) -> Draws:
    """Versions of the model by Latin hypercube over parameters and links.

    Parameters
    ----------
    n : how many.
    traits : parameters that belong to the person, which are not drawn, by symbol.
    spread : how far the other parameters are drawn.
    links : draw contested links in or out; otherwise all are in.

    Notes
    -----
    McKay MD, Beckman RJ, Conover WJ. Technometrics 1979;21:239-245: each variable is drawn once from each of n strata
    of equal chance.
    """
    contested, drawn = axis_model().links, sampled_symbols()
    width = len(drawn) + len(contested)
    strata = rng.permuted(np.tile(np.arange(n)[:, None], (1, width)), axis=0)
    shares = (strata + rng.random((n, width))) / n
    parameters = np.tile(parameter_vector(traits), (n, 1))
    places = {name: place for place, name in enumerate(axis_model().parameters)}
    for column, symbol in enumerate(drawn):
        parameters[:, places[symbol]] = drawn_values(axis_model().parameters[symbol], shares[:, column], spread)
    chances = np.array([link.probability for link in contested.values()])
    is_linked = shares[:, len(drawn) :] < chances if links else np.ones((n, len(contested)), dtype=np.bool_)
    return Draws(parameters=without_links(parameters, is_linked), is_linked=is_linked)


def drawn_values(parameter: Parameter, shares: Floats, spread: Spread) -> Floats:
    """Values of one parameter at these shares of its distribution (0 to 1)."""
    value = parameter.value
    if spread is Spread.NONE:
        return np.full_like(shares, value)
    if spread is Spread.THIRD:
        low, high = sorted((value * (1 - _NEARBY), value * (1 + _NEARBY)))
        return np.clip(low + shares * (high - low), parameter.low, parameter.high)
    return _two_slopes(shares, parameter.low, value, parameter.high)


def without_links(parameters: Floats, is_linked: NDArray[np.bool_]) -> Floats:
    """Parameters with the couplings of absent links at their off value."""
    places = {name: place for place, name in enumerate(axis_model().parameters)}
    changed = parameters.copy()
    for column, link in enumerate(axis_model().links.values()):
        changed[~is_linked[:, column], places[link.coupling]] = link.off_value
    return changed


def _two_slopes(shares: Floats, low: float, value: float, high: float) -> Floats:
    """Quantiles of a spread that is thickest at ``value``, with half of it on either side, and thins out to the ends.

    Half on either side keeps the middle of the versions at the table's own value, however lopsided the range is.
    """
    below = value - (value - low) * (1.0 - np.sqrt(np.minimum(2.0 * shares, 1.0)))
    above = value + (high - value) * (1.0 - np.sqrt(np.minimum(2.0 * (1.0 - shares), 1.0)))
    return np.where(shares < 0.5, below, above)
