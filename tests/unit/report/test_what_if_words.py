"""What a what-if says: about a model, with its weakest link, and never an amount of relief."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from commensal.axis.dynamics.answer import Agreement, Answer, RestsOn, WatchedAnswer, agreement_of, band_of
from commensal.axis.dynamics.scenario import Scenario, scenario_from
from commensal.knowledge.axis_model import axis_model
from commensal.knowledge.axis_scenarios import presets, ready_scenarios, watched
from commensal.report.trial_paper import paper_text
from commensal.report.what_if_chart import what_if_chart
from commensal.report.what_if_page import what_if_json, what_if_paper, what_if_section
from commensal.report.what_if_words import assumed_lines, sentence
from tests.unit.report.test_reading_age import school_grade, sentences_of

_DAYS = np.array([0.0, 1.0, 2.0, 4.0])
_OWN_PAIN = 3.2101  # a number that no page may show


def _watched(key: str, agreement: Agreement, *, rests_on: tuple[RestsOn, ...] = ()) -> WatchedAnswer:
    what = watched()[key]
    usual = np.full(4, _OWN_PAIN if what.is_symptom else 0.8)
    changed = usual * np.array([1.0, 0.9, 0.8, 0.85])
    band = None if what.is_symptom else band_of(np.stack([changed * share for share in (0.9, 1.0, 1.1)]))
    return WatchedAnswer(
        watched=what,
        day=2.0,
        usual=usual,
        changed=changed,
        usual_band=band,
        changed_band=band,
        agreement=agreement,
        agreement_parameters_only=Agreement(up=0.0, down=0.97, hardly=0.03) if what.is_symptom else None,
        rests_on=rests_on,
    )


def _answer(scenario: Scenario) -> Answer:
    links = axis_model().links
    mixed = Agreement(up=0.02, down=0.4, hardly=0.58)
    return Answer(
        scenario=scenario,
        days=_DAYS,
        states_usual=np.ones((4, 32)),
        states=np.ones((4, 32)),
        watched=(
            _watched("diversity", Agreement(up=0.0, down=0.93, hardly=0.07)),
            _watched(
                "pain",
                mixed,
                rests_on=(RestsOn(link=links["kdy"], share=0.7), RestsOn(link=links["s6B"], share=1.3)),
            ),
            _watched("fatigue", mixed),
        ),
        n_versions=198,
        n_lost=2,
        seed=0,
    )


def _asked(name: str) -> Answer:
    return _answer(scenario_from(ready_scenarios()[name], where=name))


def _text(answer: Answer) -> str:
    return " ".join(paper_text(what_if_paper(answer)).split())


def test_a_symptom_has_a_direction_and_the_grade_of_its_weakest_link() -> None:
    """How many versions agree, which link is the weakest, and how sure parameters alone would seem."""
    said = _text(_asked("fibre_up_gently"))
    assert "Pain: hardly changed in 58 of 100 versions, higher in 2, lower in 40." in said
    assert "The weakest link on the way:" in said
    assert "If every link were real, 97 of 100 would point down. That would be false confidence." in said


def test_no_amount_of_a_symptom_is_shown_anywhere() -> None:
    """Neither in words, nor in a chart, nor in the document."""
    answer = _asked("fibre_up_gently")
    for shown in (_text(answer), json.dumps(what_if_json(answer)), str(what_if_section(what_if_paper(answer)))):
        assert "3.21" not in shown
        assert not re.search(r"\d points", shown)
    assert what_if_chart(answer.watched[1], _DAYS.tolist(), picture_id="pain") is None


@pytest.mark.parametrize("name", ["antibiotics_for_a_week", "nsaid_daily", "opioid_for_two_months"])
def test_a_medicine_comes_with_care_and_without_symptoms(name: str) -> None:
    """It is context: words of care stand first, and what it would do to symptoms is not said."""
    said = _text(_asked(name))
    assert "Nothing here is a reason to start, stop or change one." in said
    assert said.index("With care") < said.index("What happens inside")
    assert "What a medicine would do to symptoms is not shown." in said
    assert "Pain:" not in said


def test_of_fmt_nothing_is_said_but_that_nobody_can_tell() -> None:
    """No symptom, and the trials against each other."""
    answer = _asked("stool_transplant")
    said = _text(answer)
    assert "nobody can tell" in said
    assert "The trials contradict each other." in said
    assert "Pain:" not in said
    assert "nobody can tell" in sentence(answer)


@pytest.mark.parametrize("name", list(ready_scenarios()))
def test_every_answer_says_that_it_is_a_model(name: str) -> None:
    """In its sentence, at the head of its page, and in what is assumed."""
    answer = _asked(name)
    assert "It is a model, and no forecast for you." in sentence(answer)
    assert "It is not you" in _text(answer)
    assert "141 of 162 numbers in the model were assumed" in assumed_lines(answer)[0]
    assert any("2 versions could not be worked out" in line for line in assumed_lines(answer))


@pytest.mark.parametrize("person", list(presets()))
def test_a_made_up_person_is_said_to_be_one(person: str) -> None:
    """What was assumed of them stands among the assumptions."""
    answer = _answer(replace(scenario_from(ready_scenarios()["short_nights"]), person=person))
    is_said = any(line.startswith("The starting person is made up") for line in assumed_lines(answer))
    assert is_said == bool(presets()[person].why)


def test_a_chart_names_what_it_shows() -> None:
    """A screen reader gets title and description; nothing is drawn outside."""
    chart = what_if_chart(_asked("fibre_up_gently").watched[0], _DAYS.tolist(), picture_id="x")
    assert chart is not None
    assert "Diversity of gut bacteria" in chart
    assert "95 of 100 between" in chart
    assert chart.count("<polygon") == 2
    assert "nan" not in chart


def test_it_can_be_read_at_eleven() -> None:
    """All sentences together stay at the school grade of about eleven years, and none is endless."""
    texts = [line for part in what_if_paper(_asked("fibre_up_gently")).parts for line in part.lines]
    assert school_grade(texts) <= 6.5
    assert max(len(words) for text in texts for words in sentences_of(text)) <= 60


def test_directions_are_counted_against_what_is_hardly_any() -> None:
    """A difference below the least one goes neither way."""
    counted = agreement_of(np.array([0.2, 0.05, -0.3, -0.01]), np.full(4, 0.1))
    assert (counted.up, counted.down, counted.hardly) == (0.25, 0.25, 0.5)
