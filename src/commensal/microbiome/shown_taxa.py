"""The most abundant genera of a report, each with its typical share and centred log ratio."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from commensal.knowledge.microbiome_noise import PopulationLevel, TaxonNoise
from commensal.microbiome.level import typical_level
from commensal.microbiome.noise_draws import PSEUDO_COUNT, Floats, NoiseDraws
from commensal.microbiome.parts import PartTable
from commensal.microbiome.result import TaxonLevel

MOST_SHOWN = 30
_ENOUGH_FOR_A_CENTRE = 10
"""Genera of the noise table that a sample must hold before its log ratios can be set beside those of other people."""


def taxon_levels(table: PartTable, drawn: Sequence[NoiseDraws], rng: np.random.Generator) -> tuple[TaxonLevel, ...]:
    """At most ``MOST_SHOWN`` genera, the most abundant first.

    The centre of the log ratio is the mean over the genera that the noise table holds (over all, where it holds few),
    so that the number of rare genera a pipeline reports does not move it.
    """
    genera, to_genera = table.genus_matrix()
    counts = table.counts @ to_genera
    whole = {part.genus: part for part in reversed(table.parts)} | {
        part.genus: part for part in table.parts if part.rank == "genus"
    }
    parts = [whole[name] for name in genera]
    shares = counts / counts.sum(axis=1, keepdims=True)
    anchored = np.array([part.has_own_noise for part in parts])
    has_centre = int(anchored.sum()) >= _ENOUGH_FOR_A_CENTRE
    centre = anchored if has_centre else np.ones(len(parts), dtype=bool)
    shown = [int(place) for place in np.argsort(-shares.mean(axis=0), kind="stable") if shares[:, place].any()]
    shown = shown[:MOST_SHOWN]
    logs = np.log(counts + PSEUDO_COUNT)
    logs_closed = logs - np.log((counts + PSEUDO_COUNT).sum(axis=1, keepdims=True))
    ratios = logs - logs[:, centre].mean(axis=1, keepdims=True)
    share_noise, ratio_noise = _deviations(drawn, to_genera, centre, shown)
    mean_centre = (
        float(np.mean([part.noise.mean_log_share for part in parts if part.has_own_noise])) if has_centre else 0
    )
    levels = []
    for column, place in enumerate(shown):
        part = parts[place]
        of_ratio = _population(part.noise, part.noise.mean_log_share - mean_centre) if has_centre else None
        of_share = _population(part.noise, part.noise.mean_log_share)
        known = part.has_own_noise
        levels.append(
            TaxonLevel(
                name=part.genus,
                taxid=part.taxid if part.rank == "genus" else None,
                rank="genus",
                share=float(shares[:, place].mean()),
                typical_share=typical_level(
                    logs_closed[:, place], share_noise[:, :, column], of_share if known else None, rng
                ).bands(lambda logs: np.minimum(np.exp(logs), 1.0)),
                clr=typical_level(
                    ratios[:, place], ratio_noise[:, :, column], of_ratio if known else None, rng
                ).bands(),
                has_own_noise=known,
            )
        )
    return tuple(levels)


def _population(noise: TaxonNoise, mean: float) -> PopulationLevel:
    return PopulationLevel(mean=mean, sd_within=noise.sd_within, sd_between=noise.sd_between, basis="measured")


def _deviations(
    drawn: Sequence[NoiseDraws], to_genera: Floats, centre: np.ndarray, shown: Sequence[int]
) -> tuple[Floats, Floats]:
    """(n_samples, n_draws, n_shown) noise of log shares and of centred log ratios, mean zero."""
    shares, ratios = [], []
    for draws in drawn:
        logs = np.log(draws.another_day @ to_genera)
        ratio = logs[:, shown] - logs[:, centre].mean(axis=1, keepdims=True)
        share = logs[:, shown]
        shares.append(share - share.mean(axis=0))
        ratios.append(ratio - ratio.mean(axis=0))
    return np.stack(shares), np.stack(ratios)
