"""A gap in a regular medicine: recorded, or a silence after a clear habit; and what is none."""

from __future__ import annotations

from commensal.records.person import Person
from commensal.records.recent_day import RecentDay
from tests.unit.safety.gate_people import day, fired, screened


def _habit(substance: str, numbers: range) -> list[RecentDay]:
    return [day(number, medicine_substances=(substance,), food_ids=("porridge",)) for number in numbers]


def _food_only(*numbers: int) -> list[RecentDay]:
    return [day(number, food_ids=("porridge",)) for number in numbers]


def test_a_silence_after_a_habit_is_asked_about_gently() -> None:
    """Four days of sertraline, then two logged days without."""
    seen = screened(Person(), *_habit("sertraline", range(1, 5)), *_food_only(5, 6))
    assert fired(seen) == ["S16"]
    assert seen.fired[0].variant == "gap_in_the_log"
    assert seen.fired[0].medicines == ("sertraline",)


def test_three_days_are_a_habit_of_a_medicine_that_is_listed_as_regular() -> None:
    """What a person calls regular needs less of a habit."""
    days = [*_habit("sertraline", range(1, 4)), *_food_only(4, 5)]
    assert fired(screened(Person(medicines=("Zoloft",)), *days)) == ["S16"]
    assert fired(screened(Person(), *days)) == []


def test_one_silent_day_is_no_gap() -> None:
    """People do not write everything down."""
    assert fired(screened(Person(), *_habit("sertraline", range(1, 5)), *_food_only(5))) == []


def test_days_without_any_log_are_no_gap() -> None:
    """A quiet diary says nothing about medicines."""
    days = [*_habit("sertraline", range(1, 5)), day(5, "tired"), day(6, "tired")]
    assert fired(screened(Person(), *days)) == []


def test_silent_days_must_be_running() -> None:
    """Two single days weeks apart are no gap."""
    assert fired(screened(Person(), *_habit("sertraline", range(1, 5)), *_food_only(6, 9))) == []


def test_a_medicine_that_may_be_left_is_no_gap() -> None:
    """Only what must not be left suddenly: not an antihistamine, not a course that ended."""
    for substance in ("cetirizine", "amoxicillin", "paracetamol"):
        assert fired(screened(Person(), *_habit(substance, range(1, 6)), *_food_only(6, 7))) == []


def test_now_and_then_is_no_habit() -> None:
    """As needed, on half of the days."""
    days = [
        day(number, medicine_substances=("codeine",) if number % 2 else (), food_ids=("porridge",))
        for number in range(1, 12)
    ]
    assert fired(screened(Person(), *days, *_food_only(12, 13))) == []


def test_an_explicit_none_is_a_gap() -> None:
    """Recorded as not taken; of what is taken as needed only when it was clearly regular."""
    assert fired(screened(Person(), day(1, medicines_not_taken=("sertraline",)))) == ["S16"]
    assert fired(screened(Person(), day(1, medicines_not_taken=("codeine",)))) == []
    assert fired(screened(Person(medicines=("codeine",)), day(1, medicines_not_taken=("codeine",)))) == ["S16"]
    assert fired(screened(Person(), day(1, medicines_not_taken=("cetirizine",)))) == []


def test_saying_that_one_would_never_stop_is_no_gap() -> None:
    """The words of the day weigh more than what a table made of them."""
    loyal = day(1, "I would never stop my sertraline", medicines_not_taken=("sertraline",))
    missed = day(1, "no sertraline today", medicines_not_taken=("sertraline",))
    assert fired(screened(Person(), loyal)) == []
    assert fired(screened(Person(), missed)) == ["S16"]


def test_a_wish_about_it() -> None:
    """A medicine is named, and then only called "it"; without a medicine, or denied, or a wife's, it is no wish."""
    for words, holds in (
        ("inderal 40. thinking I'll skip it on days I swim", True),
        ("mtx night. had three beers. thinking of skipping it this week", True),
        ("sertraline 100 this morning and I want to come off it", True),
        ("gabapentin x3. should I cut down on them", True),
        ("sertraline 100. I am not going to come off it", False),
        ("yoga today, thinking of skipping it tomorrow", False),
        ("my husband takes sertraline, thinking of skipping it", False),
    ):
        assert ("S16" in fired(screened(Person(), day(1, words)))) is holds, words
    assert "S16" in fired(screened(Person(), question="I take lithium. Can I skip it tonight?"))
