"""A person's own usual: what counts as a heavier day, and what counts as a worse one.

Both compare a day with the person's own other days and with nobody else's. By rank, so that it does not matter
whether load is counted in steps, minutes or points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from statistics import median
from typing import Final

from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.vocab.scales import NRS_0_10

FEWEST_DAYS: Final = 14
"""With fewer recorded days there is no usual to compare with. Our choice. [days]"""

_UPPER_SHARE: Final = 2 / 3
_WORSE_SHARE: Final = 3 / 4
_WORSE_POINTS: Final = 1.0
_WATCHED_FIRST: Final = ("post_exertional_malaise", "fatigue", "pain", "brain_fog")
_MOST_WATCHED: Final = 2


class Standing(StrEnum):
    """How the load of a day compares with a person's own days. A description, and never a measure of what is fine."""

    HEAVIER = "heavier"
    USUAL = "usual"
    LIGHTER = "lighter"


def standing(value: float, own: Sequence[float]) -> Standing | None:
    """Where a load stands among a person's own; None with fewer than ``FEWEST_DAYS`` of them.

    Heavier: above at least two in three of the days, and above the middle one. Lighter: the mirror image.
    """
    if len(own) < FEWEST_DAYS:
        return None
    middle = median(own)
    if value > middle and sum(other < value for other in own) >= _UPPER_SHARE * len(own):
        return Standing.HEAVIER
    if value < middle and sum(other > value for other in own) >= _UPPER_SHARE * len(own):
        return Standing.LIGHTER
    return Standing.USUAL


def recorded_loads(days: Sequence[PacingDay], measure: LoadMeasure) -> list[float]:
    """Every recorded load of one measure."""
    return [day.loads[measure] for day in days if measure in day.loads]


def watched_symptoms(days: Sequence[PacingDay], *, fewest: int = FEWEST_DAYS) -> tuple[str, ...]:
    """The symptoms by which a day counts as worse: at most two, so that "worse" does not come to mean every day.

    Those that speak of payback first (malaise after effort, fatigue, pain, fog), then what is rated most often; of
    those rated on at least ``fewest`` days.
    """
    n_days = Counter(key for day in days for key in day.symptoms)
    enough = [key for key, n in n_days.items() if n >= fewest]

    def rank(key: str) -> tuple[int, int, str]:
        place = _WATCHED_FIRST.index(key) if key in _WATCHED_FIRST else len(_WATCHED_FIRST)
        return place, -n_days[key], key

    return tuple(sorted(enough, key=rank)[:_MOST_WATCHED])


def ratings_of(days: Sequence[PacingDay], symptom: str) -> list[float]:
    """Every recorded rating of one symptom. [NRS 0-10]"""
    return [day.symptoms[symptom] for day in days if symptom in day.symptoms]


def is_worse(day: PacingDay, own: dict[str, list[float]]) -> bool | None:
    """Whether a day was worse than this person's usual; None when that was not recorded.

    A marked crash is worse. So is a watched symptom that is at least one point above its middle value and above
    three in four of the days. It was not worse only where at least one watched symptom was rated, or "no crash" was
    recorded, and none of them was worse.

    Parameters
    ----------
    own : ratings of each watched symptom, over the days to compare with. [NRS 0-10]
    """
    if day.is_crash:
        return True
    told = [symptom for symptom in own if symptom in day.symptoms]
    if any(_is_high(day.symptoms[symptom], own[symptom]) for symptom in told):
        return True
    return None if not told and day.is_crash is None else False


def _is_high(rating: float, own: Sequence[float]) -> bool:
    is_above_most = sum(other < rating for other in own) >= _WORSE_SHARE * len(own)
    return is_above_most and is_above_by(rating, median(own), _WORSE_POINTS)


def is_above_by(rating: float, middle: float, points: float) -> bool:
    """Whether a rating is so many points above a middle value; near the top of the scale, whether it is at the top.

    Else somebody who usually lives at 9 of 10 could never have a worse day.
    """
    return middle < rating and rating >= min(middle + points, NRS_0_10.maximum)
