"""What the words of the days and of a question say, each with its day. The one place that reads texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from commensal.records.recent_day import RecentDay
from commensal.safety.logged_items import concepts_of_foods, concepts_of_medicines
from commensal.safety.reading.mention import Mention, MentionStatus
from commensal.safety.reading.read import read
from commensal.safety.truth import Reason
from commensal.safety.whose_medicine import named_but_not_taken

_TEXTS_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One concept that the person says is so.

    Parameters
    ----------
    day : the day it was written on.
    is_asked : it stands in the question, which is written now.
    text : all the words it stands in.
    mention : the place of it; None when it was logged as an item and not said in words.
    """

    concept: str
    day: date
    words: str
    is_asked: bool = False
    text: str = ""
    mention: Mention | None = None

    @property
    def reason(self) -> Reason:
        """The same as a reason for a verdict."""
        return Reason(what=self.concept, words=self.words, day=self.day)

    @property
    def duration_days(self) -> int | None:
        """How long it has lasted, where the words say so. [days]"""
        return None if self.mention is None else self.mention.duration_days


def said_in_days(days: Sequence[RecentDay]) -> Iterator[Said]:
    """Everything that the texts of the days say is so, and the logged items that a rule speaks of.

    Where the words of a day speak of the thing themselves, the words decide: "my husband had wine".
    """
    for day in days:
        for text in day.texts:
            yield from _said(text, day.day, is_asked=False)
        spoken_of = {mention.concept for text in day.texts for mention in _mentions(text, day.day)}
        others = {name for text in day.texts for name in named_but_not_taken(text)}
        substances = [name for name in day.medicine_substances if name not in others]
        for concept, words in (*concepts_of_foods(day.food_ids), *concepts_of_medicines(substances)):
            if concept not in spoken_of:
                yield Said(concept=concept, day=day.day, words=words)


def said_in_question(question: str, today: date) -> Iterator[Said]:
    """Everything that the question says is so, or asks about."""
    yield from _said(question, today, is_asked=True)


def days_of(said: Iterable[Said]) -> tuple[date, ...]:
    """The days of some mentions, each once, in order."""
    return tuple(sorted({one.day for one in said}))


def near(first: Iterable[Said], second: Iterable[Said], *, within_days: int) -> Iterator[Reason]:
    """The mentions of two kinds that stand within so many days of each other. [days]"""
    others = tuple(second)
    for one in first:
        close = [other for other in others if abs(one.day - other.day) <= timedelta(days=within_days)]
        if close:
            yield one.reason
            yield close[0].reason


def _said(text: str, day: date, *, is_asked: bool) -> Iterator[Said]:
    for mention in _mentions(text, day):
        if mention.status is MentionStatus.AFFIRMED and not _is_denied_wish(mention, text, day):
            yield Said(
                concept=mention.concept, day=day, words=mention.words, is_asked=is_asked, text=text, mention=mention
            )


def _is_denied_wish(mention: Mention, text: str, day: date) -> bool:
    """Whether it is a wish that is denied: someone who would never stop it has no gap."""
    return mention.concept == "S16.gap" and any(
        other.status is MentionStatus.NEGATED
        and other.concept.startswith("S16.wish")
        and other.start < mention.end
        and mention.start < other.end
        for other in _mentions(text, day)
    )


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _mentions(text: str, day: date) -> tuple[Mention, ...]:
    """A diary is screened once for every suggestion, and read once."""
    return read(text, today=day).mentions
