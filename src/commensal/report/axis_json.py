"""The map as JSON: the grades in the words of GRADE, everything with its ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from commensal.axis.explain import Explanation
from commensal.axis.links import Link, Path
from commensal.axis.strength import Strength
from commensal.knowledge.evidence import Edge, Node
from commensal.knowledge.sources import sources


def explanation_json(explained: Explanation) -> dict[str, Any]:
    """What is known between two places."""
    return {
        "start": node_json(explained.start),
        "end": node_json(explained.end),
        "outcome": explained.outcome.value,
        "paths": [path_json(path) for path in explained.paths],
        "reverse": [path_json(path) for path in explained.reverse],
        "care": [edge_json(link.edge) for link in explained.care],
        "studied": [_link_json(link.edge) for link in explained.studied],
        "close_by": [link.edge.id for link in explained.close_by],
        "n_more": explained.n_more,
        "most_links": explained.most_links,
    }


def path_json(path: Path) -> dict[str, Any]:
    """A way with its steps."""
    return {
        "nodes": list(path.nodes),
        "grade": path.grade.value,
        "weakest_link": path.weakest.edge.id,
        "sign": path.sign,
        "lag_min_days": path.lag_min_days,
        "lag_max_days": path.lag_max_days,
        "is_tested_and_not_seen": path.is_null,
        "has_hypothesis": path.has_hypothesis,
        "has_association": path.has_association,
        "links": [_link_json(link.edge) for link in path.links],
    }


def edge_json(edge: Edge) -> dict[str, Any]:
    """An arrow with its evidence."""
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation.value,
        "sign": edge.sign,
        "lag_band": edge.lag_band,
        "lag_min_days": edge.lag_min_days,
        "lag_max_days": edge.lag_max_days,
        "evidence": {
            "plausibility": edge.plausibility,
            "animal": edge.animal,
            "human_observational": edge.human_observational,
            "human_interventional": edge.human_interventional,
        },
        "grade": edge.grade.value,
        "population": edge.population,
        "conditions": list(edge.conditions),
        "effect_note": edge.effect_note,
        "statement": edge.statement,
        "claims": list(edge.claim_ids),
        "sources": [{"id": name, "confirmed": sources()[name].confirmed == "yes"} for name in edge.source_ids],
    }


def node_json(node: Node) -> dict[str, Any]:
    """A place."""
    return {
        "id": node.id,
        "kind": node.kind,
        "label": node.label,
        "description": node.description,
        "measured_by": node.measured_by,
    }


def node_view_json(
    node: Node, *, into: Iterable[Edge], out_of: Iterable[Edge], studied: Iterable[Edge]
) -> dict[str, Any]:
    """A place with the arrows at it."""
    return {
        **node_json(node),
        "into": [_link_json(edge) for edge in into],
        "out_of": [_link_json(edge) for edge in out_of],
        "studied": [_link_json(edge) for edge in studied],
    }


def _link_json(edge: Edge) -> dict[str, Any]:
    return {**edge_json(edge), "grade_as_link": Link(edge=edge).grade.value}


def strength_json(counted: Strength) -> dict[str, Any]:
    """The strength of evidence by area."""
    return {
        "n_edges": counted.n_edges,
        "n_hypotheses": counted.n_hypotheses,
        "n_tested_and_not_seen": counted.n_null,
        "n_without_confirmed_source": counted.n_without_source,
        "grades": {grade.value: n for grade, n in counted.grades.items()},
        "kinds": {kind.kind.value: {"usual": list(kind.usual), "counts": dict(kind.counts)} for kind in counted.kinds},
    }
