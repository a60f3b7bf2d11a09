"""The map as a graph: built once, frozen, with the standard algorithms of networkx."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

from commensal.knowledge.evidence import Edge, Evidence, Relation, evidence

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

# Arrows that may be a step of a longer way. Who must be careful (contraindicates), and what makes an arrow stronger
# or weaker (modifies), hold for themselves and lead nowhere.
STEPS = frozenset({Relation.CAUSAL, Relation.ASSOCIATION, Relation.HYPOTHESIS, Relation.DEFINES})


def built(known: Evidence) -> Graph:
    """A frozen graph with every place and every arrow; the key of an arrow is its id."""
    import networkx as nx  # noqa: PLC0415 - heavy, and only the map needs it

    graph: Graph = nx.MultiDiGraph()
    graph.add_nodes_from(known.nodes)
    for edge in known.edges.values():
        graph.add_edge(edge.source, edge.target, key=edge.id, edge=edge)
    nx.freeze(graph)
    return graph


@cache
def graph() -> Graph:
    """The whole map; built when first asked for, then kept."""
    return built(evidence())


@cache
def ways_graph() -> Graph:
    """The part of the map on which ways of several steps may be gone."""
    import networkx as nx  # noqa: PLC0415

    ways: Graph = nx.MultiDiGraph()
    ways.add_nodes_from(evidence().nodes)
    for edge in evidence().edges.values():
        if edge.relation in STEPS:
            ways.add_edge(edge.source, edge.target, key=edge.id, edge=edge)
    nx.freeze(ways)
    return ways


def edges_into(node: str) -> tuple[Edge, ...]:
    """The arrows that point at a place, sorted by id."""
    found = (cast("Edge", data["edge"]) for _, _, data in graph().in_edges(node, data=True))
    return tuple(sorted(found, key=lambda edge: edge.id))


def edges_out_of(node: str) -> tuple[Edge, ...]:
    """The arrows that leave a place, sorted by id."""
    found = (cast("Edge", data["edge"]) for _, _, data in graph().out_edges(node, data=True))
    return tuple(sorted(found, key=lambda edge: edge.id))


def edges_between(source: str, target: str) -> tuple[Edge, ...]:
    """The arrows from one place straight to another, sorted by id."""
    return tuple(edge for edge in edges_out_of(source) if edge.target == target)


def edges_studied_in(condition: str) -> tuple[Edge, ...]:
    """What was looked at in people who have a condition: arrows to a symptom or a risk, ideas left out, by id."""
    known = evidence()
    return tuple(
        edge
        for edge in known.edges.values()
        if condition in edge.conditions
        and edge.relation in (Relation.CAUSAL, Relation.ASSOCIATION)
        and known.nodes[edge.target].kind in ("outcome", "risk")
    )
