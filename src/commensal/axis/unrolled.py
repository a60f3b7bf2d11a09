"""The map unrolled in time: each place once a day, so that loops (pain and sleep) become chains."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from commensal.axis.links import Link
from commensal.axis.strength import CLAIMING
from commensal.knowledge.evidence import DayRole, Edge, Node, evidence
from commensal.vocab.grades import Grade

if TYPE_CHECKING:
    import networkx as nx

    DayGraph = nx.DiGraph["DayNode"]

# A place and how many days before the last day it is.
DayNode = tuple[str, int]

# The order within a day: the night, what one does and takes, what goes on inside, how one feels at the end.
_ORDER = {
    DayRole.SLEEP: 0,
    DayRole.EATING: 1,
    DayRole.DOING: 1,
    DayRole.MEDICINE: 1,
    DayRole.INSIDE: 2,
    DayRole.SYMPTOM: 3,
}
# Where nobody knows how long an arrow takes, it is drawn from one day to the next.
_UNKNOWN_LAG_DAYS = 1
LONGEST_LAG_DAYS = 7


@cache
def unrolled(n_days: int, *, only_firm: bool = False) -> DayGraph:
    """The map over ``n_days`` days, frozen: nodes are ``(place, days before the last day)``.

    Arrows are those of the map that may act within the window, and what is assumed of every day
    (``knowledge/data/evidence/day_assumptions.tsv``). What is the same on every day of one person (a condition, the
    bacteria one starts with) is no part of it: it cannot confound one person's days. Arrows that take longer than a
    week are none either; a slow trend takes up what they do.

    Parameters
    ----------
    only_firm : leave out arrows of the map whose grade is very low, ideas, and assumptions that confound nothing. An
        effect could be carried on them, so nothing on them may be held equal; but they are no reason to hold
        something equal.
    """
    import networkx as nx  # noqa: PLC0415 - heavy, and only the map needs it

    nodes = _day_nodes()
    lags = _lags(only_firm=only_firm)
    unrolled_graph: DayGraph = nx.DiGraph()
    unrolled_graph.add_nodes_from((name, day) for day in range(n_days) for name in nodes)
    for source, target, lag in lags:
        unrolled_graph.add_edges_from(((source, day + lag), (target, day)) for day in range(n_days - lag))
    assert nx.is_directed_acyclic_graph(unrolled_graph), "time runs one way"
    nx.freeze(unrolled_graph)
    return unrolled_graph


def _day_nodes() -> dict[str, Node]:
    return {node.id: node for node in evidence().nodes.values() if node.day_role in _ORDER}


@cache
def _lags(*, only_firm: bool) -> tuple[tuple[str, str, int], ...]:
    """Every arrow between days or within one: source, target and how many days it takes."""
    nodes = _day_nodes()
    drawn = [*_assumed(nodes, only_firm=only_firm), *_of_evidence(nodes, only_firm=only_firm)]
    return tuple(dict.fromkeys(drawn))


def _assumed(nodes: dict[str, Node], *, only_firm: bool) -> list[tuple[str, str, int]]:
    return [
        (source.id, target.id, assumption.lag_days)
        for assumption in evidence().assumptions
        if assumption.is_confounding or not only_firm
        for source in nodes.values()
        for target in nodes.values()
        if assumption.holds(source, target)
    ]


def _of_evidence(nodes: dict[str, Node], *, only_firm: bool) -> list[tuple[str, str, int]]:
    """Arrows of the map with their lag."""
    drawn = [
        edge
        for edge in evidence().edges.values()
        if edge.relation in CLAIMING and not edge.is_null and edge.source in nodes and edge.target in nodes
    ]
    same_day = _same_day(drawn, nodes)
    return [
        (edge.source, edge.target, lag)
        for edge in drawn
        if (lag := _lag_days(edge, may_be_same_day=edge.id in same_day)) <= LONGEST_LAG_DAYS
        and (Link(edge=edge).grade is not Grade.VERY_LOW or not only_firm)
    ]


def _lag_days(edge: Edge, *, may_be_same_day: bool) -> int:
    """The shortest lag of an arrow. That places last from day to day carries it further."""
    low = _UNKNOWN_LAG_DAYS if edge.lag_min_days is None else edge.lag_min_days
    return low if low or may_be_same_day else 1


def within_day(node: str) -> int:
    """Where a place stands in the order of a day: the night 0, what one does 1, inside 2, how one feels 3."""
    return _ORDER[evidence().nodes[node].day_role]


def _same_day(edges: list[Edge], nodes: dict[str, Node]) -> frozenset[str]:
    """The arrows that may act on the day itself: forward within the day, and never in a circle."""
    import networkx as nx  # noqa: PLC0415

    within_day: nx.DiGraph[str] = nx.DiGraph()
    within_day.add_nodes_from(nodes)
    kept = set()
    for edge in sorted(edges, key=lambda edge: edge.id):
        source, target = _ORDER[nodes[edge.source].day_role], _ORDER[nodes[edge.target].day_role]
        is_quick = edge.lag_min_days == 0
        if not is_quick or source > target or (source == target and nx.has_path(within_day, edge.target, edge.source)):
            continue
        within_day.add_edge(edge.source, edge.target)
        kept.add(edge.id)
    return frozenset(kept)
