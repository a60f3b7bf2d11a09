"""Balances and functions of a report, from their levels."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.special import ndtr

from commensal.knowledge.microbiome_functions import Balance, FunctionOfTaxa, balances, functions
from commensal.knowledge.microbiome_noise import PopulationLevel, population_level
from commensal.microbiome.level import Level, percentile_bands
from commensal.microbiome.measures import odds_to_share
from commensal.microbiome.noise_draws import PSEUDO_COUNT
from commensal.microbiome.parts import PartTable
from commensal.microbiome.result import BalanceLevel, Bands, FunctionBand, Place

_LOW_BELOW, _HIGH_ABOVE = 20.0, 80.0
_SURE, _MORE_OFTEN_THAN_NOT = 0.8, 0.5
_NONE_SEEN_95, _NONE_SEEN_50 = 3.0, 0.7
"""Reads that a share may still have, with 95 % and 50 %, when none was seen: ``-log(0.05)`` and ``-log(0.5)``."""


def balance_levels(table: PartTable, levels: Mapping[str, Level]) -> tuple[BalanceLevel, ...]:
    """Every balance, in the order of the table of balances."""
    return tuple(_balance(table, balance, levels.get(f"balance_{balance.key}")) for balance in balances())


def function_bands(table: PartTable, levels: Mapping[str, Level]) -> tuple[FunctionBand, ...]:
    """Every function, in the order of the table of bands."""
    return tuple(_function(table, function, levels.get(f"function_{function.key}")) for function in functions())


def _balance(table: PartTable, balance: Balance, level: Level | None) -> BalanceLevel:
    top = table.mask(balance.top)
    bottom = table.mask(balance.bottom) if balance.bottom else ~top
    sums = table.counts[:, top].sum(axis=1), table.counts[:, bottom].sum(axis=1)
    whole = np.maximum(sums[0] + sums[1], 1.0)
    is_seen = bool(sums[0].sum() > 0)
    population = population_level(table.dataset, table.resolution, f"balance_{balance.key}")
    shares = _unseen(table) if level is None else level.bands(odds_to_share)
    return BalanceLevel(
        key=balance.key,
        role=balance.role,
        members=_seen_members(table, top),
        observed_share=float((sums[0] / whole).mean()),
        typical_share=shares,
        typical_log_odds=_log_odds_of(shares) if level is None else level.bands(),
        percentile=None if level is None or not is_seen else percentile_bands(level, population),
        is_seen=is_seen,
    )


def _function(table: PartTable, function: FunctionOfTaxa, level: Level | None) -> FunctionBand:
    top = table.mask(function.members)
    counted = [each for each in function.members if (table.mask((each,)) & (table.counts.sum(axis=0) > 0)).any()]
    population = population_level(table.dataset, table.resolution, f"function_{function.key}")
    is_seen = level is not None and bool(counted)
    percentile = percentile_bands(level, population) if level is not None and is_seen else None
    return FunctionBand(
        key=function.key,
        place=_place(level, population) if level is not None and is_seen else Place.UNCLEAR,
        grade=max((each.grade for each in counted), default=""),
        members=_seen_members(table, top),
        share=level.bands(odds_to_share) if level is not None and is_seen else _unseen(table),
        percentile=percentile,
        sources=tuple(sorted({each.source for each in counted})),
        agreement=function.agreement,
        needs_species=not table.has_species and any(each.rank == "species" for each in function.members),
    )


def _place(level: Level, population: PopulationLevel | None) -> Place:
    """Low or high only where at least 80 % of the draws lie in the lowest or highest fifth of healthy people."""
    if population is None or population.sd_between <= 0.0:
        return Place.UNCLEAR
    percent = 100.0 * ndtr((level.draws - population.mean) / population.sd_between)
    if float((percent < _LOW_BELOW).mean()) >= _SURE:
        return Place.LOW
    if float((percent > _HIGH_ABOVE).mean()) >= _SURE:
        return Place.HIGH
    is_middle = (percent >= _LOW_BELOW) & (percent <= _HIGH_ABOVE)
    return Place.USUAL if float(is_middle.mean()) >= _MORE_OFTEN_THAN_NOT else Place.UNCLEAR


def _seen_members(table: PartTable, top: np.ndarray) -> tuple[str, ...]:
    seen = top & (table.counts.sum(axis=0) > 0)
    reads = table.counts.sum(axis=0)
    return tuple(table.parts[place].key for place in np.argsort(-reads, kind="stable") if seen[place])


def _unseen(table: PartTable) -> Bands:
    """A share of nothing seen: none, and at most so much."""
    reads = float(table.counts.sum())
    return Bands(value=0.0, low_50=0.0, high_50=_NONE_SEEN_50 / reads, low_95=0.0, high_95=_NONE_SEEN_95 / reads)


def _log_odds_of(share: Bands) -> Bands:
    """Of an unseen share: from half a read up."""
    low = float(np.log(share.high_95 * PSEUDO_COUNT / _NONE_SEEN_95))
    return Bands(
        value=low, low_50=low, high_50=float(np.log(share.high_50)), low_95=low, high_95=float(np.log(share.high_95))
    )
