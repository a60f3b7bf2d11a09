"""The axis: the map of studies as a picture and as lists, from any place to any other, arrow by arrow."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.axis.links import Link
from commensal.axis.names import resolve
from commensal.knowledge.claims import claims
from commensal.knowledge.evidence import Edge, Node, evidence
from commensal.knowledge.sources import sources
from commensal.report.axis_phrases import claim_words, grade_words, span_words, weakest_words
from commensal.report.axis_picture import edges_of, place_picture, ways_picture, whole_picture
from commensal.report.axis_words import answer_words, last_words
from commensal.report.evidence_words import citation
from commensal.report.evidence_words import grade_words as expert_grade_words
from commensal.report.words import say
from commensal.service.axis import explain_words, places
from commensal.service.axis import place as place_named
from commensal.web.axis_view import (
    ADDRESSES,
    arrow_row,
    grouped,
    legend,
    place_address,
    way_view,
    ways_address,
)
from commensal.web.render import show
from commensal.web.words import words

_KINDS_OF_EVIDENCE = ("plausibility", "animal", "human_observational", "human_interventional")
_NOT_MEASURED = "not measured"


def axis(request: Request) -> Response:
    """The ways between two places that were chosen; the whole map where none were."""
    start, end = (request.query_params.get(name, "").strip() for name in ("from", "to"))
    if not start or not end:
        picture = whole_picture(ADDRESSES)
        return show(
            request, "axis.html.j2", here="axis", groups=grouped(places()), picture=picture, start=start, end=end
        )
    unclear = next((text for text in (start, end) if resolve(text).node is None), None)
    if unclear is not None:
        return _which(request, unclear, other=end if unclear == start else start, is_start=unclear == start)
    return _ways(request, start, end)


def _ways(request: Request, start: str, end: str) -> Response:
    explained = explain_words(start, end)
    ways = explained.paths or explained.reverse
    edges = edges_of(ways)
    numbers = {edge.id: number for number, edge in enumerate(edges, start=1)}
    return show(
        request,
        "axis_ways.html.j2",
        here="axis",
        groups=grouped(places()),
        start=explained.start.id,
        end=explained.end.id,
        heading=say("axis.heading", start=explained.start.phrase, end=explained.end.phrase),
        answer=answer_words(explained),
        weakest=weakest_words(ways[0]) if ways else "",
        picture=ways_picture(explained, ADDRESSES),
        ways=[way_view(way, number, numbers) for number, way in enumerate(ways, start=1)],
        n_more=explained.n_more,
        care=[arrow_row(link.edge) for link in explained.care],
        studied=[arrow_row(link.edge) for link in explained.studied],
        condition=next((node.phrase for node in (explained.end, explained.start) if node.kind == "condition"), ""),
        last=last_words(explained),
        back=ways_address(explained.end.id, explained.start.id),
        **legend(),
    )


def find_place(request: Request) -> Response:
    """The place that everyday words mean; a choice where they may mean several; the nearest where they mean none."""
    text = request.query_params.get("words", "").strip()
    found = resolve(text)
    if found.node is not None:
        return RedirectResponse(place_address(found.node), status_code=303)
    return _which(request, text) if text else RedirectResponse("/axis", status_code=303)


def _which(request: Request, text: str, *, other: str = "", is_start: bool = True) -> Response:
    """What some words may mean, as links on."""
    found, nodes = resolve(text), evidence().nodes
    ids = found.nodes or tuple(node.id for label in found.near for node in nodes.values() if node.label == label)

    def on(node: str) -> str:
        if not other:
            return place_address(node)
        return ways_address(node, other) if is_start else ways_address(other, node)

    return show(
        request,
        "axis_which.html.j2",
        here="axis",
        status_code=200 if ids else 404,
        text=text,
        is_several=bool(found.nodes),
        is_medicine=found.is_medicine,
        choices=[(nodes[name].label, on(name)) for name in ids],
    )


def place(request: Request) -> Response:
    """A place of the map: what it is, what points to it, and what it points to."""
    name = request.path_params["node"]
    if name not in evidence().nodes:
        return show(request, "not_here.html.j2", here="axis", status_code=404)
    seen = place_named(name)
    node = seen.node
    is_measured = node.measured_by != _NOT_MEASURED
    numbers = {edge.id: number for number, edge in enumerate((*seen.into, *seen.out_of), start=1)}

    def rows(edges: tuple[Edge, ...]) -> list[object]:
        return [arrow_row(edge, number=numbers.get(edge.id)) for edge in edges]

    return show(
        request,
        "axis_place.html.j2",
        here="axis",
        node=node,
        measured=say("axis.node.measured" if is_measured else "axis.node.not_measured", how=node.measured_by),
        picture=place_picture(name, seen.into, seen.out_of, ADDRESSES),
        into=rows(seen.into),
        out_of=rows(seen.out_of),
        studied=[arrow_row(edge) for edge in seen.studied],
        caution=say(f"axis.caution.{node.caution}") if node.caution else "",
        groups=grouped(places()),
        **legend(),
    )


def arrow(request: Request) -> Response:
    """An arrow of the map: what it claims, how well that is known, and every source."""
    edge = evidence().edges.get(request.path_params["edge"])
    if edge is None:
        return show(request, "not_here.html.j2", here="axis", status_code=404)
    grade = Link(edge=edge).grade
    return show(
        request,
        "axis_arrow.html.j2",
        here="axis",
        edge=edge,
        claim=claim_words(edge),
        sure=words("axis.sure", plain=grade_words(grade), expert=expert_grade_words(grade)),
        is_idea=edge.relation.value == "hypothesis",
        ends=[(node.label, place_address(node.id)) for node in _ends(edge)],
        ways=ways_address(edge.source, edge.target),
        lag=span_words(edge.lag_min_days, edge.lag_max_days),
        kinds=[(say(f"evidence.kind.{kind}"), say(f"axis.level.{getattr(edge, kind)}")) for kind in _KINDS_OF_EVIDENCE],
        sources=[(name, citation(sources()[name])) for name in edge.source_ids],
        claims=[(name, claims()[name].cue) for name in edge.claim_ids],
        cautions=[say(f"axis.caution.{one}") for one in dict.fromkeys(node.caution for node in _ends(edge)) if one],
    )


def _ends(edge: Edge) -> tuple[Node, Node]:
    return evidence().nodes[edge.source], evidence().nodes[edge.target]


ROUTES = (
    Route("/axis", axis, name="axis"),
    Route("/axis/find", find_place, name="axis_find"),
    Route("/axis/place/{node}", place, name="axis_place"),
    Route("/axis/arrow/{edge}", arrow, name="axis_arrow"),
)
