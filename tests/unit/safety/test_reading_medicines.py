"""Wishes about a medicine and gaps in one, with the words that name it; foods are none."""

from __future__ import annotations

import pytest

from commensal.safety.reading.read import read


@pytest.mark.parametrize(
    ("text", "concept", "about"),
    [
        ("can i come off Sertraline", "S16.wish_to_stop", "Sertraline"),
        ("want to halve my dose of pregabalin", "S16.wish_to_lower", "pregabalin"),
        ("skip my levothyroxine tomorrow?", "S16.wish_to_skip", "levothyroxine"),
        ("swap ibuprofen for turmeric", "S16.wish_to_swap", "ibuprofen"),
        ("ran out of my setraline 4 days ago", "S16.gap", "setraline"),
        ("went cold turkey off tramadol", "S16.gap", "tramadol"),
        ("should i stop taking it", "S16.wish_to_stop", ""),
        ("can i stop my blood pressure tablets", "S16.wish_to_stop", "blood pressure tablets"),
    ],
)
def test_the_medicine_is_named_as_typed(text: str, concept: str, about: str) -> None:
    """The gate looks the words up; a slip of the keyboard does not hide them."""
    named = {mention.about for mention in read(text).affirmed(concept)}
    assert named == {about}


@pytest.mark.parametrize(
    "text",
    [
        "can i stop eating dairy",
        "skip breakfast",
        "swap milk for oat milk",
        "cut down on coffee",
        "cold turkey sandwich",
        "stop for a rest, then ibuprofen",
        "no need for paracetamol",
        "my mum wants to stop her warfarin",
        "i don't want to stop my sertraline",
        "took my sertraline as usual",
    ],
)
def test_no_wish_about_a_medicine(text: str) -> None:
    """Foods, meals, another person's tablets, and a medicine taken as usual."""
    assert [one for one in read(text).concepts() if one.startswith(("S16.wish", "S16.gap"))] == []


def test_a_prescriber_who_changed_it_is_told_apart() -> None:
    """Both are found: that the medicine was stopped, and who decided it."""
    reading = read("my doctor stopped my naproxen 3 weeks ago")
    assert reading.has("S16.clinician_led")
    assert reading.duration_days("S16.gap") == 21


def test_a_share_of_weight_is_read() -> None:
    """The number is kept, so that the gate can compare it with its limit."""
    (mention,) = read("weight down 6% in 6 months").affirmed("S21.weight_down_percent")
    assert mention.percent == 6.0


@pytest.mark.parametrize(
    ("text", "concept", "expected"),
    [
        ("bmi 17.9", "S20.underweight", True),
        ("bmi 24", "S20.underweight", False),
        ("temp 38.2", "S09.fever", True),
        ("temp 36.6", "S09.fever", False),
        ("temperature of 101", "S09.fever", True),
    ],
)
def test_numbers_are_held_against_their_limit(text: str, concept: str, expected: bool) -> None:
    """A body mass index and a temperature are only found beyond their limit."""
    assert read(text).has(concept) is expected
