"""What a sentence was understood as: chips, unknown words, intents, questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from commensal.records.facts import Fact, kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A part of the sentence as typed: from ``start`` up to but not including ``end``. [characters]"""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One fact that was read, as a person can see, correct or remove it.

    Parameters
    ----------
    start, end : its words in the sentence. [characters]
    text : those words as typed.
    fact : what would be logged; a food that was left out has presence NONE.
    confidence : how likely it is to be what was meant, 0 to 1.
    alternatives : up to five other food ids or substances that it may be, the likeliest first.
    negated : whether the sentence says that there was none of it.
    day : the local day it belongs to.
    at : the instant, where a clock time was given and has come.
    meal : breakfast, lunch, dinner, tea, supper, brunch, snack, dessert, or "".
    term : the words for the thing itself, without amounts: what a correction teaches.
    """

    start: int
    end: int
    text: str
    fact: Fact
    confidence: float
    day: date
    at: datetime | None = None
    alternatives: tuple[str, ...] = ()
    negated: bool = False
    meal: str = ""
    term: str = ""

    @property
    def kind(self) -> str:
        """The stable name of the fact's kind."""
        return kind_of(self.fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownChip:
    """Words that no table has. They are shown and kept, and never taken for something near.

    ``alternatives`` are foods that may be offered; none of them is logged until it is chosen.
    """

    start: int
    end: int
    text: str
    day: date
    alternatives: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A wish about whole meals or days, for the caller to carry out.

    Parameters
    ----------
    kind : ``same_as_yesterday``, ``usual`` or ``usual_medicines``.
    meal : the meal it speaks of, or "" for the day.
    """

    kind: str
    start: int
    end: int
    text: str
    meal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that a person can settle with one tap.

    Parameters
    ----------
    kind : ``food`` (which of these), ``unknown`` (what is this), ``without`` (made without something that the usual
        dish has), ``sandwich`` (what was in it), ``range`` (a number beyond its scale), ``stool`` (form or how
        many), ``medicine`` (which of these).
    options : food ids or substances to choose from; may be empty.
    """

    kind: str
    start: int
    end: int
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A sentence and everything that was made of it.

    Every character of ``text`` belongs to a chip, an unknown chip, an intent, or a filler.
    """

    text: str
    chips: tuple[Chip, ...] = ()
    unknown: tuple[UnknownChip, ...] = ()
    intents: tuple[Intent, ...] = ()
    questions: tuple[Question, ...] = ()
    fillers: tuple[Span, ...] = field(default=())

    def facts(self) -> tuple[Fact, ...]:
        """The facts of all chips, in the order of the sentence."""
        return tuple(chip.fact for chip in self.chips)
