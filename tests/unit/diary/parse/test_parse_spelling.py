"""Slips that are mended, and words that are not."""

from __future__ import annotations

import pytest

from commensal.diary.parse.spelling import SpellingIndex, edit_distance
from tests.unit.diary.parse.reading import Foods, Read


@pytest.mark.parametrize(
    ("typed", "food"),
    [
        ("chiken", "chicken_breast"),
        ("bannana", "banana"),
        ("museli", "muesli"),
        ("avacado", "avocado"),
        ("digestve", "biscuit_digestive"),
        ("quinoua", "quinoa"),
        ("omlette", "omelette"),
        ("spagetti", "pasta_white"),
        ("peanut buttr", "peanut_butter"),
        ("cheees", "cheese_cheddar"),
    ],
)
def test_a_slip_in_a_food_is_mended(typed: str, food: str, eaten: Foods) -> None:
    """One slip below eight letters, two from eight letters on."""
    assert list(eaten(typed)) == [food]


@pytest.mark.parametrize("word", ["cold", "mine", "thing", "great", "rang", "mild", "beat", "table", "honest"])
def test_an_everyday_word_is_never_mended_into_a_food(word: str, eaten: Foods) -> None:
    """Cold is not cod, and mine is no mince."""
    assert eaten(word) == {}


@pytest.mark.parametrize("word", ["florble", "vitamix", "zorn", "cachupa", "blenk", "sambal", "peeunut"])
def test_a_word_that_is_only_near_stays_unknown(word: str, read: Read) -> None:
    """An unknown word is shown, and taken for nothing else."""
    parsed = read(f"{word} and rice")
    assert [chip.text for chip in parsed.unknown] == [word]


def test_an_unknown_word_before_butter_is_not_butter(read: Read) -> None:
    """A butter that nobody knows may be anything: it is unknown as a whole."""
    parsed = read("toast with grumble butter")
    assert [chip.text for chip in parsed.unknown] == ["grumble butter"]


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [
        ("chicken", "chicken", 0),
        ("chiken", "chicken", 1),
        ("bagle", "bagel", 1),
        ("gravey", "gravy", 1),
        ("cinammon", "cinnamon", 2),
        ("vitamix", "vitamin", 2),  # n and x are neither neighbours on the keyboard nor alike in sound
    ],
)
def test_distance_counts_slips(left: str, right: str, distance: int) -> None:
    """Letters added, left out, replaced by a neighbour, or swapped count one; an unlikely letter counts two."""
    assert edit_distance(left, right, 2) == distance


def test_distance_gives_up_beyond_its_bound() -> None:
    """What is further off than allowed is only known to be so."""
    assert edit_distance("porridge", "cucumber", 2) == 3


def test_the_first_letter_must_be_right() -> None:
    """A slip in the first letter is rare, and mending it is dangerous."""
    assert SpellingIndex({"butter": 1}).repair("gutter") == ((), 0)


def test_short_words_are_mended_only_where_letters_are_swapped_or_doubled() -> None:
    """Four letters hold too little for more."""
    index = SpellingIndex({"milk": 1, "pho": 1, "rice": 1})
    assert index.repair("mikl") == (("milk",), 1)
    assert index.repair("poha") == ((), 0)
    assert index.repair("rise") == ((), 0)


def test_the_word_that_stands_in_more_names_is_preferred() -> None:
    """Between two equally near words the commoner one is meant."""
    assert SpellingIndex({"cheese": 5, "cheesy": 1}).repair("cheesse")[0][0] == "cheese"
