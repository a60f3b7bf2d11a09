"""From entries to the day table: the one place where facts become columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from commensal.diary.columns import LISTED_KINDS, Reading, combine, readings_of
from commensal.records.day_table import DayTable, Variable
from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence, PresenceCode
from commensal.vocab.scales import higher_is
from commensal.vocab.units import Unit

# A tracker that is silent for longer than this was switched off: nobody asked on those days.
LONGEST_GAP_STILL_ASKED_DAYS = 28

_Cells = dict[str, dict[date, list[Reading]]]


def day_table(entries: Iterable[Entry]) -> DayTable:
    """Days by variables, from the first day with an entry to the last.

    Prefilled values never enter, nor does what stands in the diary and on no day. When a day holds observed
    and copied values of one variable, only the observed ones count. Several values a day become one as
    ``diary.columns.combine`` says. For kinds that are lists (food, medicine, event, activity without numbers),
    a day that lists anything of the kind answers for the whole kind: what is not on the list is none. A day
    that lists nothing stays missing.
    """
    echoes: list[tuple[date, Reading]] = []
    cells: _Cells = defaultdict(lambda: defaultdict(list))
    variables: dict[str, Variable] = {}
    listed_days: dict[str, set[date]] = defaultdict(set)
    all_days: set[date] = set()
    for entry in entries:
        if not entry.origin.reaches_analysis or entry.kind in STANDING_KINDS:
            continue
        all_days.add(entry.day)
        for reading in readings_of(entry):
            if reading.is_echo:
                echoes.append((entry.day, reading))
                continue
            key = _free_key(reading.variable, variables)
            holder = variables.setdefault(key, _renamed(reading.variable, key))
            if higher_is(holder.scale) is None and higher_is(reading.variable.scale) is not None:
                variables[key] = _renamed(reading.variable, key)  # somebody has said since what a higher number means
            cells[key][entry.day].append(reading)
            if reading.is_listed:
                listed_days[entry.kind].add(entry.day)
    for day, reading in echoes:
        if (key := _free_key(reading.variable, variables)) in variables:
            cells[key][day].append(reading)
    days = _every_day(all_days)
    return _fill(days, variables, cells, listed_days)


def _every_day(days: set[date]) -> tuple[date, ...]:
    if not days:
        return ()
    first, last = min(days), max(days)
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))


def _free_key(variable: Variable, taken: Mapping[str, Variable]) -> str:
    """The variable's key; what shares a name and is not the same measure is told apart.

    A 6 on a scale to ten and a 2 on a scale to three are no average: each scale is a column of its own.
    """
    holder = taken.get(variable.key)
    if holder is None or _is_same_measure(holder, variable):
        return variable.key
    if holder.kind == variable.kind and variable.scale is not None:
        ends = f"{variable.key}_{variable.scale.minimum:g}_{variable.scale.maximum:g}"
        turned = (holder.scale.minimum, holder.scale.maximum) if holder.scale is not None else None
        return f"{ends}_turned" if turned == (variable.scale.minimum, variable.scale.maximum) else ends
    return f"{variable.key}_{variable.kind}"


def _is_same_measure(one: Variable, other: Variable) -> bool:
    """Whether two values of one name may be averaged: not when higher is better for the one and worse for the other."""
    said = {higher_is(one.scale), higher_is(other.scale)} - {None}
    return _measure_of(one) == _measure_of(other) and len(said) < 2


def _measure_of(variable: Variable) -> tuple[str, Unit, tuple[float, float] | None]:
    scale = variable.scale
    return variable.kind, variable.unit, None if scale is None else (scale.minimum, scale.maximum)


def _renamed(variable: Variable, key: str) -> Variable:
    if key == variable.key:
        return variable
    told_apart = variable.kind.replace("_", " ")
    if variable.scale is not None and not key.endswith(variable.kind):
        told_apart = f"{variable.scale.minimum:g} to {variable.scale.maximum:g}"
    return Variable(
        key=key,
        label=f"{variable.label} ({told_apart})",
        kind=variable.kind,
        role=variable.role,
        unit=variable.unit,
        scale=variable.scale,
        before_rating=variable.before_rating,
        beyond_symptoms=variable.beyond_symptoms,
    )


def _fill(
    days: tuple[date, ...],
    variables: Mapping[str, Variable],
    cells: _Cells,
    listed_days: Mapping[str, set[date]],
) -> DayTable:
    keys = sorted(variables)
    shape = (len(days), len(keys))
    values = np.full(shape, np.nan)
    presence = np.full(shape, PresenceCode.NOT_ASKED, dtype=np.uint8)
    copied = np.zeros(shape, dtype=np.bool_)
    earliest, latest = np.full(shape, np.nan), np.full(shape, np.nan)
    row_by_day = {day: row for row, day in enumerate(days)}
    for column, key in enumerate(keys):
        by_day = dict(cells[key])
        listed = listed_days[variables[key].kind] if _is_list(variables[key], by_day) else set()
        for row in _asked_rows(sorted(row_by_day[day] for day in {*by_day, *listed})):
            presence[row, column] = PresenceCode.MISSING
        for day in listed:
            values[row_by_day[day], column] = 0.0
            presence[row_by_day[day], column] = PresenceCode.NONE
        for day, readings in by_day.items():
            row = row_by_day[day]
            values[row, column], presence[row, column], copied[row, column] = _one_cell(readings)
            earliest[row, column], latest[row, column] = _clock_span(readings)
    return DayTable(
        days=days,
        variables=tuple(variables[key] for key in keys),
        values=values,
        presence=presence,
        copied=copied,
        earliest=earliest,
        latest=latest,
    )


def _is_list(variable: Variable, by_day: Mapping[date, list[Reading]]) -> bool:
    return variable.kind in LISTED_KINDS and any(r.is_listed for readings in by_day.values() for r in readings)


def _asked_rows(known_rows: list[int]) -> Iterable[int]:
    """Rows on which the variable was being asked: between its records, but not across a long silence."""
    for earlier, later in pairwise(known_rows):
        if later - earlier <= LONGEST_GAP_STILL_ASKED_DAYS:
            yield from range(earlier + 1, later)


def _one_cell(readings: list[Reading]) -> tuple[float, PresenceCode, bool]:
    """One value for a day: observed before copied, a value before a statement of absence."""
    told = [r for r in readings if r.presence.has_value]
    if not told:
        asked = any(r.presence is Presence.MISSING for r in readings)
        return float("nan"), PresenceCode.MISSING if asked else PresenceCode.NOT_ASKED, False
    observed = [r for r in told if r.origin is not Origin.COPIED]
    used = observed or told
    value = combine([r.value for r in used], used[0].rule)
    is_none = all(r.presence is Presence.NONE for r in used)
    return value, PresenceCode.NONE if is_none else PresenceCode.RECORDED, not observed


def _clock_span(readings: list[Reading]) -> tuple[float, float]:
    """First and last clock time behind a cell; NaN when any of what was recorded has none. [s since 1970, UTC]"""
    instants = [r.at for r in readings if r.presence is Presence.RECORDED]
    known = [instant.timestamp() for instant in instants if instant is not None]
    if not known or len(known) < len(instants):
        return float("nan"), float("nan")
    return min(known), max(known)
