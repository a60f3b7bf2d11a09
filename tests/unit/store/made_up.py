"""Small made-up entries for the store's tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from commensal.records.entry import Entry
from commensal.records.facts import Fact, SymptomRating
from commensal.vocab.origin import Origin

WINTER = timezone(timedelta(hours=1))
NOW = datetime(2026, 3, 1, 20, 15, tzinfo=WINTER)


def entry(
    entry_id: str,
    fact: Fact | None = None,
    *,
    day: date = date(2026, 3, 1),
    at: datetime | None = None,
    recorded_at: datetime = NOW,
    origin: Origin = Origin.ENTERED,
    source: str = "diary",
    source_line: int | None = None,
) -> Entry:
    """An entry; a rating of 4 unless another fact is given."""
    return Entry(
        id=entry_id,
        fact=rating(4) if fact is None else fact,
        day=day,
        at=at,
        recorded_at=recorded_at,
        origin=origin,
        source=source,
        source_line=source_line,
    )


def rating(score: float) -> SymptomRating:
    """A rating of one and the same symptom."""
    return SymptomRating(symptom="fatigue", score=score)


def ratings(n_entries: int, *, score: float = 4, prefix: str = "e") -> list[Entry]:
    """So many ratings, one a day."""
    first = date(2026, 1, 1)
    return [entry(f"{prefix}{i}", rating(score), day=first + timedelta(days=i)) for i in range(n_entries)]
