"""The foods we know: names, portions, plants, nutrients, classes and recipes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from commensal.knowledge.marks import unverified_in
from commensal.knowledge.tables import number, parts, rows_of, schema_of

FODMAP_GROUPS = ("fructan", "gos", "lactose", "fructose", "polyol")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodRow:
    """One food or drink, or a dish.

    Parameters
    ----------
    id : stable name; what ``Food.food_id`` holds.
    portion_g : what one unmeasured helping weighs. [g]
    plants : plant keys with what a whole helping counts for (1, 0.25 or 0).
    nutrients : per 100 g edible part, units in the names; None where nobody measured it. A missing
        value is not zero.
    fibre_basis : ``aoac``; ``nsp_x_1.33`` (British non-starch polysaccharide, scaled: rough);
        ``curated`` or ``mixed``.
    match : how well the source row fits: ``direct``, ``proxy`` (a near relative), ``recipe``, ``curated``.
    nova : 1 unprocessed, 2 culinary ingredient, 3 processed, 4 ultra-processed.
    fermented : ``live``, ``fermented`` (heated or filtered since), ``no``.
    prebiotic : fibre kinds with a level, such as ``inulin:H``; empty when none is known.
    fodmap : low, low-moderate, moderate or high at the usual portion, for each of five groups. Our own
        reading of published literature.
    allergens : of a typical recipe. Never for allergy safety.
    groups : intolerance groups. ``hist`` and ``sal`` are of low certainty.
    polyphenol_lit_mg, gi_class : for reading only. See ``unverified``; no calculation may use them.
    unverified : fields of this row, or ``field:value``, that nobody has checked against a source.
    """

    id: str
    name: str
    category: str
    portion_g: float
    plants: tuple[tuple[str, float], ...] = ()
    nutrients: Mapping[str, float | None] = field(default_factory=dict)
    fibre_basis: str = "aoac"
    match: str = "direct"
    nova: int | None = None
    fermented: str = "no"
    prebiotic: tuple[str, ...] = ()
    fodmap: Mapping[str, str] = field(default_factory=dict)
    allergens: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    source: str = "curated"
    source_code: str = ""
    source_desc: str = ""
    polyphenol_lit_mg: float | None = None
    gi_class: str | None = None
    unverified: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodTable:
    """All foods, the words that people use for them, and what is in a dish.

    Parameters
    ----------
    foods : rows by id.
    ids_by_term : ids by lower-case term; two ids where a word is truly ambiguous ("chilli").
    grams_by_measure : household measures of a food, ``{"banana": {"medium": 118.0}}``. [g]
    recipes : dish id to ingredients with their share of the weight. [percent]
    species_by_plant : botanical name by plant key.
    unverified_terms : brand words; which food each stands for is from memory, so it is shown as a guess.
    """

    foods: Mapping[str, FoodRow]
    ids_by_term: Mapping[str, tuple[str, ...]]
    grams_by_measure: Mapping[str, Mapping[str, float]]
    recipes: Mapping[str, tuple[tuple[str, float], ...]]
    species_by_plant: Mapping[str, str]
    unverified_terms: frozenset[str] = frozenset()


@cache
def food_table() -> FoodTable:
    """The food table, read when it is first asked for, then kept."""
    ids_by_term, brands = _terms()
    return FoodTable(
        foods=MappingProxyType(_foods()),
        ids_by_term=MappingProxyType(ids_by_term),
        grams_by_measure=MappingProxyType(_grams_by_measure()),
        recipes=MappingProxyType(_recipes()),
        species_by_plant=MappingProxyType({row["plant"]: row["species"] for row in rows_of("foods/plants")}),
        unverified_terms=brands,
    )


class _NutrientsOf(Mapping[str, float | None]):
    """One food's nutrients; the table of them is read when the first one is asked for, not when a meal is logged."""

    __slots__ = ("_food_id",)

    def __init__(self, food_id: str) -> None:
        self._food_id = food_id

    def __getitem__(self, name: str) -> float | None:
        return _nutrients()[self._food_id][name]

    def __iter__(self) -> Iterator[str]:
        return iter(_nutrients()[self._food_id])

    def __len__(self) -> int:
        return len(_nutrients()[self._food_id])


def _foods() -> dict[str, FoodRow]:
    marks = unverified_in(schema_of("foods/foods"))
    return {row["id"]: _food(row, _NutrientsOf(row["id"]), marks.of(row)) for row in rows_of("foods/foods")}


def _food(row: dict[str, str], nutrients: Mapping[str, float | None], unverified: frozenset[str]) -> FoodRow:
    return FoodRow(
        id=row["id"],
        name=row["name"],
        category=row["category"],
        portion_g=float(row["portion_g"]),
        plants=_weighted(row["plants"]),
        nutrients=nutrients,
        fibre_basis=row["fibre_basis"],
        match=row["match"],
        nova=int(row["nova"]) if row["nova"] else None,
        fermented=row["fermented"],
        prebiotic=parts(row["prebiotic"]),
        fodmap=MappingProxyType({group: row[f"fodmap_{group}"] for group in FODMAP_GROUPS}),
        allergens=parts(row["allergens"]),
        groups=parts(row["groups"]),
        source=row["source"],
        source_code=row["source_code"],
        source_desc=row["source_desc"],
        polyphenol_lit_mg=number(row["polyphenol_lit_mg"]),
        gi_class=row["gi_class"] or None,
        unverified=unverified,
    )


def _weighted(cell: str) -> tuple[tuple[str, float], ...]:
    pairs = (item.split(":") for item in parts(cell))
    return tuple((plant, float(weight)) for plant, weight in pairs)


@cache
def _nutrients() -> dict[str, Mapping[str, float | None]]:
    rows = ((row.pop("id"), row) for row in rows_of("foods/nutrients"))
    return {
        food: MappingProxyType({name: float(cell) if cell else None for name, cell in row.items()})
        for food, row in rows
    }


def _terms() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    """Food ids by term, and the terms that are brand words."""
    ids: dict[str, tuple[str, ...]] = {}
    brands = set()
    for row in rows_of("foods/synonyms"):
        ids[row["term"]] = (*ids.get(row["term"], ()), row["food_id"])
        if row["kind"] == "brand":
            brands.add(row["term"])
    return ids, frozenset(brands)


def _grams_by_measure() -> dict[str, Mapping[str, float]]:
    grams: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows_of("foods/measures"):
        grams[row["food_id"]][row["measure"]] = float(row["grams"])
    return {food: MappingProxyType(by_measure) for food, by_measure in grams.items()}


def _recipes() -> dict[str, tuple[tuple[str, float], ...]]:
    recipes: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for row in rows_of("foods/recipes"):
        recipes[row["dish_id"]].append((row["ingredient_id"], float(row["percent"])))
    return {dish: tuple(ingredients) for dish, ingredients in recipes.items()}
