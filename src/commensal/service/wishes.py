"""Wishes: "as usual", "meds as usual", "same as yesterday", by an option or in words, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from commensal.records.facts import Fact, MedicineDose
from commensal.service.baseline import baseline_of, no_baseline_yet
from commensal.service.home import Home
from commensal.service.repeating import NOTHING_REPEATED, Repeated, confirmed, copied
from commensal.service.words import Understood
from commensal.vocab.errors import UsageError

if TYPE_CHECKING:
    from commensal.store.journal import Journal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is to be repeated on a day.

    An option that cannot be carried out refuses the whole line, because it may be all there is to it. A wish in a
    sentence never does: the sentence is kept, and what was not done about it is said.

    Parameters
    ----------
    usual, usual_medicines, same_as : by an option.
    usual_in_words, medicines_in_words, yesterday_in_words : in the sentence.
    """

    usual: bool = False
    usual_medicines: bool = False
    same_as: date | None = None
    usual_in_words: bool = False
    medicines_in_words: bool = False
    yesterday_in_words: bool = False

    @property
    def by_option(self) -> bool:
        """Whether an option asks for something."""
        return self.usual or self.usual_medicines or self.same_as is not None

    @property
    def action(self) -> str:
        """The name of the action, for the list of what can be undone."""
        if self.same_as is not None or self.yesterday_in_words:
            return "copy"
        return "usual" if self.usual or self.usual_medicines or self.usual_in_words else "log"


def wishes_of(understood: Understood, *, usual: bool, usual_medicines: bool, same_as: date | None) -> Wishes:
    """The wishes of options and sentence together."""
    return Wishes(
        usual=usual,
        usual_medicines=usual_medicines,
        same_as=same_as,
        usual_in_words=understood.wants_usual,
        medicines_in_words=understood.wants_usual_medicines,
        yesterday_in_words=understood.wants_yesterday,
    )


def check_wishes(home: Home, wishes: Wishes, day: date) -> None:
    """Say beforehand what cannot be repeated, so that nothing is written, not even an empty diary.

    Raises
    ------
    UsageError : a day as itself, or nothing there to repeat.
    """
    if wishes.same_as == day:
        raise UsageError(
            where="the day to copy from",
            found=f"{day.isoformat()}, the day it is copied to",
            expected="another day",
            do="Name the other day: --same-as yesterday.",
        )
    if (wishes.usual or wishes.usual_medicines) and not home.has_diary:
        raise no_baseline_yet()
    if wishes.same_as is not None and not home.has_diary:
        raise _nothing_to_copy(wishes.same_as)


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What came of the wishes.

    Parameters
    ----------
    no_usual_day : "as usual" was said, and nothing is known to be usual.
    nothing_on : the day that was to be copied and holds nothing that can be.
    """

    repeated: Repeated = NOTHING_REPEATED
    no_usual_day: bool = False
    nothing_on: date | None = None


def carry_out(journal: Journal, wishes: Wishes, *, day: date, now: datetime, said: Sequence[Fact]) -> CarriedOut:
    """What is to be kept because of the wishes. Writes nothing.

    Raises
    ------
    UsageError : an option asks for what is not there.
    """
    result = CarriedOut()
    if wishes.usual or wishes.usual_medicines or wishes.usual_in_words or wishes.medicines_in_words:
        result = _as_usual(journal, wishes, day=day, now=now, said=said)
    from_day = wishes.same_as
    if from_day is None and wishes.yesterday_in_words:
        from_day = day - timedelta(days=1)
    if from_day is None:
        return result
    so_far = (*said, *(entry.fact for entry in result.repeated.entries))
    copies = copied(journal, from_day=from_day, day=day, now=now, said=so_far)
    if copies.entries or copies.there_already:
        return replace(result, repeated=result.repeated + copies)
    if wishes.same_as is not None:
        raise _nothing_to_copy(from_day, asked_anew=bool(copies.asked_anew))
    return replace(result, repeated=result.repeated + copies, nothing_on=from_day)


def _as_usual(journal: Journal, wishes: Wishes, *, day: date, now: datetime, said: Sequence[Fact]) -> CarriedOut:
    usual_day = baseline_of(journal, day)
    if usual_day is None:
        if wishes.usual or wishes.usual_medicines:
            raise no_baseline_yet()
        return CarriedOut(no_usual_day=True)
    facts = usual_day.facts
    if not (wishes.usual or wishes.usual_in_words):
        facts = tuple(fact for fact in facts if isinstance(fact, MedicineDose))
    return CarriedOut(repeated=confirmed(journal, facts, day=day, now=now, said=said))


def _nothing_to_copy(day: date, *, asked_anew: bool = False) -> UsageError:
    return UsageError(
        where=day.isoformat(),
        found="only what is asked anew each day" if asked_anew else "nothing to copy",
        expected="food, drink, medicines, activity or hours of sleep on that day",
        do="How you feel is asked anew each day. See what the last days hold: commensal day --week",
    )
