"""The names that belong to a feature table: taxonomy.tsv of QIIME 2, or any table of ids and lineages."""

from __future__ import annotations

from collections.abc import Sequence

from commensal.readers.profiles.amounts import number_in
from commensal.readers.profiles.lineages import Lineage, looks_like_lineage, parse_lineage, split_lineage
from commensal.readers.profiles.plain_table import PlainTable, table_in
from commensal.readers.profiles.table_columns import columns_of, domain_column
from commensal.vocab.errors import CommensalError

_ID_HEADINGS = ("feature id", "featureid", "otuid", "otu id", "otu", "asv", "#otu id", "id")
_N_JUDGED = 300


def is_taxonomy(text: str, *, name: str) -> bool:
    """Whether a text tells lineages of ids, and no amounts."""
    try:
        table = table_in(text, name=name)
    except CommensalError:
        return False
    first = [cell.strip().casefold() for cell in table.header[:2]]
    if first == ["feature id", "taxon"]:
        return True
    sample = [cells for _, cells in table.rows[:_N_JUDGED]]
    columns = columns_of(table.header, sample)
    has_names = columns.lineage is not None or len(columns.ranks) >= 2
    has_names = has_names or domain_column(sample, len(table.header)) is not None
    return has_names and not columns.amounts and columns.lineage != columns.ids


def read_taxonomy(text: str, *, name: str) -> dict[str, Lineage]:
    """Lineages by id; ids whose lineage cannot be read are left out, and count as unclassified later.

    Raises
    ------
    UnknownLayoutError : no table.
    """
    table = table_in(text, name=name)
    headings = [cell.strip().casefold().lstrip("#").strip() for cell in table.header]
    sample = [cells for _, cells in table.rows[:_N_JUDGED]]
    columns = columns_of(table.header, sample)
    place = next((headings.index(word) for word in _ID_HEADINGS if word in headings), None)
    parts: dict[str, Sequence[str]]
    if "taxon" in headings and headings[0] == "feature id":
        parts = _texts(table, 0, headings.index("taxon"))
    elif columns.lineage is not None:
        parts = _texts(table, columns.ids if place is None else place, columns.lineage)
    elif len(columns.ranks) >= 2:
        return _by_ranks(table, 0 if place is None else place, columns.ranks)
    else:
        first = domain_column(sample, len(table.header)) or 0
        parts = {
            cells[max(first - 1, 0)].strip(): _without_ids(cells[first : first + 7])
            for _, cells in table.rows
            if len(cells) > first
        }
    lineages = {feature: parse_lineage(each) for feature, each in parts.items()}
    return {feature: lineage for feature, lineage in lineages.items() if lineage is not None}


def _texts(table: PlainTable, ids: int, lineage: int) -> dict[str, Sequence[str]]:
    return {
        cells[ids].strip(): split_lineage(cells[lineage]) for _, cells in table.rows if len(cells) > max(ids, lineage)
    }


def _by_ranks(table: PlainTable, ids: int, ranks: Sequence[tuple[str, int]]) -> dict[str, Lineage]:
    return {cells[ids].strip(): lineage_of_cells(cells, ranks) for _, cells in table.rows if len(cells) > ids}


def lineage_of_cells(cells: Sequence[str], ranks: Sequence[tuple[str, int]]) -> Lineage:
    """The lineage that a row's columns of ranks tell, with or without marks in the cells."""
    marks = {"domain": "d", "strain": "t"}
    marked = []
    for rank, position in ranks:
        cell = cells[position].strip() if position < len(cells) else ""
        plain = cell if looks_like_lineage(cell) else f"{marks.get(rank, rank[0])}__{cell}"
        marked.append(plain)
    return parse_lineage(marked) or ()


def _without_ids(parts: Sequence[str]) -> list[str]:
    """Parts up to the first that is no name: a number, or a text that repeats them all."""
    kept = []
    for part in parts:
        if number_in(part) is not None or "--" in part:
            break
        kept.append(part.strip())
    return kept
