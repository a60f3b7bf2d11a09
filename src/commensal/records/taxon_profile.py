"""What one sample file says of one sample: which taxa, in which shares, and how well we know it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from commensal.records.fact_checks import check_name, check_range
from commensal.records.imports import LineIssue

RANKS = ("domain", "phylum", "class", "order", "family", "genus", "species", "strain")
"""Ranks of a row, from the widest down. Kingdoms and other ranks between these are not kept."""

PROKARYOTES = frozenset({"Bacteria", "Archaea"})

_FAMILY_OF_LAYOUT = {"qiime2": "feature_table", "biom": "feature_table"}
_PLACEHOLDER_ENDINGS = ("unclassified", "noname", "incertae sedis")
_SHARE_TOLERANCE = 1e-6


class Assay(StrEnum):
    """How the sample was read."""

    SHOTGUN = "shotgun"
    SIXTEEN_S = "16s"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonRow:
    """One taxon of one sample, with everything below it.

    Parameters
    ----------
    taxid : NCBI taxonomy id; None where neither the file nor the names we know give it.
    name : the name now in use, in plain words ("Phocaeicola vulgatus"); of placeholders the file's own.
    rank : one of ``RANKS``; ``strain`` also holds the genome bins of MetaPhlAn 4.
    lineage : pairs of rank and name now in use, from the widest rank down, without this row.
    share : of what is classified at this rank in this sample, 0 to 1; the shares of a rank sum to 1.
    count : reads, or an estimate of reads; None where the file gives none.
    amount : the number in the file that the share was made of: percent, fraction or reads.
    file_name : the name exactly as the file has it, for MetaPhlAn the whole clade
        (``k__Bacteria|p__Firmicutes``).
    synonyms : other names of the taxon: the file's own, and older ones we know.
    """

    taxid: int | None
    name: str
    rank: str
    lineage: tuple[tuple[str, str], ...] = ()
    share: float
    count: float | None = None
    amount: float
    file_name: str
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check_name("taxon", self.name)
        check_range("share of a taxon", self.share, 0.0, 1.0 + _SHARE_TOLERANCE, "")
        check_range("reads of a taxon", self.count, 0.0, math.inf, "reads")
        check_range("amount of a taxon", self.amount, 0.0, math.inf, "")
        assert self.rank in RANKS, "readers give only the ranks we keep"

    def name_at(self, rank: str) -> str | None:
        """The name of this taxon at a wider rank (or its own); None where the file does not say."""
        return self.name if rank == self.rank else dict(self.lineage).get(rank)

    @property
    def domain(self) -> str | None:
        """Bacteria, Archaea, Eukaryota or Viruses; None where the file does not say."""
        return self.name_at("domain")

    @property
    def is_placeholder(self) -> bool:
        """Whether the pipeline knows that something is there and not what ("Lachnospiraceae unclassified")."""
        return self.name.casefold().endswith(_PLACEHOLDER_ENDINGS)

    def goes_by(self, name: str) -> bool:
        """Whether this is one of the taxon's names; upper and lower case do not matter."""
        return name.casefold() in {known.casefold() for known in (self.name, *self.synonyms)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparability:
    """What must be alike before the numbers of two samples may be compared; None where a file does not say."""

    assay: Assay
    layout_family: str
    database: str | None
    vendor: str | None
    region: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxonProfile:
    """One sample.

    Parameters
    ----------
    sample : the sample's name in the file, or the file's own name; never a folder.
    day : when the sample was taken, where the file says so.
    rows : every taxon above zero, at every rank the file gives or that follows from its lineages. Ranks repeat
        the same mass: never add rows of two ranks.
    layout : the program or firm and its version: ``metaphlan2``, ``metaphlan3``, ``metaphlan4``, ``kraken2``,
        ``bracken``, ``qiime2``, ``biom``, ``ubiome``, ``thryve``, ``taxon_table``.
    database : of the names, as the file gives it (``mpa_vJan21_CHOCOPhlAnSGB_202103``).
    region : of the 16S gene, where the file says so.
    reads_total : reads that were looked at, classified or not.
    unclassified_share : of all reads (or of the whole sample, for MetaPhlAn), 0 to 1.
    notes : lines that were not read as a value and why, and what was decided while reading.
    """

    sample: str
    day: date | None = None
    rows: tuple[TaxonRow, ...]
    assay: Assay = Assay.UNKNOWN
    layout: str
    database: str | None = None
    vendor: str | None = None
    region: str | None = None
    reads_total: int | None = None
    unclassified_share: float | None = None
    notes: tuple[LineIssue, ...] = ()

    def __post_init__(self) -> None:
        check_name("sample", self.sample)
        check_range("unclassified share", self.unclassified_share, 0.0, 1.0, "")
        check_range("reads of a sample", self.reads_total, 0, math.inf, "reads")

    @property
    def comparability(self) -> Comparability:
        """What must be alike in another sample before the two may be compared."""
        return Comparability(
            assay=self.assay,
            layout_family=_FAMILY_OF_LAYOUT.get(self.layout, self.layout),
            database=self.database,
            vendor=self.vendor,
            region=self.region,
        )

    @property
    def depth(self) -> int | None:
        """Reads behind the shares; None where the file does not tell.

        The reads counted for the taxa, or, where only their number before sorting is known, those times the share
        that was classified. Taken at the rank that holds most reads.
        """
        sums: dict[str, float] = {}
        for row in self.rows:
            if row.count is not None:
                sums[row.rank] = sums.get(row.rank, 0.0) + row.count
        if sums:
            return round(max(sums.values()))
        if self.reads_total is None or self.unclassified_share is None:
            return None
        return round(self.reads_total * (1.0 - self.unclassified_share))

    @property
    def is_depth_known(self) -> bool:
        """Whether ``depth`` is a number."""
        return self.depth is not None

    @property
    def ranks(self) -> tuple[str, ...]:
        """The ranks that have rows, from the widest down."""
        present = {row.rank for row in self.rows}
        return tuple(rank for rank in RANKS if rank in present)

    def at_rank(self, rank: str) -> tuple[TaxonRow, ...]:
        """The rows of one rank, in the file's order."""
        return tuple(row for row in self.rows if row.rank == rank)

    def shares(self, rank: str) -> dict[str, float]:
        """Share by name at one rank; they sum to 1. Empty where the file gives nothing at this rank."""
        shares: dict[str, float] = {}
        for row in self.at_rank(rank):
            shares[row.name] = shares.get(row.name, 0.0) + row.share
        return shares

    def counts(self, rank: str) -> dict[str, float] | None:
        """Reads by name at one rank; None where the file gives none for any row of it."""
        rows = self.at_rank(rank)
        if not rows or any(row.count is None for row in rows):
            return None
        counts: dict[str, float] = {}
        for row in rows:
            counts[row.name] = counts.get(row.name, 0.0) + (row.count or 0.0)
        return counts

    def named_share(self, rank: str) -> float:
        """How much of what is classified at all has a row at this rank, 0 to 1."""
        sums = {each: math.fsum(row.amount for row in self.at_rank(each)) for each in self.ranks}
        whole = max(sums.values(), default=0.0)
        return min(sums.get(rank, 0.0) / whole, 1.0) if whole > 0.0 else 0.0

    def with_taxid(self, taxid: int) -> tuple[TaxonRow, ...]:
        """The rows of one NCBI taxonomy id: usually one, several where a file splits a taxon."""
        return tuple(row for row in self.rows if row.taxid == taxid)

    def named(self, name: str, rank: str | None = None) -> tuple[TaxonRow, ...]:
        """The rows that go by a name, old or new, at one rank or at any."""
        return tuple(row for row in self.rows if rank in (None, row.rank) and row.goes_by(name))

    def within(self, is_in: Callable[[TaxonRow], bool], *, note: LineIssue | None = None) -> TaxonProfile:
        """The profile of some rows only, shares summing to 1 again at each rank."""
        kept = [row for row in self.rows if is_in(row)]
        sums: dict[str, float] = {}
        for row in kept:
            sums[row.rank] = sums.get(row.rank, 0.0) + row.share
        rows = tuple(replace(row, share=row.share / sums[row.rank] if sums[row.rank] else 0.0) for row in kept)
        return replace(self, rows=rows, notes=self.notes if note is None else (*self.notes, note))

    def prokaryotes(self) -> TaxonProfile:
        """Bacteria and archaea only: without viruses, fungi and the person's own reads.

        Rows whose domain the file does not give are kept.
        """
        return self.within(lambda row: row.domain is None or row.domain in PROKARYOTES)
