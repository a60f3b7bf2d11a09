"""Plans and days for tests of the analysis, from a seed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from commensal.trials.design import DesignKind, TrialDesign, draw_schedule
from commensal.trials.plan import TrialOutcome, TrialPlan

Floats = NDArray[np.float64]

PAIN = TrialOutcome(key="pain", label="pain", minimum=0.0, maximum=10.0)


def small_plan(
    kind: DesignKind = DesignKind.PAIRED_DAYS,
    days: int = 60,
    *,
    arms: tuple[str, ...] = ("usual", "breathing"),
    seed: int = 7,
    plan: dict[str, Any] | None = None,
    **design: Any,
) -> TrialPlan:
    """A plan with this design; ``plan`` holds other fields of it."""
    shape = TrialDesign(kind=kind, days=days, n_arms=len(arms), **design)
    made = TrialPlan(
        question="Does breathing change pain?",
        change=arms[1],
        comparator=arms[0],
        arms=arms,
        subject=arms[1],
        outcome=PAIN,
        design=shape,
        seed=seed,
        schedule=draw_schedule(shape, seed),
        smallest_difference=1.0,
    )
    return replace(made, **plan) if plan else made


def felt(plan: TrialPlan, effect: float, *, seed: int = 1, phi: float = 0.5, level: float = 5.0) -> Floats:
    """Ratings of each day: AR(1) plus noise, SD 1.44, and an effect on the days of arm 1, whole points 0 to 10."""
    rng = np.random.default_rng(seed)
    lasting, values = float(rng.normal()), np.empty(plan.design.days)
    for day in range(plan.design.days):
        lasting = phi * lasting + float(rng.normal()) * np.sqrt(1 - phi**2)
        values[day] = level + 1.2 * lasting + 0.8 * float(rng.normal()) + effect * (plan.schedule[day] == 1)
    return np.asarray(np.clip(np.round(values), 0, 10))
