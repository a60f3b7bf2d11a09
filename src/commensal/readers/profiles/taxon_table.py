"""Plain tables of taxa and samples, either way round, with lineages, ranks, ids or names alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commensal.knowledge.taxon_names import genus_of, rank_of, spelled_out
from commensal.readers.profiles.amounts import amount_in, are_counts, taxid_in
from commensal.readers.profiles.cumulating import filled
from commensal.readers.profiles.drafts import FileDraft, LineTally, Node, SampleDraft
from commensal.readers.profiles.lineages import (
    Lineage,
    domain_named,
    ends_between_ranks,
    is_unnamed,
    looks_like_lineage,
    parse_lineage,
    split_lineage,
)
from commensal.readers.profiles.plain_table import PlainTable, table_in
from commensal.readers.profiles.refusals import needs_taxonomy, not_a_profile, unreadable
from commensal.readers.profiles.sample_names import distinct, quoted, sample_name
from commensal.readers.profiles.table_columns import Columns, columns_of, has_samples_in_rows, is_summary
from commensal.readers.profiles.taxonomy import lineage_of_cells
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import RANKS

_FUNCTION_HEADINGS = ("gene family", "pathway", "# gene family", "# pathway")
_RANK_OF_WORD = {"superkingdom": "domain", "kingdom": "domain"} | {rank: rank for rank in RANKS}
_LEAST_KNOWN = 0.3  # of the names in a table without ranks and lineages
_MOSTLY = 0.5
_N_JUDGED = 300
_OTHER_RANK = object()


@dataclass(slots=True)
class _Reading:
    """What is gathered row by row."""

    name: str
    draft: FileDraft
    features: list[Node | None] = field(default_factory=list)
    columns: list[dict[int, float]] = field(default_factory=list)


def read_taxon_table(text: str, *, name: str, taxonomy: Mapping[str, Lineage] | None) -> FileDraft:
    """Read a table.

    Raises
    ------
    UnknownLayoutError : no table, or its rows are not microbes.
    UnreadableFileError : an amount that is not possible, or numbers that are no sample.
    UsageError : features without names, and no taxonomy was given with them.
    """
    table = table_in(text, name=name)
    if table.header[0].strip().casefold().startswith(_FUNCTION_HEADINGS):
        raise not_a_profile(name, "a table of genes or pathways, not of microbes")
    draft = FileDraft(layout="taxon_table", nodes=[], samples=[])
    draft.tally = LineTally(n_header=table.n_header, n_blank=table.n_blank, n_not_read=len(table.broken))
    draft.notes += [LineIssue(line=line, found="", reason=problem) for line, problem in table.broken]
    reading = _Reading(name, draft)
    if has_samples_in_rows(table.header):
        samples = _samples_in_rows(table, reading)
    else:
        samples = _samples_in_columns(table, reading, taxonomy)
    has_counts = are_counts(column.values() for column in reading.columns)
    drafts = [
        SampleDraft(name=written, amounts=column)
        for written, column in zip(distinct(samples), reading.columns, strict=True)
    ]
    filled(draft, reading.features, drafts, has_counts=has_counts)
    ranks_alone = {feature.rank for feature in reading.features if feature is not None and len(feature.lineage) == 1}
    if len(ranks_alone) > 1:  # rows of several ranks without lineages repeat the same reads
        for sample in drafts:
            sample.reads_total, sample.unclassified_share = None, None
    return draft


def _samples_in_columns(table: PlainTable, reading: _Reading, taxonomy: Mapping[str, Lineage] | None) -> list[str]:
    judged = [cells for _, cells in table.rows[:_N_JUDGED]]
    columns = columns_of(table.header, judged)
    if not columns.amounts:
        raise not_a_profile(reading.name)
    headings = [table.header[position] for position in columns.amounts]
    if is_summary(headings):
        raise unreadable(
            reading.name,
            f"ranges or means ({', '.join(quoted(heading, 20) for heading in headings)})",
            "the amounts of a sample",
            "Nothing was read. Name the table with your own sample.",
        )
    _check_names(judged, columns, taxonomy, reading.name)
    reading.columns = [{} for _ in columns.amounts]
    for line, cells in table.rows:
        _take(line, cells, columns, taxonomy, reading)
    stem = sample_name(reading.name)
    if len(headings) == 1 and headings[0].strip().casefold() in ("", "count", "counts", "abundance", "reads", "share"):
        return [stem]
    return [sample_name(heading, stem) for heading in headings]


def _check_names(
    rows: Sequence[Sequence[str]], columns: Columns, taxonomy: Mapping[str, Lineage] | None, name: str
) -> None:
    """A table is one of microbes when something says so: lineages, ranks, a taxonomy, or names we know."""
    if columns.lineage is not None or len(columns.ranks) >= 2:
        return
    if columns.level is not None and (columns.name is not None or columns.taxid is not None):
        return
    ids = [cells[columns.ids].strip() for cells in rows if columns.ids < len(cells)]
    if taxonomy is not None and any(each in taxonomy for each in ids):
        return
    position = columns.name if columns.name is not None else columns.ranks[0][1] if columns.ranks else columns.ids
    names = [cells[position].strip() for cells in rows if position < len(cells)]
    if names and sum(rank_of(each) is not None for each in names) >= _LEAST_KNOWN * len(names):
        return
    if _are_features(ids) and taxonomy is not None:
        raise unreadable(name, "no feature of the table in the taxonomy given with it", "files of the same run")
    if _are_features(ids):
        raise needs_taxonomy(name)
    raise not_a_profile(name)


def _are_features(ids: Sequence[str]) -> bool:
    """Whether ids are those of sequences: OTU_12, ASV3, a checksum, or a long string of bases."""
    words = ("otu", "asv", "zotu", "denovo", "seq", "sv")
    fitting = sum(
        each.casefold().startswith(words) or (len(each) >= 32 and each.isalnum() and " " not in each) for each in ids
    )
    return bool(ids) and fitting >= 0.8 * len(ids)


def _take(
    line: int, cells: Sequence[str], columns: Columns, taxonomy: Mapping[str, Lineage] | None, reading: _Reading
) -> None:
    """One row: its taxon, and its amount in each sample."""
    draft, index = reading.draft, len(reading.features)
    values = [
        amount_in(cells[position], name=reading.name, line=line) if position < len(cells) else None
        for position in columns.amounts
    ]
    lineage = _lineage(cells, columns, taxonomy)
    if lineage is _OTHER_RANK:
        draft.tally.n_other_rank += 1
        return
    if all(value is None for value in values):
        draft.tally.n_not_read += 1
        first = cells[columns.ids] if columns.ids < len(cells) else ""
        draft.notes.append(LineIssue(line=line, found=quoted(first), reason="no amount in any sample"))
        return
    if not any(values):
        draft.tally.n_zero += 1
        return
    node: Node | None = None
    if isinstance(lineage, tuple) and lineage:
        taxid = taxid_in(cells[columns.taxid]) if columns.taxid is not None and columns.taxid < len(cells) else None
        node = Node(lineage=lineage, taxid=taxid, file_name=lineage[-1][1])
        draft.tally.n_taxa += 1
    else:
        draft.tally.n_unclassified += 1
    reading.features.append(node)
    for column, value in zip(reading.columns, values, strict=True):
        if value:
            column[index] = value


def _lineage(cells: Sequence[str], columns: Columns, taxonomy: Mapping[str, Lineage] | None) -> Lineage | object:
    """The taxon of a row: by the taxonomy given, a lineage, columns of ranks, a rank and a name, or a name."""

    def cell(position: int | None) -> str:
        return cells[position].strip() if position is not None and position < len(cells) else ""

    if taxonomy is not None and cell(columns.ids) in taxonomy:
        return taxonomy[cell(columns.ids)]
    if columns.lineage is not None:
        parts = split_lineage(cell(columns.lineage))
        return _OTHER_RANK if ends_between_ranks(parts) else parse_lineage(parts) or ()
    if len(columns.ranks) >= 2:
        return lineage_of_cells(cells, columns.ranks)
    if columns.level is not None:
        rank = _RANK_OF_WORD.get(cell(columns.level).casefold())
        return _OTHER_RANK if rank is None else _named(cell(columns.name), rank)
    if columns.ranks:
        return _named(cell(columns.ranks[0][1]), columns.ranks[0][0])
    return lineage_of_name(cell(columns.name if columns.name is not None else columns.ids))


def _named(name: str, rank: str) -> Lineage:
    if is_unnamed(name):
        return ()
    plain = name.split("__", 1)[1] if looks_like_lineage(name) else name
    if rank == "domain":
        plain = domain_named(plain) or plain
    genus = genus_of(spelled_out(plain)) if rank == "species" else None
    return ((rank, plain),) if genus is None else (("genus", genus), (rank, plain))


def lineage_of_name(name: str) -> Lineage:
    """What a name alone tells: its rank where we know it or its ending does, and a species' genus."""
    if is_unnamed(name):
        return ()
    if looks_like_lineage(name):
        return parse_lineage(split_lineage(name)) or ()
    rank = rank_of(name)
    if rank is None:
        rank = "family" if name.endswith("aceae") else "order" if name.endswith("ales") else None
    if rank is None and genus_of(spelled_out(name)) is not None:
        rank = "species"
    if rank is None and name.isalpha() and name[:1].isupper() and name[1:].islower():
        rank = "genus"
    return () if rank is None else _named(name, rank)


def _samples_in_rows(table: PlainTable, reading: _Reading) -> list[str]:
    """The table turned round: headings are taxa, each row is a sample."""
    draft = reading.draft
    positions: list[int] = []
    lineages = [lineage_of_name(heading.strip()) for heading in table.header[1:]]
    n_species = sum(bool(lineage) and lineage[-1][0] == "species" for lineage in lineages)
    are_species = n_species >= _MOSTLY * len(lineages)
    for position, (heading, told) in enumerate(zip(table.header[1:], lineages, strict=True), start=1):
        # Among species a name of several words that we cannot place is one more species.
        is_one_more = are_species and not told and "_" in heading.strip() and not is_unnamed(heading)
        lineage: Lineage = (("species", heading.strip()),) if is_one_more else told
        is_known = bool(lineage) or is_unnamed(heading)
        if is_known:
            positions.append(position)
            node = Node(lineage=lineage, taxid=None, file_name=heading.strip()) if lineage else None
            reading.features.append(node)
        else:
            draft.notes.append(LineIssue(line=1, found=quoted(heading), reason="a column that is no microbe"))
    samples: list[str] = []
    for line, cells in table.rows:
        column: dict[int, float] = {}
        for index, position in enumerate(positions):
            value = amount_in(cells[position], name=reading.name, line=line) if position < len(cells) else None
            if value:
                column[index] = value
        reading.columns.append(column)
        samples.append(sample_name(cells[0]))
        draft.tally.n_taxa += 1
    return samples
