"""MetaPhlAn 2, 3 and 4: one sample, several merged, with or without reads, and names turned into GTDB's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from commensal.readers.profiles.amounts import amount_in, taxid_in, whole_number_in
from commensal.readers.profiles.drafts import FileDraft, Node, SampleDraft
from commensal.readers.profiles.lineages import is_marked, parse_lineage, split_lineage
from commensal.readers.profiles.refusals import not_a_profile, unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import Assay

_DATABASE = re.compile(r"\bmpa_v[A-Za-z0-9_]+")
_READS = re.compile(r"^#\s*([\d,]+) reads processed", re.IGNORECASE)
_CLADE_COLUMNS = frozenset({"clade_name", "id", "sampleid", "clade_taxonomy", "#sampleid"})
_TAXID_COLUMNS = frozenset({"ncbi_tax_id", "clade_taxid", "ncbi_taxid", "taxid"})
_AMOUNT_COLUMN = "relative_abundance"
_COUNT_COLUMN = "estimated_number_of_reads_from_the_clade"
_NOT_SAMPLES = frozenset({"coverage", "average_genome_length_in_the_clade", "additional_species"})
_UNCLASSIFIED = frozenset({"UNKNOWN", "UNCLASSIFIED"})
_OFF_BY = 1.0  # [%]


@dataclass(slots=True)
class _Columns:
    """Where things stand in a row; ``amounts`` holds one column a sample."""

    amounts: list[int] = field(default_factory=lambda: [1])
    taxid: int | None = None
    count: int | None = None


@dataclass(slots=True)
class _Head:
    """What the lines before the first taxon say."""

    columns: _Columns = field(default_factory=_Columns)
    sample_names: list[str] = field(default_factory=list)
    databases: list[str] = field(default_factory=list)
    reads_total: int | None = None
    is_version_2: bool = False
    is_version_3: bool = False


class _Reading:
    """What is gathered line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.head = _Head()
        self.draft = FileDraft(layout="metaphlan", nodes=[], samples=[], assay=Assay.SHOTGUN)
        self.has_begun = False
        self.amounts: list[dict[int, float]] = []
        self.counts: dict[int, float] = {}
        self.unclassified: list[float | None] = []
        self.seen: set[str] = set()


def is_metaphlan(head: str) -> bool:
    """Whether the start of a text is a profile of MetaPhlAn, single or merged."""
    lines = [line for line in head.splitlines() if line.strip()]
    if not lines or lines[0].startswith("@"):
        return False
    above = [line.casefold() for line in lines if line.startswith("#")]
    if database_in(lines[0]) or any("metaphlan" in line for line in above):
        return any(_is_taxon_line(line) for line in lines)
    first = _cells(lines[0])[0].lstrip("#").strip().casefold()
    return first in _CLADE_COLUMNS and any(_is_taxon_line(line) and "|" in line for line in lines[1:40])


def database_in(line: str) -> list[str]:
    """The databases of MetaPhlAn that a line names."""
    return _DATABASE.findall(line)


def _is_taxon_line(line: str) -> bool:
    clade, tab, _ = line.partition("\t")
    return bool(tab) and (clade.strip() in _UNCLASSIFIED or is_marked(clade))


def read_metaphlan(text: str, *, name: str) -> FileDraft:
    """Read a profile.

    The command in the second line, with its folders and names, is dropped. ``UNKNOWN`` and ``UNCLASSIFIED`` become
    the unclassified share; all other numbers are shares of what is classified at their rank, whether or not the
    file's percentages make room for the unclassified.

    Raises
    ------
    UnreadableFileError : samples of different databases in one file, a bad amount, or no taxa.
    """
    reading = _Reading(name)
    tally = reading.draft.tally
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            tally.n_blank += 1
        elif line.startswith("#") or not (reading.has_begun or _is_taxon_line(line)):
            tally.n_header += 1
            _read_head(line, reading.head)
        else:
            _read_row(_cells(line), number, reading)
    _finish(reading)
    return reading.draft


def _read_row(cells: list[str], line: int, reading: _Reading) -> None:
    """One row below the header: the unclassified, or a clade."""
    columns = reading.head.columns
    if not reading.has_begun:
        reading.has_begun = True
        reading.amounts = [{} for _ in columns.amounts]
    values = [_amount(cells, column, reading.name, line) for column in columns.amounts]
    if cells[0] in _UNCLASSIFIED:
        reading.draft.tally.n_unclassified += 1
        reading.unclassified = values
    else:
        _read_clade(cells, values, line, reading)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.rstrip("\r\n").split("\t")]


def _read_head(line: str, head: _Head) -> None:
    """One line of the header. A command line is looked at for nothing and kept nowhere."""
    cells = _cells(line.lstrip("#"))
    first = cells[0].casefold()
    if line.startswith("#mpa_"):
        head.databases += database_in(line)
    elif reads := _READS.match(line):
        head.reads_total = whole_number_in(reads[1])
    elif first in _CLADE_COLUMNS and len(cells) > 1:
        if cells[1].casefold() in ("metaphlan2_analysis", "metaphlan_analysis"):
            head.is_version_2 = head.is_version_2 or "2" in cells[1]
            head.is_version_3 = head.is_version_3 or "2" not in cells[1]
        elif line.startswith("#SampleID") and len(cells) == 2:
            head.sample_names = [cells[1]]
        else:
            head.columns, head.sample_names = _columns_of(cells)
            head.is_version_3 = head.is_version_3 or head.columns.taxid is not None
    elif line.startswith("#") and len(cells) == 2 and cells[1].endswith("etaphlan_Analysis"):
        head.is_version_3 = True  # version 4 writes the user's own key here


def _columns_of(cells: list[str]) -> tuple[_Columns, list[str]]:
    """Columns by their headings; every heading that is none of MetaPhlAn's own names a sample."""
    columns = _Columns(amounts=[])
    samples: list[str] = []
    for position, cell in enumerate(cells[1:], start=1):
        heading = cell.casefold().replace(" ", "_")
        if heading in _TAXID_COLUMNS:
            columns.taxid = position
        elif heading == _COUNT_COLUMN:
            columns.count = position
        elif heading == _AMOUNT_COLUMN:
            columns.amounts = [position]
        elif cell and heading not in _NOT_SAMPLES:
            samples.append(cell)
            columns.amounts.append(position)
    if not samples:
        return replace(columns, amounts=columns.amounts[:1] or [1]), []
    return columns, samples


def _amount(cells: list[str], column: int, name: str, line: int) -> float | None:
    return amount_in(cells[column], name=name, line=line) if column < len(cells) else None


def _read_clade(cells: list[str], values: list[float | None], line: int, reading: _Reading) -> None:
    """One clade: its place in the nodes, and its number in each sample."""
    clade, columns, draft = cells[0], reading.head.columns, reading.draft
    lineage = parse_lineage(split_lineage(clade)) if is_marked(clade) else None
    problem = _problem(clade, lineage is None, values, reading.seen)
    if problem is not None or not lineage:
        draft.tally.n_not_read += 1
        draft.notes.append(LineIssue(line=line, found=quoted(clade), reason=problem or "no name of a microbe"))
        return
    reading.seen.add(clade)
    if not any(values):
        draft.tally.n_zero += 1
        return
    position = len(draft.nodes)
    draft.nodes.append(Node(lineage=lineage, taxid=_taxid(cells, columns), file_name=clade))
    draft.tally.n_taxa += 1
    for sample, value in zip(reading.amounts, values, strict=True):
        if value:
            sample[position] = value
    count = None if columns.count is None else _amount(cells, columns.count, reading.name, line)
    if count is not None:
        reading.counts[position] = count
    if count == 0.0:
        reason = "above zero in percent, with no reads behind it"
        draft.notes.append(LineIssue(line=line, found=quoted(clade), reason=reason))


def _taxid(cells: list[str], columns: _Columns) -> int | None:
    """The last id of the path of ids; parts of the path may be empty."""
    if columns.taxid is None or columns.taxid >= len(cells):
        return None
    taxids = cells[columns.taxid].split("|")
    return taxid_in(taxids[-1]) if len(taxids) in (1, len(split_lineage(cells[0]))) else None


def _problem(clade: str, is_strange: bool, values: list[float | None], seen: set[str]) -> str | None:
    if is_strange:
        return "not a clade: parts need marks such as k__ and p__"
    if clade in seen:
        return "stands here a second time; the first is kept"
    if all(value is None for value in values):
        return "no number; the line may be cut off"
    return None


def _finish(reading: _Reading) -> None:
    """Samples with their names, the version, and what does not add up."""
    draft, head = reading.draft, reading.head
    databases = sorted(set(head.databases))
    if len(databases) > 1:
        raise unreadable(
            reading.name,
            f"samples of different databases in one file ({', '.join(databases)})",
            "one database",
            "Nothing was read. Names mean different things in different databases; read the samples one by one.",
        )
    if not draft.nodes and not reading.unclassified:
        raise not_a_profile(reading.name, "headings of MetaPhlAn without any taxon")
    draft.layout = _version(draft, head, databases)
    draft.database = databases[0] if databases else None
    if any(node.file_name.startswith("d__") or ";" in node.file_name for node in draft.nodes):
        draft.database = f"{draft.database or 'unknown'}, names of GTDB"
    draft.samples = _samples(reading)


def _samples(reading: _Reading) -> list[SampleDraft]:
    n_samples = len(reading.amounts)
    stem = sample_name(reading.name)
    written = reading.head.sample_names
    names = written if len(written) == n_samples else [stem] * n_samples
    samples = []
    for position, name in enumerate(distinct(sample_name(each, stem) for each in names)):
        share = reading.unclassified[position] if reading.unclassified else None
        sample = SampleDraft(
            name=name,
            amounts=reading.amounts[position],
            counts=reading.counts if reading.counts and n_samples == 1 else None,
            unclassified_share=None if share is None else min(share / 100.0, 1.0),
            reads_total=reading.head.reads_total if n_samples == 1 else None,
        )
        sample.notes += _sums_that_disagree(reading.draft.nodes, sample)
        samples.append(sample)
    return samples


def _version(draft: FileDraft, head: _Head, databases: list[str]) -> str:
    """The version by its database, else by marks that only one version makes."""
    if databases:
        number = re.match(r"mpa_v(\d\d)", databases[0])
        if number is None:
            return "metaphlan4"
        return "metaphlan2" if int(number[1]) < 29 else "metaphlan3"
    if any("SGB" in node.file_name or "GGB" in node.file_name for node in draft.nodes):
        return "metaphlan4"
    if head.is_version_2:
        return "metaphlan2"
    return "metaphlan3" if head.is_version_3 else "metaphlan"


def _sums_that_disagree(nodes: list[Node], sample: SampleDraft) -> list[LineIssue]:
    """MetaPhlAn gives every rank the same mass; where one has less, lines are missing."""
    sums: dict[str, float] = {}
    for position, amount in sample.amounts.items():
        rank = nodes[position].rank
        sums[rank] = sums.get(rank, 0.0) + amount
    sums.pop("strain", None)
    whole = max(sums.values(), default=0.0)
    return [
        LineIssue(line=1, found=f"{rank}: {sums[rank]:.1f} of {whole:.1f} %", reason="lines of this rank are missing")
        for rank in ("domain", "phylum", "class", "order", "family", "genus", "species")
        if rank in sums and whole - sums[rank] > _OFF_BY
    ]
