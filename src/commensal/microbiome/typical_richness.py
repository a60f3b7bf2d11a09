"""Richness over ordinary days: on the log scale, with the spread that was measured."""

from __future__ import annotations

import numpy as np

from commensal.microbiome.level import Level, typical_level
from commensal.microbiome.noise_draws import Floats, unit_t
from commensal.records.taxon_profile import Assay

# Standard deviation between days over the mean: 8.55 of 203.4 species, 2.97 of 74.1 genera; 16S on the log scale.
_SD_LOG_SHOTGUN = {"species": 8.55 / 203.4, "genus": 2.97 / 74.11}
_SD_LOG_16S = 0.255


def richness_level(
    counts: Floats,
    rank: str,
    assay: Assay,
    factors: Floats,
    rng: np.random.Generator,
    *,
    day_noise: bool = True,
) -> Level:
    """Natural log of the number of taxa at this depth, not drawn towards other people.

    Other pipelines count other numbers of taxa, so the mean of the noise study says nothing of a person's.
    """
    values = np.log(np.maximum((counts > 0).sum(axis=1), 1.0))
    sd = (_SD_LOG_SHOTGUN[rank] if assay is Assay.SHOTGUN else _SD_LOG_16S) if day_noise else 0.0
    noise = factors * sd * unit_t(rng, (len(counts), len(factors)))
    return typical_level(np.asarray(values, dtype=np.float64), noise - noise.mean(axis=1, keepdims=True), None, rng)
