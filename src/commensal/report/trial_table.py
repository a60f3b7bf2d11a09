"""The days of a trial as a table: the twin of its picture."""

from __future__ import annotations

from collections.abc import Sequence

from commensal.report.labels import at_start
from commensal.report.numbers import brief, day_words
from commensal.report.trial_paper import Part
from commensal.report.words import say
from commensal.trials.plan import OutcomeKind, TrialPlan


def days_table(plan: TrialPlan, outcomes: Sequence[float | None], *, title: str) -> Part:
    """One row a day: which way it was drawn, what was rated, and whether it counts.

    Parameters
    ----------
    outcomes : what was recorded on each day of the schedule that has come; None where nothing was. [points]
    """
    is_yes_no = plan.outcome.kind is OutcomeKind.FLARE
    head = (
        say("trial.look.table_day"),
        say("trial.look.table_way"),
        at_start(plan.outcome.label),
        say("trial.look.table_counts"),
    )
    rows = tuple(
        (
            day_words(plan.dates[index]),
            plan.arms[plan.schedule[index]],
            _value(value, is_yes_no=is_yes_no),
            say("chart.no" if plan.design.washout_at(index) or value is None else "chart.yes"),
        )
        for index, value in enumerate(outcomes)
    )
    return Part(title=title, head=head, rows=rows)


def _value(value: float | None, *, is_yes_no: bool) -> str:
    if value is None:
        return say("cell.missing")
    return say("chart.yes" if value else "chart.no") if is_yes_no else brief(value)
