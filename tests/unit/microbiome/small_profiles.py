"""Small profiles for tests: genera with their families and phyla, and some species."""

from __future__ import annotations

from collections.abc import Mapping

from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow

LINEAGES: dict[str, tuple[str, str]] = {
    "Akkermansia": ("Akkermansiaceae", "Verrucomicrobiota"),
    "Alistipes": ("Rikenellaceae", "Bacteroidota"),
    "Bacteroides": ("Bacteroidaceae", "Bacteroidota"),
    "Bifidobacterium": ("Bifidobacteriaceae", "Actinomycetota"),
    "Blautia": ("Lachnospiraceae", "Bacillota"),
    "Escherichia": ("Enterobacteriaceae", "Pseudomonadota"),
    "Eubacterium": ("Lachnospiraceae", "Bacillota"),
    "Faecalibacterium": ("Oscillospiraceae", "Bacillota"),
    "Klebsiella": ("Enterobacteriaceae", "Pseudomonadota"),
    "Parabacteroides": ("Tannerellaceae", "Bacteroidota"),
    "Phocaeicola": ("Bacteroidaceae", "Bacteroidota"),
    "Prevotella": ("Prevotellaceae", "Bacteroidota"),
    "Roseburia": ("Lachnospiraceae", "Bacillota"),
    "Ruminococcus": ("Oscillospiraceae", "Bacillota"),
    "Streptococcus": ("Streptococcaceae", "Bacillota"),
}

USUAL: Mapping[str, float] = {
    "Akkermansia": 600,
    "Alistipes": 9_000,
    "Bacteroides": 46_000,
    "Bifidobacterium": 900,
    "Blautia": 2_500,
    "Escherichia": 60,
    "Eubacterium": 3_000,
    "Faecalibacterium": 9_000,
    "Parabacteroides": 4_000,
    "Prevotella": 3_000,
    "Roseburia": 2_400,
    "Ruminococcus": 2_000,
    "Streptococcus": 90,
}


def profile(
    genera: Mapping[str, float] = USUAL,
    *,
    species: Mapping[str, float] | None = None,
    sample: str = "one",
    assay: Assay = Assay.SHOTGUN,
    layout: str = "bracken",
    database: str | None = "standard",
    vendor: str | None = "a firm",
    region: str | None = None,
    has_counts: bool = True,
) -> TaxonProfile:
    """A profile of reads by genus; ``species`` of them by whole name."""
    rows = [*_rows(genera, "genus", has_counts), *_rows(species or {}, "species", has_counts)]
    for rank, place in (("family", 0), ("phylum", 1)):
        sums: dict[str, float] = {}
        for name, reads in genera.items():
            sums[LINEAGES[name][place]] = sums.get(LINEAGES[name][place], 0.0) + reads
        rows += [
            _row(name, rank, (reads, sum(genera.values())), (("domain", "Bacteria"),), has_counts=has_counts)
            for name, reads in sums.items()
        ]
    return TaxonProfile(
        sample=sample,
        rows=tuple(rows),
        assay=assay,
        layout=layout,
        database=database,
        vendor=vendor,
        region=region,
    )


def _rows(reads_by_name: Mapping[str, float], rank: str, has_counts: bool) -> list[TaxonRow]:
    total = sum(reads_by_name.values())
    rows = []
    for name, reads in reads_by_name.items():
        if reads > 0:
            genus = name.split()[0]
            family, phylum = LINEAGES[genus]
            above = (("domain", "Bacteria"), ("phylum", phylum), ("family", family))
            lineage = (*above, ("genus", genus)) if rank == "species" else above
            rows.append(_row(name, rank, (reads, total), lineage, has_counts=has_counts))
    return rows


def _row(
    name: str, rank: str, of_total: tuple[float, float], lineage: tuple[tuple[str, str], ...], *, has_counts: bool
) -> TaxonRow:
    reads, total = of_total
    return TaxonRow(
        taxid=None,
        name=name,
        rank=rank,
        lineage=lineage,
        share=reads / total,
        count=reads if has_counts else None,
        amount=reads,
        file_name=name,
    )
