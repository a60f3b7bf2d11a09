"""How the balances fixed beforehand differ between two groups of samples, set against ordinary days. Arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import Balance, balances
from commensal.microbiome.identity import counting_variance, included, log_density, mean_ratios, tempering
from commensal.microbiome.level import blended_sd, own_scale
from commensal.microbiome.noise_draws import Floats, person_factors
from commensal.microbiome.parts import PartTable
from commensal.microbiome.readings import balance_measures, read_all
from commensal.microbiome.result import BalanceChange, Bands, Outcome

PRIMARY_LEVEL = 0.05
SECONDARY_LEVEL = 0.01
"""Shared by the secondary balances, so that an ordinary pair of days is flagged on any balance in 7 of 100 at most."""
WITHIN_BELOW = 0.5
"""A difference that half of ordinary pairs exceed is called ordinary."""
_PAIRINGS = 16
_FACTOR_GRID = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two groups of samples over the same parts.

    Parameters
    ----------
    table : the samples before, then those after.
    species : the same by species, or None.
    n_before : how many samples are from before.
    is_own_noise : whether there are samples enough for the person's own variance.
    """

    table: PartTable
    species: PartTable | None = None
    n_before: int = 1
    is_own_noise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordinary:
    """The difference seen; draws of differences between ordinary days, in rising order, and their weights."""

    seen: float
    draws: Floats
    weights: Floats

    def quantile(self, q: float) -> float:
        return _weighted_quantile(self.draws, self.weights, q)

    def share_smaller(self) -> float:
        """Share of ordinary differences that are smaller than the one seen."""
        return float(self.weights[np.abs(self.draws) < abs(self.seen)].sum())

    def size_quantile(self, q: float) -> float:
        sizes = np.abs(self.draws)
        order = np.argsort(sizes)
        return _weighted_quantile(sizes[order], self.weights[order], q)


def balance_changes(
    pair: Pair,
    rng: np.random.Generator,
    n_draws: int,
    widen: float,
    *,
    day_noise: bool = True,
    judged: bool = True,
) -> tuple[BalanceChange, ...]:
    """Every balance that any of the samples holds, the primary one first.

    Parameters
    ----------
    judged : False leaves every outcome at "cannot tell" (a mix-up is feared).
    """
    table = pair.table
    factors = np.ones(n_draws) if pair.is_own_noise else person_factors(n_draws)
    scalars = balance_measures(table)
    sd = table.sd_within * widen
    readings, _ = read_all(table.counts, sd, scalars, factors, rng, day_noise=day_noise)
    levels = _levels()
    changes = []
    for balance in balances():
        name = f"balance_{balance.key}"
        if name not in readings.values:
            continue
        top = table.mask(balance.top)
        weights = np.full(n_draws, 1.0 / n_draws)
        if day_noise and not pair.is_own_noise:
            weights = _factor_weights(pair, ~(top | table.mask(balance.bottom)), sd, factors)
        ordinary = _ordinary(readings.values[name], readings.deviations[name], weights, pair, rng)
        is_seen = bool(table.counts[:, top].sum() > 0)
        changes.append(_change(balance, ordinary, levels[balance.role], judged=judged and is_seen))
    return tuple(changes)


def _levels() -> Mapping[str, float]:
    secondary = sum(balance.role == "secondary" for balance in balances())
    return {"primary": PRIMARY_LEVEL, "secondary": SECONDARY_LEVEL / secondary, "context": PRIMARY_LEVEL}


def _factor_weights(pair: Pair, others: NDArray[np.bool_], sd_within: Floats, factors: Floats) -> Floats:
    """(n_draws,) how likely each person's factor is, from how much all the other taxa moved between the samples.

    People differ 2.5-fold in their noise, and it is the whole community that is calm or restless; so the taxa outside
    a balance tell how far the balance itself may move on ordinary days. Their likelihood is tempered, because they
    move together.
    """
    before, after = pair.table.counts[: pair.n_before], pair.table.counts[pair.n_before :]
    kept = included(before, after, has_floor=pair.table.has_floor) & others
    if kept.sum() < 2:
        return np.full(len(factors), 1.0 / len(factors))
    before, after = before[:, kept], after[:, kept]
    difference = mean_ratios(after) - mean_ratios(before)
    counting = counting_variance(before) + counting_variance(after)
    shared = 1.0 / len(before) + 1.0 / len(after)
    grid = person_factors(_FACTOR_GRID)  # smooth in the factor, so a few points and lines between them do
    variance = grid[:, None] ** 2 * sd_within[kept] ** 2 * shared + counting
    evidence = log_density(difference, variance).sum(axis=1) * tempering(int(kept.sum()))
    weights = np.exp(np.interp(factors, grid, evidence) - evidence.max())
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def _ordinary(values: Floats, deviations: Floats, weights: Floats, pair: Pair, rng: np.random.Generator) -> _Ordinary:
    """The difference seen, and how two such groups of samples differ when nothing has changed.

    The draws stand in the order of the person's factor, so a draw of one side goes with the nearest draws of the
    other: the same person, another day.
    """
    n = pair.n_before
    before, after = values[:n], values[n:]
    first, second = deviations[:n].mean(axis=0), deviations[n:].mean(axis=0)
    if pair.is_own_noise:
        sd_one = float(np.sqrt((deviations**2).mean()))
        df = len(values) - 2
        squares = float(((before - before.mean()) ** 2).sum() + ((after - after.mean()) ** 2).sum())
        scale = blended_sd(sd_one, squares / df, df) / sd_one * own_scale(df, len(first), rng)
        first, second = first * scale, second * scale
    draws = np.concatenate([second - np.roll(first, shift) for shift in range(_PAIRINGS)])
    order = np.argsort(draws)
    return _Ordinary(
        seen=float(after.mean() - before.mean()),
        draws=draws[order],
        weights=np.tile(weights / _PAIRINGS, _PAIRINGS)[order],
    )


def _weighted_quantile(rising: Floats, weights: Floats, q: float) -> float:
    place = int(np.searchsorted(np.cumsum(weights), q))
    return float(rising[min(place, len(rising) - 1)])


def _change(balance: Balance, ordinary: _Ordinary, level: float, *, judged: bool) -> BalanceChange:
    more_than = ordinary.share_smaller()
    outcome = Outcome.CANNOT_TELL
    if judged and more_than >= 1.0 - level:
        outcome = Outcome.MORE
    elif judged and more_than <= WITHIN_BELOW:
        outcome = Outcome.WITHIN
    # The change of the level: what was seen, less an ordinary difference.
    low_50, high_50, low_95, high_95 = (ordinary.seen - ordinary.quantile(q) for q in (0.75, 0.25, 0.975, 0.025))
    folds = [float(np.exp(each)) for each in (ordinary.seen, low_50, high_50, low_95, high_95)]
    return BalanceChange(
        key=balance.key,
        role=balance.role,
        fold=Bands(value=folds[0], low_50=folds[1], high_50=folds[2], low_95=folds[3], high_95=folds[4]),
        probability_more_than_days=more_than,
        smallest_fold_seen=float(np.exp(ordinary.size_quantile(1.0 - level))),
        level=level,
        outcome=None if balance.role == "context" else outcome,
    )
