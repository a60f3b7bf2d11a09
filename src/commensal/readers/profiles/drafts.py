"""What a layout's module hands over before names are resolved and shares are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from commensal.readers.profiles.lineages import Lineage
from commensal.records.imports import LineIssue
from commensal.records.taxon_profile import Assay


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One taxon as a file writes it.

    Parameters
    ----------
    lineage : down to the taxon itself, whose rank and name stand last.
    taxid : the file's own NCBI id, or None.
    file_name : the name exactly as written.
    """

    lineage: Lineage
    taxid: int | None
    file_name: str

    @property
    def rank(self) -> str:
        """The rank of the taxon itself."""
        return self.lineage[-1][0]


@dataclass(slots=True, kw_only=True)
class SampleDraft:
    """One sample.

    Parameters
    ----------
    amounts : the file's number by position of the node in ``FileDraft.nodes``, above zero only.
    counts : reads by position of the node; None where the file has none. May be ``amounts`` itself.
    """

    name: str
    amounts: Mapping[int, float]
    counts: Mapping[int, float] | None = None
    unclassified_share: float | None = None
    reads_total: int | None = None
    day: date | None = None
    notes: list[LineIssue] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LineTally:
    """Every line, or row, of a file counted once."""

    n_header: int = 0
    n_taxa: int = 0
    n_zero: int = 0
    n_other_rank: int = 0
    n_unclassified: int = 0
    n_blank: int = 0
    n_not_read: int = 0

    @property
    def n_lines(self) -> int:
        """All of them."""
        return (
            self.n_header
            + self.n_taxa
            + self.n_zero
            + self.n_other_rank
            + self.n_unclassified
            + self.n_blank
            + self.n_not_read
        )


@dataclass(slots=True, kw_only=True)
class FileDraft:
    """Everything one file gave."""

    layout: str
    nodes: list[Node]
    samples: list[SampleDraft]
    assay: Assay = Assay.UNKNOWN
    database: str | None = None
    vendor: str | None = None
    region: str | None = None
    notes: list[LineIssue] = field(default_factory=list)
    tally: LineTally = field(default_factory=LineTally)
