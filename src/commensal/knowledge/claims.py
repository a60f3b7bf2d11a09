"""What two popular articles claim of the gut-brain-immune axis, and what we say instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of
from commensal.vocab.grades import Grade


class Verdict(StrEnum):
    """How far the evidence carries a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    PLAUSIBLE = "plausible"
    OVERCLAIM = "overclaim"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim of one article.

    Parameters
    ----------
    id : ``A01`` to ``A35`` for article 000, ``B01`` to ``B42`` for article 001.
    article : ``000`` or ``001``.
    area : which part of the axis it speaks of, e.g. ``fmt``.
    cue : what is claimed, in a few words of ours.
    said : a few words of the article itself, to find the place.
    evidence : what was found, for readers of the field.
    grade : the lowest grade among the parts of the claim; None where GRADE does not apply (plausibility, animals).
    grade_note : what the grade is for; empty when there is nothing to add.
    seed_word : ``strong``, ``moderate`` or ``early_mixed``: the second article's own scale.
    verdict : how far the evidence carries it.
    verdict_note : a limit of the verdict; mostly empty.
    safety_note : which words of the article could harm somebody; mostly empty.
    source_ids : sources of the evidence; empty where none was found.
    edge_ids : where it is drawn on the map; empty for claims that frame the rest.
    wording : the sentences a person is shown.
    unverified : what nobody has checked against the source itself; mostly empty.
    """

    id: str
    article: str
    area: str
    cue: str
    said: str
    evidence: str
    grade: Grade | None
    grade_note: str
    seed_word: str
    verdict: Verdict
    verdict_note: str
    safety_note: str
    source_ids: tuple[str, ...]
    edge_ids: tuple[str, ...]
    wording: str
    unverified: str

    @property
    def must_be_reworded(self) -> bool:
        """Whether the article's own words must not be repeated: they overclaim, or could harm somebody."""
        return bool(self.safety_note) or self.verdict in {Verdict.OVERCLAIM, Verdict.UNSAFE}


@cache
def claims() -> Mapping[str, Claim]:
    """Every claim by its id, in the order of the articles."""
    return MappingProxyType({row["claim_id"]: _claim(row) for row in rows_of("evidence/claims")})


def _claim(row: Mapping[str, str]) -> Claim:
    own = {"claim_id", "grade", "verdict", "source_ids", "edge_ids"}
    return Claim(
        id=row["claim_id"],
        grade=Grade(row["grade"]) if row["grade"] else None,
        verdict=Verdict(row["verdict"]),
        source_ids=parts(row["source_ids"]),
        edge_ids=parts(row["edge_ids"]),
        **{name: cell for name, cell in row.items() if name not in own},
    )
