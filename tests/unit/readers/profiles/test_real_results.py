"""Result files of real laboratories: each is read, or refused with the reason that fits it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.readers.profiles.registry import FileReading
from commensal.service.profiles import read_profile, read_profiles, read_results

_FOLDERS = (
    "american-gut-2013-biom",
    "metaphlan3-profiles-gmwi2",
    "microbiome-format-fixtures",
    "ubiome-kombucha-n-of-1",
    "vendor-microbiome-csv",
)
_REFUSED = {
    "mapping_reduced.tsv": "no result of a stool test",
    "kefir_gmwi2_scores.csv": "no result of a stool test",
    "SRR1761667_GMWI2.txt": "no result of a stool test",
    "SRR1761667_GMWI2_taxa.txt": "ranges or means (coefficient)",
    "feature-table-with-taxonomy-metadata_v210.biom": "no rank marks",
    "feature-table_v210.biom": "without names of microbes",
    "demo_genefamilies.biom": "genes or pathways",
    "demo_genefamilies.tsv": "genes or pathways",
    "demo_pathabundance.tsv": "genes or pathways",
    "reports-single__report-missing-column.txt": "five columns",
    "ecam_map_maturity.txt": "no result of a stool test",
    "kombucha-food20160726-20160805.csv": "no result of a stool test",
    "kombucha-labels.csv": "no result of a stool test",
    "ViomeMicrobes.xlsx": "Excel",
    "clinicalTaxa2016.csv": "ranges or means (Min, Max, Avg)",
}
_N_READ = 53  # all other files
_PRIVATE = ("m184679", "jsung", "/daniel", "daniel/", "/Users", "surgresearch", "Burger King", "opt/anaconda")


@pytest.fixture(scope="module")
def readings(shared_data: Path) -> dict[str, FileReading]:
    """Every file of the folders, each read on its own."""

    def each() -> Iterator[FileReading]:
        for folder in _FOLDERS:
            for path in sorted((shared_data / folder).rglob("*")):
                if path.is_file() and not path.name.startswith(("SOURCE", "LICENCE")):
                    yield from read_results(path)

    return {reading.name: reading for reading in each()}


def test_each_file_is_read_or_refused_with_its_reason(readings: dict[str, FileReading]) -> None:
    """Nothing else is refused, and each refusal says what stands in that file."""
    refused = {name: str(reading.refused) for name, reading in readings.items() if reading.refused is not None}
    assert sorted(refused) == sorted(_REFUSED)
    assert {name for name, sentence in refused.items() if _REFUSED[name] not in sentence} == set()
    assert len(readings) - len(refused) == _N_READ


def test_shares_sum_to_one_at_every_rank(readings: dict[str, FileReading]) -> None:
    """A rank is a whole; the ranks repeat one another."""
    for reading in readings.values():
        for profile in reading.profiles[:5]:
            for rank in profile.ranks:
                assert sum(profile.shares(rank).values()) == pytest.approx(1.0, abs=1e-9), (reading.name, rank)


def test_nothing_private_comes_out(readings: dict[str, FileReading]) -> None:
    """The commands and notes in these files hold user names, folders and a meal."""
    said = "".join(repr((reading.profiles[:3], str(reading.refused or ""))) for reading in readings.values())
    assert [word for word in _PRIVATE if word in said] == []


def test_a_firm_that_mixes_up_ids_is_corrected(readings: dict[str, FileReading]) -> None:
    """Thryve gives the kingdom the id of an insect and the phylum that of a class; names we know go first."""
    (profile,) = readings["Thryve-2017-02-08.csv"].profiles
    assert {row.taxid for row in profile.named("Bacteria", "domain")} == {2}
    assert {row.taxid for row in profile.named("Bacteroidetes", "phylum")} == {976}
    assert profile.named("Faecalibacterium", "genus")[0].lineage[:2] == (
        ("domain", "Bacteria"),
        ("phylum", "Bacillota"),
    )


def test_ubiome_knows_the_day_and_the_depth(readings: dict[str, FileReading]) -> None:
    """The sampling day is the file's; counts of ranks are not added up."""
    (profile,) = readings["2016-07-26-gut-73813.json"].profiles
    assert (str(profile.day), profile.depth, profile.vendor) == ("2016-07-26", 67_550, "uBiome")


def test_viruses_can_be_set_aside(readings: dict[str, FileReading]) -> None:
    """With ``--add_viruses`` a quarter of this sample is phages; of the bacteria the shares sum to one again."""
    (profile,) = readings["Subj001_time1_S1_metaphlan3.txt"].profiles
    assert profile.shares("domain")["Viruses"] > 0.4
    alone = profile.prokaryotes()
    assert set(alone.shares("domain")) == {"Bacteria"}
    assert sum(alone.shares("genus").values()) == pytest.approx(1.0)


def test_american_gut_is_one_of_407(readings: dict[str, FileReading], shared_data: Path) -> None:
    """A table of many samples gives the one that is named."""
    profiles = readings["otu_table.biom"].profiles
    assert len(profiles) == 407
    path = shared_data / "american-gut-2013-biom" / "otu_table.biom.gz"
    assert read_profile(path, sample=profiles[7].sample) == profiles[7]


def test_a_table_and_its_taxonomy_are_joined(shared_data: Path) -> None:
    """A year of one man's sequences gets its names from the table beside it; 13 samples have few reads."""
    folder = shared_data / "david2014-donor-a"
    profiles = read_profiles([folder / "otus.csv.gz", folder / "lineages.csv.gz"])
    assert len(profiles) == 329
    assert sum((profile.depth or 0) < 5_000 for profile in profiles) == 13
    assert max(profiles[0].shares("phylum"), key=profiles[0].shares("phylum").__getitem__) in (
        "Bacillota",
        "Bacteroidota",
    )
