"""From here to there: the few best ways that are known, or that none is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from commensal.axis.graph import edges_between, edges_studied_in, ways_graph
from commensal.axis.links import WORST_FIRST, Link, Path
from commensal.knowledge.evidence import Node, Relation, evidence

MOST_LINKS = 4
MOST_PATHS = 3


class Outcome(StrEnum):
    """What there is to say between two places."""

    FOUND = "found"
    """There is at least one way on which no step was tested and not seen."""
    NOT_SEEN = "not_seen"
    """The link, or a step on every way, was tested and not seen."""
    OTHER_DIRECTION = "other_direction"
    """Only the way back is known."""
    NONE_KNOWN = "none_known"
    SAME_PLACE = "same_place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the map knows between two places. It is no advice, and no sum of effects.

    Parameters
    ----------
    paths : the best ways, direct ones first; none when only the other direction is known.
    reverse : the best ways from ``end`` to ``start``, when none leads from ``start`` to ``end``, or when a single
        arrow does.
    care : arrows from ``end`` to ``start`` that say who must be careful. They come before all else.
    studied : where one of the two is a condition, and no arrow leads straight to the other: what the other did in
        people who have it, best grade first.
    close_by : arrows straight to ``end`` from places close to ``start``, which may have been meant as well.
    n_more : how many further ways of at most ``most_links`` steps there are.
    """

    start: Node
    end: Node
    outcome: Outcome
    paths: tuple[Path, ...]
    reverse: tuple[Path, ...]
    care: tuple[Link, ...]
    studied: tuple[Link, ...]
    close_by: tuple[Link, ...]
    n_more: int
    most_links: int


def explain(start: str, end: str, *, max_links: int = MOST_LINKS, max_paths: int = MOST_PATHS) -> Explanation:
    """The best ways from one place to another.

    A direct arrow comes first, also when it was tested and not seen. The others are ordered by the grade of their
    weakest link, then by how far their least tested step was looked at in people, then by length.

    Parameters
    ----------
    start, end : ids of nodes.
    max_links : steps of the longest way that is looked for. When every way is longer, the shortest are given.
    max_paths : how many ways are given.

    Raises
    ------
    KeyError : no such node.
    """
    first, last = evidence().nodes[start], evidence().nodes[end]
    ways = () if start == end else every_path(start, end, max_links=max_links)
    back = () if start == end else every_path(end, start, max_links=max_links)
    reverse = back if not ways else tuple(path for path in back if path.is_direct)
    return Explanation(
        start=first,
        end=last,
        outcome=_outcome(start, end, ways, back),
        paths=ways[:max_paths],
        reverse=reverse[:max_paths],
        care=_care(end, start),
        studied=() if ways and ways[0].is_direct else _studied(start, end),
        close_by=tuple(Link(edge=edge) for name in first.close_to for edge in edges_between(name, end)),
        n_more=max(len(ways) - max_paths, 0),
        most_links=max_links,
    )


def _outcome(start: str, end: str, ways: tuple[Path, ...], back: tuple[Path, ...]) -> Outcome:
    if start == end:
        return Outcome.SAME_PLACE
    if ways:
        # A direct test that saw nothing weighs more than a chain of steps around it.
        is_seen = not ways[0].is_null if ways[0].is_direct else any(not path.is_null for path in ways)
        return Outcome.FOUND if is_seen else Outcome.NOT_SEEN
    return Outcome.OTHER_DIRECTION if back else Outcome.NONE_KNOWN


def _care(source: str, target: str) -> tuple[Link, ...]:
    between = edges_between(source, target)
    return tuple(Link(edge=edge) for edge in between if edge.relation is Relation.CONTRAINDICATES)


def _studied(start: str, end: str) -> tuple[Link, ...]:
    nodes = evidence().nodes
    links = [
        Link(edge=edge)
        for other, condition in ((start, end), (end, start))
        if nodes[condition].kind == "condition"
        for edge in edges_studied_in(condition)
        if edge.source == other
    ]
    return tuple(sorted(links, key=lambda link: (-WORST_FIRST.index(link.grade), -link.human_rank, link.edge.id)))


@cache
def every_path(start: str, end: str, *, max_links: int = MOST_LINKS) -> tuple[Path, ...]:
    """Every way of at most ``max_links`` steps, best first; the shortest ones when all are longer."""
    import networkx as nx  # noqa: PLC0415 - heavy, and only the map needs it

    direct = [Path(links=(Link(edge=edge),)) for edge in edges_between(start, end)]
    ways = ways_graph()
    if not nx.has_path(ways, start, end):
        return tuple(sorted(direct, key=_order))
    cutoff = max(max_links, int(nx.shortest_path_length(ways, start, end)))
    longer = [
        Path(links=tuple(Link(edge=evidence().edges[step[-1]]) for step in steps))
        for steps in nx.all_simple_edge_paths(ways, start, end, cutoff=cutoff)
        if len(steps) > 1
    ]
    return tuple(sorted([*direct, *longer], key=_order))


def _order(path: Path) -> tuple[object, ...]:
    return (
        not path.is_direct,
        path.is_null,
        -WORST_FIRST.index(path.grade),
        -path.human_rank,
        len(path.links),
        path.edge_ids,
    )
