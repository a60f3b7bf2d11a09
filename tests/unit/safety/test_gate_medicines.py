"""Rules about medicines: regular ones, brands, logged ones, ones that a question names, and other people's."""

from __future__ import annotations

import pytest

from commensal.records.person import Person
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.safety.gate_people import day, everything_no, fired, screened


@pytest.mark.parametrize(
    ("rule_id", "medicine", "question"),
    [
        ("S24", "Coumadin", "Can I drink cranberry juice?"),
        ("S25", "apixaban", "Is fish oil all right?"),
        ("S27", "Nardil", "Can I eat aged cheese?"),
        ("S28", "sertraline", "Could I try St John's wort?"),
        ("S29", "simvastatin", "Can I have grapefruit?"),
        ("S30", "doxycycline", "Can I take it with milk?"),
        ("S31", "gliclazide", "Shall I go keto?"),
        ("S31", "empagliflozin", "Shall I go keto?"),
        ("S34", "methotrexate", "May I have a glass of wine?"),
    ],
)
def test_a_question_meets_a_medicine(rule_id: str, medicine: str, question: str) -> None:
    """The same rule fires for a listed medicine, and for one that only the question names; not without it."""
    assert rule_id in fired(screened(Person(medicines=(medicine,)), question=question))
    assert rule_id in fired(screened(Person(), question=f"I take {medicine}. {question}"))
    if rule_id != "S28":
        assert rule_id not in fired(screened(Person(medicines=("paracetamol",)), question=question))


@pytest.mark.parametrize(
    ("rule_id", "medicine", "kind"),
    [
        ("S15", "paracetamol", ProposalKind.FIBRE_INCREASE),
        ("S24", "warfarin", ProposalKind.OMEGA3_SUPPLEMENT),
        ("S25", "clopidogrel", ProposalKind.OMEGA3_SUPPLEMENT),
        ("S25", "blood thinners", ProposalKind.OMEGA3_SUPPLEMENT),
        ("S26", "levothyroxine", ProposalKind.FIBRE_INCREASE),
        ("S27", "linezolid", ProposalKind.FERMENTED_FOOD),
        ("S31", "insulin", ProposalKind.LOW_FODMAP),
        ("S32", "ramipril", ProposalKind.FIBRE_INCREASE),
    ],
)
def test_a_proposal_meets_a_medicine(rule_id: str, medicine: str, kind: ProposalKind) -> None:
    """A limit shapes the proposal; it goes ahead unless the limit bars its kind."""
    seen = screened(Person(medicines=(medicine,), answers=everything_no()), kind=kind)
    assert rule_id in fired(seen)
    assert seen.is_allowed is (rule_id != "S27")


def test_a_barred_ferment_takes_the_narrower_ones_with_it() -> None:
    """With a MAO inhibitor no ferment is suggested, live or raw or neither."""
    seen = screened(Person(medicines=("phenelzine",)), kind=ProposalKind.SLEEP_ROUTINE)
    ferments = {
        ProposalKind.FERMENTED_FOOD,
        ProposalKind.FERMENTED_FOOD_LIVE,
        ProposalKind.FERMENTED_FOOD_UNPASTEURISED,
    }
    assert ferments <= seen.barred


def test_logged_together() -> None:
    """State rules see what was logged near each other, and spare what was far apart or alone."""
    juice = day(3, food_ids=("grapefruit_juice",))
    assert "S29" in fired(screened(Person(medicines=("simvastatin",)), juice))
    assert "S29" in fired(screened(Person(), day(2, medicine_substances=("simvastatin",)), juice))
    assert "S29" not in fired(screened(Person(), day(10, medicine_substances=("simvastatin",)), juice))
    assert "S29" not in fired(screened(Person(medicines=("pravastatin",)), juice))
    wine = day(4, food_ids=("wine_red",))
    assert "S34" in fired(screened(Person(), day(3, medicine_substances=("metronidazole",)), wine))
    assert "S34" not in fired(screened(Person(), day(3, medicine_substances=("metronidazole",))))
    milk = day(5, food_ids=("milk_whole",))
    assert "S30" in fired(screened(Person(), day(5, medicine_substances=("doxycycline",)), milk))
    assert "S30" not in fired(screened(Person(medicines=("amoxicillin",)), milk))


def test_other_peoples_medicines_do_not_count() -> None:
    """A wife on warfarin says nothing of the writer."""
    hers = day(1, "my wife takes warfarin", medicine_substances=("warfarin",))
    mine = day(1, "warfarin 3 mg", medicine_substances=("warfarin",))
    assert "S25" not in fired(screened(Person(), hers, kind=ProposalKind.OMEGA3_SUPPLEMENT))
    assert "S25" in fired(screened(Person(), mine, kind=ProposalKind.OMEGA3_SUPPLEMENT))


def test_an_opioid_with_constipation() -> None:
    """By the condition, by hard stools, and not without them."""
    person = Person(medicines=("codeine",), answers=everything_no())
    hard = [day(number, stool_forms=(1,)) for number in (1, 2)]
    assert "S14" in fired(screened(person, *hard, kind=ProposalKind.BULK_LAXATIVE))
    assert "S14" not in fired(screened(person, hard[0], kind=ProposalKind.BULK_LAXATIVE))
    named = Person(medicines=("codeine",), conditions=("constipation",), answers=everything_no())
    assert "S14" in fired(screened(named, kind=ProposalKind.BULK_LAXATIVE))
    assert screened(named, kind=ProposalKind.FIBRE_INCREASE).is_allowed


def test_an_acid_medicine_with_a_reason() -> None:
    """Stopping an acid medicine with an ulcer behind it, an NSAID or a blood thinner; not another medicine."""
    question = "Can I stop my omeprazole?"
    assert "S17" in fired(screened(Person(medicines=("omeprazole", "naproxen")), question=question))
    assert "S17" in fired(screened(Person(medicines=("omeprazole",), conditions=("Barrett's",)), question=question))
    assert "S17" not in fired(screened(Person(medicines=("omeprazole",), answers=everything_no()), question=question))
    other = "Can I stop my sertraline?"
    assert "S17" not in fired(screened(Person(medicines=("omeprazole", "naproxen")), question=other))


def test_an_ambiguous_name_counts_for_all_it_may_be() -> None:
    """Aspirin may be the one for the heart."""
    assert "S25" in fired(screened(Person(medicines=("aspirin",)), kind=ProposalKind.OMEGA3_SUPPLEMENT))
