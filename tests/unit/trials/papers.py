"""Papers of a made-up trial: entries as the diary would hold them, day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from commensal.records.entry import Entry
from commensal.records.facts import Fact
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialFrozen, TrialStep
from commensal.trials.design import DesignKind, TrialDesign
from commensal.trials.plan import TrialOutcome, TrialPlan
from commensal.trials.running import ID_LENGTH, TrialRun, trial_runs
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin
from commensal.vocab.proposal_kinds import ProposalKind

FIRST_DAY = date(2026, 11, 23)
ZONE = ZoneInfo("Europe/London")


def a_plan(**changed: Any) -> TrialPlan:
    """Eight paired days with berries or without, from a Monday in November."""
    parts: dict[str, Any] = {
        "question": "Does pain differ on days with berries?",
        "change": "a handful of berries",
        "comparator": "food as usual",
        "arms": ("as usual", "berries"),
        "kind": ProposalKind.FIBRE_INCREASE,
        "subject": "berries",
        "outcome": TrialOutcome(key="pain", label="pain", minimum=0.0, maximum=10.0),
        "design": TrialDesign(kind=DesignKind.PAIRED_DAYS, days=8),
        "seed": 7,
        "schedule": (0, 1, 1, 0, 1, 0, 0, 1),
        "smallest_difference": 1.0,
        "first_day": FIRST_DAY,
    }
    return TrialPlan(**{**parts, **changed})


def day(number: int) -> date:
    """The n-th day of the trial, counted from 1; 0 is the day before."""
    return FIRST_DAY + timedelta(days=number - 1)


class Papers:
    """Writes papers, each a minute after the other."""

    def __init__(self, plan: TrialPlan | None = None) -> None:
        self.plan = a_plan() if plan is None else plan
        self.trial_id = self.plan.hash[:ID_LENGTH]
        self.entries: list[Entry] = []
        frozen = TrialFrozen(trial_id=self.trial_id, plan=self.plan.to_json(), plan_hash=self.plan.hash)
        self.write(frozen, day(0))

    def write(self, fact: Fact, on: date) -> None:
        """Add a paper."""
        at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=ZONE) + timedelta(minutes=len(self.entries))
        name = imported_entry_id("test", str(len(self.entries)))
        self.entries.append(Entry(id=name, fact=fact, day=on, recorded_at=at, origin=Origin.ENTERED))

    def happens(self, step: TrialStep, number: int, *, cause: str = "", words: str = "") -> None:
        """Add an event on the n-th day."""
        self.write(TrialEvent(trial_id=self.trial_id, step=step, cause=cause, words=words), day(number))

    def goes(self, number: int, adherence: Adherence) -> None:
        """Add what became of the n-th day."""
        self.write(TrialDay(trial_id=self.trial_id, adherence=adherence), day(number))

    def hurts(self, number: int) -> None:
        """Add something unwelcome on the n-th day."""
        self.write(AdverseEvent(trial_id=self.trial_id, words="a rash"), day(number))

    @property
    def run(self) -> TrialRun:
        """The trial that these papers make."""
        (run,) = trial_runs(self.entries)
        return run


def started(plan: TrialPlan | None = None) -> Papers:
    """Papers of a trial that was begun the day before its first day."""
    papers = Papers(plan)
    papers.happens(TrialStep.STARTED, 0)
    return papers
