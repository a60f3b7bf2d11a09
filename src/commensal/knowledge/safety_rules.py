"""The rules of the safety gate as facts: how serious each is, what it bars, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from commensal.knowledge.tables import parts, rows_of
from commensal.vocab.proposal_kinds import ProposalKind

EVERYTHING = "*"


class Level(StrEnum):
    """How serious a rule is; declared in the order in which rules are shown."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    BLOCK = "block"
    LIMIT = "limit"
    HONESTY = "honesty"

    @property
    def rank(self) -> int:
        """0 for what is shown first."""
        return tuple(Level).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyRule:
    """One rule.

    Parameters
    ----------
    reads_state, reads_proposal : whether it fires from the state of things, or when something is proposed or asked.
    trigger, action : for a professional, in words.
    bars : kinds that may not be suggested or begun while it fires.
    clears_when : how an emergency or urgent rule stops firing; empty for others.
    basis : what its sources confirm.
    unverified : ``no``, ``part`` or ``all`` of it has not been checked against a source.
    """

    id: str
    level: Level
    reads_state: bool
    reads_proposal: bool
    trigger: str
    action: str
    bars: frozenset[ProposalKind]
    clears_when: str
    source_ids: tuple[str, ...]
    basis: str
    unverified: str

    @property
    def is_unverified(self) -> bool:
        """Whether any of it still rests on memory or on a choice of ours."""
        return self.unverified != "no"


@cache
def safety_rules() -> Mapping[str, SafetyRule]:
    """Every rule by its id."""
    return MappingProxyType({row["id"]: _rule(row) for row in rows_of("safety/rules")})


def _rule(row: Mapping[str, str]) -> SafetyRule:
    fires = row["fires"].split("+")
    barred = frozenset(ProposalKind) if row["bars"] == EVERYTHING else frozenset(map(ProposalKind, parts(row["bars"])))
    return SafetyRule(
        id=row["id"],
        level=Level(row["level"]),
        reads_state="state" in fires,
        reads_proposal="proposal" in fires,
        trigger=row["trigger"],
        action=row["action"],
        bars=barred,
        clears_when=row["clears_when"],
        source_ids=parts(row["source_ids"]),
        basis=row["basis"],
        unverified=row["unverified"],
    )
