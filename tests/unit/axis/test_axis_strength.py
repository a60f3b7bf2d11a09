"""The strength of evidence by area is counted, and says what the audit says."""

from __future__ import annotations

from dataclasses import replace

from commensal.axis.strength import Kind, strength
from commensal.knowledge.evidence import Relation, evidence
from commensal.vocab.grades import Grade


def test_every_claiming_arrow_is_counted_once() -> None:
    """Definitions, modifiers and rules of care are left out: 124 - 7."""
    counted = strength()
    assert counted.n_edges == 117
    assert sum(counted.grades.values()) == 117
    assert {kind.n_edges for kind in counted.kinds} == {117}
    assert (counted.n_hypotheses, counted.n_null) == (17, 7)


def test_it_says_what_the_audit_says() -> None:
    """Plausible and strong in animals, low to moderate in people watched, early in people tested."""
    usual = {kind.kind: kind.usual for kind in strength().kinds}
    assert usual == {
        Kind.PLAUSIBILITY: ("moderate", "strong"),
        Kind.ANIMAL: ("moderate", "strong"),
        Kind.HUMAN_OBSERVATIONAL: ("low", "moderate"),
        Kind.HUMAN_INTERVENTIONAL: ("very_low", "low"),
    }


def test_it_follows_the_arrows() -> None:
    """Other arrows give other words: nothing is written down beforehand."""
    edge = replace(evidence().edges["E001"], human_interventional="high", grade=Grade.HIGH)
    counted = strength([edge, replace(edge, id="E900"), replace(edge, relation=Relation.DEFINES)])
    assert counted.n_edges == 2
    assert counted.grades[Grade.HIGH] == 2
    assert counted.kinds[3].usual == ("high",)


def test_no_evidence_is_no_level() -> None:
    """Where nothing was studied there is nothing usual."""
    edge = replace(evidence().edges["E001"], animal="none")
    animal = strength([edge]).kinds[1]
    assert (animal.usual, animal.n_none) == ((), 1)
