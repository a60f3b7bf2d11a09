r"""Looking at a trial while it runs: exact weekly looks, and a number that is always on.

Each look ranks the schedule that was drawn among others that could have been (``stats.group_sequential``). The
always-on number (``stats.sign_flip``) and its confidence sequence hold after every completed set of units, however
often one looks. Both are exact if nothing but the lot decided the schedule, whatever the outcomes look like.

With more than two arms each change is compared with "as usual" among the schedules that leave all other arms in place,
and the error is shared evenly: :math:`\alpha/(k-1)` for each of *k* - 1 comparisons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.stats.confidence_sequence import confidence_sequence
from commensal.stats.group_sequential import GroupSequential, group_sequential
from commensal.stats.sign_flip import FlipScores, contrast, flip_scores, log_e_process
from commensal.stats.trial_filter import only_arms, trial_filter, window_means
from commensal.trials.design import DesignKind, TrialDesign, schedule_sampler

Floats = NDArray[np.float64]

N_REDRAWS = 1999
_LEAST_DAYS_TO_LOOK = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One planned look.

    Parameters
    ----------
    day : number of days of the trial that had passed, from 1. [days]
    statistic, bound : what was seen, and what it had to exceed; the bound is infinite where nothing could be spent yet.
    p : of this look alone: exact for whoever looks only once.
    sequential_p : of a trial that stops here, earlier looks allowed for; once stopped it stays what it was.
    crossed : whether the bound was passed at this look; nothing is tested after that.
    e_value, cs_low, cs_high : always-on number and confidence sequence on that day. [points]
    """

    day: int
    statistic: float
    p: float
    sequential_p: float
    bound: float
    crossed: bool
    e_value: float
    cs_low: float
    cs_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AlwaysOn:
    """The always-on number after one more set of units.

    Parameters
    ----------
    day : number of days that had passed, from 1. [days]
    e_value : evidence against "it makes no difference"; the chance that it ever reaches 20 without one is 1 in 20.
    cs_low, cs_high : effects not ruled out, at all days together. [points]
    """

    day: int
    e_value: float
    cs_low: float
    cs_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """All looks at one change against the usual.

    Parameters
    ----------
    looks : one for each planned look that has come.
    always_on : one for each set of units completed.
    stopped_at : place of the look that passed its bound; None when none did.
    single_look_p : of all days so far, for whoever looks only once; None before the first look.
    n_schedules : how many schedules could have been drawn; no p-value can be smaller than its inverse.
    """

    looks: tuple[Look, ...]
    always_on: tuple[AlwaysOn, ...]
    stopped_at: int | None
    single_look_p: float | None
    n_schedules: int


def look_days(design: TrialDesign, look_every_days: int, n_days_seen: int, lag_days: int = 0) -> tuple[int, ...]:
    """Days, from 1, after which a look was planned and has come; the last is the end of the trial."""
    last = design.days + lag_days
    weekly = range(look_every_days, last, look_every_days)
    planned = [day for day in weekly if day >= _LEAST_DAYS_TO_LOOK] + [last]
    return tuple(day for day in planned if day <= n_days_seen)


def look_at(
    design: TrialDesign,
    schedule: tuple[int, ...],
    outcomes: Floats,
    *,
    arm: int = 1,
    look_every_days: int = 7,
    alpha: float = 0.05,
    lag_days: int = 0,
    seed: int = 0,
    prior_sd: float | None = None,
    n_redraws: int = N_REDRAWS,
) -> Looked:
    """Look at one change as often as was planned.

    Parameters
    ----------
    schedule : arm of each day of the whole trial.
    outcomes : days so far, NaN where nothing was recorded; missing days are left out whatever their arm. [points]
    arm : the change that is compared with arm 0.
    lag_days : the outcome of a day belongs to the assignment so many days earlier. [days]
    prior_sd : size of the noise, known before the trial. [points]

    Raises
    ------
    NotAnalysableError : the schedule is not one of this design.
    """
    units = np.array(design.over_units(schedule), dtype=np.int8)
    everything = schedule_sampler(design)
    everything.conditional(units)  # refuses a schedule that this design cannot give
    # Only the two arms that are compared are drawn anew.
    sampler = everything if design.n_arms == 2 else everything.given_other_arms(units, arm)
    unit_of_day = unit_windows(design, len(outcomes), lag_days)
    means, middles = window_means(outcomes, unit_of_day, design.n_units)
    filtered = trial_filter(means if design.n_arms == 2 else only_arms(means, units, arm), middles)
    level = alpha / (design.n_arms - 1)
    group = 1 if design.kind is DesignKind.COIN_DAYS else design.n_arms
    scores = flip_scores(filtered, sampler.arrangements(units, group), units, arm=arm, prior_sd=prior_sd)
    always_on = _always_on(design, scores, level, len(outcomes), lag_days)
    days = _telling(design, look_days(design, look_every_days, len(outcomes), lag_days), lag_days)
    n_units = np.array([_units_done(design, day, lag_days) for day in days], dtype=np.intp)
    if len(days) == 0:
        return Looked(
            looks=(), always_on=always_on, stopped_at=None, single_look_p=None, n_schedules=sampler.n_schedules
        )
    reference = sampler.reference_set(units, np.random.default_rng([seed, arm, 6]), n_redraws)
    statistics = filtered.statistics(contrast(reference, arm), n_units)
    found = group_sequential(statistics, n_units / design.n_units, level)
    return Looked(
        looks=tuple(_look(found, place, day, always_on) for place, day in enumerate(days)),
        always_on=always_on,
        stopped_at=found.stopped_at,
        single_look_p=float(found.p_value[-1]),
        n_schedules=sampler.n_schedules,
    )


def unit_windows(design: TrialDesign, n_days: int, lag_days: int) -> NDArray[np.intp]:
    """The unit that the outcome of each day belongs to; -1 for days that count for none. Shape (n_days,)."""
    decided = np.arange(n_days) - lag_days
    counts = (decided >= 0) & (decided < design.days) & (decided % design.period_days >= design.washout_days)
    return np.where(counts, decided // design.period_days, -1).astype(np.intp)


def _units_done(design: TrialDesign, n_days: int, lag_days: int) -> int:
    """Units whose last day has had time to show after so many days."""
    passed = min(n_days - lag_days, design.days)
    return design.n_units if passed == design.days else max(passed, 0) // design.period_days


def _telling(design: TrialDesign, days: tuple[int, ...], lag_days: int) -> tuple[int, ...]:
    """Looks at which at least one more unit is complete than at the look before."""
    done = [_units_done(design, day, lag_days) for day in days]
    return tuple(day for day, now, before in zip(days, done, [0, *done], strict=False) if now > before)


def _always_on(
    design: TrialDesign, scores: FlipScores, level: float, n_days: int, lag_days: int
) -> tuple[AlwaysOn, ...]:
    ends = [min(int(done) * design.period_days, design.days) + lag_days for done in scores.units_done]
    n_done = sum(end <= n_days for end in ends)
    if n_done == 0:
        return ()
    log_e = log_e_process(scores.at_zero, scores.probability)
    low, high = confidence_sequence(scores, level, np.arange(n_done))
    # With several comparisons each is tested at its share of the error: its evidence counts for that share.
    share = 1 / (design.n_arms - 1)
    return tuple(
        AlwaysOn(day=ends[i], e_value=share * float(np.exp(log_e[i])), cs_low=float(low[i]), cs_high=float(high[i]))
        for i in range(n_done)
    )


def _look(found: GroupSequential, place: int, day: int, always_on: tuple[AlwaysOn, ...]) -> Look:
    so_far = [value for value in always_on if value.day <= day]
    has_stopped = found.stopped_at is not None and place > found.stopped_at
    latest = so_far[-1] if so_far else AlwaysOn(day=0, e_value=1.0, cs_low=-np.inf, cs_high=np.inf)
    return Look(
        day=day,
        statistic=float(found.statistic[place]),
        p=float(found.p_value[place]),
        sequential_p=float(found.sequential_p_value[found.stopped_at if has_stopped else place]),
        bound=float(found.bound[place]),
        crossed=bool(found.crossed[place]),
        e_value=latest.e_value,
        cs_low=latest.cs_low,
        cs_high=latest.cs_high,
    )
