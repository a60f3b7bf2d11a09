"""What must be held equal when an exposure and an outcome are compared within one person's days.

The back-door criterion (Pearl 2009, Causality, definition 3.3.1) on the map unrolled in time: no descendant of the
exposure is held equal (so no mediator, and nothing that comes after it in time), and every way into it is blocked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from commensal.axis.unrolled import DayNode, unrolled, within_day
from commensal.knowledge.evidence import evidence

if TYPE_CHECKING:
    from commensal.axis.unrolled import DayGraph

# Days before the exposure that are looked at: a night and two days of symptoms before it.
DAYS_BEFORE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldEqual:
    """A place to hold equal.

    Parameters
    ----------
    days_before : how many days before the exposure's day; 0 is that day (for sleep: the night before it). [days]
    """

    node: str
    days_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """What to hold equal for one exposure and one outcome.

    Parameters
    ----------
    held : the places to hold equal; a smallest set, so nothing in it can be left out.
    not_measured : places that ought to be held equal as well and that are not measured; empty when ``held`` suffices.
    mediators : places on the way from the exposure to the outcome. Holding them equal would take the effect away.
    """

    exposure: str
    outcome: str
    lag_days: int
    held: tuple[HeldEqual, ...]
    not_measured: tuple[str, ...]
    mediators: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether everything that ought to be held equal is measured, as far as the map knows."""
        return not self.not_measured


def adjustment(exposure: str, outcome: str, *, lag_days: int, measured: Iterable[str]) -> Adjustment:
    """What to hold equal for the effect of an exposure on an outcome ``lag_days`` later.

    Parameters
    ----------
    exposure, outcome : ids of places that belong to a day (not a condition, not a risk).
    lag_days : days from the exposure to the outcome. [days]
    measured : ids of places that the diary measures; the exposure and the outcome go without saying.

    Raises
    ------
    ValueError : a place that belongs to no day, or an outcome that comes before the exposure.
    """
    return _adjustment(exposure, outcome, lag_days, frozenset(measured) | {exposure, outcome})


@cache
def _adjustment(exposure: str, outcome: str, lag_days: int, measured: frozenset[str]) -> Adjustment:
    import networkx as nx  # noqa: PLC0415 - heavy, and only the map needs it

    n_days = lag_days + DAYS_BEFORE + 1
    whole: DayGraph = unrolled(n_days)
    into: DayGraph = unrolled(n_days, only_firm=True).copy()
    start, end = (exposure, lag_days), (outcome, 0)
    if start not in whole or end not in whole or not _is_before(start, end):
        raise ValueError(f"no question of days: {exposure} to {outcome} after {lag_days} days")
    # How one felt may change what one does: for the symptom that is asked about this is always assumed.
    into.add_edges_from(((outcome, day + 1), (exposure, day)) for day in range(n_days - 1))
    into.remove_edges_from(list(into.out_edges(start)))
    # What comes before the exposure in time is never a descendant of it, so no mediator can enter.
    near = {node for node in into if _is_before(node, start) and node[1] <= lag_days + 1}
    held = _separator(into, start, end, {node for node in near if node[0] in measured})
    missing: set[str] = set()
    if held is None:
        would_do = _separator(into, start, end, near)
        assert would_do is not None, "what decides about an exposure blocks every way into it"
        held = {node for node in would_do if node[0] in measured}
        missing = {name for name, _ in would_do - held}
    before: set[DayNode] = nx.ancestors(whole, end)
    after: set[DayNode] = nx.descendants(whole, start)
    between = after & before
    return Adjustment(
        exposure=exposure,
        outcome=outcome,
        lag_days=lag_days,
        held=_held(held, lag_days),
        not_measured=tuple(sorted(missing)),
        mediators=tuple(sorted({name for name, _ in between} - {exposure, outcome})),
    )


def _separator(graph: DayGraph, start: DayNode, end: DayNode, among: set[DayNode]) -> set[DayNode] | None:
    """A smallest set among these that blocks every way between the two; None when there is none."""
    import networkx as nx  # noqa: PLC0415

    found: set[DayNode] | None = nx.find_minimal_d_separator(graph, start, end, restricted=among)
    return found


def _is_before(one: DayNode, other: DayNode) -> bool:
    """Whether one place of a day comes before another, by the day and by the order within it."""
    return (-one[1], within_day(one[0])) < (-other[1], within_day(other[0]))


def _held(nodes: Iterable[DayNode], lag_days: int) -> tuple[HeldEqual, ...]:
    found = [HeldEqual(node=name, days_before=day - lag_days) for name, day in nodes]
    return tuple(sorted(found, key=lambda item: (item.days_before, item.node)))


def day_places() -> frozenset[str]:
    """The places that belong to a day, so that a question about days may be asked of them."""
    return frozenset(name for name, _ in unrolled(1))


def labels_of(nodes: Iterable[str]) -> tuple[str, ...]:
    """Their names for a person."""
    return tuple(evidence().nodes[name].label for name in nodes)
