"""uBiome exports, JSON and CSV: every rank in one list, with counts that repeat the same reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commensal.readers.profiles.amounts import amount_in, taxid_in
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import Lineage, domain_named, is_unnamed
from commensal.readers.profiles.refusals import unreadable
from commensal.readers.profiles.sample_names import quoted, sample_name
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import RANKS, Assay

_LIST = "ubiome_bacteriacounts"
_CSV_COLUMNS = frozenset({"tax_name", "tax_rank", "count", "taxon", "parent"})
_RANK_OF_WORD = {"superkingdom": "domain", "kingdom": "domain", "subspecies": "strain"} | {rank: rank for rank in RANKS}
_STOOL = frozenset({"gut", "stool", "feces", "faeces", "fecal", "faecal", ""})
_MAX_STEPS = 60  # no lineage is deeper; a longer way goes in a circle


@dataclass(frozen=True, slots=True)
class _Taxon:
    """One entry: all reads of the taxon and of everything below it."""

    line: int
    taxid: int
    parent: int
    count: float
    name: str
    rank: str


def is_ubiome_json(document: object) -> bool:
    """Whether a parsed JSON document is an export of uBiome."""
    return isinstance(document, dict) and isinstance(document.get(_LIST), list)


def is_ubiome_csv(head: str) -> bool:
    """Whether the start of a text is a uBiome table."""
    headings = head.split("\n", 1)[0].replace('"', "").split(",")
    return {heading.strip() for heading in headings} >= _CSV_COLUMNS


def read_ubiome_json(document: Mapping[str, Any], *, name: str) -> FileDraft:
    """Read a parsed export. The notes in it are private and are never looked at.

    Raises
    ------
    UnreadableFileError : a sample of another part of the body, or an impossible count.
    """
    site = document.get("site", "")
    if not isinstance(site, str) or site.strip().casefold() not in _STOOL:
        raise unreadable(
            name,
            f"a sample of another part of the body ({quoted(str(site), 20)})",
            "a stool sample",
            "Nothing was read. What we know of day-to-day change is about stool.",
        )
    entries = [entry for entry in document[_LIST] if isinstance(entry, dict)]
    strange = len(document[_LIST]) - len(entries)
    draft = _draft(entries, first_line=1, name=name, n_strange=strange)
    draft.samples[0].day = _day(document.get("sampling_time"))
    return draft


def read_ubiome_csv(text: str, *, name: str) -> FileDraft:
    """Read a table. Raises as ``read_ubiome_json``."""
    try:
        entries = list(csv.DictReader(io.StringIO(text)))
    except csv.Error as problem:
        raise unreadable(name, "a table with a broken row", "one row a line") from problem
    draft = _draft(entries, first_line=2, name=name, n_strange=0)
    draft.tally.n_header = 1
    return draft


def parsed_json(text: str, name: str) -> object:
    """The document in a text.

    Raises
    ------
    UnreadableFileError : it is no complete JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise unreadable(name, "JSON that is damaged or ends too early", "a complete file") from problem


def _day(instant: object) -> date | None:
    """The local day of an instant such as ``2016-07-26T00:00:00.000Z``."""
    try:
        return date.fromisoformat(str(instant)[:10])
    except ValueError:
        return None


def _draft(entries: Iterable[Mapping[str, Any]], *, first_line: int, name: str, n_strange: int) -> FileDraft:
    tally = LineTally(n_not_read=n_strange)
    draft = FileDraft(
        layout="ubiome", nodes=[], samples=[], assay=Assay.SIXTEEN_S, vendor="uBiome", tally=tally, database=None
    )
    taxa: dict[int, _Taxon] = {}
    for line, entry in enumerate(entries, start=first_line):
        taxon = _taxon(entry, line, name)
        if taxon is None or taxon.taxid in taxa:
            tally.n_not_read += 1
            reason = "not a taxon with an id, a name and a count" if taxon is None else "stands here a second time"
            draft.notes.append(LineIssue(line=line, found=quoted(str(entry.get("tax_name", ""))), reason=reason))
        else:
            taxa[taxon.taxid] = taxon
    counts: dict[int, float] = {}
    for taxon in taxa.values():
        rank = _RANK_OF_WORD.get(taxon.rank)
        if rank is None:
            tally.n_other_rank += 1
        elif taxon.count == 0.0:
            tally.n_zero += 1
        else:
            tally.n_taxa += 1
            counts[len(draft.nodes)] = taxon.count
            lineage = (*_above(taxon, taxa, rank), (rank, taxon.name))
            draft.nodes.append(Node(lineage=lineage, taxid=taxon.taxid, file_name=taxon.name))
    draft.samples.append(_sample(draft, taxa, counts, name))
    return draft


def _taxon(entry: Mapping[str, Any], line: int, name: str) -> _Taxon | None:
    taxid = taxid_in(_cell(entry, "taxon"))
    parent = taxid_in(_cell(entry, "parent")) or 0
    text, rank = _cell(entry, "tax_name"), _cell(entry, "tax_rank")
    count = amount_in(_cell(entry, "count"), name=name, line=line)
    if taxid is None or count is None or not text or is_unnamed(text):
        return None
    return _Taxon(line, taxid, parent, count, text, rank)


def _cell(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return str(value).strip() if isinstance(value, str | int | float) else ""


def _above(taxon: _Taxon, taxa: Mapping[int, _Taxon], rank: str) -> Lineage:
    """The ranks above, followed from parent to parent as far as the export has them."""
    found: dict[str, str] = {}
    step = taxa.get(taxon.parent)
    for _ in range(_MAX_STEPS):
        if step is None:
            break
        wider = _RANK_OF_WORD.get(step.rank)
        if wider is not None and RANKS.index(wider) < RANKS.index(rank):
            found.setdefault(wider, (domain_named(step.name) or step.name) if wider == "domain" else step.name)
        step = taxa.get(step.parent)
    return tuple((wider, found[wider]) for wider in RANKS if wider in found)


def _sample(draft: FileDraft, taxa: Mapping[int, _Taxon], counts: dict[int, float], name: str) -> SampleDraft:
    root = next((taxon.count for taxon in taxa.values() if taxon.rank == "root"), None)
    domains = sum(count for position, count in counts.items() if draft.nodes[position].rank == "domain")
    sample = SampleDraft(name=sample_name(name), amounts=counts, counts=counts)
    if root is not None and root >= domains > 0.0:
        sample.reads_total = round(root)
        sample.unclassified_share = 1.0 - domains / root
    return sample
