r"""How small a difference a trial could see, and how many days it would take, worked out before it starts.

Made-up trials of this design with this person's own level, noise, gaps and scale are run with effects of several sizes,
through the same filter and the same weekly looks as the analysis; the share that passes a bound is the power. A made-up
effect shifts the latent value, and is reported as it would be written down:
:math:`\Delta = E[y \mid \text{on}] - E[y \mid \text{off}]`, which near an end of the scale is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commensal.trials.design import TrialDesign, fitting_design
from commensal.trials.made_up_trials import MadeUpTrials, made_up_trials
from commensal.trials.person_noise import PersonNoise, noise_of

if TYPE_CHECKING:
    from commensal.trials.plan import TrialOutcome, TrialPlan

Floats = NDArray[np.float64]

POWER = 0.8
USUAL_LENGTHS_DAYS = (14, 21, 28, 42, 60, 84, 112)
_LONG_SET_DAYS = 14
_USUAL_SETS = (6, 8, 10, 12)  # with fewer than six pairs no order of arms is rare enough to show anything
_MOST_DAYS = 366


class Worth(StrEnum):
    """Whether a trial is worth its effort."""

    WORTH_IT = "worth_it"
    TOO_LONG = "too_long"
    """The difference that matters to this person would take longer than is reasonable."""
    NO_ROOM = "no_room"
    """So near the good end of the scale there is no room for such a difference."""
    UNKNOWN = "unknown"
    """The outcome has no scale and there are no days to learn its noise from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerRow:
    """What a trial of one length could see.

    Parameters
    ----------
    days : whole trial, washout included. [days]
    smallest_difference : seen by four in five such trials; None where no difference on this scale would be. [points]
    power : share of trials that would see the difference that matters; None where none was named or none fits.
    """

    days: int
    smallest_difference: float | None
    power: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerTable:
    """What trials of this shape could see.

    Parameters
    ----------
    rows : by length.
    wanted : the smallest difference that matters to this person. [points]
    days_needed : shortest length in the table at which four in five trials would see it; None where none would.
    worth : whether a trial is worth its effort.
    noise : what was assumed of this person's days; None where nothing is known.
    """

    rows: tuple[PowerRow, ...]
    wanted: float
    days_needed: int | None
    worth: Worth
    noise: PersonNoise | None

    def __str__(self) -> str:
        """A small table: days, and the smallest difference likely to be seen."""
        lines = ["days  smallest difference likely to be seen"]
        for row in self.rows:
            seen = "none" if row.smallest_difference is None else f"{row.smallest_difference:.2g}"
            lines.append(f"{row.days:4d}  {seen}")
        return "\n".join(lines)


def power_of_plan(
    plan: TrialPlan,
    *,
    days_before: Floats | Sequence[float | None] | None = None,
    lengths: Sequence[int] | None = None,
    half_life_days: float = 0.0,
    seed: int = 0,
) -> PowerTable:
    """The power table of a plan: the usual lengths and its own.

    Parameters
    ----------
    days_before : the outcome on consecutive days before the trial, NaN where nothing was recorded; a first guess is
        taken where there are fewer than three weeks of them. [points]
    """
    return power_table(
        plan.design,
        plan.outcome,
        wanted=plan.smallest_difference,
        days_before=days_before,
        lengths=lengths,
        look_every_days=plan.look_every_days,
        alpha=plan.alpha,
        lag_days=plan.lag_min_days,
        half_life_days=half_life_days,
        seed=seed,
    )


def power_table(
    design: TrialDesign,
    outcome: TrialOutcome,
    *,
    wanted: float,
    days_before: Floats | Sequence[float | None] | None = None,
    lengths: Sequence[int] | None = None,
    look_every_days: int = 7,
    alpha: float = 0.05,
    lag_days: int = 0,
    half_life_days: float = 0.0,
    seed: int = 0,
) -> PowerTable:
    """How small a difference trials of this shape and these lengths could see.

    Parameters
    ----------
    design : its length is one of those looked at where no ``lengths`` are given.
    lengths : each is cut down to whole sets; the usual ones for this design where none are given. [days]
    wanted : the smallest difference that matters to this person. [points]
    half_life_days : how long the effect lingers after the change. [days]
    seed : of the made-up trials.
    """
    noise = noise_of(_as_floats(days_before), outcome)
    if noise is None:
        return PowerTable(rows=(), wanted=wanted, days_needed=None, worth=Worth.UNKNOWN, noise=None)
    asked = [days for days in lengths or usual_lengths(design) if days >= design.set_days] or [design.days]
    designs = list({one.days: one for one in (_of_length(design, days) for days in sorted(asked))}.values())
    every_look = np.unique(np.concatenate([_look_units(one, look_every_days) for one in designs]))
    made_up = made_up_trials(
        designs[-1],
        noise,
        np.random.default_rng(seed),
        units=every_look,
        sign=-1.0 if outcome.higher_is_worse else 1.0,
        lag_days=lag_days,
        half_life_days=half_life_days,
    )
    rows = [_row(one, made_up, wanted, look_every_days, alpha / (design.n_arms - 1)) for one in designs]
    needed = next((row.days for row in rows if row.power is not None and row.power >= POWER), None)
    return PowerTable(
        rows=tuple(rows),
        wanted=wanted,
        days_needed=needed,
        worth=_worth(needed, wanted, made_up.differences),
        noise=noise,
    )


def _as_floats(days_before: Floats | Sequence[float | None] | None) -> Floats | None:
    if days_before is None:
        return None
    return np.array([np.nan if value is None else float(value) for value in days_before])


def usual_lengths(design: TrialDesign) -> tuple[int, ...]:
    """Lengths to look at: some usual ones, or some numbers of sets where a set is long; and the design's own. [days]"""
    of_sets = (n * design.set_days for n in _USUAL_SETS if n * design.set_days <= _MOST_DAYS)
    usual = USUAL_LENGTHS_DAYS if design.set_days <= _LONG_SET_DAYS else of_sets
    return tuple(sorted({*usual, design.days}))


def _of_length(design: TrialDesign, days: int) -> TrialDesign:
    return fitting_design(
        design.kind,
        days,
        block_days=design.block_days,
        washout_days=design.washout_days,
        max_run=design.max_run,
        n_arms=design.n_arms,
    )


def _look_units(design: TrialDesign, look_every_days: int) -> NDArray[np.intp]:
    """After how many units there are looks: weekly, as far as whole units have passed, and at the end."""
    weekly = (day // design.period_days for day in range(look_every_days, design.days, look_every_days))
    units = np.unique([*weekly, design.n_units])
    return units[units > 0].astype(np.intp)


def _row(design: TrialDesign, made_up: MadeUpTrials, wanted: float, look_every_days: int, alpha: float) -> PowerRow:
    power = made_up.power(design, _look_units(design, look_every_days), alpha)
    # More effect never sees less: what the made-up trials say otherwise is chance.
    power = np.concatenate([[alpha], np.maximum.accumulate(power)])
    differences = np.concatenate([[0.0], np.maximum.accumulate(made_up.differences)])
    reached = power >= POWER
    smallest = None
    if reached.any():
        first = int(reached.argmax())
        share = (POWER - power[first - 1]) / (power[first] - power[first - 1])
        smallest = float(differences[first - 1] + share * (differences[first] - differences[first - 1]))
    fits = 0 < wanted <= differences[-1]
    return PowerRow(
        days=design.days,
        smallest_difference=smallest,
        power=float(np.interp(wanted, differences, power)) if fits else None,
    )


def _worth(needed: int | None, wanted: float, differences: Floats) -> Worth:
    if needed is not None:
        return Worth.WORTH_IT
    return Worth.NO_ROOM if wanted > 0 and differences.max() < wanted else Worth.TOO_LONG
