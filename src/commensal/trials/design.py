"""The shapes a trial can have: which days belong together, what is drawn by lot, which days count.

A *unit* is what one draw decides: a day, or a period of several days. Units that are drawn together so that each
arm comes up equally often form a *set*: a pair where there are two arms. The first set is drawn like all others, so
nobody chooses how a trial begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.stats.schedule_sampling import ScheduleSampler

GENERATOR_VERSION = "schedule-1"
"""Names how a seed becomes a schedule. A change of the sampler's draws or of its use of the seed needs a new name."""

_MOST_DAYS = 3 * 366
_MOST_ARMS = 8


class DesignKind(StrEnum):
    """How the arms are drawn over the days."""

    COIN_DAYS = "coin_days"
    """A coin for each day."""
    PAIRED_DAYS = "paired_days"
    """Days in sets (pairs, with two arms); each arm once in each set, in an order drawn by lot."""
    PAIRED_BLOCKS = "paired_blocks"
    """As paired days, with periods of several days instead of days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialDesign:
    """The shape of a trial.

    Parameters
    ----------
    kind : how the arms are drawn.
    days : length of the whole trial, washout days included. Whole sets (``fitting_design``) keep the arms equally
        long; a last set that is cut short is drawn like the others. [days]
    block_days : days of a period that count; 1 unless the design is of blocks. [days]
    washout_days : days at the start of each period, before those, on which the new arm is already kept and that do
        not count: what is left of the arm before dies away. [days]
    max_run : the most units of one arm in a row; None for no limit.
    n_arms : two or more; arm 0 is "as usual".
    forbidden : pairs (number of a unit from 0, arm) that may not be drawn: a journey, a feast.

    Raises
    ------
    UsageError : the numbers do not fit together.
    """

    kind: DesignKind
    days: int
    block_days: int = 1
    washout_days: int = 0
    max_run: int | None = None
    n_arms: int = 2
    forbidden: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        _check_numbers(self)
        if self.days < self.set_days:
            raise UsageError(
                where="trial, days",
                found=f"{self.days}",
                expected=f"at least {self.set_days}: each arm once",
                do="Plan more days or shorter blocks.",
            )
        if any(not (0 <= unit < self.n_units and 0 <= arm < self.n_arms) for unit, arm in self.forbidden):
            raise UsageError(
                where="trial, forbidden",
                found=repr(self.forbidden),
                expected=f"units below {self.n_units} and arms below {self.n_arms}",
                do="Number units and arms from 0.",
            )

    @property
    def period_days(self) -> int:
        """Days that one draw decides, washout included. [days]"""
        return self.block_days + self.washout_days

    @property
    def set_days(self) -> int:
        """Days in which each arm comes up once; with a coin for each day, any day. [days]"""
        return 1 if self.kind is DesignKind.COIN_DAYS else self.period_days * self.n_arms

    @property
    def n_units(self) -> int:
        """How many draws the trial has; the last period may be cut short by the end of the trial."""
        return -(-self.days // self.period_days)

    def unit_of(self, day_index: int) -> int:
        """The unit a day belongs to; days are numbered from 0."""
        return day_index // self.period_days

    def washout_at(self, day_index: int) -> bool:
        """Whether this day, numbered from 0, is kept but does not count."""
        return day_index % self.period_days < self.washout_days

    def over_days(self, arm_of_unit: tuple[int, ...]) -> tuple[int, ...]:
        """The arm of each day, from the arm of each unit."""
        return tuple(arm_of_unit[self.unit_of(index)] for index in range(self.days))

    def over_units(self, arm_of_day: tuple[int, ...]) -> tuple[int, ...]:
        """The arm of each unit, from the arm of each day."""
        return arm_of_day[:: self.period_days]


def fitting_design(
    kind: DesignKind,
    days: int,
    *,
    block_days: int = 1,
    washout_days: int = 0,
    max_run: int | None = None,
    n_arms: int = 2,
) -> TrialDesign:
    """The longest design of whole sets that fits into ``days``.

    Raises
    ------
    UsageError : not even one set fits, or the numbers do not fit together.
    """
    set_days = 1 if kind is DesignKind.COIN_DAYS else max((block_days + washout_days) * n_arms, 1)
    return TrialDesign(
        kind=kind,
        days=max(days // set_days * set_days, min(days, set_days)),
        block_days=block_days,
        washout_days=washout_days,
        max_run=max_run,
        n_arms=n_arms,
    )


def schedule_sampler(design: TrialDesign) -> ScheduleSampler:
    """What draws schedules of this design, each as likely as any other.

    Raises
    ------
    NotAnalysableError : no schedule keeps all the rules.
    """
    from commensal.stats.schedule_sampling import ScheduleRules, ScheduleSampler  # noqa: PLC0415 - loads numpy

    forbidden: dict[int, frozenset[int]] = {}
    for unit, arm in design.forbidden:
        forbidden[unit] = forbidden.get(unit, frozenset()) | {arm}
    return ScheduleSampler(
        ScheduleRules(
            n_units=design.n_units,
            n_arms=design.n_arms,
            block_units=None if design.kind is DesignKind.COIN_DAYS else design.n_arms,
            max_run=design.max_run,
            forbidden=forbidden,
        )
    )


def draw_schedule(design: TrialDesign, seed: int) -> tuple[int, ...]:
    """The arm of each day, drawn from a seed; the same seed gives the same days for good."""
    import numpy as np  # noqa: PLC0415 - a plan is read far more often than drawn

    units = schedule_sampler(design).draw_one(np.random.Generator(np.random.PCG64(seed)))
    return design.over_days(tuple(int(arm) for arm in units))


def _check_numbers(design: TrialDesign) -> None:
    def refuse(where: str, found: object, expected: str) -> None:
        raise UsageError(where=f"trial, {where}", found=repr(found), expected=expected, do="Change this number.")

    if not 2 <= design.n_arms <= _MOST_ARMS:
        refuse("arms", design.n_arms, f"2 to {_MOST_ARMS} arms")
    if not 1 <= design.days <= _MOST_DAYS:
        refuse("days", design.days, f"1 to {_MOST_DAYS} days")
    if design.block_days < 1 or design.washout_days < 0:
        refuse("block_days, washout_days", (design.block_days, design.washout_days), "1 or more, and 0 or more")
    if design.kind is not DesignKind.PAIRED_BLOCKS and (design.block_days, design.washout_days) != (1, 0):
        refuse("block_days, washout_days", (design.block_days, design.washout_days), "1 and 0 unless paired_blocks")
    if design.max_run is not None and design.max_run < 1:
        refuse("max_run", design.max_run, "1 or more, or none")
