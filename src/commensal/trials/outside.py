"""Trials that others ran: days, what was assigned, what was felt; with the design stated, or not known.

With a stated design the days are taken to be drawn as it says, and everything that is worked out for a trial of our own
is worked out here. Whether they were is for whoever states it to know: a table cannot show it. Where no randomisation
is known there is no randomisation p, no always-on number and no verdict; only a difference, which anything that changed
together with the arms can have made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commensal.trials.analyse import at_an_end_share
from commensal.trials.design import DesignKind, TrialDesign, schedule_sampler
from commensal.trials.effect import joint_effects
from commensal.trials.plan import TrialOutcome, TrialPlan
from commensal.trials.result import Comparison, TrialResult
from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]

STATED_ELSEWHERE = "stated elsewhere"
"""Generator version of a schedule that was not drawn here; its seed says nothing."""

_USUAL_NAMES = ("usual", "as usual", "usual routine", "control", "baseline", "base", "placebo", "none", "off", "no")


def arms_in_order(labels: Sequence[str]) -> tuple[str, ...]:
    """The names of the arms, the usual one first.

    A name that says so is the usual one ("control", "usual routine"); else the first in the order of the alphabet.
    """
    names = sorted(dict.fromkeys(labels), key=lambda name: (_usual_rank(name), name))
    if len(names) < 2:
        raise NotAnalysableError(
            where="trial, assignment",
            found=f"one arm only: {names[0]!r}" if names else "no arms",
            expected="at least two",
            do="Hand over the days of all arms.",
        )
    return tuple(names)


def _usual_rank(name: str) -> int:
    plain = name.strip().casefold().replace("_", " ")
    return _USUAL_NAMES.index(plain) if plain in _USUAL_NAMES else len(_USUAL_NAMES)


def stated_plan(
    design: TrialDesign,
    arms: tuple[str, ...],
    assigned: Sequence[int | None],
    outcome: TrialOutcome,
    *,
    look_every_days: int = 7,
    alpha: float = 0.05,
    smallest_difference: float = 0.0,
    lag_days: int = 0,
) -> TrialPlan:
    """A trial whose design somebody states, as a plan that can be analysed but not proved.

    Parameters
    ----------
    assigned : number of the arm of each day, None where the table has no row for it.

    Raises
    ------
    NotAnalysableError : days that this design cannot give.
    """
    schedule = design.over_days(_units(design, assigned))
    return TrialPlan(
        question=f"{arms[0]} or {', '.join(arms[1:])}?",
        change=", ".join(arms[1:]),
        comparator=arms[0],
        arms=arms,
        subject="",
        outcome=outcome,
        design=design,
        seed=0,
        schedule=schedule,
        generator_version=STATED_ELSEWHERE,
        smallest_difference=smallest_difference,
        look_every_days=look_every_days,
        alpha=alpha,
        lag_min_days=lag_days,
        lag_max_days=lag_days,
    )


def _units(design: TrialDesign, assigned: Sequence[int | None]) -> tuple[int, ...]:
    """The arm of each unit. A unit without a row may have had any arm that fits: it has no outcome to tell of it."""
    known: list[int | None] = []
    for start in range(0, design.days, design.period_days):
        arms = {arm for arm in assigned[start : start + design.period_days] if arm is not None}
        if len(arms) > 1:
            raise NotAnalysableError(
                where=f"trial, days {start + 1} to {min(start + design.period_days, design.days)}",
                found="more than one arm within a period",
                expected=f"one arm for each period of {design.period_days} days, as the design says",
                do="Check the design, or hand over the days as they were assigned.",
            )
        known.append(arms.pop() if arms else None)
    if None in known:
        known = list(_filled(design, known))
    units = tuple(arm for arm in known if arm is not None)
    schedule_sampler(design).conditional(np.array(units, dtype=np.int8))
    return units


def _filled(design: TrialDesign, known: list[int | None]) -> tuple[int, ...]:
    """The first schedule of the design that agrees with what is known."""
    every = frozenset(range(design.n_arms))
    barred = tuple((unit, other) for unit, arm in enumerate(known) if arm is not None for other in every - {arm})
    fitting = TrialDesign(
        kind=design.kind,
        days=design.days,
        block_days=design.block_days,
        washout_days=design.washout_days,
        max_run=design.max_run,
        n_arms=design.n_arms,
        forbidden=(*design.forbidden, *barred),
    )
    # A fixed stream: the units that are filled have no outcome, so it makes no difference which arm they get.
    drawn = schedule_sampler(fitting).draw_one(np.random.default_rng(0))
    return tuple(int(arm) for arm in drawn)


def shortest_run_days(assigned: Sequence[int | None]) -> int:
    """Length of the shortest run of one arm, as a guess at the length of a period; the last run may be cut short."""
    runs, last = [], None
    for arm in assigned:
        if arm is not None and arm == last:
            runs[-1] += 1
        elif arm is not None:
            runs.append(1)
            last = arm
        elif runs:
            runs[-1] += 1
    return min(runs[:-1] or runs, default=1)


def compare_without_randomisation(
    arms: tuple[str, ...], assigned: Sequence[int | None], outcomes: Floats, outcome: TrialOutcome
) -> TrialResult:
    """Differences between arms where nobody knows that the lot decided the days.

    Parameters
    ----------
    assigned : number of the arm of each day, None where it is not known.
    outcomes : NaN where nothing was recorded, shape (n_days,). [points]
    """
    arm_by_day = np.array([-1 if arm is None else arm for arm in assigned])
    rows = np.flatnonzero(np.isfinite(outcomes) & (arm_by_day >= 0))
    there = [arm for arm in range(1, len(arms)) if (arm_by_day[rows] == arm).any()]
    found = None
    if there:
        columns = np.column_stack([(arm_by_day[rows] == arm).astype(np.float64) for arm in there])
        found = joint_effects(outcomes[rows], columns, rows.astype(np.int64))
    effects = {} if found is None else dict(zip(there, found.effects, strict=True))
    return TrialResult(
        comparisons=tuple(
            Comparison(
                arm=arm,
                name=arms[arm],
                effect=effects.get(arm),
                per_protocol=None,
                looks=(),
                always_on=(),
                stopped_at=None,
                single_look_p=None,
                n_schedules=None,
                carryover=None,
            )
            for arm in range(1, len(arms))
        ),
        alpha=0.05,
        n_days_planned=len(outcomes),
        n_days_seen=len(outcomes),
        n_used=len(rows),
        n_missing=int((~np.isfinite(outcomes)).sum()),
        n_washout=0,
        adherence=None,
        higher_is_worse=outcome.higher_is_worse,
        at_an_end_share=at_an_end_share(outcomes, outcome),
        is_randomised=False,
    )


def design_from_words(
    kind: DesignKind,
    assigned: Sequence[int | None],
    *,
    n_arms: int,
    block_days: int | None,
    washout_days: int,
    max_run: int | None,
) -> TrialDesign:
    """A stated design over the days of a table; periods are as long as the shortest run where nobody says."""
    is_blocks = kind is DesignKind.PAIRED_BLOCKS
    length = (block_days or max(shortest_run_days(assigned) - washout_days, 1)) if is_blocks else 1
    return TrialDesign(
        kind=kind,
        days=len(assigned),
        block_days=length,
        washout_days=washout_days,
        max_run=max_run,
        n_arms=n_arms,
    )
