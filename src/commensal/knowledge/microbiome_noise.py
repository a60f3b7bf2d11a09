"""How stool samples of one person differ from day to day, and people from each other: the measured tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from statistics import median

from commensal.knowledge.tables import number, rows_of

SHOTGUN = "daily_shotgun_34"
SIXTEEN_S = "weekly_16s_75"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonNoise:
    """How one taxon varies.

    Parameters
    ----------
    mean_share : over all samples, 0 to 1.
    sd_within, sd_between : of the centred log ratio, between days of one person and between people. [natural log]
    """

    name: str
    mean_share: float
    sd_within: float
    sd_between: float

    @property
    def mean_log_share(self) -> float:
        """Mean of the natural log of the share, were shares log-normal: ``log(mean) - (sb^2 + sw^2) / 2``."""
        return math.log(self.mean_share) - (self.sd_between**2 + self.sd_within**2) / 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationLevel:
    """How a measure varies between healthy people of a data set.

    Parameters
    ----------
    mean, sd_between : of people's typical levels.
    sd_within : of one sample around its person's level.
    basis : ``measured`` on the samples, or ``derived`` by simulation from the table of taxa.
    """

    mean: float
    sd_within: float
    sd_between: float
    basis: str


@cache
def all_taxon_noise(dataset: str, rank: str) -> tuple[TaxonNoise, ...]:
    """Every row of a data set at a rank; one without a name goes by what is above it ("Clostridia unclassified")."""
    return tuple(
        TaxonNoise(
            name=_name(row["lineage"]),
            mean_share=float(row["mean_percent"]) / 100.0,
            sd_within=float(row["sd_within_clr"]),
            sd_between=float(row["sd_between_clr"]),
        )
        for row in rows_of("microbiome/within_person_taxa")
        if (row["dataset"], row["rank"]) == (dataset, rank)
    )


@cache
def lineages(dataset: str, rank: str) -> tuple[str, ...]:
    """The lineages of ``all_taxon_noise``, in the same order."""
    rows = rows_of("microbiome/within_person_taxa")
    return tuple(row["lineage"] for row in rows if (row["dataset"], row["rank"]) == (dataset, rank))


@cache
def taxon_noise(dataset: str, rank: str) -> Mapping[str, TaxonNoise]:
    """The rows by name in small letters."""
    return {row.name.casefold(): row for row in all_taxon_noise(dataset, rank)}


@cache
def middle_noise(dataset: str, rank: str) -> TaxonNoise:
    """The middle of every column: what is taken for a taxon that the table does not hold."""
    rows = all_taxon_noise(dataset, rank)
    return TaxonNoise(
        name="",
        mean_share=median(row.mean_share for row in rows),
        sd_within=median(row.sd_within for row in rows),
        sd_between=median(row.sd_between for row in rows),
    )


@cache
def population_level(dataset: str, rank: str, measure: str) -> PopulationLevel | None:
    """How a measure varies between people and days; None where nothing is known."""
    for row in rows_of("microbiome/population_levels"):
        if (row["dataset"], row["rank"], row["measure"]) == (dataset, rank, measure):
            return PopulationLevel(
                mean=float(row["mean"]),
                sd_within=float(row["sd_within"]),
                sd_between=float(row["sd_between"]),
                basis=row["basis"],
            )
    return None


@cache
def measured_sd_within(dataset: str, table: str, measure: str) -> float | None:
    """Standard deviation between samples of one person as measured on the samples themselves."""
    for row in rows_of("microbiome/within_person_summary"):
        if (row["dataset"], row["table"], row["measure"]) == (dataset, table, measure):
            return number(row["sd_within"])
    return None


@cache
def older_genus(name: str) -> str | None:
    """The genus that a newer one was taken out of, as the noise and function tables know it."""
    for row in rows_of("microbiome/genus_splits"):
        if row["genus"].casefold() == name.casefold():
            return row["taken_from"]
    return None


@cache
def usual_lineages() -> Mapping[str, Mapping[str, str]]:
    """Family, class and phylum of a genus (in small letters), for files that list genera alone."""
    return {
        row["genus"].casefold(): {rank: row[rank] for rank in ("family", "class", "phylum") if row[rank]}
        for row in rows_of("microbiome/genus_lineages")
    }


def _name(lineage: str) -> str:
    names = [piece[3:].strip() if piece[1:3] == "__" else "" for piece in lineage.split(";")]
    above = next((name for name in reversed(names) if name), lineage)
    return names[-1] or f"{above} unclassified"
