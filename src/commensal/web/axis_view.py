"""The map as the page shows it: arrows as rows with their links, ways with their steps, and the legend of a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from commensal.axis.links import Link, Path
from commensal.knowledge.evidence import Edge, Node
from commensal.report.axis_phrases import (
    claim_words,
    direction_words,
    grade_words,
    source_words,
    span_words,
    timed_claim_words,
    weakest_words,
)
from commensal.report.axis_picture import STYLES, Addresses, line_sample, signs
from commensal.report.words import say

KINDS = ("exposure", "microbiome_feature", "mechanism", "outcome", "condition", "modifier", "risk")


def place_address(node: str) -> str:
    """Where a place of the map is shown."""
    return f"/axis/place/{node}"


def arrow_address(edge: str) -> str:
    """Where an arrow of the map is shown."""
    return f"/axis/arrow/{edge}"


ADDRESSES = Addresses(place=place_address, arrow=arrow_address)


def ways_address(start: str, end: str) -> str:
    """Where the ways between two places are shown."""
    return "/axis?" + urlencode({"from": start, "to": end})


def legend() -> Mapping[str, Any]:
    """What the lines and heads of a picture mean."""
    lines = [(line_sample(style), say(f"axis.picture.line_{style}")) for style in STYLES]
    heads = [(sample, say(f"axis.picture.head_{name}")) for name, sample in signs()]
    return {"line_legend": lines, "head_legend": heads}


def arrow_row(edge: Edge, *, number: int | None = None, is_weakest: bool = False) -> dict[str, Any]:
    """An arrow in a list: what it claims, how sure that is, and from where."""
    return {
        "number": number,
        "href": arrow_address(edge.id),
        "claim": timed_claim_words(edge),
        "plain_claim": claim_words(edge),
        "grade": grade_words(Link(edge=edge).grade),
        "sources": source_words(edge),
        "is_weakest": is_weakest,
    }


def way_view(way: Path, number: int, numbers: Mapping[str, int]) -> dict[str, Any]:
    """A way with its steps, its weakest link and where it would lead together.

    Parameters
    ----------
    numbers : of the arrows in the picture, by id.
    """
    told = next((link for link in way.links if link.is_null), way.weakest)
    return {
        "number": number,
        "grade": grade_words(way.grade),
        "lag": span_words(way.lag_min_days, way.lag_max_days),
        "steps": [
            arrow_row(link.edge, number=numbers[link.edge.id], is_weakest=link is told and not way.is_direct)
            for link in way.links
        ],
        "weakest": weakest_words(way),
        "direction": "" if way.is_direct else direction_words(way),
    }


def grouped(nodes: Iterable[Node]) -> list[tuple[str, list[Node]]]:
    """Places by their kind, in the order of the columns, each with the name of the kind."""
    known = tuple(nodes)
    by_kind = [
        (say(f"axis.picture.kind_{kind}"), sorted((node for node in known if node.kind == kind), key=_label))
        for kind in KINDS
    ]
    return [(name, some) for name, some in by_kind if some]


def _label(node: Node) -> str:
    return node.label
