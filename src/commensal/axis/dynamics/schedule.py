"""What is done to the model and when: inputs held for a while, and jumps of a state."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from commensal.vocab.errors import UsageError

_HOLD = re.compile(r"(?P<symbol>[A-Za-z]\w*)\s*=\s*(?P<value>[^@]+)@(?P<start>[^:]+):(?P<end>.+)")
_JUMP = re.compile(r"(?P<symbol>[A-Za-z]\w*)\s*\+=\s*(?P<value>[^@]+)@(?P<start>[^:]+)")
_SHAPES = "an input held for some days, as in u_fib=30@0:28, or a jump of a state, as in Lp+=23@0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """An input set to a value on [start_day, end_day); afterwards it is what it was before. [days]"""

    symbol: str
    value: float
    start_day: float
    end_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """An amount added to a state at one moment. [days]"""

    symbol: str
    amount: float
    day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of time with constant inputs, and the jumps at its start."""

    start_day: float
    end_day: float
    inputs: Mapping[str, float]
    jumps: tuple[Jump, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Everything that is done. Where two holds of one input overlap, the later one in the list counts."""

    holds: tuple[Hold, ...] = ()
    jumps: tuple[Jump, ...] = ()

    def pieces(self, end_day: float) -> tuple[Piece, ...]:
        """The time from 0 to ``end_day`` in stretches of constant inputs; only what differs from usual is named."""
        marks = [mark for hold in self.holds for mark in (hold.start_day, hold.end_day)]
        marks += [jump.day for jump in self.jumps]
        edges = sorted({0.0, end_day, *(mark for mark in marks if 0.0 < mark < end_day)})
        starts = edges[:-1] if len(edges) > 1 else []
        return tuple(
            Piece(
                start_day=start,
                end_day=end,
                inputs={hold.symbol: hold.value for hold in self.holds if hold.start_day <= start < hold.end_day},
                jumps=tuple(jump for jump in self.jumps if jump.day == start),
            )
            for start, end in zip(starts, edges[1:], strict=True)
        )

    def before(self, day: float) -> Mapping[str, float]:
        """What differs from usual just before a moment: the effect of a dose is read at its end, not after it."""
        return {hold.symbol: hold.value for hold in self.holds if hold.start_day < day <= hold.end_day}


def read_schedule(text: str, *, inputs: Iterable[str], states: Iterable[str], where: str) -> Schedule:
    """A schedule from its written form, ``u_abx=1@0:7; u_pro=1@7:35``; nothing done when there is no text.

    Raises
    ------
    UsageError : a shape, an input, a state or a number that is not known.
    """
    known_inputs, known_states = tuple(inputs), tuple(states)
    holds, jumps = [], []
    for item in (part.strip() for part in text.split(";")):
        if not item:
            continue
        if found := _JUMP.fullmatch(item):
            _known(found["symbol"], known_states, "a state", item, where)
            jumps.append(
                Jump(
                    symbol=found["symbol"],
                    amount=_number(found["value"], item, where),
                    day=_day(found["start"], item, where),
                )
            )
        elif found := _HOLD.fullmatch(item):
            _known(found["symbol"], known_inputs, "an input", item, where)
            hold = Hold(
                symbol=found["symbol"],
                value=_number(found["value"], item, where),
                start_day=_day(found["start"], item, where),
                end_day=_day(found["end"], item, where),
            )
            if hold.end_day <= hold.start_day:
                raise _refusal(where, item, "an end after the start")
            holds.append(hold)
        else:
            raise _refusal(where, item, _SHAPES)
    return Schedule(holds=tuple(holds), jumps=tuple(jumps))


def _known(symbol: str, known: tuple[str, ...], kind: str, item: str, where: str) -> None:
    if symbol not in known:
        raise _refusal(where, item, f"{kind} of the model: {', '.join(known)}")


def _number(text: str, item: str, where: str) -> float:
    try:
        value = float(text)
    except ValueError as problem:
        raise _refusal(where, item, "a number") from problem
    if not math.isfinite(value):
        raise _refusal(where, item, "a finite number")
    return value


def _day(text: str, item: str, where: str) -> float:
    day = _number(text, item, where)
    if day < 0:
        raise _refusal(where, item, "a day from 0 on")
    return day


def _refusal(where: str, found: str, expected: str) -> UsageError:
    return UsageError(where=where, found=repr(found), expected=expected, do="Correct that part of the schedule.")
