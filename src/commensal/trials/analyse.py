"""From the days of a trial to what it has shown: as assigned first, per protocol second."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from commensal.records.trial_facts import Adherence
from commensal.trials.carryover import Carryover, carryover
from commensal.trials.effect import Effect, joint_effects
from commensal.trials.looks import N_REDRAWS, Looked, look_at, unit_windows
from commensal.trials.plan import TrialOutcome, TrialPlan
from commensal.trials.result import AdherenceSplit, Comparison, TrialResult
from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]


def analyse(
    plan: TrialPlan,
    days: Sequence[date] | Sequence[int],
    outcomes: Sequence[float | None] | Floats,
    assigned: Sequence[int | None] | None = None,
    adherence: Sequence[Adherence | None] | None = None,
    *,
    look_every_days: int | None = None,
    alpha: float | None = None,
    prior_sd: float | None = None,
    n_redraws: int = N_REDRAWS,
) -> TrialResult:
    """Analyse a trial, finished or not, by the analysis its plan fixed.

    Parameters
    ----------
    days : dates, or numbers of days from 0; days that are left out count as not recorded.
    outcomes : one for each of ``days``, None or NaN where nothing was recorded. [points]
    assigned : numbers of the arms, where they are handed over to be checked; the plan's schedule rules.
    adherence : how each day went, where it was said; only the per-protocol estimate looks at it.
    look_every_days, alpha : other than the plan's, for whoever wishes to see what they would have given.
    prior_sd : size of the noise, known before the trial began. [points]
    n_redraws : schedules that the one in place is ranked among.

    Raises
    ------
    NotAnalysableError : a day outside the trial or twice, or an assignment that the plan did not draw.
    """
    places = _places(plan, days)
    outcome_by_day = _by_day(places, outcomes)
    _check_assignment(plan, places, assigned)
    said = {place: how for place, how in zip(places, adherence or (), strict=False) if how is not None}
    n_days, known = len(outcome_by_day), np.isfinite(outcome_by_day)
    level = plan.alpha if alpha is None else alpha
    counts = unit_windows(plan.design, n_days, plan.lag_min_days) >= 0
    arm_of_outcome = _arm_of_outcome(plan, n_days)
    as_assigned = _effects(plan, outcome_by_day, arm_of_outcome, counts)
    kept = counts & _kept_days(plan, n_days, said)
    per_protocol = _effects(plan, outcome_by_day, arm_of_outcome, kept) if said else {}
    look = partial(
        look_at,
        plan.design,
        plan.schedule,
        outcome_by_day,
        look_every_days=plan.look_every_days if look_every_days is None else look_every_days,
        alpha=level,
        lag_days=plan.lag_min_days,
        seed=plan.seed,
        prior_sd=prior_sd,
        n_redraws=n_redraws,
    )
    linger = partial(carryover, plan.design, arm_of_outcome, outcome_by_day, lag_days=plan.lag_min_days)
    return TrialResult(
        comparisons=tuple(
            _comparison(
                plan,
                arm,
                as_assigned=as_assigned.get(arm),
                per_protocol=per_protocol.get(arm),
                looked=look(arm=arm),
                lingering=linger(arm=arm),
            )
            for arm in range(1, len(plan.arms))
        ),
        alpha=level,
        n_days_planned=plan.design.days + plan.lag_min_days,
        n_days_seen=n_days,
        n_used=int((known & counts).sum()),
        n_missing=int((~known & counts).sum()),
        n_washout=sum(plan.design.washout_at(day) for day in range(min(n_days, plan.design.days))),
        adherence=_split(plan, n_days, said) if said else None,
        higher_is_worse=plan.outcome.higher_is_worse,
        at_an_end_share=at_an_end_share(outcome_by_day[counts], plan.outcome),
        is_randomised=True,
    )


def _comparison(
    plan: TrialPlan,
    arm: int,
    *,
    as_assigned: Effect | None,
    per_protocol: Effect | None,
    looked: Looked,
    lingering: Carryover,
) -> Comparison:
    return Comparison(
        arm=arm,
        name=plan.arms[arm],
        effect=as_assigned,
        per_protocol=per_protocol,
        looks=looked.looks,
        always_on=looked.always_on,
        stopped_at=looked.stopped_at,
        single_look_p=looked.single_look_p,
        n_schedules=looked.n_schedules,
        carryover=lingering,
    )


def at_an_end_share(outcomes: Floats, outcome: TrialOutcome) -> float:
    """Share of the recorded outcomes that lie at the least or greatest value of the scale."""
    values = outcomes[np.isfinite(outcomes)]
    ends = [end for end in (outcome.minimum, outcome.maximum) if end is not None]
    return float(np.isin(values, ends).mean()) if len(values) and ends else 0.0


def _places(plan: TrialPlan, days: Sequence[date] | Sequence[int]) -> list[int]:
    """The number of each day from 0."""
    places = []
    for day in days:
        if isinstance(day, date):
            if plan.first_day is None:
                raise _bad_day(day, "numbers of days from 0: this plan has no first day")
            places.append((day - plan.first_day).days)
        else:
            places.append(int(day))
    last = plan.design.days + plan.lag_min_days
    outside = [day for day, place in zip(days, places, strict=True) if not 0 <= place < last]
    if outside:
        raise _bad_day(outside[0], f"days of the trial, which is {plan.design.days} days long")
    if len(set(places)) < len(places):
        twice = next(day for day, place in zip(days, places, strict=True) if places.count(place) > 1)
        raise _bad_day(twice, "each day once")
    return places


def _bad_day(found: object, expected: str) -> NotAnalysableError:
    return NotAnalysableError(
        where="trial, days", found=str(found), expected=expected, do="Hand over one row for each day of the trial."
    )


def _by_day(places: list[int], outcomes: Sequence[float | None] | Floats) -> Floats:
    found = np.full(max(places, default=-1) + 1, np.nan)
    for place, value in zip(places, outcomes, strict=True):
        found[place] = np.nan if value is None else float(value)
    return np.where(np.isfinite(found), found, np.nan)


def _check_assignment(plan: TrialPlan, places: list[int], assigned: Sequence[int | None] | None) -> None:
    if assigned is None:
        return
    for place, arm in zip(places, assigned, strict=True):
        if arm is not None and place < plan.design.days and int(arm) != plan.schedule[place]:
            raise NotAnalysableError(
                where=f"trial, assignment of day {place + 1}",
                found=plan.arms[int(arm)] if 0 <= int(arm) < len(plan.arms) else str(arm),
                expected=f"{plan.arms[plan.schedule[place]]}, as the plan drew it",
                do="Hand over what was assigned. What was really done belongs into the adherence.",
            )


def _arm_of_outcome(plan: TrialPlan, n_days: int) -> NDArray[np.int8]:
    """The arm that the outcome of each day belongs to; as usual before the first effect can show."""
    before = [0] * plan.lag_min_days
    return np.array([*before, *plan.schedule][:n_days], dtype=np.int8)


def _effects(
    plan: TrialPlan, outcomes: Floats, arm_of_outcome: NDArray[np.int8], counts: NDArray[np.bool_]
) -> dict[int, Effect]:
    """The effect of each arm that has come up on a day that counts."""
    rows = np.flatnonzero(counts & np.isfinite(outcomes))
    arms = [arm for arm in range(1, len(plan.arms)) if (arm_of_outcome[rows] == arm).any()]
    if not arms:
        return {}
    columns = np.column_stack([(arm_of_outcome[rows] == arm).astype(np.float64) for arm in arms])
    found = joint_effects(outcomes[rows], columns, rows.astype(np.int64))
    return {} if found is None else dict(zip(arms, found.effects, strict=True))


def _kept_days(plan: TrialPlan, n_days: int, said: dict[int, Adherence]) -> NDArray[np.bool_]:
    """Days whose outcome belongs to a day on which the arm was kept, or of which nobody said otherwise."""
    kept = [said.get(day - plan.lag_min_days, Adherence.DONE) is Adherence.DONE for day in range(n_days)]
    return np.array(kept, dtype=np.bool_)


def _split(plan: TrialPlan, n_days: int, said: dict[int, Adherence]) -> AdherenceSplit:
    n_kept_days = min(n_days, plan.design.days)
    how = [said[day] for day in range(n_kept_days) if day in said]
    return AdherenceSplit(
        n_done=how.count(Adherence.DONE),
        n_partly=how.count(Adherence.PARTLY),
        n_not_done=how.count(Adherence.NOT_DONE),
        n_swapped=how.count(Adherence.SWAPPED),
        n_unsaid=n_kept_days - len(how),
    )
