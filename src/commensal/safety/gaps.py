"""Gaps in a regular medicine that is not to be left suddenly, and which medicine a wish to change speaks of.

A gap may be a fact or only a line that was not written: the sentence that goes with it says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.safety_words import MedicineNamed, medicines_in, plain
from commensal.records.recent_day import RecentDay
from commensal.safety.medicines_taken import groups_of
from commensal.safety.mentions import Said
from commensal.safety.truth import NO, Reason, Verdict, yes, yes_if

if TYPE_CHECKING:
    from commensal.safety.facts import PersonFacts

_MATTERS = "gap_matters"
_WISHES = ("S16.wish_to_stop", "S16.wish_to_skip", "S16.wish_to_lower", "S16.wish_to_swap")
_AS_NEEDED = frozenset({"opioid", "benzodiazepine_or_z_drug"})
"""Often taken as needed: a day without one is a gap only where it was clearly regular."""

_DENIAL = (
    r"\b(?:no|without|skipped|missed|forgot|nor|(?:did|have|has|had|was|were|could)(?: not|nt)"
    r"(?: \w+)? (?:take|taken|have|had)|not taken|not had|out of)"
)

# The habit that makes a silence a gap. All ours; strict, because a silence is mostly only a silence.
_HABIT_DAYS = 4
_HABIT_DAYS_OF_A_LISTED_ONE = 3
_HABIT_SHARE = 0.8
_SILENT_DAYS = 2
_LOOK_BACK = timedelta(days=28)


def gap_in_words(facts: PersonFacts) -> Verdict:
    """Said to have been missed, run out or stopped, and no prescriber is said to have changed it."""
    led = {one.text for one in facts.mentions("S16.clinician_led")}
    return yes_if(one.reason for one in facts.mentions("S16.gap") if one.text not in led and _matters(facts, one))


def gap_recorded(facts: PersonFacts) -> Verdict:
    """Recorded as not taken, and a regular one."""
    return yes_if(
        Reason(what="gap", words=substance, day=day.day)
        for day in facts.days
        for substance in day.medicines_not_taken
        if _MATTERS in groups_of(substance)
        and (not _AS_NEEDED & groups_of(substance) or _is_regular(facts, substance))
        and _is_said_not_taken(day, substance)
    )


def gap_in_the_log(facts: PersonFacts) -> Verdict:
    """Logged on most days, then on two logged days running not at all."""
    logged = tuple(day for day in facts.days if day.food_ids or day.medicine_substances)
    return yes_if(
        Reason(what="gap", words=substance, day=silent)
        for substance in sorted({name for day in logged for name in day.medicine_substances})
        if _MATTERS in groups_of(substance) and not _was_led(facts, substance)
        for silent in _silence_after_habit(logged, substance, _days_of_habit(facts, substance), facts.today)
    )


def ppi_change_asked(facts: PersonFacts) -> Verdict:
    """A change is wished for, and it is of an acid blocker, or of no medicine that was named."""
    wishes = facts.mentions(*_WISHES)
    is_proposed = "medicine_change" in facts.asked.names
    if not wishes and not is_proposed:
        return NO
    named = [medicine for wish in wishes for medicine in _about(wish)]
    if not named:
        named = list(medicines_in(facts.asked.words))
    if named and not any("ppi" in medicine.groups for medicine in named):
        return NO
    return yes(*(wish.reason for wish in wishes)) if wishes else yes(Reason(what="asked", words="medicine_change"))


FACTS: Mapping[str, Callable[[PersonFacts], Verdict]] = {
    fact.__name__: fact for fact in (gap_in_words, gap_recorded, gap_in_the_log, ppi_change_asked)
}


def medicines_spoken_of(facts: PersonFacts) -> tuple[str, ...]:
    """The medicines that a wish or a gap names, for the sentence that goes with it."""
    named = [medicine.words for one in facts.mentions(*_WISHES, "S16.gap") for medicine in _about(one)]
    return tuple(dict.fromkeys(named))


def _about(said: Said) -> tuple[MedicineNamed, ...]:
    return () if said.mention is None else medicines_in(said.mention.about)


def _matters(facts: PersonFacts, gap: Said) -> bool:
    """Whether the medicine of a gap is one that must not be left suddenly; a medicine nobody named may be one."""
    named = _about(gap)
    if named:
        members = medicine_table().groups
        matters = members[_MATTERS]
        kinds = [group for medicine in named if not medicine.substances for group in medicine.groups]
        return any(medicine.substances & matters for medicine in named) or any(
            members.get(group, frozenset()) & matters for group in kinds
        )
    return not facts.person.medicines or any(_MATTERS in medicine.groups for medicine in facts.taken)


def _is_said_not_taken(day: RecentDay, substance: str) -> bool:
    """Where the words of the day name the medicine they must deny it: "I would never stop it" is no gap."""
    named = [
        (plain(text), medicine.words)
        for text in day.texts
        for medicine in medicines_in(text)
        if substance in medicine.substances
    ]
    return not named or any(
        re.search(rf"{_DENIAL}(?: \w+){{0,3}} {re.escape(words)}\b|\b{re.escape(words)} (?:none|no|not|0)\b", text)
        for text, words in named
    )


def _is_regular(facts: PersonFacts, substance: str) -> bool:
    if any(substance in medicine.substances and medicine.day is None for medicine in facts.taken):
        return True
    return sum(substance in day.medicine_substances for day in facts.days) >= _HABIT_DAYS


def _was_led(facts: PersonFacts, substance: str) -> bool:
    led = facts.mentions("S16.clinician_led")
    return any(not _about(one) or any(substance in named.substances for named in _about(one)) for one in led)


def _days_of_habit(facts: PersonFacts, substance: str) -> int:
    """How many days with it make a habit: fewer for one that the person calls regular."""
    is_listed = any(substance in medicine.substances and medicine.day is None for medicine in facts.taken)
    return _HABIT_DAYS_OF_A_LISTED_ONE if is_listed else _HABIT_DAYS


def _silence_after_habit(logged: Sequence[RecentDay], substance: str, habit_days: int, today: date) -> Iterator[date]:
    """The first day of the first silence that follows a habit, when it is not long ago."""
    for index in range(habit_days, len(logged) - _SILENT_DAYS + 1):
        silent = logged[index : index + _SILENT_DAYS]
        before = logged[:index]
        days_with = sum(substance in day.medicine_substances for day in before)
        is_habit = days_with >= habit_days and days_with / len(before) >= _HABIT_SHARE
        is_running = silent[-1].day - silent[0].day == timedelta(days=_SILENT_DAYS - 1)
        is_silent = not any(substance in day.medicine_substances for day in silent)
        if is_habit and is_running and is_silent and today - silent[0].day <= _LOOK_BACK:
            yield silent[0].day
            return
