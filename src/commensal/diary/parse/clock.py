"""When: clock times, meals, and days such as "last night", and what in the sentence they speak of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from commensal.diary.parse.items import Item
from commensal.diary.parse.numbers import merged

_SENTENCE_MARKS = ".;!?\n"
_CLOCK_PREPOSITIONS = frozenset(
    {"at", "around", "about", "by", "until", "till", "til", "after", "before", "from", "to"}
)
# Beside these an open hour is one of the morning.
_WAKING = frozenset({"woke", "wake", "woken", "waking", "morning", "breakfast", "early"})
# "Since the curry last night": the time is that of the curry, and not of what came of it.
_PAST_EVENT = frozenset({"since", "after"})
# A number behind these rates what stands before it: "pain about 7", "fatigue at 5".
_RATED = frozenset({"pain", "fatigue", "brain fog", "nausea"})
# What a number before it counts, so that "about 3 eggs" is no time.
_COUNTED = (
    "unit",
    "measure",
    "size",
    "food",
    "times",
    "duration",
    "dose form",
    "percent",
    "of",
    "descriptor",
    "steps",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The day and moment that a part of the sentence speaks of.

    Parameters
    ----------
    day_shift : 0 today, -1 yesterday. "Last night" is the evening that belongs to yesterday. [days]
    clock : local time, or None.
    meal : breakfast, lunch, dinner, tea, supper, brunch, snack, dessert, or "".
    """

    day_shift: int = 0
    clock: time | None = None
    meal: str = ""

    def day(self, now: datetime) -> date:
        """The local day."""
        return now.date() + timedelta(days=self.day_shift)

    def at(self, now: datetime) -> datetime | None:
        """The instant with the offset of ``now``, or None where no clock time was given or it has not come."""
        if self.clock is None:
            return None
        instant = datetime.combine(self.day(now), self.clock, tzinfo=now.tzinfo)
        return instant if instant <= now else None


def read_clock_times(items: list[Item]) -> list[Item]:
    """The same items with every clock time brought together into one item of kind ``time`` ("HH:MM")."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        length, clock = _clock_time(items, at)
        if length:
            result.append(merged(items[at : at + length], kind="time", value=clock))
            at += length
        else:
            result.append(items[at])
            at += 1
    return result


def _clock_time(items: list[Item], at: int) -> tuple[int, str]:
    """How many items from here on tell a clock time, and the time; ``(0, "")`` for none."""
    item = items[at]
    if item.has("clock"):
        return 1, item.word("clock")
    if at and items[at - 1].word("symptom") in _RATED and item.text in ("about", "at"):
        return 0, ""
    number_at = _skip_prepositions(items, at)
    number = items[number_at] if number_at < len(items) else None
    told = _hour_and_minute(number) if number is not None else None
    if number is None or told is None:
        return 0, ""
    hour, minute = told
    following = items[number_at + 1] if number_at + 1 < len(items) else None
    names_half = following is not None and following.has("am", "pm", "oclock")
    if following is not None and following.has("am", "pm"):
        hour = hour % 12 + (12 if following.has("pm") else 0)
    elif not (names_half or number.is_clock or (number_at > at and _is_bare_hour(item, number, following))):
        return 0, ""
    if hour > 23 or minute > 59:
        return 0, ""
    is_open = hour <= 12 and not names_half
    return number_at - at + 1 + names_half, f"{hour:02d}:{minute:02d}" + ("?" if is_open else "")


def _skip_prepositions(items: list[Item], at: int) -> int:
    """The place behind "at", "from about", "until"."""
    if items[at].number is None and items[at].has("preposition", "approximately", "to"):
        at += 1
        while at < len(items) and items[at].number is None and items[at].has("approximately", "preposition"):
            at += 1
    return at


def _hour_and_minute(number: Item) -> tuple[int, int] | None:
    if number.is_clock and number.ratio is not None:
        return int(number.ratio[0]), int(number.ratio[1])
    if number.number is None or number.low is not None or not 0 <= number.number < 25:
        return None
    return int(number.number), round((number.number - int(number.number)) * 100)


def _is_bare_hour(preposition: Item, number: Item, following: Item | None) -> bool:
    """Whether "at 4", "around three" is a time of day and not an amount."""
    if number.number is None or number.number != int(number.number) or not 1 <= number.number <= 24:
        return False
    if preposition.text not in _CLOCK_PREPOSITIONS:
        return False
    if following is None:
        return True
    return not (following.has(*_COUNTED) or following.ratio is not None or following.number is not None)


def clock_of(word: str, now: datetime, meal: str) -> time:
    """The time that "HH:MM" means; a "?" says that morning or afternoon was left open.

    An open hour is the latest one that has already come today; breakfast is in the morning, and lunch,
    dinner, tea and supper are not.
    """
    hour, minute = int(word[:2]), int(word[3:5])
    if not word.endswith("?") or hour == 0 or hour > 12:
        return time(hour, minute)
    early, late = time(hour % 12, minute), time(hour % 12 + 12, minute)
    if meal in ("breakfast", "lunch", "dinner", "tea", "supper"):
        return early if meal == "breakfast" or (meal == "lunch" and hour == 11) else late
    return late if late <= now.timetz().replace(tzinfo=None) else early


def whens(items: list[Item], now: datetime) -> list[When]:
    """For each item, when it was.

    A time word before what it speaks of holds on until another says otherwise or the sentence ends; one behind
    speaks of what stands before it in its part of the clause. "Leftovers from last night" moves nothing.
    """
    result = [When()] * len(items)
    current = When()
    for first, last in _clauses(items):
        if first == 0 or items[first - 1].text in _SENTENCE_MARKS:
            current = When()
        current = _when_in_clause(items, (first, last), current, now, result)
    return result


def _when_in_clause(
    items: list[Item], clause: tuple[int, int], current: When, now: datetime, result: list[When]
) -> When:
    """Fill in the moments of one clause; what holds for the next one."""
    start, last = clause
    is_morning = any(items[number].text in _WAKING for number in range(start, last))
    number = start
    while number < last:
        result[number] = current
        if items[number].text in _PAST_EVENT:
            start = number
        if _told(items, number, current, now, is_morning=is_morning) is None:
            number += 1
            continue
        end = number + 1
        while end < last and (_told(items, end, current, now) is not None or items[end].has("preposition")):
            end += 1
        told = _all_told(items, range(number, end), current, now, is_morning=is_morning)
        if _stands_behind(items, start, number, end, last):
            result[start:end] = [told] * (end - start)
            start = end
        else:
            current = told
            result[number:end] = [current] * (end - number)
        number = end
    return current


def _stands_behind(items: list[Item], start: int, number: int, end: int, last: int) -> bool:
    """Whether the time closes what it speaks of: "toast at 8 and …", "pizza last night"."""
    if not any(_is_content(item) for item in items[start:number]):
        return False
    closes = end >= last or items[end].has("and", "end", "or")
    return closes or not any(_is_content(item) for item in items[end:last])


def _clauses(items: list[Item]) -> list[tuple[int, int]]:
    """Stretches between marks: each is one clause."""
    bounds, start = [], 0
    for number, item in enumerate(items):
        if item.is_mark and item.text not in "()[]:":
            bounds.append((start, number))
            start = number + 1
    return [*bounds, (start, len(items))]


def _is_content(item: Item) -> bool:
    return item.has("food", "medicine", "supplement", "symptom", "unlisted", "stool") or item.is_unknown


def _all_told(items: list[Item], numbers: range, before: When, now: datetime, *, is_morning: bool) -> When:
    """Everything that neighbours say about time, the day first: "at 10pm last night"."""
    when = before
    for number in sorted(numbers, key=lambda number: not items[number].has("day")):
        when = _told(items, number, when, now, is_morning=is_morning) or when
    return when


def _told(items: list[Item], number: int, before: When, now: datetime, *, is_morning: bool = False) -> When | None:
    """What an item says about time, or None."""
    item = items[number]
    if item.is_claimed or item.has("leftover"):
        return None
    if item.has("day") and not item.is_plural and not item.has("sleep quality"):
        return replace(before, day_shift=int(item.word("day")), clock=None)
    if item.has("meal") and not (number and items[number - 1].has("preposition")):
        return replace(before, meal=item.word("meal"), clock=before.clock if not before.meal else None)
    if item.has("time"):
        return replace(before, clock=clock_of(item.word("time"), now, "breakfast" if is_morning else before.meal))
    return None
