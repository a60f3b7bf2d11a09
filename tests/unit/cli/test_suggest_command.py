"""``commensal suggest``: one question, one answer, in words or as a document."""

from __future__ import annotations

import json
from typing import Any

from commensal.cli.main import OK, USAGE
from tests.unit.cli.conftest import Type


def _document(types: Type, *arguments: str) -> dict[str, Any]:
    ended = types("suggest", "--json", *arguments)
    assert ended.code == OK, ended.err
    document: dict[str, Any] = json.loads(ended.out)
    return document


def _steps(document: dict[str, Any]) -> list[str]:
    return [item["step"] for item in document["suggestions"]]


def test_an_empty_home_is_told_to_keep_a_diary(types: Type) -> None:
    """Nobody is sent away for having no diary yet."""
    ended = types("suggest")
    assert ended.code == OK
    assert "Keep logging, and change nothing yet" in ended.out
    assert len(ended.out.splitlines()) <= 60


def test_the_document_says_what_the_page_says(types: Type) -> None:
    """--json prints one document with the steps and their dates, and the page's own lines."""
    document = _document(types)
    assert document["is_emergency"] is False
    assert _steps(document) == ["keep_logging"]
    assert document["suggestions"][0]["ends_on"] == "2026-12-19"
    assert types("suggest").out.splitlines() == document["lines"]


def test_an_emergency_in_the_question_shows_help_alone(types: Type) -> None:
    """Whatever is asked beside it."""
    question = "I am vomiting blood, could I eat more fibre?"
    said = types("suggest", question).out
    assert "emergency" in said
    assert "1." not in said
    document = _document(types, question)
    assert document["is_emergency"] is True
    assert "suggestions" not in document


def test_what_was_tried_is_left_out(types: Type) -> None:
    """By name alone, with its last day, or while it goes on."""
    types("log", "--pain", "4")
    assert "breathing" in _steps(_document(types))
    for tried in ("breathing", "breathing=2026-11-01", "breathing=now"):
        assert _document(types, "--tried", tried)["passed_over"]["breathing"] == "tried"


def test_an_unknown_step_is_a_usage_error_that_names_the_known_ones(types: Type) -> None:
    """A misspelt name would be passed over in silence."""
    ended = types("suggest", "--tried", "fiber")
    assert ended.code == USAGE
    assert "soluble_fibre" in ended.err


def test_why_says_more(types: Type) -> None:
    """The order, and what was left out."""
    types("log", "--pain", "4")
    said = types("suggest", "--why").out
    assert "Why these, in this order" in said
    assert "What was left out today, and why" in said


def test_a_wish_to_leave_out_a_food_names_it(types: Type) -> None:
    """The food comes from the words; it goes out for two weeks, and comes back."""
    for flag in ("eating_disorder_history", "food_insecurity", "pregnant", "under_18"):
        types("me", "set", flag, "no")
    types("log", "--pain", "4")
    document = _document(types, "could I leave out tomatoes for a while?")
    first = document["suggestions"][0]
    assert first["step"] == "food_out_and_back"
    assert "omato" in first["title"]
    assert first["back_by"] > first["back_from"] >= first["ends_on"]
