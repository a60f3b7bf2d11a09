"""The traps that real result files set, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from commensal.readers.profiles.lineages import parse_lineage, split_lineage
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.taxon_profile import TaxonProfile
from commensal.service.profiles import read_profile, read_profiles
from commensal.vocab.errors import CommensalError, UnknownLayoutError, UnreadableFileError, UsageError
from tests.profile_layouts import EXAMPLE, artefact, hdf5_of, metaphlan3, metaphlan4, metaphlan4_reads, write

_HEAD = "#mpa_vJan21_CHOCOPhlAnSGB_202103\n#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\n"


def _read(folder: Path, text: str | bytes, name: str = "S1.txt") -> TaxonProfile:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_profile(path)


def _refusal(folder: Path, text: str | bytes, name: str = "S1.txt") -> str:
    with pytest.raises(CommensalError) as problem:
        _read(folder, text, name)
    return str(problem.value)


def test_ranks_are_never_added_up(tmp_path: Path) -> None:
    """Species and genome bins repeat one another's mass; each rank is a whole of its own."""
    profile = _read(tmp_path, metaphlan4(EXAMPLE))
    assert profile.ranks == ("domain", "phylum", "class", "order", "family", "genus", "species", "strain")
    assert {round(sum(profile.shares(rank).values()), 9) for rank in profile.ranks} == {1.0}


def test_percentages_that_make_no_room_for_the_unclassified(tmp_path: Path) -> None:
    """Some versions sum to 100 without UNCLASSIFIED and some with it: the shares are the same."""
    with_room = metaphlan4(EXAMPLE)
    lines = []
    whole = (EXAMPLE.total + EXAMPLE.unclassified) / EXAMPLE.total
    for line in with_room.splitlines():
        cells = line.split("\t")
        if line.startswith("k__"):
            cells[2] = f"{float(cells[2]) * whole:.10f}"
        lines.append("\t".join(cells))
    one, other = _read(tmp_path, with_room), _read(tmp_path, "\n".join(lines))
    assert one.shares("genus") == pytest.approx(other.shares("genus"), abs=1e-9)
    assert one.unclassified_share == other.unclassified_share


@pytest.mark.parametrize("word", ["UNCLASSIFIED", "UNKNOWN"])
def test_a_sample_of_unclassified_alone_has_nothing_to_say(tmp_path: Path, word: str) -> None:
    """A profile without a taxon is a failed sample, not an empty one."""
    assert "no reads of any named microbe" in _refusal(tmp_path, f"{_HEAD}{word}\t-1\t100.0\t\n")


def test_taxids_with_empty_parts(tmp_path: Path) -> None:
    """``10239||`` names the domain only; the taxon itself has no id."""
    rows = "k__Viruses\t10239\t10.0\t\nk__Viruses|p__Viruses_unclassified\t10239|\t10.0\t\nk__Bacteria\t2\t90\n"
    profile = _read(tmp_path, _HEAD + rows)
    assert [(row.name, row.taxid) for row in profile.rows] == [
        ("Viruses", 10239),
        ("Viruses unclassified", None),
        ("Bacteria", 2),
    ]
    assert profile.rows[1].is_placeholder


def test_above_zero_without_reads_is_said(tmp_path: Path) -> None:
    """A clade may have an abundance and no reads behind it; both are kept, and a note says so."""
    text = metaphlan4_reads(EXAMPLE).replace(f"\t{EXAMPLE.reads[5]}\n", "\t0\n")
    profile = _read(tmp_path, text)
    row = profile.named("Epsilonarchaeum sex")[0]
    assert (row.count, row.share > 0) == (0.0, True)
    assert any("no reads behind it" in note.reason for note in profile.notes)


def test_a_cut_file_says_what_is_missing(tmp_path: Path) -> None:
    """A file that ends too early has ranks that do not add up to the ones above."""
    whole = metaphlan3(EXAMPLE)
    kept = [line for line in whole.splitlines() if "s__Alphabacter_unus" not in line]
    profile = _read(tmp_path, "\n".join([*kept, "k__Bacteria|p__Fir"]))
    reasons = [note.reason for note in profile.notes]
    assert "lines of this rank are missing" in reasons
    assert "no number; the line may be cut off" in reasons


def test_a_line_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    """Two rows of one clade are not two taxa."""
    profile = _read(tmp_path, f"{_HEAD}k__Bacteria\t2\t60\t\nk__Archaea\t2157\t40\t\nk__Bacteria\t2\t60\t\n")
    assert profile.shares("domain") == pytest.approx({"Bacteria": 0.6, "Archaea": 0.4})
    assert "second time" in profile.notes[0].reason


def test_different_databases_in_one_file_are_refused(tmp_path: Path) -> None:
    """Names mean different things in different databases, so a mixed table is not read."""
    mixed = "#mpa_v30_CHOCOPhlAn_201901\n#mpa_vJan21_CHOCOPhlAnSGB_202103\nclade_name\tA\tB\nk__Bacteria\t100\t100\n"
    assert "different databases" in _refusal(tmp_path, mixed)


@pytest.mark.parametrize("cell", ["-0.5", "NaN", "inf", "nan"])
def test_impossible_percentages_are_refused(tmp_path: Path, cell: str) -> None:
    """The line is named, and nothing is guessed."""
    assert "line 3" in _refusal(tmp_path, f"{_HEAD}k__Bacteria\t2\t{cell}\t\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"\x00\x01\x02\x00" * 50, "not text"),
        (b"%PDF-1.7 something", "PDF"),
        (b"\x81\x8d\x8f\x90\x9d" * 40, "no text in UTF-8"),
        (b'{"activities-steps": []}', "no result of a stool test"),
        (b'{"rows": [', "damaged or ends too early"),
        (b"[" * 100_000, "damaged or ends too early"),
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "damaged or ends too early"),
        (b"date,pain\n2026-01-01,4\n2026-01-02,5\n", "no result of a stool test"),
        (b"name\ttaxonomy_id\ttaxonomy_lvl\nX\t1\tS\n", "without a column of reads"),
        (b"@SampleID:S\n@@TAXID\tRANK\n", "no column TAXPATH"),
    ],
    ids=["empty", "zeros", "pdf", "bytes", "steps", "cut", "deep", "hdf5", "diary", "bracken", "cami"],
)
def test_other_files_are_refused_with_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, binary, undecodable, cut off, or something else: each has its own words."""
    assert said in _refusal(tmp_path, content)


def test_a_windows_file_is_read_and_a_note_says_so(tmp_path: Path) -> None:
    """A table saved by an old spreadsheet has letters that are no Unicode."""
    text = "Taxon,Müller\nBacteria;Firmicutes,1200\nBacteria;Bacteroidetes,800\n".encode("cp1252")
    profile = _read(tmp_path, text, "t.csv")
    assert profile.shares("phylum") == {"Bacillota": 0.6, "Bacteroidota": 0.4}
    assert any("Windows-1252" in note.reason for note in profile.notes)


@pytest.mark.parametrize("only", ["table.qza", "taxonomy.qza"])
def test_half_of_a_pair_asks_for_the_other(tmp_path: Path, only: str) -> None:
    """A table of sequences has no names and a taxonomy has no amounts; the sentence says which file is missing."""
    write(tmp_path, "qiime2")
    with pytest.raises(UsageError, match="Name both files together"):
        read_profile(tmp_path / only)


def test_a_folder_with_the_pair_is_read(tmp_path: Path) -> None:
    """Both halves in one folder are joined; a note beside them is passed over."""
    write(tmp_path, "qiime2")
    (tmp_path / "notes.csv").write_text("day,mood\n1,2\n", encoding="utf-8")
    assert len(read_profiles(tmp_path)) == 2


def test_a_table_and_the_taxonomy_of_another_run(tmp_path: Path) -> None:
    """Two files that do not belong together are refused."""
    table, taxonomy = write(tmp_path, "qiime2")
    taxonomy.write_bytes(artefact("FeatureData[Taxonomy]", "taxonomy.tsv", b"Feature ID\tTaxon\nother\td__Bacteria\n"))
    with pytest.raises(UnreadableFileError, match="no feature of the table"):
        read_profile([table, taxonomy])


def test_an_artefact_of_another_kind(tmp_path: Path) -> None:
    """Presence without amounts is no profile."""
    content = artefact("FeatureTable[PresenceAbsence]", "feature-table.biom", hdf5_of(EXAMPLE, with_taxonomy=True))
    assert "PresenceAbsence" in _refusal(tmp_path, content, "t.qza")


def test_a_parent_whose_name_stands_at_two_ranks(tmp_path: Path) -> None:
    """Thryve tells parents by name; Actinobacteria is a phylum and a class, and the nearest rank above is meant."""
    rows = [
        "taxon_id,rank,name,parent,count",
        "2,kingdom,Bacteria,,10",
        "201174,phylum,Actinobacteria,Bacteria,10",
        "1760,class,Actinobacteria,Actinobacteria,10",
        "85004,order,Bifidobacteriales,Actinobacteria,10",
    ]
    profile = _read(tmp_path, "\n".join(rows), "t.csv")
    assert profile.named("Bifidobacteriales")[0].lineage == (
        ("domain", "Bacteria"),
        ("phylum", "Actinomycetota"),
        ("class", "Actinobacteria"),
    )


def test_a_sample_of_the_mouth_is_refused(tmp_path: Path) -> None:
    """Day-to-day change was measured in stool."""
    text = '{"site": "mouth", "ubiome_bacteriacounts": [{"taxon": 2, "tax_name": "Bacteria", "count": 5}]}'
    assert "another part of the body" in _refusal(tmp_path, text, "u.json")


def test_which_sample_is_asked(tmp_path: Path) -> None:
    """Several samples and no name, or a name that is not there: the sentence lists the names."""
    paths = write(tmp_path, "biom_json")
    for name in (None, "S9"):
        with pytest.raises(UsageError, match="one of S1, S2"):
            read_profile(paths[0], sample=name)
    assert read_profile(paths[0], "S2").sample == "S2"


def test_an_empty_sample_among_others_is_named(tmp_path: Path) -> None:
    """One failed sample does not sink a table, and is not silently lost."""
    text = "Taxon,A,B\nBacteria;Firmicutes,1200,0\nBacteria;Bacteroidetes,800,0\n"
    profile = _read(tmp_path, text, "t.csv")
    assert (profile.sample, [note.found for note in profile.notes]) == ("A", ["B"])


def test_features_without_names_count_as_unclassified(tmp_path: Path) -> None:
    """Unassigned sequences are no taxon and no part of the shares, but part of the reads."""
    text = "#OTU ID\tS\ttaxonomy\na\t600\tk__Bacteria; p__Firmicutes\nb\t400\tUnassigned\n"
    profile = _read(tmp_path, text, "t.tsv")
    assert profile.shares("phylum") == {"Bacillota": 1.0}
    assert (profile.unclassified_share, profile.reads_total, profile.depth) == (0.4, 1000, 600)


def test_percent_signs_and_fractions_of_one_column_agree(tmp_path: Path) -> None:
    """One column may hold ``2.5%`` and ``0.025``."""
    text = "tax_name,tax_rank,Me\nBacteroides,genus,50%\nRoseburia,genus,0.5\nAlistipes,genus,\n"
    profile = _read(tmp_path, text, "t.csv")
    assert profile.shares("genus") == {"Bacteroides": 0.5, "Roseburia": 0.5}


def test_kraken_keeps_a_class_without_a_phylum_apart(tmp_path: Path) -> None:
    """What hangs right below the domain does not fall under the phylum before it."""
    rows = [
        ("100", "100", "0", "R", "1", "root"),
        ("100", "100", "0", "D", "2", "  Bacteria"),
        ("60", "60", "60", "P", "1239", "    Firmicutes"),
        ("40", "40", "40", "C", "99", "    Loosia"),
    ]
    profile = _read(tmp_path, "\n".join("\t".join(row) for row in rows))
    assert profile.named("Loosia")[0].lineage == (("domain", "Bacteria"),)


def test_a_file_of_another_kind_named_alone_is_an_error(tmp_path: Path) -> None:
    """In a folder it is passed over; alone it is not."""
    (tmp_path / "x.csv").write_text("day,mood\n1,2\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError):
        read_profiles(tmp_path / "x.csv")
    with pytest.raises(UnknownLayoutError):
        read_profiles(tmp_path)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("k__Bacteria;p__Firmicutes;c__;o__", "domain phylum"),
        ("D_0__Bacteria;D_1__Firmicutes;D_2__Clostridia", "domain phylum class"),
        ("d__Bacteria|k__Bacillati|p__Bacillota", "domain phylum"),
        ("Bacteria; Firmicutes; Clostridia", "domain phylum class"),
        ("k__Fungi;p__Ascomycota", "domain phylum"),
        ("Unassigned;__;__", ""),
        ("d__Bacteria;p__Bacillota;g__uncultured", "domain phylum"),
    ],
)
def test_lineages_in_every_dress(text: str, ranks: str) -> None:
    """Marks of one or two underscores, numbers, places, kingdoms and unnamed ends."""
    lineage = parse_lineage(split_lineage(text))
    assert lineage is not None
    assert " ".join(rank for rank, _ in lineage) == ranks


def test_a_lineage_that_tells_no_ranks() -> None:
    """Parts without marks that do not begin with a domain are not guessed at."""
    assert parse_lineage(["a", "b"]) is None


def test_a_species_of_greengenes_gets_its_genus() -> None:
    """``s__prausnitzii`` alone names nothing."""
    lineage = parse_lineage(["k__Bacteria", "g__Faecalibacterium", "s__prausnitzii"])
    assert lineage is not None
    assert lineage[-1] == ("species", "Faecalibacterium prausnitzii")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("/srv/anna/S1_profile.txt", "S1"),
        (r"C:\Users\Anna\S1.fastq.gz", "S1"),
        ("Metaphlan_Analysis", "fallback"),
        ("  ", "fallback"),
        ("S1\x1b[31m", "S1[31m"),
    ],
)
def test_names_of_samples(written: str, name: str) -> None:
    """No folder, no ending, no unseen sign."""
    assert sample_name(written, "fallback") == name


def test_samples_of_one_name_are_told_apart() -> None:
    """Two folders may hold files of one name."""
    assert distinct(["a", "a", "b", "a (2)"]) == ("a", "a (2)", "b", "a (2) (2)")


def test_a_quoted_cell_holds_no_folder() -> None:
    """A note quotes what it could not read, but never a path."""
    assert "anna" not in quoted("/srv/anna/x.fastq")
    assert len(quoted("x" * 500)) == 60
