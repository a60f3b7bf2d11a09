"""Every card that can be shown: whole, calm, easy to read, with nothing that no text may say."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.guidance.fitting import Candidate
from commensal.guidance.library import steps
from commensal.guidance.situation import situation_of
from commensal.guidance.step import Evidence, Step
from commensal.guidance.suggestion import Basis, Guidance, Passed, Suggestion
from commensal.guidance.trial_question import trial_question
from commensal.knowledge.evidence import evidence
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.person import Person
from commensal.report.guidance_page import WIDTH, guidance_lines
from commensal.report.guidance_words import condition_sentences, passed_over_lines, source_ids_of, step_card
from commensal.report.words import every_text, has_sentence
from commensal.safety.screen import screen
from tests.unit.guidance.guidance_people import TODAY, days, guidance, person
from tests.unit.report.findings_examples import BREAD, STOMACH_PAIN, found
from tests.unit.report.test_reading_age import school_grade, sentences_of

_RATINGS = {"pain": 4.0, "fatigue": 5.0, "bloating": 3.0, "brain_fog": 2.0, "low_mood": 3.0}
_LONGEST_SENTENCE_WORDS = 28
_GRADE = 6.0  # about eleven years
_SAID = ["What:", "Why:", "Gently:", "How long:", "End it early if:", "To know if it works:", "It asks:"]


def _suggestion(step: Step, row: Evidence | None, *, is_small: bool = False, with_finding: bool = False) -> Suggestion:
    """The step as the gate would clear it for somebody without any reason against it."""
    there = situation_of(person("IBS"), days(_RATINGS), today=TODAY, axis=evidence())
    finding = found(BREAD, STOMACH_PAIN) if with_finding else None
    candidate = Candidate(step=step, basis=Basis.EVIDENCE, evidence=row, finding=finding, subject="Bread")
    seen = screen(person("IBS"), (), candidate.proposal, today=TODAY)
    assert seen.cleared is not None
    ends_on = TODAY + timedelta(days=step.length_days) if step.length_days else None
    return Suggestion(
        step=step,
        screened=seen.cleared,
        basis=candidate.basis,
        starts_on=TODAY,
        ends_on=ends_on,
        evidence=row,
        finding=finding,
        subject="Bread",
        labels={"bread": "Bread"},
        is_small=is_small,
        shaped_by=seen.fired,
        back_from=ends_on if step.takes_away else None,
        back_by=ends_on + timedelta(days=step.reintroduction_days) if step.takes_away and ends_on else None,
        trial=trial_question(candidate, there),
    )


_CARDS = [
    pytest.param(
        step, row, is_small, id=f"{step.id}-{row.condition if row else ''}-{row.outcome if row else ''}-{is_small}"
    )
    for step in steps().values()
    for row, is_small in product(step.evidence or (None,), (False, True))
]


@pytest.mark.parametrize(("step", "row", "is_small"), _CARDS)
def test_a_card_says_everything_and_says_it_calmly(step: Step, row: Evidence | None, is_small: bool) -> None:
    """What, why, how gently, how long, when to end it, how one would know, and what it asks."""
    suggestion = _suggestion(step, row, is_small=is_small)
    card = step_card(suggestion, n_days=30)
    said = [next((name for name in _SAID if line.startswith(name)), "") for line in card.lines]
    assert [name for name in said if name] == _SAID
    assert any(line.startswith("Back in:") for line in card.lines) is step.takes_away
    assert source_ids_of(suggestion) or step.changes_nothing or step.id == "food_on_drawn_days"
    text = " ".join((card.title, *card.lines, *card.more))
    assert "{" not in text
    assert forbidden_in(text, contexts={"pem"}) == ()
    assert max(len(words) for words in sentences_of(text)) <= _LONGEST_SENTENCE_WORDS
    assert school_grade([text]) <= _GRADE


@pytest.mark.parametrize("step", [pytest.param(step, id=step.id) for step in steps().values() if step.evidence])
def test_a_card_from_a_finding_keeps_to_a_link(step: Step) -> None:
    """The person's own days "go with"; their uncertainty is said, and another explanation is left open."""
    row = step.evidence[-1]
    text = " ".join(step_card(_suggestion(step, row, with_finding=True), n_days=90).lines)
    assert "goes with stomach pain" in text
    assert "very likely between" in text
    assert "early sign" in text
    assert forbidden_in(text, contexts={"pem"}) == ()


def test_texts_can_be_read_at_eleven() -> None:
    """All sentences of guidance together."""
    texts = [text for key, text in every_text().items() if key.startswith("guidance.") and isinstance(text, str)]
    assert len(texts) > 200
    assert school_grade(texts) <= _GRADE


def test_every_limit_rule_has_its_changed_form() -> None:
    """A step that goes ahead under a limit says how."""
    limits = [rule.id for rule in safety_rules().values() if rule.level is Level.LIMIT]
    assert [rule_id for rule_id in limits if not has_sentence(f"guidance.limit.{rule_id}")] == []


def test_the_changed_form_is_on_the_card() -> None:
    """Fibre with insulin: small steps, and the diabetes team first."""
    given = guidance(person("IBS", medicines=("insulin glargine",)), days(_RATINGS))
    fibre = next(item for item in given.suggestions if item.step.id == "soluble_fibre")
    said = " ".join(condition_sentences(fibre))
    assert "small weekly steps" in said
    assert "diabetes team first" in said


@pytest.mark.parametrize("reason", sorted(Passed))
def test_every_reason_has_words(reason: Passed) -> None:
    """--why must not break on a rare reason; what nothing speaks for is not listed."""
    given = Guidance(made_on=TODAY, fired=(), passed_over={"probiotic": reason})
    lines = passed_over_lines(given)
    assert len(lines) == (reason is not Passed.NOT_FITTING)


def test_a_page_without_any_step_is_kind() -> None:
    """Everything was tried; resting is enough."""
    lines = guidance_lines(Guidance(made_on=TODAY, fired=()))
    assert "enough" in " ".join(lines)
    assert all(len(line) <= WIDTH for line in lines)


def test_nobody_is_told_that_all_is_well() -> None:
    """Rules read words and miss some; that is said, and never that nothing was found."""
    said = " ".join(guidance_lines(guidance(Person(), ())))
    assert "miss things" in said
