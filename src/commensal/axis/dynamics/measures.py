"""What a published finding looks at: one number from how the model runs, as ``ratio(Bi,28)``.

Every measure is written once, over a ``Player`` that runs a starting person through a schedule. Times are days after
the start; ``x`` is a state, a read-out, or a sum of them (``U+Bi``).

=========================  =============================================================================
``ratio(x,t)``             treated over untreated at t
``diff(x,t)``              treated minus untreated at t
``rself(x,t)``             treated at t over the own start
``value(x,t)``             treated at t
``maxratio(x,a,b)``        largest over [a, b] over the own start; ``minratio`` the smallest
``meanratio(x,a,b)``       mean over [a, b] over the own start
``tpeak(x,a,b)``           day of the largest value in [a, b]
``trec(x,f,b,t0)``         days from t0 until the excess over the start has fallen below f of its peak, up to b
``halflife(x,a,b)``        hours in which the excess over the start halves, from a to b
``respratio(x,a,b)``       peak excess in [b, b+1] over peak excess in [a, a+1]
``extra(total,b,g)``       extra short-chain fatty acids over [0, b] for each of g grams [mmol/g]
``extra(acshare,b,g)``     share of acetate in them
``share(x,y)``             x over y at the settled start
``preset(x,other)``        x of this person over x of another, both settled
``vsproto(x,t,protocol)``  treated over another schedule at t
=========================  =============================================================================
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from commensal.vocab.errors import UsageError

Floats = NDArray[np.float64]

UNTREATED = ""
_STEPS_PER_WINDOW = 600
_SHAPE = re.compile(r"\s*(?P<name>[a-z]+)\((?P<arguments>.*)\)\s*")


class Player(Protocol):
    """Runs a starting person of the model; an empty schedule leaves everything as usual."""

    def values(self, preset: str, protocol: str, name: str, days: Floats) -> Floats:
        """A state or read-out at these days, which rise. Shape as ``days``."""

    def start(self, preset: str, name: str) -> float:
        """The same for the settled person before anything is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One finding as it is played: who, what is done, and who runs it."""

    player: Player
    preset: str
    protocol: str

    def at(self, name: str, day: float, *, protocol: str | None = None) -> float:
        """A value at one moment."""
        chosen = self.protocol if protocol is None else protocol
        return float(self.player.values(self.preset, chosen, name, np.array([day]))[0])

    def over(self, name: str, first_day: float, last_day: float) -> tuple[Floats, Floats]:
        """Days of a window and the values on them, close enough together for a peak."""
        days = np.linspace(first_day, last_day, _STEPS_PER_WINDOW + 1)
        return days, self.player.values(self.preset, self.protocol, name, days)

    def start(self, name: str, *, preset: str | None = None) -> float:
        """A value of the settled person."""
        return self.player.start(preset or self.preset, name)


def measure(played: Played, metric: str, *, where: str) -> float:
    """The number that a metric asks for.

    Parameters
    ----------
    metric : as ``ratio(Bi,28)``.
    where : which row it is, for the refusal.

    Raises
    ------
    UsageError : a metric that is not known, or arguments that do not fit it.
    """
    found = _SHAPE.fullmatch(metric)
    if found is None or found["name"] not in MEASURES:
        raise UsageError(
            where=where,
            found=repr(metric),
            expected=f"one of {', '.join(MEASURES)}, with its arguments in brackets",
            do="Correct the column 'metric'.",
        )
    shape, evaluate = MEASURES[found["name"]]
    given = [part.strip() for part in found["arguments"].split(",", maxsplit=shape.count(","))]
    try:
        # A name of the model and a number look alike in writing; which is which is the measure's own knowledge.
        if len(given) != shape.count(",") + 1 or not all(given):
            raise ValueError
        return evaluate(played, *given)
    except ValueError as problem:
        raise UsageError(
            where=where,
            found=repr(metric),
            expected=f"{found['name']}({shape}) with numbers for the days",
            do="Correct the column 'metric'.",
        ) from problem


def _ratio(played: Played, name: str, day: str) -> float:
    return played.at(name, float(day)) / played.at(name, float(day), protocol=UNTREATED)


def _diff(played: Played, name: str, day: str) -> float:
    return played.at(name, float(day)) - played.at(name, float(day), protocol=UNTREATED)


def _rself(played: Played, name: str, day: str) -> float:
    return played.at(name, float(day)) / played.start(name)


def _value(played: Played, name: str, day: str) -> float:
    return played.at(name, float(day))


def _maxratio(played: Played, name: str, first: str, last: str) -> float:
    return float(played.over(name, float(first), float(last))[1].max()) / played.start(name)


def _minratio(played: Played, name: str, first: str, last: str) -> float:
    return float(played.over(name, float(first), float(last))[1].min()) / played.start(name)


def _meanratio(played: Played, name: str, first: str, last: str) -> float:
    days, values = played.over(name, float(first), float(last))
    return float(np.trapezoid(values, days) / (days[-1] - days[0])) / played.start(name)


def _tpeak(played: Played, name: str, first: str, last: str) -> float:
    days, values = played.over(name, float(first), float(last))
    return float(days[int(values.argmax())])


def _trec(played: Played, name: str, fraction: str, last: str, since: str) -> float:
    days, values = played.over(name, 0.0, float(last))
    excess = values - played.start(name)
    peak = int(excess.argmax())
    limit = float(fraction) * excess[peak]
    below = np.flatnonzero(excess[peak:] < limit)
    if below.size == 0:
        return math.inf
    after = peak + int(below[0])
    crossed = np.interp(limit, [excess[after], excess[after - 1]], [days[after], days[after - 1]])
    return float(crossed) - float(since)


def _halflife(played: Played, name: str, first: str, last: str) -> float:
    start = played.start(name)
    early, late = played.at(name, float(first)) - start, played.at(name, float(last)) - start
    if early <= 0 or late <= 0 or late >= early:
        return math.nan
    return 24.0 * (float(last) - float(first)) * math.log(2.0) / math.log(early / late)


def _respratio(played: Played, name: str, first: str, last: str) -> float:
    start = played.start(name)
    peaks = [float(played.over(name, day, day + 1.0)[1].max()) - start for day in (float(first), float(last))]
    return peaks[1] / peaks[0]


def _extra(played: Played, what: str, last: str, grams: str) -> float:
    made = {name: _extra_made(played, name, float(last)) for name in ("outAc", "outPr", "outBt")}
    total = sum(made.values())
    if what == "total":
        return total / float(grams)
    if what == "acshare":
        return made["outAc"] / total
    raise ValueError


def _extra_made(played: Played, name: str, last: float) -> float:
    """How much more of an acid leaves the colon than in the untreated person. [mmol]"""
    days = np.linspace(0.0, last, _STEPS_PER_WINDOW + 1)
    player, preset = played.player, played.preset
    treated = player.values(preset, played.protocol, name, days)
    return float(np.trapezoid(treated - player.values(preset, UNTREATED, name, days), days))


def _share(played: Played, name: str, other: str) -> float:
    return played.start(name) / played.start(other)


def _preset(played: Played, name: str, other: str) -> float:
    return played.start(name) / played.start(name, preset=other)


def _vsproto(played: Played, name: str, day: str, protocol: str) -> float:
    return played.at(name, float(day)) / played.at(name, float(day), protocol=protocol)


MEASURES: Mapping[str, tuple[str, Callable[..., float]]] = MappingProxyType(
    {
        "ratio": ("x,t", _ratio),
        "diff": ("x,t", _diff),
        "rself": ("x,t", _rself),
        "value": ("x,t", _value),
        "maxratio": ("x,a,b", _maxratio),
        "minratio": ("x,a,b", _minratio),
        "meanratio": ("x,a,b", _meanratio),
        "tpeak": ("x,a,b", _tpeak),
        "trec": ("x,f,b,t0", _trec),
        "halflife": ("x,a,b", _halflife),
        "respratio": ("x,a,b", _respratio),
        "extra": ("total or acshare,b,g", _extra),
        "share": ("x,y", _share),
        "preset": ("x,other", _preset),
        "vsproto": ("x,t,protocol", _vsproto),
    }
)
"""Each measure: how its arguments are written, and how it is worked out."""
