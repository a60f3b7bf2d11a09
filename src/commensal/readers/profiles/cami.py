"""Profiles in the layout of the CAMI contests, as MetaPhlAn and mOTUs can write it; one file may hold several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from commensal.readers.profiles.amounts import amount_in, taxid_in
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, domain_named
from commensal.readers.profiles.metaphlan import database_in
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import RANKS, Assay

_COLUMNS = ("TAXID", "RANK", "TAXPATH", "TAXPATHSN", "PERCENTAGE")
_RANK_OF_WORD = {"superkingdom": "domain", "acellular root": "domain"} | {rank: rank for rank in RANKS}
_UNCLASSIFIED = frozenset({"-1", "0", "UNKNOWN", "UNCLASSIFIED"})


@dataclass(slots=True)
class _Part:
    """One sample of the file while it is read."""

    name: str
    amounts: dict[int, float] = field(default_factory=dict)
    unclassified: float | None = None


def is_cami(head: str) -> bool:
    """Whether the start of a text is a profile of this layout."""
    return any(line.startswith("@@TAXID") for line in head.splitlines()[:200])


def read_cami(text: str, *, name: str) -> FileDraft:
    """Read a profile. Lines with ``#`` (they may hold a command with folders) are dropped.

    Raises
    ------
    UnreadableFileError : no columns, a bad amount, or samples of different databases.
    """
    tally = LineTally()
    draft = FileDraft(layout="cami", nodes=[], samples=[], assay=Assay.SHOTGUN, tally=tally)
    parts: list[_Part] = []
    columns: dict[str, int] = {}
    position: dict[tuple[str, str], int] = {}
    databases: set[str] = set()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            tally.n_blank += 1
        elif line.startswith(("#", "@")):
            tally.n_header += 1
            databases |= set(database_in(line))
            if line.casefold().startswith("@sampleid"):
                parts.append(_Part(line.partition(":")[2]))
            elif line.startswith("@@"):
                columns = _columns(line, name)
        else:
            if not parts:
                parts.append(_Part(""))
            if not columns:
                raise unreadable(f"{name}, line {number}", "taxa before the line of columns", "@@TAXID first")
            _take(line.split("\t"), number, columns, draft, parts[-1], position, name)
    if len(databases) > 1:
        raise unreadable(name, f"samples of different databases ({', '.join(sorted(databases))})", "one database")
    if databases:
        draft.database = databases.pop()
        draft.layout = "metaphlan4" if not draft.database.startswith(("mpa_v2", "mpa_v3")) else "metaphlan3"
    stem = sample_name(name)
    for written, part in zip(distinct(sample_name(part.name, stem) for part in parts), parts, strict=True):
        share = None if part.unclassified is None else min(part.unclassified / 100.0, 1.0)
        draft.samples.append(SampleDraft(name=written, amounts=part.amounts, unclassified_share=share))
    return draft


def _columns(line: str, name: str) -> dict[str, int]:
    headings = [cell.strip() for cell in line.removeprefix("@@").split("\t")]
    if missing := [column for column in _COLUMNS if column not in headings]:
        raise unreadable(name, f"no column {', '.join(missing)}", ", ".join(_COLUMNS))
    return {column: headings.index(column) for column in _COLUMNS}


def _take(
    cells: Sequence[str],
    number: int,
    columns: dict[str, int],
    draft: FileDraft,
    part: _Part,
    position: dict[tuple[str, str], int],
    name: str,
) -> None:
    tally = draft.tally
    if len(cells) <= max(columns.values()):
        tally.n_not_read += 1
        reason = "too few columns; the line may be cut off"
        draft.notes.append(LineIssue(line=number, found=quoted(" ".join(cells)), reason=reason))
        return
    cell = {column: cells[index].strip() for column, index in columns.items()}
    amount = amount_in(cell["PERCENTAGE"], name=name, line=number)
    rank = _RANK_OF_WORD.get(cell["RANK"].casefold())
    lineage = _lineage(cell["TAXPATHSN"])
    if cell["TAXID"] in _UNCLASSIFIED:
        tally.n_unclassified += 1
        part.unclassified = amount
    elif rank is None:
        tally.n_other_rank += 1
    elif amount is None or not lineage or lineage[-1][0] != rank:
        tally.n_not_read += 1
        reason = "no amount, or names that do not fit the rank"
        draft.notes.append(LineIssue(line=number, found=quoted(cell["TAXPATHSN"]), reason=reason))
    elif amount == 0.0:
        tally.n_zero += 1
    else:
        tally.n_taxa += 1
        key = (cell["TAXPATHSN"], cell["TAXPATH"])
        if key not in position:
            position[key] = len(draft.nodes)
            taxid = taxid_in(cell["TAXID"])
            draft.nodes.append(Node(lineage=lineage, taxid=taxid, file_name=cell["TAXPATHSN"]))
        part.amounts[position[key]] = part.amounts.get(position[key], 0.0) + amount


def _lineage(path: str) -> Lineage:
    """Names by their place in the path: the ranks are always the same eight."""
    pairs = []
    for rank, name in zip(RANKS, path.split("|"), strict=False):
        plain = name.strip()
        if plain:
            pairs.append((rank, (domain_named(plain) or plain) if rank == "domain" else plain))
    return tuple(pairs)
