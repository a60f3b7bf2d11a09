"""Profiles in the layout of the CAMI contests, as MetaPhlAn and mOTUs can write it; one file may hold several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from commensal.readers.profiles.amounts import amount_in, taxid_in
from commensal.readers.profiles.drafts import FileDraft, Node, SampleDraft
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


class _Reading:
    """What is gathered line by line."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.draft = FileDraft(layout="cami", nodes=[], samples=[], assay=Assay.SHOTGUN)
        self.parts: list[_Part] = []
        self.columns: dict[str, int] = {}
        self.position: dict[tuple[str, str], int] = {}
        self.databases: set[str] = set()


def read_cami(text: str, *, name: str) -> FileDraft:
    """Read a profile. Lines with ``#`` (they may hold a command with folders) are dropped.

    Raises
    ------
    UnreadableFileError : no columns, a bad amount, or samples of different databases.
    """
    reading = _Reading(name)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            reading.draft.tally.n_blank += 1
        elif line.startswith(("#", "@")):
            _take_head(line, reading)
        else:
            _take(line.split("\t"), number, reading)
    draft = reading.draft
    if len(reading.databases) > 1:
        found = f"samples of different databases ({', '.join(sorted(reading.databases))})"
        raise unreadable(name, found, "one database")
    if reading.databases:
        draft.database = reading.databases.pop()
        draft.layout = "metaphlan3" if draft.database.startswith(("mpa_v2", "mpa_v3")) else "metaphlan4"
    stem = sample_name(name)
    names = distinct(sample_name(part.name, stem) for part in reading.parts)
    for written, part in zip(names, reading.parts, strict=True):
        share = None if part.unclassified is None else min(part.unclassified / 100.0, 1.0)
        draft.samples.append(SampleDraft(name=written, amounts=part.amounts, unclassified_share=share))
    return draft


def _take_head(line: str, reading: _Reading) -> None:
    reading.draft.tally.n_header += 1
    reading.databases |= set(database_in(line))
    if line.casefold().startswith("@sampleid"):
        reading.parts.append(_Part(line.partition(":")[2]))
    elif line.startswith("@@"):
        reading.columns = _columns(line, reading.name)


def _columns(line: str, name: str) -> dict[str, int]:
    headings = [cell.strip() for cell in line.removeprefix("@@").split("\t")]
    if missing := [column for column in _COLUMNS if column not in headings]:
        raise unreadable(name, f"no column {', '.join(missing)}", ", ".join(_COLUMNS))
    return {column: headings.index(column) for column in _COLUMNS}


def _take(cells: Sequence[str], number: int, reading: _Reading) -> None:
    if not reading.columns:
        where = f"{reading.name}, line {number}"
        raise unreadable(where, "taxa before the line of columns", "@@TAXID first")
    if not reading.parts:
        reading.parts.append(_Part(""))
    draft, part = reading.draft, reading.parts[-1]
    if len(cells) <= max(reading.columns.values()):
        draft.tally.n_not_read += 1
        reason = "too few columns; the line may be cut off"
        draft.notes.append(LineIssue(line=number, found=quoted(" ".join(cells)), reason=reason))
        return
    cell = {column: cells[index].strip() for column, index in reading.columns.items()}
    amount = amount_in(cell["PERCENTAGE"], name=reading.name, line=number)
    rank = _RANK_OF_WORD.get(cell["RANK"].casefold())
    lineage = _lineage(cell["TAXPATHSN"])
    if cell["TAXID"] in _UNCLASSIFIED:
        draft.tally.n_unclassified += 1
        part.unclassified = amount
    elif rank is None:
        draft.tally.n_other_rank += 1
    elif amount is None or not lineage or lineage[-1][0] != rank:
        draft.tally.n_not_read += 1
        reason = "no amount, or names that do not fit the rank"
        draft.notes.append(LineIssue(line=number, found=quoted(cell["TAXPATHSN"]), reason=reason))
    elif amount == 0.0:
        draft.tally.n_zero += 1
    else:
        draft.tally.n_taxa += 1
        place = reading.position.setdefault((cell["TAXPATHSN"], cell["TAXPATH"]), len(draft.nodes))
        if place == len(draft.nodes):
            draft.nodes.append(Node(lineage=lineage, taxid=taxid_in(cell["TAXID"]), file_name=cell["TAXPATHSN"]))
        part.amounts[place] = part.amounts.get(place, 0.0) + amount


def _lineage(path: str) -> Lineage:
    """Names by their place in the path: the ranks are always the same eight."""
    pairs = []
    for rank, name in zip(RANKS, path.split("|"), strict=False):
        plain = name.strip()
        if plain:
            pairs.append((rank, (domain_named(plain) or plain) if rank == "domain" else plain))
    return tuple(pairs)
