"""Somebody looks at what matters first, and asks before they change something."""

from __future__ import annotations

from tests.stories.person import Person


def test_before_anything_was_written(person: Person) -> None:
    """An empty diary: nothing to say, and no all-clear."""
    said = person.types("safety").out
    assert "can miss things" in said
    assert "pacing" in said
    assert "stool transplant" not in said
    assert not person.diary.exists()


def test_asking_before_changing_a_medicine(person: Person) -> None:
    """The answer sends to a pharmacist; nothing of the question is kept."""
    person.types("log", "toast, omeprazole 20, naproxen 500")
    before = person.content_hash()
    said = person.types("safety", "ask", "Can I stop my omeprazole?").out
    assert "pharmacist" in said
    assert "acid" in said
    assert "So this is not suggested now." in said
    assert person.content_hash() == before


def test_a_red_flag_in_the_diary_comes_first(person: Person) -> None:
    """What was typed is read: a doctor first, and no new plans."""
    person.types("log", "porridge, blood in my stool again")
    document = person.asks_json("safety", "ask", "Shall I try more fibre?")
    assert [rule["id"] for rule in document["rules"]] == ["S04", "S15"]
    assert document["is_allowed"] is False
    assert "fibre_increase" in document["barred"]
    assert "sleep_routine" in document["may_be_suggested"]
    assert document["questions"] == []


def test_in_an_emergency_nothing_else_is_shown(person: Person) -> None:
    """Whatever was asked: only help, and how to say that one is safe."""
    person.types("log", "I want to kill myself")
    said = person.types("safety", "ask", "Can I stop my omeprazole?").out
    assert "emergency" in said
    assert "pharmacist" not in said
    document = person.asks_json("safety")
    assert document["is_emergency"] is True
    assert [rule["id"] for rule in document["rules"]] == ["S02"]
    assert document["may_be_suggested"] == []


def test_an_expert_sees_what_a_rule_rests_on(person: Person) -> None:
    """The rule, why it fired, and what of it nobody has checked."""
    person.types("log", "grapefruit, simvastatin 40")
    said = person.types("safety", "--expert").out
    assert "S29 (limit)" in said
    assert "simvastatin" in said
    assert "has not been checked" in said
    (rule,) = person.asks_json("safety")["rules"]
    assert rule["unverified"] == "all"
    assert rule["because"]


def test_a_question_that_has_to_be_asked_first(person: Person) -> None:
    """The proposal waits; the question says why it is asked."""
    document = person.asks_json("safety", "ask", "Should I take a probiotic?")
    assert document["is_waiting"] is True
    (question,) = document["questions"]
    assert question["id"] == "immunity"
    assert question["why"]
