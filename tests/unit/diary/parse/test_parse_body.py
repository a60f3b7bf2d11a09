"""Symptoms, sleep, stools, medicines, activity, period, stress."""

from __future__ import annotations

import pytest

from commensal.diary.parse.ratings import VERBAL_0_3
from commensal.diary.parse.sleep import SLEEP_WORDS_0_3
from commensal.records.facts import (
    Activity,
    Cycle,
    Fact,
    Food,
    Measurement,
    MedicineDose,
    Sleep,
    StoolForm,
    Stress,
    SymptomRating,
)
from commensal.vocab.presence import Presence
from commensal.vocab.scales import SCALES, YES_NO
from commensal.vocab.units import Unit
from tests.unit.diary.parse.reading import Read

NONE = Presence.NONE


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("pain 4", [SymptomRating(symptom="pain", score=4)]),
        ("pain: 4/10", [SymptomRating(symptom="pain", score=4)]),
        ("pain was a 6 out of 10", [SymptomRating(symptom="pain", score=6)]),
        ("pain 3-4", [SymptomRating(symptom="pain", score=3.5)]),
        ("pain 40/100", [SymptomRating(symptom="pain", score=40, scale=SCALES["percent"])]),
        ("pain 0", [SymptomRating(symptom="pain", score=0)]),
        ("4/10 pain", [SymptomRating(symptom="pain", score=4)]),
        ("fog bad", [SymptomRating(symptom="brain fog", score=3, scale=VERBAL_0_3)]),
        ("mild nausea", [SymptomRating(symptom="nausea", score=1, scale=VERBAL_0_3)]),
        ("a bit of a headache", [SymptomRating(symptom="headache", score=1, scale=VERBAL_0_3)]),
        ("moderate fatigue", [SymptomRating(symptom="fatigue", score=2, scale=VERBAL_0_3)]),
        ("migraine", [SymptomRating(symptom="migraine", score=1, scale=YES_NO)]),
        ("no headache", [SymptomRating(symptom="headache", score=0, presence=NONE)]),
        ("headache: none", [SymptomRating(symptom="headache", score=0, presence=NONE)]),
        (
            "no pain or bloating",
            [
                SymptomRating(symptom="pain", score=0, presence=NONE),
                SymptomRating(symptom="bloating", score=0, presence=NONE),
            ],
        ),
        (
            "pain 4 fog bad",
            [SymptomRating(symptom="pain", score=4), SymptomRating(symptom="brain fog", score=3, scale=VERBAL_0_3)],
        ),
        ("energy 3/10", [Measurement(name="energy", value=3, unit=Unit.POINTS)]),
        ("stress 7", [Stress(score=7)]),
        ("very stressed", [Stress(score=3, scale=VERBAL_0_3)]),
    ],
)
def test_symptoms_and_stress(text: str, facts: list[Fact], read: Read) -> None:
    """A number keeps its scale, a word keeps its own, a mention is a mark, and none is recorded as none."""
    assert list(read(text).facts()) == facts


def test_a_number_beyond_its_scale_is_asked_about_and_not_kept(read: Read) -> None:
    """Pain 14 is a slip; no number of it is logged."""
    parsed = read("pain 14")
    assert [question.kind for question in parsed.questions] == ["range"]
    assert parsed.facts() == (SymptomRating(symptom="pain", score=1, scale=YES_NO),)


def test_a_count_is_no_rating(read: Read) -> None:
    """Twice is how often, not how bad."""
    assert read("headache twice").facts() == (SymptomRating(symptom="headache", score=1, scale=YES_NO),)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("slept 6h badly", Sleep(duration_h=6, quality=1, quality_scale=SLEEP_WORDS_0_3)),
        ("6.5 hours sleep", Sleep(duration_h=6.5)),
        ("slept from 11 to 6", Sleep(duration_h=7)),
        ("slept 11pm to 6.30am", Sleep(duration_h=7.5)),
        ("slept 11-7", Sleep(duration_h=8)),
        ("sleep: 7h 30", Sleep(duration_h=7.5)),
        ("slept six and a half hours", Sleep(duration_h=6.5)),
        ("good night's sleep", Sleep(quality=3, quality_scale=SLEEP_WORDS_0_3)),
        ("couldn't sleep", Sleep(quality=0, quality_scale=SLEEP_WORDS_0_3)),
        ("didn't sleep well", Sleep(quality=1, quality_scale=SLEEP_WORDS_0_3)),
        ("nap 40 min", Activity(name="nap", duration_min=40)),
    ],
)
def test_sleep(text: str, fact: Fact, read: Read) -> None:
    """Hours, clock times and words about the night."""
    assert read(text).facts() == (fact,)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("type 6 twice", [StoolForm(form=6, n_stools=2)]),
        ("bm x2", [StoolForm(form=None, n_stools=2)]),
        ("2 bms", [StoolForm(form=None, n_stools=2)]),
        ("bm x2, type 6", [StoolForm(form=6, n_stools=2)]),
        ("bristol 4", [StoolForm(form=4)]),
        ("type 6 and type 4", [StoolForm(form=6), StoolForm(form=4)]),
        ("no bm", [StoolForm(form=None, n_stools=0, presence=NONE)]),
        ("type 2 diabetes", []),
    ],
)
def test_stools(text: str, facts: list[Fact], read: Read) -> None:
    """Form and number, and a recorded none."""
    assert list(read(text).facts()) == facts


@pytest.mark.parametrize(
    ("text", "substance", "dose_mg", "n_units"),
    [
        ("ibuprofen 400", "ibuprofen", 400, None),
        ("ibuprofen 400 x2", "ibuprofen", 400, 2),
        ("2 x co-codamol 30/500", "codeine and paracetamol", None, 2),
        ("paracetamol 1g", "paracetamol", 1_000, None),
        ("2 paracetamol 500mg", "paracetamol", 500, 2),
        ("levothyroxine 100mcg", "levothyroxine sodium", 0.1, None),
        ("nurofen", "ibuprofen", None, None),
        ("ibuprofin 200mg", "ibuprofen", 200, None),
        ("paracetamol 2 tablets", "paracetamol", None, 2),
    ],
)
def test_medicines(text: str, substance: str, dose_mg: float | None, n_units: float | None, read: Read) -> None:
    """Substance and brand, dose and number, and the words as typed."""
    (fact,) = read(text).facts()
    assert isinstance(fact, MedicineDose)
    assert (fact.substance_id, fact.dose_mg, fact.n_units, fact.text) == (substance, dose_mg, n_units, text)


def test_a_medicine_that_was_left_out_is_recorded_as_none(read: Read) -> None:
    """What was not taken is not logged as taken."""
    (fact,) = read("didn't take my omeprazole").facts()
    assert isinstance(fact, MedicineDose)
    assert (fact.substance_id, fact.presence) == ("omeprazole", NONE)


def test_as_needed_is_kept(read: Read) -> None:
    """A medicine taken as needed says so."""
    (fact,) = read("ibuprofen 400 prn").facts()
    assert isinstance(fact, MedicineDose)
    assert fact.as_needed


def test_a_supplement_that_no_table_has_keeps_its_name(read: Read) -> None:
    """Creatine is logged as creatine, and as no substance."""
    (fact,) = read("creatine").facts()
    assert isinstance(fact, MedicineDose)
    assert (fact.name, fact.substance_id) == ("Creatine", None)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("walked 20 min", Activity(name="walking", duration_min=20)),
        ("30 min yoga", Activity(name="yoga", duration_min=30)),
        ("5k run", Activity(name="running", distance_km=5)),
        ("5000 steps", Activity(name="steps", n_steps=5_000)),
        ("10k steps", Activity(name="steps", n_steps=10_000)),
        ("no exercise", Activity(name="gym", presence=NONE)),
        ("period day 2", Cycle(bleeding=1)),
        ("on my period", Cycle(bleeding=1)),
        ("no period", Cycle(bleeding=0, presence=NONE)),
    ],
)
def test_activity_and_period(text: str, fact: Fact, read: Read) -> None:
    """Minutes, distance, steps; bleeding."""
    assert read(text).facts() == (fact,)


def test_one_sentence_may_hold_everything(read: Read) -> None:
    """Food, medicine, symptom, sleep and stool in one breath."""
    parsed = read("porridge with blueberries, ibuprofen 400, pain 4, slept 6h badly, type 3")
    assert [type(fact) for fact in parsed.facts()] == [Food, Food, MedicineDose, SymptomRating, Sleep, StoolForm]
    assert parsed.unknown == ()
