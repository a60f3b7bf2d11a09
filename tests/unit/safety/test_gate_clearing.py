"""How emergency and urgent rules stop firing, and what makes them fire again."""

from __future__ import annotations

from datetime import date

import pytest

from commensal.records.person import Flag, Person
from commensal.safety.screen import what_may_be_suggested
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.safety.gate_people import TODAY, answers, day, fired, screened

_BLEEDING = "there was blood in my stool"


def test_an_emergency_bars_everything_and_asks_nothing() -> None:
    """Getting help is all there is."""
    seen = screened(Person(), day(10, "I want to kill myself"), kind=ProposalKind.ELIMINATION)
    assert seen.is_emergency
    assert [rule.rule_id for rule in seen.shown] == ["S02"]
    assert seen.barred == frozenset(ProposalKind)
    assert seen.questions == ()
    assert not seen.is_allowed
    assert not screened(Person(), day(10, "I want to kill myself")).is_allowed
    assert seen.cleared is None
    assert what_may_be_suggested(Person(), [day(10, "I want to kill myself")], TODAY) == frozenset()


def test_an_emergency_clears_when_the_person_says_that_they_are_safe() -> None:
    """On the day of the last mention or later; not before it, and not by a date to come."""
    thought = day(10, "I want to kill myself")
    assert fired(screened(Person(said_safe={"S02": date(2026, 3, 10)}), thought)) == []
    assert fired(screened(Person(said_safe={"S02": date(2026, 3, 12)}), thought)) == []
    assert fired(screened(Person(said_safe={"S02": date(2026, 3, 9)}), thought)) == ["S02"]
    assert fired(screened(Person(said_safe={"S02": date(2026, 3, 25)}), thought)) == ["S02"]
    assert fired(screened(Person(said_safe={"S03": date(2026, 3, 12)}), thought)) == ["S02"]
    assert fired(screened(Person(seen_by_clinician={"S02": date(2026, 3, 12)}), thought)) == ["S02"]


def test_what_is_asked_now_is_never_answered_for_beforehand() -> None:
    """Safe this morning, and these words now."""
    person = Person(said_safe={"S02": TODAY})
    assert fired(screened(person, question="I want to kill myself")) == ["S02"]


def test_an_answer_clears_like_a_mention() -> None:
    """A yes has no day; saying that one is safe answers it."""
    asked = answers(suicidal_thoughts="yes")
    assert fired(screened(Person(answers=asked))) == ["S02"]
    assert fired(screened(Person(answers=asked, said_safe={"S02": date(2026, 3, 12)}))) == []


def test_an_urgent_rule_clears_with_a_clinicians_look() -> None:
    """The same bleeding is not asked about again; a date to come counts for nothing."""
    assert fired(screened(Person(), day(10, _BLEEDING))) == ["S04"]
    assert fired(screened(Person(seen_by_clinician={"S04": date(2026, 3, 12)}), day(10, _BLEEDING))) == []
    assert fired(screened(Person(seen_by_clinician={"S04": date(2026, 3, 12)}), day(15, _BLEEDING))) == []
    assert fired(screened(Person(seen_by_clinician={"S04": date(2026, 3, 25)}), day(10, _BLEEDING))) == ["S04"]
    assert fired(screened(Person(seen_by_clinician={"S05": date(2026, 3, 12)}), day(10, _BLEEDING))) == ["S04"]


@pytest.mark.parametrize(
    ("seen_on", "words", "is_new"),
    [
        (date(2026, 2, 20), _BLEEDING, False),
        (date(2026, 2, 9), _BLEEDING, True),
        (date(2026, 3, 5), "there was blood in my stool again", True),
        (date(2026, 3, 5), "blood in my stool, worse than before", True),
        (date(2026, 3, 10), "there was blood in my stool again", False),
    ],
)
def test_a_new_mention_after_the_look_fires_again(seen_on: date, words: str, *, is_new: bool) -> None:
    """More than 28 days after it, or said to be new or worse after it: bleeding is acute."""
    seen = screened(Person(seen_by_clinician={"S04": seen_on}), day(10, words))
    assert ("S04" in fired(seen)) is is_new


def test_a_lasting_thing_is_left_alone_longer() -> None:
    """Weight loss that was looked at in autumn is not asked about in spring, and is after half a year."""
    asked = {Flag.WEIGHT_LOSS: Answer.YES}
    words = day(10, "losing weight without trying")
    looked_at = Person(answers=asked, seen_by_clinician={"S05": date(2025, 11, 1)})
    assert fired(screened(looked_at, words)) == []
    long_ago = Person(answers=asked, seen_by_clinician={"S05": date(2025, 6, 1)})
    assert fired(screened(long_ago)) == []
    assert fired(screened(long_ago, words)) == ["S05"]


def test_days_to_come_do_not_count() -> None:
    """A screening of yesterday does not know today."""
    assert fired(screened(Person(), day(21, _BLEEDING))) == []


def test_an_urgent_rule_leaves_calm_and_rest_open() -> None:
    """Everything not barred stays available."""
    free = what_may_be_suggested(Person(), [day(10, _BLEEDING)], TODAY)
    assert {ProposalKind.PACING, ProposalKind.STRESS_PRACTICE, ProposalKind.SLEEP_ROUTINE} <= free
    assert ProposalKind.FIBRE_INCREASE not in free
