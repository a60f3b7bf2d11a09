"""Stool forms, 0-10 scales, entered scores, and the check of answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from commensal.instruments.answers import checked_answers
from commensal.instruments.entered_score import checked_score, instrument_for_score
from commensal.instruments.own_scales import pain_change, scale_facts
from commensal.instruments.stool import StoolBand, stool_band, stool_fact, stool_forms
from commensal.knowledge.instruments import instruments
from commensal.records.entry import Entry
from commensal.records.facts import QuestionnaireAnswers, Sleep, StoolForm, Stress, SymptomRating
from commensal.records.person import Flag
from commensal.report.instrument_words import scale_lines
from commensal.service.questionnaires import implied_flags
from commensal.vocab.answers import Answer
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence


def test_seven_forms_in_three_bands() -> None:
    """1-2 hard, 3-4 usual, 5-7 loose, each with words of its own."""
    hard, usual, loose = StoolBand.HARD, StoolBand.USUAL, StoolBand.LOOSE
    assert [stool_band(form) for form in range(1, 8)] == [hard, hard, usual, usual, loose, loose, loose]
    assert sorted(stool_forms()) == [1, 2, 3, 4, 5, 6, 7]
    assert len(set(stool_forms().values())) == 7


def test_a_form_becomes_the_fact_of_a_stool() -> None:
    """The same fact as 'commensal log --stool 4' keeps."""
    assert stool_fact(4) == StoolForm(form=4)
    with pytest.raises(InvalidRecordError):
        stool_fact(8)


def test_scales_become_the_facts_of_a_day() -> None:
    """Each scale is kept as what it is; a 0 for a symptom is a recorded none; a blank gives nothing."""
    facts = scale_facts({"pain": 4.0, "sleep": 3.0, "stress": 0.0, "brain_fog": 0.0})
    assert facts[0] == SymptomRating(symptom="pain", score=4.0)
    assert isinstance(facts[1], Sleep)
    assert facts[1].quality == 3.0
    assert facts[2] == Stress(score=0.0, presence=Presence.NONE)
    assert facts[3] == SymptomRating(symptom="brain fog", score=0.0, presence=Presence.NONE)
    assert len(facts) == 4


@pytest.mark.parametrize(
    ("earlier", "later", "is_worthwhile"),
    [(6.0, 4.0, True), (6.0, 4.5, False), (3.0, 2.0, True), (4.0, 3.0, False), (4.0, 6.0, False), (0.0, 0.0, False)],
)
def test_a_worthwhile_fall_in_pain(earlier: float, later: float, is_worthwhile: bool) -> None:
    """Two points, or 30 in 100, and only downwards (farrar2001)."""
    assert pain_change(earlier, later).is_worthwhile is is_worthwhile


def test_a_share_of_no_pain_is_no_share() -> None:
    """From 0 there is no percentage."""
    assert pain_change(0.0, 3.0).share is None


@pytest.mark.parametrize(
    ("name", "instrument", "part"),
    [
        ("IBS-SSS", "ibs_sss", None),
        ("ibs sss", "ibs_sss", None),
        ("PHQ-4", "phq2_4", "phq4"),
        ("funcap27", "funcap", "funcap27"),
        ("Promis", "promis", None),
        ("EQ-5D", "eq5d", None),
    ],
)
def test_an_instrument_is_found_by_the_name_people_use(name: str, instrument: str, part: str | None) -> None:
    """Hyphens, spaces and capitals do not matter; a part that carries its own name is found by it."""
    found, found_part = instrument_for_score(name)
    assert (found.id, found_part) == (instrument, part)


def test_what_is_asked_here_takes_no_score() -> None:
    """The sentence says which command asks it."""
    with pytest.raises(UsageError, match="commensal check pem"):
        instrument_for_score("DSQ-PEM")
    with pytest.raises(UsageError, match="ibs_sss"):
        instrument_for_score("nonsense")


@pytest.mark.parametrize("score", [-1.0, 501.0, float("nan"), float("inf")])
def test_a_score_outside_its_range_is_refused(score: float) -> None:
    """A slip of the finger is seen before it is kept."""
    with pytest.raises(UsageError, match="0 to 500"):
        checked_score(instruments()["ibs_sss"], score)


def test_a_part_must_be_named_where_there_are_several() -> None:
    """A T-score without its name says nothing."""
    promis = instruments()["promis"]
    with pytest.raises(UsageError, match="fatigue"):
        checked_score(promis, 60.0)
    with pytest.raises(UsageError, match="fatigue"):
        checked_score(promis, 60.0, part="happiness")
    assert checked_score(promis, 60.0, part="Sleep-disturbance").id == "sleep_disturbance"


@pytest.mark.parametrize("answer", [-1.0, 5.0, 1.5, float("nan"), float("inf")])
def test_a_number_that_is_no_choice_is_refused(answer: float) -> None:
    """Only the whole numbers of a choice set are answers."""
    with pytest.raises(UsageError, match="heavy_often"):
        checked_answers(instruments()["dsq_pem"], {"heavy_often": answer})


def test_an_unknown_item_is_named() -> None:
    """A slip in a name is said, not dropped."""
    with pytest.raises(UsageError, match="heavy_ofen"):
        checked_answers(instruments()["dsq_pem"], {"heavy_ofen": 2.0})


def _pem(day: int, answers: str, instrument_id: str = "dsq_pem") -> Entry:
    fact = QuestionnaireAnswers(instrument_id=instrument_id, answers=answers)
    at = datetime(2026, 3, day, tzinfo=UTC)
    return Entry(id=f"{instrument_id}{day}", fact=fact, day=at.date(), recorded_at=at, origin=Origin.ENTERED)


def test_the_newest_questionnaire_answers_for_safety() -> None:
    """Later answers count instead of earlier ones; a blank one, or another instrument, changes nothing."""
    low = json.dumps({item.id: 0 for item in instruments()["dsq_pem"].items})
    yes = _pem(1, '{"heavy_often": 2, "heavy_much": 2}')
    assert implied_flags([]) == {}
    assert implied_flags([yes]) == {Flag.PEM: Answer.YES}
    assert implied_flags([_pem(3, low), yes]) == {Flag.PEM: Answer.NO}
    assert implied_flags([yes, _pem(3, "{}"), _pem(4, "{}", "ibs_sss")]) == {Flag.PEM: Answer.YES}
    assert implied_flags([yes, _pem(5, '{"of_a_later_version": 3}', "of_a_later_version")]) == {Flag.PEM: Answer.YES}


def test_the_worthwhile_change_is_said_with_its_numbers() -> None:
    """The sentence says the numbers that the code works with."""
    text = " ".join(scale_lines({"pain": 4.0}))
    assert "about 2 points, or of 30 in 100" in text
    assert "points" not in " ".join(scale_lines({"sleep": 4.0}))
