"""Where an axis begins and ends, and which round numbers stand on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

_ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A straight axis from ``low`` to ``high`` with its ticks, all in the same unit."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Where the value lies between the ends: 0 at ``low``, 1 at ``high``; values beyond stay at the end."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def axis_for(low: float, high: float, *, n_steps: int = 3, widen: bool = False) -> Axis:
    """An axis that holds ``low`` to ``high`` with about ``n_steps`` round steps.

    Parameters
    ----------
    low, high : finite ends of what is drawn; equal ends are moved apart by one.
    n_steps : how many steps to aim for.
    widen : move the ends out to the next tick, so that the last tick stands above the data.
    """
    if high - low < 1e-9 * max(1.0, abs(low), abs(high)):
        low, high = low - 1.0, high + 1.0
    step = _round_step((high - low) / n_steps)
    first, last = (math.floor(low / step), math.ceil(high / step)) if widen else _inner(low, high, step)
    ticks = tuple(round(index * step, 9) + 0.0 for index in range(first, last + 1))
    return Axis(low=min(low, ticks[0]), high=max(high, ticks[-1]), ticks=ticks)


def _inner(low: float, high: float, step: float) -> tuple[int, int]:
    tolerance = 1e-9
    return math.ceil(low / step - tolerance), math.floor(high / step + tolerance)


def _round_step(step: float) -> float:
    """The next round number at or above ``step``: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(factor * power for factor in _ROUND_STEPS if factor * power >= step * (1.0 - 1e-9))
