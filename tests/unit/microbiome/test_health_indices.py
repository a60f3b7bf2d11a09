"""Published indices exactly where they are valid, refused elsewhere; ours where there is none."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from commensal.knowledge.microbiome_indices import gmhi_species, gmwi2_coefficients
from commensal.microbiome.indices import gmhi, gmwi2, index_readings
from commensal.microbiome.noise_draws import person_factors
from commensal.microbiome.rank_index import rank_score
from commensal.microbiome.result import IndexReading
from commensal.records.taxon_profile import Assay, TaxonProfile, TaxonRow
from commensal.service.profiles import read_profile
from tests.unit.microbiome.small_profiles import profile

# Worked by hand: shares of what is neither virus nor unclassified are 0.5, 0.3 and 0.2 of 80.
WORKED = {
    "s__Bifidobacterium_adolescentis": 40.0,
    "s__Sutterella_wadsworthensis": 24.0,
    "s__Eggerthella_lenta": 16.0,
    "s__Bacteroides_unclassified": 15.0,
    "s__Lactococcus_virus_bIL67": 5.0,
}
# psi_prevalent = 2/7 (0.5 ln 2 + 0.3 ln(1/0.3)) = 0.2022254646; psi_scarce = 1/31 * 0.2 ln 5 = 0.0103834704
WORKED_GMHI = 1.2890823


def readings(one: TaxonProfile) -> dict[str, IndexReading]:
    """The three indices of a profile, by key."""
    made = index_readings(one, person_factors(400), np.random.default_rng(1))
    return {each.key: each for each in made}


def metaphlan2(species: dict[str, float]) -> TaxonProfile:
    """A MetaPhlAn2 profile of species."""
    total = sum(species.values())
    rows = tuple(
        TaxonRow(
            taxid=None,
            name=name[3:].replace("_", " "),
            rank="species",
            share=value / total,
            amount=value,
            file_name=f"k__Bacteria|{name}",
        )
        for name, value in species.items()
    )
    return TaxonProfile(sample="one", rows=rows, assay=Assay.SHOTGUN, layout="metaphlan2")


def test_gmhi_of_the_worked_example() -> None:
    """Viruses and unclassified left out, constants 7 and 31, log to the base ten."""
    prevalent = 2 / 7 * (0.5 * np.log(2) + 0.3 * np.log(1 / 0.3))
    scarce = 1 / 31 * 0.2 * np.log(5)
    exact = np.log10((prevalent + 1e-5) / (scarce + 1e-5))
    assert gmhi(WORKED) == pytest.approx(exact, abs=1e-12)
    made = readings(metaphlan2(WORKED))["GMHI"]
    assert made.score == pytest.approx(exact, abs=1e-12)
    assert made.members_found == 3
    assert made.bands is not None
    assert made.bands.low_95 < made.bands.value < made.bands.high_95


def test_gmhi_of_nothing_listed_is_nought() -> None:
    """Both sides empty: log10 of one."""
    assert gmhi({"s__Bacteroides_ovatus": 100.0}) == 0.0


def test_the_lists_are_whole() -> None:
    """7 and 43 species, 95 coefficients."""
    prevalent, scarce = gmhi_species()
    assert (len(prevalent), len(scarce), len(gmwi2_coefficients())) == (7, 43, 95)


def test_gmwi2_counts_presence_above_its_threshold() -> None:
    """A share of 1e-5 itself is absence."""
    name, value = next(iter(gmwi2_coefficients().items()))
    assert gmwi2({name: 1.1e-5, "k__Bacteria|p__Unlisted": 0.5}) == value
    assert gmwi2({name: 1e-5}) == 0.0


def test_gmwi2_of_the_published_example(shared_data: Path) -> None:
    """The one profile that its authors published with the score their tool gave for it."""
    folder = shared_data / "metaphlan3-profiles-gmwi2" / "example"
    made = readings(read_profile(folder / "SRR1761667_metaphlan.txt"))["GMWI2"]
    published = float((folder / "SRR1761667_GMWI2.txt").read_text(encoding="utf-8"))
    assert made.score == pytest.approx(published, abs=1e-9)
    assert made.members_found == 22
    assert made.bands is not None


def test_gmwi2_of_the_kefir_profiles(shared_data: Path) -> None:
    """The published scores are of the authors' own runs, other than these files: 8 of 25 are of the same taxa.

    Those are equal to 1e-9. Each of the others differs by whole coefficients: taxa that one run saw and the other
    did not.
    """
    folder = shared_data / "metaphlan3-profiles-gmwi2"
    with (folder / "kefir_gmwi2_scores.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    misses = []
    for row in rows:
        made = readings(read_profile(folder / "kefir" / row["profile"]))["GMWI2"]
        assert made.score is not None
        assert [caution.key for caution in made.cautions] == ["near_database", "band_of_repeats"]
        misses.append(abs(made.score - float(row["gmwi2_score_published"])))
    assert len(rows) == 25
    assert sum(miss < 1e-9 for miss in misses) == 8
    assert max(misses) < 0.7


@pytest.mark.parametrize(
    ("layout", "given"),
    [
        ("bracken", "rank_index"),
        ("kraken2", "rank_index"),
        ("metaphlan2", "GMHI"),
        ("metaphlan4", "rank_index"),
        ("qiime2", "rank_index"),
    ],
)
def test_an_index_abstains_elsewhere(layout: str, given: str) -> None:
    """Every index says why it is not given."""
    made = readings(replace(metaphlan2(WORKED), layout=layout))
    for key, each in made.items():
        if key == given:
            assert each.refused is None or each.refused.key == "few_members"
        else:
            assert each.refused is not None
            assert (each.score, each.bands) == (None, None)


def test_another_database_refuses_gmwi2() -> None:
    """MetaPhlAn 3 with a database it was not trained on."""
    made = readings(replace(metaphlan2(WORKED), layout="metaphlan3", database="mpa_vOct22"))["GMWI2"]
    assert made.refused is not None
    assert made.refused.key == "needs_mpa_v30"


def test_our_own_index_is_labelled_and_only_ranks_count() -> None:
    """Doubling every share changes nothing; it is ours, and unvalidated."""
    prevalent, scarce = gmhi_species()
    names = [*sorted(prevalent)[:5], *sorted(scarce)[:6]]
    shares = {name: 2.0**-place for place, name in enumerate(names)}
    made = readings(replace(metaphlan2(shares), layout="metaphlan4"))["rank_index"]
    assert made.is_ours
    assert "ours_and_unvalidated" in {caution.key for caution in made.cautions}
    assert made.score is not None
    assert -1.0 <= made.score <= 1.0
    assert made.bands is not None


def test_few_members_say_nothing() -> None:
    """Three listed taxa are no ground for an index."""
    made = readings(replace(profile(), layout="metaphlan4"))["rank_index"]
    assert made.refused is not None
    assert made.refused.key == "few_members"


def test_the_rank_score_is_cliffs_delta() -> None:
    """All listed for health above all others: 1; the other way round: -1; absent ones rank last."""
    signs = np.array([1, 1, -1])
    assert rank_score(np.array([0.3, 0.2, 0.1]), signs, 0, 0) == 1.0
    assert rank_score(np.array([0.1, 0.2, 0.3]), signs, 0, 0) == -1.0
    assert rank_score(np.array([0.3, 0.2, 0.1]), signs, 1, 1) == pytest.approx((2 + 2 - 1) / 6)
