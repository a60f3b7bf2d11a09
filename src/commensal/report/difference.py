"""How a difference in an outcome is said: in points, in hours, or in days of every 100."""

from __future__ import annotations

import math
from dataclasses import dataclass

from commensal.findings.finding import Contrast, Finding, Interval
from commensal.records.day_table import Variable
from commensal.report.labels import in_sentence, is_many
from commensal.report.numbers import is_zero, number, signed
from commensal.report.words import say
from commensal.vocab.scales import YES_NO, higher_is
from commensal.vocab.units import Unit

_LARGEST_AMOUNT = 10_000
_LEAST_SHOWN = 0.2  # a difference below this is said for ten, a hundred, ... units of the exposure


_SMALL_SIZE = 0.2  # a size below this is said with two decimals: 0.05 points are not 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How differences in one outcome are said.

    Parameters
    ----------
    outcome : label of the outcome inside a sentence.
    kind : ``share`` for an outcome that happens or does not (said in days of every 100), else ``amount``.
    unit : its unit as a plural noun.
    factor : what a value of the outcome is multiplied with before it is shown (100 for a share).
    is_points : whether the unit is points of a scale.
    """

    outcome: str
    kind: str
    unit: str
    factor: float
    is_points: bool

    def decimals(self, interval: Interval) -> int:
        """Decimals that the interval earns: one for points; two only where it is narrower than 0.2 points."""
        if self.kind == "share":
            return 0
        width = abs(interval.high - interval.low)
        largest = max(abs(interval.low), abs(interval.high), abs(interval.estimate))
        if not self.is_points and largest >= 10:
            return 0
        return 2 if 0 < width < 0.2 else 1


def measure_of(outcome: Variable) -> Measure:
    """How differences in this outcome are said."""
    is_share = happens_or_not(outcome)
    return Measure(
        outcome=in_sentence(outcome.label),
        kind="share" if is_share else "amount",
        unit=say("axis.share") if is_share else say(f"unit.{outcome.unit.name.lower()}.many"),
        factor=100.0 if is_share else 1.0,
        is_points=outcome.unit is Unit.POINTS,
    )


def happens_or_not(variable: Variable) -> bool:
    """Whether the variable is a yes or a no rather than an amount."""
    return variable.unit is Unit.YES_NO or (variable.scale is not None and variable.scale.id == YES_NO.id)


def amount_shown(finding: Finding) -> int:
    """For how many units of the exposure the difference is said: 1, or 10, 100, ... when one unit does little.

    A gram of fibre may go with 0.04 points; "0.4 points for each 10 grams" can be read, "0.0" cannot. Never
    more than the exposure's own scale is long.
    """
    if finding.contrast is Contrast.PRESENCE or finding.effect is None:
        return 1
    scale = finding.exposure.scale
    longest = _LARGEST_AMOUNT if scale is None else scale.maximum - scale.minimum
    size = abs(finding.effect.estimate) * measure_of(finding.outcome).factor
    amount = 1
    while size * amount < _LEAST_SHOWN and amount * 10 <= min(longest, _LARGEST_AMOUNT):
        amount *= 10
    return amount


def as_shown(finding: Finding, interval: Interval) -> Interval:
    """The interval in the numbers a person sees: for the amount shown, a share in days of every 100."""
    factor = amount_shown(finding) * measure_of(finding.outcome).factor
    return Interval(estimate=interval.estimate * factor, low=interval.low * factor, high=interval.high * factor)


def difference_words(shown: Interval, measure: Measure) -> str:
    """The estimate in words: ``about 1.1 points higher``; ``crash on about 12 more days in every 100``."""
    decimals = measure.decimals(shown)
    direction = "up" if shown.estimate >= 0 else "down"
    estimate = abs(shown.estimate)
    if is_zero(estimate, decimals=decimals):
        estimate, direction = 10.0**-decimals, f"small_{direction}"
    text = number(estimate, decimals=decimals)
    return say(f"difference.{measure.kind}.{direction}", n=text, unit=measure.unit, outcome=measure.outcome)


def range_words(shown: Interval, measure: Measure) -> str:
    """The 95 % interval in words: ``between 0.5 and 1.7 points higher``."""
    decimals = measure.decimals(shown)
    low, high = round(shown.low, decimals), round(shown.high, decimals)
    if low < 0 < high:
        direction, ends = "across", (low, high)
    elif high <= 0 and low < 0:
        direction, ends = "down", (high, low)
    else:
        direction, ends = "up", (low, high)
    near, far = (number(abs(end), decimals=decimals) for end in ends)
    return say(f"difference.{measure.kind}.range_{direction}", low=near, high=far, unit=measure.unit)


def size_words(size: float, outcome: Variable, *, beside: float | None = None) -> str:
    """A size without direction: ``0.9 points``, ``12 days in every 100``.

    Parameters
    ----------
    beside : another size in the same sentence: both get the decimals of the smaller one.
    """
    measure = measure_of(outcome)
    shown = abs(size) * measure.factor
    smaller = shown if beside is None else min(shown, abs(beside) * measure.factor)
    is_small = measure.kind == "amount" and smaller < _SMALL_SIZE
    decimals = 2 if is_small else measure.decimals(Interval(estimate=shown, low=shown, high=shown))
    if is_zero(shown, decimals=decimals):
        shown = 10.0**-decimals
    return say(f"difference.{measure.kind}.size", n=number(shown, decimals=decimals), unit=measure.unit)


def signed_range(shown: Interval, measure: Measure) -> str:
    """Estimate and interval for a table: ``+1.1 (+0.5 to +1.7)``."""
    decimals = measure.decimals(shown)
    estimate, low, high = (signed(value, decimals=decimals) for value in (shown.estimate, shown.low, shown.high))
    return say("signed.with_range", estimate=estimate, range=say("signed.range", low=low, high=high))


def condition_words(finding: Finding, *, exposure: str | None = None) -> str:
    """What the difference is for: ``on days with it``, ``for each 10 grams more``; names ``exposure`` if given."""
    key, amount = _condition_key(finding)
    noun = finding.exposure.unit.name.lower()
    unit = say(f"unit.{noun}.{'one' if amount == 1 else 'many'}")
    if exposure is not None:
        key += "_named"
    elif finding.contrast is Contrast.PRESENCE and is_many(finding.exposure.label):
        key += "_many"
    return say(f"condition.{key}", unit=unit, amount=f"{amount:,}", exposure=exposure)


def _condition_key(finding: Finding) -> tuple[str, int]:
    if finding.contrast is Contrast.PRESENCE:
        return ("after_days" if finding.onset_days else "on_days"), 1
    amount = amount_shown(finding)
    if night := night_key(finding.exposure):
        return (night if amount == 1 else f"{night}_many"), amount
    if finding.exposure.unit is Unit.COUNT:
        return ("more_count" if amount == 1 else "more_count_many"), amount
    return ("more" if amount == 1 else "more_many"), amount


def night_key(exposure: Variable) -> str:
    """``night_better``, ``night_worse`` or ``night_open`` for a rating of the night; empty for anything else."""
    if exposure.kind != "sleep" or exposure.unit is not Unit.POINTS:
        return ""
    higher = higher_is(exposure.scale)
    return f"night_{higher.value if higher else 'open'}"


def is_drawable(interval: Interval) -> bool:
    """Whether estimate and interval are finite, so that they can be drawn."""
    return all(math.isfinite(value) for value in (interval.estimate, interval.low, interval.high))
