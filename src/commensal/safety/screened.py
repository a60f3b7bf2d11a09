"""A proposal that has passed the gate. Nothing else may be shown to a person as something to try."""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from datetime import date
from typing import NoReturn, final

from commensal.knowledge.safety_rules import Level
from commensal.records.proposal import Proposal
from commensal.safety.truth import Reason
from commensal.vocab.proposal_kinds import ProposalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FiredRule:
    """A rule that fires for this person now.

    Parameters
    ----------
    bars : kinds that may not be suggested while it does.
    is_unverified : whether any of the rule still rests on memory or on a choice of ours.
    reasons : what it rests on.
    medicines : the medicines it speaks of, as substances.
    variant : which wording fits best; empty for the usual one.
    """

    rule_id: str
    level: Level
    bars: frozenset[ProposalKind]
    is_unverified: bool
    reasons: tuple[Reason, ...] = ()
    medicines: tuple[str, ...] = ()
    variant: str = ""

    @property
    def because(self) -> tuple[str, ...]:
        """What it rests on, in short words: for experts and for ``--json``."""
        return tuple(_shortly(reason) for reason in self.reasons)

    @property
    def sentence_key(self) -> str:
        """Where its sentences stand in the texts of reports."""
        return f"safety.{self.rule_id}"


class _Seal:
    """There is one; ``safety.screen`` alone may use it, which a house test proves."""

    __slots__ = ()


_SEAL = _Seal()


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedProposal:
    """A proposal that may go ahead, with what goes along with it. Only ``safety.screen`` can make one.

    Parameters
    ----------
    conditions : the rules that shape how it may be put ("small steps", "ask your pharmacist").
    screened_on : the day on which it was looked at; what is known of a person changes.
    seal : proof that the gate made it. Not kept, so a copy with other contents cannot be made either.
    """

    proposal: Proposal
    conditions: tuple[FiredRule, ...]
    screened_on: date
    seal: InitVar[object]

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise AssertionError("only the safety gate makes a screened proposal")

    def __init_subclass__(cls) -> NoReturn:
        """Refuse: a subclass could leave the check out."""
        raise TypeError("a screened proposal is final")

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        """Refuse to be copied or stored."""
        raise TypeError("a screened proposal is not stored: what is known changes, so it is screened again")


def _shortly(reason: Reason) -> str:
    words = f" ({reason.words})" if reason.words else ""
    day = f" on {reason.day.isoformat()}" if reason.day else ""
    return f"{reason.what}{words}{day}"
