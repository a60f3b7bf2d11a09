"""The rules by which a day's food becomes exposures: counted plants, added sugar, steps, groups, the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantRule:
    """How different plants are counted; the version goes with every count.

    Parameters
    ----------
    whole_least_g : a whole form counts 1 from this weight within the window. [g]
    spice_least_g : a herb or spice counts ``spice_points`` from this weight. [g]
    window_days : a plant counts once in so many days. [days]
    """

    version: str
    whole_least_g: float
    spice_least_g: float
    spice_points: float
    window_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSugarRule:
    """Which foods count as holding added or free sugars: whole categories, single foods, and exceptions."""

    categories: frozenset[str]
    foods: frozenset[str]
    not_foods: frozenset[str]

    def counts(self, food_id: str, category: str) -> bool:
        """Whether one logged food counts."""
        return food_id in self.foods or (category in self.categories and food_id not in self.not_foods)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntoleranceGroup:
    """A group of foods people ask about.

    Parameters
    ----------
    names : what our foods call it, among their allergens or groups.
    is_low_certainty : lists in the literature disagree; say so wherever it is shown.
    """

    id: str
    label: str
    names: frozenset[str]
    is_low_certainty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexComponent:
    """One of the fourteen components of the Dietary Index for Gut Microbiota (Kase 2024, Nutrients 16:1045).

    Parameters
    ----------
    is_beneficial : counts 1 from ``cutoff`` on; otherwise counts 1 below it.
    measure : ``g_food`` (grams of ``shares_by_food``), ``fibre_g`` or ``fat_energy_percent``.
    cutoff : [g a day, or percent of energy]
    is_published : the cut-off stands in the paper; otherwise it is our judgement, unverified.
    shares_by_food : how much of a food's weight counts.
    """

    id: str
    label: str
    is_beneficial: bool
    measure: str
    cutoff: float
    is_published: bool
    source_ids: tuple[str, ...]
    shares_by_food: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class DietRules:
    """All rules together.

    Parameters
    ----------
    plant_rules : by version, all that ever were, so that an old count can be made again.
    steps_by_fodmap_level : steps of the levels low to high. [steps]
    """

    plant_rules: Mapping[str, PlantRule]
    added_sugar: AddedSugarRule
    steps_by_fodmap_level: Mapping[str, float]
    intolerance_groups: tuple[IntoleranceGroup, ...]
    diet_index: tuple[IndexComponent, ...]


@cache
def diet_rules() -> DietRules:
    """The rules, read when they are first asked for, then kept."""
    return DietRules(
        plant_rules=MappingProxyType(_plant_rules()),
        added_sugar=_added_sugar(),
        steps_by_fodmap_level=MappingProxyType(
            {row["level"]: float(row["points"]) for row in rows_of("rules/fodmap_points")}
        ),
        intolerance_groups=tuple(_group(row) for row in rows_of("rules/intolerance_groups")),
        diet_index=_diet_index(),
    )


def _plant_rules() -> dict[str, PlantRule]:
    return {
        row["version"]: PlantRule(
            version=row["version"],
            whole_least_g=float(row["whole_least_g"]),
            spice_least_g=float(row["spice_least_g"]),
            spice_points=float(row["spice_points"]),
            window_days=int(row["window_days"]),
        )
        for row in rows_of("rules/plant_rule")
    }


def _added_sugar() -> AddedSugarRule:
    names: dict[str, set[str]] = {"category": set(), "food": set(), "not_food": set()}
    for row in rows_of("rules/added_sugar"):
        names[row["scope"]].add(row["name"])
    return AddedSugarRule(
        categories=frozenset(names["category"]),
        foods=frozenset(names["food"]),
        not_foods=frozenset(names["not_food"]),
    )


def _group(row: dict[str, str]) -> IntoleranceGroup:
    return IntoleranceGroup(
        id=row["id"],
        label=row["label"],
        names=frozenset(parts(row["names"])),
        is_low_certainty=row["certainty"] == "low",
    )


def _diet_index() -> tuple[IndexComponent, ...]:
    shares: dict[str, dict[str, float]] = {}
    for row in rows_of("rules/di_gm_foods"):
        shares.setdefault(row["component"], {})[row["food_id"]] = float(row["share"])
    return tuple(
        IndexComponent(
            id=row["component"],
            label=row["label"],
            is_beneficial=row["direction"] == "beneficial",
            measure=row["measure"],
            cutoff=float(row["cutoff"]),
            is_published=row["basis"] == "published",
            source_ids=parts(row["source_ids"]),
            shares_by_food=MappingProxyType(shares.get(row["component"], {})),
        )
        for row in rows_of("rules/di_gm")
    )
