"""The audit counts what the tables hold, and finds what is asked for."""

from __future__ import annotations

import pytest

from commensal.knowledge.claims import Verdict, claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.service.evidence import audit, claim_shown, claims_shown, source_shown, sources_shown
from commensal.vocab.errors import UsageError


def test_filters_narrow_the_claims() -> None:
    """Both filters together give what each gives, in common."""
    of_article = set(claims_shown(article="001"))
    of_verdict = set(claims_shown(verdict=Verdict.OVERCLAIM))
    assert len(claims_shown()) == 77
    assert len(of_article) == 42
    assert set(claims_shown(article="001", verdict=Verdict.OVERCLAIM)) == of_article & of_verdict


@pytest.mark.parametrize("claim_id", sorted(claims()))
def test_each_claim_can_be_shown(claim_id: str) -> None:
    """Every source and arrow of it is resolved, in small letters too."""
    seen = claim_shown(claim_id.lower())
    assert tuple(source.id for source in seen.sources) == seen.claim.source_ids
    assert tuple(edge.id for edge in seen.edges) == seen.claim.edge_ids


def test_an_unknown_claim_is_a_sentence() -> None:
    """What was found, what was expected, what to do."""
    with pytest.raises(UsageError, match="A01 to B42"):
        claim_shown("A99")


def test_a_source_knows_what_rests_on_it() -> None:
    """The claims and arrows of a source are those that name it."""
    seen = source_shown("WASTYK2021")
    assert {claim.id for claim in seen.claims} == {"A05", "A15", "A34", "B38"}
    assert all("wastyk2021" in edge.source_ids for edge in seen.edges)
    assert seen.edges


def test_a_misspelt_source_gets_a_near_name() -> None:
    """A slip of one letter is answered with the source that was meant."""
    with pytest.raises(UsageError, match="wastyk2021"):
        source_shown("wastik2021")


def test_the_counts_of_the_audit_add_up() -> None:
    """Every claim and every arrow is counted once in each table."""
    counted = audit()
    assert sum(counted.verdicts.values()) == len(claims())
    assert sum(counted.claims_by_grade.values()) == len(claims())
    for groups in (counted.verdicts_by_area, counted.verdicts_by_article):
        assert sum(n for group in groups.values() for n in group.values()) == len(claims())
    assert sum(counted.arrows_by_grade.values()) == len(evidence().edges)
    assert sum(counted.sources_by_confirmation.values()) == len(sources()) == len(sources_shown())
    for row in counted.kinds:
        assert sum(row.arrows_by_level.values()) == len(evidence().edges)


def test_the_audit_names_what_has_no_source() -> None:
    """What rests on nothing is named, among claims and among arrows."""
    counted = audit()
    assert {claim.id for claim in counted.without_source} == {"A28", "B08", "B30", "B39"}
    assert set(counted.without_source) <= set(counted.without_confirmed_source)
    assert set(counted.arrows_without_source) <= set(counted.arrows_without_confirmed_source)
    assert all(not edge.source_ids for edge in counted.arrows_without_source)
    assert {edge.sign for edge in counted.null_arrows} == {"0"}


def test_the_audit_names_what_must_not_be_repeated() -> None:
    """Every overclaim, every unsafe claim, and the supported one whose words are unsafe."""
    reworded = {claim.id for claim in audit().must_be_reworded}
    strong = {claim.id for claim in claims().values() if claim.verdict in {Verdict.OVERCLAIM, Verdict.UNSAFE}}
    assert reworded == strong | {"A21"}


def test_the_second_articles_own_table_stands_beside_ours() -> None:
    """Its four words are the article's, and we sign the first and the last."""
    rows = {row.kind: row for row in audit().kinds}
    assert {kind: row.claim.seed_word for kind, row in rows.items()} == {
        "plausibility": "strong",
        "animal": "strong",
        "human_observational": "moderate",
        "human_interventional": "early_mixed",
    }
    assert {kind for kind, row in rows.items() if row.is_shared} == {"plausibility", "human_interventional"}


def test_every_arrow_has_a_source_that_was_seen_or_says_that_none_was_found() -> None:
    """An arrow that rests on hearsay alone would look better supported than it is."""
    counted = audit()
    assert counted.arrows_without_confirmed_source == counted.arrows_without_source
