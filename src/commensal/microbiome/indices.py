"""Health indices that abstain: GMHI and GMWI2 where they are valid, ours elsewhere, each with the reason."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from commensal.knowledge.microbiome_indices import gmhi_species, gmwi2_coefficients
from commensal.knowledge.microbiome_noise import middle_noise, taxon_noise
from commensal.microbiome.noise_draws import PSEUDO_COUNT, Floats, unit_t
from commensal.microbiome.parts import dataset_of, reads_of
from commensal.microbiome.rank_index import LEAST_MEMBERS, rank_members, rank_score
from commensal.microbiome.result import Bands, IndexReading, Reason
from commensal.records.taxon_profile import TaxonProfile, TaxonRow

PRESENT_ABOVE = 1e-5
"""Share above which both published indices call a taxon present."""
ABSENT_WIDENS = 2.2
"""What the spread of our own index is multiplied by: listed taxa that this sample lacks may be back another day, which
the draws of those it holds leave out. With it the 95 % band held the level of made-up people about as often."""
_GMHI_PREVALENT, _GMHI_SCARCE = 7.0, 31.0
"""Richness of the top 1 % of samples in its training data: constants of GMHI."""
_GMWI2_SD_WITHIN = 0.55
"""Between repeats of one person, 13 critically ill people under treatment: an upper bound, worked out by us from the
scores its authors published. Which rare taxa are seen flickers from day to day, and no table tells how."""
_GMWI2_DATABASE, _GMWI2_NEAR = "mpa_v30", "mpa_v31"


def index_readings(
    profile: TaxonProfile, factors: Floats, rng: np.random.Generator, *, widen: float = 1.0
) -> tuple[IndexReading, ...]:
    """GMHI, GMWI2 and our own index of one sample, each given or refused with its reason.

    Parameters
    ----------
    factors : (n_draws,) the person's factor of day-to-day noise.
    """
    noise = _MemberNoise(profile, factors, rng, widen)
    return _gmhi(profile, noise), _gmwi2(profile, noise), _rank_index(profile, noise)


def gmhi(species: dict[str, float]) -> float:
    """The Gut Microbiome Health Index of MetaPhlAn2 species.

    Parameters
    ----------
    species : abundance by name as MetaPhlAn2 writes it (``s__Eggerthella_lenta``), any unit.

    Notes
    -----
    Unclassified species and viruses are left out, shares closed to one and those below 1e-5 set to zero. For each
    of the two lists: ``psi = (R / R') * -sum p log p`` with R how many of it are present and R' 7 and 31;
    ``GMHI = log10((psi_prevalent + 1e-5) / (psi_scarce + 1e-5))`` (Gupta 2020, 10.1038/s41467-020-18476-8).
    """
    kept = {name: value for name, value in species.items() if "unclassified" not in name and "virus" not in name}
    total = sum(kept.values())
    prevalent, scarce = gmhi_species()
    shares = {name: value / total for name, value in kept.items()} if total > 0 else {}

    def listed(names: frozenset[str]) -> Floats:
        return np.array([shares.get(name, 0.0) for name in sorted(names)])

    return float(_gmhi_of(listed(prevalent), listed(scarce)))


def gmwi2(clades: dict[str, float]) -> float:
    """The Gut Microbiome Wellness Index 2 of MetaPhlAn 3 clades.

    Parameters
    ----------
    clades : share of what is classified by whole clade (``k__Bacteria|p__…``), 0 to 1.

    Notes
    -----
    The sum of the coefficients of the taxa whose share is above 1e-5; the intercept is 0
    (Chang 2024, 10.1038/s41467-024-51651-9).
    """
    coefficients = gmwi2_coefficients()
    return sum(coefficients[name] for name, share in clades.items() if name in coefficients and share > PRESENT_ABOVE)


class _MemberNoise:
    """Shares of an index's members in many draws: counting noise and day-to-day noise."""

    def __init__(self, profile: TaxonProfile, factors: Floats, rng: np.random.Generator, widen: float) -> None:
        self._profile, self._factors, self._rng, self._widen = profile, factors, rng, widen

    def shares(self, rows: list[TaxonRow], shares: Floats) -> Floats:
        """(n_draws, n_rows) shares that the same person's sample could have shown.

        What is not listed keeps its amount, and the whole is closed to one again.
        """
        dataset = dataset_of(self._profile)
        sd = np.array([_sd_within(row, dataset) for row in rows]) * self._widen
        reads = np.where(shares > 0, shares * reads_of(self._profile) + PSEUDO_COUNT, PSEUDO_COUNT)
        size = (len(self._factors), len(rows))
        counted = self._rng.standard_gamma(reads, size=size) / reads_of(self._profile)
        drawn = counted * np.exp(self._factors[:, None] * sd * unit_t(self._rng, size))
        rest = max(1.0 - float(shares.sum()), 0.0)
        return np.asarray(drawn / (drawn.sum(axis=1, keepdims=True) + rest), dtype=np.float64)

    def unit(self) -> Floats:
        """(n_draws,) day-to-day noise of variance 1 in the mean over people."""
        return np.asarray(self._factors * self._widen * unit_t(self._rng, (len(self._factors),)), dtype=np.float64)


def _gmhi(profile: TaxonProfile, noise: _MemberNoise) -> IndexReading:
    prevalent, scarce = gmhi_species()
    known = len(prevalent) + len(scarce)
    if profile.layout != "metaphlan2":
        return _refused("GMHI", known, Reason(key="needs_metaphlan2", found=profile.layout))
    rows = {_last_clade(row): row for row in profile.at_rank("species")}
    amounts = {name: row.amount for name, row in rows.items()}
    kept = sum(value for name, value in amounts.items() if "unclassified" not in name and "virus" not in name)
    members = [name for name in rows if name in prevalent | scarce]
    if kept <= 0:
        return _refused("GMHI", known, Reason(key="no_species"))
    shares = np.array([amounts[name] / kept for name in members])
    drawn = noise.shares([rows[name] for name in members], shares)
    is_prevalent = np.array([name in prevalent for name in members], dtype=bool)
    scores = _gmhi_of(drawn[:, is_prevalent], drawn[:, ~is_prevalent])
    return _given("GMHI", gmhi(amounts), scores, len(members), known)


def _gmhi_of(prevalent: Floats, scarce: Floats) -> Floats:
    def psi(shares: Floats, most: float) -> Floats:
        present = np.where(shares >= PRESENT_ABOVE, shares, 0.0)
        entropy = -(present * np.log(np.where(present > 0, present, 1.0))).sum(axis=-1)
        return np.asarray((present > 0).sum(axis=-1) / most * entropy, dtype=np.float64)

    ratio = (psi(prevalent, _GMHI_PREVALENT) + 1e-5) / (psi(scarce, _GMHI_SCARCE) + 1e-5)
    return np.asarray(np.log10(ratio), dtype=np.float64)


def _gmwi2(profile: TaxonProfile, noise: _MemberNoise) -> IndexReading:
    coefficients = gmwi2_coefficients()
    database = profile.database or ""
    if profile.layout != "metaphlan3":
        return _refused("GMWI2", len(coefficients), Reason(key="needs_metaphlan3", found=profile.layout))
    if not database.startswith((_GMWI2_DATABASE, _GMWI2_NEAR)):
        return _refused("GMWI2", len(coefficients), Reason(key="needs_mpa_v30", found=database))
    whole = sum(row.amount for row in profile.at_rank("domain"))
    if whole <= 0 or not any("|" in row.file_name for row in profile.rows):
        return _refused("GMWI2", len(coefficients), Reason(key="no_clades"))
    rows = [row for row in profile.rows if row.file_name in coefficients]
    shares = np.array([row.amount / whole for row in rows])
    near = (Reason(key="near_database", found=database),) if database.startswith(_GMWI2_NEAR) else ()
    score = gmwi2({row.file_name: float(share) for row, share in zip(rows, shares, strict=True)})
    found = int((shares > PRESENT_ABOVE).sum())
    cautions = (*near, Reason(key="band_of_repeats", found=f"{_GMWI2_SD_WITHIN:g}"))
    drawn = score + noise.unit() * _GMWI2_SD_WITHIN
    return _given("GMWI2", score, drawn, found, len(coefficients), cautions=cautions)


def _rank_index(profile: TaxonProfile, noise: _MemberNoise) -> IndexReading:
    members = rank_members(profile)
    known = members.n_known
    if profile.layout in {"metaphlan2", "metaphlan3"}:
        return _refused("rank_index", known, Reason(key="published_index_fits"), is_ours=True)
    rows = [row for row, _ in members.found]
    if len(rows) < LEAST_MEMBERS or len({sign for _, sign in members.found}) < 2:
        return _refused("rank_index", known, Reason(key="few_members", found=str(len(rows))), is_ours=True)
    signs = np.array([sign for _, sign in members.found])
    shares = np.array([row.share for row in rows])
    score = float(rank_score(shares, signs, members.absent_up, members.absent_down))
    drawn = rank_score(noise.shares(rows, shares), signs, members.absent_up, members.absent_down)
    drawn = np.clip(score + ABSENT_WIDENS * (drawn - drawn.mean()), -1.0, 1.0)
    cautions = (Reason(key="ours_and_unvalidated"),)
    return _given("rank_index", score, drawn, len(rows), known, cautions=cautions, is_ours=True)


def _given(
    key: str,
    score: float,
    drawn: Floats,
    found: int,
    known: int,
    *,
    cautions: tuple[Reason, ...] = (),
    is_ours: bool = False,
) -> IndexReading:
    bands = _around(score, drawn)
    return IndexReading(
        key=key,
        is_ours=is_ours,
        score=score,
        bands=bands,
        members_found=found,
        members_known=known,
        cautions=cautions,
    )


def _refused(key: str, known: int, reason: Reason, *, is_ours: bool = False) -> IndexReading:
    return IndexReading(
        key=key, is_ours=is_ours, score=None, bands=None, members_found=0, members_known=known, refused=reason
    )


def _around(score: float, drawn: Floats) -> Bands:
    """Bands of the draws; they hold the score itself."""
    low_50, high_50, low_95, high_95 = (float(each) for each in np.quantile(drawn, (0.25, 0.75, 0.025, 0.975)))
    return Bands(
        value=score,
        low_50=min(low_50, score),
        high_50=max(high_50, score),
        low_95=min(low_95, score),
        high_95=max(high_95, score),
    )


def _sd_within(row: TaxonRow, dataset: str) -> float:
    rank = row.rank if row.rank in {"genus", "species"} else "genus"
    table: Callable[[str], float | None] = _lookup(dataset, rank)
    for name in (row.name, *row.synonyms):
        found = table(name)
        if found is not None:
            return found
    return middle_noise(dataset, "species" if rank == "species" and taxon_noise(dataset, rank) else "genus").sd_within


def _lookup(dataset: str, rank: str) -> Callable[[str], float | None]:
    table = taxon_noise(dataset, rank)

    def look(name: str) -> float | None:
        noise = table.get(name.casefold())
        return None if noise is None else noise.sd_within

    return look


def _last_clade(row: TaxonRow) -> str:
    return row.file_name.rsplit("|", 1)[-1]
