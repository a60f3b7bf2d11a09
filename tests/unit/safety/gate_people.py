"""People and days for tests of the safety gate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from commensal.records.person import Flag, Person
from commensal.records.proposal import Proposal
from commensal.records.recent_day import RecentDay
from commensal.safety.screen import Screening, screen
from commensal.vocab.answers import Answer
from commensal.vocab.proposal_kinds import ProposalKind

TODAY = date(2026, 3, 20)


def answers(**by_flag: str) -> Mapping[Flag, Answer]:
    """Answers by the name of their flag: ``answers(pregnant="no")``."""
    return MappingProxyType({Flag(flag): Answer(answer) for flag, answer in by_flag.items()})


def everything_no() -> Mapping[Flag, Answer]:
    """A careful person who said no to every question."""
    return MappingProxyType(dict.fromkeys(Flag, Answer.NO))


def day(number: int, *texts: str, **more: object) -> RecentDay:
    """A day of March 2026."""
    return RecentDay(day=date(2026, 3, number), texts=texts, **more)  # type: ignore[arg-type]


def screened(
    person: Person,
    *days: RecentDay,
    kind: ProposalKind | None = None,
    words: str = "",
    question: str = "",
    today: date = TODAY,
) -> Screening:
    """Screen a person, and a proposal of a kind where one is given."""
    proposal = None if kind is None else Proposal(kind=kind, words=words)
    return screen(person, days, proposal, question=question, today=today)


def fired(screening: Screening) -> list[str]:
    """The ids of the rules that fire, sorted."""
    return sorted(rule.rule_id for rule in screening.fired)


def asked(screening: Screening) -> list[str]:
    """The ids of the questions that come first, in order."""
    return [question.id for question in screening.questions]
