"""Everything that one day's food amounts to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commensal.diary.exposures.diet_index import ScoredComponent, diet_index, ratio_of
from commensal.diary.exposures.helpings import Helping, helpings, nutrient_share
from commensal.diary.exposures.plants import PlantAmount, PlantCount, count_plants, plant_rule, plants_of
from commensal.diary.exposures.totals import NOTHING_KNOWN, Share, Total, total_of
from commensal.knowledge.diet_rules import IntoleranceGroup, diet_rules
from commensal.knowledge.foods import FODMAP_GROUPS, FoodRow, FoodTable
from commensal.records.facts import Food

# Prebiotic levels that make a food rich in them (M and H of H, M, L).
_RICH = (":H", ":M")
_ULTRA_PROCESSED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPresence:
    """Whether an intolerance group was eaten: True, False, or None when too little is known to say no."""

    group: IntoleranceGroup
    is_present: bool | None
    share_known: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DayExposures:
    """Totals of one day, each with its spread and the share of it that is known.

    Parameters
    ----------
    n_foods, n_recognised : helpings logged, and those that stand in the food table.
    share_recognised : grams of recognised helpings over all grams, 0 to 1.
    fermented_servings : usual portions of foods with live microbes. [portions]
    prebiotic_servings : usual portions of foods rich in prebiotic fibre. [portions]
    upf_energy_share : energy from ultra-processed food (NOVA 4) over all energy. [1]
    added_sugar_foods : logged foods that hold added sugar (``rules/added_sugar``). [foods]
    fodmap : for each of five groups the largest load of one helping, step of its level times portions.
        Ordinal, and never added up across groups. [steps × portions]
    plants : grams of each plant, which ``plants_7d`` counts.
    di_gm : Dietary Index for Gut Microbiota with fixed cut-offs; ``di_gm_components`` shows its parts.
    """

    n_foods: int
    n_recognised: int
    share_recognised: float
    fibre_g: Total
    ala_g: Total
    epa_dha_g: Total
    alcohol_g: Total
    caffeine_mg: Total
    fermented_servings: Total
    prebiotic_servings: Total
    upf_energy_share: Total
    added_sugar_foods: Total
    fodmap: Mapping[str, Total]
    groups: tuple[GroupPresence, ...]
    plants: tuple[PlantAmount, ...]
    di_gm: Total
    di_gm_components: tuple[ScoredComponent, ...]


# A group that was not seen is called absent only when at least this share of the food is known.
ENOUGH_KNOWN = 0.5


def day_exposures(foods: Iterable[Food], table: FoodTable) -> DayExposures:
    """What the foods of one day amount to.

    A food without an amount counts as its usual portion; every portion carries a spread (50 % where none
    was given). A food in no table, and a nutrient that nobody measured, lower ``share_known``; where
    nothing is known the value is None. With no food at all every value is None.
    """
    eaten = helpings(foods, table)
    recognised = [helping for helping in eaten if helping.row is not None]
    all_g = sum(helping.amount_g for helping in eaten)
    share_recognised = sum(helping.amount_g for helping in recognised) / all_g if all_g > 0 else 0.0
    index, components = diet_index(eaten, table)
    return DayExposures(
        n_foods=len(eaten),
        n_recognised=len(recognised),
        share_recognised=share_recognised,
        fibre_g=_nutrient(eaten, table, "fibre_g"),
        ala_g=_nutrient(eaten, table, "ala_g"),
        epa_dha_g=_nutrient(eaten, table, "epa_g", "dha_g"),
        alcohol_g=_nutrient(eaten, table, "alcohol_g"),
        caffeine_mg=_nutrient(eaten, table, "caffeine_mg"),
        fermented_servings=_servings(eaten, [_is_live(helping) for helping in eaten]),
        prebiotic_servings=_servings(eaten, [_is_prebiotic(helping) for helping in eaten]),
        upf_energy_share=_upf_energy_share(eaten, table),
        added_sugar_foods=_added_sugar_foods(eaten, share_recognised),
        fodmap={group: _fodmap_load(eaten, group) for group in FODMAP_GROUPS},
        groups=tuple(_presence(group, recognised, share_recognised) for group in diet_rules().intolerance_groups),
        plants=plants_of(eaten, table),
        di_gm=index,
        di_gm_components=components,
    )


def plants_7d(days: Mapping[date, DayExposures], day: date) -> PlantCount:
    """Different plants over the seven days that end on ``day``, by the rule of the current version.

    Parameters
    ----------
    days : exposures of days with at least one logged food; a day that is not there is unknown, and
        lowers ``share_known`` by a seventh.
    """
    rule = plant_rule()
    window = [day - timedelta(days=back) for back in range(rule.window_days)]
    known = [days[d] for d in window if d in days]
    share_known = sum(exposures.share_recognised for exposures in known) / rule.window_days
    return count_plants((exposures.plants for exposures in known), share_known=share_known, rule=rule)


def _nutrient(eaten: Sequence[Helping], table: FoodTable, *names: str) -> Total:
    return total_of(nutrient_share(helping, names, table) for helping in eaten)


def _is_live(helping: Helping) -> bool:
    return helping.row is not None and helping.row.fermented == "live"


def _is_prebiotic(helping: Helping) -> bool:
    return helping.row is not None and any(kind.endswith(_RICH) for kind in helping.row.prebiotic)


def _servings(eaten: Sequence[Helping], counts: Sequence[bool]) -> Total:
    """Usual portions of the helpings that count. A dish is classed as a dish: cooked yoghurt is not live."""
    return total_of(
        _portions(helping) if does else _none_of_it(helping) for helping, does in zip(eaten, counts, strict=True)
    )


def _portions(helping: Helping) -> Share:
    assert helping.row is not None
    return Share(
        value=helping.amount_g / helping.row.portion_g,
        sd=helping.sd_g / helping.row.portion_g,
        known_g=helping.amount_g,
        all_g=helping.amount_g,
    )


def _none_of_it(helping: Helping) -> Share:
    known_g = 0.0 if helping.row is None else helping.amount_g
    return Share(value=0.0, sd=0.0, known_g=known_g, all_g=helping.amount_g)


def _upf_energy_share(eaten: Sequence[Helping], table: FoodTable) -> Total:
    energies = [nutrient_share(helping, ("kcal",), table) for helping in eaten]
    classed = [_without_class(helping, energy) for helping, energy in zip(eaten, energies, strict=True)]
    ultra = [
        energy if helping.row is not None and helping.row.nova == _ULTRA_PROCESSED else _nothing_of(energy)
        for helping, energy in zip(eaten, classed, strict=True)
    ]
    return ratio_of(ultra, classed)


def _without_class(helping: Helping, energy: Share) -> Share:
    """Energy of a food without a NOVA class is not known to be either."""
    if helping.row is not None and helping.row.nova is not None:
        return energy
    return Share(value=0.0, sd=0.0, known_g=0.0, all_g=energy.all_g)


def _nothing_of(energy: Share) -> Share:
    return Share(value=0.0, sd=0.0, known_g=energy.known_g, all_g=energy.all_g)


def _added_sugar_foods(eaten: Sequence[Helping], share_recognised: float) -> Total:
    if share_recognised <= 0.0:
        return NOTHING_KNOWN
    rule = diet_rules().added_sugar
    rows = [helping.row for helping in eaten if helping.row is not None]
    count = sum(rule.counts(row.id, row.category) for row in rows)
    return Total(value=float(count), sd=0.0, share_known=share_recognised)


def _fodmap_load(eaten: Sequence[Helping], group: str) -> Total:
    """The largest load of one helping: what is eaten at once matters, so helpings are not added up."""
    loads = [_load(helping, group) for helping in eaten]
    known_g = sum(load.known_g for load in loads)
    if known_g <= 0.0:
        return NOTHING_KNOWN
    largest = max(loads, key=lambda load: load.value)
    share_known = known_g / sum(load.all_g for load in loads)
    return Total(value=largest.value, sd=largest.sd, share_known=min(share_known, 1.0))


def _load(helping: Helping, group: str) -> Share:
    level = None if helping.row is None else helping.row.fodmap.get(group)
    if helping.row is None or level is None:
        return Share(value=0.0, sd=0.0, known_g=0.0, all_g=helping.amount_g)
    steps_per_g = diet_rules().steps_by_fodmap_level[level] / helping.row.portion_g
    return Share(
        value=steps_per_g * helping.amount_g,
        sd=steps_per_g * helping.sd_g,
        known_g=helping.amount_g,
        all_g=helping.amount_g,
    )


def _presence(group: IntoleranceGroup, recognised: Sequence[Helping], share_recognised: float) -> GroupPresence:
    is_seen = any(helping.row is not None and _belongs(helping.row, group) for helping in recognised)
    enough = share_recognised >= ENOUGH_KNOWN
    is_present = True if is_seen else (False if enough else None)
    return GroupPresence(group=group, is_present=is_present, share_known=share_recognised)


def _belongs(row: FoodRow, group: IntoleranceGroup) -> bool:
    return not group.names.isdisjoint((*row.allergens, *row.groups))
