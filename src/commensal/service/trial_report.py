"""Papers of a trial for people of the field: the protocol as it was frozen, and the report of what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from commensal.knowledge.safety_rules import safety_rules
from commensal.report.numbers import moment_words
from commensal.report.trial_paper import Paper, paper_html
from commensal.report.trial_plan_page import plan_paper
from commensal.report.trial_protocol import protocol_paper
from commensal.report.trial_report import Ran, report_paper
from commensal.report.words import say
from commensal.safety.screened import FiredRule
from commensal.service.home import Home
from commensal.service.private_file import write_private
from commensal.service.trial_drafts import KnownToday, known_today
from commensal.service.trial_envelope import letters_of
from commensal.service.trial_journal import chosen
from commensal.service.trial_outcomes import days_before
from commensal.service.trial_results import TrialLook, look
from commensal.service.truth import is_synthetic
from commensal.trials.amendments import amendments
from commensal.trials.running import TrialRun, paused_days

if TYPE_CHECKING:
    from commensal.trials.power import PowerTable


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPapers:
    """The papers of one trial.

    Parameters
    ----------
    look : what they rest on; None for a plan that was not begun.
    report : None without a result, and while results are hidden.
    is_synthetic : the days were made by a program; the papers say so.
    """

    protocol: Paper
    report: Paper | None
    look: TrialLook | None
    is_synthetic: bool


def papers(home: Home, trial_id: str | None = None) -> TrialPapers:
    """The protocol after SPENT, and the report after CENT where there is a result to report.

    Raises
    ------
    UsageError : there is no trial, or the name fits none.
    """
    run, known = chosen(home, trial_id), known_today(home)
    fired = rules_of(run)
    protocol = protocol_paper(run.plan, fired=fired, power=_power(run, known), conditions=known.conditions)
    seen = None if run.started is None else look(home, run.plan.hash)
    report = None
    if seen is not None and seen.result is not None and seen.verdict is not None:
        again = seen.standing.run
        report = report_paper(
            run.plan, seen.result, seen.verdict, _ran(again, seen), fired=fired, conditions=known.conditions
        )
    return TrialPapers(protocol=protocol, report=report, look=seen, is_synthetic=is_synthetic(known.entries))


def plan_page(home: Home, trial_id: str | None = None) -> Paper:
    """The page that a person agrees to, or agreed to; letters in place of arms where somebody keeps the envelope.

    Raises
    ------
    UsageError : there is no trial, or the name fits none.
    """
    run, known = chosen(home, trial_id), known_today(home)
    return plan_paper(
        run.plan,
        power=_power(run, known),
        fired=rules_of(run),
        country=known.who.country,
        conditions=known.conditions,
        letters=letters_of(run),
    )


def write_paper(home: Home, made: Paper, file: Path, *, is_synthetic: bool = False) -> None:
    """Write a paper as one self-contained page, for its owner's eyes alone."""
    write_private(file, paper_file(home, made, is_synthetic=is_synthetic))


def paper_file(home: Home, made: Paper, *, is_synthetic: bool = False) -> str:
    """A paper as the text of one self-contained page."""
    from commensal import __version__  # noqa: PLC0415 - reading the distribution takes a moment

    made_words = say("page.made", made_at=moment_words(home.now()), version=__version__)
    return paper_html(made, made_words=made_words, is_synthetic=is_synthetic)


def rules_of(run: TrialRun) -> tuple[FiredRule, ...]:
    """The safety rules that shaped the plan when it was frozen."""
    return tuple(
        FiredRule(rule_id=rule.id, level=rule.level, bars=rule.bars, is_unverified=rule.is_unverified)
        for rule_id in run.conditions
        if (rule := safety_rules().get(rule_id)) is not None
    )


def _power(run: TrialRun, known: KnownToday) -> PowerTable | None:
    first = run.plan.first_day
    if first is None:
        return None
    table: PowerTable = run.plan.power(days_before=days_before(known.entries, run.plan.outcome, first))
    return table


def _ran(run: TrialRun, seen: TrialLook) -> Ran:
    return Ran(
        outcomes=seen.outcomes,
        is_over=seen.standing.state.is_over,
        cause=None if run.stopped is None else run.stopped.cause,
        amendments=amendments(run),
        unwelcome=tuple(one.words for one in run.unwelcome),
        rests=_rests(run, seen),
        letters_were_kept=seen.standing.letters is not None,
        reintroduction=seen.reintroduction,
    )


def _rests(run: TrialRun, seen: TrialLook) -> tuple[tuple[date, date], ...]:
    """First and last day of each rest."""
    spans: list[tuple[date, date]] = []
    for day in sorted(paused_days(run, seen.standing.today)):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return tuple(spans)
