"""What gut taxa can do, and the balances that a comparison looks at: the tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from commensal.knowledge.tables import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedTaxon:
    """A taxon that a function or a balance counts.

    Parameters
    ----------
    grade, source : of its row in the table of functions; empty for a balance.
    """

    taxon: str
    rank: str
    taxid: int | None
    grade: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A balance fixed beforehand: natural log of top over bottom; an empty bottom is everything else."""

    key: str
    role: str
    top: tuple[ListedTaxon, ...]
    bottom: tuple[ListedTaxon, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionOfTaxa:
    """A function that gets a band, and how far the sum was ever checked against a measurement."""

    key: str
    members: tuple[ListedTaxon, ...]
    agreement: str


@cache
def balances() -> tuple[Balance, ...]:
    """All balances, the primary one first."""
    members = tuple(rows_of("microbiome/balance_members"))

    def side(key: str, which: str) -> tuple[ListedTaxon, ...]:
        return tuple(_listed(row) for row in members if (row["balance"], row["side"]) == (key, which))

    rows = sorted(rows_of("microbiome/balances"), key=lambda row: int(row["place"]))
    return tuple(
        Balance(key=row["id"], role=row["role"], top=side(row["id"], "top"), bottom=side(row["id"], "bottom"))
        for row in rows
    )


@cache
def functions() -> tuple[FunctionOfTaxa, ...]:
    """The functions that get a band, with the rows that may be summed: grade A or B, confirmed, never a phylum."""
    rows = tuple(row for row in rows_of("microbiome/taxa_functions") if row["in_band"] == "yes")
    bands = sorted(rows_of("microbiome/function_bands"), key=lambda row: int(row["place"]))
    return tuple(
        FunctionOfTaxa(
            key=band["id"],
            members=tuple(_listed(row) for row in rows if row["function"] == band["function"]),
            agreement=band["agreement"],
        )
        for band in bands
    )


def _listed(row: dict[str, str]) -> ListedTaxon:
    return ListedTaxon(
        taxon=row["taxon"],
        rank=row["rank"],
        taxid=int(row["ncbi_taxid"]) if row["ncbi_taxid"] else None,
        grade=row.get("evidence_grade", ""),
        source=row.get("source_doi", ""),
    )
