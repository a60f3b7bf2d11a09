"""Exposures that come in long phases: a picture with an honest interval, and never a finding."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import commensal as cm
from commensal.findings.finding import Status, Tier
from commensal.findings.phases import PhasePicture, comes_in_phases, phase_picture

Floats = NDArray[np.float64]
START = date(2026, 1, 1)


def on_and_off(n_phases: int, days_each: int) -> Floats:
    """Without, with, without, … beginning and ending without. Shape ((2 * n_phases + 1) * days_each,)."""
    n_days = (2 * n_phases + 1) * days_each
    return np.asarray(((np.arange(n_days) // days_each) % 2 == 1).astype(float))


def sticky(rng: np.random.Generator, n_days: int, *, phi: float, rise: float) -> Floats:
    """A rating whose days lean on the day before, with a slow rise over the diary."""
    series, state = np.empty(n_days), 0.0
    for day in range(n_days):
        state = phi * state + rng.normal(0, np.sqrt(1 - phi**2))
        series[day] = state
    return np.asarray(series + rng.normal(0, 0.7, n_days) + rise * np.arange(n_days) / n_days + 4)


def picture(present: Floats, outcome: Floats) -> PhasePicture:
    """The picture of a diary."""
    return phase_picture(tuple(START + timedelta(days=step) for step in range(len(present))), present, outcome)


@pytest.mark.parametrize("n_phases", [3, 5])
@pytest.mark.parametrize("phi", [0.3, 0.8])
def test_the_interval_covers_under_stickiness_and_drift(n_phases: int, phi: float) -> None:
    """Of 200 diaries at least 88 % hold the true difference: 95 % nominal, and 4.5 standard errors of room."""
    present = on_and_off(n_phases, 21)
    n_covered = 0
    for seed in range(200):
        outcome = sticky(np.random.default_rng(seed), len(present), phi=phi, rise=2.0) - 0.5 * present
        difference = picture(present, outcome).difference
        assert difference is not None
        n_covered += difference.low <= -0.5 <= difference.high
    assert n_covered >= 176


def test_few_phases_give_no_number() -> None:
    """One course, or one switch: the means stand side by side, and no difference is worked out."""
    for present in (on_and_off(1, 30), on_and_off(2, 30), np.repeat([0.0, 1.0], 60)):
        found = picture(present, np.ones(len(present)))
        assert found.difference is None
        assert found.n_compared < 3
        assert sum(phase.is_with for phase in found.phases) >= 1


def test_settling_days_and_blanks_are_left_out() -> None:
    """The first week of a long phase counts nowhere, and a phase with few ratings has no mean."""
    present, outcome = on_and_off(1, 30), np.arange(90.0)
    outcome[60:87] = np.nan
    first, second, third = picture(present, outcome).phases
    assert (first.n_rated, second.n_rated, third.n_rated) == (30, 23, 3)
    assert second.mean == pytest.approx(np.arange(37, 60).mean())
    assert third.mean is None


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        (on_and_off(3, 30), True),
        (on_and_off(1, 14), True),
        (np.repeat([0.0, 1.0], 60), True),
        (np.tile([0.0] * 60 + [1.0] * 7, 2), True),
        (np.tile([0.0] * 60 + [1.0] * 4, 3), False),
        (np.tile([0.0] * 23 + [1.0] * 5, 4), False),
        (on_and_off(6, 30), False),
        (np.tile([0.0, 1.0], 50), False),
        (np.zeros(50), False),
    ],
    ids=["phases", "one course", "switch", "two courses", "three spells", "cycle", "many phases", "daily", "never"],
)
def test_phases_are_told_from_habits(present: Floats, *, expected: bool) -> None:
    """A few long spans both with and without it; a cycle's short spans and a habit's many are not that."""
    assert comes_in_phases(present > 0) is expected


def test_a_phase_is_never_found_however_large_the_difference() -> None:
    """Three points over three phases: told as phases, without probability, tier or effect; the picture shows it."""
    present = on_and_off(3, 30)
    rng = np.random.default_rng(5)
    pain = np.clip(np.round(5 + rng.normal(0, 1, len(present)) - 3 * present), 0, 10)
    frame = pd.DataFrame({"fibre": present, "pain": pain}, index=pd.date_range(START, periods=len(present)))
    found = cm.find(frame, outcome="pain", graph=False)
    (fibre,) = found.findings.outcomes[0].findings
    assert (fibre.status, fibre.tier, fibre.reason) == (Status.NOT_ENOUGH_VARIATION, Tier.NONE, "phases")
    assert np.isnan(fibre.inclusion_probability)
    assert fibre.effect is None
    explained = found.explain("fibre")
    assert explained.phases is not None
    assert explained.phases.difference is not None
    assert explained.phases.difference.high < -2
    text = " ".join(str(explained).split())
    assert "a picture and no finding" in text
    assert "small trial" in text
