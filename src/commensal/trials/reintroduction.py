"""How what was left out comes back: in portions, on days that were fixed before anything was left out.

Everything comes back, whatever the trial found. A portion that does not sit well is a reason to wait and to begin
again with a smaller one; it is no reason to leave a food for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from commensal.knowledge.trial_protocols import ProtocolReintroduction, trial_protocols
from commensal.trials.plan import TrialPlan

_OWN_PLAN = ProtocolReintroduction(after_days=1, portions=("small", "half", "usual"), watch_days=2)
"""For a trial of one's own. Portions and waiting days are our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortionDay:
    """One portion on one day, and the days after it on which one only watches.

    Parameters
    ----------
    portion : ``small``, ``half`` or ``usual``.
    watch_until : the last day of watching; the day itself where there is none.
    """

    subject: str
    portion: str
    day: date
    watch_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reintroduction:
    """The way back.

    Parameters
    ----------
    begins_on : the first portion.
    ends_on : from this day all of it is back.
    """

    portions: tuple[PortionDay, ...]
    begins_on: date
    ends_on: date

    @property
    def portion_days(self) -> tuple[date, ...]:
        """The days of portions, in order."""
        return tuple(portion.day for portion in self.portions)


def reintroduction_of(plan: TrialPlan, *, stopped_on: date | None = None) -> Reintroduction | None:
    """The way back of a plan; None where nothing is left out, or the first day is not known.

    Parameters
    ----------
    stopped_on : the day on which the trial ended early: what was left out comes back from the next day on.

    Notes
    -----
    A trial that leaves one of several foods out at a time brings back one after the other.
    """
    if not plan.removes_something or plan.last_day is None or plan.reintroduce_after_days is None:
        return None
    end = plan.last_day if stopped_on is None else min(stopped_on, plan.last_day)
    day = end + timedelta(days=plan.reintroduce_after_days)
    shape = _shape(plan)
    found: list[PortionDay] = []
    for subject in _subjects(plan):
        for portion in shape.portions:
            watched = day + timedelta(days=shape.watch_days)
            found.append(PortionDay(subject=subject, portion=portion, day=day, watch_until=watched))
            day = watched + timedelta(days=1)
    return Reintroduction(portions=tuple(found), begins_on=found[0].day, ends_on=found[-1].watch_until)


def next_portion(back: Reintroduction, today: date) -> PortionDay | None:
    """The portion of today, or the next one to come; None when all of it is back."""
    return next((portion for portion in back.portions if portion.day >= today), None)


def _shape(plan: TrialPlan) -> ProtocolReintroduction:
    protocol = trial_protocols().get(plan.protocol_id or "")
    return _OWN_PLAN if protocol is None or protocol.reintroduction is None else protocol.reintroduction


def _subjects(plan: TrialPlan) -> tuple[str, ...]:
    """What comes back: of several foods each, by the names of the arms."""
    if len(plan.arms) > 2:
        return tuple(arm.removeprefix("without ") for arm in plan.arms[1:])
    return (plan.subject,)
