"""One made-up community, written the way each laboratory and program would write it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

FOLDER = "/srv/maria.secret/runs"
"""Stands in every place where real files carry a folder; no output may hold any part of it."""

MARKS = ("k", "p", "c", "o", "f", "g", "s")
WORDS = ("superkingdom", "phylum", "class", "order", "family", "genus", "species")
CODES = ("D", "P", "C", "O", "F", "G", "S")
COMMAND = f"#{FOLDER}/bin/metaphlan {FOLDER}/S1_R1.fastq.gz --nproc 4 -o {FOLDER}/S1_profile.txt"
DATABASE = "mpa_vJan21_CHOCOPhlAnSGB_202103"


@dataclass(frozen=True)
class Community:
    """Reads by species, each species with its whole lineage, and reads that no one could name.

    Parameters
    ----------
    species : lineages of seven names; the last is the species' two-part name.
    reads : by species, above zero.
    """

    species: tuple[tuple[str, ...], ...]
    reads: tuple[int, ...]
    unclassified: int = 0

    @property
    def total(self) -> int:
        return sum(self.reads)

    def by_clade(self) -> dict[tuple[str, ...], int]:
        """Reads at every rank, parents before children."""
        sums: dict[tuple[str, ...], int] = {}
        for lineage, reads in sorted(zip(self.species, self.reads, strict=True)):
            for n_ranks in range(1, 8):
                sums[lineage[:n_ranks]] = sums.get(lineage[:n_ranks], 0) + reads
        return sums

    def taxids(self) -> dict[tuple[str, ...], int]:
        """Ids that no real taxon has."""
        return {clade: 9_000_001 + number for number, clade in enumerate(self.by_clade())}

    def genus_shares(self) -> dict[str, float]:
        """What every layout must give."""
        genera = {clade[-1]: reads for clade, reads in self.by_clade().items() if len(clade) == 6}
        return {name: reads / self.total for name, reads in genera.items()}


EXAMPLE = Community(
    species=(
        ("Bacteria", "Firstota", "Firstia", "Firstales", "Firstaceae", "Alphabacter", "Alphabacter unus"),
        ("Bacteria", "Firstota", "Firstia", "Firstales", "Firstaceae", "Alphabacter", "Alphabacter duo"),
        ("Bacteria", "Firstota", "Firstia", "Firstales", "Firstaceae", "Betabacter", "Betabacter tres"),
        ("Bacteria", "Firstota", "Firstia", "Nextales", "Nextaceae", "Gammabacter", "Gammabacter quattuor"),
        ("Bacteria", "Otherota", "Otheria", "Otherales", "Otheraceae", "Deltabacter", "Deltabacter quinque"),
        ("Archaea", "Oldota", "Oldia", "Oldales", "Oldaceae", "Epsilonarchaeum", "Epsilonarchaeum sex"),
    ),
    reads=(40_003, 17_001, 12_345, 3_017, 25_001, 601),
    unclassified=31_337,
)


def clade_text(clade: tuple[str, ...], separator: str = "|", marks: tuple[str, ...] = MARKS) -> str:
    """``k__Bacteria|p__Firstota``; spaces become underscores."""
    return separator.join(f"{mark}__{name.replace(' ', '_')}" for mark, name in zip(marks, clade, strict=False))


def _percent(community: Community, reads: float, *, with_unclassified: bool = True) -> str:
    whole = community.total + (community.unclassified if with_unclassified else 0)
    return f"{100.0 * reads / whole:.10f}"


def metaphlan2(community: Community) -> str:
    rows = [
        f"{clade_text(clade)}\t{_percent(community, n, with_unclassified=False)}" for clade, n in _clades(community)
    ]
    return "\n".join(["#SampleID\tMetaphlan2_Analysis", *rows, ""])


def metaphlan3(community: Community) -> str:
    ids = community.taxids()
    rows = [
        f"{clade_text(clade)}\t{_path(clade, ids)}\t{_percent(community, reads)}\t"
        for clade, reads in _clades(community)
    ]
    head = ["#mpa_v30_CHOCOPhlAn_201901", COMMAND, "#SampleID\tMetaphlan_Analysis"]
    columns = "#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species"
    return "\n".join([*head, columns, f"UNKNOWN\t-1\t{_percent(community, community.unclassified)}", *rows, ""])


def metaphlan4(community: Community) -> str:
    ids = community.taxids()
    rows = []
    for clade, reads in _clades(community):
        rows.append(f"{clade_text(clade)}\t{_path(clade, ids)}\t{_percent(community, reads)}\t")
        if len(clade) == 7:
            bin_name = f"{clade_text(clade)}|t__SGB{ids[clade]}"
            rows.append(f"{bin_name}\t{_path(clade, ids)}|\t{_percent(community, reads)}\t")
    head = [f"#{DATABASE}", COMMAND, f"#{community.total + community.unclassified} reads processed"]
    columns = "#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species"
    unclassified = f"UNCLASSIFIED\t-1\t{_percent(community, community.unclassified)}\t"
    return "\n".join([*head, f"#SampleID\t{FOLDER}/S1", columns, unclassified, *rows, ""])


def metaphlan4_reads(community: Community) -> str:
    return _with_reads(community, f"#Estimated reads mapped to known clades: {community.total}")


def metaphlan4_reads_older(community: Community) -> str:
    return _with_reads(community, f"#estimated_reads_mapped_to_known_clades:{community.total}")


def _with_reads(community: Community, line: str) -> str:
    ids = community.taxids()
    rows = [
        f"{clade_text(clade)}\t{_path(clade, ids)}\t{_percent(community, reads)}\t0.5\t{reads}"
        for clade, reads in _clades(community)
    ]
    head = [f"#{DATABASE}", COMMAND, f"#{community.total + community.unclassified} reads processed", line]
    columns = "#clade_name\tclade_taxid\trelative_abundance\tcoverage\testimated_number_of_reads_from_the_clade"
    unclassified = f"UNCLASSIFIED\t-1\t{_percent(community, community.unclassified)}\t-\t{community.unclassified}"
    return "\n".join([*head, "#SampleID\tMetaphlan_Analysis", columns, unclassified, *rows, ""])


def metaphlan4_gtdb(community: Community) -> str:
    marks = ("d", *MARKS[1:])
    rows = [
        f"{clade_text(clade, ';', marks)}\t{_percent(community, reads, with_unclassified=False)}"
        for clade, reads in _clades(community)
    ]
    return "\n".join([f"#{DATABASE}", "#clade_name\trelative_abundance", *rows, ""])


def metaphlan_merged(community: Community) -> str:
    rows = [
        f"{clade_text(clade)}\t{_percent(community, reads)}\t{_percent(community, reads)}"
        for clade, reads in _clades(community)
    ]
    unclassified = _percent(community, community.unclassified)
    head = [f"#{DATABASE}", f"clade_name\t{FOLDER}/S1_profile\tS2_profile"]
    return "\n".join([*head, f"UNCLASSIFIED\t{unclassified}\t{unclassified}", *rows, ""])


def cami(community: Community) -> str:
    ids = community.taxids()
    rows = [
        "\t".join(
            [str(ids[clade]), WORDS[len(clade) - 1], _path(clade, ids), "|".join(clade), _percent(community, reads)]
        )
        for clade, reads in _clades(community)
    ]
    head = [f"#{DATABASE}", COMMAND, f"@SampleID:{FOLDER}/S1", "@Version:0.10.0"]
    ranks = "@Ranks:superkingdom|phylum|class|order|family|genus|species|strain"
    return "\n".join([*head, ranks, "@@TAXID\tRANK\tTAXPATH\tTAXPATHSN\tPERCENTAGE", *rows, ""])


def kraken(community: Community, *, n_columns: int = 6, own_at_species_only: bool = False) -> str:
    whole = community.total + (0 if own_at_species_only else community.unclassified)
    extra = ["7", "5"] if n_columns == 8 else []

    def line(reads: int, own: int, code: str, taxid: int, indented: str) -> str:
        return "\t".join([f"{100 * reads / whole:6.2f}", str(reads), str(own), *extra, code, str(taxid), indented])

    lines = [line(community.unclassified, community.unclassified, "U", 0, "unclassified")]
    lines = [] if own_at_species_only else lines
    lines.append(line(community.total, 0, "R", 1, "root"))
    lines.append(line(community.total, 0, "R1", 131567, "  cellular organisms"))
    for clade, reads in _clades(community):
        at_genus = 0 if own_at_species_only else 1  # Kraken leaves some reads at the genus; Bracken shares them out
        own = {6: at_genus * _n_species(community, clade), 7: reads - at_genus}.get(len(clade), 0)
        lines.append(
            line(
                reads - (at_genus if len(clade) == 7 else 0),
                own,
                CODES[len(clade) - 1],
                community.taxids()[clade],
                "  " * (len(clade) + 1) + clade[-1],
            )
        )
    return "\n".join([*lines, ""])


def _n_species(community: Community, genus: tuple[str, ...]) -> int:
    return sum(lineage[:6] == genus for lineage in community.species)


def kraken8(community: Community) -> str:
    return kraken(community, n_columns=8)


def bracken_report(community: Community) -> str:
    return kraken(community, own_at_species_only=True)


def kraken_mpa(community: Community) -> str:
    marks = ("d", *MARKS[1:])
    return "\n".join([*(f"{clade_text(clade, '|', marks)}\t{reads}" for clade, reads in _clades(community)), ""])


def bracken_genera(community: Community) -> str:
    return _bracken(community, 6)


def bracken_species(community: Community) -> str:
    return _bracken(community, 7)


def _bracken(community: Community, n_ranks: int) -> str:
    rows = [
        f"{clade[-1]}\t{community.taxids()[clade]}\t{CODES[n_ranks - 1]}\t{reads - 1}\t1\t{reads}\t"
        f"{reads / community.total:.5f}"
        for clade, reads in _clades(community)
        if len(clade) == n_ranks
    ]
    columns = "name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\tnew_est_reads\tfraction_total_reads"
    return "\n".join([columns, *rows, ""])


def bracken_combined(community: Community) -> str:
    rows = [
        f"{clade[-1]}\t{community.taxids()[clade]}\tG\t{reads}\t{reads / community.total:.5f}\t{reads}\t0.1"
        for clade, reads in _clades(community)
        if len(clade) == 6
    ]
    columns = f"name\ttaxonomy_id\ttaxonomy_lvl\t{FOLDER}/S1.bracken_num\t{FOLDER}/S1.bracken_frac\tS2_num\tS2_frac"
    return "\n".join([columns, *rows, ""])


def ubiome_json(community: Community) -> str:
    return json.dumps(
        {
            "download_time_utc": "2016-09-07T16:31:00Z",
            "sequencing_revision": "73813",
            "site": "gut",
            "sampling_time": "2016-07-26T00:00:00.000Z",
            "notes": f"private words about {FOLDER}",
            "ubiome_bacteriacounts": _ubiome(community),
        }
    )


def ubiome_csv(community: Community) -> str:
    keys = ("tax_name", "tax_rank", "count", "count_norm", "taxon", "parent")
    return "\n".join([",".join(keys), *(",".join(str(row[key]) for key in keys) for row in _ubiome(community)), ""])


def _ubiome(community: Community) -> list[dict[str, object]]:
    ids = community.taxids()
    rows: list[dict[str, object]] = [
        {"taxon": 1, "parent": 0, "count": community.total, "count_norm": 1, "tax_name": "root", "tax_rank": "root"}
    ]
    for clade, reads in _clades(community):
        parent = ids[clade[:-1]] if len(clade) > 1 else 131567
        word = WORDS[len(clade) - 1]
        rows.append(
            {
                "taxon": ids[clade],
                "parent": parent,
                "count": reads,
                "count_norm": reads,
                "tax_name": clade[-1],
                "tax_rank": word,
            }
        )
    return rows


def thryve(community: Community) -> str:
    ids = community.taxids()
    words = ("kingdom", *WORDS[1:])
    rows = [
        f'"{ids[clade]}","{words[len(clade) - 1]}","{clade[-1]}","{clade[-2] if len(clade) > 1 else ""}","{reads}"'
        for clade, reads in _clades(community)
    ]
    return "\ufeff" + "\n".join(['"taxon_id","rank","name","parent","count"', *rows, ""])


def biom_json(community: Community) -> str:
    data = [[row, column, reads] for row, reads in enumerate(community.reads) for column in (0, 1)]
    return _biom_json(community, data, "sparse")


def biom_json_dense(community: Community) -> str:
    return _biom_json(community, [[reads, reads] for reads in community.reads], "dense")


def _biom_json(community: Community, data: list[list[int]], kind: str) -> str:
    rows = [
        {"id": f"denovo{row}", "metadata": {"Taxonomy": [f" {part}" for part in clade_text(lineage).split("|")]}}
        for row, lineage in enumerate(community.species)
    ]
    return json.dumps(
        {
            "id": None,
            "format": "Biological Observation Matrix 1.0.0",
            "format_url": "http://biom-format.org",
            "type": "OTU table",
            "generated_by": f"{FOLDER}/make",
            "date": "2013-02-09T09:30:11",
            "matrix_type": kind,
            "matrix_element_type": "int",
            "shape": [len(rows), 2],
            "data": data,
            "rows": rows,
            "columns": [{"id": f"{FOLDER}/S1", "metadata": None}, {"id": "S2", "metadata": None}],
        }
    )


def biom_hdf5(community: Community) -> bytes:
    return hdf5_of(community, with_taxonomy=True)


def hdf5_of(community: Community, *, with_taxonomy: bool) -> bytes:
    """A BIOM 2.1 file of two equal samples."""
    n_features, memory = len(community.species), io.BytesIO()
    reads = np.asarray(community.reads, dtype=np.float64)
    text = h5py.string_dtype()
    with h5py.File(memory, "w") as file:
        file.attrs.update({"id": "No Table ID", "type": "", "format-url": "http://biom-format.org"})
        file.attrs.update({"format-version": [2, 1], "generated-by": FOLDER, "creation-date": "2016-11-22T15:02:32"})
        file.attrs.update({"shape": [n_features, 2], "nnz": 2 * n_features})
        file.create_dataset("observation/ids", data=[f"ASV{row}" for row in range(n_features)], dtype=text)
        file.create_dataset("sample/ids", data=[f"{FOLDER}/S1", "S2"], dtype=text)
        for group, data, indices, starts in (
            ("sample", np.tile(reads, 2), np.tile(np.arange(n_features), 2), [0, n_features, 2 * n_features]),
            ("observation", np.repeat(reads, 2), np.tile([0, 1], n_features), 2 * np.arange(n_features + 1)),
        ):
            file.create_dataset(f"{group}/matrix/data", data=data)
            file.create_dataset(f"{group}/matrix/indices", data=np.asarray(indices, dtype=np.int32))
            file.create_dataset(f"{group}/matrix/indptr", data=np.asarray(starts, dtype=np.int32))
            file.create_group(f"{group}/metadata")
        if with_taxonomy:
            parts = [clade_text(lineage).split("|") for lineage in community.species]
            file.create_dataset("observation/metadata/taxonomy", data=parts, dtype=text)
    return memory.getvalue()


def taxonomy_tsv(community: Community) -> str:
    rows = [
        f"ASV{row}\t{clade_text(lineage, '; ', ('d', *MARKS[1:]))}\t0.99"
        for row, lineage in enumerate(community.species)
    ]
    return "\n".join(["Feature ID\tTaxon\tConfidence", *rows, ""])


def artefact(kind: str, member: str, content: bytes) -> bytes:
    """A .qza archive."""
    root = "ce8c4000-6562-4bc8-8e5a-8525bf6a3037"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{root}/VERSION", "QIIME 2\narchive: 5\nframework: 2023.9\n")
        archive.writestr(f"{root}/metadata.yaml", f"uuid: {root}\ntype: {kind}\nformat: X\n")
        archive.writestr(f"{root}/provenance/action/action.yaml", f"command: {FOLDER}/run\n")
        archive.writestr(f"{root}/data/{member}", content)
    return memory.getvalue()


def table_qza(community: Community) -> bytes:
    return artefact("FeatureTable[Frequency]", "feature-table.biom", hdf5_of(community, with_taxonomy=False))


def taxonomy_qza(community: Community) -> bytes:
    return artefact("FeatureData[Taxonomy]", "taxonomy.tsv", taxonomy_tsv(community).encode())


def table_of_lineages(community: Community) -> str:
    rows = [
        f"OTU_{row}\t{reads}\t{reads}\t{clade_text(lineage, ';')}"
        for row, (lineage, reads) in enumerate(zip(community.species, community.reads, strict=True))
    ]
    head = ["# Constructed from biom file", f"#OTU ID\t{FOLDER}/S1\tS2\tTaxonomy"]
    return "\n".join([*head, *rows, ""])


def table_of_spaced_lineages(community: Community) -> str:
    return table_of_lineages(community).replace(";", "; ").replace("Taxonomy", "taxonomy")


def table_of_percents(community: Community) -> str:
    rows = [
        f'"{clade_text(lineage, "; ")}",{100 * reads / community.total:.10f}'
        for lineage, reads in zip(community.species, community.reads, strict=True)
    ]
    return "\n".join(["Taxon,S1", *rows, ""])


def table_of_fractions(community: Community) -> str:
    rows = [
        ",".join([*lineage, f"{reads / community.total:.12f}"])
        for lineage, reads in zip(community.species, community.reads, strict=True)
    ]
    return "\n".join(["Kingdom,Phylum,Class,Order,Family,Genus,Species,S1", *rows, ""])


def table_turned_round(community: Community) -> str:
    names = [clade_text(lineage, ";", ("d", *MARKS[1:])) for lineage in community.species]
    counts = "\t".join(map(str, community.reads))
    return "\n".join(["Sample\t" + "\t".join(names), f"S1\t{counts}", f"S2\t{counts}", ""])


def _clades(community: Community) -> list[tuple[tuple[str, ...], int]]:
    return list(community.by_clade().items())


def _path(clade: tuple[str, ...], ids: Mapping[tuple[str, ...], int]) -> str:
    return "|".join(str(ids[clade[:n_ranks]]) for n_ranks in range(1, len(clade) + 1))


LAYOUTS: dict[str, tuple[str, Callable[[Community], str | bytes]]] = {
    writer.__name__: (ending, writer)
    for writer, ending in (
        (metaphlan2, "txt"),
        (metaphlan3, "txt"),
        (metaphlan4, "txt"),
        (metaphlan4_reads, "tsv"),
        (metaphlan4_reads_older, "tsv"),
        (metaphlan4_gtdb, "txt"),
        (metaphlan_merged, "tsv"),
        (cami, "profile"),
        (kraken, "report"),
        (kraken8, "report"),
        (kraken_mpa, "txt"),
        (bracken_report, "kreport"),
        (bracken_genera, "tsv"),
        (bracken_species, "bracken"),
        (bracken_combined, "txt"),
        (ubiome_json, "json"),
        (ubiome_csv, "csv"),
        (thryve, "csv"),
        (biom_json, "biom"),
        (biom_json_dense, "biom"),
        (biom_hdf5, "biom"),
        (table_of_lineages, "tsv"),
        (table_of_spaced_lineages, "txt"),
        (table_of_percents, "csv"),
        (table_of_fractions, "csv"),
        (table_turned_round, "tsv"),
    )
}


def write(folder: Path, layout: str, community: Community = EXAMPLE) -> list[Path]:
    """The files of one layout; two for ``qiime2``."""
    if layout == "qiime2":
        contents: dict[str, str | bytes] = {
            "table.qza": table_qza(community),
            "taxonomy.qza": taxonomy_qza(community),
        }
    else:
        ending, writer = LAYOUTS[layout]
        contents = {f"S1.{ending}": writer(community)}
    paths = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        paths.append(path)
    return paths


ALL_LAYOUTS = (*sorted(LAYOUTS), "qiime2")
