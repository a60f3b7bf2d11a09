"""Few days, yes/no outcomes and the recorded scale in the finder's answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import commensal as cm
from commensal.findings.few_days import day_counts, log_trust_in_sums, may_be_strong
from commensal.findings.finding import DayCounts, Estimand
from commensal.records.day_table import Role, Variable
from commensal.stats.noise_problem import Problem
from commensal.vocab.scales import NRS_0_10
from commensal.vocab.units import Unit

Floats = NDArray[np.float64]

FLARE = Variable(key="flare", label="Flare", kind="symptom_rating", role=Role.OUTCOME, unit=Unit.YES_NO)
PAIN = Variable(key="pain", label="Pain", kind="symptom_rating", role=Role.OUTCOME, unit=Unit.POINTS, scale=NRS_0_10)


def test_days_are_counted_at_the_onset() -> None:
    """A day counts when the exposure is known and the outcome was recorded so many days later."""
    exposure = np.array([0.8, -0.2, 0.0, 0.8, -0.2, 0.8])  # centred; 0 is unknown
    flare = np.array([0.0, 1.0, 0.0, np.nan, 1.0, 0.0])
    assert day_counts(FLARE, flare, exposure, 1) == DayCounts(n_exposed=2, n_other=2, n_exposed_yes=2, n_other_yes=0)
    assert day_counts(PAIN, flare, exposure, 0) == DayCounts(n_exposed=2, n_other=2)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (DayCounts(n_exposed=9, n_other=150), False),
        (DayCounts(n_exposed=150, n_other=9), False),
        (DayCounts(n_exposed=10, n_other=150), True),
        (DayCounts(n_exposed=12, n_other=150, n_exposed_yes=5, n_other_yes=9), False),
        (DayCounts(n_exposed=12, n_other=150, n_exposed_yes=6, n_other_yes=9), True),
        (DayCounts(n_exposed=60, n_other=100, n_exposed_yes=0, n_other_yes=20), True),  # 7.5 were to be expected
        (DayCounts(n_exposed=20, n_other=140, n_exposed_yes=0, n_other_yes=20), False),
        (DayCounts(n_exposed=12, n_other=150, n_exposed_yes=7, n_other_yes=141), False),  # five without a flare
    ],
)
def test_a_handful_of_days_is_never_fairly_sure(counts: DayCounts, expected: bool) -> None:
    """Ten days each way, and six on which the two met, or would have by chance."""
    assert may_be_strong(counts) is expected


def test_evidence_of_rare_days_is_lowered_and_of_common_ones_is_not() -> None:
    """Eight days with a food and six flares, three together: e to the fourth less; half of all days: unchanged."""
    n = 160
    rare, common, flare = np.zeros(n), np.arange(n) % 2 * 1.0, np.zeros(n)
    rare[:8], flare[5:11] = 1.0, 1.0
    columns = np.column_stack([rare, common])
    columns -= columns.mean(axis=0)
    residual = flare - flare.mean()
    problem = Problem(columns, residual, n_degrees=n, log_noise=0.0)
    trust = log_trust_in_sums(problem, columns, residual, 0.5)
    assert trust[0] < -4.0
    assert trust[1] == pytest.approx(0.0, abs=0.05)
    assert (trust <= 0.0).all()


def flares(rng: np.random.Generator, *, n_exposed: int, n_met: int, n_flares: int, n_days: int = 200) -> pd.DataFrame:
    """A rare food, flares a day after some of its days, and eight more foods."""
    data = pd.DataFrame(
        (rng.random((n_days, 8)) < 0.3).astype(float),
        columns=[f"x{i}" for i in range(8)],
        index=pd.date_range("2026-01-01", periods=n_days),
    )
    exposed = rng.choice(np.arange(2, n_days - 2, 3), n_exposed, replace=False)
    free = np.setdiff1d(np.arange(1, n_days), exposed + 1)
    met = np.concatenate([exposed[:n_met] + 1, rng.choice(free, n_flares - n_met, replace=False)])
    return data.assign(
        oysters=np.isin(np.arange(n_days), exposed).astype(float), flare=np.isin(np.arange(n_days), met).astype(float)
    )


def test_a_handful_of_flares_after_rare_days_is_never_strong() -> None:
    """Five flares after six oyster days, among nine in all, may be likely at most, whatever the arithmetic says."""
    for seed in range(6):
        data = flares(np.random.default_rng(seed), n_exposed=6, n_met=5, n_flares=9)
        found = cm.find(data, outcome="flare")
        assert all(finding.tier != "strong" for finding in found.shown)


def test_many_flares_after_many_days_are_found_as_a_difference_of_shares() -> None:
    """Twenty flares after 25 oyster days: strong, counted, and between 0 and 1 as a share of days."""
    found = cm.find(flares(np.random.default_rng(7), n_exposed=25, n_met=20, n_flares=28), outcome="flare")
    (finding,) = found.shown
    assert finding.estimand is Estimand.SHARE_OF_DAYS
    assert finding.counts == DayCounts(n_exposed=25, n_other=174, n_exposed_yes=20, n_other_yes=8)
    assert finding.effect is not None
    assert finding.effect.low <= 20 / 25 - 8 / 174 <= finding.effect.high <= 1.0
    assert "more days in every 100" in repr(found)


def test_the_answer_does_not_depend_on_the_numbers_of_the_levels() -> None:
    """Levels 0, 1, 2 or 0, 10, 1000: the same probabilities; only the size changes with them."""
    rng = np.random.default_rng(9)
    foods = (rng.random((220, 6)) < 0.35).astype(float)
    course = rng.normal(size=220)
    course[1:] += 1.2 * foods[:-1, 0]
    level = np.digitize(course, [0.8, 1.8])
    data = pd.DataFrame(foods, columns=list("abcdef"), index=pd.date_range("2026-01-01", periods=220))
    plain = cm.find(data.assign(pain=level.astype(float)), outcome="pain").to_frame()
    other = cm.find(data.assign(pain=np.array([0.0, 10.0, 1000.0])[level]), outcome="pain").to_frame()
    np.testing.assert_allclose(plain["inclusion_probability"], other["inclusion_probability"], rtol=1e-9)
    assert plain["tier"].tolist() == other["tier"].tolist()
    assert "strong" in plain["tier"].tolist()
