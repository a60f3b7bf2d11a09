"""An analysed trial in a few sentences, as a notebook prints it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from commensal.report.labels import at_start
from commensal.report.numbers import count, number, signed
from commensal.report.words import say
from commensal.trials.plan import OutcomeKind, TrialOutcome
from commensal.trials.result import Comparison, TrialResult
from commensal.trials.verdict import Decision, Reason, Verdict

_FEW_SCHEDULES = 1000


def analysed_sentence(result: TrialResult, verdict: Verdict, outcome: TrialOutcome, usual: str) -> str:
    """What a trial has shown, how sure that is, and the verdict."""
    lead = result.lead
    return " ".join(
        [_shown(result, lead, outcome, usual), *_always_on(lead), *warning_sentences(result), *_decided(verdict)]
    )


def warning_sentences(result: TrialResult) -> tuple[str, ...]:
    """What to keep in mind: ends of the scale, few schedules, arms that change daily."""
    return tuple(_warnings(result, result.lead))


def p_words(p: float | None) -> str:
    """A p-value with as many digits as it deserves."""
    if p is None:
        return "–"
    return f"{p:.3f}" if p >= 0.001 else "< 0.001"


def _shown(result: TrialResult, lead: Comparison, outcome: TrialOutcome, usual: str) -> str:
    blanks: dict[str, object] = {"outcome": outcome.label, "change": lead.name, "usual": usual}
    if lead.effect is None or lead.interval is None:
        return say("analysed_trial.cannot_tell", days=count("day", result.n_used), **blanks)
    factor, unit, decimals = (100.0, "flare", 0) if outcome.kind is OutcomeKind.FLARE else (1.0, "points", 2)
    estimate, (low, high) = lead.effect.estimate, lead.interval
    blanks |= {
        "size": number(factor * abs(estimate), decimals=decimals),
        "unit": say(f"analysed_trial.unit_{unit}"),
        "direction": say("analysed_trial.lower" if estimate < 0 else "analysed_trial.higher"),
        "low": signed(factor * low, decimals=decimals),
        "high": signed(factor * high, decimals=decimals),
        "p": p_words(lead.p_value),
        "day": lead.stopped_on or result.n_days_seen,
        "planned": result.n_days_planned,
        "days": count("day", result.n_days_seen),
    }
    if not result.is_randomised:
        return say("analysed_trial.not_randomised", **{**blanks, "outcome": at_start(outcome.label)})
    if lead.stopped_at is not None:
        return say("analysed_trial.changed", **{**blanks, "change": at_start(lead.name)})
    return say("analysed_trial.open" if result.is_complete else "analysed_trial.running", **blanks)


def _always_on(lead: Comparison) -> Iterator[str]:
    if lead.confidence_sequence is not None and all(map(math.isfinite, lead.confidence_sequence)):
        low, high = lead.confidence_sequence
        yield say("analysed_trial.late", low=signed(low, decimals=2), high=signed(high, decimals=2))


def _warnings(result: TrialResult, lead: Comparison) -> Iterator[str]:
    if result.is_approximate:
        yield say("analysed_trial.approximate")
    if lead.n_schedules is not None and lead.n_schedules <= _FEW_SCHEDULES:
        yield say("analysed_trial.few_schedules", n=lead.n_schedules, least=p_words(_least_p(lead.n_schedules)))
    if lead.carryover is not None and lead.carryover.hidden_by_design:
        yield say("analysed_trial.daily_warning")


def _least_p(n_schedules: int) -> float:
    """A schedule and its mirror image are equally extreme."""
    return min(2 / n_schedules, 1.0)


def _decided(verdict: Verdict) -> Iterator[str]:
    if Reason.ABOUT_A_MEDICINE in verdict.reasons:
        yield say("analysed_trial.medicine")
    wording = {
        Decision.KEEP: "analysed_trial.verdict_keep",
        Decision.DROP: "analysed_trial.verdict_drop",
        Decision.NOT_SETTLED: "analysed_trial.verdict_not_settled",
    }
    yield say(wording[verdict.decision])
