"""A summary for somebody who helps: medicines first, then how each month was, month by month, and crashes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS, SymptomRating
from commensal.safety.pacing_crashes import CrashSpell, crash_spells
from commensal.service.home import Home
from commensal.service.medicines import Medicines, medicines
from commensal.service.pacing import days_for_pacing
from commensal.service.person import person
from commensal.service.truth import is_synthetic
from commensal.vocab.scales import NRS_0_10

N_MONTHS = 6
_MOST_SYMPTOMS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOfSymptom:
    """One symptom in one month.

    Parameters
    ----------
    n_days : days on which it was rated; blank days are no part of anything here.
    median, highest : of the days' highest ratings. [NRS 0-10] None where no day was rated.
    """

    n_days: int
    median: float | None
    highest: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What fits on one page.

    Parameters
    ----------
    months : first day of each month that is shown, the oldest first.
    by_symptom : for each symptom, most often rated first, its months.
    n_days_written : days of these months on which anything was written down.
    """

    today: date
    medicines: Medicines
    conditions: tuple[str, ...]
    months: tuple[date, ...]
    by_symptom: tuple[tuple[str, tuple[MonthOfSymptom, ...]], ...]
    crashes: tuple[CrashSpell, ...]
    n_days_written: int
    is_synthetic: bool


def summary(home: Home) -> Summary:
    """Medicines, the last months of each symptom, and crashes; an empty diary is not an error."""
    today = home.today()
    months = _months(today)
    with home.journal_to_read() as journal:
        kept = () if journal is None else journal.entries(first_day=months[0], last_day=today)
    entries = [entry for entry in kept if entry.origin.reaches_analysis and entry.kind not in STANDING_KINDS]
    crashes = tuple(crash for crash in crash_spells(days_for_pacing(home)) if crash.last_day >= months[0])
    return Summary(
        today=today,
        medicines=medicines(home),
        conditions=person(home).conditions,
        months=months,
        by_symptom=_by_symptom(entries, months),
        crashes=crashes,
        n_days_written=len({entry.day for entry in entries}),
        is_synthetic=is_synthetic(entries),
    )


def _months(today: date) -> tuple[date, ...]:
    """The first days of this month and of those before it."""
    first = today.replace(day=1)
    back = [divmod(first.year * 12 + first.month - 1 - n, 12) for n in reversed(range(N_MONTHS))]
    return tuple(date(year, month + 1, 1) for year, month in back)


def _by_symptom(
    entries: Iterable[Entry], months: tuple[date, ...]
) -> tuple[tuple[str, tuple[MonthOfSymptom, ...]], ...]:
    """The highest rating of each day, gathered by month; ratings on other scales are left out."""
    worst: dict[str, dict[date, float]] = defaultdict(dict)
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, SymptomRating) and fact.scale == NRS_0_10 and fact.score is not None:
            of_symptom = worst[" ".join(fact.symptom.replace("_", " ").casefold().split())]
            of_symptom[entry.day] = max(fact.score, of_symptom.get(entry.day, 0.0))
    most_first = sorted(worst.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST_SYMPTOMS]
    return tuple((name, tuple(_month(by_day, first) for first in months)) for name, by_day in most_first)


def _month(by_day: dict[date, float], first: date) -> MonthOfSymptom:
    scores = [score for day, score in by_day.items() if (day.year, day.month) == (first.year, first.month)]
    if not scores:
        return MonthOfSymptom(n_days=0, median=None, highest=None)
    return MonthOfSymptom(n_days=len(scores), median=median(scores), highest=max(scores))
