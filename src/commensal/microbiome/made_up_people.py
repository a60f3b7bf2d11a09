"""Made-up people drawn from the noise tables, with known truth: for calibration, and for the levels of a population."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from commensal.knowledge.microbiome_noise import SHOTGUN, all_taxon_noise, lineages
from commensal.microbiome.noise_draws import PERSON_SIGMA, Floats, closed, unit_t
from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow

_RANK_OF_LETTER = {
    "k": "domain",
    "p": "phylum",
    "c": "class",
    "o": "order",
    "f": "family",
    "g": "genus",
    "s": "species",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpPeople:
    """People of one table.

    Parameters
    ----------
    dataset, rank : of the noise table.
    log_shares : (n_people, n_taxa) typical level, natural log, up to a constant.
    factors : (n_people,) how noisy each person is.
    """

    dataset: str
    rank: str
    log_shares: Floats
    factors: Floats

    def day(self, rng: np.random.Generator, shift: Floats | None = None) -> Floats:
        """(n_people, n_taxa) true shares on another ordinary day, after an added ``shift`` of the log shares."""
        sd = _column(self.dataset, self.rank, "sd_within")
        noise = self.factors[:, None] * sd * unit_t(rng, self.log_shares.shape)
        return closed(self.log_shares + noise + (0.0 if shift is None else shift))

    def typical(self) -> Floats:
        """(n_people, n_taxa) shares at the typical level."""
        return closed(self.log_shares)


def made_up_people(
    n_people: int,
    rng: np.random.Generator,
    *,
    dataset: str = SHOTGUN,
    rank: str = "genus",
    person_sigma: float = PERSON_SIGMA,
) -> MadeUpPeople:
    """Draw people: typical log share ``N(mean_j, sd_between_j^2)``, means such that mean shares are the table's."""
    mean = _column(dataset, rank, "mean_log_share")
    between = _column(dataset, rank, "sd_between")
    typical = mean + between * rng.standard_normal((n_people, len(mean)))
    factors = np.exp(person_sigma * rng.standard_normal(n_people) - person_sigma**2)
    return MadeUpPeople(dataset=dataset, rank=rank, log_shares=typical, factors=factors)


def taxon_names(dataset: str, rank: str) -> tuple[str, ...]:
    """Names of the table's taxa, in its order."""
    return tuple(row.name for row in all_taxon_noise(dataset, rank))


def profile_of(counts: Floats, dataset: str, rank: str, *, sample: str = "made up") -> TaxonProfile:
    """A profile of one made-up sample as a reader would give it.

    Parameters
    ----------
    counts : (n_taxa,) reads, in the table's order.
    """
    total = float(counts.sum())
    sums: dict[str, dict[str, float]] = {}
    above: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for name, lineage, reads in zip(taxon_names(dataset, rank), lineages(dataset, rank), counts, strict=True):
        path = _path(lineage, name, rank)
        for depth, (each_rank, each_name) in enumerate(path):
            at_rank = sums.setdefault(each_rank, {})
            at_rank[each_name] = at_rank.get(each_name, 0.0) + float(reads)
            above.setdefault((each_rank, each_name), path[:depth])
    rows = tuple(
        TaxonRow(
            taxid=None,
            name=name,
            rank=each_rank,
            lineage=above[each_rank, name],
            share=reads / sum(at_rank.values()),
            count=reads,
            amount=reads,
            file_name=name,
        )
        for each_rank, at_rank in sums.items()
        for name, reads in at_rank.items()
        if reads > 0
    )
    return TaxonProfile(
        sample=sample,
        rows=rows,
        assay=Assay.SHOTGUN if dataset == SHOTGUN else Assay.SIXTEEN_S,
        layout="taxon_table",
        database="made up",
        vendor="made up",
        region=None if dataset == SHOTGUN else "V4",
        reads_total=round(total),
        unclassified_share=0.0,
    )


def _path(lineage: str, name: str, rank: str) -> tuple[tuple[str, str], ...]:
    """Rank and name from the widest down; places without a name take the taxon's own, so that no rank loses mass."""
    letters = list(_RANK_OF_LETTER.values())[: list(_RANK_OF_LETTER.values()).index(rank) + 1]
    pieces = lineage.split(";")
    path = []
    for each_rank, piece in zip(letters, pieces, strict=False):
        bare = piece[3:].strip() if piece[1:3] == "__" else ""
        path.append((each_rank, name if each_rank == rank else bare or f"{name} unclassified"))
    return tuple(path)


def _column(dataset: str, rank: str, name: str) -> Floats:
    return np.array([getattr(row, name) for row in all_taxon_noise(dataset, rank)])
