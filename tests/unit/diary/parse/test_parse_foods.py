"""Which food is meant: compounds, dishes, sandwiches, free-from."""

from __future__ import annotations

import pytest

from tests.unit.diary.parse.reading import Foods, Read


@pytest.mark.parametrize(
    ("text", "foods"),
    [
        ("blueberry muffin", {"muffin"}),
        ("peanut butter cookies", {"biscuit_chocolate"}),
        ("strawberry yoghurt", {"yoghurt_fruit"}),
        ("celeriac mash", {"celeriac"}),
        ("courgette noodles", {"courgette"}),
        ("turkey burger", {"turkey", "burger_bun"}),
        ("red lentil sauce", {"lentils_red"}),
        ("leek gravy", {"leek", "gravy"}),
        ("porridge banana honey", {"porridge", "banana", "honey"}),
        ("raspberries skyr", {"raspberry", "yoghurt_skyr"}),
        ("rye toast", {"bread_rye"}),
        ("sweet potato curry", {"veg_curry"}),
        ("leek and bacon quiche", {"quiche"}),
        ("cold pizza", {"pizza"}),
        ("green apple", {"apple"}),
        ("sage tea", {"tea_herbal"}),
    ],
)
def test_foods_side_by_side(text: str, foods: set[str], eaten: Foods) -> None:
    """A flavour is no food of its own; two foods in a list are two."""
    assert set(eaten(text)) == foods


@pytest.mark.parametrize(
    ("text", "foods"),
    [
        ("fish and chips", {"fish_and_chips"}),
        ("ramen with pork and egg", {"ramen"}),
        ("shakshuka with feta", {"shakshuka", "cheese_feta"}),
        ("chilli with rice", {"chilli_con_carne", "rice_white"}),
        ("prawns with garlic and chilli", {"prawns", "garlic", "chilli"}),
        ("smoothie: spinach, banana, oat milk", {"spinach", "banana", "milk_oat"}),
        ("arugula salad with beets and goat cheese", {"rocket", "beetroot", "cheese_goat"}),
        ("salad with feta", {"salad_side", "cheese_feta"}),
        ("mussels in white wine", {"mussels"}),
        ("tuna in brine", {"tuna_tinned"}),
        ("caprese salad", {"cheese_mozzarella", "tomato", "basil"}),
        ("burger but no bun", {"beef_burger"}),
        ("porridge made with water", {"porridge_water"}),
        ("porridge with oat milk", {"porridge_water", "milk_oat"}),
    ],
)
def test_a_dish_and_its_parts_are_counted_once(text: str, foods: set[str], eaten: Foods) -> None:
    """A named dish wins over its parts; a list of parts wins over the word for their sum."""
    assert set(eaten(text)) == foods


@pytest.mark.parametrize(
    ("text", "foods"),
    [
        ("ham and cheese toastie", {"cheese_toastie"}),
        ("cheese and pickle sarnie", {"sandwich_cheese"}),
        ("pb&j sandwich", {"peanut_butter", "jam", "bread_white"}),
        ("marmite sandwich", {"marmite", "bread_white"}),
        ("lamb sandwich on rye", {"lamb", "bread_rye"}),
        ("turkey on wholemeal", {"turkey", "bread_wholemeal"}),
        ("soup and a roll", {"soup_vegetable", "burger_bun"}),
        ("sandwich - cheese, tomato on brown bread", {"cheese_cheddar", "tomato", "bread_brown"}),
    ],
)
def test_sandwiches(text: str, foods: set[str], eaten: Foods) -> None:
    """A sandwich of the table where there is one, else bread and what is in it."""
    assert set(eaten(text)) == foods


@pytest.mark.parametrize(
    ("text", "foods"),
    [
        ("gluten free pasta", {"pasta_gf"}),
        ("pasta (gf)", {"pasta_gf"}),
        ("gf toast", {"bread_gf"}),
        ("decaf coffee", {"coffee_decaf"}),
        ("dairy-free cheese", {"cheese_vegan"}),
        ("vegan sausages", {"veggie_sausage"}),
        ("oat milk latte", {"latte_oat"}),
        ("flat white (oat)", {"latte_oat"}),
        ("soya latte", {"espresso", "milk_soya"}),
        ("low fat cottage cheese", {"cheese_cottage"}),
        ("alcohol free lager", {"beer_af"}),
    ],
)
def test_made_without(text: str, foods: set[str], eaten: Foods) -> None:
    """A food made without something is another food where the table has it."""
    assert set(eaten(text)) == foods


@pytest.mark.parametrize("text", ["dairy-free ice cream", "alcohol-free gin", "hazelnut milk", "macadamia butter"])
def test_a_food_that_the_table_has_only_with_it_stays_unknown(text: str, read: Read, eaten: Foods) -> None:
    """Dairy-free ice cream is not ice cream; it is asked about."""
    assert eaten(text) == {}
    assert [chip.text for chip in read(text).unknown] == [text]


def test_a_latte_taken_apart_weighs_what_the_latte_did(eaten: Foods) -> None:
    """Shot and milk together are one large latte."""
    assert sum(eaten("large soya latte").values()) == pytest.approx(eaten("large latte")["latte"])


def test_a_word_for_a_family_is_asked_about_and_offers_its_members(read: Read) -> None:
    """A soup may be any soup."""
    chip = read("soup").chips[0]
    assert chip.confidence < 0.7
    assert "soup_tomato" in chip.alternatives
    assert len(chip.alternatives) <= 5


def test_a_family_without_a_usual_member_stays_unknown(read: Read) -> None:
    """A pie of something unknown is no pie of ours, and no mince."""
    assert [chip.text for chip in read("florble pie and custard").unknown] == ["florble pie"]


def test_the_same_sentence_is_read_the_same_way_twice(read: Read) -> None:
    """Reading leaves no trace."""
    text = "2 slices of ww toast, no butter, ibuprofen 400, pain 4, slept 6h badly"
    assert read(text) == read(text)
