"""Which interaction prompts fit what else is in a diary. Each asks a pharmacist; none says what to do."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from commensal.diary.exposures.medicine_log import LoggedMedicine
from commensal.knowledge.foods import FoodTable
from commensal.knowledge.medicine_interactions import (
    InteractionFlag,
    Partner,
    PartnerKind,
    food_groups,
    interaction_flags,
)
from commensal.knowledge.medicine_windows import class_windows
from commensal.knowledge.medicines import MedicineRow, MedicineTable

# Forms of stool that are hard (lewis1997), and on how many days they have to be logged to be spoken of: our choice.
HARD_FORMS = frozenset({1, 2})
FEWEST_HARD_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDays:
    """What else was logged in the days that count.

    Parameters
    ----------
    first, last : the days that count, both included.
    foods : days by food id.
    hard_stools : days with a hard form.
    """

    first: date
    last: date
    foods: Mapping[str, frozenset[date]]
    hard_stools: frozenset[date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One thing to ask about.

    Parameters
    ----------
    medicine, name : the medicine it is about: its ``LoggedMedicine.key``, and what the person calls it.
    others : keys of the medicines on the other side.
    other_names : what the other side is called, its medicines first, then foods; empty for hard stools.
    days : days on which both sides counted, in order.
    """

    flag: InteractionFlag
    medicine: str
    name: str
    others: tuple[str, ...]
    other_names: tuple[str, ...]
    days: tuple[date, ...]

    @property
    def is_about_stools(self) -> bool:
        """Whether the other side is hard stools."""
        return not self.other_names

    def is_about(self, key: str) -> bool:
        """Whether the medicine is on either side."""
        return key == self.medicine or key in self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class _Active:
    """A logged medicine of our table with the days on which it counts: those of a dose and its class's window."""

    key: str
    name: str
    row: MedicineRow
    days: frozenset[date]


def prompts(
    medicines: Iterable[LoggedMedicine], on_days: OnDays, *, table: MedicineTable, foods: FoodTable
) -> tuple[Prompt, ...]:
    """Every prompt that two logged things give rise to, those for today first; each pair and topic once."""
    active = [one for medicine in medicines if (one := _active(medicine, on_days, table)) is not None]
    not_swallowed = table.groups["not_swallowed"]
    found = [prompt for one in active for prompt in _of_medicine(one, active, on_days, foods, not_swallowed)]
    found.sort(key=lambda prompt: (not prompt.flag.is_for_today, prompt.medicine.casefold(), prompt.flag.id))
    seen: set[tuple[frozenset[str], str]] = set()
    kept = []
    for prompt in found:
        pair = frozenset({prompt.medicine, *(prompt.others or prompt.other_names)}), prompt.flag.topic
        if pair not in seen:
            seen.add(pair)
            kept.append(prompt)
    return tuple(kept)


def _active(medicine: LoggedMedicine, on_days: OnDays, table: MedicineTable) -> _Active | None:
    row = None if medicine.substance is None else table.medicines.get(medicine.substance)
    if row is None:
        return None
    n_after = class_windows()[row.class_id].days_after_last_dose
    reached = {day + timedelta(days=after) for day in medicine.days for after in range(n_after + 1)}
    counted = frozenset(day for day in reached.union(medicine.counts_on) if on_days.first <= day <= on_days.last)
    return _Active(key=medicine.key, name=medicine.name, row=row, days=counted) if counted else None


def _of_medicine(
    one: _Active, active: Sequence[_Active], on_days: OnDays, foods: FoodTable, not_swallowed: Collection[str]
) -> Iterator[Prompt]:
    """One prompt a flag, with all that is on its other side: medicines, then foods; hard stools apart."""
    for flag_id in one.row.interaction_flags:
        flag = interaction_flags()[flag_id]
        others = _others(one, flag, active, not_swallowed)
        eaten = _eaten(one, flag, on_days)
        if others or eaten:
            names = (*(other.name for other in others), *(foods.foods[food_id].name for food_id in eaten))
            shared = {day for other in others for day in one.days & other.days}.union(*eaten.values())
            yield _prompt(flag, one, names, shared, keys=tuple(other.key for other in others))
        hard = one.days & on_days.hard_stools
        speaks_of_stools = any(partner.kind is PartnerKind.STOOL for partner in flag.partners)
        if speaks_of_stools and len(hard) >= FEWEST_HARD_DAYS:
            yield _prompt(flag, one, (), hard)


def _others(
    one: _Active, flag: InteractionFlag, active: Sequence[_Active], not_swallowed: Collection[str]
) -> list[_Active]:
    """The other medicines that let the flag speak, in days that both share."""
    return [
        other
        for other in active
        if other.key != one.key
        and one.days & other.days
        and any(_is_partner(other.row, partner, not_swallowed) for partner in flag.partners)
    ]


def _is_partner(row: MedicineRow, partner: Partner, not_swallowed: Collection[str]) -> bool:
    match partner.kind:
        case PartnerKind.ANY_MEDICINE:
            return True
        case PartnerKind.ANY_SWALLOWED:
            return row.substance not in not_swallowed
        case PartnerKind.FLAG:
            return partner.name in row.interaction_flags
        case PartnerKind.CLASS:
            return partner.name == row.class_id
        case PartnerKind.ATC4:
            return row.atc5.startswith(partner.name)
        case _:
            return False


def _eaten(one: _Active, flag: InteractionFlag, on_days: OnDays) -> dict[str, frozenset[date]]:
    """Foods that let the flag speak, with the days that they share with the medicine."""
    groups = [food_groups()[partner.name] for partner in flag.partners if partner.kind is PartnerKind.FOOD_GROUP]
    food_ids = sorted({food_id for group in groups for food_id in group.food_ids})
    return {food_id: days for food_id in food_ids if (days := on_days.foods.get(food_id, frozenset()) & one.days)}


def _prompt(
    flag: InteractionFlag, one: _Active, names: tuple[str, ...], days: Iterable[date], *, keys: tuple[str, ...] = ()
) -> Prompt:
    return Prompt(
        flag=flag,
        medicine=one.key,
        name=one.name,
        others=keys,
        other_names=names,
        days=tuple(sorted(days)),
    )
