"""The numbers of the 2016 fibromyalgia criteria (wolfe2016): where it hurts, what comes with it, and for how long.

The widespread pain index (WPI, 0-19) counts areas that hurt; the symptom severity score (SSS, 0-12) adds three
symptoms rated 0-3 and three that are there or not; their sum is the fibromyalgia severity score (FS, 0-31). The
numbers are met when

    (WPI >= 7 and SSS >= 5) or (4 <= WPI <= 6 and SSS >= 9),

and there is pain in at least 4 of 5 regions (jaw, chest and belly do not count for a region), and it has been so for
3 months. The authors say that this is not for deciding by oneself: a clinician does, after looking for other reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commensal.instruments.answers import Answers
from commensal.instruments.three_valued import all_of, at_least
from commensal.knowledge.instruments import Instrument, Item, instruments
from commensal.vocab.answers import Answer

INSTRUMENT_ID: Final = "wpi_sss"
N_REGIONS_LINE: Final = 4


class CriteriaOutcome(StrEnum):
    """Whether the numbers of the criteria are met."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A count that blanks leave open: between ``low`` (blanks as none) and ``high`` (blanks at their most)."""

    low: int
    high: int

    @property
    def is_known(self) -> bool:
        """Whether no blank leaves it open."""
        return self.low == self.high

    @property
    def value(self) -> int | None:
        """The count itself, or None while it is open."""
        return self.low if self.is_known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaResult:
    """The numbers of the criteria.

    Parameters
    ----------
    wpi : areas that hurt, 0-19.
    sss : symptom severity, 0-12.
    fs : their sum, 0-31.
    n_regions : regions of the body with pain, 0-5.
    scores_reached, regions_reached, three_months : the three conditions.
    n_answered, n_items : items answered, and items in all.
    """

    outcome: CriteriaOutcome
    wpi: Span
    sss: Span
    fs: Span
    n_regions: Span
    scores_reached: Answer
    regions_reached: Answer
    three_months: Answer
    n_answered: int
    n_items: int


def score_criteria(answers: Answers) -> CriteriaResult:
    """The numbers of the criteria from answers; what blanks leave open stays open.

    Parameters
    ----------
    answers : number by item id; a blank is left out, and is not a zero.
    """
    instrument = instruments()[INSTRUMENT_ID]
    wpi = _sum(_of_role(instrument, "area", "area_only"), answers)
    sss = _sum(_of_role(instrument, "severity", "symptom"), answers)
    n_regions = _regions(instrument, answers)
    conditions = (
        _scores_reached(wpi, sss),
        _reached(n_regions, N_REGIONS_LINE),
        all_of(at_least(answers.get(item.id), 1) for item in _of_role(instrument, "duration")),
    )
    return CriteriaResult(
        outcome=_OUTCOME[all_of(conditions)],
        wpi=wpi,
        sss=sss,
        fs=Span(low=wpi.low + sss.low, high=wpi.high + sss.high),
        n_regions=n_regions,
        scores_reached=conditions[0],
        regions_reached=conditions[1],
        three_months=conditions[2],
        n_answered=sum(item.id in answers for item in instrument.items),
        n_items=len(instrument.items),
    )


_OUTCOME: Final = {
    Answer.YES: CriteriaOutcome.MET,
    Answer.NO: CriteriaOutcome.NOT_MET,
    Answer.UNKNOWN: CriteriaOutcome.CANNOT_TELL,
}


def _of_role(instrument: Instrument, *roles: str) -> tuple[Item, ...]:
    return tuple(item for item in instrument.items if item.role in roles)


def _sum(items: Iterable[Item], answers: Answers) -> Span:
    items = tuple(items)
    known = sum(int(answers[item.id]) for item in items if item.id in answers)
    blank = sum(item.choices.maximum for item in items if item.id not in answers)
    return Span(low=known, high=known + blank)


def _regions(instrument: Instrument, answers: Answers) -> Span:
    """Regions with pain: those where an area hurts, and those where a blank area might."""
    areas_by_region: dict[str, list[str]] = {}
    for item in _of_role(instrument, "area"):
        areas_by_region.setdefault(item.group, []).append(item.id)
    regions = areas_by_region.values()
    low = sum(any(answers.get(area) == 1 for area in areas) for areas in regions)
    high = sum(any(answers.get(area) != 0 for area in areas) for areas in regions)
    return Span(low=low, high=high)


def _reached(span: Span, line: int) -> Answer:
    if span.low >= line:
        return Answer.YES
    return Answer.UNKNOWN if span.high >= line else Answer.NO


def _scores_reached(wpi: Span, sss: Span) -> Answer:
    """Whether every, some or no pair of numbers that the blanks allow meets the line."""
    met = {
        (areas >= 7 and severity >= 5) or (4 <= areas <= 6 and severity >= 9)
        for areas in range(wpi.low, wpi.high + 1)
        for severity in range(sss.low, sss.high + 1)
    }
    if met == {True}:
        return Answer.YES
    return Answer.UNKNOWN if True in met else Answer.NO
