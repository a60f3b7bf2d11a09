"""Which classes of medicines are relevant on which day, and whether one is taken regularly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from commensal.knowledge.medicine_windows import class_windows
from commensal.knowledge.medicines import MedicineTable
from commensal.records.facts import MedicineDose
from commensal.vocab.presence import Presence

_WEEK_DAYS = 7
# Regular: taken on at least so many days of seven, in two weeks that follow each other.
REGULAR_DAYS_A_WEEK = 5
# Antibiotics are taken as a course, which is neither regular nor as needed.
COURSE_CLASSES = frozenset({"antibiotic_gut", "antibiotic_systemic"})

Dose = tuple[date, MedicineDose]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveClass:
    """A class that is relevant on a day.

    Parameters
    ----------
    days_since_last_dose : 0 on a day with a dose. [days]
    substances : what was taken of it within its window, sorted.
    """

    class_id: str
    label: str
    days_since_last_dose: int
    substances: tuple[str, ...]


class Use(StrEnum):
    """How a medicine is used, as far as the diary tells."""

    REGULAR = "regular"
    AS_NEEDED = "as_needed"
    COURSE = "course"
    NOT_KNOWN = "not_known"


def substance_of(dose: MedicineDose, table: MedicineTable) -> str | None:
    """The substance that was logged, or that the name stands for: a file from elsewhere knows names alone."""
    return dose.substance_id or table.substance_called(dose.name)


def medicine_windows(doses: Iterable[Dose], table: MedicineTable) -> Mapping[date, tuple[ActiveClass, ...]]:
    """The classes that are relevant on each day, sorted by id; a day without any is left out.

    A class is relevant on the day of a dose and for as many days after it as its window says (an
    antibiotic eight weeks, a proton pump inhibitor three days: taken daily, it never lapses). Doses of
    substances in no table, and doses that were not taken, open no window.
    """
    days_taken: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    for day, dose in doses:
        row = table.medicines.get(substance_of(dose, table) or "")
        if row is not None and dose.presence is Presence.RECORDED:
            days_taken[row.class_id][day].add(row.substance)
    active: dict[date, list[ActiveClass]] = defaultdict(list)
    for class_id in sorted(days_taken):
        label = table.classes[class_id].label
        for day, since, substances in _window_days(class_id, days_taken[class_id]):
            active[day].append(
                ActiveClass(class_id=class_id, label=label, days_since_last_dose=since, substances=substances)
            )
    return {day: tuple(active[day]) for day in sorted(active)}


def _window_days(class_id: str, taken: Mapping[date, set[str]]) -> Iterable[tuple[date, int, tuple[str, ...]]]:
    """Each day of a class's windows, with the days since its last dose and what was taken in its window."""
    n_after = class_windows()[class_id].days_after_last_dose
    reached = {day + timedelta(days=after) for day in taken for after in range(n_after + 1)}
    for day in sorted(reached):
        within = [dosed for dosed in taken if 0 <= (day - dosed).days <= n_after]
        substances = sorted({name for dosed in within for name in taken[dosed]})
        yield day, (day - max(within)).days, tuple(substances)


def uses(doses: Iterable[Dose], table: MedicineTable, *, last_day: date) -> Mapping[str, Use]:
    """How each medicine is used, by substance.

    What the person said of the newest dose wins. Otherwise an antibiotic is a course; *regular* is taken
    on at least five of seven days in two weeks that follow each other; *as needed* is anything less, once
    the two weeks are over; before that it is not known. A medicine of once a week reads as "as needed"
    unless the person says otherwise.

    Parameters
    ----------
    last_day : the last day the diary speaks of.
    """
    taken: dict[str, list[Dose]] = defaultdict(list)
    for day, dose in doses:
        name = substance_of(dose, table)
        if name is not None and name in table.medicines and dose.presence is Presence.RECORDED:
            taken[name].append((day, dose))
    return {name: _use(taken[name], table.medicines[name].class_id, last_day) for name in sorted(taken)}


def _use(doses: Sequence[Dose], class_id: str, last_day: date) -> Use:
    said = [(day, dose.as_needed) for day, dose in doses if dose.as_needed is not None]
    if said:
        return Use.AS_NEEDED if max(said, key=lambda item: item[0])[1] else Use.REGULAR
    if class_id in COURSE_CLASSES:
        return Use.COURSE
    days = {day for day, _ in doses}
    if is_regular(days):
        return Use.REGULAR
    two_weeks_over = (last_day - min(days)).days + 1 >= 2 * _WEEK_DAYS
    return Use.AS_NEEDED if two_weeks_over else Use.NOT_KNOWN


def is_regular(days: Iterable[date]) -> bool:
    """Whether these days hold two weeks, one right after the other, with at least five days each."""
    taken = set(days)
    return any(
        _n_days(taken, first) >= REGULAR_DAYS_A_WEEK
        and _n_days(taken, first + timedelta(days=_WEEK_DAYS)) >= REGULAR_DAYS_A_WEEK
        for dosed in taken
        for first in (dosed - timedelta(days=back) for back in range(_WEEK_DAYS))
    )


def _n_days(taken: set[date], first: date) -> int:
    return sum(first + timedelta(days=step) in taken for step in range(_WEEK_DAYS))
