"""Six 0-10 scales in our own words, what each is kept as, and how much change in pain people called worthwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from commensal.instruments.answers import Answers
from commensal.knowledge.instruments import Item, instruments
from commensal.records.facts import Fact, Sleep, Stress, SymptomRating
from commensal.vocab.presence import Presence
from commensal.vocab.scales import NRS_0_10

INSTRUMENT_ID: Final = "nrs_pain"

WORTHWHILE_POINTS: Final = 2.0
"""Fall in pain that went with feeling "much better" in ten trials (farrar2001): about 2 points. [NRS 0-10]"""

WORTHWHILE_SHARE: Final = 0.30
"""The same as a share of the first rating: about 30 %. [share]"""


def scale_facts(answers: Answers) -> tuple[Fact, ...]:
    """The facts to keep for answers on the six scales, in their order. A blank gives none.

    A 0 for a symptom is a recorded "none". Sleep is the other way round: 10 is a very good night.
    """
    items = instruments()[INSTRUMENT_ID].items
    return tuple(_fact(item, answers[item.id]) for item in items if item.id in answers)


def _fact(item: Item, score: float) -> Fact:
    presence = Presence.NONE if score == 0 else Presence.RECORDED
    if item.role == "sleep":
        return Sleep(quality=score, quality_scale=NRS_0_10)
    if item.role == "stress":
        return Stress(score=score, presence=presence)
    return SymptomRating(symptom=item.role, score=score, presence=presence)


@dataclass(frozen=True, slots=True, kw_only=True)
class PainChange:
    """A change between two ratings of pain.

    Parameters
    ----------
    points : later less earlier; below zero is less pain. [NRS 0-10]
    share : of the earlier rating; None when that was 0. [share]
    is_worthwhile : pain fell by about as much as people in trials called worthwhile, on either measure. An average
        over groups: a smaller change may matter to one person, and chance alone moves ratings too.
    """

    points: float
    share: float | None
    is_worthwhile: bool


def pain_change(earlier: float, later: float) -> PainChange:
    """The change from one rating of pain to another. [NRS 0-10]"""
    assert NRS_0_10.holds(earlier), earlier
    assert NRS_0_10.holds(later), later
    points = later - earlier
    share = points / earlier if earlier > 0 else None
    is_worthwhile = points <= -WORTHWHILE_POINTS or (share is not None and share <= -WORTHWHILE_SHARE)
    return PainChange(points=points, share=share, is_worthwhile=is_worthwhile)
