"""Tables of Bracken: one sample at one rank, or several combined."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from commensal.knowledge.taxon_names import genus_of
from commensal.readers.profiles.amounts import amount_in, taxid_in
from commensal.readers.profiles.cumulating import with_genera
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, is_unnamed
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import Assay

_FIRST = ("name", "taxonomy_id", "taxonomy_lvl")
_READS, _SHARE = "new_est_reads", "fraction_total_reads"
_RANK_OF_LEVEL = {
    "D": "domain",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
    "S1": "strain",
}


@dataclass(slots=True)
class _Column:
    """Where one sample's reads stand, its name, and what was read."""

    position: int
    sample: str
    counts: dict[int, float] = field(default_factory=dict)
    unclassified: float = 0.0


def is_bracken(head: str) -> bool:
    """Whether the start of a text is a table of Bracken, single or combined."""
    return tuple(_cells(head.split("\n", 1)[0])[:3]) == _FIRST


def _cells(line: str) -> list[str]:
    separator = "\t" if "\t" in line else ","
    try:
        return [cell.strip() for cell in next(csv.reader(io.StringIO(line), delimiter=separator), [])]
    except csv.Error:
        return []


def read_bracken(text: str, *, name: str) -> FileDraft:
    """Read a table. The reads after Bracken's sharing out are taken, not its fractions of five digits.

    A table of species has no genera: where a species' own name tells its genus, genera are summed from species.

    Raises
    ------
    UnreadableFileError : a column is missing, ranks are mixed, or a number is not possible.
    """
    lines = text.splitlines()
    columns = _columns(_cells(lines[0]), name)
    draft = FileDraft(layout="bracken", nodes=[], samples=[], assay=Assay.SHOTGUN, tally=LineTally(n_header=1))
    for number, line in enumerate(lines[1:], start=2):
        cells = _cells(line)
        if any(cells):
            _take(cells, number, columns, draft, name)
        else:
            draft.tally.n_blank += 1
    return _finished(draft, columns, name)


def _columns(header: Sequence[str], name: str) -> list[_Column]:
    if _READS in header:
        return [_Column(header.index(_READS), "")]
    columns = [
        _Column(position, heading.removesuffix("_num"))
        for position, heading in enumerate(header)
        if heading.endswith("_num")
    ]
    if not columns:
        raise unreadable(name, "a table of Bracken without a column of reads", f"{_READS}, or columns ending in _num")
    return columns


def _take(cells: Sequence[str], number: int, columns: Sequence[_Column], draft: FileDraft, name: str) -> None:
    tally = draft.tally
    values = [
        amount_in(cells[column.position], name=name, line=number) if column.position < len(cells) else None
        for column in columns
    ]
    rank = _RANK_OF_LEVEL.get(cells[2]) if len(cells) > 2 else None
    if len(cells) > 2 and (cells[2] == "U" or (cells[1] == "0" and is_unnamed(cells[0]))):
        tally.n_unclassified += 1
        for column, value in zip(columns, values, strict=True):
            column.unclassified += value or 0.0
    elif rank is None or not cells[0] or all(value is None for value in values):
        tally.n_not_read += 1
        reason = "not a row of this table, or of a rank between those we keep"
        draft.notes.append(LineIssue(line=number, found=quoted(" ".join(cells)), reason=reason))
    elif not any(values):
        tally.n_zero += 1
    else:
        tally.n_taxa += 1
        for column, value in zip(columns, values, strict=True):
            if value:
                column.counts[len(draft.nodes)] = value
        draft.nodes.append(Node(lineage=_lineage(rank, cells[0]), taxid=taxid_in(cells[1]), file_name=cells[0]))


def _lineage(rank: str, name: str) -> Lineage:
    genus = genus_of(name) if rank == "species" else None
    return ((rank, name),) if genus is None else (("genus", genus), (rank, name))


def _finished(draft: FileDraft, columns: Sequence[_Column], name: str) -> FileDraft:
    stem = sample_name(name)
    names = distinct(sample_name(column.sample, stem) for column in columns)
    for written, column in zip(names, columns, strict=True):
        lost = column.unclassified
        total = sum(column.counts.values()) + lost
        draft.samples.append(
            SampleDraft(
                name=written,
                amounts=column.counts,
                counts=column.counts,
                unclassified_share=lost / total if lost > 0.0 else None,
                reads_total=round(total) if lost > 0.0 else None,
            )
        )
    if {node.rank for node in draft.nodes} == {"species"}:
        with_genera(draft)
    return draft
