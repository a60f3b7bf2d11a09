"""Somebody has read an article, and wants to know what holds of it."""

from __future__ import annotations

from tests.stories.person import Person


def test_from_a_list_to_a_source(person: Person) -> None:
    """They list what goes too far, open one claim, open one of its sources; no diary is made on the way."""
    listed = person.asks_json("evidence", "claims", "--verdict", "overclaim")["claims"]
    assert "A19" in {claim["id"] for claim in listed}
    claim = person.asks_json("evidence", "claim", "A19")
    assert "has not been shown" in claim["wording"]
    source = person.asks_json("evidence", "sources", claim["sources"][0]["id"])
    assert "A19" in source["claims"]
    assert not (person.diary / "journal.sqlite").exists()


def test_the_audit_can_be_read_by_a_program(person: Person) -> None:
    """The counts of the audit are those of the list."""
    audit = person.asks_json("evidence", "audit")
    listed = person.asks_json("evidence", "claims")["claims"]
    assert audit["n_claims"] == len(listed) == 77
    assert audit["verdicts"]["overclaim"] == sum(claim["verdict"] == "overclaim" for claim in listed)
