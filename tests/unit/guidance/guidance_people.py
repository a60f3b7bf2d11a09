"""People, days and findings made by hand, for tests of guidance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from commensal.findings.finding import Findings
from commensal.guidance.suggest import suggest
from commensal.guidance.suggestion import Guidance
from commensal.knowledge.evidence import evidence
from commensal.records.person import Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.vocab.answers import Answer

TODAY = date(2026, 11, 21)

NOTHING_SPEAKS_AGAINST = MappingProxyType(
    {flag: Answer.YES if flag is Flag.COELIAC_TESTED else Answer.NO for flag in Flag}
)
"""Every question answered, and nothing that any rule would hold back for."""


def person(*conditions: str, answers: dict[Flag, Answer] | None = None, **fields: Any) -> Person:
    """Somebody who answered every question with "no" (and had a coeliac test), except as given."""
    return Person(conditions=conditions, answers={**NOTHING_SPEAKS_AGAINST, **(answers or {})}, **fields)


def days(
    ratings: Mapping[str, float], n_days: int = 20, *, texts: Sequence[str] = (), foods: Sequence[str] = ()
) -> tuple[RecentDay, ...]:
    """The last days, all alike; the newest is today, and alone holds ``texts``."""
    return tuple(
        RecentDay(
            day=TODAY - timedelta(days=n_back),
            texts=tuple(texts) if n_back == 0 else (),
            food_ids=tuple(foods),
            ratings=ratings,
        )
        for n_back in range(n_days)
    )


def guidance(who: Person, recent: Sequence[RecentDay], findings: Findings | None = None, **options: Any) -> Guidance:
    """What may come next for them today."""
    return suggest(findings, evidence(), who, recent, today=TODAY, **options)


def ids(given: Guidance) -> list[str]:
    """The steps that are offered, in order."""
    return [suggestion.step.id for suggestion in given.suggestions]
