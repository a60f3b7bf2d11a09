"""What acts on what in the model, read from the equations: parts with their states, and arrows between the parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.axis.dynamics.equations import READ_OUTS, Equation, equations
from commensal.axis.dynamics.normalisers import constants_of, default_inputs, parameter_vector
from commensal.axis.dynamics.settle import jacobian
from commensal.axis.dynamics.system import healthy_states
from commensal.knowledge.axis_model import axis_model

_GONE = 0.5
"""A link carries an arrow where at least this share of a state's pull on another goes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One part acting on another.

    Parameters
    ----------
    n_ways : pairs of a state of the one that stands in the rate of a state of the other.
    couplings : contested links that carry it, at the healthy reference; empty when none does.
    """

    source: str
    target: str
    n_ways: int
    couplings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Parts in the order of the text, each with its states and the inputs it reads."""

    states_by_part: Mapping[str, tuple[str, ...]]
    inputs_by_part: Mapping[str, tuple[str, ...]]
    arrows: tuple[Arrow, ...]


def network() -> Network:
    """The network of the equations as they are."""
    system = equations()
    part_of = {line.target: line.part for line in system.lines if line.is_rate}
    reads = {line.target: _reads(line) for line in system.lines if line.is_rate}
    parts = tuple(dict.fromkeys(line.part for line in system.lines if line.part != READ_OUTS))
    ways: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for target, names in reads.items():
        for source in sorted(names & set(system.states)):
            if part_of[source] != part_of[target]:
                ways[part_of[source], part_of[target]].append((source, target))
    carried = _carried()
    return Network(
        states_by_part={part: tuple(state for state in system.states if part_of[state] == part) for part in parts},
        inputs_by_part={
            part: tuple(
                name for name in system.inputs if any(name in reads[s] for s in system.states if part_of[s] == part)
            )
            for part in parts
        },
        arrows=tuple(
            Arrow(
                source=source,
                target=target,
                n_ways=len(pairs),
                couplings=tuple(link for link, changed in carried.items() if any(pair in changed for pair in pairs)),
            )
            for (source, target), pairs in sorted(ways.items())
        ),
    )


def _reads(line: Equation) -> frozenset[str]:
    """States, inputs and constants that a rate depends on, through everything that is worked out on the way."""
    between = {one.target: one for one in equations().lines if not one.is_rate}
    found: set[str] = set()
    waiting = [*line.names]
    while waiting:
        name = waiting.pop()
        if name in between:
            waiting += between[name].names
        else:
            found.add(name)
    return frozenset(found)


def _carried() -> dict[str, frozenset[tuple[str, str]]]:
    """For each contested link, the pairs of states whose pull goes when it is taken out."""
    system, links = equations(), axis_model().links
    rows: NDArray[np.float64] = np.tile(np.asarray(constants_of(parameter_vector())), (1 + len(links), 1))
    for row, link in enumerate(links.values(), start=1):
        rows[row, system.constants.index(link.coupling)] = link.off_value
    states = np.tile(np.array(list(healthy_states().values())), (len(rows), 1))
    pulls = np.abs(jacobian(states, np.tile(np.asarray(default_inputs()), (len(rows), 1)), rows))
    goes = (pulls[0] > 1e-7) & (pulls[1:] < (1.0 - _GONE) * pulls[0])
    return {
        coupling: frozenset(
            (system.states[source], system.states[target]) for target, source in np.argwhere(goes[row]).tolist()
        )
        for row, coupling in enumerate(links)
    }
