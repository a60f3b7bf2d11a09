"""What a person says of themselves is kept answer by answer, can be taken back, and is read as one record."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from commensal.records.entry import Entry
from commensal.records.facts import Clearance, QuestionnaireAnswers
from commensal.records.person import AgeBand, Flag, Person
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.person import ASPECTS, clear_rule, keep_answers, person, recent_days
from commensal.service.undo import undo
from commensal.vocab.answers import Answer
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.origin import Origin

TODAY = date(2026, 11, 21)


def test_nobody_was_asked(home: Home) -> None:
    """An empty diary knows nothing of a person, and asking it makes no diary."""
    assert person(home) == Person()
    assert recent_days(home) == ()
    assert not home.has_diary


def test_answers_are_kept_and_the_newest_holds(home: Home) -> None:
    """Every kind of answer comes back as it was meant; a later one takes the place of an earlier one."""
    keep_answers(
        home,
        {
            "age_years": "47",
            "age_band": "18-64",
            "country": "gb",
            "sex": "Female",
            "bmi": "22",
            "conditions": "ibs, fibromyalgia; ibs",
            "medicines": "omeprazole",
            "pregnant": "no",
            "pem": "Unknown",
        },
    )
    keep_answers(home, {"pregnant": "yes"})
    known = person(home)
    assert (known.age_years, known.age_band, known.country, known.sex) == (47, AgeBand.ADULT, "GB", "female")
    assert (known.bmi, known.conditions, known.medicines) == (22.0, ("ibs", "fibromyalgia"), ("omeprazole",))
    assert dict(known.answers) == {Flag.PREGNANT: Answer.YES, Flag.PEM: Answer.UNKNOWN}
    undo(home)
    assert person(home).answer(Flag.PREGNANT) is Answer.NO


def test_an_answer_can_be_taken_back(home: Home) -> None:
    """An empty answer counts as not asked, which is not a no."""
    keep_answers(home, {"gastroparesis": "no"})
    keep_answers(home, {"gastroparesis": ""})
    assert person(home).answer(Flag.GASTROPARESIS) is None


@pytest.mark.parametrize(
    ("aspect", "value"),
    [("age_years", "old"), ("age_years", "200"), ("bmi", "2"), ("country", "Oz9"), ("pem", "maybe"), ("luck", "a")],
)
def test_what_does_not_fit_is_refused(home: Home, aspect: str, value: str) -> None:
    """One wrong answer keeps the others out too, and nothing is written."""
    with pytest.raises(UsageError):
        keep_answers(home, {"country": "GB", aspect: value})
    assert not home.has_diary


def test_every_flag_can_be_answered() -> None:
    """No safety question is without a place for its answer."""
    assert {flag.value for flag in Flag} <= set(ASPECTS)


def test_a_clearance_has_its_day(home: Home) -> None:
    """A clinician looked on a day that has been; a day that has not come is refused."""
    clear_rule(home, "S06", Clearance.SEEN_BY_CLINICIAN, on=date(2026, 11, 3))
    clear_rule(home, "S02", Clearance.SAID_SAFE)
    known = person(home)
    assert dict(known.seen_by_clinician) == {"S06": date(2026, 11, 3)}
    assert dict(known.said_safe) == {"S02": TODAY}
    with pytest.raises(InvalidRecordError):
        clear_rule(home, "S06", Clearance.SEEN_BY_CLINICIAN, on=TODAY + timedelta(days=1))


def test_a_questionnaire_answers_for_malaise(home: Home) -> None:
    """A positive questionnaire protects, also against an earlier no; the person's own yes is never lowered."""
    keep_answers(home, {"pem": "no"})
    answers = {"heavy_often": 3, "heavy_much": 3}
    entry = Entry(
        id="q",
        fact=QuestionnaireAnswers(instrument_id="dsq_pem", answers=json.dumps(answers)),
        day=TODAY,
        recorded_at=home.now(),
        origin=Origin.ENTERED,
        source="diary",
    )
    with home.journal() as journal:
        journal.append([entry], action="check", now=home.now())
    assert person(home).answer(Flag.PEM) is Answer.YES


def test_recent_days_hold_words_and_what_they_mean(home: Home) -> None:
    """Words as typed, substances, foods, scores and stools; what a person did not take is told apart."""
    log(home, "toast, omeprazole 20, no ibuprofen", ratings={"pain": 4}, stool_form=6, note="tired")
    (day,) = recent_days(home)
    assert day.day == TODAY
    assert set(day.texts) == {"toast, omeprazole 20, no ibuprofen", "tired"}
    assert day.medicine_substances == ("omeprazole",)
    assert day.medicines_not_taken == ("ibuprofen",)
    assert dict(day.ratings) == {"pain": 4.0}
    assert day.stool_forms == (6,)
    assert len(day.food_ids) == 1


def test_answers_about_oneself_are_on_no_day(home: Home) -> None:
    """They stand in the diary as a whole, and no day is logged by them."""
    keep_answers(home, {"country": "GB"})
    assert recent_days(home) == ()
