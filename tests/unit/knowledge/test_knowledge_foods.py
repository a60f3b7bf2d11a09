"""The food table: complete rows, honest gaps, and marks on what nobody has checked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from commensal.knowledge.foods import FODMAP_GROUPS, FoodRow, FoodTable, food_table
from commensal.knowledge.sources import food_sources


@pytest.fixture(scope="module")
def table() -> FoodTable:
    return food_table()


def test_the_table_is_read_once() -> None:
    """A second call costs nothing and gives the same object."""
    assert food_table() is food_table()


def test_rows_cannot_be_changed(table: FoodTable) -> None:
    """Facts are frozen: a thinker cannot alter them for the next one."""
    with pytest.raises(TypeError):
        table.foods["oats"] = table.foods["apple"]  # type: ignore[index]
    with pytest.raises(TypeError):
        table.foods["oats"].nutrients["fibre_g"] = 0.0  # type: ignore[index]


def test_a_row_says_what_its_line_says(table: FoodTable) -> None:
    """One line read by eye: apples, raw, with skin."""
    apple = table.foods["apple"]
    assert (apple.name, apple.portion_g, apple.plants) == ("Apple", 150.0, (("apple", 1.0),))
    assert (apple.nutrients["fibre_g"], apple.nutrients["vit_c_mg"]) == (2.4, 4.6)
    assert (apple.source, apple.source_code, apple.match) == ("usda_sr26", "09003", "direct")
    assert apple.fodmap == {"fructan": "low", "gos": "low", "lactose": "low", "fructose": "high", "polyol": "high"}
    assert table.grams_by_measure["apple"]["slice"] == 20.0
    assert table.ids_by_term["apples"] == ("apple",)


def test_every_food_has_its_numbers_and_its_source(table: FoodTable) -> None:
    """No food without a line in nutrients.tsv, a name that finds it, and a source that exists."""
    findable = {food for foods in table.ids_by_term.values() for food in foods}
    assert findable == set(table.foods)
    for row in table.foods.values():
        assert {row.nutrients[name] is None for name in ("kcal", "protein_g", "carb_g", "fat_g", "fibre_g")} == {False}
        assert row.source in food_sources()
        assert table.ids_by_term[row.name.lower()][0] == row.id
        assert set(row.fodmap) == set(FODMAP_GROUPS)
        assert bool(row.source_code) or row.source in {"recipe", "curated"}
        assert (row.source == "recipe") == (row.id in table.recipes)


def test_missing_is_not_zero(table: FoodTable) -> None:
    """British rows carry no fatty acids: unknown, not none."""
    british = [row for row in table.foods.values() if row.source == "cofid_2021"]
    assert british
    assert {row.nutrients["epa_g"] for row in british} == {None}


def _atwater_kcal(row: FoodRow) -> float:
    """Energy by general factors: 4 for protein and available carbohydrate, 2 for fibre, 9 fat, 7 alcohol."""
    value = {name: row.nutrients[name] or 0.0 for name in ("protein_g", "carb_g", "fibre_g", "fat_g", "alcohol_g")}
    # American carbohydrate holds the fibre, British carbohydrate does not.
    available_g = value["carb_g"] - (0.0 if row.fibre_basis == "nsp_x_1.33" else value["fibre_g"])
    return (
        4 * value["protein_g"]
        + 4 * max(available_g, 0.0)
        + 2 * value["fibre_g"]
        + 9 * value["fat_g"]
        + 7 * value["alcohol_g"]
    )


def test_energy_balances(table: FoodTable) -> None:
    """Energy agrees with its parts within 25 % or 15 kcal for all but brans, powders and the like."""
    off = {
        row.id: (row.nutrients["kcal"], round(_atwater_kcal(row)))
        for row in table.foods.values()
        if abs(_atwater_kcal(row) - (row.nutrients["kcal"] or 0.0)) > max(15.0, 0.25 * (row.nutrients["kcal"] or 0.0))
    }
    assert len(off) <= 0.03 * len(table.foods), off


def test_parts_are_within_the_whole(table: FoodTable) -> None:
    """Fibre and sugars within carbohydrate, saturated within fat, omega-3 within fat."""
    for row in table.foods.values():
        value = row.nutrients
        carb_g, fat_g = value["carb_g"] or 0.0, value["fat_g"] or 0.0
        slack_g = 0.6  # tables round each number by itself
        if row.fibre_basis == "aoac" and row.source != "recipe":
            assert (value["fibre_g"] or 0.0) <= carb_g + slack_g, row.id
        assert (value["sugars_g"] or 0.0) <= carb_g + slack_g, row.id
        assert (value["satfat_g"] or 0.0) <= fat_g + slack_g, row.id
        assert sum(value[name] or 0.0 for name in ("ala_g", "epa_g", "dha_g")) <= fat_g + slack_g, row.id


def test_recipes_end_in_foods_that_are_not_dishes(table: FoodTable) -> None:
    """No dish is made of itself, however deep one looks."""

    def depth(food: str, seen: tuple[str, ...] = ()) -> int:
        assert food not in seen, (*seen, food)
        parts = table.recipes.get(food, ())
        return 1 + max((depth(part, (*seen, food)) for part, _ in parts), default=0)

    assert max(depth(dish) for dish in table.recipes) <= 4


def test_plants_have_a_species(table: FoodTable) -> None:
    """Each plant key that a food counts is a known plant."""
    assert {plant for row in table.foods.values() for plant, _ in row.plants} <= set(table.species_by_plant)


def test_unverified_values_carry_their_mark(table: FoodTable) -> None:
    """Glycaemic class always; polyphenols but for the three that were seen in print; histamine and salicylate."""
    for row in table.foods.values():
        assert (row.gi_class is not None) == ("gi_class" in row.unverified)
        assert ("hist" in row.groups) == ("groups:hist" in row.unverified)
        assert ("sal" in row.groups) == ("groups:sal" in row.unverified)
        assert "groups:nightshade" not in row.unverified
    with_value = {row.id for row in table.foods.values() if row.polyphenol_lit_mg is not None}
    marked = {row.id for row in table.foods.values() if "polyphenol_lit_mg" in row.unverified}
    assert with_value - marked == {"cocoa_powder", "chocolate_dark", "chocolate_milk"}
    assert len(marked) > 50
    assert table.foods["cocoa_powder"].polyphenol_lit_mg == 3448.0


def test_no_code_reads_the_unverified_numbers(repository: Path) -> None:
    """Glycaemic classes and polyphenols from memory enter no calculation and no sentence."""
    source = repository / "src" / "commensal"
    readers = {
        str(path.relative_to(source))
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in {"gi_class", "polyphenol_lit_mg"})
        or (isinstance(node, ast.Constant) and node.value in {"gi_class", "polyphenol_lit_mg"})
    }
    assert readers == {"knowledge/foods.py"}  # where the row is made


def test_brand_words_carry_the_mark_that_nobody_checked_them() -> None:
    """Which food a brand stands for is from memory; plain names carry no such mark."""
    table = food_table()
    assert {"aero", "activia drink"} <= table.unverified_terms <= set(table.ids_by_term)
    assert not {"porridge", "banana", "lentil soup"} & table.unverified_terms
