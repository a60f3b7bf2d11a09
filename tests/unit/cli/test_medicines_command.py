"""``commensal medicines`` at the command line: the list, the card, the pharmacist's view, names that are not known."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from commensal.service.home import Home
from commensal.service.person import keep_answers
from tests.unit.cli.conftest import NOON, Type


@pytest.fixture
def diary(types: Type) -> Type:
    """Ten days of omeprazole and sertraline, ibuprofen and grapefruit juice on three, simvastatin on one."""
    for number in range(10):
        line = "omeprazole 20, sertraline 50"
        if number in (2, 5, 8):
            line += ", nurofen 400, grapefruit juice"
        if number == 5:
            line += ", simvastatin 20, wonderdrops"
        assert types("log", line, "--day", f"2026-11-{11 + number}", "--yes").code == 0
    return types


def test_an_empty_diary_says_how_to_begin(types: Type) -> None:
    """Nothing logged is no error."""
    shown = types("medicines")
    assert shown.code == 0
    assert "No medicine is in your diary yet." in shown.out
    assert json.loads(types("medicines", "--json").out)["medicines"] == []


def test_the_list_shows_what_was_logged_and_what_to_ask(diary: Type) -> None:
    """Days and span of each, and the prompts that fit."""
    out = diary("medicines").out
    assert "omeprazole   10 days, 11 to 20 November 2026" in out or "10 days" in out
    assert "grapefruit juice" in out
    assert "Nurofen can make bleeding a little easier, and so can sertraline." in out
    assert out.count("Please ask your pharmacist") >= 2


def test_the_card_is_found_by_brand_substance_and_own_name(diary: Type) -> None:
    """The same card by any of its names."""
    by_brand, by_substance = diary("medicines", "Nurofen").out, diary("medicines", "ibuprofen").out
    assert by_brand == by_substance
    assert by_brand.startswith("Nurofen (ibuprofen)")


def test_a_medicine_that_was_not_logged_has_a_card_too(diary: Type) -> None:
    """What is known can be read before anything is logged; nothing claims that it was."""
    out = diary("medicines", "warfarin").out
    assert "It is not in your diary." in out
    assert "You logged" not in out


def test_an_ambiguous_name_means_what_was_logged_else_all(diary: Type) -> None:
    """Aspirin is for pain or for the heart; both are shown until one is logged."""
    assert "may mean 2 medicines" in diary("medicines", "aspirin").out
    diary("log", "low-dose aspirin", "--yes")
    assert "may mean" not in diary("medicines", "aspirin").out


def test_the_pharmacist_s_view(diary: Type) -> None:
    """Field terms for one, and for all."""
    one = diary("medicines", "omeprazole", "--expert").out
    assert "A02BC01" in one
    assert "10 of 10 days" in one
    everything = diary("medicines", "--expert").out
    assert everything.count("Substance:") == 4
    assert everything.count("Medicine card for a health professional") == 1


def test_json_of_list_and_card(diary: Type) -> None:
    """One document each, with the same numbers."""
    listed = json.loads(diary("medicines", "--json").out)
    assert {one["name"]: one["n_days"] for one in listed["medicines"]}["omeprazole"] == 10
    card = json.loads(diary("medicines", "simvastatin", "--json").out)["cards"][0]
    assert [prompt["flag"] for prompt in card["prompts"]] == ["grapefruit"]


def test_an_unknown_name_is_a_usage_error_with_near_ones(diary: Type) -> None:
    """One sentence says what could have been meant and what to do."""
    ended = diary("medicines", "omeprazol3")
    assert ended.code == 2
    assert "omeprazole" in ended.err


def test_a_named_regular_medicine_counts_without_a_dose(types: Type, own_home: Path) -> None:
    """Said of oneself, never logged: it is named as such, and it is asked about."""
    types("log", "nurofen 400", "--yes")
    home = Home(location=own_home / "diary", clock=lambda: NOON, state_folder=own_home / "state")
    keep_answers(home, {"medicines": "warfarin"})
    out = types("medicines").out
    assert "You named these as regular medicines, and they were not logged: warfarin." in out
    assert "can make bleeding a little easier" in out


def test_in_an_emergency_nothing_else_is_shown(diary: Type) -> None:
    """A red flag typed today hides the card and says how to get help."""
    diary("log", "black tarry stool and vomiting blood since this morning", "--yes")
    for arguments in (("medicines",), ("medicines", "omeprazole"), ("medicines", "--expert")):
        out = diary(*arguments).out
        assert "emergency" in out
        assert "omeprazole" not in out
    assert json.loads(diary("medicines", "--json").out)["is_emergency"]


def test_a_usual_day_is_no_day_that_was_written(diary: Type) -> None:
    """What stands in the diary as a whole is on no day, so it is neither a dose nor a day with entries."""
    diary("baseline", "set", "porridge, amitriptyline 10", "--since", "2026-11-01")
    document = json.loads(diary("medicines", "--json").out)
    assert document["n_days_written"] == 10
    assert "amitriptyline" not in {one["name"] for one in document["medicines"]}


def test_a_gap_in_a_medicine_is_asked_about_before_the_rest(types: Type) -> None:
    """Where the rule on gaps fires, its sentence stands on the list and on the card of that medicine."""
    for number in range(24):
        line = "tea, sertraline 50" if number < 18 else "tea, pain 3"
        types("log", line, "--day", (NOON.date() - timedelta(days=23 - number)).isoformat(), "--yes")
    for arguments in (("medicines",), ("medicines", "sertraline")):
        out = types(*arguments).out
        assert "pharmacist" in out.splitlines()[0]
        assert "sertraline" in out.splitlines()[0]


@pytest.mark.parametrize(
    ("pregnant", "on_list", "on_card"), [("yes", True, True), ("no", False, False), (None, False, True)]
)
def test_pregnancy_is_asked_about_as_the_person_answered(
    types: Type, own_home: Path, pregnant: str | None, *, on_list: bool, on_card: bool
) -> None:
    """Yes: on the list, too. No to both questions: nowhere. Not asked: on the card of the medicine."""
    types("log", "methotrexate 10", "--yes")
    home = Home(location=own_home / "diary", clock=lambda: NOON, state_folder=own_home / "state")
    if pregnant is not None:
        keep_answers(home, {"pregnant": pregnant, "trying_to_conceive": "no"})
    assert ("If you are pregnant" in types("medicines").out) == on_list
    assert ("If you are pregnant" in types("medicines", "methotrexate").out) == on_card
