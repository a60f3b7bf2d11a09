"""What a typed answer to a safety question says, and which questions are still open."""

from __future__ import annotations

import pytest

from commensal.safety.intake import IntakeQuestion, intake_questions
from commensal.service.home import Home
from commensal.service.intake import answers_from, open_questions
from commensal.service.person import keep_answers


def _question(name: str) -> IntakeQuestion:
    return next(question for question in intake_questions() if question.id == name)


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("exertion", "y", {"pem": "yes"}),
        ("exertion", " No ", {"pem": "no"}),
        ("exertion", "?", {"pem": "unknown"}),
        ("exertion", "perhaps", None),
        ("immunity", "yes", {"weak_immunity": "yes"}),
        ("immunity", "n", {"weak_immunity": "no", "chemotherapy": "no", "transplant": "no", "central_line": "no"}),
        ("pregnancy", "2", {"pregnant": "no", "trying_to_conceive": "yes"}),
        ("pregnancy", "none", {"pregnant": "no", "trying_to_conceive": "no"}),
        ("pregnancy", "not sure", {"pregnant": "unknown", "trying_to_conceive": "unknown"}),
        ("pregnancy", "3", None),
        ("age", "1", {"age_band": "under-18"}),
        ("age", "4", None),
        ("conditions", "IBS, fibromyalgia", {"conditions": "IBS, fibromyalgia"}),
        ("medicines", "none", {"medicines": ""}),
        ("bmi", "21.5", {"bmi": "21.5"}),
    ],
)
def test_typed_answers(name: str, typed: str, said: dict[str, str] | None) -> None:
    """A no answers everything a question names, a yes only what it stands for, and a doubt stays a doubt."""
    assert answers_from(_question(name), typed) == said


def test_every_answer_can_be_kept(home: Home) -> None:
    """What a question says about the person is always something that the diary can hold."""
    typed = {"yes_no": "y", "which": "1", "choice": "2", "names": "one", "number": "22"}
    for question in intake_questions():
        answer = answers_from(question, "ireland" if question.id == "country" else typed[question.kind])
        assert answer is not None
        keep_answers(home, answer)
    assert open_questions(home) == ()


def test_a_question_is_open_until_it_is_answered(home: Home) -> None:
    """Answering closes one question and leaves the others as they were."""
    everything = open_questions(home)
    assert everything == intake_questions()
    keep_answers(home, {"pem": "unknown"})
    assert {question.id for question in everything} - {question.id for question in open_questions(home)} == {"exertion"}
