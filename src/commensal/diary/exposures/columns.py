"""Exposures as columns of the day table, beside what was logged. The only module here that holds arrays."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from commensal.diary.day_table import LONGEST_GAP_STILL_ASKED_DAYS
from commensal.diary.exposures.day import ENOUGH_KNOWN, DayExposures, day_exposures, plants_7d
from commensal.diary.exposures.medicine_windows import medicine_windows
from commensal.diary.exposures.totals import Total
from commensal.knowledge.diet_rules import diet_rules
from commensal.knowledge.foods import FODMAP_GROUPS, FoodTable
from commensal.knowledge.medicines import MedicineTable
from commensal.records.day_table import DayTable, Role, Variable
from commensal.records.entry import Entry
from commensal.records.facts import Food, MedicineDose
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence, PresenceCode
from commensal.vocab.units import Unit

_FODMAP_LABELS = {
    "fructan": "Fructans",
    "gos": "Galacto-oligosaccharides",
    "lactose": "Lactose",
    "fructose": "Excess fructose",
    "polyol": "Polyols",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """One new column: values by day where they are known, and the days on which it was being asked."""

    variable: Variable
    value_by_day: Mapping[date, float]
    copied_days: Collection[date] = ()


def add_exposures(table: DayTable, entries: Iterable[Entry], foods: FoodTable, medicines: MedicineTable) -> DayTable:
    """The table with what the foods and medicines of each day amount to.

    A day has food exposures when it holds at least one food; a value of which less than half is known
    (``ENOUGH_KNOWN``, by weight) is missing, and so is every value of a day without food: never zero. A
    day is marked copied when all its food was. Active medicine classes are context: 1 within a window, 0
    on other days that list any medicine, otherwise missing. Foods that stand in no table and medicines
    without a known substance add no column; a table to which nothing speaks is handed back as it is.
    """
    kept = [entry for entry in entries if entry.origin.reaches_analysis]
    columns = [*_food_columns(kept, foods), *_medicine_columns(kept, medicines)]
    return _with_columns(table, columns) if columns and table.days else table


def food_days(entries: Iterable[Entry], foods: FoodTable) -> dict[date, DayExposures]:
    """Exposures of every day that holds at least one food eaten. Prefilled suggestions are no food."""
    facts: dict[date, list[Food]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry.fact, Food) and _counts(entry, entry.fact):
            facts[entry.day].append(entry.fact)
    return {day: day_exposures(facts[day], foods) for day in sorted(facts)}


def _counts(entry: Entry, fact: Food | MedicineDose) -> bool:
    return entry.origin.reaches_analysis and fact.presence is Presence.RECORDED


def _food_columns(entries: list[Entry], foods: FoodTable) -> list[_Column]:
    eaten = [entry for entry in entries if isinstance(entry.fact, Food) and _counts(entry, entry.fact)]
    if not any(isinstance(entry.fact, Food) and entry.fact.food_id in foods.foods for entry in eaten):
        return []
    days = food_days(eaten, foods)
    copied_days = {entry.day for entry in eaten} - {entry.day for entry in eaten if entry.origin is not Origin.COPIED}
    totals = {day: dict(_totals(exposures)) for day, exposures in days.items()}
    for day in days:
        totals[day]["plants_7d"] = plants_7d(days, day).total
    columns = [
        _Column(variable=variable, value_by_day=_enough_known(totals, variable.key), copied_days=copied_days)
        for variable in food_variables()
        if not variable.key.startswith("group_")
    ]
    return [*columns, *_group_columns(days, copied_days)]


def food_variables() -> tuple[Variable, ...]:
    """Every food exposure that may become a column, with its unit."""
    plain = (
        ("fibre_g", "Fibre", Unit.GRAM),
        ("plants_7d", "Different plants in seven days", Unit.COUNT),
        ("ala_g", "Alpha-linolenic acid", Unit.GRAM),
        ("epa_dha_g", "EPA and DHA", Unit.GRAM),
        ("fermented_servings", "Live fermented foods", Unit.COUNT),
        ("prebiotic_servings", "Foods rich in prebiotic fibre", Unit.COUNT),
        ("upf_energy_share", "Energy from ultra-processed food", Unit.SHARE),
        ("added_sugar_foods", "Foods with added sugar", Unit.COUNT),
        ("alcohol_g", "Alcohol", Unit.GRAM),
        ("caffeine_mg", "Caffeine", Unit.MILLIGRAM),
        ("di_gm", "Dietary Index for Gut Microbiota", Unit.POINTS),
    )
    fodmap = ((f"fodmap_{group}", f"{_FODMAP_LABELS[group]}, largest load", Unit.POINTS) for group in FODMAP_GROUPS)
    groups = (
        (f"group_{group.id}", f"{group.label} (low certainty)" if group.is_low_certainty else group.label, Unit.YES_NO)
        for group in diet_rules().intolerance_groups
    )
    return tuple(
        Variable(key=key, label=label, kind="food", role=Role.EXPOSURE, unit=unit)
        for key, label, unit in (*plain, *fodmap, *groups)
    )


def _totals(exposures: DayExposures) -> Iterable[tuple[str, Total]]:
    names = (
        "fibre_g", "ala_g", "epa_dha_g", "fermented_servings", "prebiotic_servings", "upf_energy_share",
        "added_sugar_foods", "alcohol_g", "caffeine_mg", "di_gm",
    )  # fmt: skip
    yield from ((name, getattr(exposures, name)) for name in names)
    yield from ((f"fodmap_{group}", total) for group, total in exposures.fodmap.items())


def _enough_known(totals: Mapping[date, Mapping[str, Total]], key: str) -> dict[date, float]:
    """The days on which at least half of a total is known, with its value."""
    known = {}
    for day, by_key in totals.items():
        total = by_key[key]
        if total.value is not None and total.share_known >= ENOUGH_KNOWN:
            known[day] = total.value
    return known


def _group_columns(days: Mapping[date, DayExposures], copied_days: Collection[date]) -> Iterable[_Column]:
    values: dict[str, dict[date, float]] = defaultdict(dict)
    for day, exposures in days.items():
        for item in exposures.groups:
            if item.is_present is not None:
                values[f"group_{item.group.id}"][day] = float(item.is_present)
    for variable in food_variables():
        if any(values.get(variable.key, {}).values()):  # a group that was never eaten is no column
            yield _Column(variable=variable, value_by_day=values[variable.key], copied_days=copied_days)


def _medicine_columns(entries: list[Entry], medicines: MedicineTable) -> list[_Column]:
    """One column a class; a class that was never taken is no column."""
    doses = [
        (entry.day, entry.fact)
        for entry in entries
        if isinstance(entry.fact, MedicineDose) and _counts(entry, entry.fact)
    ]
    listed = {day for day, _ in doses}
    values: dict[str, dict[date, float]] = defaultdict(lambda: dict.fromkeys(sorted(listed), 0.0))
    labels: dict[str, str] = {}
    for day, classes in medicine_windows(doses, medicines).items():
        for active in classes:
            values[active.class_id][day] = 1.0
            labels[active.class_id] = active.label
    return [
        _Column(variable=_class_variable(class_id, labels[class_id]), value_by_day=values[class_id])
        for class_id in sorted(values)
    ]


def _class_variable(class_id: str, label: str) -> Variable:
    return Variable(
        key=f"class_{class_id}",
        label=f"{label} (taken, or still of importance)",
        kind="medicine_dose",
        role=Role.CONTEXT,
        unit=Unit.YES_NO,
    )


def _with_columns(table: DayTable, columns: list[_Column]) -> DayTable:
    shape = (len(table.days), len(columns))
    values = np.full(shape, np.nan)
    presence = np.full(shape, PresenceCode.NOT_ASKED, dtype=np.uint8)
    copied = np.zeros(shape, dtype=np.bool_)
    unknown = np.full(shape, np.nan)  # what a day's food amounts to has no clock time of its own
    row_by_day = {day: row for row, day in enumerate(table.days)}
    for index, column in enumerate(columns):
        _fill(values[:, index], presence[:, index], copied[:, index], column, row_by_day)
    variables = [column.variable for column in columns]
    return DayTable(
        days=table.days,
        variables=(*table.variables, *_free_keys(variables, {variable.key for variable in table.variables})),
        values=np.hstack([table.values, values]),
        presence=np.hstack([table.presence, presence]),
        copied=np.hstack([table.copied, copied]),
        earliest=None if table.earliest is None else np.hstack([table.earliest, unknown]),
        latest=None if table.latest is None else np.hstack([table.latest, unknown]),
    )


def _fill(
    values: NDArray[np.float64],
    presence: NDArray[np.uint8],
    copied: NDArray[np.bool_],
    column: _Column,
    row_by_day: Mapping[date, int],
) -> None:
    """Write one column in place: known days, and the short gaps between them as missing."""
    known = {row_by_day[day]: value for day, value in column.value_by_day.items() if day in row_by_day}
    for earlier, later in pairwise(sorted(known)):
        if later - earlier <= LONGEST_GAP_STILL_ASKED_DAYS:
            presence[earlier + 1 : later] = PresenceCode.MISSING
    for row, value in known.items():
        assert math.isfinite(value), "a known total is a number"
        values[row] = value
        presence[row] = PresenceCode.RECORDED if value else PresenceCode.NONE
    for day in column.copied_days:
        if row_by_day.get(day) in known:
            copied[row_by_day[day]] = True


def _free_keys(variables: Iterable[Variable], taken: Collection[str]) -> Iterable[Variable]:
    """Keys that nobody holds: a diary that already logs "fibre_g" keeps its own, and ours says where it is from."""
    for variable in variables:
        if variable.key not in taken:
            yield variable
            continue
        yield Variable(
            key=f"{variable.key}_from_{variable.kind}",
            label=f"{variable.label} (from {variable.kind.replace('_', ' ')})",
            kind=variable.kind,
            role=variable.role,
            unit=variable.unit,
        )
