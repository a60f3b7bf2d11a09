"""The Dietary Index for Gut Microbiota of one day (Kase 2024, Nutrients 16:1045), with fixed cut-offs.

The paper scores each of fourteen components 0 or 1 against the median of a person's sex in a survey. One
person has no such median, so the cut-offs here are fixed; only the one for fat is the paper's own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from commensal.diary.exposures.helpings import Helping, nutrient_share
from commensal.diary.exposures.plants import chance_of_reaching
from commensal.diary.exposures.totals import NOTHING_KNOWN, Share, Total, total_of
from commensal.knowledge.diet_rules import IndexComponent, diet_rules
from commensal.knowledge.foods import FoodRow, FoodTable

KCAL_PER_G_FAT = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComponent:
    """One component of the day.

    Parameters
    ----------
    points : 1 or 0; None when its amount is not known.
    amount : what was compared with the cut-off. [g, or percent of energy]
    """

    component: IndexComponent
    points: int | None
    amount: Total


def diet_index(helpings: Sequence[Helping], table: FoodTable) -> tuple[Total, tuple[ScoredComponent, ...]]:
    """The day's index, 0 to 14, and its components.

    ``share_known`` is the mean over the components of how much of each is known. The spread follows from
    the portions: each component is a coin whose odds are those of its amount reaching the cut-off.
    """
    scored = tuple(_scored(component, helpings, table) for component in diet_rules().diet_index)
    known = [item for item in scored if item.points is not None]
    if not known:
        return NOTHING_KNOWN, scored
    variance = sum(_variance(item) for item in known)
    total = Total(
        value=float(sum(item.points or 0 for item in known)),
        sd=math.sqrt(variance),
        share_known=sum(item.amount.share_known for item in scored) / len(scored),
    )
    return total, scored


def _scored(component: IndexComponent, helpings: Sequence[Helping], table: FoodTable) -> ScoredComponent:
    amount = _amount(component, helpings, table)
    if amount.value is None:
        return ScoredComponent(component=component, points=None, amount=amount)
    reaches = amount.value >= component.cutoff
    return ScoredComponent(component=component, points=int(reaches == component.is_beneficial), amount=amount)


def _amount(component: IndexComponent, helpings: Sequence[Helping], table: FoodTable) -> Total:
    if component.measure == "fibre_g":
        return total_of(nutrient_share(helping, ("fibre_g",), table) for helping in helpings)
    if component.measure == "fat_energy_percent":
        return _fat_energy_percent(helpings, table)
    return total_of(_food_share(component, helping, table) for helping in helpings)


def _food_share(component: IndexComponent, helping: Helping, table: FoodTable) -> Share:
    if helping.row is None:
        return Share(value=0.0, sd=0.0, known_g=0.0, all_g=helping.amount_g)
    counted = _counted_share(component, helping.row, table)
    return Share(
        value=counted * helping.amount_g,
        sd=counted * helping.sd_g,
        known_g=helping.amount_g,
        all_g=helping.amount_g,
    )


def _counted_share(component: IndexComponent, row: FoodRow, table: FoodTable) -> float:
    """How much of a food's weight counts: as listed, else through its recipe."""
    if row.id in component.shares_by_food:
        return component.shares_by_food[row.id]
    return sum(
        _counted_share(component, table.foods[ingredient], table) * percent / 100.0
        for ingredient, percent in table.recipes.get(row.id, ())
    )


def _fat_energy_percent(helpings: Sequence[Helping], table: FoodTable) -> Total:
    """Energy from fat over all energy, of the helpings that know both. [percent]"""
    return ratio_of(
        [nutrient_share(helping, ("fat_g",), table) for helping in helpings],
        [nutrient_share(helping, ("kcal",), table) for helping in helpings],
        factor=100.0 * KCAL_PER_G_FAT,
    )


def ratio_of(parts: Sequence[Share], wholes: Sequence[Share], *, factor: float = 1.0) -> Total:
    """``factor`` times the sum of ``parts`` over the sum of ``wholes``, helping by helping.

    The spread is that of a ratio of sums to first order: the portion of a helping moves part and whole
    together, Var(r) ≈ Σ (cv·(part - r·whole))² / (Σ whole)².
    """
    pairs = [(part, whole) for part, whole in zip(parts, wholes, strict=True) if min(part.known_g, whole.known_g) > 0]
    all_whole = sum(whole.value for _, whole in pairs)
    if all_whole <= 0.0:
        return NOTHING_KNOWN
    ratio = sum(part.value for part, _ in pairs) / all_whole
    variance = sum((part.sd - ratio * whole.sd) ** 2 for part, whole in pairs) / all_whole**2
    all_g = sum(whole.all_g for whole in wholes)
    known_g = sum(min(part.known_g, whole.known_g) for part, whole in pairs)
    return Total(value=factor * ratio, sd=factor * math.sqrt(variance), share_known=min(known_g / all_g, 1.0))


def _variance(item: ScoredComponent) -> float:
    mean, sd = item.amount.value or 0.0, item.amount.sd or 0.0
    chance = chance_of_reaching(item.component.cutoff, mean, sd**2)
    return chance * (1 - chance)
