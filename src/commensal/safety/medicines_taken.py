"""Which medicines a person takes, as far as it was said: regular ones, logged ones, ones named in a question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.safety_words import medicines_in
from commensal.records.person import Person
from commensal.records.recent_day import RecentDay
from commensal.safety.truth import Reason
from commensal.safety.whose_medicine import named_but_not_taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One medicine that counts as taken.

    Parameters
    ----------
    name : substance, or the words that name a kind.
    groups : its groups, as ``MedicineTable.groups`` names them.
    day : the day it was logged on; None for a regular one, or one that the question names.
    is_asked : only the question names it.
    """

    name: str
    substances: frozenset[str]
    groups: frozenset[str]
    day: date | None = None
    is_asked: bool = False

    @property
    def reason(self) -> Reason:
        """The same as a reason for a verdict."""
        return Reason(what="medicine", words=self.name, day=self.day)


def medicines_taken(person: Person, days: Sequence[RecentDay], question: str) -> tuple[Taken, ...]:
    """Every medicine that counts as taken, regular ones first."""
    others = named_but_not_taken(question, is_question=True)
    asked = (one for one in _named(question, is_asked=True) if not {one.name, *one.substances} & others)
    return (*_regular(person), *_logged(days), *asked)


def of_group(taken: Sequence[Taken], group: str) -> tuple[Taken, ...]:
    """Those of one group."""
    return tuple(medicine for medicine in taken if group in medicine.groups)


def groups_of(substance: str) -> frozenset[str]:
    """The groups of one substance of the table."""
    return frozenset(group for group, members in medicine_table().groups.items() if substance in members)


def _regular(person: Person) -> Iterator[Taken]:
    for words in person.medicines:
        yield from _named(words, is_asked=False)


def _logged(days: Sequence[RecentDay]) -> Iterator[Taken]:
    for day in days:
        others = frozenset(name for text in day.texts for name in named_but_not_taken(text))
        for name in day.medicine_substances:
            if name in others:
                continue
            if name in medicine_table().medicines:
                yield Taken(name=name, substances=frozenset({name}), groups=groups_of(name), day=day.day)
            else:
                yield from (replace(one, day=day.day) for one in _named(name, is_asked=False))


def _named(text: str, *, is_asked: bool) -> Iterator[Taken]:
    for medicine in medicines_in(text):
        yield Taken(name=medicine.words, substances=medicine.substances, groups=medicine.groups, is_asked=is_asked)
