"""What the columns of a plain table are: names, ranks, ids, lineages, or amounts of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from commensal.knowledge.taxon_names import rank_of
from commensal.readers.profiles.amounts import number_in, whole_number_in
from commensal.readers.profiles.lineages import domain_named, is_marked, looks_like_lineage
from commensal.records.taxon_profile import RANKS

_RANK_HEADINGS = {
    **{rank: rank for rank in RANKS},
    "superkingdom": "domain",
    "kingdom": "domain",
    "specie": "species",
    "sgb": "strain",
}
_LINEAGE_HEADINGS = frozenset(
    {"taxonomy", "taxon", "lineage", "consensus lineage", "consensuslineage", "classification", "clade_name"}
)
_NAME_HEADINGS = ("tax_name", "taxon_name", "name", "scientific_name")
_LEVEL_HEADINGS = ("tax_rank", "rank", "taxonomy_lvl", "level")
_TAXID_HEADINGS = (
    *("taxid", "tax_id", "taxon_id", "taxonomy_id", "ncbi_taxid", "ncbi_tax_id", "ncbi_taxon_id", "taxonomy id"),
    "taxon",
)
_NOT_AMOUNTS = frozenset({"confidence", "parent", "rank_count", "tax_color", "length", "sequence", "coverage"})
_SUMMARIES = frozenset({"min", "max", "avg", "average", "mean", "median", "sd", "std", "sem", "coefficient", "count"})
_SAMPLE_HEADINGS = frozenset({"", "sample", "sampleid", "sample_id", "sample id", "id", "index", "sample-id"})
_MOST = 0.6
_NOT_GIVEN = frozenset({"nan", "na", "n/a", "null", "inf", "-inf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Positions of columns.

    Parameters
    ----------
    ids : the features' own ids, or the names of taxa.
    lineage : lineage texts.
    ranks : pairs of rank and position, from the widest rank down.
    level, name, taxid : a rank, a name and an NCBI id a row.
    amounts : one column a sample.
    """

    ids: int = 0
    lineage: int | None = None
    ranks: tuple[tuple[str, int], ...] = ()
    level: int | None = None
    name: int | None = None
    taxid: int | None = None
    amounts: tuple[int, ...] = ()
    ignored: tuple[str, ...] = field(default=())


def has_samples_in_rows(header: Sequence[str]) -> bool:
    """Whether each row is a sample: the headings are names of microbes."""
    names = [cell for cell in header[1:] if cell.strip()]
    if not names or header[0].strip().casefold().lstrip("#") not in _SAMPLE_HEADINGS:
        return False
    if sum(looks_like_lineage(name) for name in names) >= _MOST * len(names):
        return True
    if len(names) < 2 or any(name.casefold() in _RANK_HEADINGS for name in names):
        return False
    return sum(rank_of(name) is not None for name in names) >= 0.4 * len(names)


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Columns:
    """The columns of a table whose rows are taxa or features."""
    headings = [cell.strip().strip("#").strip().casefold() for cell in header]
    cells = [[row[position].strip() for row in rows if position < len(row)] for position in range(len(header))]
    taken: set[int] = set()
    ranks = _rank_columns(headings, cells)
    taken |= {position for _, position in ranks}
    lineage = _lineage_column(headings, cells, taken)
    level = _by_heading(headings, _LEVEL_HEADINGS, taken)
    name = _by_heading(headings, _NAME_HEADINGS, taken)
    taxid = _taxid_column(headings, cells, taken)
    taken |= {position for position in (lineage, level, name, taxid) if position is not None}
    ids = 0 if 0 not in taken or lineage == 0 else name if name is not None else 0
    candidates = [
        position
        for position in range(len(header))
        if position not in taken and headings[position] not in _NOT_AMOUNTS and _is_numeric(cells[position])
    ]
    amounts = tuple(position for position in candidates if position != ids or not _are_names(cells[position]))
    if ids in amounts and (lineage is None and name is None and not ranks):
        amounts = tuple(position for position in amounts if position != ids)
    unused = set(range(len(header))) - taken - set(amounts) - {ids}
    return Columns(
        ids=ids,
        lineage=lineage,
        ranks=ranks,
        level=level,
        name=name,
        taxid=taxid,
        amounts=amounts,
        ignored=tuple(header[position].strip() for position in sorted(unused)),
    )


def is_summary(headings: Sequence[str]) -> bool:
    """Whether the amounts are ranges or means of many people, not of a sample."""
    words = [heading.strip().casefold() for heading in headings]
    return bool(words) and all(word in _SUMMARIES - {"count"} for word in words)


def _rank_columns(headings: Sequence[str], cells: Sequence[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """Columns headed by ranks that hold words; a single one is the names of a table of one rank."""
    found: dict[str, int] = {}
    for position, heading in enumerate(headings):
        rank = _RANK_HEADINGS.get(heading)
        if rank is not None and rank not in found and not _is_numeric(cells[position]):
            found[rank] = position
    return tuple((rank, found[rank]) for rank in RANKS if rank in found)


def _lineage_column(headings: Sequence[str], cells: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    best: int | None = None
    for position, column in enumerate(cells):
        texts = [cell for cell in column if cell]
        if position in taken or not texts:
            continue
        n_lineages = sum(looks_like_lineage(text) for text in texts)
        is_headed = headings[position] in _LINEAGE_HEADINGS
        if n_lineages >= (0.2 if is_headed else _MOST) * len(texts) and (best is None or is_headed):
            best = position
    return best


def _by_heading(headings: Sequence[str], wanted: Sequence[str], taken: set[int]) -> int | None:
    return next(
        (headings.index(word) for word in wanted if word in headings and headings.index(word) not in taken), None
    )


def _taxid_column(headings: Sequence[str], cells: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    position = _by_heading(headings, _TAXID_HEADINGS, taken)
    if position is None or not all(whole_number_in(cell) is not None for cell in cells[position] if cell):
        return None
    return position


def _is_numeric(column: Sequence[str]) -> bool:
    """Whether a column holds numbers: nearly all cells that hold anything."""
    given = [cell for cell in column if cell]
    n_numbers = sum(number_in(cell) is not None or cell.casefold() in _NOT_GIVEN for cell in given)
    return bool(given) and n_numbers >= 0.9 * len(given) and any(number_in(cell) is not None for cell in given)


def _are_names(column: Sequence[str]) -> bool:
    return any(number_in(cell) is None for cell in column if cell)


def domain_column(rows: Sequence[Sequence[str]], n_columns: int) -> int | None:
    """The column in which nearly every cell is a domain, for tables of lineages without headings."""
    for position in range(n_columns):
        column = [row[position].strip() for row in rows if position < len(row)]
        if sum(domain_named(cell) is not None for cell in column) >= 0.8 * max(len(column), 1) and any(column):
            return position if not any(is_marked(cell) for cell in column) else None
    return None
