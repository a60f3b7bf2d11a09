"""One community, written in every layout, is the same community when read."""

from __future__ import annotations

from pathlib import Path

import pytest

from commensal.service.profiles import read_profiles, read_results
from tests.profile_layouts import ALL_LAYOUTS, EXAMPLE, FOLDER, write

_WITHOUT_LINEAGE = {"bracken_genera", "bracken_combined", "bracken_species"}
_WITH_COUNTS = {"metaphlan4_reads", "metaphlan4_reads_older", "kraken", "kraken8", "bracken_report", "qiime2"}
_WITH_COUNTS |= {"kraken_mpa", "bracken_genera", "bracken_species", "bracken_combined", "ubiome_csv", "ubiome_json"}
_WITH_COUNTS |= {"thryve", "biom_json", "biom_json_dense", "biom_hdf5", "table_of_lineages", "table_turned_round"}
_WITH_COUNTS |= {"table_of_spaced_lineages"}
_LAYOUT = {
    **{name: "metaphlan4" for name in ALL_LAYOUTS if name.startswith("metaphlan")},
    **{name: "bracken" for name in ALL_LAYOUTS if name.startswith("bracken")},
    **{name: "biom" for name in ALL_LAYOUTS if name.startswith("biom")},
    **{name: "taxon_table" for name in ALL_LAYOUTS if name.startswith("table")},
    "metaphlan2": "metaphlan2",
    "metaphlan3": "metaphlan3",
    "cami": "metaphlan4",
    "kraken": "kraken2",
    "kraken8": "kraken2",
    "kraken_mpa": "taxon_table",
    "thryve": "thryve",
    "qiime2": "qiime2",
    "ubiome_csv": "ubiome",
    "ubiome_json": "ubiome",
}


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_genus_shares_are_equal(layout: str, tmp_path: Path) -> None:
    """Whoever wrote the file, the shares of genera are those of the community, to a millionth."""
    for profile in read_profiles(write(tmp_path, layout)):
        assert profile.shares("genus") == pytest.approx(EXAMPLE.genus_shares(), abs=1e-6)
        assert sum(profile.shares("genus").values()) == pytest.approx(1.0, abs=1e-9)
        assert profile.layout == _LAYOUT[layout]


@pytest.mark.parametrize("layout", sorted(set(ALL_LAYOUTS) - _WITHOUT_LINEAGE))
def test_lineages_are_equal(layout: str, tmp_path: Path) -> None:
    """Family, order, phylum and domain of a genus can be asked of every layout that tells them."""
    profile = read_profiles(write(tmp_path, layout))[0]
    row = profile.named("Gammabacter", "genus")[0]
    found = [row.name_at(rank) for rank in ("domain", "phylum", "class", "order", "family")]
    assert found == ["Bacteria", "Firstota", "Firstia", "Nextales", "Nextaceae"]
    assert row.domain == "Bacteria"


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_counts_are_there_where_the_file_has_them(layout: str, tmp_path: Path) -> None:
    """Reads are those of the community; a file of percents has none, and says nothing about depth it does not know."""
    profile = read_profiles(write(tmp_path, layout))[0]
    counts = profile.counts("genus")
    if layout in _WITH_COUNTS:
        assert counts is not None
        expected = {name: share * EXAMPLE.total for name, share in EXAMPLE.genus_shares().items()}
        assert counts == pytest.approx(expected, abs=0.5)
        assert profile.depth == EXAMPLE.total
    else:
        assert counts is None
        assert profile.depth == (EXAMPLE.total if layout == "metaphlan4" else None)


@pytest.mark.parametrize("layout", ["cami", "kraken", "metaphlan3", "metaphlan4", "metaphlan4_reads", "ubiome_json"])
def test_taxids_are_kept(layout: str, tmp_path: Path) -> None:
    """The NCBI id of a taxon is the file's own."""
    profile = read_profiles(write(tmp_path, layout))[0]
    genus = next(clade for clade in EXAMPLE.by_clade() if clade[-1] == "Deltabacter")
    (row,) = profile.with_taxid(EXAMPLE.taxids()[genus])
    assert (row.name, row.rank) == ("Deltabacter", "genus")


@pytest.mark.parametrize("layout", ["kraken", "kraken8", "metaphlan3", "metaphlan4", "metaphlan_merged"])
def test_the_unclassified_share_is_told(layout: str, tmp_path: Path) -> None:
    """What nobody could name is told beside the shares, and is no part of them."""
    profile = read_profiles(write(tmp_path, layout))[0]
    expected = EXAMPLE.unclassified / (EXAMPLE.total + EXAMPLE.unclassified)
    assert profile.unclassified_share == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("layout", ["ubiome_csv", "ubiome_json"])
def test_the_root_tells_all_reads(layout: str, tmp_path: Path) -> None:
    """Of an export with a root, reads that reached no domain are unclassified."""
    (path,) = write(tmp_path, layout)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{EXAMPLE.total}", f"{2 * EXAMPLE.total}", 1), encoding="utf-8")
    (profile,) = read_profiles(path)
    assert (profile.reads_total, profile.unclassified_share) == (2 * EXAMPLE.total, 0.5)


@pytest.mark.parametrize("layout", ALL_LAYOUTS)
def test_no_folder_and_no_user_comes_out(layout: str, tmp_path: Path) -> None:
    """Commands, sample keys, columns and provenance carry folders and user names; none comes out anywhere."""
    folder = tmp_path / "jane.private"
    folder.mkdir()
    for reading in read_results(write(folder, layout)):
        said = repr(reading)
        for part in (*FOLDER.strip("/").split("/"), "jane.private", str(tmp_path), "private words"):
            assert part not in said


@pytest.mark.parametrize("layout", ["biom_hdf5", "biom_json", "bracken_combined", "metaphlan_merged"])
def test_samples_keep_their_own_names(layout: str, tmp_path: Path) -> None:
    """A sample named by a path keeps the last part of it."""
    assert [profile.sample for profile in read_profiles(write(tmp_path, layout))] == ["S1", "S2"]


@pytest.mark.parametrize("layout", sorted(set(ALL_LAYOUTS) - {"qiime2", "biom_hdf5", "biom_json", "biom_json_dense"}))
def test_every_line_is_counted(layout: str, tmp_path: Path) -> None:
    """Header, taxon, zero, other rank, unclassified, blank or not read: each line is one of these, once."""
    (path,) = write(tmp_path, layout)
    (reading,) = read_results(path)
    assert reading.tally is not None
    n_lines = len(path.read_text(encoding="utf-8-sig").splitlines())
    expected = {"ubiome_json": 1 + len(EXAMPLE.by_clade())}.get(layout, n_lines)
    assert reading.tally.n_lines == expected
    assert reading.tally.n_not_read == 0
