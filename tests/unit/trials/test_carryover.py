"""What carries over: the plain difference is diluted, the full effect is not, and daily designs say so."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.trials.carryover import HALF_LIVES_DAYS, carryover, lingering
from commensal.trials.design import DesignKind
from tests.unit.trials.trial_plans import felt, small_plan


def test_half_is_left_after_a_half_life() -> None:
    """Kept, it is there at once or builds up; left, half of it is gone after each half-life."""
    on = np.array([False, True, True, False, False, False])
    assert lingering(on, 1.0, builds_up=False).tolist() == [0, 1, 1, 0.5, 0.25, 0.125]
    assert lingering(on, 1.0, builds_up=True).tolist() == [0, 0.5, 0.75, 0.375, 0.1875, 0.09375]
    assert lingering(on, 0.0, builds_up=False).tolist() == on.astype(float).tolist()


def _mean_full_effect(half_life_days: float, n_trials: int) -> tuple[float, float]:
    """Mean of the plain and the full estimate over trials of weeks with a true effect of two points."""
    plain, full = [], []
    for seed in range(n_trials):
        plan = small_plan(DesignKind.PAIRED_BLOCKS, 84, seed=seed, block_days=7)
        arms = np.array(plan.schedule, dtype=np.int8)
        outcomes = felt(plan, 0.0, seed=seed) - 2.0 * lingering(arms == 1, half_life_days, builds_up=False)
        found = carryover(plan.design, arms, outcomes)
        assert found.full_effect is not None
        full.append(found.full_effect.estimate)
        plain.append(outcomes[arms == 1].mean() - outcomes[arms == 0].mean())
    return float(np.mean(plain)), float(np.mean(full))


@pytest.mark.parametrize("half_life_days", [1.0, 2.0])
def test_the_full_effect_is_right_on_average(half_life_days: float) -> None:
    """With half-lives of one and two days the full effect comes out within 15 % over trials in blocks."""
    plain, full = _mean_full_effect(half_life_days, 40)
    assert full == pytest.approx(-2.0, rel=0.15)
    assert abs(plain) < abs(full)


def test_daily_designs_warn_and_blocks_do_not() -> None:
    """Where arms change daily the dilution cannot be seen well, and that is said."""
    daily = small_plan()
    found = carryover(daily.design, np.array(daily.schedule, dtype=np.int8), felt(daily, -1.0))
    assert found.hidden_by_design
    assert found.dropped == ()
    blocks = small_plan(DesignKind.PAIRED_BLOCKS, 60, block_days=3)
    found = carryover(blocks.design, np.array(blocks.schedule, dtype=np.int8), felt(blocks, -1.0))
    assert not found.hidden_by_design
    assert [one.n_dropped for one in found.dropped] == [1, 2]
    assert sum(found.probability_by_half_life) == pytest.approx(1.0)
    assert len(found.probability_by_half_life) == len(HALF_LIVES_DAYS)


def test_no_days_say_nothing() -> None:
    """Without outcomes there is no full effect, and nothing breaks."""
    plan = small_plan(DesignKind.PAIRED_BLOCKS, 12, block_days=3)
    found = carryover(plan.design, np.array(plan.schedule[:3], dtype=np.int8), np.full(3, np.nan))
    assert found.full_effect is None
    assert found.half_life_days == 0.0
