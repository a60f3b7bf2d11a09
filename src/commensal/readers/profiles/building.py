"""From drafts to profiles: names in use, shares that sum to one at each rank, and samples without reads named."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commensal.knowledge.taxon_names import in_use
from commensal.readers.profiles.drafts import FileDraft, Node, SampleDraft
from commensal.readers.profiles.refusals import bad_amount, no_reads
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import TaxonProfile, TaxonRow

_MAX_NOTES = 200


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A node with the names now in use."""

    taxid: int | None
    name: str
    rank: str
    lineage: tuple[tuple[str, str], ...]
    file_name: str
    synonyms: tuple[str, ...]


def profiles_from(draft: FileDraft, *, file_name: str) -> tuple[TaxonProfile, ...]:
    """The profiles of a file; a sample without reads among others is left out and named in their notes.

    Raises
    ------
    UnreadableFileError : no sample has any reads, or an amount is not finite or below zero.
    """
    empty = [sample for sample in draft.samples if not _has_mass(sample, file_name)]
    if len(empty) == len(draft.samples):
        raise no_reads(file_name, empty[0].name if empty else file_name)
    left_out = [
        LineIssue(line=1, found=sample.name, reason="this sample has no reads, so it is left out") for sample in empty
    ]
    resolved = [_resolve(node) for node in draft.nodes]
    kept = [sample for sample in draft.samples if _has_mass(sample, file_name)]
    return tuple(_profile(draft, sample, resolved, left_out) for sample in kept)


def _has_mass(sample: SampleDraft, file_name: str) -> bool:
    for numbers in (sample.amounts, sample.counts or {}):
        for number in numbers.values():
            if not (math.isfinite(number) and number >= 0.0):
                raise bad_amount(file_name, sample.name, number)
    return any(amount > 0.0 for amount in sample.amounts.values())


def _resolve(node: Node) -> _Resolved:
    rank, written = node.lineage[-1]
    name = in_use(written, rank, node.taxid)
    above = tuple((wider, in_use(each, wider).name) for wider, each in node.lineage[:-1])
    return _Resolved(name.taxid, name.name, rank, above, node.file_name, name.synonyms)


def _profile(
    draft: FileDraft, sample: SampleDraft, resolved: list[_Resolved], left_out: list[LineIssue]
) -> TaxonProfile:
    return TaxonProfile(
        sample=sample.name,
        day=sample.day,
        rows=tuple(_rows(sample, resolved)),
        assay=draft.assay,
        layout=draft.layout,
        database=draft.database,
        vendor=draft.vendor,
        region=draft.region,
        reads_total=sample.reads_total,
        unclassified_share=sample.unclassified_share,
        notes=_short([*sample.notes, *draft.notes, *left_out]),
    )


def _rows(sample: SampleDraft, resolved: list[_Resolved]) -> Iterator[TaxonRow]:
    sums = _sums_by_rank(sample.amounts, resolved)
    counts = sample.counts
    for position, amount in sample.amounts.items():
        if amount <= 0.0:
            continue
        node = resolved[position]
        yield TaxonRow(
            taxid=node.taxid,
            name=node.name,
            rank=node.rank,
            lineage=node.lineage,
            share=min(amount / sums[node.rank], 1.0),
            count=None if counts is None else counts.get(position),
            amount=amount,
            file_name=node.file_name,
            synonyms=node.synonyms,
        )


def _sums_by_rank(amounts: Mapping[int, float], resolved: list[_Resolved]) -> dict[str, float]:
    listed: dict[str, list[float]] = {}
    for position, amount in amounts.items():
        listed.setdefault(resolved[position].rank, []).append(amount)
    return {rank: math.fsum(each) for rank, each in listed.items()}


def _short(notes: list[LineIssue]) -> tuple[LineIssue, ...]:
    """All notes, or the first and how many more there are."""
    if len(notes) <= _MAX_NOTES:
        return tuple(notes)
    more = LineIssue(line=notes[_MAX_NOTES].line, found="", reason=f"{len(notes) - _MAX_NOTES:,} more notes like these")
    return (*notes[:_MAX_NOTES], more)
