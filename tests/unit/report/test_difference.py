"""Differences in words: in points, in hours, or in days of every 100."""

from __future__ import annotations

import pytest

from commensal.findings.finding import Contrast, Interval
from commensal.records.day_table import Variable
from commensal.report.difference import (
    amount_shown,
    as_shown,
    condition_words,
    difference_words,
    measure_of,
    range_words,
    signed_range,
    size_words,
)
from commensal.vocab.scales import NRS_0_10, ORDINAL_0_3, Higher, Scale, with_direction
from commensal.vocab.units import Unit
from tests.unit.report.findings_examples import (
    BREAD,
    CRASH,
    FATIGUE,
    FIBRE,
    SLEEP,
    STEPS,
    STRESS,
    found,
    interval,
    variable,
)

HRV = variable("HRV", unit=Unit.MILLISECOND)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (interval(1.1, 0.6), "about 1.1 points higher"),
        (interval(-0.4, 0.2), "about 0.4 points lower"),
        (interval(0.02, 0.5), "less than 0.1 points higher"),
        (interval(-0.02, 0.5), "less than 0.1 points lower"),
        (interval(0.13, 0.05), "about 0.13 points higher"),
    ],
)
def test_the_estimate_in_points(shown: Interval, expected: str) -> None:
    """One decimal; two only where the interval is narrow enough to earn it."""
    assert difference_words(shown, measure_of(FATIGUE)) == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (interval(1.1, 0.6), "between 0.5 and 1.7 points higher"),
        (interval(-0.4, 0.2), "between 0.2 and 0.6 points lower"),
        (interval(0.5, 0.7), "between 0.2 points lower and 1.2 points higher"),
        (Interval(estimate=0.3, low=-0.04, high=0.6), "between 0.0 and 0.6 points higher"),
        (Interval(estimate=-0.3, low=-0.6, high=0.04), "between 0.0 and 0.6 points lower"),
    ],
)
def test_the_interval_in_points(shown: Interval, expected: str) -> None:
    """The nearer end comes first; an interval across zero names both directions."""
    assert range_words(shown, measure_of(FATIGUE)) == expected


def test_an_outcome_that_happens_or_not_is_counted_in_days() -> None:
    """A share means nothing to most people; days of every hundred do."""
    finding = found(STRESS, CRASH, effect=interval(0.12, 0.09))
    measure, effect = measure_of(CRASH), finding.effect
    assert effect is not None
    shown = as_shown(finding, effect)
    assert difference_words(shown, measure) == "crash on about 12 more days in every 100"
    assert range_words(shown, measure) == "between 3 and 21 more days"
    assert signed_range(shown, measure) == "+12 (+3 to +21)"
    assert size_words(0.16, CRASH) == "16 days in every 100"


def test_large_units_need_no_decimals() -> None:
    """23 milliseconds, not 23.4; but points keep their decimal."""
    assert difference_words(interval(23.4, 6.0), measure_of(HRV)) == "about 23 milliseconds higher"
    assert size_words(0.94, FATIGUE) == "0.9 points"


@pytest.mark.parametrize(
    ("exposure", "effect", "amount", "words"),
    [
        (SLEEP, 0.4, 1, "for each hour more"),
        (FIBRE, 0.04, 10, "for each 10 grams more"),
        (FIBRE, 0.004, 100, "for each 100 grams more"),
        (STEPS, 0.0003, 1000, "for each 1,000 more"),
        (STEPS, 0.5, 1, "for each one more"),
        (STRESS, 0.04, 10, "for each 10 points more"),
    ],
)
def test_a_small_unit_is_said_for_more_of_it(exposure: Variable, effect: float, amount: int, words: str) -> None:
    """0.04 points a gram would read as nothing; 0.4 points for 10 grams can be read."""
    finding = found(exposure, FATIGUE, effect=interval(effect, effect / 2))
    assert amount_shown(finding) == amount
    assert condition_words(finding) == words


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (ORDINAL_0_3, "for each point up on its scale (better or worse: nobody has said)"),
        (with_direction(ORDINAL_0_3, Higher.WORSE), "for each point of a worse night"),
        (with_direction(ORDINAL_0_3, Higher.BETTER), "for each point of a better night"),
        (NRS_0_10, "for each point of a better night"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.id,
)
def test_a_night_is_never_more_or_less_of_sleep(scale: Scale, words: str) -> None:
    """A number of the night is better or worse as somebody said; "more" would be read as more sleep."""
    night = variable("Sleep rating", kind="sleep", unit=Unit.POINTS, scale=scale)
    assert condition_words(found(night, FATIGUE, effect=interval(0.5, 0.2))) == words


def test_more_is_never_more_than_the_scale_holds() -> None:
    """A scale from 0 to 3 has no 10 points."""
    stress = variable("Stress", unit=Unit.POINTS, scale=ORDINAL_0_3)
    assert amount_shown(found(stress, FATIGUE, effect=interval(0.01, 0.01))) == 1


def test_effect_and_condition_use_the_same_amount() -> None:
    """The number is for what the condition names: per 10 grams here."""
    finding = found(FIBRE, FATIGUE, effect=interval(0.04, 0.02))
    assert finding.effect is not None
    shown = as_shown(finding, finding.effect)
    assert (shown.estimate, shown.low, shown.high) == pytest.approx((0.4, 0.2, 0.6))


@pytest.mark.parametrize(
    ("onset_days", "expected"),
    [(0, "on days with bread"), (1, "after days with bread"), (None, "on days with bread")],
)
def test_the_condition_follows_the_lag(onset_days: int | None, expected: str) -> None:
    """A difference that comes later is not one on the same days."""
    assert condition_words(found(BREAD, onset_days=onset_days), exposure="bread") == expected


@pytest.mark.parametrize("unit", list(Unit))
def test_every_unit_has_its_noun(unit: Unit) -> None:
    """A new unit without words would show up in a person's report."""
    exposure = variable("It", unit=unit)
    finding = found(exposure, exposure, contrast=Contrast.UNIT, effect=interval(0.5, 0.2))
    assert finding.effect is not None
    assert condition_words(finding, exposure="it")
    assert difference_words(finding.effect, measure_of(exposure))
