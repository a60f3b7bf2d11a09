"""``commensal evidence``: thin, readable, and the same facts as JSON."""

from __future__ import annotations

import json

import pytest

from commensal.knowledge.claims import claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.report.evidence_words import citation, levels_words, sure_sentence, verdict_words
from commensal.report.words import say
from commensal.vocab.grades import Grade
from tests.unit.cli.conftest import Type


def test_claims_are_listed_with_their_verdict(types: Type) -> None:
    """One line a claim; filters narrow; the count is said."""
    said = types("evidence", "claims", "--article", "000", "--verdict", "unsafe").out
    assert [line[:3] for line in said.splitlines()[:2]] == ["A26", "A35"]
    assert "2 claims" in said
    assert "commensal evidence claim A26" in said


def test_nothing_fits_both_filters(types: Type) -> None:
    """An empty answer is a sentence."""
    said = types("evidence", "claims", "--article", "001", "--verdict", "unsafe")
    assert said.code == 0
    assert said.out == "No claim fits both filters.\n"


@pytest.mark.parametrize("claim_id", ["A19", "A21", "A28", "B26", "B30"])
def test_a_claim_says_wording_verdict_grade_and_what_it_rests_on(types: Type, claim_id: str) -> None:
    """What we say comes first; then the verdict, how sure, the article's words, sources and arrows, or that none is."""
    said = types("evidence", "claim", claim_id.lower()).out
    claim = claims()[claim_id]
    assert said.index(claim.wording) < said.index(verdict_words(claim.verdict)) < said.index(sure_sentence(claim))
    assert claim.said in said
    assert all(source_id in said for source_id in claim.source_ids)
    assert all(edge_id in said for edge_id in claim.edge_ids)
    assert claim.source_ids or say("evidence.claim.no_sources") in said
    assert claim.edge_ids or say("evidence.claim.no_arrows") in said
    assert claim.safety_note in said
    assert claim.unverified in said


def test_an_unknown_claim_is_a_usage_error(types: Type) -> None:
    """Exit code 2 and one sentence that says what to do."""
    ended = types("evidence", "claim", "C12")
    assert ended.code == 2
    assert "commensal evidence claims" in ended.err


def test_sources_are_listed_and_shown(types: Type) -> None:
    """Each source has a line, and one source names what rests on it and whether it was seen."""
    listed = types("evidence", "sources").out
    assert all(f"{source_id}:" in listed for source_id in sources())
    shown = types("evidence", "sources", "ratbutyrate").out
    assert "Seen second-hand." in shown
    assert "A11" in shown


@pytest.mark.parametrize("source_id", sorted(sources()))
def test_a_citation_is_one_clean_line(source_id: str) -> None:
    """No doubled full stop, no bracketed note in an author's place, and said whether it was seen."""
    text = citation(sources()[source_id])
    assert ".." not in text.replace("...", "")
    assert not text.startswith("[")
    assert text.endswith(("Seen.", "Seen second-hand."))


def test_a_source_that_other_tables_name_says_so(types: Type) -> None:
    """Sources of questionnaires and medicines rest nothing on the map."""
    assert "another table" in types("evidence", "sources", "farrar2001").out


def test_the_audit_speaks_of_everything_it_counts(types: Type) -> None:
    """Verdicts, grades, the article's own table, what is not said and what instead, what has no source."""
    said = types("evidence", "audit").out
    for claim in claims().values():
        if claim.must_be_reworded:
            assert claim.cue in said
            assert claim.wording in said
    assert "early and mixed" in said
    assert "77 claims" in said
    assert all(edge.id in said for edge in evidence().edges.values() if not edge.source_ids)


@pytest.mark.parametrize(
    ("arguments", "key"),
    [(("claims",), "claims"), (("claim", "A07"), "wording"), (("sources",), "sources"), (("audit",), "verdicts")],
    ids=["claims", "claim", "sources", "audit"],
)
def test_each_answer_is_json_too(types: Type, arguments: tuple[str, ...], key: str) -> None:
    """One document on standard output, nothing else."""
    document = json.loads(types("evidence", *arguments, "--json").out)
    assert document[key]


def test_json_of_the_audit_counts_the_same() -> None:
    """Levels are said strongest first, and unknown ones are not made up."""
    assert levels_words({"none": 2, "strong": 1}) == "1 strong, 2 none"


def test_every_level_grade_verdict_and_area_has_a_word() -> None:
    """A new value in a table has to be given a word before it is shown."""
    for edge in evidence().edges.values():
        for level in (edge.plausibility, edge.animal, edge.human_observational, edge.human_interventional):
            assert say(f"evidence.level.{level}")
    for claim in claims().values():
        assert say(f"evidence.area.{claim.area}")
        assert verdict_words(claim.verdict)
    assert [say(f"evidence.grade.{grade.value}") for grade in Grade]
