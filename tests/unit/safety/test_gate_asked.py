"""What is proposed or asked, from a kind, its words and a question."""

from __future__ import annotations

import pytest

from commensal.records.proposal import Proposal
from commensal.safety.asked import asked, bare, widened
from commensal.vocab.proposal_kinds import ProposalKind as Kind


@pytest.mark.parametrize(
    ("kind", "words", "question", "proposed"),
    [
        (Kind.FERMENTED_FOOD, "", "", {Kind.FERMENTED_FOOD}),
        (Kind.FERMENTED_FOOD, "raw sauerkraut", "", {Kind.FERMENTED_FOOD, Kind.FERMENTED_FOOD_UNPASTEURISED}),
        (Kind.FERMENTED_FOOD, "", "is unpasteurised kefir fine?", {Kind.FERMENTED_FOOD_UNPASTEURISED}),
        (Kind.ELIMINATION, "", "could I cut out gluten?", {Kind.ELIMINATION, Kind.GLUTEN_FREE}),
        (Kind.FIBRE_INCREASE, "psyllium husk", "", {Kind.FIBRE_INCREASE, Kind.BULK_LAXATIVE}),
        (Kind.SUPPLEMENT_CHANGE, "", "fish oil?", {Kind.SUPPLEMENT_CHANGE, Kind.OMEGA3_SUPPLEMENT}),
        (None, "", "shall I take a probiotic?", {Kind.PROBIOTIC}),
        (None, "", "is it raining?", set()),
        (None, "", "", set()),
    ],
)
def test_the_kind_is_read_from_the_proposal_and_its_words(
    kind: Kind | None, words: str, question: str, proposed: set[Kind]
) -> None:
    """Words and a question make a proposal narrower; without one, the wish is the proposal."""
    proposal = None if kind is None else Proposal(kind=kind, words=words)
    assert proposed <= asked(proposal, question).proposed
    if not proposed:
        assert asked(proposal, question).proposed == frozenset()


def test_a_question_about_something_else_does_not_change_the_proposal() -> None:
    """Fibre may go ahead while a medicine is asked about: both are spoken of, one is proposed."""
    what = asked(Proposal(kind=Kind.FIBRE_INCREASE), "Can I stop my omeprazole?")
    assert what.proposed == {Kind.FIBRE_INCREASE}
    assert {"fibre_increase", "medicine_change"} <= what.names


def test_breathing_exercises_are_no_exercise() -> None:
    """A calm thing keeps its kind."""
    assert asked(None, "would breathing exercises help?").proposed == {Kind.STRESS_PRACTICE}
    assert Kind.EXERCISE_INCREASE in asked(None, "should I exercise more?").proposed


def test_words_are_found_whole() -> None:
    """No bean is in a beanie, and marks do not matter."""
    what = asked(None, "A salt-substitute, my beanie")
    assert what.says("salt substitute")
    assert not what.says("bean")


def test_bars_are_widened_to_narrower_ferments() -> None:
    """All ferments with the widest, the raw ones with the live ones."""
    live, raw = Kind.FERMENTED_FOOD_LIVE, Kind.FERMENTED_FOOD_UNPASTEURISED
    assert widened({Kind.FERMENTED_FOOD}) == {Kind.FERMENTED_FOOD, live, raw}
    assert widened({live}) == {live, raw}
    assert widened({Kind.FMT}) == {Kind.FMT}
    assert bare(raw).proposed == {raw}
