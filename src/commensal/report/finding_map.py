"""What the map of the axis says of a finding: a way by which one might come to the other, and what was held equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commensal.axis.links import Link, Path
from commensal.findings.finding import Finding, Status
from commensal.knowledge.evidence import evidence
from commensal.report.credible_sets import is_about_medicine
from commensal.report.labels import in_sentence, label_from_key, listed
from commensal.report.words import say


def map_sentences(finding: Finding, *, label_by_key: Mapping[str, str]) -> Iterator[str]:
    """A way on the map with the grade of its weakest link; what was held equal; what could not be.

    A way is no explanation of these days: it says only that somebody has looked, and how well.
    """
    if finding.status is not Status.FOUND or is_about_medicine(finding):
        return
    if (path := way_of(finding)) is not None:
        nodes = evidence().nodes
        places = ", ".join(nodes[name].phrase for name in path.nodes)
        yield say("map.way" if len(path.links) > 1 else "map.arrow", places=places, grade=path.grade.plain)
    if finding.held_equal:
        names = [in_sentence(label_by_key.get(key) or label_from_key(key)) for key in finding.held_equal]
        yield say("map.held_equal", names=listed(names))
    if finding.not_adjustable:
        yield say("map.not_measured", names=listed([in_sentence(name) for name in finding.not_adjustable]))


def way_of(finding: Finding) -> Path | None:
    """The way on the map by which one might come to the other; None where it shows none."""
    edges = evidence().edges
    links = tuple(Link(edge=edges[name]) for name in finding.edge_ids)
    return Path(links=links) if links else None
