"""How long a trial's mathematics takes: a year's schedule, and one analysis with all its looks.

    python -m benchmarks.speed.trying

Schedules of three arms in blocks of six, no arm more than twice running, two dates forbidden: counted and drawn with
nothing remembered from before, for 365 days and for 183 periods of a day after a washout day. Then one analysis of a
finished trial of thirty pairs: nine weekly looks among 1,999 re-draws, e-values and intervals included. The ratio is to
a plain matrix product of the same re-draws with the outcomes, the least any such test can do.
"""

from __future__ import annotations

import numpy as np

from benchmarks.speed.timing import median_ms, medians_ms
from commensal.stats import schedule_counting
from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler
from commensal.trials.design import DesignKind, TrialDesign, draw_schedule
from commensal.trials.looks import look_at

N_RUNS = 25


def schedule_ms(n_units: int) -> float:
    """Counting and drawing one schedule. [ms]"""
    rules = ScheduleRules(
        n_units=n_units, n_arms=3, block_units=6, max_run=2, forbidden={40: frozenset({1, 2}), 90: frozenset({0})}
    )
    rng = np.random.default_rng(1)

    def ours() -> None:
        schedule_counting.forget()
        ScheduleSampler(rules).draw_one(rng)

    return median_ms(ours, n_runs=N_RUNS)


def look_ms() -> tuple[float, float]:
    """One analysis of sixty paired days, and the plain product of as many re-draws. [ms]"""
    design = TrialDesign(kind=DesignKind.PAIRED_DAYS, days=60)
    schedule = draw_schedule(design, 7)
    rng = np.random.default_rng(2)
    outcome = np.round(5 + rng.normal(0, 1.4, 60))
    signs = rng.choice([-1.0, 1.0], (1999, 60))
    ours, plain = medians_ms([lambda: look_at(design, schedule, outcome), lambda: signs @ outcome], n_runs=N_RUNS)
    return ours, plain


def main() -> None:
    """Print a table."""
    print(f"{'365 days, three arms: counted and drawn':<44} {schedule_ms(365):>8.2f} ms")
    print(f"{'183 periods of two days: counted and drawn':<44} {schedule_ms(183):>8.2f} ms")
    ours, plain = look_ms()
    print(f"{'sixty paired days: all looks':<44} {ours:>8.2f} ms, {ours / plain:.0f} times the plain product")


if __name__ == "__main__":
    main()
