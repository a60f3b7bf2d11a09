"""Names of microbes: old ones lead to the one in use, and to the id behind it."""

from __future__ import annotations

import pytest

from commensal.knowledge.tables import rows_of
from commensal.knowledge.taxon_names import genus_of, in_use, rank_of


@pytest.mark.parametrize(
    ("written", "rank", "taxid", "name", "known"),
    [
        ("Firmicutes", "phylum", None, "Bacillota", 1239),
        ("Firmicutes_A", "phylum", None, "Bacillota", 1239),
        ("Bacteroides_vulgatus", "species", None, "Phocaeicola vulgatus", 821),
        ("[Eubacterium] rectale", "species", None, "Agathobacter rectalis", 39491),
        ("An unheard of name", "species", 39491, "Agathobacter rectalis", 39491),
        ("Bacteria", "domain", 629395, "Bacteria", 2),
        ("Actinobacteria", "class", 201174, "Actinobacteria", 1760),
        ("Actinobacteria", "phylum", None, "Actinomycetota", 201174),
        ("Clostridiales", "order", None, "Clostridiales", 186802),
        ("[Ruminococcus]", "genus", None, "[Ruminococcus]", None),
        ("Ruminococcus_B", "genus", None, "Ruminococcus_B", None),
        ("GGB9512_SGB14909", "species", None, "GGB9512_SGB14909", None),
        ("Prevotella_copri_clade_A", "species", None, "Prevotella copri clade A", None),
        ("Lactobacillus brevis", "species", None, "Lactobacillus brevis", 1580),
    ],
)
def test_the_name_in_use(written: str, rank: str, taxid: int | None, name: str, known: int | None) -> None:
    """Renamed phyla and species, letters of GTDB, brackets, genome bins, wrong ids; a guess renames nothing."""
    found = in_use(written, rank, taxid)
    assert (found.name, found.taxid) == (name, known)


def test_the_files_own_name_stays_a_synonym() -> None:
    """Whoever knows the old name finds the taxon by it."""
    assert "Bacteroides vulgatus" in in_use("Bacteroides_vulgatus", "species").synonyms
    assert "Eubacterium rectale" in in_use("Agathobacter rectalis", "species").synonyms
    assert "Ruminococcus" in in_use("Ruminococcus_B", "genus").synonyms


@pytest.mark.parametrize(
    ("species", "genus"),
    [
        ("Roseburia intestinalis", "Roseburia"),
        ("Streptococcus sp. X", "Streptococcus"),
        ("Escherichia phage T7", None),
        ("Human gammaherpesvirus 4", None),
        ("[Clostridium] scindens", None),
        ("Lachnospiraceae bacterium 5", None),
        ("Candidatus Someus", None),
        ("Homo sapiens", None),
        ("GGB9512_SGB14909", None),
    ],
)
def test_the_genus_in_a_species_name(species: str, genus: str | None) -> None:
    """Only a name of two parts of a living thing with a genus tells one."""
    assert genus_of(species) == genus


@pytest.mark.parametrize(
    ("name", "rank"),
    [("Blautia", "genus"), ("Faecalibacterium_prausnitzii", "species"), ("Milk NFS", None), ("pain", None)],
)
def test_the_rank_of_a_bare_name(name: str, rank: str | None) -> None:
    """Tables of foods and symptoms are no tables of microbes."""
    assert rank_of(name) == rank


def test_an_id_means_one_taxon() -> None:
    """No id stands at two ranks, and no name has two ids."""
    ranks: dict[str, set[str]] = {}
    for row in rows_of("microbiome/taxon_ids"):
        ranks.setdefault(row["ncbi_taxid"], set()).add(row["rank"])
    assert {taxid for taxid, at in ranks.items() if len(at) > 1} == set()
