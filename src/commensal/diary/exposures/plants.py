"""Different plants: weighed by day, counted over seven days by one rule with a version."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from commensal.diary.exposures.helpings import Helping, parts_of
from commensal.diary.exposures.totals import NOTHING_KNOWN, Total
from commensal.knowledge.diet_rules import PlantRule, diet_rules
from commensal.knowledge.foods import FoodRow, FoodTable

PLANT_RULE_VERSION = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantAmount:
    """One plant on one day or in one week.

    Parameters
    ----------
    whole_g, spice_g : eaten in whole form, and as herb or spice; forms that count nothing are left out. [g]
    whole_variance_g2, spice_variance_g2 : their variances. [g²]
    """

    plant: str
    whole_g: float = 0.0
    spice_g: float = 0.0
    whole_variance_g2: float = 0.0
    spice_variance_g2: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedPlant:
    """A plant that counted, with what it counted for (1 or a quarter)."""

    plant: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantCount:
    """Different plants in a window.

    Parameters
    ----------
    total : points; ``share_known`` falls with every day of the window without a logged food.
    counted : the plants themselves, sorted by name, so that a person can look.
    rule_version : which rule counted them.
    """

    total: Total
    counted: tuple[CountedPlant, ...]
    rule_version: str


def plant_rule(version: str = PLANT_RULE_VERSION) -> PlantRule:
    """The rule of a version; ``KeyError`` when there is none."""
    return diet_rules().plant_rules[version]


def plants_of(helpings_of_day: Iterable[Helping], table: FoodTable) -> tuple[PlantAmount, ...]:
    """Plants eaten on one day, sorted by name. Dishes are weighed through their recipes.

    Where one food without a recipe holds several plants (hummus: chickpea, sesame), its weight is parted
    evenly among those that count: nobody wrote down the shares.
    """
    amounts: dict[str, PlantAmount] = {}
    for helping in helpings_of_day:
        if helping.row is None:
            continue
        for plant, (whole, spice) in _plant_shares(helping.row, table).items():
            eaten = PlantAmount(
                plant=plant,
                whole_g=whole * helping.amount_g,
                spice_g=spice * helping.amount_g,
                whole_variance_g2=(whole * helping.sd_g) ** 2,
                spice_variance_g2=(spice * helping.sd_g) ** 2,
            )
            amounts[plant] = _both(amounts.get(plant, PlantAmount(plant=plant)), eaten)
    return tuple(amounts[plant] for plant in sorted(amounts))


def _plant_shares(row: FoodRow, table: FoodTable) -> dict[str, tuple[float, float]]:
    """Share of the weight of a food that is each plant, in whole form and as herb or spice."""
    shares: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for part in parts_of(row, table):
        counting = [(plant, weight) for plant, weight in part.row.plants if weight > 0]
        for plant, weight in counting:
            shares[plant][0 if weight >= 1 else 1] += part.share / len(counting)
    return {plant: (whole, spice) for plant, (whole, spice) in shares.items()}


def _both(one: PlantAmount, other: PlantAmount) -> PlantAmount:
    return PlantAmount(
        plant=one.plant,
        whole_g=one.whole_g + other.whole_g,
        spice_g=one.spice_g + other.spice_g,
        whole_variance_g2=one.whole_variance_g2 + other.whole_variance_g2,
        spice_variance_g2=one.spice_variance_g2 + other.spice_variance_g2,
    )


def count_plants(days: Iterable[Iterable[PlantAmount]], *, share_known: float, rule: PlantRule) -> PlantCount:
    """Count plants over the days of a window.

    Parameters
    ----------
    days : the plants of each day in the window that has any food.
    share_known : mean over all days of the window of the share of that day's food that we know.
    """
    eaten: dict[str, PlantAmount] = {}
    for day in days:
        for amount in day:
            eaten[amount.plant] = _both(eaten.get(amount.plant, PlantAmount(plant=amount.plant)), amount)
    points = {plant: _points(amount, rule) for plant, amount in eaten.items()}
    counted = tuple(CountedPlant(plant=plant, points=points[plant]) for plant in sorted(points) if points[plant] > 0)
    if share_known <= 0.0:
        return PlantCount(total=NOTHING_KNOWN, counted=(), rule_version=rule.version)
    total = Total(
        value=math.fsum(plant.points for plant in counted),
        sd=math.sqrt(math.fsum(_points_variance(amount, rule) for amount in eaten.values())),
        share_known=share_known,
    )
    return PlantCount(total=total, counted=counted, rule_version=rule.version)


def _points(amount: PlantAmount, rule: PlantRule) -> float:
    if amount.whole_g >= rule.whole_least_g:
        return 1.0
    return rule.spice_points if amount.spice_g >= rule.spice_least_g else 0.0


def _points_variance(amount: PlantAmount, rule: PlantRule) -> float:
    """Variance of one plant's points when its weight is log-normal around what was logged."""
    whole = chance_of_reaching(rule.whole_least_g, amount.whole_g, amount.whole_variance_g2)
    spice = (1 - whole) * chance_of_reaching(rule.spice_least_g, amount.spice_g, amount.spice_variance_g2)
    mean = whole + rule.spice_points * spice
    return max(whole + rule.spice_points**2 * spice - mean**2, 0.0)


def chance_of_reaching(least: float, mean: float, variance: float) -> float:
    """Probability that a log-normal amount with this mean and variance is at least ``least``."""
    if mean <= 0.0 or variance <= 0.0:
        return 1.0 if mean >= least else 0.0
    log_variance = math.log1p(variance / mean**2)
    z = (math.log(least) - math.log(mean) + log_variance / 2) / math.sqrt(log_variance)
    return 0.5 * math.erfc(z / math.sqrt(2))
