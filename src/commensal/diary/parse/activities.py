"""Activity with its minutes, distance or steps; bleeding and the day of the cycle."""

from __future__ import annotations

from commensal.diary.parse.drafts import Draft, claim
from commensal.diary.parse.items import Item
from commensal.diary.parse.ratings import plain_number
from commensal.records.facts import Activity, Cycle, Measurement
from commensal.vocab.presence import Presence
from commensal.vocab.units import Unit

_BRIDGES = (
    "preposition",
    "approximately",
    "determiner",
    "article",
    "of",
    "ordinary",
    "end",
    "clock filler",
    "descriptor",
)
_REACH = 4
_MOST_MINUTES, _MOST_KM, _MOST_STEPS = 1_440.0, 500.0, 200_000.0


def read_activities(items: list[Item]) -> list[Draft]:
    """Every activity, every count of steps."""
    drafts = []
    for at, item in enumerate(items):
        if item.is_claimed or item.negated == "mention":
            continue
        if item.has("steps"):
            drafts.extend(_steps(items, at))
        elif item.has("activity") and item.food is None:
            drafts.append(_activity(items, at))
    return drafts


def _steps(items: list[Item], at: int) -> list[Draft]:
    for number in (at - 1, at + 1, at + 2):
        if not 0 <= number < len(items) or items[number].is_claimed:
            continue
        count = _steps_told(items, number)
        if count is not None and 0 <= count <= _MOST_STEPS:
            first = min(at, number) - (items[number].text == "k")
            start, end = claim(items[first : max(at, number) + 1])
            fact = Activity(name="steps", n_steps=count)
            return [Draft(fact=fact, at=at, start=start, end=end, confidence=0.95, term="steps")]
    return []


def _steps_told(items: list[Item], number: int) -> float | None:
    """The count in "5000", and in "10k" where the item is the "k"."""
    if items[number].text == "k" and number:
        thousands = plain_number(items[number - 1])
        return None if thousands is None else thousands * 1_000.0
    return plain_number(items[number])


def _activity(items: list[Item], at: int) -> Draft:
    item = items[at]
    name = item.word("activity")
    if item.negated:
        start, end = claim([item])
        none = Activity(name=name, presence=Presence.NONE)
        return Draft(fact=none, at=at, start=start, end=end, confidence=0.9, negated=True, term=item.text)
    used, minutes, distance_km = [item], None, None
    for step in (1, -1):
        found, minutes_there, km_there = _measured(items, at, step)
        if found and minutes is None and distance_km is None:
            used, minutes, distance_km = [item, *found], minutes_there, km_there
    start, end = claim(used)
    return Draft(
        fact=Activity(name=name, duration_min=minutes, distance_km=distance_km),
        at=at,
        start=start,
        end=end,
        confidence=0.94 if minutes is not None or distance_km is not None else 0.75,
        term=item.text,
    )


def _measured(items: list[Item], at: int, step: int) -> tuple[list[Item], float | None, float | None]:
    """Minutes or kilometres on one side of an activity, over a few plain words."""
    passed: list[Item] = []
    number = at + step
    while 0 <= number < len(items) and len(passed) < _REACH:
        item = items[number]
        passed.append(item)
        if item.is_claimed:
            break
        if item.has("minutes") and float(item.word("minutes")) <= _MOST_MINUTES:
            return passed, float(item.word("minutes")), None
        if item.has("distance") and (km := _distance_km(items, number)) is not None:
            return [*passed, items[number - 1]], None, km
        if not (item.has(*_BRIDGES) or plain_number(item) is not None or item.text in ":-="):
            break
        number += step
    return [], None, None


def _distance_km(items: list[Item], at: int) -> float | None:
    number = plain_number(items[at - 1]) if at else None
    if number is None:
        return None
    km = number * float(items[at].word("distance"))
    return km if km <= _MOST_KM else None


def read_cycle(items: list[Item]) -> list[Draft]:
    """Bleeding on this day, recorded none, or the day of the cycle."""
    drafts: list[Draft] = []
    is_told = False
    for at, item in enumerate(items):
        if item.is_claimed or not item.has("period", "period light", "cycle day") or item.negated == "mention":
            continue
        following = items[at + 1] if at + 1 < len(items) else None
        number = plain_number(following) if following is not None else None
        used = [item] if number is None or following is None else [item, following]
        if item.has("cycle day"):
            if number is None:
                continue
            fact: Cycle | Measurement = Measurement(name="cycle day", value=number, unit=Unit.COUNT)
        elif item.negated:
            fact = Cycle(bleeding=0.0, presence=Presence.NONE)
        else:
            if is_told:
                claim([item])
                continue
            fact, is_told = Cycle(bleeding=1.0), True
            used = [*_day_of(items, at), *used]
        start, end = claim(used)
        drafts.append(
            Draft(
                fact=fact,
                at=at,
                start=start,
                end=end,
                confidence=0.93,
                negated=bool(item.negated),
                term=item.text,
            )
        )
    return drafts


def _day_of(items: list[Item], at: int) -> list[Item]:
    """The words of "day 1 of my period"."""
    words = [item.text for item in items[max(0, at - 4) : at]]
    return items[at - (len(words) - words.index("day")) : at] if "day" in words else []
