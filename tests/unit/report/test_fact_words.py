"""A fact in a person's words: every kind, every presence, and no escape sequence gets through."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commensal.records.facts import (
    Activity,
    Cycle,
    Event,
    Fact,
    Food,
    HeartRateVariability,
    HrvMethod,
    Measurement,
    MedicineDose,
    Note,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.report.fact_words import label_of, value_of
from commensal.vocab.presence import Presence
from commensal.vocab.scales import ORDINAL_0_3
from commensal.vocab.units import Unit


@pytest.mark.parametrize(
    ("fact", "label", "value"),
    [
        (Food(name="oats", amount_g=40), "oats", "40 g"),
        (Food(name="oats"), "oats", "had some"),
        (Food(name="coffee", presence=Presence.NONE), "coffee", "none"),
        (MedicineDose(name="ibuprofen", dose_mg=400, n_units=2), "ibuprofen", "400 mg, 2 units"),
        (MedicineDose(name="ibuprofen"), "ibuprofen", "taken"),
        (SymptomRating(symptom="pain", score=4), "pain", "4 of 10"),
        (SymptomRating(symptom="Fatigue", score=2.5, scale=ORDINAL_0_3), "Fatigue", "2.5 of 3"),
        (SymptomRating(symptom="pain", score=0, presence=Presence.NONE), "pain", "none"),
        (SymptomRating(symptom="pain", score=None, presence=Presence.MISSING), "pain", "no answer"),
        (SymptomRating(symptom="pain", score=None, presence=Presence.NOT_ASKED), "pain", "not asked"),
        (StoolForm(form=4, n_stools=2), "stool", "form 4, 2 times"),
        (Sleep(duration_h=6.5, quality=2, quality_scale=ORDINAL_0_3), "sleep", "6.5 h, quality 2 of 3"),
        (Sleep(quality=2), "sleep", "quality 2"),
        (Stress(score=5), "stress", "5 of 10"),
        (
            Activity(name="Walk", load=1, load_scale=ORDINAL_0_3, duration_min=30, distance_km=2.5, n_steps=4000),
            "Walk",
            "load 1 of 3, 30 min, 2.5 km, 4,000 steps",
        ),
        (Activity(name="Yoga"), "Yoga", "yes"),
        (HeartRateVariability(value_ms=55, method=HrvMethod.RMSSD), "heart-rate variability (RMSSD)", "55 ms"),
        (Cycle(bleeding=1), "period", "yes"),
        (Cycle(bleeding=0, presence=Presence.NONE), "period", "none"),
        (Event(name="flight"), "flight", "yes"),
        (Measurement(name="Resting heart rate", value=63, unit=Unit.PER_MINUTE), "Resting heart rate", "63 per minute"),
        (Note(text="slept\nbadly"), "your words", "“slept badly”"),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_each_kind_reads_well(fact: Fact, label: str, value: str) -> None:
    """Name and value, with the unit, for every kind of fact."""
    assert (label_of(fact), value_of(fact)) == (label, value)


@given(text=st.text())
def test_whatever_was_written_stays_on_its_line(text: str) -> None:
    """Notes and names from a stranger's file cannot steer a terminal."""
    shown = value_of(Note(text=text)) + label_of(Event(name=f"x{text}"))
    assert {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"} == set()
