"""MetaPhlAn 2, 3 and 4: one sample, several merged, with or without reads, and names turned into GTDB's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from commensal.readers.profiles.amounts import amount_in, taxid_in, whole_number_in
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
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


def is_metaphlan(head: str) -> bool:
    """Whether the start of a text is a profile of MetaPhlAn, single or merged."""
    lines = [line for line in head.splitlines() if line.strip()]
    if not lines or lines[0].startswith("@"):
        return False
    if _DATABASE.search(lines[0]) or "metaphlan" in head[:4000].casefold().split("\nk__")[0]:
        return any(_is_taxon_line(line) for line in lines)
    rows = [line for line in lines if not line.startswith("#")][:40]
    return sum(_is_taxon_line(row) and "|" in row for row in rows) > 0 and _cells(lines[0])[0].lstrip("#").strip(
        " "
    ).casefold() in (_CLADE_COLUMNS | {"clade_name"})


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
    head = _Head()
    tally = LineTally()
    draft = FileDraft(layout="metaphlan", nodes=[], samples=[], assay=Assay.SHOTGUN, tally=tally)
    amounts: list[dict[int, float]] = []
    counts: dict[int, float] = {}
    unclassified: list[float | None] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            tally.n_blank += 1
        elif line.startswith("#") or not (_is_taxon_line(line) or draft.nodes or unclassified):
            tally.n_header += 1
            _read_head(line, head)
        else:
            cells = _cells(line)
            if not amounts:
                amounts = [{} for _ in head.columns.amounts]
            if cells[0] in _UNCLASSIFIED:
                tally.n_unclassified += 1
                unclassified = [_amount(cells, column, name, number) for column in head.columns.amounts]
            else:
                _read_taxon(cells, number, head.columns, draft, amounts, counts, seen, name)
    _finish(draft, head, amounts, counts, unclassified, name)
    return draft


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


def _read_taxon(
    cells: list[str],
    line: int,
    columns: _Columns,
    draft: FileDraft,
    amounts: list[dict[int, float]],
    counts: dict[int, float],
    seen: dict[str, int],
    name: str,
) -> None:
    """One clade: its place in the nodes, and its number in each sample."""
    clade = cells[0]
    lineage = parse_lineage(split_lineage(clade)) if is_marked(clade) else None
    values = [_amount(cells, column, name, line) for column in columns.amounts]
    problem = _problem(clade, lineage is None, values, seen)
    if problem is not None or not lineage:
        draft.tally.n_not_read += 1
        draft.notes.append(LineIssue(line=line, found=quoted(clade), reason=problem or "no name of a microbe"))
        return
    if not any(values):
        draft.tally.n_zero += 1
        return
    parts = split_lineage(clade)
    taxids = cells[columns.taxid].split("|") if columns.taxid is not None and columns.taxid < len(cells) else []
    taxid = taxid_in(taxids[-1]) if len(taxids) in (1, len(parts)) else None
    position = seen[clade] = len(draft.nodes)
    draft.nodes.append(Node(lineage=lineage, taxid=taxid, file_name=clade))
    draft.tally.n_taxa += 1
    for sample, value in zip(amounts, values, strict=True):
        if value:
            sample[position] = value
    if columns.count is not None and columns.count < len(cells):
        count = amount_in(cells[columns.count], name=name, line=line)
        if count is not None:
            counts[position] = count
        if count == 0.0:
            reason = "above zero in percent, with no reads behind it"
            draft.notes.append(LineIssue(line=line, found=quoted(clade), reason=reason))


def _problem(clade: str, is_strange: bool, values: list[float | None], seen: dict[str, int]) -> str | None:
    if is_strange:
        return "not a clade: parts need marks such as k__ and p__"
    if clade in seen:
        return f"stands here a second time (first as taxon {seen[clade] + 1}); the first is kept"
    if all(value is None for value in values):
        return "no number; the line may be cut off"
    return None


def _finish(
    draft: FileDraft,
    head: _Head,
    amounts: list[dict[int, float]],
    counts: dict[int, float],
    unclassified: list[float | None],
    name: str,
) -> None:
    """Samples with their names, the version, and what does not add up."""
    databases = sorted(set(head.databases))
    if len(databases) > 1:
        raise unreadable(
            name,
            f"samples of different databases in one file ({', '.join(databases)})",
            "one database",
            "Nothing was read. Names mean different things in different databases; read the samples one by one.",
        )
    if not draft.nodes and not unclassified:
        raise not_a_profile(name, "headings of MetaPhlAn without any taxon")
    draft.layout = _version(draft, head, databases)
    draft.database = databases[0] if databases else None
    if any(node.file_name.startswith("d__") or ";" in node.file_name for node in draft.nodes):
        draft.database = f"{draft.database or 'unknown'}, names of GTDB"
    stem = sample_name(name)
    n_samples = max(len(amounts), 1)
    names = head.sample_names if len(head.sample_names) == n_samples else [stem] * n_samples
    for position, written in enumerate(distinct(sample_name(each, stem) for each in names)):
        share = unclassified[position] if unclassified else None
        sample = SampleDraft(
            name=written,
            amounts=amounts[position] if amounts else {},
            counts=counts if counts and n_samples == 1 else None,
            unclassified_share=None if share is None else min(share / 100.0, 1.0),
            reads_total=head.reads_total if n_samples == 1 else None,
        )
        sample.notes += _sums_that_disagree(draft.nodes, sample)
        draft.samples.append(sample)


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
