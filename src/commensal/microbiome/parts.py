"""From profiles to one table of parts: genera, with listed species taken out of them, and the noise of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.microbiome_functions import ListedTaxon, balances, functions
from commensal.knowledge.microbiome_noise import (
    SHOTGUN,
    SIXTEEN_S,
    TaxonNoise,
    middle_noise,
    older_genus,
    taxon_noise,
    usual_lineages,
)
from commensal.knowledge.taxon_names import in_use
from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow

DEPTH_WHEN_UNKNOWN = 10_000
"""Reads taken where a file does not tell."""

_MOSTLY_NAMED = 0.5
_FEW_READS = 2.0
_HOST = frozenset({"homo", "homo sapiens"})
_BRACKETS = str.maketrans("", "", "[]")
_WIDER_RANKS = ("family", "order", "class", "phylum")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A genus, or a listed species of it, or what is left of the genus.

    Parameters
    ----------
    names : every name it goes by, in small letters, at its rank.
    genus : the genus row it belongs to.
    wider : names of its family, order, class and phylum by rank, in small letters.
    noise : of the table, or the middle one (``has_own_noise`` False).
    """

    key: str
    taxid: int | None
    rank: str
    names: frozenset[str]
    genus: str
    genus_names: frozenset[str]
    wider: tuple[tuple[str, frozenset[str]], ...]
    noise: TaxonNoise
    has_own_noise: bool

    def is_in(self, listed: ListedTaxon) -> bool:
        """Whether this part is the listed taxon or lies within it."""
        name = listed.taxon.casefold()
        if listed.rank == "species":
            return self.rank == "species" and (name in self.names or self._has_id(listed))
        if listed.rank == "genus":
            return name in self.genus_names or (self.rank == "genus" and self._has_id(listed))
        return any(rank == listed.rank and name in names for rank, names in self.wider)

    def _has_id(self, listed: ListedTaxon) -> bool:
        return listed.taxid is not None and self.taxid == listed.taxid


@dataclass(frozen=True, slots=True, kw_only=True)
class PartTable:
    """Several samples over the same parts.

    Parameters
    ----------
    counts : (n_samples, n_parts), reads; where a file gives none, shares times ``DEPTH_WHEN_UNKNOWN``.
    dataset : of the noise tables.
    has_species : whether any sample holds rows of species rank.
    has_floor : whether a program left out what lies below a floor of its own, so that a zero is no deep fall.
    """

    parts: tuple[Part, ...]
    counts: NDArray[np.float64]
    dataset: str
    has_species: bool
    has_floor: bool = False

    @property
    def resolution(self) -> str:
        """Which levels of the population fit: of species, where there is a table of them (shotgun), else of genera."""
        return "species" if self.has_species and self.dataset == SHOTGUN else "genus"

    @property
    def sd_within(self) -> NDArray[np.float64]:
        """(n_parts,) standard deviation between days. [natural log]"""
        return np.array([part.noise.sd_within for part in self.parts])

    @property
    def sd_between(self) -> NDArray[np.float64]:
        """(n_parts,) standard deviation between people. [natural log]"""
        return np.array([part.noise.sd_between for part in self.parts])

    def mask(self, members: Iterable[ListedTaxon]) -> NDArray[np.bool_]:
        """(n_parts,) which parts are, or lie within, the listed taxa: each part once."""
        return _mask(self.parts, tuple(members))

    def genus_matrix(self) -> tuple[tuple[str, ...], NDArray[np.float64]]:
        """Names of genera, and the (n_parts, n_genera) matrix that sums parts into them."""
        genera = tuple(dict.fromkeys(part.genus for part in self.parts))
        place = {name: column for column, name in enumerate(genera)}
        matrix = np.zeros((len(self.parts), len(genera)))
        for row, part in enumerate(self.parts):
            matrix[row, place[part.genus]] = 1.0
        return genera, matrix


@lru_cache(maxsize=256)
def _mask(parts: tuple[Part, ...], listed: tuple[ListedTaxon, ...]) -> NDArray[np.bool_]:
    """Asked for again and again over the same parts, by each balance and function; not to be written to."""
    found = np.array([any(part.is_in(each) for each in listed) for part in parts], dtype=bool)
    found.flags.writeable = False
    return found


def microbes_of(profile: TaxonProfile) -> TaxonProfile:
    """Bacteria and archaea; the person's own reads are left out too where a file lists them without a domain."""
    return profile.prokaryotes().within(lambda row: row.name.casefold() not in _HOST)


def dataset_of(profile: TaxonProfile) -> str:
    """The table of day-to-day noise for a profile: the wider one of 16S too where the file does not tell the assay."""
    return SHOTGUN if profile.assay is Assay.SHOTGUN else SIXTEEN_S


def reads_of(profile: TaxonProfile) -> int:
    """Reads behind the shares, or what is taken where the file does not tell."""
    depth = profile.depth
    return DEPTH_WHEN_UNKNOWN if depth is None else depth


def part_table(profiles: Sequence[TaxonProfile]) -> PartTable:
    """One table of the genera of several samples; bacteria and archaea only.

    Parameters
    ----------
    profiles : of one person, comparable (see ``gate``); at least one.
    """
    dataset = dataset_of(profiles[0])
    found: dict[str, Part] = {}
    amounts: list[dict[str, float]] = []
    has_species = False
    for profile in profiles:
        cells = microbes_of(profile)
        has_species = has_species or bool(cells.at_rank("species"))
        amounts.append(_reads_by_part(cells, reads_of(profile), dataset, found))
    counts = np.array([[sample.get(key, 0.0) for key in found] for sample in amounts], dtype=np.float64)
    return PartTable(
        parts=tuple(found.values()),
        counts=counts,
        dataset=dataset,
        has_species=has_species,
        has_floor=_has_floor(profiles, counts),
    )


def species_table(profiles: Sequence[TaxonProfile]) -> PartTable | None:
    """The same of species; None unless every sample names most of what it holds, and by shotgun.

    There is no table of day-to-day noise for species of 16S.
    """
    cells = [microbes_of(profile) for profile in profiles]
    if dataset_of(profiles[0]) != SHOTGUN or any(each.named_share("species") < _MOSTLY_NAMED for each in cells):
        return None
    found: dict[str, Part] = {}
    samples = []
    for profile, each in zip(profiles, cells, strict=True):
        sample: dict[str, float] = {}
        for row in each.at_rank("species"):
            sample[row.name] = sample.get(row.name, 0.0) + row.share * reads_of(profile)
            found.setdefault(row.name, _part(row, row, SHOTGUN, middle="species"))
        samples.append(sample)
    counts = np.array([[sample.get(key, 0.0) for key in found] for sample in samples], dtype=np.float64)
    return PartTable(
        parts=tuple(found.values()),
        counts=counts,
        dataset=SHOTGUN,
        has_species=True,
        has_floor=_has_floor(profiles, counts),
    )


def _has_floor(profiles: Sequence[TaxonProfile], counts: NDArray[np.float64]) -> bool:
    """MetaPhlAn calls a taxon present by its markers; others drop taxa of a few reads; shares alone do not tell."""
    if any(profile.layout.startswith("metaphlan") or profile.counts("genus") is None for profile in profiles):
        return True
    return bool(any(sample[sample > 0].min() > _FEW_READS for sample in counts if (sample > 0).any()))


def _reads_by_part(cells: TaxonProfile, reads: int, dataset: str, found: dict[str, Part]) -> dict[str, float]:
    """Reads of each part of one sample; parts met for the first time are added to ``found``."""
    genera = cells.at_rank("genus")
    sample: dict[str, float] = {}
    by_genus: dict[str, TaxonRow] = {}
    for row in genera:
        by_genus.setdefault(row.name, row)
        sample[row.name] = sample.get(row.name, 0.0) + row.share * reads
    listed_species = _listed_species()
    # A share of species rank is of what is named at that rank; in reads of genera it is so much less.
    named = cells.named_share("genus")
    scale = cells.named_share("species") / named if named > 0 else 0.0
    for row in cells.at_rank("species"):
        genus = row.name_at("genus")
        if genus is None or genus not in by_genus or not (_names(row) & listed_species or row.taxid in _listed_ids()):
            continue
        taken = min(row.share * scale * reads, sample.get(genus, 0.0))
        sample[genus] -= taken
        sample[row.name] = sample.get(row.name, 0.0) + taken
        found.setdefault(row.name, _part(row, by_genus[genus], dataset))
    for name, row in by_genus.items():
        found.setdefault(name, _part(row, row, dataset))
    return sample


def _part(row: TaxonRow, genus: TaxonRow, dataset: str, middle: str = "genus") -> Part:
    names, genus_names = _names(row), _names(genus)
    older = older_genus(genus.name)
    if older is not None:
        genus_names |= {older.casefold()}
    noise = _noise(names, row.rank, dataset) or _noise(genus_names, "genus", dataset)
    return Part(
        key=row.name,
        taxid=row.taxid,
        rank=row.rank,
        names=names,
        genus=genus.name,
        genus_names=genus_names,
        wider=tuple((rank, _wider_names(genus, rank)) for rank in _WIDER_RANKS),
        noise=noise or middle_noise(dataset, middle),
        has_own_noise=noise is not None,
    )


def _noise(names: frozenset[str], rank: str, dataset: str) -> TaxonNoise | None:
    table = taxon_noise(dataset, rank)
    return next((table[name] for name in sorted(names) if name in table), None)


def _names(row: TaxonRow) -> frozenset[str]:
    last = row.file_name.rsplit("|", 1)[-1].rsplit(";", 1)[-1].strip()
    last = last[3:] if last[1:3] == "__" else last
    written = [row.name, *row.synonyms, last.replace("_", " ")]
    if row.rank == "species":  # brackets mark a doubtful genus; the species is the same
        written += [name.translate(_BRACKETS) for name in written]
    return frozenset(name.strip().casefold() for name in written if name.strip())


def _wider_names(row: TaxonRow, rank: str) -> frozenset[str]:
    name = row.name_at(rank) or _usual_name(row, rank)
    if name is None:
        return frozenset()
    known = in_use(name, rank)
    return frozenset(each.casefold() for each in (name, known.name, *known.synonyms))


def _usual_name(row: TaxonRow, rank: str) -> str | None:
    """What usually stands above a genus, where the file lists genera alone."""
    known = usual_lineages()
    return next((known[name][rank] for name in sorted(_names(row)) if rank in known.get(name, {})), None)


@cache
def _listed() -> tuple[ListedTaxon, ...]:
    in_functions = [taxon for function in functions() for taxon in function.members]
    in_balances = [taxon for balance in balances() for taxon in (*balance.top, *balance.bottom)]
    return tuple(taxon for taxon in (*in_functions, *in_balances) if taxon.rank == "species")


@cache
def _listed_species() -> frozenset[str]:
    return frozenset(taxon.taxon.casefold() for taxon in _listed())


@cache
def _listed_ids() -> frozenset[int]:
    return frozenset(taxon.taxid for taxon in _listed() if taxon.taxid is not None)
