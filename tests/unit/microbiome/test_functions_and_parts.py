"""Which taxa count for which function or balance: each once, at the lowest rank, under old and new names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from commensal.knowledge.microbiome_functions import balances, functions
from commensal.knowledge.microbiome_noise import (
    SHOTGUN,
    SIXTEEN_S,
    all_taxon_noise,
    lineages,
    measured_sd_within,
    middle_noise,
    population_level,
    taxon_noise,
)
from commensal.knowledge.tables import rows_of
from commensal.microbiome.parts import DEPTH_WHEN_UNKNOWN, PartTable, part_table, species_table
from commensal.records.taxon_profile import Assay
from tests.unit.microbiome.small_profiles import USUAL, profile


def members(table: PartTable, key: str) -> set[str]:
    """The parts that a function sums."""
    function = next(each for each in functions() if each.key == key)
    return {part.key for part, is_in in zip(table.parts, table.mask(function.members), strict=True) if is_in}


def test_only_confirmed_rows_of_grade_a_or_b_are_summed() -> None:
    """No phylum, no order, nothing from memory, nothing of grade C or D in any band."""
    for row in rows_of("microbiome/taxa_functions"):
        if row["in_band"] == "yes":
            assert row["evidence_grade"] in "AB"
            assert row["confirmed"] == "yes"
            assert row["rank"] in {"species", "genus", "family", "class"}
            assert "do not count" not in row["note"]


def test_bacteroidales_never_count_as_inflammatory_lps() -> None:
    """Their lipopolysaccharide silences; only Enterobacteriaceae are summed."""
    lps = next(each for each in functions() if each.key == "lps_hexa_acylated")
    assert [taxon.taxon for taxon in lps.members] == ["Enterobacteriaceae"]
    assert members(part_table([profile()]), "lps_hexa_acylated") == {"Escherichia"}


def test_balances_are_fixed_and_the_primary_one_comes_first() -> None:
    """Five, butyrate makers first, the ratio of phyla for context only."""
    assert [(each.key, each.role) for each in balances()] == [
        ("butyrate_makers", "primary"),
        ("bifidobacterium", "secondary"),
        ("enterobacteriaceae", "secondary"),
        ("oral_taxa", "secondary"),
        ("bacteroidota_over_bacillota", "context"),
    ]


def test_a_listed_species_is_taken_out_of_an_unlisted_genus_once() -> None:
    """Eubacterium is not a butyrate maker as a genus; E. rectale is, and its reads are not counted twice."""
    one = profile(species={"Eubacterium rectale": 2_000, "Eubacterium eligens": 1_000, "Bacteroides ovatus": 79_550})
    table = part_table([one])
    reads = dict(zip([part.key for part in table.parts], table.counts[0], strict=True))
    assert reads["Eubacterium rectale"] == pytest.approx(2_000, rel=1e-6)
    assert reads["Eubacterium"] == pytest.approx(1_000, rel=1e-6)
    assert table.counts.sum() == pytest.approx(sum(USUAL.values()))
    assert members(table, "butyrate") == {"Eubacterium rectale", "Faecalibacterium", "Roseburia"}


def test_a_genus_taken_out_of_an_older_one_borrows_its_rows() -> None:
    """Phocaeicola was Bacteroides when the tables were made: same noise, same functions."""
    table = part_table([profile({**USUAL, "Phocaeicola": 5_000})])
    by_key = {part.key: part for part in table.parts}
    assert by_key["Phocaeicola"].noise == by_key["Bacteroides"].noise
    assert "Phocaeicola" in members(table, "propionate")


def test_a_file_of_genera_alone_still_has_families() -> None:
    """Some programs list genera without what is above them; a family is then known by its usual genera."""
    one = profile()
    bare = replace(one, rows=tuple(replace(row, lineage=()) for row in one.at_rank("genus")))
    table, whole = part_table([bare]), part_table([one])
    for balance in balances():
        assert table.mask(balance.top).tolist() == whole.mask(balance.top).tolist(), balance.key


def test_reads_are_assumed_where_a_file_gives_none() -> None:
    """Shares times ten thousand."""
    table = part_table([profile(has_counts=False)])
    assert table.counts.sum() == pytest.approx(DEPTH_WHEN_UNKNOWN)


def test_the_assay_picks_the_noise() -> None:
    """An assay that is not told gets the wider noise of 16S."""
    assert part_table([profile()]).dataset == SHOTGUN
    assert part_table([profile(assay=Assay.SIXTEEN_S)]).dataset == SIXTEEN_S
    assert part_table([profile(assay=Assay.UNKNOWN)]).dataset == SIXTEEN_S


def test_levels_of_the_population_fit_what_a_file_names() -> None:
    """There are none for species of 16S, so those of genera are used there."""
    species = {"Faecalibacterium prausnitzii": 9_000.0, "Bacteroides ovatus": 73_000.0}
    assert part_table([profile(species=species)]).resolution == "species"
    assert part_table([profile()]).resolution == "genus"
    assert part_table([profile(species=species, assay=Assay.SIXTEEN_S)]).resolution == "genus"


def test_species_have_noise_of_their_own_in_shotgun_only() -> None:
    """And only where most of the sample is named to species."""
    species = {"Faecalibacterium prausnitzii": 9_000.0, "Bacteroides ovatus": 73_000.0}
    table = species_table([profile(species=species)])
    assert table is not None
    assert [part.has_own_noise for part in table.parts] == [True, True]
    assert species_table([profile(species=species, assay=Assay.SIXTEEN_S)]) is None
    assert species_table([profile()]) is None


def test_samples_share_their_parts() -> None:
    """A genus that one sample lacks is a zero there."""
    table = part_table([profile(), profile({"Bacteroides": 9_000, "Klebsiella": 1_000})])
    column = [part.key for part in table.parts].index("Klebsiella")
    assert table.counts[:, column].tolist() == [0.0, 1_000.0]


def test_noise_tables_say_what_was_measured() -> None:
    """The figures of the source note."""
    noise = taxon_noise(SHOTGUN, "genus")
    assert noise["faecalibacterium"].sd_within == pytest.approx(0.7675)
    assert len(all_taxon_noise(SHOTGUN, "genus")) == len(lineages(SHOTGUN, "genus")) == 81
    assert measured_sd_within(SHOTGUN, "species_table_223", "shannon_nats") == pytest.approx(0.194)
    assert measured_sd_within(SHOTGUN, "species_table_223", "nothing") is None
    assert 0.5 < middle_noise(SHOTGUN, "genus").sd_within < 0.8
    level = population_level(SHOTGUN, "genus", "balance_butyrate_makers")
    assert level is not None
    assert (level.sd_within, level.basis) == (0.589, "measured")
    assert population_level(SHOTGUN, "genus", "nothing") is None


def test_genera_sum_their_parts() -> None:
    """The matrix puts a species back into its genus."""
    one = profile(species={"Eubacterium rectale": 2_000, "Eubacterium eligens": 1_000, "Bacteroides ovatus": 79_550})
    table = part_table([one])
    genera, matrix = table.genus_matrix()
    sums = dict(zip(genera, (table.counts @ matrix)[0], strict=True))
    assert sums["Eubacterium"] == pytest.approx(3_000)
    assert np.all(matrix.sum(axis=1) == 1.0)
