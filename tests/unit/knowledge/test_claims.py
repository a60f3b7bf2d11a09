"""The claims of the two articles: all there, well typed, really said, tied to sources and to the map, readable."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from commensal.knowledge.claims import Claim, Verdict, claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.vocab.grades import Grade
from tests.unit.report.test_reading_age import school_grade, sentences_of

_CLAIMS = [pytest.param(claim, id=claim.id) for claim in claims().values()]
_FILES = {"000": "000_83dae5d0f1b64dce.txt", "001": "001_ef9563296892d317.txt"}
_LONGEST_SENTENCE_WORDS = 28
_GRADE = 6.0


@pytest.fixture(scope="module")
def articles(shared_data: Path) -> dict[str, str]:
    folder = shared_data.parent / "articles"
    if not folder.is_dir():
        pytest.skip(f"articles not found at {folder}")
    return {article: (folder / name).read_text(encoding="utf-8") for article, name in _FILES.items()}


def test_every_claim_of_both_articles_is_there() -> None:
    """35 claims of article 000 and 42 of article 001, each under its letter."""
    assert [f"A{n:02}" for n in range(1, 36)] + [f"B{n:02}" for n in range(1, 43)] == list(claims())
    assert {claim.article for claim in claims().values() if claim.id.startswith("A")} == {"000"}
    assert {claim.article for claim in claims().values() if claim.id.startswith("B")} == {"001"}


def test_the_verdicts_are_those_of_the_audit() -> None:
    """A verdict that changes is a decision, made here too and not by a slip in the table."""
    counts = Counter(claim.verdict for claim in claims().values())
    assert counts == {
        Verdict.SUPPORTED: 26,
        Verdict.PARTLY: 24,
        Verdict.PLAUSIBLE: 5,
        Verdict.OVERCLAIM: 20,
        Verdict.UNSAFE: 2,
    }
    assert [claim.id for claim in claims().values() if claim.safety_note] == ["A21", "A26", "A35"]


@pytest.mark.parametrize("claim", _CLAIMS)
def test_the_article_really_says_it(claim: Claim, articles: dict[str, str]) -> None:
    """The words quoted stand in that article, letter for letter, and are but a few."""
    assert claim.said in articles[claim.article]
    assert 2 <= len(claim.said.split()) <= 12


@pytest.mark.parametrize("claim", _CLAIMS)
def test_only_what_grade_does_not_rate_goes_without_a_grade(claim: Claim) -> None:
    """An ungraded claim is one about plausibility or about animals, and says why."""
    assert (claim.grade is None) == (claim.id in {"B26", "B27"})
    assert claim.grade is None or claim.grade in Grade
    assert claim.grade is not None or claim.grade_note


@pytest.mark.parametrize("claim", _CLAIMS)
def test_a_grade_is_the_lowest_of_its_parts(claim: Claim) -> None:
    """Where the note names a second grade, the claim as a whole is no higher than it."""
    order = [Grade.VERY_LOW, Grade.LOW, Grade.MODERATE, Grade.HIGH]
    named = re.findall(r"\b(very low|low|moderate|high)(?= (?:for|to|that)\b)", claim.grade_note)
    for word in named:
        assert claim.grade is not None
        assert order.index(claim.grade) <= order.index(Grade(word.replace(" ", "_")))


@pytest.mark.parametrize("claim", _CLAIMS)
def test_every_id_leads_somewhere(claim: Claim) -> None:
    """Each source and each arrow that a claim names exists."""
    assert set(claim.source_ids) <= set(sources())
    assert set(claim.edge_ids) <= set(evidence().edges)


def test_claims_and_arrows_name_each_other() -> None:
    """An arrow that names a claim is named by it, and the other way round."""
    by_claim = {(claim.id, edge_id) for claim in claims().values() for edge_id in claim.edge_ids}
    by_edge = {(claim_id, edge.id) for edge in evidence().edges.values() for claim_id in edge.claim_ids}
    assert by_claim == by_edge


def test_framing_claims_alone_have_no_arrow() -> None:
    """Ten claims frame the rest; a claim that loses its arrow by a slip would join them."""
    framing = {"A01", "A02", "A03", "A33", "B02", "B03", "B08", "B28", "B30", "B42"}
    assert {claim.id for claim in claims().values() if not claim.edge_ids} == framing


@pytest.mark.parametrize("claim", _CLAIMS)
def test_a_source_seen_second_hand_is_said(claim: Claim) -> None:
    """Where a claim rests on a source that was not seen itself, the row says so."""
    second_hand = [source_id for source_id in claim.source_ids if sources()[source_id].confirmed != "yes"]
    assert [source_id for source_id in second_hand if source_id not in claim.unverified] == []


@pytest.mark.parametrize("claim", _CLAIMS)
def test_the_wording_is_made_of_sentences(claim: Claim) -> None:
    """One to four whole sentences for a person, none of them endless; a note such as "Unproven." is none."""
    assert re.fullmatch(r"[A-Z“].*[a-zA-Z)]\.", claim.wording)
    n_words = [len(words) for words in sentences_of(claim.wording)]
    assert 1 <= len(n_words) <= 6  # a colon counts as an end here
    assert max(n_words) <= _LONGEST_SENTENCE_WORDS
    assert sum(n_words) >= 8


def test_a_person_of_eleven_can_read_the_wordings() -> None:
    """All wordings together stay at the school grade of about eleven years."""
    assert school_grade([claim.wording for claim in claims().values()]) <= _GRADE


def test_no_wording_is_said_twice() -> None:
    """Each claim gets an answer of its own."""
    counts = Counter(claim.wording for claim in claims().values())
    assert [wording for wording, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("claim", _CLAIMS)
def test_nothing_is_cited_by_a_number_in_the_row(claim: Claim) -> None:
    """Sources are named by id; a DOI or PMID stands in one place only, where it was seen."""
    cells = (claim.evidence, claim.wording, claim.grade_note, claim.unverified)
    assert [cell for cell in cells if re.search(r"10\.\d{4}/|PMID|https?:", cell)] == []
