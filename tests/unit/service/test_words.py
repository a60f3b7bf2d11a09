"""Words become facts, questions or unknown words; the sentence itself is never lost, and what is taught is used."""

from __future__ import annotations

import gc
from datetime import date, datetime, time

import pytest

import commensal as cm
from commensal.diary.day_table import day_table
from commensal.diary.parse import sentence
from commensal.records.entry import Entry
from commensal.records.facts import Food, MedicineDose, Note, SymptomRating
from commensal.service.day import day_as_logged, last_days
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.undo import undo
from commensal.service.words import Said, Understood, WordQuestion, own_words, parse_words, understand
from commensal.vocab.errors import UsageError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

TODAY = date(2026, 11, 21)


def _stored(home: Home) -> tuple[Entry, ...]:
    with home.journal() as journal:
        return journal.entries()


def test_a_sentence_in_a_notebook() -> None:
    """The promised name gives entries and questions, and writes nothing."""
    entries, questions = cm.parse("porridge with blueberries, ibuprofen 400, pain 4")
    assert [entry.kind for entry in entries] == ["food", "food", "medicine_dose", "symptom_rating"]
    assert questions == ()
    assert gc.isenabled(), "the collector of garbage is at work again"


def test_an_ambiguous_word_waits(home: Home) -> None:
    """Two medicines of one name: neither is logged, the sentence is, and both are offered."""
    logged = log(home, "aspirin 300, tea")
    assert {entry.kind for entry in _stored(home)} == {"food", "note"}
    (question,) = logged.understood.questions
    substances = [choice.fact.substance_id for choice in question.choices if isinstance(choice.fact, MedicineDose)]
    assert len(set(substances)) == 2


def test_yes_takes_the_likeliest_and_learns_nothing(home: Home) -> None:
    """Said beforehand, the first choice is logged; a meaning is learnt only from an answer."""
    understood = understand(home, "aspirin 300").accepted()
    log(home, understood=understood)
    assert understood.questions == ()
    assert [entry.fact.dose_mg for entry in _stored(home) if isinstance(entry.fact, MedicineDose)] == [300.0]
    assert own_words(home) == {}


def test_a_number_beyond_its_scale_is_never_a_fact(home: Home) -> None:
    """Pain 14 is asked about, also with --yes."""
    log(home, understood=understand(home, "pain 14").accepted())
    assert [entry.fact for entry in _stored(home)] == [Note(text="pain 14")]


def test_an_unknown_word_stays_in_the_words_alone(home: Home) -> None:
    """It becomes nothing near to it."""
    logged = log(home, "flurble, tea")
    assert logged.understood.unknown == ("flurble",)
    assert [entry.fact.name for entry in _stored(home) if isinstance(entry.fact, Food)] == ["Tea"]


def test_what_was_not_eaten_is_none(home: Home) -> None:
    """No milk is a recorded none and never milk."""
    log(home, "no milk")
    (fact,) = (entry.fact for entry in _stored(home) if isinstance(entry.fact, Food))
    assert fact.presence is Presence.NONE
    assert fact.amount_g is None


def test_a_word_that_was_taught_is_used_from_then_on(home: Home) -> None:
    """Taught with a name or an id, used by the next sentence, taken back by undo."""
    log(home, understood=understand(home, "flurble", means=["flurble=boiled potatoes"]))
    assert own_words(home) == {"flurble": "potato_boiled"}
    entries, questions = parse_words(home, "flurble and porridge")
    assert [entry.fact.food_id for entry in entries if isinstance(entry.fact, Food)] == ["potato_boiled", "porridge"]
    assert questions == ()
    log(home, understood=understand(home, "", means=["flurble=chips"]))
    assert own_words(home) == {"flurble": "chips"}
    undo(home)
    assert own_words(home) == {"flurble": "potato_boiled"}
    undo(home)
    assert own_words(home) == {}


def test_what_stands_in_the_diary_is_on_no_day(home: Home) -> None:
    """A word that was taught is no day of the diary, and `commensal day` does not show it."""
    log(home, understood=understand(home, "", means=["flurble=chips"]))
    assert day_table(_stored(home)).days == ()
    assert day_as_logged(home).entries == ()
    assert not any(one.is_logged for one in last_days(home))


def _question_about_a_food() -> tuple[Understood, WordQuestion]:
    choices = tuple(Said(fact=Food(name=food, food_id=food), day=TODAY) for food in ("chips", "potato_boiled"))
    question = WordQuestion(kind="food", text="2 taters", choices=choices, term="taters")
    return Understood(text="2 taters", questions=(question,)), question


def test_an_answer_teaches(home: Home) -> None:
    """A choice is logged, settles its question, and is what the word means from now on; one action takes it back."""
    understood, question = _question_about_a_food()
    log(home, understood=understood.answered(question, question.choices[1]))
    assert [entry.fact.food_id for entry in _stored(home) if isinstance(entry.fact, Food)] == ["potato_boiled"]
    assert own_words(home) == {"taters": "potato_boiled"}
    undo(home)
    assert _stored(home) == ()


def test_an_acceptance_teaches_nothing() -> None:
    """Nobody looked at the choice, so the word stays open for the next time."""
    understood, _ = _question_about_a_food()
    accepted = understood.accepted()
    assert [fact.food_id for fact in accepted.facts if isinstance(fact, Food)] == ["chips"]
    assert accepted.taught == ()


@pytest.mark.parametrize("pair", ["spuds", "=chips", "spuds=", "spuds=xyzzy", "spuds=tea and toast", "spuds=pain 3"])
def test_a_meaning_is_one_food(home: Home, pair: str) -> None:
    """Anything else is refused with a sentence, and nothing is written."""
    with pytest.raises(UsageError, match="the name of one food"):
        understand(home, "spuds", means=[pair])
    assert not home.has_diary


def test_a_word_is_of_one_person(home: Home) -> None:
    """What was taught to one diary is unknown without it."""
    log(home, understood=understand(home, "", means=["flurble=chips"]))
    entries, questions = cm.parse("flurble")
    assert entries == ()
    assert [question.kind for question in questions] == ["unknown"]


def test_times_in_words_find_their_day(home: Home) -> None:
    """Wine of last night belongs to yesterday; a line for another day is read from the end of that day."""
    entries, _ = parse_words(home, "porridge at 8am, wine last night")
    assert [(entry.day, entry.at and entry.at.hour) for entry in entries] == [(TODAY, 8), (date(2026, 11, 20), None)]
    entries, _ = parse_words(home, "porridge at 8am", day=date(2026, 7, 1))
    assert [entry.at for entry in entries] == [home.instant(date(2026, 7, 1), time(8))]


def test_a_fact_of_another_day_gets_no_hour_of_now(home: Home) -> None:
    """Only what happened today may carry the clock of the writing."""
    log(home, "tea, wine last night")
    at_by_day = {entry.day: entry.at for entry in _stored(home) if isinstance(entry.fact, Food)}
    assert at_by_day == {date(2026, 11, 20): None, TODAY: home.now()}


def test_words_outlive_our_mistakes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """When reading breaks, the sentence and the options are kept, and it is said."""

    def broken(*_arguments: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(sentence, "parse", broken)
    logged = log(home, "porridge", ratings={"pain": 2})
    assert logged.understood.is_unread
    assert {entry.fact for entry in _stored(home)} == {Note(text="porridge"), SymptomRating(symptom="pain", score=2.0)}


def test_everything_said_is_entered(home: Home) -> None:
    """What a person typed is entered, not confirmed and not copied; recall keeps its moment of writing."""
    log(home, "porridge, pain 4", day=date(2026, 11, 19))
    assert {entry.origin for entry in _stored(home)} == {Origin.ENTERED}
    assert {entry.recorded_at for entry in _stored(home)} == {home.now()}
    assert {entry.at for entry in _stored(home)} == {None}
    assert isinstance(home.now(), datetime)
