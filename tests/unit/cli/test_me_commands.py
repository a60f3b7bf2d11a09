"""``commensal me`` in this process: answers by name, taken back, and rules that are answered for."""

from __future__ import annotations

import json

import pytest

from tests.unit.cli.conftest import Type


def test_nothing_has_to_be_said(types: Type) -> None:
    """Nobody is asked by surprise, and nothing is guessed."""
    assert "nothing has to be" in types("me").out
    assert json.loads(types("me", "--json").out)["about"] == {}


def test_an_answer_is_kept_shown_and_taken_back(types: Type) -> None:
    """Country names are understood; undo and forget both work."""
    types("me", "set", "country", "United", "Kingdom")
    types("me", "set", "medicines", "omeprazole,", "sertraline")
    types("me", "set", "pem", "yes")
    document = json.loads(types("me", "--json").out)
    assert document["about"] == {"country": "GB", "medicines": ["omeprazole", "sertraline"], "pem": "yes"}
    assert "exertion" not in document["open_questions"]
    types("me", "forget", "pem")
    assert "pem" not in types("me").out
    types("undo")
    assert "pem: yes" in types("me").out


def test_the_body_mass_index_is_never_shown(types: Type) -> None:
    """It is used by a rule and helps nobody on a screen."""
    types("me", "set", "bmi", "17.5")
    assert "17.5" not in types("me").out + types("me", "--json").out


@pytest.mark.parametrize("arguments", [("set", "luck", "yes"), ("set", "pem", "often"), ("seen", "S99"), ("ask",)])
def test_what_does_not_fit_is_said_in_a_sentence(types: Type, arguments: tuple[str, ...]) -> None:
    """A usage error names what would fit, and nothing was kept."""
    ended = types("me", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "expected" in ended.err


def test_a_rule_is_answered_for(types: Type) -> None:
    """Blood in the diary mutes diet changes until a clinician has looked."""
    types("log", "blood in my poo this morning")
    fired = json.loads(types("safety", "--json").out)
    assert "S04" in {rule["id"] for rule in fired["rules"]}
    types("me", "seen", "S04", "--on", "today")
    cleared = json.loads(types("safety", "--json").out)
    assert "S04" not in {rule["id"] for rule in cleared["rules"]}


def test_an_emergency_waits_for_the_person(types: Type) -> None:
    """Nothing but help is shown until the person says that they are safe."""
    types("log", "I want to end my life")
    assert [rule["id"] for rule in json.loads(types("safety", "--json").out)["rules"]] == ["S02"]
    types("me", "safe")
    assert json.loads(types("safety", "--json").out)["rules"] == []
