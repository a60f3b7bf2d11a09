"""A what-if as it is asked: a person to start from, what changes, for how long, and what to look at."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from commensal.axis.dynamics.schedule import Hold, Schedule
from commensal.knowledge.axis_scenarios import (
    HEALTHY,
    ScenarioInput,
    presets,
    scenario_inputs,
    watched,
)
from commensal.vocab.errors import UsageError

LONGEST_DAYS = 3650
"""Ten years: further on the model says nothing that anybody has looked at. [days]"""

DIARY = "diary"
"""The starting person whose days are the diary's own; whoever holds the diary puts its values into ``usual``."""

_KEYS = frozenset({"title", "person", "days", "usual", "change", "instead", "watch"})
_CHANGE_KEYS = frozenset({"what", "value", "from_day", "to_day", "reached_after_days"})
_WATCHED_UNLESS_SAID = ("butyrate", "barrier", "inflammation", "pain", "fatigue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that is otherwise than usual for a while.

    Parameters
    ----------
    what : its name in a scenario file, such as ``fibre``.
    value : in the unit of that name.
    from_day, to_day : [from_day, to_day). [days]
    reached_after_days : the value is reached in equal daily steps over so many days; 0 for at once. [days]
    """

    what: str
    value: float
    from_day: float
    to_day: float
    reached_after_days: float = 0.0

    @property
    def about(self) -> ScenarioInput:
        """What it changes, in words."""
        return scenario_inputs()[self.what]

    def holds(self, usual: float) -> tuple[Hold, ...]:
        """The change as inputs of the model, from the usual value on; a slow one in steps of a day."""
        symbol = self.about.symbol
        n_steps = min(math.ceil(self.reached_after_days), math.ceil(self.to_day - self.from_day))
        if n_steps <= 1:
            return (Hold(symbol=symbol, value=self.value, start_day=self.from_day, end_day=self.to_day),)
        steps = []
        for step in range(1, n_steps + 1):
            share = min(step / self.reached_after_days, 1.0)
            start = self.from_day + step - 1
            end = self.to_day if step == n_steps else start + 1
            value = usual + share * (self.value - usual)
            steps.append(Hold(symbol=symbol, value=value, start_day=start, end_day=end))
        return tuple(steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A what-if.

    Parameters
    ----------
    person : a starting person (``healthy``, ``ibs``, ``fm``, ``mecfs``), or ``diary``.
    days : how far to look. [days]
    changes : what is done.
    instead : what it is held against; nothing done when empty.
    usual : what is otherwise in this person's usual days, by name in a scenario file.
    watch : what to look at, by name.
    """

    title: str
    person: str = HEALTHY
    days: int = 84
    changes: tuple[Change, ...] = ()
    instead: tuple[Change, ...] = ()
    usual: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    watch: tuple[str, ...] = _WATCHED_UNLESS_SAID

    @property
    def has_medicine(self) -> bool:
        """Whether a medicine is among the changes: words of care go with it, and nothing is said of symptoms."""
        return any(change.about.kind == "medicine" for change in (*self.changes, *self.instead))

    @property
    def has_fmt(self) -> bool:
        """Whether it speaks of FMT: then nothing is said but that nobody can tell."""
        return any(change.about.kind == "fmt" for change in (*self.changes, *self.instead))

    def usual_inputs(self) -> dict[str, float]:
        """What differs from the healthy reference in this person's usual days, by symbol of the model."""
        given = dict(presets()[HEALTHY if self.person == DIARY else self.person].inputs)
        return given | {scenario_inputs()[name].symbol: value for name, value in self.usual.items()}

    def schedule(self, usual: Mapping[str, float], *, instead: bool = False) -> Schedule:
        """What is done, or what it is held against, from the usual value of each input by symbol."""
        chosen = self.instead if instead else self.changes
        return Schedule(
            holds=tuple(hold for change in chosen for hold in change.holds(usual[change.about.symbol])),
        )


def scenario_from(document: Mapping[str, Any], *, where: str = "scenario") -> Scenario:
    """A what-if from the form of its file.

    Parameters
    ----------
    document : the keys ``title, person, days, usual, change, instead, watch``; only ``change`` is needed.
    where : the file, for the sentence of an error.

    Raises
    ------
    UsageError : a name, a number or a range that does not fit.
    """
    _only(document, _KEYS, where)
    person = _choice(document.get("person", HEALTHY), (*presets(), DIARY), f"{where}, person")
    days = _within(document.get("days", 84), 1, LONGEST_DAYS, f"{where}, days")
    watch = document.get("watch", _WATCHED_UNLESS_SAID)
    if not isinstance(watch, Sequence) or isinstance(watch, str) or not watch:
        raise _refusal(f"{where}, watch", watch, 'a list of names, such as ["butyrate", "pain"]')
    changes = _changes(document, "change", days, where)
    if not changes:
        raise _refusal(where, "no [[change]]", "at least one change")
    return Scenario(
        title=str(document.get("title", "What if")),
        person=person,
        days=int(days),
        changes=changes,
        instead=_changes(document, "instead", days, where),
        usual=MappingProxyType(_usual(document.get("usual", {}), where)),
        watch=tuple(_choice(name, tuple(watched()), f"{where}, watch") for name in watch),
    )


def _changes(document: Mapping[str, Any], key: str, days: float, where: str) -> tuple[Change, ...]:
    given = document.get(key, ())
    if isinstance(given, Mapping):
        given = (given,)
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _refusal(f"{where}, {key}", given, f"[[{key}]] with what, value, from_day and to_day")
    return tuple(_change(raw, days, f"{where}, {key} {number}") for number, raw in enumerate(given, start=1))


def _change(raw: Any, days: float, where: str) -> Change:
    if not isinstance(raw, Mapping):
        raise _refusal(where, raw, "what, value, from_day and to_day")
    _only(raw, _CHANGE_KEYS, where)
    what = _choice(raw.get("what"), tuple(scenario_inputs()), f"{where}, what")
    about = scenario_inputs()[what]
    start = _within(raw.get("from_day", 0), 0, days, f"{where}, from_day")
    end = _within(raw.get("to_day", days), 0, LONGEST_DAYS, f"{where}, to_day")
    if end <= start:
        raise _refusal(f"{where}, to_day", end, f"a day after {start:g}")
    return Change(
        what=what,
        value=_within(raw.get("value"), about.low, about.high, f"{where}, value"),
        from_day=start,
        to_day=end,
        reached_after_days=_within(raw.get("reached_after_days", 0), 0, days, f"{where}, reached_after_days"),
    )


def _usual(given: Any, where: str) -> dict[str, float]:
    if not isinstance(given, Mapping):
        raise _refusal(f"{where}, usual", given, "names with numbers, such as fibre = 22")
    values = {}
    for name, value in given.items():
        about = scenario_inputs()[_choice(name, tuple(scenario_inputs()), f"{where}, usual")]
        values[about.key] = _within(value, about.low, about.high, f"{where}, usual, {name}")
    return values


def _only(given: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    if unknown := sorted(set(given) - known):
        raise _refusal(where, unknown[0], f"one of {', '.join(sorted(known))}")


def _choice(given: Any, known: Sequence[str], where: str) -> str:
    if given not in known:
        raise _refusal(where, given, f"one of {', '.join(known)}")
    return str(given)


def _within(given: Any, low: float, high: float, where: str) -> float:
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not low <= given <= high:
        raise _refusal(where, given, f"a number from {low:g} to {high:g}")
    return float(given)


def _refusal(where: str, found: object, expected: str) -> UsageError:
    shown = "nothing" if found is None else repr(found)
    return UsageError(where=where, found=shown, expected=expected, do="Correct the scenario and ask again.")
