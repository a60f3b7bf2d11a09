"""Logging at the keyboard: chips as understood, questions with what to type, and no word of blame."""

from __future__ import annotations

import io
import json
import re
import sys

import pytest

from commensal.cli import asking
from commensal.records.facts import Fact, Food, MedicineDose, Sleep, StoolForm, SymptomRating
from commensal.report.chips import chip_of, quotable
from commensal.vocab.presence import Presence
from tests.unit.cli.conftest import Type


@pytest.mark.parametrize(
    ("fact", "chip"),
    [
        (Food(name="Porridge", amount_g=200.0, amount_sd_g=100.0), "porridge (about 200 g)"),
        (Food(name="Porridge", amount_g=200.0), "porridge (200 g)"),
        (Food(name="Tea"), "tea"),
        (Food(name="Red wine", text="wine", presence=Presence.NONE), "no wine"),
        (MedicineDose(name="ibuprofen", dose_mg=400.0), "ibuprofen 400 mg"),
        (MedicineDose(name="ibuprofen"), "ibuprofen"),
        (SymptomRating(symptom="pain", score=4.0), "pain 4 of 10"),
        (SymptomRating(symptom="pain", score=0.0, presence=Presence.NONE), "no pain"),
        (Sleep(duration_h=6.5), "sleep 6.5 h"),
        (StoolForm(form=6, n_stools=2), "stool form 6, 2 times"),
    ],
)
def test_a_chip_says_what_was_understood(fact: Fact, chip: str) -> None:
    """A few words, a number with its unit, and "about" where it is a guess."""
    assert chip_of(fact) == chip


def test_a_word_in_a_command_cannot_break_out() -> None:
    """A quotation mark typed by a person does not end the quotation of the command we suggest."""
    assert quotable('a "b"\x1b[2J') == "a 'b'[2J"


def test_a_line_is_shown_as_it_was_understood(types: Type) -> None:
    """Chips, what was not understood, how to teach it, how to take it back."""
    said = types("log", "porridge (200g), ibuprofen 400, flurble").out
    assert "porridge (about 200 g), ibuprofen 400 mg" in said or "porridge (200 g), ibuprofen 400 mg" in said
    assert "Not understood, and kept only in your words: “flurble”." in said
    assert 'commensal log "flurble" --means "flurble=name of a food"' in said
    assert "commensal undo" in said


def test_what_to_type_names_the_day(types: Type) -> None:
    """A question about another day is answered on that day."""
    assert '--means "flurble=name of a food" --day 2026-11-20' in types("log", "flurble", "--day", "yesterday").out


def test_a_question_waits_and_yes_answers(types: Type) -> None:
    """With nobody to ask it is printed with what to type; what it says to type works."""
    said = types("log", "aspirin 300").out
    assert 'so it waits. To log the first: commensal log "aspirin 300" --yes' in said
    assert "aspirin 300 mg" not in said
    assert "aspirin 300 mg" in types("log", "aspirin 300", "--yes").out


def test_what_is_kept_open_stands_in_json(types: Type) -> None:
    """Programs get unknown words and questions with their choices."""
    document = json.loads(types("log", "aspirin 300, flurble", "--json").out)
    assert document["unknown"] == ["flurble"]
    by_kind = {question["kind"]: question for question in document["questions"]}
    assert len(by_kind["medicine"]["choices"]) == 2
    assert [entry["kind"] for entry in document["kept"]] == ["note"]


@pytest.mark.parametrize(("answer", "kept"), [("2\n", True), ("\n", False), ("9\n", False), ("", False)])
def test_a_person_at_the_keyboard_is_asked(
    types: Type, monkeypatch: pytest.MonkeyPatch, answer: str, *, kept: bool
) -> None:
    """A number chooses; anything else leaves it open, and the words are kept either way."""
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    said = types("log", "aspirin 300")
    assert "antiplatelet" in said.err
    assert ("aspirin 300 mg" in said.out) is kept
    assert "“aspirin 300”" in said.out


def test_a_usual_day_at_the_keyboard(types: Type) -> None:
    """Say it, see it, stand behind it in one action, with what was different."""
    assert "There is no usual day" in types("baseline").out
    said = types("baseline", "set", "porridge, coffee, omeprazole 20, slept 7h, pain 3").out
    assert "omeprazole 20 mg, sleep 7 h" in said
    assert "Not part of it: pain. How you feel is asked anew each day." in said
    assert "Usual since 21 November 2026" in types("baseline", "show").out
    kept = types("log", "--usual", "--without", "coffee", "--food", "wine").out
    assert re.search(r"no coffee", kept)
    assert re.search(r"as usual: porridge", kept)
    assert "Undone: a day as usual" in types("undo").out
    assert "as usual: porridge" in types("day", "--usual", "yesterday").out
    assert "(confirmed)" in types("day", "yesterday").out
    assert json.loads(types("baseline", "show", "--json").out)["usual_day"]["since"] == "2026-11-21"
    assert "no usual day any more" in types("baseline", "clear").out
    assert types("log", "--usual").code == 2


def test_a_day_becomes_the_usual_one(types: Type) -> None:
    """What was logged on a day is taken over, and holds from the day that is named."""
    types("log", "toast, tea", "--day", "2026-11-10")
    said = types("baseline", "from", "2026-11-10", "--since", "2026-11-01").out
    assert "Usual from 1 November 2026" in said


def test_a_copy_at_the_keyboard(types: Type) -> None:
    """Food comes along, pain does not, and a kind sentence says so."""
    types("log", "porridge, pain 4", "--day", "yesterday")
    said = types("log", "--same-as", "yesterday")
    assert "copied: porridge" in said.out
    assert "Not copied: pain. How you feel is asked anew each day." in said.out
    assert "copied from another day" in types("day").out
    refused = types("log", "--same-as", "2026-01-01")
    assert refused.code == 2
    assert "commensal day --week" in refused.err


def test_yesterday_is_the_day_before_the_one_that_is_logged(types: Type) -> None:
    """Filling in the 20th with the same as yesterday copies the 19th."""
    types("log", "porridge", "--day", "2026-11-19")
    assert "copied: porridge" in types("log", "--same-as", "yesterday", "--day", "2026-11-20").out


def test_the_strip_counts_nothing(types: Type) -> None:
    """Seven days, logged or not, no sum, no blame."""
    types("log", "--pain", "3", "--day", "2026-11-19")
    said = types("day", "--week").out
    assert len(re.findall(r"2026-11-\d\d +(?:not )?logged", said)) == 7
    assert "Thu 2026-11-19  logged" in said
    assert "Fri 2026-11-20  not logged" in said
    assert not re.search(r"\b[1-7] (?:of|days)|missed|!", said)
    document = json.loads(types("day", "--week", "--json").out)
    assert [one["is_logged"] for one in document["days"]] == [False] * 4 + [True, False, False]


def test_coming_back_is_a_beginning(types: Type) -> None:
    """After empty days the first line greets and counts nothing."""
    types("log", "--pain", "3", "--day", "2026-11-10")
    said = types("log", "--pain", "2").out
    assert said.startswith("Welcome back.")
    assert "!" not in said
    assert not re.search(r"\b\d+ days\b", said)
    assert "Welcome" not in types("log", "--pain", "2").out


def test_what_undo_would_take_back_is_listed(types: Type) -> None:
    """Newest first, and what was undone is gone from the list."""
    assert "nothing to undo" in types("undo", "--list").out
    types("log", "tea")
    types("baseline", "set", "tea")
    types("log", "--usual", "--food", "soup")
    listed = types("undo", "--list").out.splitlines()
    assert [re.sub(r".* at \d\d:\d\d  ", "", line).split(",")[0] for line in listed[1:]] == [
        "a day as usual",
        "usual day",
        "log",
    ]
    types("undo")
    actions = json.loads(types("undo", "--list", "--json").out)["actions"]
    assert [action["action"] for action in actions] == ["usual day", "log"]


def test_a_wish_about_one_meal_is_answered(types: Type) -> None:
    """The diary knows no meals, and says so instead of guessing."""
    types("baseline", "set", "porridge, tea")
    said = types("log", "breakfast as usual").out
    assert "single meals cannot be repeated yet" in said
    assert "as usual: " not in said


def test_what_a_usual_day_leaves_out_is_said(types: Type) -> None:
    """Unknown and ambiguous words are no part of it, and the answer says how to bring them in."""
    said = types("baseline", "set", "tea, flurble, aspirin 75").out
    assert 'commensal log --means "flurble=name of a food". Then set it again.' in said
    assert "so it is left out. To take the first, set it again with --yes." in said
    assert "--yes" in types("baseline", "set", "aspirin 75").err
    assert "aspirin 75 mg" in types("baseline", "set", "aspirin 75", "--yes").out
    assert "“flurble” means boiled potatoes" in types("log", "--means", "flurble=boiled potatoes").out
