"""The map of the axis: whole, frozen, and in words that may be shown to a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.knowledge.evidence import DayRole, Edge, Relation, dangling, evidence
from commensal.knowledge.sources import sources
from commensal.knowledge.tables import parts, rows_of, tables
from commensal.vocab.grades import Grade
from tests.unit.report.test_reading_age import school_grade, sentences_of

_EDGES = sorted(evidence().edges.values(), key=lambda edge: edge.id)
_LEVEL = {"none": 0, "null": 2, "very_low": 1, "low": 2, "mixed": 2, "moderate": 3, "high": 4}
_GRADE_LEVEL = {Grade.VERY_LOW: 1, Grade.LOW: 2, Grade.MODERATE: 3, Grade.HIGH: 4}


def test_the_map_is_whole_and_read_once() -> None:
    """Seventy places and 124 arrows; a second call gives the same object."""
    assert (len(evidence().nodes), len(evidence().edges)) == (70, 124)
    assert evidence() is evidence()


def test_the_map_cannot_be_changed() -> None:
    """Facts are frozen: a thinker cannot alter them for the next one."""
    with pytest.raises(TypeError):
        evidence().nodes["pain"] = evidence().nodes["fatigue"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        evidence().edges["E001"].sign = "+"  # type: ignore[misc]


def test_every_id_leads_somewhere() -> None:
    """Arrows name places and sources that exist, and an arrow that does not is named."""
    nodes, edges = evidence().nodes, evidence().edges
    assert dangling(nodes, edges, known_sources=sources()) == ()
    lost = replace(edges["E001"], target="nowhere", source_ids=("nobody2020",))
    assert dangling(nodes, {"E001": lost}, known_sources=sources()) == ("E001: nowhere", "E001: nobody2020")


def test_claims_and_arrows_name_each_other() -> None:
    """Every claim that an arrow names is a claim, and every arrow that a claim names is an arrow."""
    if "evidence/claims" not in tables():
        pytest.skip("no table of claims yet")
    rows = list(rows_of("evidence/claims"))
    claims = {row["claim_id"] if "claim_id" in row else row["id"] for row in rows}
    column = next(name for name in rows[0] if name.startswith("edge"))
    assert {claim for edge in _EDGES for claim in edge.claim_ids} <= claims
    assert {edge for row in rows for edge in parts(row[column])} <= set(evidence().edges)


def test_the_seven_null_arrows_are_null() -> None:
    """Tested and not seen is kept as that: fibre and diversity, probiotics and fatigue, FMT and fatigue, …"""
    null = {(edge.source, edge.target) for edge in _EDGES if edge.is_null}
    assert len(null) == 7
    assert {("fibre_total", "alpha_diversity"), ("probiotic_supp", "fatigue"), ("fmt", "fatigue")} <= null


@pytest.mark.parametrize("edge", _EDGES, ids=lambda edge: str(edge.id))
def test_no_grade_outruns_the_people_studied(edge: Edge) -> None:
    """A grade is never above the better of watching and testing people. Risks are told as experts tell them."""
    if evidence().nodes[edge.target].kind == "risk":
        return
    best = max(_LEVEL[edge.human_observational], _LEVEL[edge.human_interventional], 1)
    if edge.id == "E038":
        assert (edge.grade, edge.human_interventional) == (Grade.MODERATE, "null")  # seven trials that saw nothing
        return
    assert _GRADE_LEVEL[edge.grade] <= best


def test_ideas_are_never_strong() -> None:
    """What nobody has tested is low at most, and its sign is no finding."""
    ideas = [edge for edge in _EDGES if edge.relation is Relation.HYPOTHESIS]
    assert len(ideas) == 17
    assert {edge.grade for edge in ideas} <= {Grade.LOW, Grade.VERY_LOW}


def test_arrows_without_a_source_are_few_and_known() -> None:
    """Six arrows are drawn because an article claims them; none is known only second-hand."""
    assert [edge.id for edge in _EDGES if not edge.source_ids] == ["E012", "E064", "E078", "E113", "E118", "E124"]
    second_hand = [edge.id for edge in _EDGES if edge.source_ids and not edge.confirmed_source_ids]
    assert second_hand == []


def _texts() -> dict[str, str]:
    texts = {edge.id: edge.statement for edge in _EDGES}
    for node in evidence().nodes.values():
        texts[node.id] = f"{node.label}. {node.phrase}. {node.more}. {node.less}. {node.description} {node.measured_by}"
    return texts


def test_no_sentence_of_the_map_says_what_no_sentence_may() -> None:
    """The rules for reports hold for the map: no cause from watching, no advice, no diagnosis, no selling."""
    said = {name: found for name, text in _texts().items() if (found := forbidden_in(text, contexts=("findings",)))}
    assert said == {}


def test_a_person_of_eleven_can_read_it() -> None:
    """All statements together stay near the reading age of a person's pages, and no sentence is endless."""
    statements = [edge.statement for edge in _EDGES]
    assert school_grade(statements) <= 8.0  # names such as bifidobacteria alone lift it by two years
    assert max(len(words) for text in statements for words in sentences_of(text)) <= 28


def test_every_place_has_everyday_words() -> None:
    """Nobody has to know an id."""
    named = {node for nodes in evidence().aliases.values() for node in nodes}
    assert named == set(evidence().nodes)


def test_what_is_the_same_every_day_is_marked() -> None:
    """Conditions and modifiers are constant within a person; symptoms, nights and what one does are not."""
    constant = {node.id for node in evidence().nodes.values() if node.day_role is DayRole.CONSTANT}
    expected = {node.id for node in evidence().nodes.values() if node.kind in ("condition", "modifier")}
    assert constant == expected
