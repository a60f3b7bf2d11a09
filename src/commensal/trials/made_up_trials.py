"""Made-up trials of one design on one person's own noise, put through the filter and the looks of the analysis.

Each made-up trial is ranked among re-draws of its schedule as a real one is, so that what a short or coarse design
loses is lost here too. One thing is simpler than in the analysis: the noise model is the one nearest to this person's,
and not chosen anew by the outcomes of each trial, which sees a little too much (a few in a hundred).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.stats.group_sequential import TIE_MARGIN, spending
from commensal.stats.sign_flip import contrast
from commensal.stats.trial_filter import trial_filter, trial_noise_grid, window_means
from commensal.trials.design import TrialDesign, schedule_sampler
from commensal.trials.looks import unit_windows
from commensal.trials.person_noise import PersonNoise

Floats = NDArray[np.float64]

EFFECTS_SD = (0.2, 0.4, 0.6, 0.8, 1.0, 1.3, 1.8, 2.6)
_N_TRIALS = 120  # for each effect, on the same noise
_N_REDRAWS = 199
_N_GAP_PATTERNS = 4
_NOTHING = 1e-12


@dataclass(frozen=True, slots=True)
class MadeUpTrials:
    """What made-up trials gave.

    ``statistics`` shape (n_looks, n_trials, 1 + n_redraws), place 0 of the last axis the schedule in place; trials of
    the first effect come first, the same number for each. ``units`` shape (n_looks,): units complete at each look.
    ``differences`` shape (n_effects,): the effects as they would be written down. [points]
    """

    statistics: Floats
    units: NDArray[np.intp]
    differences: Floats

    def power(self, design: TrialDesign, units: NDArray[np.intp], alpha: float) -> Floats:
        """Share of trials of each effect that pass a bound, with looks after these units. Shape (n_effects,)."""
        at = np.searchsorted(self.units, units)
        crossed = passed_bound(self.statistics[at], spending(units / design.n_units, alpha))
        return np.asarray(crossed.reshape(len(self.differences), -1).mean(axis=1))


def made_up_trials(
    design: TrialDesign,
    noise: PersonNoise,
    rng: np.random.Generator,
    *,
    units: NDArray[np.intp],
    sign: float,
    lag_days: int,
    half_life_days: float,
) -> MadeUpTrials:
    """Run trials of one design with every effect on the same noise; shorter trials are their beginnings.

    Parameters
    ----------
    units : after how many units there are looks, increasing.
    sign : -1 where a lower outcome is better.
    half_life_days : how long the effect lingers after the change. [days]
    """
    sampler, n_days = schedule_sampler(design), design.days + lag_days
    schedules, redraws = sampler.draw(rng, _N_TRIALS), sampler.draw(rng, _N_REDRAWS)
    is_on = np.repeat(schedules == 1, design.period_days, axis=1)[:, : design.days].T
    is_on = np.vstack([np.zeros((lag_days, _N_TRIALS), dtype=np.bool_), is_on])
    there = _lingering(is_on, half_life_days)
    latent = noise.level + noise.sd * _latent_noise(noise, n_days, rng)
    shifts = sign * noise.sd * np.array(EFFECTS_SD)
    values = np.stack([noise.recorded(latent + shift * there) for shift in shifts])
    off = noise.recorded(latent).mean()
    differences = np.abs(np.array([noise.recorded(latent + shift).mean() - off for shift in shifts]))
    model = _nearest_model(design, noise)
    statistics = np.empty((len(units), len(shifts), _N_TRIALS, 1 + _N_REDRAWS))
    # As in life a rating is missing for reasons of its own, in runs; a few patterns, shared, keep this quick.
    for pattern in range(_N_GAP_PATTERNS):
        members = np.arange(pattern, _N_TRIALS, _N_GAP_PATTERNS)
        windows = np.where(_gaps(noise.missing_share, n_days, rng), -1, unit_windows(design, n_days, lag_days))
        in_pattern = values[:, :, members].transpose(1, 0, 2).reshape(n_days, -1)
        drawn = np.tile(schedules[members], (len(shifts), 1))
        found = _Gaps(windows, design.n_units, model, units).statistics(in_pattern, drawn, redraws)
        statistics[:, :, members] = found.reshape(len(units), len(shifts), len(members), -1)
    return MadeUpTrials(statistics.reshape(len(units), -1, 1 + _N_REDRAWS), units, differences)


@dataclass(frozen=True, slots=True)
class _Gaps:
    """Trials with outcomes on the same days.

    ``windows`` shape (n_days,): the unit each day counts for, -1 for none; ``units`` shape (n_looks,).
    """

    windows: NDArray[np.intp]
    n_units: int
    model: int
    units: NDArray[np.intp]

    def statistics(self, outcomes: Floats, schedules: NDArray[np.int8], redraws: NDArray[np.int8]) -> Floats:
        """Shape (n_looks, n_trials, 1 + n_redraws). ``outcomes`` shape (n_days, n_trials)."""
        filtered = trial_filter(*window_means(outcomes[:, 0], self.windows, self.n_units))
        seen, operator = filtered.observed, filtered.operators[self.model]
        counts = self.windows >= 0
        total = np.zeros((self.n_units, outcomes.shape[1]))
        np.add.at(total, self.windows[counts], outcomes[counts])
        means = total[seen] / np.bincount(self.windows[counts], minlength=self.n_units)[seen, None]
        y = operator @ (means - means[:1])
        own = operator @ contrast(schedules[:, seen]).T
        redrawn = operator @ contrast(redraws[:, seen]).T
        found = np.empty((len(self.units), outcomes.shape[1], 1 + len(redraws)))
        for look, n in enumerate(np.searchsorted(seen, self.units).tolist()):
            along = np.column_stack([(y[:n] * own[:n]).sum(axis=0), y[:n].T @ redrawn[:n]])
            size = np.column_stack(
                [(own[:n] ** 2).sum(axis=0), np.tile((redrawn[:n] ** 2).sum(axis=0), (y.shape[1], 1))]
            )
            squared = size * (y[:n] ** 2).sum(axis=0)[:, None]
            told = squared > _NOTHING
            z = np.abs(along) / np.sqrt(np.where(told, squared, 1.0)) * np.sqrt(max(n - 1, 0))
            found[look] = np.where(told, z, 0.0)
        return found


def _nearest_model(design: TrialDesign, noise: PersonNoise) -> int:
    """The noise model of the analysis that is nearest to this person's, for means over a period's days."""
    between = noise.phi ** np.abs(np.subtract.outer(np.arange(design.block_days), np.arange(design.block_days)))
    lasting = noise.lasting_share * float(between.mean())
    lasting_share = lasting / (lasting + (1 - noise.lasting_share) / design.block_days)
    grid = trial_noise_grid()
    return int(np.argmin((grid.phi - noise.phi) ** 2 + (grid.share - lasting_share) ** 2 + grid.drift))


def passed_bound(statistics: Floats, spent: Floats) -> NDArray[np.bool_]:
    """Whether each trial passes a bound at any look: ``group_sequential`` for many trials side by side."""
    _, n_trials, n_schedules = statistics.shape
    allowed = np.floor(spent * n_schedules + 1e-9).astype(np.intp)
    is_in = np.ones((n_trials, n_schedules), dtype=np.bool_)
    crossed = np.zeros(n_trials, dtype=np.bool_)
    for values, most in zip(statistics, allowed, strict=True):
        if most < 1:
            continue
        room = most - (n_schedules - is_in.sum(axis=1))
        still = np.where(is_in, values, -np.inf)
        top = -np.sort(np.partition(-still, most, axis=1)[:, : most + 1], axis=1)
        edge = np.where(room > 0, top[np.arange(n_trials), np.maximum(room, 0)], np.inf)
        is_over = is_in & (values > (edge + TIE_MARGIN * np.maximum(1.0, np.abs(edge)))[:, None])
        crossed |= is_over[:, 0]
        is_in &= ~is_over
    return crossed


def _latent_noise(noise: PersonNoise, n_days: int, rng: np.random.Generator) -> Floats:
    """AR(1) plus a part new each day, variance 1. Shape (n_days, n_trials)."""
    fresh = rng.standard_normal((n_days, _N_TRIALS))
    lasting = np.empty((n_days, _N_TRIALS))
    lasting[0] = fresh[0]
    for day in range(1, n_days):
        lasting[day] = noise.phi * lasting[day - 1] + np.sqrt(1 - noise.phi**2) * fresh[day]
    new = rng.standard_normal((n_days, _N_TRIALS))
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
