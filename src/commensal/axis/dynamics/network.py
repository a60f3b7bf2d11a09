"""What acts on what in the model, read from the equations: parts with their states, and arrows between the parts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from commensal.axis.dynamics.equations import READ_OUTS, Equation, equations
from commensal.knowledge.axis_model import axis_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """One part acting on another.

    Parameters
    ----------
    n_ways : pairs of a state of the one that stands in the rate of a state of the other.
    couplings : contested links that lie on it; empty when none does.
    """

    source: str
    target: str
    n_ways: int
    couplings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Parts in the order of the text, each with its states and the inputs it reads."""

    states_by_part: dict[str, tuple[str, ...]]
    inputs_by_part: dict[str, tuple[str, ...]]
    arrows: tuple[Arrow, ...]


def network() -> Network:
    """The network of the equations as they are."""
    system = equations()
    part_of = {line.target: line.part for line in system.lines if line.is_rate}
    reads = {line.target: _reads(line) for line in system.lines if line.is_rate}
    parts = tuple(dict.fromkeys(line.part for line in system.lines if line.part != READ_OUTS))
    ways: dict[tuple[str, str], int] = defaultdict(int)
    for target, names in reads.items():
        for source in names & set(system.states):
            if part_of[source] != part_of[target]:
                ways[part_of[source], part_of[target]] += 1
    couplings = _couplings(part_of)
    return Network(
        states_by_part={part: tuple(state for state in system.states if part_of[state] == part) for part in parts},
        inputs_by_part={
            part: tuple(
                name for name in system.inputs if any(name in reads[s] for s in system.states if part_of[s] == part)
            )
            for part in parts
        },
        arrows=tuple(
            Arrow(source=source, target=target, n_ways=n, couplings=couplings.get((source, target), ()))
            for (source, target), n in sorted(ways.items())
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


def _couplings(part_of: dict[str, str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Contested links by the arrow they lie on: what the line that holds the coupling reads, and what it acts on."""
    system, found = equations(), defaultdict(list)
    states = set(system.states)
    for coupling in axis_model().links:
        for line in system.lines:
            if coupling not in line.names or line.part == READ_OUTS:
                continue
            targets = (
                [line.target]
                if line.is_rate
                else [one.target for one in system.lines if one.is_rate and line.target in _passes(one)]
            )
            sources = {part_of[name] for name in _reads(line) & states}
            for pair in sorted({(source, part_of[target]) for source in sources for target in targets}):
                if pair[0] != pair[1]:
                    found[pair].append(coupling)
    return {pair: tuple(dict.fromkeys(names)) for pair, names in found.items()}


def _passes(line: Equation) -> frozenset[str]:
    """Everything that is worked out on the way to a rate."""
    between = {one.target: one for one in equations().lines if not one.is_rate}
    found: set[str] = set()
    waiting = [*line.names]
    while waiting:
        name = waiting.pop()
        if name in between and name not in found:
            found.add(name)
            waiting += between[name].names
    return frozenset(found)
