"""What is known of a person for their safety: kept in the diary, answer by answer, and read as one record."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from types import MappingProxyType

from commensal.instruments.pem import INSTRUMENT_ID as PEM_INSTRUMENT
from commensal.instruments.pem import pem_flag
from commensal.knowledge.safety_words import code_of_country
from commensal.records.entry import Entry
from commensal.records.facts import (
    STANDING_KINDS,
    AboutMe,
    Activity,
    Clearance,
    Food,
    MedicineDose,
    Note,
    QuestionnaireAnswers,
    RuleCleared,
    StoolForm,
    SymptomRating,
)
from commensal.records.person import AgeBand, Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.service.home import Home
from commensal.service.repeating import DIARY_SOURCE
from commensal.service.trial_stops import TrialHeld, hold_if_called
from commensal.vocab.answers import Answer
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.ids import imported_entry_id
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

N_RECENT_DAYS = 84
"""How many days the safety rules look back: diarrhoea within twelve weeks of an antibiotic matters (rule S09)."""

_KINDS = frozenset({"about_me", "rule_cleared", "questionnaire"})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersKept:
    """What was kept of a person's answers about themselves, by question.

    Parameters
    ----------
    trial_held : a trial that is no longer fit for them and was ended by this; None when there is none.
    """

    values: Mapping[str, str]
    trial_held: TrialHeld | None = None


def person(home: Home) -> Person:
    """What the diary knows of this person; everything may be unknown, and then nothing was asked or answered."""
    with home.journal_to_read() as journal:
        return Person() if journal is None else person_of(journal.entries(kinds=_KINDS))


def person_of(entries: Iterable[Entry]) -> Person:
    """The person as entries tell of them: the newest answer to each question holds.

    A questionnaire on post-exertional malaise answers that question when the person did not.
    """
    told: dict[str, str] = {}
    cleared: dict[Clearance, dict[str, date]] = {clearance: {} for clearance in Clearance}
    pem: Answer | None = None
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.recorded_at)):
        fact = entry.fact
        if isinstance(fact, AboutMe):
            told[fact.aspect] = fact.value
        elif isinstance(fact, RuleCleared):
            cleared[fact.clearance][fact.rule_id] = entry.day
        elif isinstance(fact, QuestionnaireAnswers) and fact.instrument_id == PEM_INSTRUMENT:
            pem = pem_flag(json.loads(fact.answers)) or pem
    answers = {flag: Answer(told[flag.value]) for flag in Flag if told.get(flag.value)}
    if pem is Answer.YES or (pem is not None and Flag.PEM not in answers):
        answers[Flag.PEM] = pem
    return Person(
        age_years=_whole_number(told.get("age_years")),
        age_band=AgeBand(told["age_band"]) if told.get("age_band") else None,
        country=told.get("country") or None,
        sex=told.get("sex") or None,
        conditions=_listed(told.get("conditions")),
        medicines=_listed(told.get("medicines")),
        answers=MappingProxyType(answers),
        seen_by_clinician=MappingProxyType(cleared[Clearance.SEEN_BY_CLINICIAN]),
        said_safe=MappingProxyType(cleared[Clearance.SAID_SAFE]),
        bmi=float(told["bmi"]) if told.get("bmi") else None,
        avoided_food_groups=_listed(told.get("avoided_food_groups")),
    )


def keep_answers(home: Home, values: Mapping[str, str]) -> AnswersKept:
    """Keep what a person says of themselves, as one action. An empty value takes an answer back.

    Raises
    ------
    UsageError : a question that nobody asks, or an answer that does not fit it; nothing was written.
    """
    kept = {aspect: _checked(aspect, value.strip()) for aspect, value in values.items()}
    if not kept:
        raise UsageError(where="about you", found="no answer", expected="at least one", do="Nothing was changed.")
    now = home.now()
    entries = [
        Entry(
            id=imported_entry_id(DIARY_SOURCE, f"about_me/{aspect}"),
            fact=AboutMe(aspect=aspect, value=value),
            day=now.date(),
            recorded_at=now,
            origin=Origin.ENTERED,
            source=DIARY_SOURCE,
        )
        for aspect, value in kept.items()
    ]
    with home.journal() as journal:
        journal.append(entries, action="about me", now=now)
    return AnswersKept(values=MappingProxyType(kept), trial_held=hold_if_called(home, reads_all=True))


def clear_rule(home: Home, rule_id: str, clearance: Clearance, *, on: date | None = None) -> date:
    """Keep that a clinician has looked at something, or that a person is safe; the day it counts from.

    Raises
    ------
    InvalidRecordError : a day that has not come.
    """
    now = home.now()
    day = on or now.date()
    if day > now.date():
        raise InvalidRecordError(
            where="the day", found=day.isoformat(), expected="today or a day before", do="Give the day it happened."
        )
    fact = RuleCleared(rule_id=rule_id, clearance=clearance)
    entry = Entry(
        id=imported_entry_id(DIARY_SOURCE, f"rule_cleared/{rule_id}/{clearance.value}/{day.isoformat()}"),
        fact=fact,
        day=day,
        recorded_at=now,
        origin=Origin.ENTERED,
        source=DIARY_SOURCE,
    )
    with home.journal() as journal:
        journal.append([entry], action="about me", now=now)
    return day


def recent_days(home: Home, *, n_days: int = N_RECENT_DAYS) -> tuple[RecentDay, ...]:
    """The last days on which anything was logged, as the safety rules read them; oldest first."""
    today = home.today()
    with home.journal_to_read() as journal:
        if journal is None:
            return ()
        return recent_days_of(journal.entries(first_day=today - timedelta(days=n_days - 1), last_day=today))


def recent_days_of(entries: Iterable[Entry]) -> tuple[RecentDay, ...]:
    """Days of entries as the safety rules read them. What was only suggested on a screen stays out."""
    stated = [entry for entry in entries if entry.origin.reaches_analysis and entry.kind not in STANDING_KINDS]
    by_day = groupby(sorted(stated, key=lambda entry: entry.day), key=lambda entry: entry.day)
    return tuple(_recent_day(day, tuple(entry.fact for entry in group)) for day, group in by_day)


def _recent_day(day: date, facts: tuple[object, ...]) -> RecentDay:
    doses = [fact for fact in facts if isinstance(fact, MedicineDose)]
    foods = [fact for fact in facts if isinstance(fact, Food) and fact.presence is Presence.RECORDED]
    ratings = [fact for fact in facts if isinstance(fact, SymptomRating)]
    loads = [fact.load for fact in facts if isinstance(fact, Activity) and fact.load is not None]
    return RecentDay(
        day=day,
        texts=tuple(fact.text for fact in facts if isinstance(fact, Note)),
        ratings=MappingProxyType({fact.symptom: fact.score for fact in ratings if fact.score is not None}),
        medicine_substances=_substances(doses, lambda presence: presence is Presence.RECORDED),
        medicines_not_taken=_substances(doses, lambda presence: presence is Presence.NONE),
        food_ids=tuple(dict.fromkeys(fact.food_id or fact.name for fact in foods)),
        stool_forms=tuple(fact.form for fact in facts if isinstance(fact, StoolForm) and fact.form is not None),
        load=max(loads, default=None),
    )


def _substances(doses: Iterable[MedicineDose], holds: Callable[[Presence], bool]) -> tuple[str, ...]:
    names = (dose.substance_id or dose.name for dose in doses if holds(dose.presence))
    return tuple(dict.fromkeys(names))


def _listed(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split(";") if part.strip())


def _whole_number(value: str | None) -> int | None:
    return int(value) if value else None


def _checked(aspect: str, value: str) -> str:
    """The value in the form in which it is kept; the record itself checks ranges."""
    expected = _EXPECTED.get(aspect) or ("yes, no or unknown" if aspect in _FLAGS else None)
    if expected is None:
        raise UsageError(
            where="about you", found=repr(aspect), expected="one of: " + ", ".join(ASPECTS), do="Check the name."
        )
    if not value:
        return value
    try:
        return _KEPT_AS[aspect](value) if aspect in _KEPT_AS else Answer(value.casefold()).value
    except (ValueError, InvalidRecordError) as problem:
        raise UsageError(
            where=f"about you, {aspect.replace('_', ' ')}",
            found=repr(value),
            expected=expected,
            do="Correct it, or leave it out: every question can be skipped.",
        ) from problem


def _age(value: str) -> str:
    return str(Person(age_years=int(value)).age_years)


def _bmi(value: str) -> str:
    return f"{Person(bmi=float(value)).bmi:g}"


def _country(value: str) -> str:
    code = code_of_country(value) or value.upper()
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise ValueError(value)
    return code


def _list(value: str) -> str:
    return ";".join(dict.fromkeys(_listed(value.replace(",", ";"))))


_FLAGS = tuple(flag.value for flag in Flag)
_EXPECTED = {
    "age_years": "a whole number of years from 0 to 130",
    "age_band": "under-18, 18-64 or 65-plus",
    "country": "a country, or two letters such as GB",
    "sex": "a word",
    "bmi": "a number from 5 to 150",
    "conditions": "names with commas between them",
    "medicines": "names with commas between them",
    "avoided_food_groups": "names with commas between them",
}
ASPECTS = (*_EXPECTED, *_FLAGS)
"""Every question about themselves that a person can answer."""

_KEPT_AS: dict[str, Callable[[str], str]] = {
    "age_years": _age,
    "age_band": lambda value: AgeBand(value.casefold()).value,
    "country": _country,
    "sex": str.casefold,
    "bmi": _bmi,
    "conditions": _list,
    "medicines": _list,
    "avoided_food_groups": _list,
}
