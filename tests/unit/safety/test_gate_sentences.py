"""What the gate says: a sentence for every rule, variant and question; calm, plain, and nothing forbidden."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import ModuleType

import pytest

from commensal.knowledge.contacts import contact
from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.person import Person
from commensal.report.safety_words import (
    expert_line,
    question_sentence,
    rule_sentence,
    rule_title,
    screening_document,
    screening_lines,
)
from commensal.report.words import every_text
from commensal.safety.asked import widened
from commensal.safety.intake import intake_questions
from commensal.safety.screened import FiredRule
from commensal.safety.truth import Reason
from commensal.vocab.proposal_kinds import ProposalKind
from tests.unit.report.test_reading_age import school_grade, sentences_of
from tests.unit.safety.gate_people import answers, day, everything_no, screened

_RULE_IDS = sorted(safety_rules())
_VARIANTS = ("", "gap", "gap_in_the_log", "after_antibiotics", "ketoacidosis")
_GRADE = 6.0  # US school grade 6 is age eleven to twelve
_LONGEST_SENTENCE_WORDS = 32


def _rule(rule_id: str, variant: str = "", medicines: tuple[str, ...] = ("sertraline",)) -> FiredRule:
    rule = safety_rules()[rule_id]
    return FiredRule(
        rule_id=rule_id,
        level=rule.level,
        bars=widened(rule.bars),
        is_unverified=rule.is_unverified,
        reasons=(Reason(what="S04.blood_in_stool", words="blood"),),
        medicines=medicines,
        variant=variant,
    )


def _every_sentence() -> Iterator[tuple[str, str]]:
    for rule_id, variant, country in product(_RULE_IDS, _VARIANTS, ("GB", "US", "CA", None)):
        yield f"{rule_id} {variant} {country}", rule_sentence(_rule(rule_id, variant), country=country)
    for question in intake_questions():
        yield question.id, question_sentence(question)


def _forbidden(repository: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("forbidden", repository / "benchmarks/truth/forbidden.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys  # noqa: PLC0415 - dataclasses of the module look themselves up there

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rule_id", _RULE_IDS)
def test_a_rule_has_words_for_both(rule_id: str) -> None:
    """A title, a sentence for the person, one in the words of the field; with medicines and without."""
    for medicines in ((), ("warfarin",), ("warfarin", "apixaban", "clopidogrel", "dabigatran etexilate")):
        rule = _rule(rule_id, medicines=medicines)
        assert rule_sentence(rule)
        assert rule_title(rule)
        assert rule_id in expert_line(rule)
        assert "{" not in rule_sentence(rule) + rule_title(rule) + expert_line(rule)


def test_every_text_is_used() -> None:
    """No sentence lies about that nobody can ever see."""
    parts = {key.split(".")[1] for key in every_text() if key.startswith("safety.S")}
    assert parts == set(_RULE_IDS)
    variants = {
        key.rpartition("person_")[2] for key in every_text() if ".person_" in key and key.startswith("safety.S")
    }
    assert variants == set(_VARIANTS) - {""}
    for part in ("ask", "why"):
        keys = {key.rpartition(".")[2] for key in every_text() if key.startswith(f"safety.{part}.")}
        assert keys == {question.id for question in intake_questions()}
    choices = {key for question in intake_questions() for key in question.choice_keys.values()}
    assert choices == {key for key in every_text() if key.startswith("safety.choice.")}


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("S01", ("emergency",)),
        ("S02", ("emergency", "not alone")),
        ("S03", ("emergency",)),
        *((f"S{number:02d}", ("doctor",)) for number in range(4, 11)),
        ("S11", ("specialist", "doctor", "live")),
        ("S12", ("five risks", "infection", "immune", "trial", "doctor")),
        ("S13", ("doctor", "specialist", "dietitian")),
        ("S14", ("pharmacist", "opioid")),
        ("S15", ("slowly", "fluid", "small step", "30 g", "weeks")),
        ("S16", ("pharmacist", "prescribed", "sudden", "dangerous")),
        ("S17", ("acid", "doctor", "pharmacist")),
        ("S18", ("test first", "coeliac", "gluten", "six weeks", "doctor")),
        ("S19", ("one thing at a time", "six weeks", "reintroduction", "dietitian")),
        ("S20", ("dietitian",)),
        ("S21", ("dietitian",)),
        ("S22", ("pacing", "limits", "rest")),
        ("S23", ("rest", "smallest diary", "doctor", "dietitian")),
        ("S24", ("vitamin k", "steady", "greens", "cranberry", "fish oil", "pharmacist", "ask")),
        ("S25", ("pharmacist", "omega-3", "3 g")),
        ("S26", ("coffee", "fibre", "iron", "calcium", "blood test", "pharmacist")),
        ("S27", ("tyramine", "aged cheese", "cured meat", "fermented", "pharmacist")),
        ("S28", ("pharmacist", "serotonin", "weakens")),
        ("S29", ("grapefruit", "pharmacist")),
        ("S30", ("milk", "iron", "calcium", "magnesium", "pharmacist")),
        ("S31", ("low blood sugar", "diabetes team")),
        ("S32", ("potassium", "beans", "dried fruit", "tomato", "salt substitute", "renal dietitian")),
        ("S33", ("midwife", "unpasteurised", "supplements")),
        ("S34", ("alcohol", "pharmacist")),
        ("S35", ("no validated test", "leaky gut", "igg", "raw")),
    ],
)
def test_a_sentence_says_what_its_rule_asks_for(rule_id: str, words: tuple[str, ...]) -> None:
    """What to do, and whom to ask."""
    sentence = rule_sentence(_rule(rule_id)).casefold()
    assert [word for word in words if word not in sentence] == []


def test_other_wordings_keep_to_their_rule() -> None:
    """A gap sends to a pharmacist, antibiotics name C. difficile, keto names ketoacidosis and low blood sugar."""
    assert "pharmacist" in rule_sentence(_rule("S16", "gap"))
    gentle = rule_sentence(_rule("S16", "gap_in_the_log"))
    assert "pharmacist" in gentle
    assert "Perhaps it was only not written down" in gentle
    assert "C. difficile" in rule_sentence(_rule("S09", "after_antibiotics"))
    keto = rule_sentence(_rule("S31", "ketoacidosis"))
    assert "ketoacidosis" in keto
    assert "low blood sugar" in keto
    assert "diabetes team" in keto


def test_nothing_forbidden_is_said(repository: Path) -> None:
    """No advice against a medicine, no diagnosis, no promise, no guilt, no all-clear, in any sentence."""
    forbidden_in = _forbidden(repository).forbidden_in
    broken = {name: found for name, text in _every_sentence() if (found := forbidden_in(text))}
    texts = {key: text for key, text in every_text().items() if key.startswith("safety.") and isinstance(text, str)}
    broken |= {key: found for key, text in texts.items() if (found := forbidden_in(text))}
    assert broken == {}


def test_a_person_of_eleven_can_read_it() -> None:
    """All that a person may see, taken together."""
    texts = [text for _, text in _every_sentence()]
    assert school_grade(texts) <= _GRADE
    lengths = {name: max(map(len, sentences_of(text))) for name, text in _every_sentence()}
    assert {name: n for name, n in lengths.items() if n > _LONGEST_SENTENCE_WORDS} == {}


def test_in_an_emergency_nothing_else_is_shown() -> None:
    """Not a rule, not a question, not a title of another; the number of the country where it was checked."""
    person = Person(country="GB", medicines=("omeprazole",))
    seen = screened(person, day(1, "vomited blood, and there was blood in my stool"), question="Can I stop omeprazole?")
    lines = screening_lines(seen, country="GB", is_asked=True)
    assert "999" in lines[0]
    assert "pharmacist" not in " ".join(lines)
    document = screening_document(seen, country="GB")
    assert {rule["level"] for rule in document["rules"]} == {"emergency"}
    assert document["questions"] == []
    assert len(seen.fired) > 1


def test_numbers_are_said_only_where_they_were_checked() -> None:
    """Elsewhere the general sentence stands."""
    crisis = _rule("S02")
    assert "116 123" in rule_sentence(crisis, country="GB")
    assert "988" in rule_sentence(crisis, country="us")
    for country in ("JP", "", None, "XX"):
        sentence = rule_sentence(crisis, country=country)
        assert "your local emergency number" in sentence
        assert not any(mark.isdigit() for mark in sentence)
    known = contact("GB", "crisis")
    assert known is not None
    assert known.source_url.startswith("https://www.samaritans.org/")


def test_silence_is_not_an_all_clear() -> None:
    """With nothing to say it is said that words are missed, and never that nothing was found."""
    lines = " ".join(screening_lines(screened(Person(), day(1, "porridge, pain 3"))))
    assert "miss" in lines
    assert "no red flag" not in lines.casefold()


def test_questions_are_shown_with_why_they_are_asked() -> None:
    """Short, with their choices; and it is said that the proposal waits."""
    lines = screening_lines(screened(Person(), kind=ProposalKind.FIBRE_INCREASE), is_asked=True)
    assert "slowly" in lines[0]
    assert "Before this can be suggested" in lines[1]
    assert "a stomach that empties slowly" in lines[2]
    assert "Asked because" in lines[2]


def test_unverified_rules_are_marked_for_experts() -> None:
    """In the words of the field it stands what nobody has checked."""
    assert "not been checked" in expert_line(_rule("S10"))
    assert "not been checked" not in expert_line(_rule("S04"))
    person = Person(medicines=("warfarin",), answers={**everything_no(), **answers(weight_loss="yes")})
    document = screening_document(screened(person, kind=ProposalKind.OMEGA3_SUPPLEMENT))
    assert {rule["unverified"] for rule in document["rules"]} == {"no", "part", "all"}


def test_levels_are_shown_gravest_first() -> None:
    """Urgent before block before limit."""
    seen = screened(
        Person(medicines=("warfarin",), conditions=("me_cfs",), answers=answers(weight_loss="yes")),
        kind=ProposalKind.OMEGA3_SUPPLEMENT,
    )
    ranks = [rule.level.rank for rule in seen.shown]
    assert ranks == sorted(ranks)
    assert seen.shown[0].level is Level.URGENT
    assert replace(seen.shown[0], variant="no such wording").because
    assert rule_sentence(replace(seen.shown[0], variant="no_such_wording")) == rule_sentence(seen.shown[0])
