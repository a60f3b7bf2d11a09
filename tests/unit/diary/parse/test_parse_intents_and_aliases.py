"""Wishes about whole meals, and words that a person teaches."""

from __future__ import annotations

import pytest

from commensal.diary.parse import alias_from
from commensal.records.facts import Food
from commensal.vocab.errors import InvalidRecordError
from tests.unit.diary.parse.reading import Denied, Read


@pytest.mark.parametrize(
    ("text", "kind", "meal"),
    [
        ("same as yesterday", "same_as_yesterday", ""),
        ("same lunch as yesterday", "same_as_yesterday", "lunch"),
        ("usual breakfast", "usual", "breakfast"),
        ("the usual", "usual", ""),
        ("the usual for breakfast", "usual", "breakfast"),
        ("took my usual meds", "usual_medicines", ""),
    ],
)
def test_intents(text: str, kind: str, meal: str, read: Read) -> None:
    """A wish is handed on, and nothing is logged for it here."""
    parsed = read(text)
    assert [(intent.kind, intent.meal) for intent in parsed.intents] == [(kind, meal)]
    assert parsed.chips == ()


def test_an_exception_to_a_wish_is_a_denied_food(read: Read, denied: Denied) -> None:
    """Same as yesterday but no cheese leaves out the cheese."""
    text = "same as yesterday but no cheese"
    assert [intent.kind for intent in read(text).intents] == ["same_as_yesterday"]
    assert denied(text) == {"cheese_cheddar"}


def test_usual_beside_a_food_is_no_wish(read: Read) -> None:
    """Toast as usual is toast."""
    assert read("toast as usual").intents == ()


def test_a_taught_word_wins_over_the_table(read: Read) -> None:
    """What the person means by beans is beans."""
    facts = read("beans", {"beans": "kidney_beans"}).facts()
    assert [fact.food_id for fact in facts if isinstance(fact, Food)] == ["kidney_beans"]


def test_a_longer_name_of_the_table_still_wins(read: Read) -> None:
    """A taught word does not take beans on toast apart."""
    facts = read("beans on toast", {"beans": "kidney_beans"}).facts()
    assert [fact.food_id for fact in facts if isinstance(fact, Food)] == ["beans_on_toast"]


def test_a_correction_teaches_the_words_without_the_amount(read: Read) -> None:
    """Two bowls of it are the same food as one."""
    alias = alias_from(read("2 bowls of flumpet").unknown[0], "beef_stew")
    assert (alias.term, alias.food_id) == ("flumpet", "beef_stew")


def test_a_taught_word_is_read_from_then_on(read: Read) -> None:
    """Teaching once is enough, with an amount and in the plural."""
    alias = alias_from(read("flumpet").unknown[0], "crumpet")
    (fact,) = read("2 flumpets", {alias.term: alias.food_id}).facts()
    assert isinstance(fact, Food)
    assert (fact.food_id, fact.amount_g) == ("crumpet", 100)


def test_a_food_of_ones_own_needs_no_row_in_the_table(read: Read) -> None:
    """A saved recipe is logged under its id, without invented grams."""
    (fact,) = read("nans stew", {"nans stew": "own:stew"}).facts()
    assert isinstance(fact, Food)
    assert (fact.food_id, fact.amount_g) == ("own:stew", None)


def test_numbers_cannot_be_taught(read: Read) -> None:
    """A food needs a word."""
    chip = read("flumpet").unknown[0]
    with pytest.raises(InvalidRecordError, match="at least one word"):
        alias_from(type(chip)(start=0, end=1, text="7", day=chip.day), "apple")
