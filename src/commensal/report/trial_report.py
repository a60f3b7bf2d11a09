"""The report of a trial for people of the field, ordered after CENT 2015 (BMJ 2015;350:h1738)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commensal.report.labels import listed, shown_label
from commensal.report.numbers import day_words, number, span_words
from commensal.report.trial_change_words import title_of
from commensal.report.trial_chart import trial_chart
from commensal.report.trial_day_words import ended_line
from commensal.report.trial_numbers import decimals_of, turns_of
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.trial_protocol import item_parts, plan_values
from commensal.report.trial_verdict_words import (
    effect_lines,
    expert_lines,
    headline,
    next_line,
    reason_words,
    sequence_words,
)
from commensal.report.words import say, say_each
from commensal.safety.screened import FiredRule
from commensal.trials.amendments import Amendment
from commensal.trials.plan import OutcomeKind, TrialPlan
from commensal.trials.reintroduction import Reintroduction
from commensal.trials.result import TrialResult
from commensal.trials.verdict import Verdict

_SECTIONS = ("abstract", "introduction", "methods", "results", "discussion", "other")
_MOST_PERIODS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What happened while a trial ran, as the report needs it.

    Parameters
    ----------
    outcomes : what was recorded on each day of the schedule that has come; None where nothing was. [points]
    is_over : whether it has ended, as planned or early.
    cause : of an early end, the id of the rule behind it; empty for the person's own wish; None where it did not end
        early.
    unwelcome : what was reported, in the person's words.
    rests : first and last day of each rest; they stay in as assigned, and out of the estimate per protocol.
    letters_were_kept : whether a partner kept an envelope.
    """

    outcomes: Sequence[float | None] = ()
    is_over: bool = True
    cause: str | None = None
    amendments: Sequence[Amendment] = ()
    unwelcome: Sequence[str] = ()
    rests: Sequence[tuple[date, date]] = ()
    letters_were_kept: bool = False
    reintroduction: Reintroduction | None = None

    @property
    def is_sealed(self) -> bool:
        """Whether somebody keeps an envelope that is not to be opened yet: then no order is told."""
        return self.letters_were_kept and not self.is_over


def report_paper(
    plan: TrialPlan,
    result: TrialResult,
    verdict: Verdict,
    ran: Ran,
    *,
    fired: Sequence[FiredRule] = (),
    conditions: tuple[str, ...] = (),
) -> Paper:
    """The report, item by item, then the looks and the periods as tables.

    Parameters
    ----------
    fired : the rules that shaped the plan.
    conditions : nodes of the person's conditions, for what is known.
    """
    values = plan_values(plan, fired=fired, conditions=conditions) | _run_values(plan, result, verdict, ran)
    return paper(
        say("trial_papers.report.title", title=title_of(plan)),
        [say("trial_papers.report.lead")],
        [*item_parts("report", _SECTIONS, values), _looks_part(result), _periods_part(plan, ran)],
    )


def _run_values(plan: TrialPlan, result: TrialResult, verdict: Verdict, ran: Ran) -> dict[str, Any]:
    effect = " ".join(expert_lines(result, plan)) or say("trial_papers.report.say.effect_none")
    is_binary = plan.outcome.kind is OutcomeKind.FLARE
    back = ran.reintroduction
    next_words = [
        next_line(step, plan, reintroduce_from=back.begins_on if back else None) for step in verdict.next_steps
    ]
    reasons = [reason_words(reason, plan) for reason in verdict.reasons[1:]]
    blinded = {"blinding": say("trial_papers.report.say.blinded")} if ran.letters_were_kept else {}
    return blinded | {
        "summary": " ".join((headline(verdict, plan), *effect_lines(verdict, result, plan))),
        "amendments": _amendments(ran.amendments),
        "sequence": say("trial_papers.report.say.sealed") if ran.is_sealed else _sequence(plan),
        "n_seen": result.n_days_seen,
        "n_used": result.n_used,
        "n_missing": result.n_missing,
        "n_washout": result.n_washout,
        "adherence": _adherence(result),
        "ended": " ".join((_ended(result, ran), *_rests(ran))),
        "why_ended": _why_ended(ran),
        "dates": _dates(plan, result),
        "baseline": say("trial_papers.report.say.baseline"),
        "effect": effect,
        "binary": say(f"trial_papers.report.say.{'binary' if is_binary else 'not_binary'}"),
        "further": " ".join(effect_lines(verdict, result, plan)[1:]) or say("trial_papers.report.say.not_known"),
        "harms": _harms(ran),
        "limits": " ".join(_limits(result, ran)),
        "verdict": " ".join((headline(verdict, plan), *reasons, *next_words)),
    }


def _amendments(made: Sequence[Amendment]) -> str:
    if not made:
        return say("trial_papers.report.say.no_amendments")
    return " ".join(
        say(
            "trial_papers.report.say.amendment",
            number=one.number,
            day=day_words(one.on),
            words=shown_label(one.words),
            seen=say(f"trial_papers.report.say.{'seen_before' if one.could_see_results else 'not_seen_before'}"),
        )
        for one in made
    )


def _sequence(plan: TrialPlan) -> str:
    """The arms of the units in their order, as numbers: 0 is the comparator."""
    units = plan.design.over_units(plan.schedule)
    names = listed([f"{arm} = {name}" for arm, name in enumerate(plan.arms)])
    return f"{' '.join(str(arm) for arm in units)} ({names})."


def _adherence(result: TrialResult) -> str:
    kept = result.adherence
    if kept is None:
        return say("trial_papers.report.say.adherence_none")
    parts = [
        say("trial.progress.done", n=kept.n_done),
        say("trial.progress.partly", n=kept.n_partly),
        say("trial.progress.not_done", n=kept.n_not_done),
        say("trial.progress.swapped", n=kept.n_swapped),
        say("trial_papers.report.say.n_unsaid", n=kept.n_unsaid),
    ]
    return say("trial_papers.report.say.adherence", parts=listed(parts))


def _ended(result: TrialResult, ran: Ran) -> str:
    if ran.cause is not None:
        return say("trial_papers.report.say.ended_early", n_seen=result.n_days_seen, cause=ended_line(ran.cause))
    return say(f"trial_papers.report.say.{'ended_planned' if ran.is_over else 'still_running'}")


def _rests(ran: Ran) -> Iterator[str]:
    if ran.rests:
        spans = listed([span_words(first, last) for first, last in ran.rests])
        yield say("trial_papers.report.say.rested", spans=spans)


def _why_ended(ran: Ran) -> str:
    if ran.cause is not None:
        return ended_line(ran.cause)
    return say(f"trial_papers.report.say.{'why_planned' if ran.is_over else 'still_running'}")


def _dates(plan: TrialPlan, result: TrialResult) -> str:
    dates = plan.dates[: result.n_days_seen]
    if not dates:
        return say("trial_papers.report.say.not_known")
    return say("trial_papers.protocol.say.dates", first=day_words(dates[0]), last=day_words(dates[-1]))


def _harms(ran: Ran) -> str:
    if not ran.unwelcome:
        return say("trial_papers.report.say.harms_none")
    words = "; ".join(f"“{shown_label(one)}”" for one in ran.unwelcome if one) or say(
        "trial_papers.report.say.not_known"
    )
    return say("trial_papers.report.say.harms_some", n=len(ran.unwelcome), words=words)


def _limits(result: TrialResult, ran: Ran) -> Iterator[str]:
    yield say("trial_papers.report.say.limits_one")
    if not ran.letters_were_kept:
        yield say("trial_papers.report.say.limits_open")
    if result.is_approximate:
        yield say("trial_papers.report.say.limits_approximate", share=number(100 * result.at_an_end_share, decimals=0))
    if not result.is_randomised:
        yield say("trial_papers.report.say.limits_not_randomised")


def _looks_part(result: TrialResult) -> Part:
    rows = tuple(
        (
            f"{look.day}",
            f"{look.statistic:.2f}",
            f"{look.p:.3f}",
            "–" if look.bound == float("inf") else f"{look.bound:.2f}",
            say(f"trial_papers.expert.{'yes' if look.crossed else 'no'}"),
            f"{look.e_value:.3g}",
            sequence_words(look.cs_low, look.cs_high),
        )
        for look in result.lead.looks
    )
    return Part(title=say("trial_papers.report.looks"), head=say_each("trial_papers.report.looks_head"), rows=rows)


def _periods_part(plan: TrialPlan, ran: Ran) -> Part:
    """Each period with its average: a picture in numbers, and no test. Nothing while an envelope is sealed."""
    if ran.is_sealed:
        return Part(title=say("trial_papers.report.periods"))
    rows = tuple(_periods(plan, ran.outcomes))[:_MOST_PERIODS]
    return Part(
        title=say("trial_papers.report.periods"),
        head=say_each("trial_papers.report.periods_head") if rows else (),
        rows=rows,
        figure=trial_chart(plan, ran.outcomes),
        caption=say("trial_papers.chart.legend"),
    )


def _periods(plan: TrialPlan, outcomes: Sequence[float | None]) -> Iterator[tuple[str, ...]]:
    first = plan.first_day
    if first is None:
        return
    for turn in turns_of(plan):
        counted = [index for index in _indices(turn.first, turn.last, first) if not plan.design.washout_at(index)]
        rated = [value for index in counted if index < len(outcomes) and (value := outcomes[index]) is not None]
        average = number(sum(rated) / len(rated), decimals=decimals_of(plan.outcome)) if rated else "–"
        yield turn.words, plan.arms[turn.arm], f"{len(counted)}", f"{len(rated)}", average


def _indices(start: date, end: date, first: date) -> range:
    return range((start - first).days, (end - first).days + 1)
