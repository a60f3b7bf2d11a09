"""How many ways lead through a stretch of units, from each state before it to each state after it.

The small whole numbers behind :mod:`commensal.stats.schedule_sampling`. They depend on the rules alone, not on where in
a trial the stretch lies, so a year of equal blocks is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ways = tuple[tuple[int, int], ...]  # of one state: the arms that may follow, each with the state it leads to


@dataclass(frozen=True, slots=True)
class Stretch:
    """The rules of some consecutive units, worked out. Lists are by place in the stretch, then by state.

    ``ways`` the allowed arms; ``ways_through`` how many ways lead to each state after the stretch (for the last stretch
    of a trial: to the end); ``following`` shape (n_states, n_arms), the next state, 0 where there is none.
    """

    ways: list[list[Ways]]
    ways_through: list[list[list[int]]]
    following: list[NDArray[np.intp]]

    def walk(self, state: int, end: int, rank: int) -> tuple[list[int], int]:
        """The way of this rank from a state before the stretch to a state after it, and that state."""
        arms = []
        for place, ways in enumerate(self.ways):
            for arm, to in ways[state]:
                n_ways = self.ways_through[place + 1][to][end]
                if rank < n_ways:
                    arms.append(arm)
                    state = to
                    break
                rank -= n_ways
        return arms, state

    def probability(self, later: Floats, n_arms: int) -> Iterator[Floats]:
        """By place: shape (n_trials, n_states, n_arms), the probability of each arm.

        ``later`` shape (n_trials, n_ends), ways to finish the trial from each end of the stretch, up to a factor.
        """
        through = [np.array(as_shares(rows)) @ later.T for rows in self.ways_through]
        for place, ways in enumerate(self.ways):
            found = np.zeros((len(later), len(ways), n_arms))
            for state, allowed in enumerate(ways):
                for arm, to in allowed:
                    found[:, state, arm] = through[place + 1][to]
            total = found.sum(axis=2, keepdims=True)
            yield np.divide(found, total, out=np.zeros_like(found), where=total > 0)


@lru_cache(maxsize=256)
def stretch_of(
    n_arms: int,
    block_units: int | None,
    max_run: int | None,
    barred: tuple[frozenset[int], ...],
    *,
    is_last: bool,
) -> Stretch:
    """Work out ``len(barred)`` units that begin with a block, from the last to the first.

    ``barred`` the arms that may not fall on each unit; ``is_last`` whether the trial ends with this stretch.
    """
    places = _places(n_arms, block_units, max_run)
    ways = [
        [tuple((arm, to) for arm, to in allowed if arm not in arms) for allowed in places[place % len(places)]]
        for place, arms in enumerate(barred)
    ]
    n_states_after = len(places[len(barred) % len(places)])
    ends = range(1 if is_last else n_states_after)
    through = [[[int(is_last or state == end) for end in ends] for state in range(n_states_after)]]
    nothing = [0] * len(ends)
    for rows in reversed(ways):
        after = through[-1]
        through.append([[sum(n) for n in zip(*[after[to] for _, to in row], strict=True)] or nothing for row in rows])
    return Stretch(ways, through[::-1], [_following(rows, n_arms) for rows in ways])


def _following(rows: list[Ways], n_arms: int) -> NDArray[np.intp]:
    following = np.zeros((len(rows), n_arms), dtype=np.intp)
    for state, allowed in enumerate(rows):
        for arm, to in allowed:
            following[state, arm] = to
    return following


@lru_cache(maxsize=32)
def _places(n_arms: int, block_units: int | None, max_run: int | None) -> list[list[Ways]]:
    """By place in the block: of each state the arms that balance and run allow, and where they lead.

    A state is (uses of each arm in this block, the arm that is running, for how long); state 0 of place 0 is the
    beginning. Places repeat with the block, so the tables do not grow with the trial.
    """
    period = block_units or 1
    most = period // n_arms if block_units is not None else 1
    nothing_used = (0,) * n_arms
    states: list[dict[tuple[tuple[int, ...], int, int], int]] = [{} for _ in range(period)]
    states[0][nothing_used, -1, 0] = 0
    tables: list[list[Ways]] = [[] for _ in range(period)]
    place = 0
    while any(len(table) < len(known) for table, known in zip(tables, states, strict=True)):
        there = states[(place + 1) % period]
        for used, running, length in list(states[place])[len(tables[place]) :]:
            ways = []
            for arm in range(n_arms):
                run = length + 1 if arm == running else 1
                if used[arm] < most and (max_run is None or run <= max_run):
                    is_inside = block_units is not None and place + 1 < period
                    uses = (*used[:arm], used[arm] + 1, *used[arm + 1 :]) if is_inside else nothing_used
                    key = (uses, arm, run) if max_run is not None else (uses, -1, 0)
                    ways.append((arm, there.setdefault(key, len(there))))
            tables[place].append(tuple(ways))
        place = (place + 1) % period
    return tables


def as_shares(rows: list[list[int]]) -> list[list[float]]:
    """Counts over the largest of them: they may be too large for a float."""
    largest = max(max(row) for row in rows) or 1
    return [[count / largest for count in row] for row in rows]


def forget() -> None:
    """Forget all stretches worked out so far: for whoever wants to know how long the first time takes."""
    stretch_of.cache_clear()
    _places.cache_clear()
