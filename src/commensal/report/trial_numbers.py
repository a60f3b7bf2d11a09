"""Differences, lengths and turns of a trial as a person reads them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from commensal.report.labels import in_sentence
from commensal.report.numbers import count, is_zero, number, number_word, span_words
from commensal.report.words import say
from commensal.trials.plan import OutcomeKind, TrialOutcome, TrialPlan

_WEEK, _YEAR = 7, 365
_SHORT_SCALE = 4.0


def outcome_name(outcome: TrialOutcome) -> str:
    """The outcome inside a sentence."""
    return in_sentence(outcome.label)


def decimals_of(outcome: TrialOutcome) -> int:
    """How many decimals a difference is worth: two on scales of few steps and where there is no scale."""
    if outcome.kind is OutcomeKind.FLARE:
        return 0
    if outcome.minimum is None or outcome.maximum is None:
        return 2
    return 2 if outcome.maximum - outcome.minimum <= _SHORT_SCALE else 1


def points(value: float, outcome: TrialOutcome) -> str:
    """A size in points of the scale, or in days of a hundred for a flare."""
    if outcome.kind is OutcomeKind.FLARE:
        return say("trial.difference.share_points", n=number(100 * value, decimals=0))
    if outcome.kind is OutcomeKind.BALANCE:
        return say("trial.difference.times", n=_times(value))
    text = number(value, decimals=decimals_of(outcome)).removesuffix(".0")
    return say(f"trial.difference.points_{'one' if text == '1' else 'many'}", n=text)


def difference_words(effect: float, outcome: TrialOutcome) -> str | None:
    """How much lower or higher, change less usual; None where it would read as nothing. [points]"""
    size, decimals = _as_read(abs(effect), outcome), decimals_of(outcome)
    if is_zero(size, decimals=decimals):
        return None
    way = "lower" if effect < 0 else "higher"
    if outcome.kind is OutcomeKind.BALANCE:
        return say(f"trial.difference.times_{way}", n=_times(abs(effect)))
    if outcome.kind is OutcomeKind.FLARE:
        return say(f"trial.difference.share_{way}", n=number(size, decimals=0))
    return say(f"trial.difference.{way}", n=number(size, decimals=decimals), unit=_unit(outcome))


def interval_words(interval: tuple[float, float], outcome: TrialOutcome) -> str:
    """What the days leave possible, with the side it is on. [points]"""
    low, high = interval
    if outcome.kind is OutcomeKind.BALANCE:
        return say("trial.difference.times_range", low=_times(low), high=_times(high))
    decimals, unit = decimals_of(outcome), _unit(outcome)

    def said(value: float) -> str:
        return number(_as_read(abs(value), outcome), decimals=decimals)

    if high <= 0:
        return say("trial.difference.both_lower", low=said(high), high=said(low), unit=unit)
    if low >= 0:
        return say("trial.difference.both_higher", low=said(low), high=said(high), unit=unit)
    return say("trial.difference.across", low=said(low), high=said(high), unit=unit)


def length_words(n_days: int) -> str:
    """Days as people say them: whole weeks from two on."""
    if n_days == _YEAR:
        return say("guidance.year")
    if n_days == _WEEK:
        return say("guidance.week")
    if n_days % _WEEK == 0 and n_days:
        return say("guidance.weeks", n=number_word(n_days // _WEEK))
    return count("day", n_days)


def lag_words(lag_days: tuple[int, int]) -> str:
    """When a change may show, from the shortest and longest lag. [days]"""
    low, high = lag_days
    if high <= 1:
        return say("trial.known.lag_short")
    if low <= 1 or low == high:
        return say("trial.known.lag_within", high=length_words(high))
    return say("trial.known.lag", low=length_words(low), high=length_words(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Days in a row that one draw decided."""

    first: date
    last: date
    arm: int

    @property
    def words(self) -> str:
        """The days, as a person reads them."""
        return span_words(self.first, self.last)


def turns_of(plan: TrialPlan) -> Iterator[Turn]:
    """The turns of a plan with dates; none where the first day is not known."""
    dates, step = plan.dates, plan.design.period_days
    for start in range(0, len(dates), step):
        yield Turn(first=dates[start], last=dates[min(start + step, len(dates)) - 1], arm=plan.schedule[start])


def _as_read(value: float, outcome: TrialOutcome) -> float:
    return 100 * value if outcome.kind is OutcomeKind.FLARE else value


def _times(log_odds: float) -> str:
    """A difference of natural logs of odds as a number of times."""
    return number(math.exp(log_odds), decimals=1 if log_odds > 0 else 2)


def _unit(outcome: TrialOutcome) -> str:
    return say("trial.difference.unit_share" if outcome.kind is OutcomeKind.FLARE else "trial.difference.unit_points")
