"""A trial as it runs: its state from the facts that were kept, and the instruction of a day, where there is one.

The state is never stored. It is read from the papers each time, so there is no second truth that could disagree with
them, and one stop among the papers is enough: nothing that is added later makes a stopped trial run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from commensal.records.entry import Entry
from commensal.records.trial_facts import Adherence, AdverseEvent, TrialDay, TrialEvent, TrialFrozen, TrialStep
from commensal.trials.plan import TrialPlan

ID_LENGTH = 8
"""How much of the plan's hash a trial is called by. [hexadecimal digits]"""


class TrialState(StrEnum):
    """Where a trial stands. Only ``RUNNING`` has an instruction."""

    PLANNED = "planned"
    WAITING = "waiting"
    """Begun, and the first day has not come."""
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"

    @property
    def is_open(self) -> bool:
        """Whether it was begun and has not ended: then no other trial may begin."""
        return self in (TrialState.WAITING, TrialState.RUNNING, TrialState.PAUSED)

    @property
    def is_over(self) -> bool:
        """Whether it was begun and has ended, one way or the other."""
        return self in (TrialState.STOPPED, TrialState.FINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMoment:
    """Something that happened to the trial as a whole.

    Parameters
    ----------
    on : the day it holds from.
    at : when it was written down.
    cause : of a stop or a pause, the rule behind it; empty for the person's own wish.
    """

    step: TrialStep
    on: date
    at: datetime
    cause: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayKept:
    """What the person said became of a day."""

    adherence: Adherence
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unwelcome:
    """Something unwelcome that was tied to the trial."""

    on: date
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialRun:
    """A plan and everything that was kept about it.

    Parameters
    ----------
    conditions : ids of the safety rules that shaped the plan.
    moments : in the order in which they were written down.
    days : by date; a day nobody spoke of is not in it, and stays missing.
    """

    trial_id: str
    plan: TrialPlan
    frozen_at: datetime
    conditions: tuple[str, ...] = ()
    moments: tuple[TrialMoment, ...] = ()
    days: Mapping[date, DayKept] = field(default_factory=lambda: MappingProxyType({}))
    unwelcome: tuple[Unwelcome, ...] = ()

    @property
    def started(self) -> TrialMoment | None:
        """When it was begun."""
        return next((moment for moment in self.moments if moment.step is TrialStep.STARTED), None)

    @property
    def stopped(self) -> TrialMoment | None:
        """The first stop."""
        return next((moment for moment in self.moments if moment.step is TrialStep.STOPPED), None)

    @property
    def sealed(self) -> TrialMoment | None:
        """When an envelope was sealed for it; its words hold what may be known of it."""
        return next((moment for moment in self.moments if moment.step is TrialStep.SEALED), None)

    @property
    def ended_on(self) -> date | None:
        """The day of the first stop, or of something unwelcome, else the last day that was planned."""
        ends = [moment.on for moment in self.moments if moment.step is TrialStep.STOPPED]
        ends += [one.on for one in self.unwelcome]
        return min(ends if self.plan.last_day is None else [*ends, self.plan.last_day], default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What the plan says of one day.

    Parameters
    ----------
    number, n_days : "day 5 of 28", counted from 1.
    arm : number of the arm; ``arm_name`` says it in words. Arm 0 is "as usual".
    is_washout : the arm is kept and the day does not count.
    kept : what the person has said of this day already.
    """

    trial_id: str
    day: date
    number: int
    n_days: int
    arm: int
    arm_name: str
    is_washout: bool
    kept: DayKept | None = None


def trial_runs(entries: Iterable[Entry]) -> tuple[TrialRun, ...]:
    """The trials among the entries of a diary, the one that was planned first at the front.

    Raises
    ------
    InvalidRecordError : a plan that was changed since it was frozen.
    """
    papers: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.fact, TrialFrozen | TrialEvent | TrialDay | AdverseEvent):
            papers.setdefault(entry.fact.trial_id, []).append(entry)
    runs = [run for group in papers.values() if (run := _run(group)) is not None]
    return tuple(sorted(runs, key=lambda run: (run.frozen_at, run.trial_id)))


def state_of(run: TrialRun, today: date) -> TrialState:
    """Where a trial stands on a day. A stop counts whatever its date, and whatever was written after it."""
    first, last = run.plan.first_day, run.plan.last_day
    if run.stopped is not None or any(last is None or one.on <= last for one in run.unwelcome):
        return TrialState.STOPPED
    if run.started is None or first is None or last is None:
        return TrialState.PLANNED
    if today > last:
        return TrialState.FINISHED
    if _is_paused(run):
        return TrialState.PAUSED
    return TrialState.WAITING if today < first else TrialState.RUNNING


def instruction_on(run: TrialRun, today: date) -> Instruction | None:
    """What the plan says of today; None unless the trial runs on this very day."""
    plan = run.plan
    index, arm = plan.index_of(today), plan.arm_on(today)
    if state_of(run, today) is not TrialState.RUNNING or index is None or arm is None:
        return None
    return Instruction(
        trial_id=run.trial_id,
        day=today,
        number=index + 1,
        n_days=plan.design.days,
        arm=arm,
        arm_name=plan.arms[arm],
        is_washout=plan.washout_on(today),
        kept=run.days.get(today),
    )


def paused_days(run: TrialRun, today: date) -> frozenset[date]:
    """Days of the trial on which it was paused, up to today. The schedule goes on by the calendar meanwhile.

    The day of the pause counts as paused, the day of going on does not.
    """
    paused: set[date] = set()
    since: date | None = None
    for moment in run.moments:
        if moment.step is TrialStep.PAUSED and since is None:
            since = moment.on
        elif moment.step in (TrialStep.RESUMED, TrialStep.STOPPED) and since is not None:
            paused.update(_days_between(since, moment.on))
            since = None
    if since is not None:
        paused.update(_days_between(since, today + timedelta(days=1)))
    return frozenset(day for day in paused if run.plan.index_of(day) is not None)


def days_so_far(run: TrialRun, today: date) -> tuple[date, ...]:
    """The days of the schedule that have come, up to the day on which the trial ended; today included."""
    end = run.ended_on
    if run.started is None or end is None:
        return ()
    return tuple(day for day in run.plan.dates if day <= min(today, end))


def _is_paused(run: TrialRun) -> bool:
    steps = [moment.step for moment in run.moments if moment.step in (TrialStep.PAUSED, TrialStep.RESUMED)]
    return bool(steps) and steps[-1] is TrialStep.PAUSED


def _days_between(first: date, end: date) -> Iterable[date]:
    return (first + timedelta(days=step) for step in range((end - first).days))


def _run(papers: Iterable[Entry]) -> TrialRun | None:
    """One trial from its papers; None where its plan was taken back."""
    frozen: Entry | None = None
    plan_fact: TrialFrozen | None = None
    moments: list[TrialMoment] = []
    days: dict[date, DayKept] = {}
    unwelcome: list[Unwelcome] = []
    for entry in sorted(papers, key=lambda entry: (entry.recorded_at, entry.id)):
        match entry.fact:
            case TrialFrozen() as fact:
                frozen, plan_fact = entry, fact
            case TrialEvent() as fact:
                moments.append(
                    TrialMoment(step=fact.step, on=entry.day, at=entry.recorded_at, cause=fact.cause, words=fact.words)
                )
            case TrialDay() as fact:
                days[entry.day] = DayKept(adherence=fact.adherence, words=fact.words)
            case AdverseEvent() as fact:
                unwelcome.append(Unwelcome(on=entry.day, words=fact.words))
    if frozen is None or plan_fact is None:
        return None
    return TrialRun(
        trial_id=plan_fact.trial_id,
        # The seed gives the schedule again where a plan is checked; each morning its hash is enough.
        plan=TrialPlan.from_json(plan_fact.plan, redraw=False),
        frozen_at=frozen.recorded_at,
        conditions=tuple(part for part in plan_fact.conditions.split(";") if part),
        moments=tuple(moments),
        days=MappingProxyType(days),
        unwelcome=tuple(unwelcome),
    )
