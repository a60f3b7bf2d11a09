"""Where a person stands today, as far as it matters for what may come next. Reads; decides nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from types import MappingProxyType

from commensal.guidance.library import outcomes_of_conditions
from commensal.guidance.step import Already
from commensal.knowledge.evidence import Evidence as Axis
from commensal.knowledge.foods import food_table
from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.safety_words import conditions_in, medicines_in, plain
from commensal.records.person import Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.vocab.answers import Answer
from commensal.vocab.ids import key_from_name

BAD_FROM = 8.0
"""A rating from which a day is a bad one for anybody. [0-10]"""

BAD_ABOVE_USUAL = 2.0
"""How far above one's own middle a rating makes a bad day. [points]"""

_BAD_NEVER_BELOW = 5.0
_ENOUGH_TO_KNOW_USUAL = 7
_RECENT_FOOD_DAYS = 28
_FEWEST_FOOD_DAYS = 7
_MANY_MEDICINES = 5
_MOST_GROUPS_OUT = 3
_LOWEST_BMI = 18.5
_PACING_RULE, _SEVERE_RULE, _NARROW_RULE = "S22", "S23", "S21"
_EATING_IS_A_WORRY = frozenset({"eating_disorder", "arfid", "underweight"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a person stands today.

    Parameters
    ----------
    conditions : nodes of the axis that the person's own words for their conditions mean.
    symptom_by_outcome : the rating that is kept most often, by the outcome it stands for; an outcome that belongs
        to a condition and was never rated has an empty name.
    n_days : days with at least one rating.
    worst : key and score of what makes today a bad day; None on other days.
    substances : medicines logged, or told of.
    named : conditions as the safety rules name them.
    told : ids of the rules that fire from the state of things, or from what was asked.
    """

    today: date
    person: Person
    axis: Axis
    days: tuple[RecentDay, ...]
    conditions: tuple[str, ...]
    symptom_by_outcome: Mapping[str, str]
    n_days: int
    worst: tuple[str, float] | None
    substances: frozenset[str]
    named: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()

    @property
    def is_bad_day(self) -> bool:
        """Whether today, or yesterday when today is still blank, is worse than a person should have to plan on."""
        return self.worst is not None

    @property
    def is_pem_possible(self) -> bool:
        """Whether effort is, or may be, paid for later: said so, or "I do not know", ME/CFS, or the gate thinks so."""
        said = self.person.answer(Flag.PEM) in (Answer.YES, Answer.UNKNOWN)
        return said or self.is_severe or "me_cfs" in self.conditions or _PACING_RULE in self.told

    @property
    def is_severe(self) -> bool:
        """Severe ME/CFS: said so, or "I do not know", or the gate thinks so."""
        said = self.person.answer(Flag.SEVERE_MECFS) in (Answer.YES, Answer.UNKNOWN)
        return said or _SEVERE_RULE in self.told

    @property
    def most_effort(self) -> int:
        """How much a step may ask today: 1 very little, 2 some, 3 a lot."""
        if self.is_bad_day or self.is_severe:
            return 1
        return 2 if self.is_pem_possible else 3

    @property
    def has_narrow_diet(self) -> bool:
        """Whether eating is, or has been, a worry in itself: then a dietitian comes before any food idea."""
        is_thin = self.person.bmi is not None and self.person.bmi < _LOWEST_BMI
        history = self.person.answer(Flag.EATING_DISORDER_HISTORY) in (Answer.YES, Answer.UNKNOWN)
        return is_thin or history or bool(self.named & _EATING_IS_A_WORRY) or self.has_many_foods_out

    @property
    def has_many_foods_out(self) -> bool:
        """Whether more than three groups of food are left out at present, or the gate thinks so (rule S21)."""
        return _NARROW_RULE in self.told or len(set(self.person.avoided_food_groups)) > _MOST_GROUPS_OUT

    @property
    def has_food_to_stay_out(self) -> bool:
        """An allergy, or coeliac disease: bringing a food back may then be a danger, so no page suggests it."""
        words = (part for told in self.person.conditions for part in plain(told).split())
        return "coeliac" in self.named or any(word.startswith(("allerg", "anaphyl")) for word in words)

    @property
    def has_no_coeliac_test(self) -> bool:
        """Gut symptoms, and a plain no to the question about a coeliac test, of somebody who may still need one."""
        said_no = self.person.answer(Flag.COELIAC_TESTED) is Answer.NO
        return said_no and "gi_symptoms" in self.symptom_by_outcome and not self.has_food_to_stay_out

    @property
    def medicines_matter(self) -> bool:
        """Whether a talk with the pharmacist has a subject: many medicines, or one that gut microbes notice."""
        rows = medicine_table().medicines
        are_noticed = any(name in rows and rows[name].flag_tier == "primary" for name in self.substances)
        return are_noticed or len(self.substances) >= _MANY_MEDICINES

    def does_already(self, already: Already | None) -> bool:
        """Whether the recent days show the step as a habit. Too few days with food in them show nothing."""
        if already is None:
            return False
        since = self.today - timedelta(days=_RECENT_FOOD_DAYS)
        eaten = [day.food_ids for day in self.days if day.day > since and day.food_ids]
        n_with = sum(any(_counts(food_id, already) for food_id in food_ids) for food_ids in eaten)
        return len(eaten) >= _FEWEST_FOOD_DAYS and 7 * n_with >= already.days_a_week * len(eaten)


def situation_of(
    person: Person,
    days: Sequence[RecentDay],
    *,
    today: date,
    axis: Axis,
    n_days_by_symptom: Mapping[str, int] | None = None,
    told: frozenset[str] = frozenset(),
) -> Situation:
    """Where the person stands today.

    Parameters
    ----------
    axis : tells what conditions and ratings mean.
    n_days_by_symptom : days that the findings rest on, by rating: they reach further back than the recent ones. [days]
    told : as in ``Situation``.
    """
    known = n_days_by_symptom or {}
    past = tuple(sorted((_with_keys(day) for day in days if day.day <= today), key=lambda day: day.day))
    conditions = _conditions(person.conditions, axis)
    situation = Situation(
        today=today,
        person=person,
        axis=axis,
        days=past,
        conditions=conditions,
        symptom_by_outcome=MappingProxyType(_symptoms(past, known, conditions, axis)),
        n_days=max(*known.values(), 0, len({day.day for day in past if day.ratings})),
        worst=_worst(past, today, axis),
        substances=_substances(person.medicines, past),
        named=frozenset(name for words in person.conditions for name in conditions_in(words)),
        told=told,
    )
    if not situation.is_pem_possible:
        return situation
    outcomes = dict(situation.symptom_by_outcome)
    outcomes.setdefault("fatigue", "")  # where effort is paid for later it matters, rated or not
    return replace(situation, symptom_by_outcome=MappingProxyType(outcomes))


def _with_keys(day: RecentDay) -> RecentDay:
    """The day with its ratings under the keys that the day table has them under."""
    return replace(day, ratings=MappingProxyType({key_from_name(name): score for name, score in day.ratings.items()}))


def outcome_of_rating(key: str, axis: Axis) -> str:
    """The outcome that a rating stands for; empty when it stands for none, or when a high score is a good one.

    "Energy" and "mood" are rated by some people the one way and by some the other, so nothing is built on them.
    """
    place = axis.variables.get(key)
    is_outcome = place is not None and place.direction > 0 and axis.nodes[place.node].kind == "outcome"
    return place.node if place is not None and is_outcome else ""


def _conditions(told: Iterable[str], axis: Axis) -> tuple[str, ...]:
    known = outcomes_of_conditions()
    meant = (node for words in told for node in (*axis.aliases.get(plain(words), ()), *sorted(conditions_in(words))))
    also = ("me_cfs" for words in told if "severe_mecfs" in conditions_in(words))
    return tuple(dict.fromkeys(node for node in (*meant, *also) if node in known))


def _symptoms(
    days: Iterable[RecentDay], known: Mapping[str, int], conditions: Iterable[str], axis: Axis
) -> dict[str, str]:
    """What matters to the person: what was rated of late, most often first; then of old; then by condition."""
    recent = Counter(key for day in days for key in sorted(day.ratings))
    symptom_by_outcome: dict[str, str] = {}
    for counts in (recent, known):
        for key, n_days in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            if n_days and (outcome := outcome_of_rating(key, axis)):
                symptom_by_outcome.setdefault(outcome, key)
    for condition in conditions:
        for outcome in outcomes_of_conditions()[condition]:
            symptom_by_outcome.setdefault(outcome, "")
    return symptom_by_outcome


def _worst(days: Sequence[RecentDay], today: date, axis: Axis) -> tuple[str, float] | None:
    """The rating that makes the newest of today and yesterday a bad day; None when neither is."""
    for n_back in (0, 1):
        on = [day for day in days if day.day == today - timedelta(days=n_back) and day.ratings]
        if on:
            before = [day for day in days if day.day < on[0].day]
            bad = {
                key: score
                for day in on
                for key, score in day.ratings.items()
                if outcome_of_rating(key, axis) and _is_bad(key, score, before)
            }
            return min(bad.items(), key=lambda item: (-item[1], item[0])) if bad else None
    return None


def _is_bad(key: str, score: float, before: Iterable[RecentDay]) -> bool:
    if score >= BAD_FROM:
        return True
    usual = [day.ratings[key] for day in before if key in day.ratings]
    is_above = len(usual) >= _ENOUGH_TO_KNOW_USUAL and score >= median(usual) + BAD_ABOVE_USUAL
    return is_above and score >= _BAD_NEVER_BELOW


def _substances(told: Iterable[str], days: Iterable[RecentDay]) -> frozenset[str]:
    """What was taken, and what the person told of; a kind of medicine without a name counts as itself."""
    named = {
        min(medicine.substances) if medicine.substances else medicine.words
        for words in told
        for medicine in medicines_in(words)
    }
    return frozenset(named | {substance for day in days for substance in day.medicine_substances})


def _counts(food_id: str, already: Already) -> bool:
    return food_id in already.foods or _has_class(food_id, already)


def _has_class(food_id: str, already: Already) -> bool:
    row = food_table().foods.get(food_id)
    return row is not None and (
        (already.is_live and row.fermented == "live") or (already.is_prebiotic and bool(row.prebiotic))
    )
