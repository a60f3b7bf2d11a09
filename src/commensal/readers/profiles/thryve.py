"""Thryve and Ombre tables: every rank in one list, parents told by name, ids that may belong to another rank."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commensal.readers.profiles.amounts import amount_in, taxid_in
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, domain_named, is_unnamed
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.sample_names import quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import RANKS, Assay

_COLUMNS = frozenset({"taxon_id", "rank", "name", "parent", "count"})
_RANK_OF_WORD = {"superkingdom": "domain", "kingdom": "domain", "subspecies": "strain"} | {rank: rank for rank in RANKS}


@dataclass(frozen=True, slots=True)
class _Taxon:
    """One row."""

    taxid: int | None
    rank: str
    name: str
    parent: str
    count: float


def is_thryve(head: str) -> bool:
    """Whether the start of a text is such a table."""
    headings = head.split("\n", 1)[0].replace('"', "").split(",")
    return {heading.strip().casefold() for heading in headings} >= _COLUMNS


def read_thryve(text: str, *, name: str) -> FileDraft:
    """Read a table; columns about health effects and diseases are not looked at.

    Raises
    ------
    UnreadableFileError : a broken table or an impossible count.
    """
    tally = LineTally(n_header=1)
    draft = FileDraft(
        layout="thryve", nodes=[], samples=[], assay=Assay.SIXTEEN_S, vendor="Thryve / Ombre", tally=tally
    )
    taxa: dict[tuple[str, str], _Taxon] = {}
    for line, row in _rows(text, name):
        taxon = _taxon(row, line, name)
        if not any(row.values()):
            tally.n_blank += 1
        elif taxon is None or (taxon.rank, taxon.name) in taxa:
            tally.n_not_read += 1
            reason = "not a taxon with a rank, a name and a count" if taxon is None else "stands here a second time"
            draft.notes.append(LineIssue(line=line, found=quoted(row.get("name", "")), reason=reason))
        else:
            taxa[taxon.rank, taxon.name] = taxon
    counts: dict[int, float] = {}
    for taxon in taxa.values():
        if taxon.count == 0.0:
            tally.n_zero += 1
            continue
        tally.n_taxa += 1
        counts[len(draft.nodes)] = taxon.count
        lineage = (*_above(taxon, taxa), (taxon.rank, taxon.name))
        draft.nodes.append(Node(lineage=lineage, taxid=taxon.taxid, file_name=taxon.name))
    draft.samples.append(SampleDraft(name=sample_name(name), amounts=counts, counts=counts))
    return draft


def _rows(text: str, name: str) -> Sequence[tuple[int, Mapping[str, str]]]:
    reader = csv.reader(io.StringIO(text))
    try:
        headings = [heading.strip().casefold() for heading in next(reader)]
        return [
            (line, dict(zip(headings, (cell.strip() for cell in cells), strict=False)))
            for line, cells in enumerate(reader, start=2)
        ]
    except csv.Error as problem:
        raise unreadable(name, "a table with a broken row", "one row a line") from problem


def _taxon(row: Mapping[str, str], line: int, name: str) -> _Taxon | None:
    rank, text = _RANK_OF_WORD.get(row.get("rank", "").casefold()), row.get("name", "")
    count = amount_in(row.get("count", ""), name=name, line=line)
    if rank is None or count is None or is_unnamed(text):
        return None
    plain = (domain_named(text) or text) if rank == "domain" else text
    return _Taxon(taxid_in(row.get("taxon_id", "")), rank, plain, row.get("parent", ""), count)


def _above(taxon: _Taxon, taxa: Mapping[tuple[str, str], _Taxon]) -> Lineage:
    """The ranks above by the parents' names: a name that two ranks share means the nearest rank above."""
    found: list[tuple[str, str]] = []
    parent, narrower = taxon.parent, RANKS.index(taxon.rank)
    while parent:
        ranks = [rank for rank in reversed(RANKS[:narrower]) if (rank, parent) in taxa]
        if not ranks:
            break
        found.append((ranks[0], parent))
        narrower = RANKS.index(ranks[0])
        parent = taxa[ranks[0], parent].parent
    return tuple(reversed(found))
