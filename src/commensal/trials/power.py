r"""How small a difference a trial could see, and how many days it would take, worked out before it starts.

Made-up trials of this design with this person's own level, noise, gaps and scale are run with and without an effect,
through the same filter and the same weekly looks as the analysis. Trials without an effect give the bounds; the share
of trials with one that pass them is the power. A made-up effect shifts the latent value, and is reported as it would be
written down: :math:`\Delta = E[y \mid \text{on}] - E[y \mid \text{off}]`, which near an end of the scale is less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commensal.stats.group_sequential import group_sequential
from commensal.stats.sign_flip import contrast
from commensal.stats.trial_filter import trial_filter, trial_noise_grid, window_means
from commensal.trials.design import TrialDesign, fitting_design, schedule_sampler
from commensal.trials.looks import unit_windows
from commensal.trials.person_noise import PersonNoise, noise_of

if TYPE_CHECKING:
    from commensal.trials.plan import TrialOutcome, TrialPlan

Floats = NDArray[np.float64]

POWER = 0.8
USUAL_LENGTHS_DAYS = (14, 21, 28, 42, 60, 84, 112)
MOST_DAYS = 112  # longer trials on oneself are not proposed; our choice
_EFFECTS_SD = (0.15, 0.3, 0.45, 0.6, 0.8, 1.0, 1.3, 1.7, 2.2, 3.0)
_N_NULL = 1500
_N_EACH = 240
_N_GAP_PATTERNS = 4


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
        lengths=lengths if lengths is not None else sorted({*USUAL_LENGTHS_DAYS, plan.design.days}),
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
    lengths: Sequence[int] = USUAL_LENGTHS_DAYS,
    look_every_days: int = 7,
    alpha: float = 0.05,
    lag_days: int = 0,
    half_life_days: float = 0.0,
    seed: int = 0,
) -> PowerTable:
    """How small a difference trials of this shape and these lengths could see.

    Parameters
    ----------
    design : its length is not used: each of ``lengths`` is cut down to whole sets.
    wanted : the smallest difference that matters to this person. [points]
    half_life_days : how long the effect lingers after the change. [days]
    seed : of the made-up trials.
    """
    noise = noise_of(_as_floats(days_before), outcome)
    if noise is None:
        return PowerTable(rows=(), wanted=wanted, days_needed=None, worth=Worth.UNKNOWN, noise=None)
    cut = [_of_length(design, days) for days in sorted(lengths)]
    designs = list({one.days: one for one in cut if one is not None}.values())
    made_up = _made_up_trials(
        designs[-1],
        noise,
        np.random.default_rng(seed),
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


@dataclass(frozen=True, slots=True)
class _MadeUp:
    """What made-up trials gave; the first ``_N_NULL`` are without an effect, then ``_N_EACH`` for each effect.

    ``sums`` shape (4, n_units, n_trials): running sums of xy, xx, yy and of units seen, from which the statistic at any
    look follows. ``differences`` shape (n_effects,): the effects as they would be recorded. [points]
    """

    sums: Floats
    differences: Floats

    def statistics(self, units: NDArray[np.intp]) -> Floats:
        """The statistic after so many units. Shape (n_looks, n_trials)."""
        xy, xx, yy, n_seen = self.sums[:, units - 1]
        size = np.sqrt(xx * yy)
        z = np.abs(xy) * np.sqrt(np.maximum(n_seen - 1, 0))
        return np.asarray(np.divide(z, size, out=np.zeros_like(z), where=size > 1e-12))


def _as_floats(days_before: Floats | Sequence[float | None] | None) -> Floats | None:
    if days_before is None:
        return None
    return np.array([np.nan if value is None else float(value) for value in days_before])


def _of_length(design: TrialDesign, days: int) -> TrialDesign | None:
    if days < design.set_days:
        return None
    return fitting_design(
        design.kind,
        days,
        block_days=design.block_days,
        washout_days=design.washout_days,
        max_run=design.max_run,
        n_arms=design.n_arms,
    )


def _made_up_trials(
    design: TrialDesign,
    noise: PersonNoise,
    rng: np.random.Generator,
    *,
    sign: float,
    lag_days: int,
    half_life_days: float,
) -> _MadeUp:
    """Run the longest trial often; shorter ones are its beginnings."""
    shifts = sign * noise.sd * np.array(_EFFECTS_SD)
    n_trials = _N_NULL + _N_EACH * len(shifts)
    schedules = schedule_sampler(design).draw(rng, n_trials)
    n_days = design.days + lag_days
    arm_by_day = np.repeat(schedules, design.period_days, axis=1)[:, : design.days].T
    arm_by_day = np.vstack([np.zeros((lag_days, n_trials), dtype=np.int8), arm_by_day])
    latent = noise.level + noise.sd * _latent_noise(noise, n_days, n_trials, rng)
    shift = np.concatenate([np.zeros(_N_NULL), np.repeat(shifts, _N_EACH)])
    values = noise.recorded(latent + shift * _lingering(arm_by_day == 1, half_life_days))
    off = noise.recorded(latent[:, :_N_NULL]).mean()
    differences = np.array([noise.recorded(latent[:, :_N_NULL] + one).mean() - off for one in shifts])
    # As in life a rating is missing for reasons of its own, in runs; a few patterns, shared, keep this quick.
    pattern = np.arange(n_trials) % _N_GAP_PATTERNS
    sums = np.empty((4, design.n_units, n_trials))
    for number in range(_N_GAP_PATTERNS):
        gaps = _gaps(noise.missing_share, n_days, rng)
        members = pattern == number
        windows = np.where(gaps, -1, unit_windows(design, n_days, lag_days))
        sums[:, :, members] = _sums(design, noise, values[:, members], schedules[members], windows)
    return _MadeUp(sums=sums, differences=np.abs(differences))


def _latent_noise(noise: PersonNoise, n_days: int, n_trials: int, rng: np.random.Generator) -> Floats:
    """AR(1) plus a part new each day, variance 1. Shape (n_days, n_trials)."""
    fresh = rng.standard_normal((n_days, n_trials))
    lasting = np.empty((n_days, n_trials))
    lasting[0] = fresh[0]
    for day in range(1, n_days):
        lasting[day] = noise.phi * lasting[day - 1] + np.sqrt(1 - noise.phi**2) * fresh[day]
    new = rng.standard_normal((n_days, n_trials))
    return np.asarray(np.sqrt(noise.lasting_share) * lasting + np.sqrt(1 - noise.lasting_share) * new)


def _lingering(is_on: NDArray[np.bool_], half_life_days: float) -> Floats:
    """How much of the effect is there on each day. Shape (n_days, n_trials)."""
    state = is_on.astype(np.float64)
    if half_life_days > 0:
        for day in range(1, len(state)):
            np.maximum(state[day], 0.5 ** (1 / half_life_days) * state[day - 1], out=state[day])
    return state


def _gaps(missing_share: float, n_days: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Days without a rating, in runs of two on average."""
    missing = np.zeros(n_days, dtype=np.bool_)
    target = min(missing_share, 0.9)
    while missing.mean() < target - 0.5 / n_days:
        start = int(rng.integers(0, n_days))
        missing[start : start + int(rng.geometric(0.5))] = True
    return missing


def _sums(
    design: TrialDesign, noise: PersonNoise, values: Floats, schedules: NDArray[np.int8], windows: NDArray[np.intp]
) -> Floats:
    """Running sums of xy, xx, yy and units seen, for trials with the same gaps. Shape (4, n_units, n_trials)."""
    n_in = np.bincount(windows[windows >= 0], minlength=design.n_units).astype(np.float64)
    total = np.zeros((design.n_units, values.shape[1]))
    np.add.at(total, windows[windows >= 0], values[windows >= 0])
    seen = np.flatnonzero(n_in > 0)
    means = total[seen] / n_in[seen, None]
    # Any outcomes with these gaps give the same filter; those of the first trial are at hand.
    unit_mean, middle = window_means(values[:, 0], windows, design.n_units)
    filtered = trial_filter(unit_mean, middle)
    operator = filtered.operators[_nearest_model(design, noise)]
    x, y = operator @ contrast(schedules[:, seen]).T, operator @ (means - means[:1])
    sums = np.zeros((4, design.n_units, values.shape[1]))
    for place, column in enumerate((x * y, x * x, y * y, np.ones_like(x))):
        sums[place][seen] = column
    return np.cumsum(sums, axis=1)


def _nearest_model(design: TrialDesign, noise: PersonNoise) -> int:
    """The noise model of the analysis that is nearest to this person's, for means over a period's days."""
    between = noise.phi ** np.abs(np.subtract.outer(np.arange(design.block_days), np.arange(design.block_days)))
    lasting = noise.lasting_share * float(between.mean())
    lasting_share = lasting / (lasting + (1 - noise.lasting_share) / design.block_days)
    grid = trial_noise_grid()
    return int(np.argmin((grid.phi - noise.phi) ** 2 + (grid.share - lasting_share) ** 2 + grid.drift))


def _row(design: TrialDesign, made_up: _MadeUp, wanted: float, look_every_days: int, alpha: float) -> PowerRow:
    days = [*range(look_every_days, design.days, look_every_days), design.days]
    units = np.unique([*(day // design.period_days for day in days[:-1]), design.n_units])
    units = units[units > 0].astype(np.intp)
    statistics = made_up.statistics(units)
    # Column 0 never crosses, so that every look's bound is worked out.
    nulls = np.column_stack([np.zeros(len(units)), statistics[:, :_N_NULL]])
    bounds = group_sequential(nulls, units / design.n_units, alpha).bound
    crossed = (statistics[:, _N_NULL:] > bounds[:, None]).any(axis=0)
    power = crossed.reshape(len(made_up.differences), _N_EACH).mean(axis=1)
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
