"""Sentences as people type them, each with what it must become."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest

from commensal.diary.parse import Parsed, parse
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.records.facts import Activity, Food, MedicineDose, Sleep, StoolForm, SymptomRating
from commensal.vocab.presence import Presence

F = TypeVar("F")
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)


def read(text: str, aliases: dict[str, str] | None = None) -> Parsed:
    """A sentence read with our tables."""
    return parse(text, foods=food_table(), medicines=medicine_table(), aliases=aliases or {}, now=NOW)


def only(text: str, kind: type[F]) -> F:
    """The one fact of this kind in a sentence."""
    (fact,) = (fact for fact in read(text).facts() if isinstance(fact, kind))
    return fact


@pytest.mark.parametrize(
    ("words", "symptom", "score"),
    [("pain 4", "pain", 4), ("fatigue 6/10", "fatigue", 6), ("brain fog 3", "brain fog", 3), ("pain: 7", "pain", 7)],
)
def test_scales_in_words(words: str, symptom: str, score: float) -> None:
    """A symptom and a number are a rating from 0 to 10."""
    rating = only(words, SymptomRating)
    assert (rating.symptom, rating.score, rating.scale.maximum) == (symptom, score, 10)


def test_a_word_of_degree_is_kept_as_a_word_scale() -> None:
    """A word such as bad is no number from 0 to 10."""
    assert only("fog bad", SymptomRating).scale.maximum == 3


def test_no_headache_is_a_recorded_none() -> None:
    """A real zero."""
    rating = only("no headache", SymptomRating)
    assert (rating.presence, rating.score) == (Presence.NONE, 0)


@pytest.mark.parametrize(
    ("words", "dose_mg"), [("ibuprofen 400", 400), ("ibuprofen 400 mg", 400), ("paracetamol 1g", 1000)]
)
def test_medicines_with_their_dose(words: str, dose_mg: float) -> None:
    """A bare number behind a medicine is milligrams; a gram is a thousand."""
    assert only(words, MedicineDose).dose_mg == dose_mg


def test_two_tablets_of_a_combination_keep_their_words() -> None:
    """30/500 is no single dose."""
    dose = only("2 x co-codamol 30/500", MedicineDose)
    assert dose.n_units == 2
    assert dose.text is not None
    assert "30/500" in dose.text


def test_a_medicine_not_taken_is_none_not_a_dose() -> None:
    """And it is no comment on it."""
    assert only("didn't take my omeprazole", MedicineDose).presence is Presence.NONE


@pytest.mark.parametrize(
    ("words", "hours"), [("slept 6h badly", 6), ("6.5 hours sleep", 6.5), ("slept from 11 to 6", 7)]
)
def test_sleep_in_words(words: str, hours: float) -> None:
    """Hours, or from when to when."""
    assert only(words, Sleep).duration_h == pytest.approx(hours)


def test_stools_in_words() -> None:
    """A form and how many."""
    stool = only("type 6 twice", StoolForm)
    assert (stool.form, stool.n_stools) == (6, 2)


def test_walking_in_minutes() -> None:
    """An activity and its time."""
    assert only("walked 20 min", Activity).duration_min == 20


def test_last_night_belongs_to_yesterday() -> None:
    """Wine last night was drunk the evening before."""
    chips = [chip for chip in read("glass of red wine last night").chips if isinstance(chip.fact, Food)]
    assert [chip.day for chip in chips] == [date(2026, 11, 20)]


def test_a_clock_time_gives_an_instant_with_its_offset() -> None:
    """Porridge at 8am was at eight, here."""
    (chip,) = (chip for chip in read("porridge at 8am").chips if isinstance(chip.fact, Food))
    assert chip.at is not None
    assert (chip.at.hour, chip.at.utcoffset()) == (8, timedelta(0))


def test_same_as_yesterday_is_a_wish_with_an_exception() -> None:
    """The caller copies; the cheese is left out."""
    parsed = read("same as yesterday but no cheese")
    assert [intent.kind for intent in parsed.intents] == ["same_as_yesterday"]
    assert [f.presence for f in parsed.facts() if isinstance(f, Food)] == [Presence.NONE]


def test_a_personal_word_wins_over_the_table() -> None:
    """What a person confirmed once is what they mean."""
    assert only("spuds", Food).food_id != "rice_white"
    (fact,) = (f for f in read("spuds", {"spuds": "rice_white"}).facts() if isinstance(f, Food))
    assert fact.food_id == "rice_white"


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("cold pizza", "cod"),
        ("mince pie", "beef_mince"),
        ("sweet and sour chicken", "sweets"),
        ("green apple", "cabbage"),
    ],
)
def test_words_are_not_taken_for_their_neighbours(words: str, never: str) -> None:
    """The confident wrong answers of other tools."""
    assert never not in {fact.food_id for fact in read(words).facts() if isinstance(fact, Food)}


@pytest.mark.parametrize("words", ["yogurt no added sugar", "no salt added black beans"])
def test_no_added_sugar_is_no_denial_of_the_food(words: str) -> None:
    """The food is logged, the sugar is not."""
    foods = {f.food_id for f in read(words).facts() if isinstance(f, Food) and f.presence is Presence.RECORDED}
    assert foods
    assert "sugar" not in foods
    assert "salt" not in foods
