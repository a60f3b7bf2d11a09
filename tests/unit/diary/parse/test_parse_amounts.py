"""How much: numbers, household measures, sizes, and how sure."""

from __future__ import annotations

import pytest

from commensal.knowledge.foods import food_table
from commensal.records.facts import Food
from tests.unit.diary.parse.reading import Foods, Read


@pytest.mark.parametrize(
    ("text", "food", "grams"),
    [
        ("400g rice", "rice_white", 400),
        ("400 g rice", "rice_white", 400),
        ("rice 400g", "rice_white", 400),
        ("rice, 400 g", "rice_white", 400),
        ("0,4 kg rice", "rice_white", 400),
        ("500 mg salt", "salt", 0.5),
        ("3 oz salmon", "salmon", 85.05),
        ("2 x 125g yoghurt", "yoghurt_natural", 250),
        ("400g tin of chickpeas", "chickpeas", 400),
        ("1 tin (400 g) of chickpeas", "chickpeas", 400),
        ("half a tin of baked beans", "baked_beans", 207.5),
        ("baked beans, half a tin", "baked_beans", 207.5),
        ("½ tin of chickpeas", "chickpeas", 120),
        ("1/2 tin chickpeas", "chickpeas", 120),
        ("1 1/2 bananas", "banana", 150),
        ("1½ bananas", "banana", 150),
        ("one and a half bananas", "banana", 150),
        ("two bananas", "banana", 200),
        ("a dozen grapes", "grape_red", 60),
        ("half a dozen oysters", "oyster", 72),
        ("weetabix x2", "weetabix", 38),
        ("2x weetabix", "weetabix", 38),
        ("2 x weetabix", "weetabix", 38),
        ("weetabix 2x", "weetabix", 38),
        ("3 rashers of bacon", "bacon", 75),
        ("2 tbsp olive oil", "olive_oil", 28),
        ("2 tablespoons of olive oil", "olive_oil", 28),
        ("a knob of butter", "butter", 10),
        ("a pinch of salt", "salt", 0.4),
        ("250 ml semi skimmed milk", "milk_semi", 257.5),
        ("pint of lager", "beer", 568),
        ("half pint of cider", "cider", 284),
        ("large glass of red wine", "wine_red", 250),
        ("double espresso", "espresso", 60),
        ("6 cups of tea", "tea_black", 1_200),
        ("pizza (half)", "pizza", 200),
        ("a third of a pizza", "pizza", 400 / 3),
        ("ice cream, 2 scoops", "ice_cream", 120),
        ("tea, 2 sugars", "sugar", 8),
        ("a slice or two of brown toast", "bread_brown", 54),
        ("2 slices of peanut butter toast", "bread_white", 72),
    ],
)
def test_an_amount_becomes_grams(text: str, food: str, grams: float, eaten: Foods) -> None:
    """Whatever the order and spelling, the amount goes with its food."""
    assert eaten(text)[food] == pytest.approx(grams, rel=0.01)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("oats 40g banana 100g milk 150ml", {"oats": 40, "banana": 100, "milk_semi": 154.5}),
        ("40g oats 100g banana 150ml milk", {"oats": 40, "banana": 100, "milk_semi": 154.5}),
        ("200 g each of potatoes and carrots", {"potato_boiled": 200, "carrot": 200}),
        ("potatoes and carrots, 200 g each", {"potato_boiled": 200, "carrot": 200}),
        ("150g chicken, 200g rice", {"chicken_breast": 150, "rice_white": 200}),
        ("toast, 2 eggs", {"bread_white": 72, "egg_boiled": 100}),
    ],
)
def test_each_of_several_amounts_finds_its_food(text: str, grams: dict[str, float], eaten: Foods) -> None:
    """Amounts before, behind and for each are told apart."""
    assert eaten(text) == pytest.approx(grams, rel=0.01)


def _spread(read: Read, text: str) -> tuple[float, float]:
    fact = read(text).chips[0].fact
    assert isinstance(fact, Food)
    assert fact.amount_g is not None
    assert fact.amount_sd_g is not None
    return fact.amount_g, fact.amount_sd_g


@pytest.mark.parametrize(
    ("text", "cv"),
    [
        ("100 g rice", 0.05),
        ("200 ml milk", 0.1),
        ("2 tbsp honey", 0.3),
        ("3 eggs", 0.2),
        ("rice", 0.5),
        ("a bit of rice", 0.6),
    ],
)
def test_the_less_was_said_the_wider_the_spread(text: str, cv: float, read: Read) -> None:
    """A weighed gram is surer than a spoon, and a spoon than nothing."""
    grams, sd_g = _spread(read, text)
    assert sd_g / grams == pytest.approx(cv, rel=0.01)


def test_a_range_adds_to_the_spread(read: Read) -> None:
    """Two or three is less sure than two and a half."""
    grams, sd_g = _spread(read, "2-3 eggs")
    exact_g, exact_sd_g = _spread(read, "2.5 eggs")
    assert grams == exact_g == 125
    assert sd_g > exact_sd_g


def test_nothing_said_is_the_usual_helping(eaten: Foods) -> None:
    """A food without an amount gets the helping of the table."""
    assert eaten("lasagne")["lasagne"] == food_table().foods["lasagne"].portion_g


def test_milk_in_tea_is_a_splash_and_on_cereal_more(eaten: Foods) -> None:
    """What usually goes with something is not a whole glass of it."""
    assert eaten("tea with milk")["milk_semi"] == 30
    assert eaten("bran flakes with milk")["milk_semi"] == 125
    assert eaten("milk")["milk_semi"] == 200


def test_a_number_too_large_for_pieces_is_grams(eaten: Foods) -> None:
    """Nobody eats a hundred and fifty helpings of rice."""
    assert eaten("rice 150")["rice_white"] == 150


def test_an_impossible_amount_is_not_taken(eaten: Foods) -> None:
    """A slip of the keyboard does not put ninety kilograms into a day."""
    assert eaten("90000 g rice")["rice_white"] == food_table().foods["rice_white"].portion_g
