"""What a reader hands over: drafts of entries, the lines it could not use, and what it must ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from commensal.records.facts import Fact
from commensal.vocab.origin import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before the store gives it a place.

    ``natural_key`` names the value within its source (date, tracker, n-th of that day …): the same
    line read again gives the same key, and a corrected value keeps its key and becomes a revision.
    """

    fact: Fact
    day: date
    at: datetime | None
    origin: Origin
    natural_key: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIssue:
    """A line, or a part of one, that was not read as a value, and why. ``line`` counts from 1."""

    line: int
    found: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something a reader had to decide and a person can decide otherwise.

    ``assumed`` is what was done unless the person answers differently with ``option``.
    """

    text: str
    assumed: str
    option: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """Everything one file gave. Every row is counted once: read, named in ``issues``, or blank.

    ``n_rows`` counts data rows (headers and title lines are not rows); ``n_rows_read`` those that gave
    at least one draft; ``n_rows_blank`` those that hold nothing.
    """

    reader_id: str
    description: str
    drafts: tuple[Draft, ...]
    issues: tuple[LineIssue, ...] = ()
    questions: tuple[Question, ...] = ()
    n_rows: int
    n_rows_read: int
    n_rows_blank: int = 0

    def counts_by_name(self) -> dict[str, int]:
        """Number of drafts by the name a person knows (tracker, food, symptom), largest first."""
        return dict(Counter(name_of(draft.fact) for draft in self.drafts).most_common())


def name_of(fact: Fact) -> str:
    """The name a person would call this fact by."""
    for attribute in ("name", "symptom", "aspect"):
        if name := getattr(fact, attribute, None):
            return str(name)
    return type(fact).__name__
