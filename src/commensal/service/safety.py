"""The safety gate for one person: what their diary and answers say now, and what it says to a question."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.records.proposal import Proposal
from commensal.safety.screen import Screening, screen, what_may_be_suggested
from commensal.service.home import Home
from commensal.service.person import person, recent_days
from commensal.vocab.proposal_kinds import ProposalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAnswer:
    """What the gate says, and the country whose numbers to show.

    Parameters
    ----------
    question : as asked; empty when only the diary was looked at.
    may_be_suggested : the kinds that may be suggested now; none in an emergency.
    """

    screening: Screening
    country: str | None
    question: str
    may_be_suggested: frozenset[ProposalKind]


def look(home: Home) -> SafetyAnswer:
    """What the days and answers say, with nothing proposed."""
    return _answer(home, None, "")


def ask(home: Home, question: str, *, proposal: Proposal | None = None) -> SafetyAnswer:
    """What the gate says to a question in free words, or to a proposal. Nothing is kept."""
    return _answer(home, proposal, question)


def _answer(home: Home, proposal: Proposal | None, question: str) -> SafetyAnswer:
    who, days, today = person(home), recent_days(home), home.today()
    screening = screen(who, days, proposal, question=question, today=today)
    free = frozenset() if screening.is_emergency else what_may_be_suggested(who, days, today)
    return SafetyAnswer(screening=screening, country=who.country, question=question, may_be_suggested=free)
