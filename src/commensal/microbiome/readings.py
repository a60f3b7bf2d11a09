"""Every measure of one report as a function of the parts, and the draws of all of them, sample by sample. Arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import balances, functions
from commensal.microbiome import measures
from commensal.microbiome.noise_draws import PSEUDO_COUNT, Floats, NoiseDraws, Scalar, draw_noise
from commensal.microbiome.parts import PartTable

_OF_COUNTS_AS_READ = frozenset({"shannon", "log_inverse_simpson"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Values and draws of several measures.

    Parameters
    ----------
    values : by measure, (n_samples,).
    deviations : by measure, (n_samples, n_draws), mean zero.
    """

    values: Mapping[str, Floats]
    deviations: Mapping[str, Floats]


def diversity_measures(table: PartTable) -> dict[str, Scalar]:
    """Diversity of genera as measures of (…, n_parts) shares."""
    _, to_genera = table.genus_matrix()
    if to_genera.shape[0] == to_genera.shape[1]:  # every part is a genus
        return {"shannon": measures.shannon, "log_inverse_simpson": measures.log_inverse_simpson}
    return {
        "shannon": lambda shares: measures.shannon(shares @ to_genera),
        "log_inverse_simpson": lambda shares: measures.log_inverse_simpson(shares @ to_genera),
    }


def balance_measures(table: PartTable) -> dict[str, Scalar]:
    """Log odds of every balance that has a part on both sides, by ``balance_`` and its key."""
    found: dict[str, Scalar] = {}
    for balance in balances():
        top, bottom = table.mask(balance.top), table.mask(balance.bottom) if balance.bottom else None
        if top.any() and not top.all() and (bottom is None or bottom.any()):
            found[f"balance_{balance.key}"] = _log_odds(top, bottom)
    return found


def function_measures(table: PartTable) -> dict[str, Scalar]:
    """Log odds of every function that has a part, by ``function_`` and its key."""
    masks = {function.key: table.mask(function.members) for function in functions()}
    return {f"function_{key}": _log_odds(top, None) for key, top in masks.items() if top.any() and not top.all()}


def read_all(
    counts: Floats,
    sd_within: Floats,
    scalars: Mapping[str, Scalar],
    factors: Floats,
    rng: np.random.Generator,
    *,
    day_noise: bool = True,
) -> tuple[Readings, list[NoiseDraws]]:
    """Values and deviations of measures for every sample.

    Parameters
    ----------
    counts : (n_samples, n_parts).
    sd_within : (n_parts,), natural log.
    factors : (n_draws,).
    """
    drawn = [draw_noise(sample, sd_within, factors, rng, day_noise=day_noise) for sample in counts]
    values = {
        name: measure(_shares(counts, 0.0 if name in _OF_COUNTS_AS_READ else PSEUDO_COUNT))
        for name, measure in scalars.items()
    }
    deviations = {name: np.stack([draws.deviations(measure) for draws in drawn]) for name, measure in scalars.items()}
    return Readings(values=values, deviations=deviations), drawn


def _shares(counts: Floats, added: float) -> Floats:
    return np.asarray((counts + added) / (counts + added).sum(axis=1, keepdims=True), dtype=np.float64)


def _log_odds(top: NDArray[np.bool_], bottom: NDArray[np.bool_] | None) -> Scalar:
    def measure(shares: Floats) -> Floats:
        return measures.log_odds(shares, top, bottom)

    return measure
