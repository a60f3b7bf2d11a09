"""What may be usual or copied is what was taken in and done, and never how it felt."""

from __future__ import annotations

import pytest
from hypothesis import given

from commensal.records.facts import (
    Activity,
    Event,
    Fact,
    Food,
    Measurement,
    MedicineDose,
    Note,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
    UsualDay,
)
from commensal.records.usual import facts_of_usual_day, repeatable, usual_day
from commensal.vocab.errors import InvalidRecordError
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10, ORDINAL_0_4
from commensal.vocab.units import Unit
from tests.property.entry_strategies import facts

FELT_OR_MEASURED = (
    SymptomRating(symptom="pain", score=3.0),
    StoolForm(form=4),
    Stress(score=2.0),
    Sleep(quality=3.0, quality_scale=ORDINAL_0_4),
    Event(name="journey"),
    Measurement(name="resting heart rate", value=60.0, unit=Unit.PER_MINUTE),
    Activity(name="steps", n_steps=4000.0),
    Note(text="tired"),
)


@pytest.mark.parametrize("fact", FELT_OR_MEASURED, ids=lambda fact: type(fact).__name__)
def test_what_was_felt_or_measured_is_not_repeated(fact: Fact) -> None:
    """An outcome that repeats itself would look like an illness that never moves."""
    assert repeatable(fact) is None
    with pytest.raises(InvalidRecordError, match="asked anew each day"):
        usual_day("x", [fact])


def test_a_night_gives_its_hours_and_an_activity_its_minutes() -> None:
    """The rating of a night and the load of a walk are felt; hours and minutes are not."""
    night = Sleep(duration_h=7.0, quality=3.0, quality_scale=ORDINAL_0_4)
    walk = Activity(name="walk", duration_min=20.0, load=6.0, load_scale=NRS_0_10)
    assert repeatable(night) == Sleep(duration_h=7.0)
    assert repeatable(walk) == Activity(name="walk", duration_min=20.0)


def test_a_usual_day_gives_back_what_it_holds() -> None:
    """Amounts, spreads, doses and a "none" survive."""
    held = (
        Food(name="porridge", food_id="porridge", amount_g=250.0, amount_sd_g=125.0, text="Porridge, naïve 粥"),
        Food(name="sugar", presence=Presence.NONE),
        MedicineDose(name="omeprazole", substance_id="omeprazole", dose_mg=20.0),
        Sleep(duration_h=7.25),
    )
    usual = usual_day("porridge, omeprazole 20", held)
    assert facts_of_usual_day(usual) == held
    assert usual.text == "porridge, omeprazole 20"


@given(fact=facts())
def test_what_may_be_repeated_may_be_usual(fact: Fact) -> None:
    """For every fact: its repeatable part goes into a usual day and comes back as it was, or there is none."""
    part = repeatable(fact)
    if part is not None:
        assert repeatable(part) == part
        assert facts_of_usual_day(usual_day("", [part])) == (part,)


@pytest.mark.parametrize("items", ["", "3", "[3]", "{}x", '[{"name": "tea"}]', '[{"kind": "tea"}]'])
def test_a_usual_day_that_cannot_be_read_says_so(items: str) -> None:
    """A damaged one is a sentence."""
    with pytest.raises(InvalidRecordError):
        facts_of_usual_day(UsualDay(text="tea", items=items))
