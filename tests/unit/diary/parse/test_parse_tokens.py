"""Sentences as tokens."""

from __future__ import annotations

import pytest

from commensal.diary.parse.stems import stem
from commensal.diary.parse.tokens import stems_of, tokenise


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("2 slices of ww toast", ["2", "slice", "of", "wholemeal", "toast"]),
        ("w/ yog & choc", ["with", "yoghurt", "and", "chocolate"]),
        ("coffee w/o sugar", ["coffee", "without", "sugar"]),
        ("dairy-free cheese", ["dairy", "free", "cheese"]),
        ("goat’s cheese, café", ["goat", "cheese", ",", "cafe"]),
        ("whole wheat stirfry", ["wholemeal", "stir", "fry"]),
        ("400g", ["400", "g"]),
    ],
)
def test_short_forms_joined_words_and_accents_become_the_words_of_the_tables(text: str, stems: list[str]) -> None:
    """What people type and what the tables hold are brought to the same words."""
    assert [token.stem for token in tokenise(text)] == stems


@pytest.mark.parametrize(
    ("text", "number"),
    [("½", 0.5), ("1/2", 0.5), ("0,5", 0.5), ("1.5", 1.5), ("1,000", 1_000.0), ("10,500.5", 10_500.5), (".25", 0.25)],
)
def test_numbers_are_read_as_they_are_written_in_several_countries(text: str, number: float) -> None:
    """Fractions, decimal commas and thousands are told apart."""
    assert tokenise(text)[0].number == number


def test_a_ratio_that_is_no_fraction_keeps_both_sides() -> None:
    """Seven of ten is not a seventh of anything."""
    token = tokenise("7/10")[0]
    assert (token.number, token.ratio) == (None, (7.0, 10.0))


def test_every_token_remembers_where_it_stood() -> None:
    """A chip can be drawn over the words as typed, whatever they were spelled out to."""
    text = "Spag bol,  no parm"
    assert {text[token.start : token.end] for token in tokenise(text)} == {"Spag", "bol", ",", "no", "parm"}


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("berry", "berries"),
        ("cookie", "cookies"),
        ("potato", "potatoes"),
        ("peach", "peaches"),
        ("quiche", "quiches"),
        ("pie", "pies"),
        ("olive", "olives"),
        ("loaf", "loaves"),
        ("glass", "glasses"),
        ("chapati", "chapatis"),
        ("taco", "tacos"),
    ],
)
def test_one_and_many_of_a_noun_are_one_word(singular: str, plural: str) -> None:
    """A table need not hold the plural."""
    assert stem(singular) == stem(plural)


@pytest.mark.parametrize(
    ("word", "other"), [("greens", "green"), ("sweets", "sweet"), ("oats", "oat"), ("mints", "mint")]
)
def test_a_plural_that_is_another_food_stays_apart(word: str, other: str) -> None:
    """A green apple is no cabbage."""
    assert stem(word) != stem(other)


@pytest.mark.parametrize("word", ["hummus", "couscous", "asparagus", "swiss", "houmous"])
def test_words_that_end_in_s_in_the_singular_are_left_alone(word: str) -> None:
    """Nothing is cut from what is no plural."""
    assert stem(word) == word


def test_a_name_in_a_table_is_stemmed_like_the_same_name_typed() -> None:
    """The quick way for plain names of tables gives what the full way gives."""
    for name in (
        "stir-fried vegetables",
        "Mac & cheese",
        "whole wheat toast",
        "choc chip cookies",
        "pb",
        "half and half",
    ):
        assert list(stems_of(name)) == [token.stem for token in tokenise(name) if not token.is_mark]
