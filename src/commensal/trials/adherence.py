"""What became of the days of a trial: counted, never judged. A day nobody spoke of stays missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from commensal.records.trial_facts import Adherence
from commensal.trials.plan import TrialPlan
from commensal.trials.running import TrialRun, days_so_far, paused_days


@dataclass(frozen=True, slots=True, kw_only=True)
class AdherenceCount:
    """How many days went how. The six numbers after the first add up to it. [days]

    Parameters
    ----------
    n_days : days of the schedule that have come.
    n_unsaid : days nobody spoke of; they are none of the others.
    """

    n_days: int
    n_done: int = 0
    n_partly: int = 0
    n_not_done: int = 0
    n_swapped: int = 0
    n_unsaid: int = 0
    n_paused: int = 0

    @property
    def n_said(self) -> int:
        """Days of which the person said how they went."""
        return self.n_done + self.n_partly + self.n_not_done + self.n_swapped


def count_adherence(run: TrialRun, today: date) -> AdherenceCount:
    """Count the days up to today, or up to the day on which the trial ended."""
    days, paused = days_so_far(run, today), paused_days(run, today)
    said = [run.days[day].adherence for day in days if day in run.days and day not in paused]
    n_paused = sum(day in paused for day in days)
    return AdherenceCount(
        n_days=len(days),
        n_done=said.count(Adherence.DONE),
        n_partly=said.count(Adherence.PARTLY),
        n_not_done=said.count(Adherence.NOT_DONE),
        n_swapped=said.count(Adherence.SWAPPED),
        n_unsaid=len(days) - len(said) - n_paused,
        n_paused=n_paused,
    )


def arm_received(plan: TrialPlan, day: date, adherence: Adherence | None) -> int | None:
    """The arm that a day was really spent on; None where nobody can know.

    "Not" on a day of the change is a day as usual. On a day as usual it says that the usual was not kept, and not
    what was done in its place. A day that was swapped is the other arm where there are two.
    """
    arm = plan.arm_on(day)
    if arm is None or adherence is None or adherence is Adherence.PARTLY:
        return None
    if adherence is Adherence.DONE:
        return arm
    if adherence is Adherence.NOT_DONE:
        return 0 if arm else None
    return 1 - arm if len(plan.arms) == 2 else None


def adherence_by_day(run: TrialRun, today: date) -> Mapping[date, Adherence]:
    """How each day that has come was spent, as the analysis reads it; days nobody spoke of are not in it.

    On a day of rest the arm was not kept. It stays in the comparison as assigned all the same: whoever rests knows
    what the day was to be, so leaving such days out could favour one arm.
    """
    paused = paused_days(run, today)
    return {
        day: Adherence.NOT_DONE if day in paused else run.days[day].adherence
        for day in days_so_far(run, today)
        if day in paused or day in run.days
    }


def share_kept(run: TrialRun, today: date) -> float | None:
    """Of the days of a change of which something is known, the share on which it was done; None without any."""
    how = [said for day, said in adherence_by_day(run, today).items() if run.plan.arm_on(day)]
    return how.count(Adherence.DONE) / len(how) if how else None
