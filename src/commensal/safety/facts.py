"""The named facts that triggers speak of, as they stand for one person, their days and what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from commensal.knowledge.safety_words import conditions_in
from commensal.records.person import AgeBand, Flag, Person
from commensal.records.recent_day import RecentDay
from commensal.safety import derived, gaps
from commensal.safety.asked import Asked
from commensal.safety.expressions import Expression, Together, holds
from commensal.safety.medicines_taken import Taken, medicines_taken, of_group
from commensal.safety.mentions import Said, said_in_days, said_in_question
from commensal.safety.triggers import FlagFacts, flag_facts
from commensal.safety.truth import NO, Reason, Truth, Verdict, yes, yes_if
from commensal.safety.wish_in_passing import wish_in_passing
from commensal.vocab.answers import Answer

DERIVED: Mapping[str, Callable[[PersonFacts], Verdict]] = {
    **derived.FACTS,
    **gaps.FACTS,
    "wish_in_passing": wish_in_passing,
}
"""Facts that need more than a look: by name, as functions."""

_LOWEST_AGE = {AgeBand.UNDER_18: 0, AgeBand.ADULT: 18, AgeBand.OLDER: 65}
_HIGHEST_AGE = {AgeBand.UNDER_18: 17, AgeBand.ADULT: 64, AgeBand.OLDER: 130}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Everything that the triggers may look at.

    Parameters
    ----------
    said : what the words of days and question say is so.
    taken : medicines that count as taken.
    conditions : by name, with the person's own words for each.
    question : as it was typed; empty where nothing was asked.
    """

    person: Person
    days: tuple[RecentDay, ...]
    today: date
    said: tuple[Said, ...]
    taken: tuple[Taken, ...]
    conditions: Mapping[str, str]
    question: str
    asked: Asked

    def mentions(self, *concepts: str) -> tuple[Said, ...]:
        """Where the words say one of these."""
        return tuple(one for one in self.said if one.concept in concepts)

    def asking(self, what: Asked) -> PersonFacts:
        """The same facts with something else proposed."""
        return replace(self, asked=what)

    def since(self, keeps: Callable[[Said], bool]) -> PersonFacts:
        """The same facts, of what was said only that which ``keeps``."""
        return replace(self, said=tuple(one for one in self.said if keeps(one)))

    @property
    def lowest_age(self) -> int | None:
        """The least the person's age can be; None when nothing is known. [years]"""
        if self.person.age_years is not None:
            return self.person.age_years
        return None if self.person.age_band is None else _LOWEST_AGE[self.person.age_band]

    @property
    def highest_age(self) -> int | None:
        """The most the person's age can be; None when nothing is known. [years]"""
        if self.person.age_years is not None:
            return self.person.age_years
        return None if self.person.age_band is None else _HIGHEST_AGE[self.person.age_band]

    def named(self, kind: str, name: str) -> Verdict:
        """Whether one fact that has a name holds."""
        return _NAMED[kind](self, name)

    def counted(self, kind: str, limit: float) -> Verdict:
        """Whether a number that is known reaches a limit. An age that is not known reaches none."""
        match kind:
            case "age_at_least":
                is_so = self.lowest_age is not None and self.lowest_age >= limit
            case "bmi_below":
                is_so = self.person.bmi is not None and self.person.bmi < limit
            case "avoided_groups_above":
                is_so = len(set(self.person.avoided_food_groups)) > limit
            case _:
                raise AssertionError(f"no number {kind!r}")
        return yes(Reason(what=kind, words=f"{limit:g}")) if is_so else NO

    def together(self, part: Together) -> Verdict:
        """A medicine that is taken regularly, or was logged near what was logged."""
        logged = [one for one in self.mentions(*part.concepts) if not one.is_asked]
        medicines = of_group(self.taken, part.medicine)
        reasons: list[Reason] = []
        for medicine in medicines:
            within = timedelta(days=part.within_days)
            close = [one for one in logged if medicine.day is None or abs(one.day - medicine.day) <= within]
            reasons += [medicine.reason, close[-1].reason] if close else []
        return yes_if(dict.fromkeys(reasons))

    def flag(self, flag: Flag) -> Verdict:
        """The answer to a question, or what answers it without asking."""
        known = flag_facts().get(flag, FlagFacts())
        if (shown := self._shown(known.yes)).truth is Truth.YES:
            return Verdict(truth=Truth.YES, reasons=tuple(replace(one, flag=flag) for one in shown.reasons))
        answer = self.person.answer(flag)
        if answer is Answer.NO or self._shown(known.no).truth is Truth.YES:
            return NO
        if answer is None:
            return self._unanswered(flag, known)
        truth = Truth.YES if answer is Answer.YES else Truth.UNKNOWN
        return Verdict(truth=truth, reasons=(Reason(what=flag.value, words=answer.value, flag=flag),))

    def _unanswered(self, flag: Flag, known: FlagFacts) -> Verdict:
        if self._shown(known.covered).truth is Truth.YES:
            return NO
        if (shown := self._shown(known.likely)).truth is Truth.YES:
            return Verdict(truth=Truth.UNKNOWN, reasons=tuple(replace(one, flag=flag) for one in shown.reasons))
        return Verdict(truth=Truth.NOT_ASKED, reasons=(Reason(what=flag.value, flag=flag),))

    def _shown(self, expression: Expression | None) -> Verdict:
        return NO if expression is None else holds(expression, self)


def _concept(facts: PersonFacts, name: str) -> Verdict:
    return yes_if(one.reason for one in facts.mentions(name))


def _logged(facts: PersonFacts, name: str) -> Verdict:
    return yes_if(one.reason for one in facts.mentions(name) if not one.is_asked)


def _condition(facts: PersonFacts, name: str) -> Verdict:
    return yes(Reason(what=name, words=facts.conditions[name])) if name in facts.conditions else NO


def _medicine(facts: PersonFacts, name: str) -> Verdict:
    return yes_if(medicine.reason for medicine in of_group(facts.taken, name))


def _asks(facts: PersonFacts, name: str) -> Verdict:
    if name in facts.asked.names:
        return yes(Reason(what="asked", words=name))
    return yes_if(one.reason for one in facts.mentions(name) if one.is_asked)


def _says(facts: PersonFacts, name: str) -> Verdict:
    return yes(Reason(what="asked", words=name)) if facts.asked.says(name) else NO


def _sex(facts: PersonFacts, name: str) -> Verdict:
    word = (facts.person.sex or "").strip().casefold()
    is_so = {"m": "male", "man": "male", "f": "female", "woman": "female"}.get(word, word) == name
    return yes(Reason(what="sex", words=name)) if is_so else NO


_NAMED: Mapping[str, Callable[[PersonFacts, str], Verdict]] = {
    "concept": _concept,
    "logged": _logged,
    "flag": lambda facts, name: facts.flag(Flag(name)),
    "condition": _condition,
    "medicine": _medicine,
    "asks": _asks,
    "says": _says,
    "sex": _sex,
    "fact": lambda facts, name: DERIVED[name](facts),
}


def facts_of(person: Person, days: Sequence[RecentDay], *, question: str, today: date, what: Asked) -> PersonFacts:
    """Gather the facts once; what is proposed may change afterwards (``asking``)."""
    past = tuple(sorted((day for day in days if day.day <= today), key=lambda day: day.day))
    return PersonFacts(
        person=person,
        days=past,
        today=today,
        said=(*said_in_days(past), *(said_in_question(question, today) if question.strip() else ())),
        taken=medicines_taken(person, past, question),
        conditions={name: words for words in person.conditions for name in sorted(conditions_in(words))},
        question=question,
        asked=what,
    )
