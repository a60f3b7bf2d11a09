"""The story "my medicines": what was logged, what is known of it, and what to ask a pharmacist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches

from commensal.diary.exposures.medicine_log import LoggedMedicine, logged_medicines
from commensal.diary.exposures.medicine_prompts import HARD_FORMS, OnDays, Prompt, prompts
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import MedicineClass, MedicineRow, MedicineTable, medicine_table
from commensal.records.entry import Entry
from commensal.records.facts import STANDING_KINDS, Food, MedicineDose, StoolForm
from commensal.records.person import Flag, Person
from commensal.safety.screen import Screening, screen
from commensal.safety.screened import FiredRule
from commensal.service.home import Home
from commensal.service.person import person_of, recent_days_of
from commensal.service.truth import is_synthetic
from commensal.vocab.answers import Answer
from commensal.vocab.errors import UsageError
from commensal.vocab.presence import Presence

N_PROMPT_DAYS = 84
"""How far back two things may lie and still be asked about together. [days]"""

_GAP_RULE = "S16"
# Interaction flags whose other side is the person, with the questions that tell.
_ABOUT_PERSON: Mapping[str, tuple[Flag, ...]] = {
    "central_line_avoid": (Flag.CENTRAL_LINE,),
    "immunocompromise_caution": (Flag.WEAK_IMMUNITY, Flag.CHEMOTHERAPY, Flag.TRANSPLANT),
    "pregnancy_avoid": (Flag.PREGNANT, Flag.TRYING_TO_CONCEIVE),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Medicines:
    """The medicines of a diary.

    Parameters
    ----------
    medicines : as logged, those on most days first.
    said : regular medicines that the person named about themselves and that were not logged.
    prompts : what to ask about, those for today first.
    n_days_written : days on which anything was logged.
    first_prompt_day : prompts look back as far as this.
    screening : what the safety gate says with nothing proposed; in an emergency nothing else may be shown.
    applies, ruled_out : interaction flags that speak of the person (pregnancy, weak defences) and that their
        answers make sure of, or rule out; a flag in neither was not asked about.
    country : for contacts, where the person gave it.
    """

    today: date
    medicines: tuple[LoggedMedicine, ...]
    said: tuple[LoggedMedicine, ...]
    prompts: tuple[Prompt, ...]
    n_days_written: int
    first_prompt_day: date
    screening: Screening
    applies: frozenset[str] = frozenset()
    ruled_out: frozenset[str] = frozenset()
    country: str | None = None
    is_synthetic: bool = False

    @property
    def about_person(self) -> tuple[tuple[str, str], ...]:
        """Medicines of the last weeks with a flag that the person's own answers make sure of: name and flag."""
        table = medicine_table()
        recent = [one for one in self.medicines if one.days and one.days[-1] >= self.first_prompt_day]
        return tuple(
            (one.name, flag)
            for one in (*recent, *self.said)
            if (row := table.medicines.get(one.key)) is not None
            for flag in row.interaction_flags
            if flag in self.applies
        )

    @property
    def gaps(self) -> tuple[FiredRule, ...]:
        """The rule on gaps in a medicine, where it fires."""
        return tuple(rule for rule in self.screening.fired if rule.rule_id == _GAP_RULE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineCard:
    """One medicine: as logged, what our table knows, and what to ask about it.

    Parameters
    ----------
    logged : None where the diary does not have it.
    row, group : None where our table does not have it.
    prompts : those that this medicine is part of.
    """

    name: str
    logged: LoggedMedicine | None
    row: MedicineRow | None
    group: MedicineClass | None
    prompts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineCards:
    """The cards that a name leads to; more than one where a name stands for several medicines."""

    cards: tuple[MedicineCard, ...]
    diary: Medicines


def medicines(home: Home) -> Medicines:
    """Every medicine that was logged, and what to ask about those of the last weeks."""
    with home.journal_to_read() as journal:
        kept = () if journal is None else journal.entries()
    today = home.today()
    entries = [entry for entry in kept if entry.origin.reaches_analysis and entry.kind not in STANDING_KINDS]
    table = medicine_table()
    doses = [(entry.day, entry.fact) for entry in entries if isinstance(entry.fact, MedicineDose)]
    written = {entry.day for entry in entries}
    logged = logged_medicines(doses, table, days_written=written)
    first_day = today - timedelta(days=N_PROMPT_DAYS - 1)
    who = person_of(kept)
    said = _said(who, logged, table, first_day, today)
    on_days = _on_days(entries, first_day, today)
    recent = [entry for entry in entries if first_day <= entry.day <= today]
    return Medicines(
        today=today,
        medicines=logged,
        said=said,
        prompts=prompts((*logged, *said), on_days, table=table, foods=food_table()),
        n_days_written=len(written),
        first_prompt_day=first_day,
        screening=screen(who, recent_days_of(recent), None, today=today),
        applies=frozenset(flag for flag, asked in _ABOUT_PERSON.items() if _is_any(who, asked, Answer.YES)),
        ruled_out=frozenset(flag for flag, asked in _ABOUT_PERSON.items() if _is_each_no(who, asked)),
        country=who.country,
        is_synthetic=is_synthetic(entries),
    )


def medicine_cards(home: Home, name: str) -> MedicineCards:
    """What the diary and our table have of a medicine.

    Parameters
    ----------
    name : substance, brand or short name, or the name under which it was logged.

    Raises
    ------
    UsageError : neither the diary nor our table has such a name.
    """
    diary, table = medicines(home), medicine_table()
    wanted = name.strip().casefold()
    known = (*diary.medicines, *diary.said)
    logged = [one for one in known if wanted in (one.name.casefold(), one.key.casefold())]
    substances = set(table.substances_by_name.get(wanted, ()))
    # A name may stand for several medicines: those that were logged are meant, and all of them if none was.
    logged += [one for one in known if one.substance in substances and one not in logged]
    if logged:
        return MedicineCards(cards=tuple(_card(one, None, diary, table) for one in logged), diary=diary)
    if not substances:
        raise _unknown(name, known, table)
    return MedicineCards(cards=tuple(_card(None, one, diary, table) for one in sorted(substances)), diary=diary)


def medicine_card_of(logged: LoggedMedicine, diary: Medicines) -> MedicineCard:
    """The card of a medicine that was logged."""
    return _card(logged, None, diary, medicine_table())


def _card(logged: LoggedMedicine | None, substance: str | None, diary: Medicines, table: MedicineTable) -> MedicineCard:
    key = substance if logged is None else logged.key
    row = table.medicines.get((logged.substance if logged is not None else substance) or "")
    return MedicineCard(
        name=logged.name if logged is not None else substance or "",
        logged=logged,
        row=row,
        group=None if row is None else table.classes[row.class_id],
        prompts=tuple(prompt for prompt in diary.prompts if key is not None and prompt.is_about(key)),
    )


def _is_any(who: Person, asked: Iterable[Flag], answer: Answer) -> bool:
    return any(who.answer(flag) is answer for flag in asked)


def _is_each_no(who: Person, asked: Iterable[Flag]) -> bool:
    return all(who.answer(flag) is Answer.NO for flag in asked)


def _said(
    who: Person, logged: Iterable[LoggedMedicine], table: MedicineTable, first_day: date, today: date
) -> tuple[LoggedMedicine, ...]:
    """Regular medicines that were named and not logged: they count on every day that is looked at."""
    known = {one.key for one in logged}
    named = {(table.substances_by_name.get(name.casefold()) or (name.casefold(),))[0]: name for name in who.medicines}
    return tuple(
        LoggedMedicine(
            name=name,
            substance=key if key in table.medicines else None,
            days=(),
            n_doses=0,
            as_typed=(),
            days_not_taken=(),
            use=None,
            stretches=(),
            counts_on=tuple(first_day + timedelta(days=step) for step in range((today - first_day).days + 1)),
        )
        for key, name in named.items()
        if key not in known
    )


def _on_days(entries: Iterable[Entry], first_day: date, last_day: date) -> OnDays:
    foods: dict[str, set[date]] = defaultdict(set)
    hard: set[date] = set()
    for entry in entries:
        fact = entry.fact
        if isinstance(fact, Food) and fact.food_id is not None and fact.presence is Presence.RECORDED:
            foods[fact.food_id].add(entry.day)
        elif isinstance(fact, StoolForm) and fact.form in HARD_FORMS:
            hard.add(entry.day)
    return OnDays(
        first=first_day,
        last=last_day,
        foods={food: frozenset(days) for food, days in foods.items()},
        hard_stools=frozenset(hard),
    )


def _unknown(name: str, known: Iterable[LoggedMedicine], table: MedicineTable) -> UsageError:
    names = [*(one.name.casefold() for one in known), *table.substances_by_name]
    near = get_close_matches(name.strip().casefold(), names, n=3, cutoff=0.75)
    return UsageError(
        where="the name of a medicine",
        found=repr(name),
        expected="a medicine that was logged, or one of our table" + (f" (such as {', '.join(near)})" if near else ""),
        do="'commensal medicines' shows what was logged.",
    )
