"""One or several samples of one person to a summary with bands: docs/explanation/microbiome-noise.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from commensal.knowledge.microbiome_noise import population_level
from commensal.microbiome import gate
from commensal.microbiome.indices import index_readings
from commensal.microbiome.level import OWN_SAMPLES_FROM, SPREAD, SPREAD_OF_DIVERSITY, Level, typical_level
from commensal.microbiome.measures import log_inverse_simpson, shannon
from commensal.microbiome.noise_draws import Floats, NoiseDraws, Scalar, person_factors
from commensal.microbiome.parts import PartTable, part_table, reads_of, species_table
from commensal.microbiome.readings import balance_measures, diversity_measures, function_measures, read_all
from commensal.microbiome.result import Basis, Measure, Reason, SampleSummary
from commensal.microbiome.sample_measures import UNITS, observed
from commensal.microbiome.shown_levels import balance_levels, function_bands
from commensal.microbiome.shown_taxa import taxon_levels
from commensal.microbiome.typical_richness import richness_level
from commensal.records.taxon_profile import Assay, TaxonProfile

DRAWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What the steps of one summary share."""

    profiles: tuple[TaxonProfile, ...]
    factors: np.ndarray
    widen: float
    day_noise: bool
    rng: np.random.Generator


def summarise(
    profiles: TaxonProfile | Sequence[TaxonProfile],
    *,
    rng: np.random.Generator,
    draws: int = DRAWS,
    disturbances: Sequence[Reason] = (),
    day_noise: bool = True,
) -> SampleSummary:
    """What the samples of one person say of the person's typical level.

    Parameters
    ----------
    profiles : one sample, or several of one person on different days.
    draws : how many draws stand behind each band.
    disturbances : antibiotics, bowel preparation or illness before the sample; any of them widens the bands by
        ``gate.WIDENED`` and is handed on as a caution.
    day_noise : False leaves out day-to-day change. For tests only: such bands hardly ever hold the typical level.

    Returns
    -------
    SampleSummary
        Refused (with the reason) below 5,000 reads, without genera, and for several samples that are not comparable.
    """
    samples = (profiles,) if isinstance(profiles, TaxonProfile) else tuple(profiles)
    refused = next((reason for each in samples if (reason := gate.refusal(each))), None)
    refused = refused or next(iter(gate.not_comparable(samples)), None)
    if refused is not None:
        return _refused(samples, refused, disturbances)
    factors = np.ones(draws) if len(samples) >= OWN_SAMPLES_FROM else person_factors(draws)
    work = _Work(
        profiles=samples,
        factors=factors,
        widen=gate.WIDENED if disturbances else 1.0,
        day_noise=day_noise,
        rng=rng,
    )
    return _summary(work, disturbances)


def _summary(work: _Work, disturbances: Sequence[Reason]) -> SampleSummary:
    table = part_table(work.profiles)
    scalars = diversity_measures(table) | balance_measures(table) | function_measures(table)
    levels, drawn = levels_of(table, scalars, work.factors, work.rng, widen=work.widen, day_noise=work.day_noise)
    _, to_genera = table.genus_matrix()
    return SampleSummary(
        samples=tuple(each.sample for each in work.profiles),
        refused=None,
        cautions=_all_cautions(work.profiles, disturbances),
        depth=min(reads_of(each) for each in work.profiles),
        is_depth_known=all(each.is_depth_known for each in work.profiles),
        basis=basis_of(work.profiles),
        n_samples=len(work.profiles),
        n_draws=len(work.factors),
        measures=(
            *_diversity(levels, table.counts @ to_genera, "genus", work),
            *_species_diversity(work),
        ),
        balances=balance_levels(table, levels),
        functions=function_bands(table, levels),
        taxa=taxon_levels(table, drawn, work.rng),
        indices=index_readings(work.profiles[-1], work.factors, work.rng, widen=work.widen),
    )


_DIVERSITY = ("shannon", "log_inverse_simpson")


def _diversity(levels: dict[str, Level], counts: np.ndarray, rank: str, work: _Work) -> tuple[Measure, ...]:
    """Richness, Shannon, inverse Simpson and Pielou of (n_samples, n_taxa) counts."""

    def seen(key: str) -> float:
        return float(np.mean([observed(key, sample) for sample in counts]))

    taxa = max(seen("richness"), 2.0)
    shannon, simpson = levels["shannon"], levels["log_inverse_simpson"]
    richness = richness_level(counts, rank, work.profiles[0].assay, work.factors, work.rng, day_noise=work.day_noise)
    shown = {
        "richness": (richness.bands(np.exp), richness.weight),
        "shannon": (shannon.bands(), shannon.weight),
        "inverse_simpson": (simpson.bands(np.exp), simpson.weight),
        "pielou": (shannon.bands(lambda nats: np.clip(nats / np.log(taxa), 0.0, 1.0)), shannon.weight),
    }
    return tuple(
        Measure(key=key, rank=rank, unit=UNITS[key], observed=seen(key), typical=bands, weight=weight)
        for key, (bands, weight) in shown.items()
    )


def _species_diversity(work: _Work) -> tuple[Measure, ...]:
    """The same for species, where every sample names them and there is a table of their noise (shotgun only)."""
    table = species_table(work.profiles)
    if table is None:
        return ()
    scalars = {"shannon": shannon, "log_inverse_simpson": log_inverse_simpson}
    levels, _ = levels_of(
        table, scalars, work.factors, work.rng, rank="species", widen=work.widen, day_noise=work.day_noise
    )
    return _diversity(levels, table.counts, "species", work)


def levels_of(
    table: PartTable,
    scalars: Mapping[str, Scalar],
    factors: Floats,
    rng: np.random.Generator,
    *,
    rank: str = "genus",
    widen: float = 1.0,
    day_noise: bool = True,
) -> tuple[dict[str, Level], list[NoiseDraws]]:
    """The typical level of every measure, and the draws of every sample.

    Parameters
    ----------
    scalars : measures of shares by name, as in the table of population levels.
    factors : (n_draws,) the person's factor; ones where the person's own variance is used.
    rank : of the diversity measures.
    """
    readings, drawn = read_all(table.counts, table.sd_within * widen, scalars, factors, rng, day_noise=day_noise)
    levels = {
        name: typical_level(
            readings.values[name],
            readings.deviations[name],
            population_level(table.dataset, rank if name in _DIVERSITY else table.resolution, name),
            rng,
            widened=SPREAD_OF_DIVERSITY if name in _DIVERSITY else SPREAD,
        )
        for name in scalars
    }
    return levels, drawn


def basis_of(profiles: Sequence[TaxonProfile]) -> Basis:
    """Where the size of day-to-day change comes from for these samples."""
    if len(profiles) >= OWN_SAMPLES_FROM:
        return Basis.OWN_SAMPLES
    return Basis.TABLE_SHOTGUN if profiles[0].assay is Assay.SHOTGUN else Basis.TABLE_16S


def _all_cautions(profiles: Sequence[TaxonProfile], disturbances: Sequence[Reason]) -> tuple[Reason, ...]:
    widened = (*disturbances, Reason(key="bands_widened", found=f"{gate.WIDENED:g}")) if disturbances else ()
    stated = gate.not_stated(profiles) if len(profiles) > 1 else ()
    return (*widened, *gate.cautions(profiles), *stated)


def _refused(profiles: Sequence[TaxonProfile], refused: Reason, disturbances: Sequence[Reason]) -> SampleSummary:
    return SampleSummary(
        samples=tuple(each.sample for each in profiles),
        refused=refused,
        cautions=tuple(disturbances),
        depth=profiles[0].depth,
        is_depth_known=profiles[0].is_depth_known,
        basis=None,
        n_samples=len(profiles),
        n_draws=0,
    )
