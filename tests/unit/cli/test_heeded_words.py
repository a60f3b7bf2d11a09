"""What is logged is heeded at once: help first, and nothing said twice."""

from __future__ import annotations

import json

from tests.unit.cli.conftest import Type


def test_an_emergency_is_all_that_is_shown(types: Type) -> None:
    """The words are kept, and nothing but help stands on the screen."""
    ended = types("log", "lentil soup. i dont want to be alive anymore")
    assert "emergency" in ended.out
    assert "lentil" not in ended.out
    assert ended.out.rstrip().endswith("Your words were kept.")


def test_nothing_else_is_shown_until_the_person_is_safe(types: Type) -> None:
    """Findings and reports wait behind the help; with the person's word they are there again."""
    types("log", "i want to kill myself")
    for command in (("findings",), ("report",), ("suggest",)):
        ended = types(*command)
        assert ended.code == 0
        assert "emergency" in ended.out
        assert "pain" not in ended.out
    assert json.loads(types("findings", "--json").out)["safety"]["is_emergency"] is True
    types("me", "safe")
    assert "emergency" not in types("findings").out + types("findings").err


def test_a_country_brings_its_numbers(types: Type) -> None:
    """Checked numbers of the country that was given."""
    types("me", "set", "country", "GB")
    assert "116 123" in types("log", "i want to kill myself").out


def test_ordinary_words_are_just_kept(types: Type) -> None:
    """A denied sign, a figure of speech and a test are no reason to speak; nobody is told that all is well."""
    ended = types("log", "bloody awful day, no blood, blood test tomorrow, my back is killing me, toast", "--json")
    assert "safety" not in json.loads(ended.out)
    assert "toast" in ended.out


def test_an_urgent_sign_is_said_once(types: Type) -> None:
    """The day it is logged it is said; another day's line does not say it again."""
    first = json.loads(types("log", "blood in my stool", "--day", "yesterday", "--json").out)
    assert [rule["id"] for rule in first["safety"]["rules"]] == ["S04"]
    assert "safety" not in json.loads(types("log", "toast and tea", "--json").out)


def test_numbers_alone_are_not_read(types: Type) -> None:
    """A score needs no reading, and stays quick."""
    assert "safety" not in json.loads(types("log", "--pain", "4", "--json").out)


def test_medicines_that_do_not_go_together(types: Type) -> None:
    """An answer about oneself and a logged item meet."""
    types("me", "set", "medicines", "sertraline")
    said = json.loads(types("log", "st john's wort 300", "--json").out)["safety"]["rules"]
    assert "S28" in {rule["id"] for rule in said}
