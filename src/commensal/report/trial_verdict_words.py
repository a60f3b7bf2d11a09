"""What a trial has shown, in plain words and for experts: keep, drop, or not settled, with effect and interval.

The days were drawn by chance, so these sentences may say "changed". The probability of benefit and the always-on
number stand beside the verdict and are labelled: they decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from commensal.report.numbers import chance, day_words, number
from commensal.report.trial_numbers import decimals_of, difference_words, interval_words, outcome_name, points
from commensal.report.words import has_sentence, say
from commensal.trials.effect import Effect
from commensal.trials.plan import OutcomeKind, TrialPlan
from commensal.trials.result import Comparison, TrialResult
from commensal.trials.verdict import Decision, NextStep, Reason, Verdict

_NO_EFFECT_YET = frozenset({Reason.TOO_FEW_DAYS, Reason.BAD_REACTION, Reason.STOPPED_FOR_HARM})
"""Reasons with which no size is told: there is none, or it is not the question."""

_WORTH_TELLING_SHARE = 0.2
"""A full effect that differs by less than this from the plain one is not told to a person; our choice. [share]"""

_SPEAKS_OF_DIFFERENCE = (NextStep.KEEP_THE_CHANGE, NextStep.LEAVE_THE_CHANGE)


def verdict_lines(
    verdict: Verdict, result: TrialResult, plan: TrialPlan, *, reintroduce_from: date | None = None
) -> tuple[str, ...]:
    """The verdict as a person reads it: decision and why, size and interval, chance of benefit, what comes next.

    Parameters
    ----------
    reintroduce_from : the day on which what was left out begins to come back.
    """
    return (
        headline(verdict, plan),
        *effect_lines(verdict, result, plan),
        *(next_line(step, plan, reintroduce_from=reintroduce_from) for step in verdict.next_steps),
    )


def headline(verdict: Verdict, plan: TrialPlan) -> str:
    """Keep, drop or not settled, and why.

    A food that was left out is never "kept" out: the test made a difference, and the food still comes back.
    """
    is_removal = plan.removes_something and verdict.decision is Decision.KEEP
    key = "trial.verdict.keep_removed" if is_removal else f"trial.verdict.{verdict.decision.value}"
    decision = say(_of_kind(key, plan))
    reasons = " ".join(reason_words(reason, plan) for reason in verdict.reasons[:1])
    return say("trial.verdict.line", decision=decision, reason=reasons)


def reason_words(reason: Reason, plan: TrialPlan) -> str:
    """One reason as a sentence."""
    return say(_of_kind(f"trial.reason.{reason.value}", plan), outcome=outcome_name(plan.outcome))


def _of_kind(key: str, plan: TrialPlan) -> str:
    """The wording for a balance of bacteria, which is neither better nor worse; else the usual one."""
    own = f"{key}_balance"
    return own if plan.outcome.kind is OutcomeKind.BALANCE and has_sentence(own) else key


def next_line(step: NextStep, plan: TrialPlan, *, reintroduce_from: date | None = None) -> str:
    """What comes next, one step. Nothing that was left out stays out."""
    if step in _SPEAKS_OF_DIFFERENCE and plan.removes_something:
        return say(f"trial.next.{step.value}_removed")
    if step is NextStep.REINTRODUCE:
        known = reintroduce_from is not None
        day = day_words(reintroduce_from) if reintroduce_from is not None else ""
        return say("trial.next.reintroduce" if known else "trial.next.reintroduce_plain", day=day)
    return say(_of_kind(f"trial.next.{step.value}", plan))


def effect_lines(verdict: Verdict, result: TrialResult, plan: TrialPlan) -> tuple[str, ...]:
    """How large the difference was, what is still possible, and how likely a benefit that matters is."""
    lead = _comparison(verdict, result)
    if lead.effect is None or verdict.reasons[0] in _NO_EFFECT_YET:
        return ()
    return tuple(_effect(lead, lead.effect, result, plan))


def look_lines(result: TrialResult, plan: TrialPlan) -> tuple[str, ...]:
    """What can be said while it still runs; a look costs nothing, as all looks are allowed for."""
    lead = result.lead
    if lead.effect is None:
        return (say("trial.look.too_early"),)
    is_early = (
        lead.stopped_at is None and lead.e_value is not None and lead.e_value >= len(result.comparisons) / result.alpha
    )
    key = "trial.look.crossed" if lead.stopped_at is not None else "trial.look.not_yet"
    lines = [say("trial.look.before_the_look" if is_early else key)]
    difference = difference_words(lead.effect.estimate, plan.outcome)
    key = "trial.look.so_far_none" if difference is None else "trial.look.so_far"
    lines.append(say(key, outcome=outcome_name(plan.outcome), difference=difference, arm=lead.name, usual=plan.arms[0]))
    sequence = lead.confidence_sequence
    if sequence is not None and all(map(_is_finite, sequence)):
        lines.append(say("trial.look.always_on", **_ends(sequence, plan)))
    return tuple(lines)


def expert_lines(result: TrialResult, plan: TrialPlan) -> tuple[str, ...]:
    """The same in the words of the field, one comparison after the other."""
    return tuple(line for comparison in result.comparisons for line in _expert(comparison, result, plan))


def sequence_words(low: float, high: float, *, decimals: int = 2) -> str:
    """A confidence sequence in numbers; in words while it has no bounds. [points]"""
    if not (_is_finite(low) and _is_finite(high)):
        return say("trial_papers.expert.unbounded")
    ends = {"low": number(low, decimals=decimals), "high": number(high, decimals=decimals)}
    return say("trial_papers.expert.confidence_sequence", **ends)


def _comparison(verdict: Verdict, result: TrialResult) -> Comparison:
    return next((one for one in result.comparisons if one.arm == verdict.arm), result.lead)


def _effect(lead: Comparison, effect: Effect, result: TrialResult, plan: TrialPlan) -> Iterator[str]:
    outcome = plan.outcome
    difference = difference_words(effect.estimate, outcome)
    yield say(
        "trial.verdict.effect" if difference else "trial.verdict.effect_none",
        outcome=_start(outcome.label),
        difference=difference,
        arm=lead.name,
        usual=plan.arms[0],
        interval=interval_words(effect.interval(), outcome),
    )
    if result.is_approximate:
        yield say("trial.verdict.effect_approximate")
    if lead.per_protocol is not None:
        kept = difference_words(lead.per_protocol.estimate, outcome)
        yield say("trial.verdict.per_protocol" if kept else "trial.verdict.per_protocol_none", difference=kept)
    yield from _benefit(lead, result, plan)
    if lead.carryover is not None and lead.carryover.hidden_by_design:
        yield say("trial.verdict.carry_hidden")
    elif lead.carryover is not None and lead.carryover.full_effect is not None:
        full_effect = lead.carryover.full_effect.estimate
        full = difference_words(full_effect, outcome)
        if full is not None and abs(full_effect - effect.estimate) > _WORTH_TELLING_SHARE * abs(effect.estimate):
            yield say("trial.verdict.carry", difference=full)


def _benefit(lead: Comparison, result: TrialResult, plan: TrialPlan) -> Iterator[str]:
    matters = plan.smallest_difference
    probability = lead.probability_of_benefit(matters, higher_is_worse=result.higher_is_worse)
    if probability is None or plan.outcome.kind is OutcomeKind.BALANCE:
        return
    key = "trial.verdict.chance" if matters > 0 else "trial.verdict.chance_any"
    yield say(key, points=points(matters, plan.outcome), chance=chance(probability))


def _expert(comparison: Comparison, result: TrialResult, plan: TrialPlan) -> Iterator[str]:
    decimals = decimals_of(plan.outcome) + 1
    unit = say("trial.difference.unit_points")

    def sized(value: float) -> str:
        return number(value, decimals=max(decimals, 2))

    if comparison.effect is not None:
        low, high = comparison.effect.interval()
        yield say(
            "trial_papers.expert.effect",
            arm=comparison.name,
            usual=plan.arms[0],
            estimate=sized(comparison.effect.estimate),
            low=sized(low),
            high=sized(high),
            unit=unit,
            n_days=comparison.effect.n_days,
        )
    if comparison.per_protocol is not None:
        low, high = comparison.per_protocol.interval()
        yield say(
            "trial_papers.expert.per_protocol", estimate=sized(comparison.per_protocol.estimate),
            low=sized(low), high=sized(high), n_days=comparison.per_protocol.n_days,
        )  # fmt: skip
    if comparison.p_value is not None and comparison.n_schedules is not None:
        yield say(
            "trial_papers.expert.p",
            p=f"{comparison.p_value:.3g}",
            n_looks=len(comparison.looks),
            n_schedules=f"{comparison.n_schedules:,}",
            crossed=say(f"trial_papers.expert.{'not_crossed' if comparison.stopped_at is None else 'crossed'}"),
        )
    if comparison.e_value is not None and comparison.confidence_sequence is not None:
        sequence = sequence_words(*comparison.confidence_sequence, decimals=max(decimals, 2))
        yield say("trial_papers.expert.always_on", e=f"{comparison.e_value:.3g}", sequence=sequence, unit=unit)
    probability = comparison.probability_of_benefit(plan.smallest_difference, higher_is_worse=result.higher_is_worse)
    if probability is not None:
        yield say(
            "trial_papers.expert.benefit", probability=f"{probability:.2f}", difference=sized(plan.smallest_difference)
        )
    if comparison.carryover is not None and comparison.carryover.full_effect is not None:
        low, high = comparison.carryover.full_effect.interval()
        yield say(
            "trial_papers.expert.carryover", estimate=sized(comparison.carryover.full_effect.estimate),
            low=sized(low), high=sized(high), half_life=f"{comparison.carryover.half_life_days:.1f}",
        )  # fmt: skip


def _ends(interval: tuple[float, float], plan: TrialPlan) -> dict[str, str]:
    """Both ends of a range in words, each with its side."""
    zero = say("trial.difference.small", n=number(0.1), unit=say("trial.difference.unit_points"))
    low, high = (difference_words(end, plan.outcome) or zero for end in interval)
    return {"low": low, "high": high}


def _is_finite(value: float) -> bool:
    return abs(value) < float("inf")


def _start(label: str) -> str:
    return label[:1].upper() + label[1:]
