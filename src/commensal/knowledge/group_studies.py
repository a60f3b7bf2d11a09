"""Studies that compared the gut bacteria of groups of people. What differs between groups fits no single person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from commensal.knowledge.tables import parts, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDifference:
    """What differed.

    Parameters
    ----------
    taxon : a taxon, or a measure such as ``alpha diversity``.
    direction : ``up``, ``down``, ``down_or_same`` or ``no_difference``.
    touches : the balance of a report that it speaks of, ``variety``, or empty.
    """

    taxon: str
    rank: str
    taxid: int | None
    direction: str
    touches: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStudy:
    """One study and what it saw.

    Parameters
    ----------
    kind : ``condition``, ``medicine`` or ``stool_form``.
    about : illness, classes of medicines, or kind of stool.
    n_cases, n_controls : people in the two groups; None where people were compared with themselves or it was not seen.
    doi : empty where it was not seen.
    plain : what else differed between the groups, for everybody to read.
    """

    id: str
    kind: str
    about: tuple[str, ...]
    n_cases: int | None
    n_controls: int | None
    doi: str
    citation: str
    plain: str
    differences: tuple[GroupDifference, ...]


@cache
def group_studies() -> tuple[GroupStudy, ...]:
    """Every study, by id; read when first asked for, then kept."""
    by_study: dict[str, list[GroupDifference]] = {}
    for row in rows_of("taxa/group_differences"):
        by_study.setdefault(row["study_id"], []).append(
            GroupDifference(
                taxon=row["taxon"],
                rank=row["rank"],
                taxid=_whole(row["ncbi_taxid"]),
                direction=row["direction"],
                touches=row["touches"],
                grade=row["grade"],
            )
        )
    return tuple(
        GroupStudy(
            id=row["study_id"],
            kind=row["kind"],
            about=parts(row["about"]),
            n_cases=_whole(row["n_cases"]),
            n_controls=_whole(row["n_controls"]),
            doi=row["doi"],
            citation=row["citation"],
            plain=row["plain"],
            differences=tuple(by_study[row["study_id"]]),
        )
        for row in rows_of("taxa/group_studies")
    )


def studies_about(*names: str) -> tuple[GroupStudy, ...]:
    """The studies about any of these illnesses or classes of medicines, by id."""
    return tuple(study for study in group_studies() if set(study.about) & set(names))


def _whole(cell: str) -> int | None:
    return int(cell) if cell else None
