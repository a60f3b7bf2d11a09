"""What is denied is never logged as eaten, and nothing else is lost."""

from __future__ import annotations

import pytest

from tests.unit.diary.parse.reading import Denied, Foods


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("toast, no butter", {"bread_white"}, {"butter"}),
        ("toast without butter or jam", {"bread_white"}, {"butter", "jam"}),
        ("toast without butter, jam or honey", {"bread_white"}, {"butter", "jam", "honey"}),
        ("toast, no butter, jam", {"bread_white", "jam"}, {"butter"}),
        ("toast without butter with jam", {"bread_white", "jam"}, {"butter"}),
        ("tea no milk 2 sugars", {"tea_black", "sugar"}, {"milk_semi"}),
        ("no milk and sugar in my tea", {"tea_black"}, {"milk_semi", "sugar"}),
        ("no milk and two digestives", {"biscuit_digestive"}, {"milk_semi"}),
        ("black coffee w/o sugar", {"coffee"}, {"sugar"}),
        ("didn't have any wine, just water", {"water"}, {"wine_red"}),
        ("haven't had chocolate but ate crisps", {"crisps"}, {"chocolate_milk"}),
        ("skipped the cake and had grapes", {"grape_red"}, {"cake_sponge"}),
        ("toast with jam instead of butter", {"bread_white", "jam"}, {"butter"}),
        ("swapped butter for honey", {"honey"}, {"butter"}),
        ("everything except the potatoes: lamb, carrots", {"lamb", "carrot"}, {"potato_boiled"}),
        ("neither tea nor coffee", set(), {"tea_black", "coffee"}),
        ("stew (no onion) with rice", {"beef_stew", "rice_white"}, {"onion"}),
        ("onion-free stew", {"beef_stew"}, {"onion"}),
        ("pasta with cheese left out", {"pasta_white"}, {"cheese_cheddar"}),
        ("no garlic no onion in the dal", {"dal"}, {"garlic", "onion"}),
        ("no-sugar jelly", {"jelly"}, {"sugar"}),
        ("I wasn't hungry so I had toast", {"bread_white"}, set()),
        ("no breakfast. lunch: soup", {"soup_vegetable"}, set()),
        ("no idea why, had toast", {"bread_white"}, set()),
    ],
)
def test_negation_reaches_what_it_should(
    text: str, kept: set[str], left_out: set[str], eaten: Foods, denied: Denied
) -> None:
    """What is eaten and what is left out are told apart."""
    assert set(eaten(text)) == kept
    assert denied(text) == left_out


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nothing but toast", {"bread_white"}),
        ("couldn't eat anything except crackers", {"cream_cracker"}),
        ("no food today apart from soup", {"soup_vegetable"}),
        ("nothing until 2pm then cornflakes", {"cornflakes"}),
        ("not much rice", {"rice_white"}),
    ],
)
def test_an_exception_to_nothing_was_eaten(text: str, kept: set[str], eaten: Foods) -> None:
    """Nothing but toast is toast."""
    assert set(eaten(text)) == kept


@pytest.mark.parametrize(
    "text", ["yogurt no added sugar", "no added salt black beans", "unsweetened almond milk", "low sodium soy sauce"]
)
def test_words_about_making_deny_nothing(text: str, eaten: Foods, denied: Denied) -> None:
    """A yoghurt without added sugar is a yoghurt, and says nothing of sugar."""
    assert len(eaten(text)) == 1
    assert denied(text) == set()


@pytest.mark.parametrize("text", ["craving chocolate", "allergic to nuts", "thinking about pizza", "kids had pizza"])
def test_what_is_only_spoken_of_is_neither_eaten_nor_denied(text: str, eaten: Foods, denied: Denied) -> None:
    """A wish is no meal, and no abstinence."""
    assert eaten(text) == {}
    assert denied(text) == set()
