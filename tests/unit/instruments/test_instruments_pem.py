"""Post-exertional malaise: the scoring after the DSQ-PEM, with blanks kept open."""

from __future__ import annotations

import pytest

from commensal.instruments.pem import PemOutcome, pem_flag, score_pem
from commensal.knowledge.instruments import instruments
from commensal.vocab.answers import Answer

STATEMENTS = ("heavy", "next_day", "mind", "little", "drained")
ALL_LOW = {f"{one}_{kind}": 1.0 for one in STATEMENTS for kind in ("often", "much")}
LASTS_LONG = {"after_body": 1.0, "lasts": 4.0}
NOT_AFTER_EFFORT = {"after_body": 0.0, "after_mind": 0.0}


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda name: f"{name} statement")
def test_each_statement_alone_reaches_the_line(statement: str) -> None:
    """Two on both answers to any one of the five is positive, as published."""
    result = score_pem({**ALL_LOW, f"{statement}_often": 2.0, f"{statement}_much": 2.0})
    assert result.outcome is PemOutcome.POSITIVE
    assert result.statements_reached == (statement,)


def test_often_on_one_and_strong_on_another_is_not_enough() -> None:
    """The two answers have to meet on the same statement."""
    answers = {**ALL_LOW, "heavy_often": 4.0, "mind_much": 4.0}
    assert score_pem(answers).outcome is PemOutcome.NOT_POSITIVE


def test_a_blank_is_no_zero() -> None:
    """One half of a statement left blank can still reach the line, so nothing can be told."""
    answers = {**ALL_LOW, "heavy_often": 3.0}
    del answers["heavy_much"]
    assert score_pem(answers).outcome is PemOutcome.CANNOT_TELL
    assert pem_flag(answers) is Answer.UNKNOWN


def test_half_a_statement_below_the_line_is_enough_for_no() -> None:
    """Where one half is below the line, the blank other half cannot change it."""
    answers = {f"{one}_often": 1.0 for one in STATEMENTS}
    assert score_pem(answers).outcome is PemOutcome.NOT_POSITIVE


def test_one_statement_that_reaches_the_line_needs_no_others() -> None:
    """Partial answers give what can be told: two numbers can be enough."""
    answers = {"heavy_often": 2.0, "heavy_much": 2.0}
    assert score_pem(answers).outcome is PemOutcome.POSITIVE
    assert pem_flag(answers) is Answer.YES


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"after_body": 1.0, "lasts": 4.0}, Answer.YES),
        ({"after_mind": 1.0, "lasts": 5.0}, Answer.YES),
        ({"after_body": 0.0, "after_mind": 1.0, "lasts": 4.0}, Answer.YES),
        ({"after_body": 1.0, "lasts": 3.0}, Answer.NO),
        ({"after_body": 0.0, "after_mind": 0.0}, Answer.NO),
        ({"after_body": 0.0, "lasts": 5.0}, Answer.UNKNOWN),
        ({"after_body": 1.0}, Answer.UNKNOWN),
        ({"lasts": 5.0}, Answer.UNKNOWN),
        ({}, Answer.UNKNOWN),
    ],
)
def test_step_2_needs_effort_and_14_hours(answers: dict[str, float], expected: Answer) -> None:
    """Effort of body or mind, and 14 hours or more; a blank leaves it open unless the rest decides."""
    assert score_pem(answers).step_2 is expected


def test_the_line_of_step_2_is_the_choice_of_14_hours() -> None:
    """The number in the code and the words of the choice say the same."""
    choices = instruments()["dsq_pem"].item("lasts").choices
    assert choices.texts[4].startswith("14")
    assert choices.texts[3].endswith("13 hours")


def test_items_that_only_describe_change_nothing() -> None:
    """Recovering within two hours and exercising little are not scored."""
    for answer in (0.0, 1.0):
        described = {"back_soon": answer, "holds_back": answer}
        assert score_pem({**ALL_LOW, **NOT_AFTER_EFFORT, **described}).outcome is PemOutcome.NOT_POSITIVE
        assert pem_flag({**ALL_LOW, **NOT_AFTER_EFFORT, **described}) is Answer.NO


def test_safety_takes_the_wider_reading() -> None:
    """Worse for 14 hours after a little effort protects, though the five statements stay below the line."""
    answers = {**ALL_LOW, **LASTS_LONG}
    assert score_pem(answers).outcome is PemOutcome.NOT_POSITIVE
    assert pem_flag(answers) is Answer.YES


def test_safety_says_no_only_when_both_steps_do() -> None:
    """Five low statements with the second part blank leave the question open."""
    assert pem_flag(ALL_LOW) is Answer.UNKNOWN
    assert pem_flag({**ALL_LOW, **NOT_AFTER_EFFORT}) is Answer.NO


def test_nothing_answered_counts_as_not_asked() -> None:
    """No answers give no flag at all, so the question can still be put."""
    assert pem_flag({}) is None
    assert pem_flag({"an_item_of_a_later_version": 4.0}) is None
