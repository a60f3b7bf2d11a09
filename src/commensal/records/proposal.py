"""Something that might be changed, before anybody has looked at whether it may be suggested."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.vocab.proposal_kinds import ProposalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change as it was proposed. Nothing may be shown of it before the safety gate has seen it.

    Parameters
    ----------
    kind : what sort of change it is.
    words : how it was put, when in words: the gate reads them too ("raw kefir", "psyllium").
    subject : the food, group or practice it is about, as an id or in words; empty when there is none.
    """

    kind: ProposalKind
    words: str = ""
    subject: str = ""
