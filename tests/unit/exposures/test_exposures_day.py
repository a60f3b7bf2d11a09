"""A day's totals: missing is not zero, portions carry a spread, dishes are taken apart."""

from __future__ import annotations

import math
from datetime import date, timedelta

import pytest

from commensal.diary.exposures.day import DayExposures, day_exposures, plants_7d
from commensal.diary.exposures.helpings import UNKNOWN_HELPING_G
from commensal.diary.exposures.totals import NEARLY_ALL_KNOWN, Total
from commensal.knowledge.diet_rules import diet_rules
from commensal.knowledge.foods import FoodRow, FoodTable, food_table
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

DAY = date(2026, 3, 8)


def eaten(*foods: str | tuple[str, float]) -> list[Food]:
    """Foods by id, with a weight where one is given."""
    pairs = [(food, None) if isinstance(food, str) else food for food in foods]
    return [Food(name=name, food_id=name, amount_g=amount_g) for name, amount_g in pairs]


def day(*foods: str | tuple[str, float]) -> DayExposures:
    """A day with these foods."""
    return day_exposures(eaten(*foods), food_table())


def near(total: Total, value: float) -> None:
    """The total has this value."""
    assert total.value == pytest.approx(value)


def small_table() -> FoodTable:
    """A dish that does not know its own fibre, of one part that knows and one that does not."""
    oats = FoodRow(id="grain", name="Grain", category="grain", portion_g=40, nutrients={"fibre_g": 10.0})
    blank = FoodRow(id="blank", name="Blank", category="veg", portion_g=80, nutrients={"fibre_g": None})
    dish = FoodRow(id="dish", name="Dish", category="dish", portion_g=200, nutrients={"fibre_g": None})
    return FoodTable(
        foods={row.id: row for row in (oats, blank, dish)},
        ids_by_term={},
        grams_by_measure={},
        recipes={"dish": (("grain", 60.0), ("blank", 40.0))},
        species_by_plant={},
    )


def test_fibre_of_a_weighed_food_is_grams_times_content() -> None:
    """200 g of apple hold twice the fibre of 100 g."""
    per_100_g = food_table().foods["apple"].nutrients["fibre_g"]
    assert per_100_g is not None
    near(day(("apple", 200)).fibre_g, 2 * per_100_g)


def test_a_food_without_an_amount_is_its_usual_portion_with_half_of_it_as_spread() -> None:
    """No amount given: the default portion, and 50 % of error."""
    total = day("apple").fibre_g
    weighed = day(("apple", food_table().foods["apple"].portion_g)).fibre_g
    assert total == weighed
    assert total.value is not None
    assert total.sd == pytest.approx(0.5 * total.value)


def test_a_stated_spread_is_used() -> None:
    """An amount that is known well has a small error."""
    food = Food(name="Apple", food_id="apple", amount_g=100, amount_sd_g=5)
    total = day_exposures([food], food_table()).fibre_g
    assert total.value is not None
    assert total.sd == pytest.approx(0.05 * total.value)


def test_variances_of_helpings_add() -> None:
    """Two portions err independently: 3 and 4 make 5."""
    foods = [Food(name="Apple", food_id="apple", amount_g=100, amount_sd_g=sd) for sd in (30, 40)]
    total = day_exposures(foods, food_table()).fibre_g
    alone = day_exposures([Food(name="Apple", food_id="apple", amount_g=100, amount_sd_g=50)], food_table()).fibre_g
    assert total.sd == pytest.approx(alone.sd)


def test_a_dish_that_does_not_know_is_taken_apart() -> None:
    """Its parts are used, with one portion error for all, and the blank part lowers what is known."""
    total = day_exposures(eaten(("dish", 200)), small_table()).fibre_g
    near(total, 200 * 0.6 * 0.10)
    assert total.sd == pytest.approx(0.5 * 12.0)
    assert total.share_known == pytest.approx(0.6)
    assert total.is_lower_bound
    assert total.qualifier == "at least"


def test_an_unmeasured_nutrient_is_none_and_not_zero() -> None:
    """Nothing known gives no number."""
    total = day_exposures(eaten("blank"), small_table()).fibre_g
    assert (total.value, total.sd, total.share_known, total.qualifier) == (None, None, 0.0, "not known")


def test_an_unknown_food_lowers_what_is_known() -> None:
    """A food in no table weighs against the others and adds nothing."""
    foods = [*eaten(("apple", 100)), Food(name="Grandmother's pie")]
    exposures = day_exposures(foods, food_table())
    assert exposures.fibre_g.value == day(("apple", 100)).fibre_g.value
    assert exposures.fibre_g.share_known == pytest.approx(100 / (100 + UNKNOWN_HELPING_G))
    assert (exposures.n_foods, exposures.n_recognised) == (2, 1)


def test_no_food_gives_no_number() -> None:
    """An empty day knows nothing, and what was said not to be eaten is no food."""
    no_milk = Food(name="Milk", food_id="milk_whole", presence=Presence.NONE)
    for foods in ([], [no_milk]):
        exposures = day_exposures(foods, food_table())
        assert exposures.n_foods == 0
        totals = (exposures.fibre_g, exposures.di_gm, exposures.alcohol_g, exposures.added_sugar_foods)
        assert [total.value for total in totals] == [None] * 4
        assert all(group.is_present is None for group in exposures.groups)


def test_at_least_is_said_below_nine_tenths() -> None:
    """The border of "at least" is 0.9."""
    assert Total(value=1, sd=0, share_known=NEARLY_ALL_KNOWN - 0.01).qualifier == "at least"
    assert Total(value=1, sd=0, share_known=NEARLY_ALL_KNOWN).qualifier == ""


def test_plants_count_once_and_by_form() -> None:
    """A whole form counts 1 from ten grams, a spice a quarter, juice nothing; two apples are one plant."""
    exposures = day(("apple", 150), ("apple", 100), ("cumin", 1), ("orange_juice", 200), ("carrot", 9))
    count = plants_7d({DAY: exposures}, DAY)
    assert {plant.plant: plant.points for plant in count.counted} == {"apple": 1.0, "cumin": 0.25}
    near(count.total, 1.25)
    assert count.rule_version == "1"


def test_a_plant_adds_up_within_seven_days_and_no_longer() -> None:
    """Two times six grams within a week count; eight days apart they do not."""
    little = day(("carrot", 6))
    assert plants_7d({DAY - timedelta(days=6): little, DAY: little}, DAY).total.value == 1.0
    assert plants_7d({DAY - timedelta(days=7): little, DAY: little}, DAY).total.value == 0.0


def test_days_without_food_lower_what_is_known_of_the_plants() -> None:
    """Two of seven days logged: the count is a lower bound."""
    exposures = day(("apple", 150))
    count = plants_7d({DAY: exposures, DAY - timedelta(days=1): exposures}, DAY)
    assert count.total.share_known == pytest.approx(2 / 7)
    assert count.total.qualifier == "at least"
    assert plants_7d({}, DAY).total.value is None


def test_plants_of_a_dish_are_weighed_through_its_recipe() -> None:
    """The weight of each plant in a curry follows the recipe."""
    table = food_table()
    share = dict(table.recipes["beef_curry"])
    plants = {plant.plant: plant for plant in day(("beef_curry", 300)).plants}
    assert plants["onion"].whole_g == pytest.approx(3 * share["onion"])
    assert plants["garlic"].whole_g == pytest.approx(3 * share["garlic"])
    assert plants["turmeric"].spice_g == pytest.approx(share["curry_powder"])


def test_a_plant_near_its_border_has_a_spread() -> None:
    """Ten grams with a wide portion may be nine; 500 g may not."""
    near_border = plants_7d({DAY: day(("carrot", 10))}, DAY).total
    far = plants_7d({DAY: day(("carrot", 500))}, DAY).total
    assert near_border.sd is not None
    assert 0.4 < near_border.sd <= 0.5
    assert far.sd == pytest.approx(0.0, abs=1e-3)


def test_servings_are_portions_of_live_and_of_rich_foods() -> None:
    """Two portions of kefir are two; onion is rich in prebiotic fibre; bread is not live."""
    table = food_table()
    kefir_g, onion_g = table.foods["kefir"].portion_g, table.foods["onion"].portion_g
    exposures = day(("kefir", 2 * kefir_g), ("onion", onion_g / 2), ("bread_sourdough", 100))
    near(exposures.fermented_servings, 2.0)
    near(exposures.prebiotic_servings, 0.5)


def test_share_of_energy_from_ultra_processed_food() -> None:
    """Crisps against banana, by energy; only crisps is zero known to be something else: it is 1."""
    foods = food_table().foods
    crisps, banana = foods["crisps"].nutrients["kcal"], foods["banana"].nutrients["kcal"]
    assert crisps is not None
    assert banana is not None
    total = day(("crisps", 100), ("banana", 100)).upf_energy_share
    near(total, crisps / (crisps + banana))
    assert total.sd is not None
    assert 0 < total.sd < 0.5
    near(day("crisps").upf_energy_share, 1.0)
    assert day("water").upf_energy_share.value is None


def test_added_sugar_foods_are_counted_by_the_rule() -> None:
    """A biscuit and a cola count; sweetener and bread do not."""
    near(day("biscuit_digestive", "cola", "sweetener", "bread_white").added_sugar_foods, 2.0)


def test_fodmap_loads_are_the_largest_of_one_helping_and_stay_apart() -> None:
    """Half a portion is half a load; two foods do not add up; groups are never one number."""
    garlic = food_table().foods["garlic"]
    assert garlic.fodmap["fructan"] == "high"
    one = day(("garlic", garlic.portion_g)).fodmap["fructan"]
    near(one, 3.0)
    near(day(("garlic", garlic.portion_g / 2)).fodmap["fructan"], 1.5)
    near(day(("garlic", garlic.portion_g), ("garlic", garlic.portion_g)).fodmap["fructan"], 3.0)
    assert set(day("garlic").fodmap) == {"fructan", "gos", "lactose", "fructose", "polyol"}


def test_groups_say_no_only_when_enough_is_known() -> None:
    """Present is present; absent needs half of the food to be known; weak lists are marked."""
    known = {item.group.id: item for item in day("milk_whole").groups}
    assert known["milk"].is_present
    assert known["egg"].is_present is False
    foods = [*eaten(("milk_whole", 50)), Food(name="Mystery stew", amount_g=400)]
    unsure = {item.group.id: item.is_present for item in day_exposures(foods, food_table()).groups}
    assert (unsure["milk"], unsure["egg"]) == (True, None)
    low = {group.id for group in diet_rules().intolerance_groups if group.is_low_certainty}
    assert low == {"histamine", "salicylate"}


def test_the_diet_index_matches_an_example_worked_by_hand() -> None:
    """A day of eight foods, each of the fourteen components worked out on paper.

    Oats 40 g (whole grains 40 >= 25: 1), natural yoghurt 150 g (fermented dairy 150 >= 20: 1), coffee 240 g
    (>= 150: 1), chickpeas 100 g (>= 5: 1), broccoli 90 g (>= 5: 1), white rice 180 g (refined grains
    180 >= 150: 0), ham 30 g (processed meat 30 >= 10: 0), beef steak 20 g (red meat 20 < 30: 1). No soya,
    cranberries, avocado or green tea: 0 each. Fibre per 100 g: oats 10.1, chickpeas 7.6, broccoli 3.3,
    rice 0.4, ham 1.3: 4.04 + 7.6 + 2.97 + 0.72 + 0.39 = 15.72 g (>= 15: 1). Fat 2.61 + 4.88 + 0.05 + 2.59
    + 0.37 + 0.50 + 2.64 + 1.34 = 14.98 g, times 9 = 134.8 of 762.2 kcal: 17.7 % (< 40: 1). Sum 8.
    """
    exposures = day(
        ("oats", 40), ("yoghurt_natural", 150), ("coffee", 240), ("chickpeas", 100), ("broccoli", 90),
        ("rice_white", 180), ("ham", 30), ("beef_steak", 20),
    )  # fmt: skip
    points = {item.component.id: item.points for item in exposures.di_gm_components}
    assert points == {
        "fermented_dairy": 1, "chickpeas": 1, "soya": 0, "whole_grains": 1, "fibre": 1, "cranberries": 0,
        "avocado": 0, "broccoli": 1, "coffee": 1, "green_tea": 0,
        "red_meat": 1, "processed_meat": 0, "refined_grains": 0, "high_fat": 1,
    }  # fmt: skip
    amounts = {item.component.id: item.amount.value for item in exposures.di_gm_components}
    assert amounts["fibre"] == pytest.approx(15.72, abs=0.005)
    assert amounts["high_fat"] == pytest.approx(17.7, abs=0.05)
    near(exposures.di_gm, 8.0)
    assert exposures.di_gm.share_known == 1.0


def test_only_the_published_cut_off_is_called_published() -> None:
    """Forty percent of energy from fat is the paper's; the other cut-offs are marked as ours."""
    published = {component.id: component.cutoff for component in diet_rules().diet_index if component.is_published}
    assert published == {"high_fat": 40.0}
    assert len(diet_rules().diet_index) == 14


def test_a_dish_reaches_the_index_through_its_recipe() -> None:
    """Guacamole on toast counts as avocado."""
    points = {item.component.id: item.points for item in day("avocado_toast").di_gm_components}
    assert points["avocado"] == 1
    assert math.isclose(sum(1 for p in points.values() if p is not None), 14)
