"""What the program puts together from tables is read as a person reads it, and holds nothing forbidden."""

from __future__ import annotations

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.axis.explain import explain
from commensal.knowledge.claims import claims
from commensal.knowledge.evidence import evidence
from commensal.report.axis_words import explanation_lines, node_lines
from commensal.report.evidence_words import claim_lines
from commensal.service.axis import place
from commensal.service.evidence import claim_shown

_NODES = evidence().nodes
_OUTCOMES = [node.id for node in _NODES.values() if node.kind in {"outcome", "condition"}]


def _read_aloud(lines: tuple[str, ...]) -> str:
    """Lines as one text: a sentence may be broken over two of them."""
    return " ".join(line.strip() for line in lines)


@pytest.mark.parametrize("exposure", sorted(node.id for node in _NODES.values() if node.kind == "exposure"))
def test_no_explanation_holds_anything_forbidden(exposure: str) -> None:
    """From everything a person can do or take to every symptom and illness on the map."""
    broken = {
        outcome: [*map(str, found)]
        for outcome in _OUTCOMES
        if (found := forbidden_in(_read_aloud(explanation_lines(explain(exposure, outcome)))))
    }
    assert broken == {}


@pytest.mark.parametrize("node_id", sorted(_NODES))
def test_no_place_of_the_map_holds_anything_forbidden(node_id: str) -> None:
    """A place with its description and all its arrows."""
    seen = place(node_id)
    lines = node_lines(seen.node, into=seen.into, out_of=seen.out_of, studied=seen.studied)
    assert forbidden_in(_read_aloud(lines)) == ()


@pytest.mark.parametrize("claim_id", sorted(claims()))
def test_no_claim_as_it_is_shown_holds_anything_forbidden(claim_id: str) -> None:
    """All we say of a claim; the article's own words, which we answer, are taken out as a person's would be."""
    seen = claim_shown(claim_id)
    text = " ".join(claim_lines(seen.claim, seen.sources, seen.edges, _NODES))
    answered = [seen.claim.cue, seen.claim.said, seen.claim.safety_note]
    assert forbidden_in(text, said_by_person=answered) == ()
