r"""Schedules drawn exactly uniformly from all those that keep the rules, by counting.

A schedule gives each unit (a day, or a block of days) one arm. The rules say which schedules are allowed: balance
within blocks, the longest run of one arm (also across the edge of two blocks), arms that cannot fall on a unit.
Walk through the units and remember only what the rules still need to know, the *state*: how often each arm has been
used in this block, and which arm has been running for how long. With :math:`C_i(x)` the number of ways to finish from
state *x* before unit *i*,

.. math:: C_n(x) = 1, \qquad C_i(x) = \sum_{w \text{ allowed}} C_{i+1}(x \to w), \qquad
   P(W_i = w \mid W_1 \dots W_{i-1}) = \frac{C_{i+1}(x \to w)}{C_i(x)} .

Drawing each unit with these probabilities makes every allowed schedule equally likely, and the same probabilities are
what an exact sequential test needs. Counts are whole numbers of any size; nothing is rejected, nothing is approximated
(Flajolet, Zimmermann & Van Cutsem 1994, *Theoretical Computer Science* 132, call this the recursive method).

Stretches of units make it quick (:mod:`commensal.stats.schedule_counting`): between blocks only the running arm and its
length matter, so with :math:`N_b(x, y)` the ways through stretch *b* from state *x* before it to state *y* after it,
:math:`C_b(x) = \sum_y N_b(x, y)\, C_{b+1}(y)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import mul

import numpy as np
from numpy.typing import NDArray

from commensal.stats.schedule_counting import Stretch, as_shares, stretch_of
from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]
Schedules = NDArray[np.int8]  # (..., n_units): the arm of each unit, 0 the usual one

# Shorter stretches are many, longer ones have many ways. A rank becomes a schedule stretch by stretch, so another
# number here would turn the same seed into other days: plans that are frozen hold us to it.
_LEAST_STRETCH_UNITS = 12


class NoScheduleError(NotAnalysableError):
    """No schedule keeps all the rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRules:
    """Which schedules are allowed.

    Parameters
    ----------
    n_units : units to be given an arm. [units]
    n_arms : arms, 0 the usual one.
    block_units : every block of this many units holds each arm equally often, so it is a multiple of ``n_arms``; a
        last incomplete block holds no arm more often than a whole one. None: no balance asked. [units]
    max_run : longest run of one arm, block edges or not. None: no limit. [units]
    forbidden : arms that may not fall on a unit, by unit counted from 0.
    """

    n_units: int
    n_arms: int = 2
    block_units: int | None = None
    max_run: int | None = None
    forbidden: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse rules that make no sense."""
        is_block_fit = self.block_units is None or (self.block_units > 0 and self.block_units % self.n_arms == 0)
        is_run_fit = self.max_run is None or self.max_run >= 1
        if self.n_units < 1 or self.n_arms < 2 or not is_block_fit or not is_run_fit:
            raise NotAnalysableError(
                where="the rules of a schedule",
                found=f"{self.n_units} units, {self.n_arms} arms, blocks of {self.block_units}, runs to {self.max_run}",
                expected="at least one unit and two arms, blocks that are a multiple of the arms, runs of at least one",
                do="Change the number that does not fit.",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangements:
    """For each group of consecutive units, the ways in which it could have been arranged, given all earlier groups.

    ``arms`` shape (n_groups, n_options, group), option 0 what was drawn; -1 past the last unit. ``probability`` shape
    (n_groups, n_options), each row sums to 1; options that pad a row have probability 0.
    """

    arms: Schedules
    probability: Floats


class ScheduleSampler:
    """Counts, draws and weighs the schedules that keep some rules.

    Raises
    ------
    NoScheduleError : no schedule keeps the rules.
    """

    def __init__(self, rules: ScheduleRules) -> None:
        self.rules = rules
        block = rules.block_units or 1
        self._length = block * -(-_LEAST_STRETCH_UNITS // block)
        self._stretches = self._lay_out()
        self._counts = self._count()
        self._between: dict[tuple[int, int, int], dict[tuple[int, ...], tuple[float, int]]] = {}
        if self.n_schedules == 0:
            raise NoScheduleError(
                where="the rules of the schedule",
                found="that no schedule keeps all of them",
                expected="at least one",
                do="Allow longer runs, or free some of the fixed days.",
            )

    @property
    def n_schedules(self) -> int:
        """How many schedules keep the rules, exactly."""
        return self._counts[0][0]

    def draw_one(self, rng: np.random.Generator) -> Schedules:
        """One schedule, shape (n_units,), by drawing its rank and finding the schedule of that rank.

        Uses only the raw bits of the generator, whose stream numpy keeps from version to version, so that the same
        seed gives the same schedule years later.
        """
        return np.array(self._of_rank(_whole_number_below(self.n_schedules, rng)), dtype=np.int8)

    def draw(self, rng: np.random.Generator, n: int) -> Schedules:
        """``n`` schedules side by side, shape (n, n_units), independent and uniform.

        Each step's probabilities are ratios of exact counts, rounded to floats.
        """
        n_units, n_arms = self.rules.n_units, self.rules.n_arms
        schedules = np.empty((n_units, n), dtype=np.int8)
        chance = rng.random((n_units, n))
        state = np.zeros(n, dtype=np.intp)
        for unit, probability in enumerate(self._probability):
            upper = _upper_ends(probability)
            arm = (chance[unit] >= upper[0].take(state)).astype(np.intp)
            for end in upper[1:]:
                arm += chance[unit] >= end.take(state)
            schedules[unit] = arm
            state = self._following(unit).ravel().take(state * n_arms + arm)
        return np.ascontiguousarray(schedules.T)

    def conditional(self, schedules: Schedules) -> Floats:
        """Probability of each arm given the earlier units. Shape (..., n_units, n_arms).

        Raises
        ------
        NotAnalysableError : a schedule breaks the rules.
        """
        flat = np.atleast_2d(schedules)
        found = np.empty((*flat.shape, self.rules.n_arms))
        state = np.zeros(len(flat), dtype=np.intp)
        row = np.arange(len(flat))
        for unit, probability in enumerate(self._probability):
            found[:, unit] = probability[state]
            if not (found[row, unit, flat[:, unit]] > 0).all():
                raise _broken_rule(unit)
            state = self._following(unit)[state, flat[:, unit]]
        return found.reshape(*schedules.shape, self.rules.n_arms)

    def everything(self) -> Schedules:
        """All schedules that keep the rules, shape (n_schedules, n_units). For small sets."""
        return np.array([self._of_rank(rank) for rank in range(self.n_schedules)], dtype=np.int8)

    def arrangements(self, schedule: Schedules, group: int = 1) -> Arrangements:
        """What each group of ``group`` consecutive units could have been, given the earlier groups.

        Parameters
        ----------
        schedule : shape (n_units,).
        group : units that are judged together: 1, or a block. [units]

        Raises
        ------
        NotAnalysableError : the schedule breaks the rules.
        """
        rows, state, drawn = [], 0, schedule.tolist()
        for start in range(0, self.rules.n_units, group):
            stop = min(start + group, self.rules.n_units)
            chosen = tuple(drawn[start:stop])
            ways = self._ways_between(start, state, stop)
            if chosen not in ways:
                raise _broken_rule(start)
            in_order = [chosen] + [way for way in ways if way != chosen]
            rows.append((in_order, [ways[way][0] for way in in_order]))
            state = ways[chosen][1]
        return _side_by_side(rows, group)

    def given_other_arms(self, schedule: Schedules, arm: int, usual: int = 0) -> ScheduleSampler:
        """The sampler that keeps all units of other arms where they are in ``schedule``.

        With more than two arms the comparison of one arm with the usual one re-draws only among these schedules: what
        the other arms do is then the same in all of them, whatever it is.
        """
        every, pair = frozenset(range(self.rules.n_arms)), frozenset({arm, usual})
        fixed = {
            unit: self.rules.forbidden.get(unit, frozenset()) | (every - (pair if there in pair else {there}))
            for unit, there in enumerate(schedule.tolist())
        }
        return ScheduleSampler(replace(self.rules, forbidden=fixed))

    def reference_set(self, schedule: Schedules, rng: np.random.Generator, n_draws: int) -> Schedules:
        """The schedule itself in row 0, then the schedules it is ranked among. Shape (n, n_units).

        These are ``n_draws`` fresh draws, or, where there are no more than that, all others there are.
        """
        observed = schedule[None].astype(np.int8)
        if self.n_schedules > n_draws:
            return np.vstack([observed, self.draw(rng, n_draws)])
        every = self.everything()
        return np.vstack([observed, every[(every != schedule).any(axis=1)]])

    def _lay_out(self) -> list[Stretch]:
        rules = self.rules
        stretches = []
        for start in range(0, rules.n_units, self._length):
            stop = min(start + self._length, rules.n_units)
            barred = tuple(rules.forbidden.get(unit, frozenset()) for unit in range(start, stop))
            is_last = stop == rules.n_units
            stretches.append(stretch_of(rules.n_arms, rules.block_units, rules.max_run, barred, is_last=is_last))
        return stretches

    def _count(self) -> list[list[int]]:
        """Ways to finish from each state before each stretch; after the last unit there is one way: to stop."""
        counts = [[1]]
        for stretch in reversed(self._stretches):
            counts.append([_inner(through, counts[-1]) for through in stretch.ways_through[0]])
        return counts[::-1]

    def _at(self, unit: int) -> tuple[int, int]:
        """The stretch a unit belongs to and its place there."""
        return divmod(unit, self._length)

    def _ways_from(self, unit: int, state: int) -> int:
        """Ways to finish from a state before a unit, exactly."""
        if unit == self.rules.n_units:
            return 1
        at, place = self._at(unit)
        return _inner(self._stretches[at].ways_through[place][state], self._counts[at + 1])

    def _walks(self, unit: int, state: int, stop: int) -> Iterator[tuple[tuple[int, ...], int]]:
        """Every way from a state before ``unit`` to just before ``stop`` that can be finished, and where it ends."""
        if unit == stop:
            yield (), state
            return
        at, place = self._at(unit)
        for arm, to in self._stretches[at].ways[place][state]:
            if self._ways_from(unit + 1, to):
                for rest, end in self._walks(unit + 1, to, stop):
                    yield (arm, *rest), end

    def _ways_between(self, start: int, state: int, stop: int) -> dict[tuple[int, ...], tuple[float, int]]:
        """Of each way from a state before ``start`` to just before ``stop``: its probability, and where it ends."""
        key = (start, state, stop)
        if key not in self._between:  # simulated trials ask for the same again and again
            total = self._ways_from(start, state)
            walks = self._walks(start, state, stop)
            self._between[key] = {way: (self._ways_from(stop, end) / total, end) for way, end in walks}
        return self._between[key]

    def _of_rank(self, rank: int) -> list[int]:
        """The schedule of this rank: in each stretch first the state it ends in, then the way to that state."""
        schedule: list[int] = []
        state = 0
        for stretch, later in zip(self._stretches, self._counts[1:], strict=True):
            n_ways, end = stretch.ways_through[0][state], 0
            while rank >= n_ways[end] * later[end]:
                rank -= n_ways[end] * later[end]
                end += 1
            way, rank = divmod(rank, later[end])
            arms, state = stretch.walk(state, end, way)
            schedule += arms
        return schedule

    def _following(self, unit: int) -> NDArray[np.intp]:
        at, place = self._at(unit)
        return self._stretches[at].following[place]

    @cached_property
    def _probability(self) -> list[Floats]:
        """By unit: shape (n_states, n_arms), probability of each arm from each state; stretches alike side by side."""
        found: list[Floats] = [np.empty(0)] * self.rules.n_units
        members: dict[int, list[int]] = {}
        for at, stretch in enumerate(self._stretches):
            members.setdefault(id(stretch), []).append(at)
        for same in members.values():
            later = np.array([as_shares([self._counts[at + 1]])[0] for at in same])
            for place, probability in enumerate(self._stretches[same[0]].probability(later, self.rules.n_arms)):
                for at, rows in zip(same, probability, strict=True):
                    found[at * self._length + place] = rows
        return found


def _inner(left: list[int], right: list[int]) -> int:
    return sum(map(mul, left, right))


def _upper_ends(probability: Floats) -> Floats:
    """Where each arm's share of [0, 1) ends, shape (n_arms - 1, n_states).

    The last possible arm ends past 1, come what may of rounding.
    """
    n_arms = probability.shape[1]
    upper = np.cumsum(probability, axis=1)
    last = n_arms - 1 - (probability[:, ::-1] > 0).argmax(axis=1)
    upper[np.arange(n_arms)[None, :] >= last[:, None]] = 2.0
    return np.ascontiguousarray(upper.T[:-1])


def _side_by_side(rows: list[tuple[list[tuple[int, ...]], list[float]]], group: int) -> Arrangements:
    n_options = max(len(ways) for ways, _ in rows)
    arms = np.full((len(rows), n_options, group), -1, dtype=np.int8)
    probability = np.zeros((len(rows), n_options))
    for i, (ways, weights) in enumerate(rows):
        arms[i, : len(ways), : len(ways[0])] = ways
        probability[i, : len(ways)] = weights
    return Arrangements(arms=arms, probability=probability)


def _whole_number_below(limit: int, rng: np.random.Generator) -> int:
    """Uniform among 0 … limit - 1: enough random bits, and again if they make too large a number."""
    n_bits = limit.bit_length()
    n_words = -(-n_bits // 64)
    while True:
        words = [int(rng.bit_generator.random_raw()) for _ in range(n_words)]
        number = sum(word << (64 * place) for place, word in enumerate(words)) >> (64 * n_words - n_bits)
        if number < limit:
            return number


def _broken_rule(unit: int) -> NotAnalysableError:
    return NotAnalysableError(
        where=f"the schedule at unit {unit + 1}",
        found="an arm that the rules of this design do not allow there",
        expected="a schedule that was drawn from this design",
        do="Check the design: blocks, longest run, and the days that were fixed.",
    )
