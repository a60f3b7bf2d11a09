"""What stands before any sentence about bacteria: medicines, stool form, illness, travel and food before a sample."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from commensal.diary.exposures.medicine_windows import COURSE_CLASSES, medicine_windows
from commensal.knowledge.medicines import MedicineTable, medicine_table
from commensal.knowledge.safety_words import MedicineNamed, medicines_in
from commensal.knowledge.sample_context import context_rules, contexts_in
from commensal.microbiome.result import Reason
from commensal.records.entry import Entry
from commensal.records.facts import (
    STANDING_KINDS,
    AboutMe,
    Event,
    Food,
    MedicineDose,
    Note,
    StoolForm,
    SymptomRating,
)
from commensal.vocab.presence import Presence

WEEK_DAYS: Final = 7
LOOSE_FORMS: Final = frozenset({6, 7})
HARD_FORMS: Final = frozenset({1, 2})
_TIERS_WITH_EFFECT: Final = frozenset({"primary", "secondary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineBefore:
    """A class of medicines that is relevant on the day of the sample.

    Parameters
    ----------
    names : as logged or named, sorted.
    days_since_last_dose : None for one that was named as regular and not logged. [days]
    effect : what is known of it and gut bacteria, in plain words; empty where it is not well known.
    grade : of that, GRADE word.
    """

    class_id: str
    label: str
    names: tuple[str, ...]
    days_since_last_dose: int | None
    effect: str
    grade: str
    is_course: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something else before the sample: ``bowel_preparation``, ``illness``, ``loose_stool`` or ``travel``.

    Parameters
    ----------
    days : on which it was logged, in order.
    """

    context: str
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoodBefore:
    """What the week before the sample holds of food. [days]"""

    n_days_with_food: int
    n_foods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleContext:
    """The days before one sample.

    Parameters
    ----------
    day : of the sample; None where nobody said, and then the diary cannot be laid beside it.
    has_diary : whether any days were handed over.
    n_days_written : of the eight weeks before the sample, days on which anything was logged. [days]
    medicines : antibiotics first, then those whose effect is best known.
    is_medicine_asked : whether anything at all was said of medicines; if not, "none" is not known.
    stool_forms : Bristol types within two days of the sample (lewis1997); empty where none was logged.
    happened : what else makes the sample less like an ordinary one.
    """

    day: date | None
    has_diary: bool
    n_days_written: int = 0
    medicines: tuple[MedicineBefore, ...] = ()
    is_medicine_asked: bool = False
    stool_forms: tuple[int, ...] = ()
    happened: tuple[Happened, ...] = ()
    food: FoodBefore | None = None

    @property
    def is_after_antibiotics(self) -> bool:
        """Whether an antibiotic was logged within its eight weeks."""
        return any(one.is_course for one in self.medicines)

    @property
    def disturbances(self) -> tuple[Reason, ...]:
        """What widens the bands: ``microbiome.summarise`` and ``compare`` take it as it is."""
        found = [Reason(key="antibiotics")] if self.is_after_antibiotics else []
        return (*found, *(Reason(key=one.context) for one in self.happened))

    @property
    def is_loose(self) -> bool:
        """Whether a loose or liquid stool was logged around the sample."""
        return any(form in LOOSE_FORMS for form in self.stool_forms)


def context_of(entries: Sequence[Entry] | None, day: date | None) -> SampleContext:
    """What a diary says of the days before a sample.

    Parameters
    ----------
    entries : of the diary; None where there is none.
    day : of the sample.

    Notes
    -----
    How far back each kind counts stands in ``knowledge/data/taxa/sample_context.tsv``; most windows are our choice.
    """
    if entries is None or day is None:
        return SampleContext(day=day, has_diary=entries is not None)
    stated = [entry for entry in entries if entry.origin.reaches_analysis]
    longest = max(rule.window_days for rule in context_rules().values())
    near = [
        entry
        for entry in stated
        if entry.kind not in STANDING_KINDS and timedelta() <= day - entry.day <= timedelta(days=longest)
    ]
    table = medicine_table()
    medicines = (*_taken(near, day, table), *_named(stated, near, table))
    forms = _forms(stated, day)
    return SampleContext(
        day=day,
        has_diary=True,
        n_days_written=len({entry.day for entry in near}),
        medicines=tuple(sorted(medicines, key=lambda one: (not one.is_course, not one.effect, one.label))),
        is_medicine_asked=_is_medicine_asked(stated, near),
        stool_forms=tuple(form for _, form in forms),
        happened=_happened(near, forms, day),
        food=_food(near, day),
    )


def _taken(near: Iterable[Entry], day: date, table: MedicineTable) -> tuple[MedicineBefore, ...]:
    doses = [(entry.day, entry.fact) for entry in near if isinstance(entry.fact, MedicineDose)]
    active = medicine_windows(doses, table).get(day, ())
    return tuple(
        _before(one.class_id, one.substances, table, since=one.days_since_last_dose)
        for one in active
        if table.classes[one.class_id].flag_tier in _TIERS_WITH_EFFECT
    )


def _named(stated: Iterable[Entry], near: Iterable[Entry], table: MedicineTable) -> tuple[MedicineBefore, ...]:
    """Regular medicines that the person named and did not log: taken to be taken."""
    logged = {entry.fact.substance_id for entry in near if isinstance(entry.fact, MedicineDose)}
    said = [
        entry.fact.value for entry in stated if isinstance(entry.fact, AboutMe) and entry.fact.aspect == "medicines"
    ]
    names: dict[str, set[str]] = {}
    for medicine in medicines_in(said[-1].replace(";", ", ")) if said else ():
        if medicine.substances & logged:
            continue
        for class_id in _classes(medicine, table):
            names.setdefault(class_id, set()).add(medicine.words)
    return tuple(_before(key, tuple(sorted(found)), table, since=None) for key, found in sorted(names.items()))


def _classes(medicine: MedicineNamed, table: MedicineTable) -> frozenset[str]:
    """The classes that a name may stand for; a kind ("a PPI") stands for the class of that name, where there is one."""
    substances = medicine.substances or {one for group in medicine.groups for one in table.groups[group]}
    rows = [table.medicines[one] for one in substances if one in table.medicines]
    classes = frozenset(row.class_id for row in rows if row.flag_tier in _TIERS_WITH_EFFECT)
    return classes & medicine.groups or classes


def _before(class_id: str, names: tuple[str, ...], table: MedicineTable, *, since: int | None) -> MedicineBefore:
    group = table.classes[class_id]
    return MedicineBefore(
        class_id=class_id,
        label=group.label,
        names=names,
        days_since_last_dose=since,
        effect=group.plain_effect,
        grade=group.evidence_grade,
        is_course=class_id in COURSE_CLASSES,
    )


def _is_medicine_asked(stated: Iterable[Entry], near: Iterable[Entry]) -> bool:
    return any(isinstance(entry.fact, MedicineDose) for entry in near) or any(
        isinstance(entry.fact, AboutMe) and entry.fact.aspect == "medicines" for entry in stated
    )


def _forms(stated: Iterable[Entry], day: date) -> tuple[tuple[date, int], ...]:
    """Forms logged within the window on either side: the sample may be one of them, or come the morning before."""
    within = timedelta(days=context_rules()["loose_stool"].window_days)
    return tuple(
        (entry.day, entry.fact.form)
        for entry in stated
        if isinstance(entry.fact, StoolForm) and entry.fact.form is not None and abs(entry.day - day) <= within
    )


def _happened(near: Iterable[Entry], forms: Sequence[tuple[date, int]], day: date) -> tuple[Happened, ...]:
    days: dict[str, set[date]] = {}
    for entry in near:
        for context in _contexts(entry):
            if (day - entry.day).days <= context_rules()[context].window_days:
                days.setdefault(context, set()).add(entry.day)
    if loose := {on for on, form in forms if form in LOOSE_FORMS}:
        days["loose_stool"] = loose
    return tuple(Happened(context=context, days=tuple(sorted(days[context]))) for context in sorted(days))


def _contexts(entry: Entry) -> frozenset[str]:
    fact = entry.fact
    if isinstance(fact, Note):
        return contexts_in(fact.text)
    if isinstance(fact, Event) and fact.presence is Presence.RECORDED:
        return contexts_in(fact.name.replace("_", " "))
    if isinstance(fact, SymptomRating) and fact.presence is Presence.RECORDED and fact.score:
        return contexts_in(fact.symptom.replace("_", " "))
    return frozenset()


def _food(near: Iterable[Entry], day: date) -> FoodBefore | None:
    week = [
        entry
        for entry in near
        if isinstance(entry.fact, Food)
        and entry.fact.presence is Presence.RECORDED
        and (day - entry.day).days < WEEK_DAYS
    ]
    if not week:
        return None
    names = {entry.fact.food_id or entry.fact.name for entry in week if isinstance(entry.fact, Food)}
    return FoodBefore(n_days_with_food=len({entry.day for entry in week}), n_foods=len(names))
