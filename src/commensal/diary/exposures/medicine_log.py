"""What a diary says of each medicine: from when to when, on how many days, in which words. No judgement."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from commensal.diary.exposures.medicine_windows import Dose, Use, substance_of, uses
from commensal.knowledge.medicines import MedicineTable
from commensal.records.facts import MedicineDose
from commensal.vocab.presence import Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days in a row between two logged doses. The diary cannot tell "not taken" from "not written down".

    Parameters
    ----------
    n_days_written : days of the stretch on which anything else was logged.
    """

    first: date
    last: date
    n_days_written: int

    @property
    def n_days(self) -> int:
        """How long it is. [days]"""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedMedicine:
    """One medicine as it was logged.

    Parameters
    ----------
    name : as the person calls it, the most used name first come.
    substance : ``MedicineRow.substance``; None where our table does not have it.
    days : with a dose, in order.
    n_doses : entries of a dose; two on one day are two.
    as_typed : the words or the dose as given, with how often, the most used first.
    days_not_taken : recorded as not taken.
    use : how it was taken, as far as the diary tells; None where our table does not have it.
    stretches : of two days and more without a dose, between the first and the last one.
    counts_on : days on which it counts without having been logged: the person named it as a regular medicine.
    """

    name: str
    substance: str | None
    days: tuple[date, ...]
    n_doses: int
    as_typed: tuple[tuple[str, int], ...]
    days_not_taken: tuple[date, ...]
    use: Use | None
    stretches: tuple[Stretch, ...]
    counts_on: tuple[date, ...] = ()

    @property
    def key(self) -> str:
        """What tells it apart from the others."""
        return self.substance or self.name.casefold()


_SHORTEST_STRETCH_DAYS = 2


def logged_medicines(
    doses: Iterable[Dose], table: MedicineTable, *, days_written: Collection[date]
) -> tuple[LoggedMedicine, ...]:
    """Every medicine of a diary, those logged on most days first.

    Parameters
    ----------
    doses : all doses, also those recorded as not taken.
    days_written : days on which anything was logged.
    """
    all_doses = sorted(doses, key=lambda item: item[0])
    by_key: dict[str, list[Dose]] = defaultdict(list)
    for day, dose in all_doses:
        by_key[substance_of(dose, table) or dose.name.casefold()].append((day, dose))
    last_day = max(days_written, default=date.min)
    use_by_substance = uses(all_doses, table, last_day=last_day)
    written = set(days_written)
    medicines = [
        _medicine(of_one, substance_of(of_one[0][1], table), written, use_by_substance.get(key))
        for key, of_one in by_key.items()
    ]
    return tuple(sorted(medicines, key=lambda one: (-len(one.days), one.name.casefold())))


def _medicine(
    doses: Sequence[Dose], substance: str | None, written: Collection[date], use: Use | None
) -> LoggedMedicine:
    taken = [(day, dose) for day, dose in doses if dose.presence is Presence.RECORDED]
    days = tuple(sorted({day for day, _ in taken}))
    typed = Counter(words for _, dose in taken if (words := _as_typed(dose)))
    return LoggedMedicine(
        name=Counter(dose.name for _, dose in (taken or doses)).most_common(1)[0][0],
        substance=substance,
        days=days,
        n_doses=len(taken),
        as_typed=tuple(sorted(typed.items(), key=lambda item: (-item[1], item[0]))),
        days_not_taken=tuple(sorted({day for day, dose in doses if dose.presence is Presence.NONE})),
        use=use,
        stretches=_stretches(days, written),
    )


def _as_typed(dose: MedicineDose) -> str:
    """The words as given; an imported dose without words is said by its number."""
    if dose.text:
        return dose.text
    return "" if dose.dose_mg is None else f"{dose.dose_mg:g} mg"


def _stretches(days: Sequence[date], written: Collection[date]) -> tuple[Stretch, ...]:
    found = []
    for earlier, later in pairwise(days):
        between = [earlier + timedelta(days=step) for step in range(1, (later - earlier).days)]
        if len(between) >= _SHORTEST_STRETCH_DAYS:
            n_written = sum(day in written for day in between)
            found.append(Stretch(first=between[0], last=between[-1], n_days_written=n_written))
    return tuple(found)
