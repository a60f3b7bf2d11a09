"""A day as the page shows it: what is followed, what is there, the days around it, and what undo would take back.

All of it in one opening of the diary, because it is what a person waits for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS, MedicineDose
from commensal.records.trial_facts import TrialEvent, TrialStep
from commensal.service.baseline import Baseline, baseline_of
from commensal.service.day import DAYS_OF_A_STRIP, DayAsLogged, DayOfWeek, sorted_day
from commensal.service.followed import USUALLY_FOLLOWED, chosen_among
from commensal.service.home import Home
from commensal.service.log import is_return
from commensal.service.tapping import Tapped, tapped

if TYPE_CHECKING:
    from commensal.store.journal import Journal, ToUndo

_REPEATED_KINDS = frozenset({"food", "medicine_dose", "activity", "sleep"})
"""Kinds that may be copied from one day to the next; what of them may, ``records.usual`` says."""

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNow:
    """One day, and what can be done with it.

    Parameters
    ----------
    logged : what the day holds.
    rows : what is followed, each with what the day says of it.
    strip : the last seven days up to today.
    usual : the usual day that holds for it; None when there is none.
    has_day_before : the day before holds something that may be copied.
    is_return : today, after a gap; nothing has to be filled in.
    has_diary : something was ever written.
    has_trial : a trial was started and not stopped.
    next_undo : what undo would take back.
    """

    logged: DayAsLogged
    today: date
    rows: tuple[Tapped, ...]
    strip: tuple[DayOfWeek, ...]
    usual: Baseline | None = None
    has_day_before: bool = False
    is_return: bool = False
    has_diary: bool = False
    has_trial: bool = False
    next_undo: ToUndo | None = None

    @property
    def day(self) -> date:
        """The day itself."""
        return self.logged.day

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self.day == self.today

    @property
    def has_usual_medicines(self) -> bool:
        """Whether the usual day holds medicines."""
        return self.usual is not None and any(isinstance(fact, MedicineDose) for fact in self.usual.facts)


def day_now(home: Home, day: date | None = None, *, also: Sequence[str] = ()) -> DayNow:
    """A day with everything around it.

    Parameters
    ----------
    day : today when left out.
    also : rows to be shown behind what is followed.
    """
    today = home.today()
    the_day = today if day is None else day
    with home.journal_to_read() as journal:
        if journal is None:
            return DayNow(
                logged=DayAsLogged(day=the_day, entries=()),
                today=today,
                rows=tapped((), dict.fromkeys((*USUALLY_FOLLOWED, *also))),
                strip=_strip({}, today),
            )
        return _day_now(journal, the_day, today, also)


def _day_now(journal: Journal, day: date, today: date, also: Sequence[str]) -> DayNow:
    day_before = day - timedelta(days=1)
    standing = journal.entries(kinds={"about_me", "usual_day", "trial_event"})
    kinds_by_day = journal.kinds_by_day({*_strip_days(today), day_before})
    entries = [e for e in journal.entries(first_day=day, last_day=day) if e.kind not in STANDING_KINDS]
    followed = chosen_among(standing) or USUALLY_FOLLOWED
    return DayNow(
        logged=DayAsLogged(day=day, entries=sorted_day(entries)),
        today=today,
        rows=tapped(entries, dict.fromkeys((*followed, *also))),
        strip=_strip(kinds_by_day, today),
        usual=baseline_of(journal, day, among=standing),
        has_day_before=bool(kinds_by_day.get(day_before, _NOTHING) & _REPEATED_KINDS),
        is_return=day == today and is_return(journal, today, lately=kinds_by_day),
        has_diary=True,
        has_trial=_has_trial(standing),
        next_undo=journal.next_undo(),
    )


def _has_trial(standing: Sequence[Entry]) -> bool:
    events = [entry.fact for entry in standing if isinstance(entry.fact, TrialEvent)]
    started, stopped = (
        {event.trial_id for event in events if event.step is step} for step in (TrialStep.STARTED, TrialStep.STOPPED)
    )
    return bool(started - stopped)


def _strip(kinds_by_day: Mapping[date, frozenset[str]], today: date) -> tuple[DayOfWeek, ...]:
    return tuple(
        DayOfWeek(day=day, is_logged=bool(kinds_by_day.get(day, _NOTHING) - STANDING_KINDS))
        for day in _strip_days(today)
    )


def _strip_days(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in reversed(range(DAYS_OF_A_STRIP))]
