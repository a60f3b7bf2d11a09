"""Results of trials made by hand, so that words are tested apart from the mathematics."""

from __future__ import annotations

from typing import Any

from commensal.trials.carryover import Carryover
from commensal.trials.effect import Effect
from commensal.trials.looks import AlwaysOn, Look
from commensal.trials.person_noise import PersonNoise
from commensal.trials.plan import TrialPlan
from commensal.trials.power import PowerRow, PowerTable, Worth
from commensal.trials.result import AdherenceSplit, Comparison, TrialResult

_INFINITE = float("inf")


def effect(estimate: float, sd: float = 0.3, n_days: int = 40) -> Effect:
    """An effect with one part only. [points]"""
    return Effect(means=(estimate,), sds=(sd,), weights=(1.0,), n_days=n_days)


def carried(estimate: float | None = None, *, is_hidden: bool = False) -> Carryover:
    """What carries over."""
    return Carryover(
        full_effect=None if estimate is None else effect(estimate),
        half_life_days=0.6,
        probability_by_half_life=(0.4, 0.2, 0.1, 0.1, 0.1, 0.1),
        dropped=(),
        hidden_by_design=is_hidden,
    )


def comparison(
    plan: TrialPlan, estimate: float | None, *, arm: int = 1, is_shown: bool = False, **changes: Any
) -> Comparison:
    """One change against the usual, with two looks."""
    looks = (
        Look(
            day=7, statistic=1.1, p=0.41, sequential_p=1.0, bound=_INFINITE, crossed=False, e_value=1.0,
            cs_low=-_INFINITE, cs_high=_INFINITE,
        ),
        Look(
            day=14, statistic=2.9, p=0.012, sequential_p=0.02, bound=2.4, crossed=is_shown, e_value=12.3,
            cs_low=-2.5, cs_high=-0.1,
        ),
    )  # fmt: skip
    made: dict[str, Any] = {
        "arm": arm,
        "name": plan.arms[arm],
        "effect": None if estimate is None else effect(estimate),
        "per_protocol": None,
        "looks": looks,
        "always_on": (AlwaysOn(day=14, e_value=12.3, cs_low=-2.5, cs_high=-0.1),),
        "stopped_at": 1 if is_shown else None,
        "single_look_p": 0.012,
        "n_schedules": 128,
        "carryover": None,
    }
    return Comparison(**{**made, **changes})


def result(plan: TrialPlan, *comparisons: Comparison, **changes: Any) -> TrialResult:
    """A whole trial in which nearly every day has a rating."""
    n_days = plan.design.days
    n_washout = sum(plan.is_washout)
    made: dict[str, Any] = {
        "comparisons": comparisons,
        "alpha": 0.05,
        "n_days_planned": n_days,
        "n_days_seen": n_days,
        "n_used": n_days - n_washout - 2,
        "n_missing": 2,
        "n_washout": n_washout,
        "adherence": AdherenceSplit(n_done=30, n_partly=2, n_not_done=3, n_swapped=1, n_unsaid=4),
        "higher_is_worse": plan.outcome.higher_is_worse,
        "at_an_end_share": 0.05,
        "is_randomised": True,
    }
    return TrialResult(**{**made, **changes})


def power(worth: Worth = Worth.TOO_LONG, *, is_own: bool = True, days_needed: int | None = None) -> PowerTable:
    """A power table with three lengths."""
    noise = PersonNoise(
        level=5.0, sd=1.6, phi=0.5, lasting_share=0.6, missing_share=0.1, step=1.0, minimum=0.0, maximum=10.0,
        n_days=60 if is_own else 0, basis="60 own days" if is_own else "typical days",
    )  # fmt: skip
    sizes = {16: None, 56: 1.7, 112: 1.1}
    rows = tuple(PowerRow(days=days, smallest_difference=size, power=0.5) for days, size in sizes.items())
    return PowerTable(rows=rows, wanted=1.0, days_needed=days_needed, worth=worth, noise=noise)
