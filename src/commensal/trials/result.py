"""What a trial has shown so far: the frozen result that verdict, reports and notebooks read."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.trials.carryover import Carryover
from commensal.trials.effect import Effect
from commensal.trials.looks import AlwaysOn, Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One change against the usual.

    Parameters
    ----------
    arm, name : the change.
    effect : change less usual, as assigned; None where the days cannot tell. [points]
    per_protocol : the same over days on which the arm was kept; None without adherence, or where days cannot tell.
    looks, always_on : planned looks that have come, and the always-on number; empty without a known randomisation.
    stopped_at : place of the look that passed its bound.
    single_look_p : randomisation p of all days so far, for whoever looks only once.
    n_schedules : how many schedules could have been drawn.
    carryover : how the effect looks once what carries over is allowed for; None where no design is known.
    """

    arm: int
    name: str
    effect: Effect | None
    per_protocol: Effect | None
    looks: tuple[Look, ...]
    always_on: tuple[AlwaysOn, ...]
    stopped_at: int | None
    single_look_p: float | None
    n_schedules: int | None
    carryover: Carryover | None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the effect as assigned: for one look at a fixed set of days. [points]"""
        return None if self.effect is None else self.effect.interval()

    @property
    def confidence_sequence(self) -> tuple[float, float] | None:
        """Effects not ruled out at any day so far, however often one looked. [points]"""
        return (self.always_on[-1].cs_low, self.always_on[-1].cs_high) if self.always_on else None

    @property
    def p_value(self) -> float | None:
        """Exact p with the earlier looks allowed for; None before the first look or without a known randomisation."""
        if not self.looks:
            return None
        return self.looks[-1 if self.stopped_at is None else self.stopped_at].sequential_p

    @property
    def e_value(self) -> float | None:
        """The always-on number; None without a known randomisation."""
        return self.always_on[-1].e_value if self.always_on else None

    @property
    def stopped_on(self) -> int | None:
        """Day, from 1, of the look that passed its bound. [days]"""
        return None if self.stopped_at is None else self.looks[self.stopped_at].day

    def probability_of_benefit(self, difference: float = 0.0, *, higher_is_worse: bool = True) -> float | None:
        """How probable a benefit above ``difference`` is, from a flat start. Not a stopping rule."""
        if self.effect is None:
            return None
        if higher_is_worse:
            return 1 - self.effect.probability_above(-difference)
        return self.effect.probability_above(difference)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdherenceSplit:
    """How many days that count went how. [days]"""

    n_done: int = 0
    n_partly: int = 0
    n_not_done: int = 0
    n_swapped: int = 0
    n_unsaid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialResult:
    """What a trial has shown so far.

    Parameters
    ----------
    comparisons : each change against the usual, in the order of the arms.
    alpha : error over all looks and comparisons.
    n_days_planned, n_days_seen : length of the trial, and days that have passed.
    n_used, n_missing, n_washout : of the days that have passed, those with an outcome that counts, those that would
        count but have none, and those kept to let the arm before die away. [days]
    adherence : None where nothing was said of any day.
    higher_is_worse : which way is better.
    at_an_end_share : share of the outcomes at the least or greatest value of the scale.
    is_randomised : whether the lot is known to have decided the days.
    """

    comparisons: tuple[Comparison, ...]
    alpha: float
    n_days_planned: int
    n_days_seen: int
    n_used: int
    n_missing: int
    n_washout: int
    adherence: AdherenceSplit | None
    higher_is_worse: bool
    at_an_end_share: float
    is_randomised: bool

    @property
    def lead(self) -> Comparison:
        """The comparison to tell first: the first to pass its bound, else the one with the smallest p."""
        return min(
            self.comparisons,
            key=lambda c: (c.stopped_on is None, c.stopped_on or 0, 1.0 if c.p_value is None else c.p_value, c.arm),
        )

    @property
    def is_complete(self) -> bool:
        """Whether all planned days have passed."""
        return self.n_days_seen >= self.n_days_planned

    @property
    def is_approximate(self) -> bool:
        """Whether so many outcomes lie at an end of the scale that no effect can be a constant shift."""
        return self.at_an_end_share >= NEAR_AN_END_SHARE

    def probability_of_benefit(self, difference: float = 0.0) -> float | None:
        """For the leading comparison: see :meth:`Comparison.probability_of_benefit`. Not a stopping rule."""
        return self.lead.probability_of_benefit(difference, higher_is_worse=self.higher_is_worse)


NEAR_AN_END_SHARE = 0.2
"""Share of outcomes at an end of the scale from which intervals are called approximate; our choice."""
