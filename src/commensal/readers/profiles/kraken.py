"""Reports of Kraken 1, Kraken 2 (six or eight columns) and Bracken: a tree told by indentation."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from commensal.readers.profiles.amounts import amount_in, number_in, taxid_in
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, domain_named
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.sample_names import quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import RANKS, Assay

_CODE = re.compile(r"^(?:[UDKPCOFGSR]\d{0,2}|-)$")
_RANK_OF_CODE = {
    "D": "domain",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
    "S1": "strain",
}
_HEADINGS = ("perc_frags_covered", "n_frags_covered", "n_frags_assigned")
_VIRUSES = 10239  # hangs below the root without a rank of its own in newer databases
_ROOT = 1


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a report: reads of the clade, reads of the taxon itself, and where it hangs."""

    number: int
    clade_reads: float
    own_reads: float
    code: str
    taxid: int | None
    name: str
    indent: int


@dataclass(slots=True)
class _Report:
    """What is gathered line by line."""

    draft: FileDraft
    counts: dict[int, float] = field(default_factory=dict)
    own_by_rank: dict[str, float] = field(default_factory=dict)
    path: list[tuple[int, str, str]] = field(default_factory=list)
    n_unclassified: float = 0.0
    n_root: float = 0.0
    n_own: float = 0.0


def is_kraken(head: str) -> bool:
    """Whether the start of a text is a report: percent, reads, reads, [two more,] rank code, id, indented name."""
    rows = [row for row in _rows(head)[:40] if any(row)]
    if rows and _is_heading(rows[0]):
        return True
    judged = [row for row in rows if len(row) >= 5]
    fitting = sum(_looks_right(row) for row in judged)
    return fitting > 0 and fitting >= 0.8 * len(rows)


def _rows(text: str) -> list[list[str]]:
    first = text.split("\n", 1)[0]
    if "\t" not in first and first.count(",") >= 5:
        try:
            return list(csv.reader(io.StringIO(text)))
        except csv.Error:
            return []
    return [line.split("\t") for line in text.splitlines()]


def _is_heading(row: Sequence[str]) -> bool:
    return tuple(cell.strip().casefold() for cell in row[:3]) == _HEADINGS


def _looks_right(row: Sequence[str]) -> bool:
    return (
        len(row) in (5, 6, 8)
        and bool(_CODE.match(row[-3].strip()))
        and row[-2].strip().isdigit()
        and number_in(row[0]) is not None
    )


def read_kraken(text: str, *, name: str) -> FileDraft:
    """Read a report. Shares are made from reads, since the percentages have two digits.

    A report in which only one rank has reads of its own is one of Bracken.

    Raises
    ------
    UnreadableFileError : a column is missing, or a number is not possible.
    """
    tally = LineTally()
    report = _Report(FileDraft(layout="kraken2", nodes=[], samples=[], assay=Assay.SHOTGUN, tally=tally))
    for number, row in enumerate(_rows(text), start=1):
        if not any(cell.strip() for cell in row):
            tally.n_blank += 1
        elif number == 1 and _is_heading(row):
            tally.n_header += 1
        elif (line := _line(row, number, name)) is None:
            tally.n_not_read += 1
            issue = LineIssue(line=number, found=quoted(" ".join(row)), reason="not a line of a report")
            report.draft.notes.append(issue)
        else:
            _take(line, report)
    return _finished(report, name)


def _line(row: Sequence[str], number: int, name: str) -> _Line | None:
    if len(row) == 5 and _looks_right(row):
        raise unreadable(
            f"{name}, line {number}", "five columns", "six or eight", "Nothing was read. Make the report again."
        )
    if len(row) not in (6, 8) or not _CODE.match(row[-3].strip()):
        return None
    clade = amount_in(row[1], name=name, line=number)
    own = amount_in(row[2], name=name, line=number)
    if clade is None or own is None or not row[-1].strip():
        return None
    indent = len(row[-1]) - len(row[-1].lstrip(" "))
    return _Line(number, clade, own, row[-3].strip(), taxid_in(row[-2]), row[-1].strip(), indent)


def _take(line: _Line, report: _Report) -> None:
    tally = report.draft.tally
    report.n_own += line.own_reads
    if line.code == "U":
        tally.n_unclassified += 1
        report.n_unclassified += line.clade_reads
        return
    if line.taxid == _ROOT:
        report.n_root += line.clade_reads
    rank = "domain" if line.taxid == _VIRUSES else _RANK_OF_CODE.get(line.code)
    if rank is None and line.code in ("K", "-") and domain_named(line.name) == line.name and not _domain(report):
        rank = "domain"
    lineage = _place(line, rank, report.path)
    if rank is None:
        tally.n_other_rank += 1
        return
    report.own_by_rank[rank] = report.own_by_rank.get(rank, 0.0) + line.own_reads
    if line.clade_reads == 0.0:
        tally.n_zero += 1
        return
    tally.n_taxa += 1
    report.counts[len(report.draft.nodes)] = line.clade_reads
    report.draft.nodes.append(Node(lineage=lineage, taxid=line.taxid, file_name=line.name))


def _domain(report: _Report) -> bool:
    return any(rank == "domain" for _, rank, _ in report.path)


def _place(line: _Line, rank: str | None, path: list[tuple[int, str, str]]) -> Lineage:
    """The lineage of a line; ``path`` (indent, rank, name) becomes the way down to it."""
    order = RANKS.index(rank) if rank is not None else None
    if line.indent or not path:
        while path and path[-1][0] >= line.indent:
            path.pop()
    elif order is not None:  # spaces were lost on the way; ranks alone tell
        while path and path[-1][1] in RANKS and RANKS.index(path[-1][1]) >= order:
            path.pop()
    above = tuple(
        (wider, name) for _, wider, name in path if wider in RANKS and (order is None or RANKS.index(wider) < order)
    )
    if rank is None:
        return above
    path.append((line.indent, rank, line.name))
    return (*above, (rank, line.name))


def _finished(report: _Report, name: str) -> FileDraft:
    draft = report.draft
    stem = sample_name(name)
    ranks_with_own_reads = [rank for rank, own in report.own_by_rank.items() if own > 0.0]
    if len(ranks_with_own_reads) == 1 and len(report.own_by_rank) > 1 and report.n_own > 0.0:
        draft.layout = "bracken"
    total = report.n_unclassified + report.n_root
    knows_total = report.n_root > 0.0
    is_whole = draft.layout == "kraken2" or report.n_unclassified > 0.0  # Bracken may leave the unclassified out
    sample = SampleDraft(
        name=stem,
        amounts=report.counts,
        counts=report.counts,
        unclassified_share=report.n_unclassified / total if knows_total and is_whole else None,
        reads_total=round(total) if knows_total and is_whole else None,
    )
    if knows_total and abs(report.n_own - total) > 0.01 * total:
        found = f"{report.n_own:,.0f} of {total:,.0f} reads"
        sample.notes.append(LineIssue(line=1, found=found, reason="lines of the report are missing"))
    draft.samples.append(sample)
    return draft
