"""Sleep: how long ("slept 6h", "from 11 to 6", "6.5 hours sleep") and how well ("badly", "good night")."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.diary.parse.drafts import Draft, claim
from commensal.diary.parse.items import Item
from commensal.diary.parse.ratings import plain_number
from commensal.records.facts import Activity, Sleep
from commensal.vocab.scales import NRS_0_10, Scale

# Higher is better, as the words say: 0 hardly any or awful, 1 bad, 2 all right, 3 good.
SLEEP_WORDS_0_3 = Scale(id="sleep_words_0_3", minimum=0.0, maximum=3.0)
_LONGEST_H = 20.0
_REACH = 5


@dataclass(slots=True)
class _Night:
    used: list[Item] = field(default_factory=list)
    duration_h: float | None = None
    quality: float | None = None
    scale: Scale = SLEEP_WORDS_0_3
    clocks: list[str] = field(default_factory=list)


def read_sleep(items: list[Item]) -> list[Draft]:
    """Every night, and every nap as an activity with its minutes."""
    drafts: list[Draft] = []
    for at, item in enumerate(items):
        if item.is_claimed or item.negated in ("mention", "instead"):
            continue
        if item.has("nap"):
            drafts.extend(_nap(items, at))
        elif item.has("slept", "sleep quality"):
            drafts.extend(_night(items, at))
    return drafts


def _night(items: list[Item], at: int) -> list[Draft]:
    item = items[at]
    night = _Night()
    if not item.has("slept") and item.has("how"):
        return []
    _look(items, range(at, min(len(items), at + 1 + _REACH)), night, at)
    if night.duration_h is None and not night.clocks:
        _look_before(items, at, night)
    if len(night.clocks) == 2:
        night.duration_h = _between(*night.clocks)
    if night.duration_h is None and night.quality is None:
        return []
    if night.duration_h is not None and not 0 <= night.duration_h <= _LONGEST_H:
        return []
    start, end = claim(night.used)
    fact = Sleep(
        duration_h=None if night.duration_h is None else round(night.duration_h, 3),
        quality=night.quality,
        quality_scale=night.scale if night.quality is not None else None,
    )
    return [Draft(fact=fact, at=at, start=start, end=end, confidence=0.94, term=item.text, is_night=True)]


def _look(items: list[Item], numbers: range, night: _Night, at: int) -> None:
    pending: list[Item] = []
    for number in numbers:
        item = items[number]
        if item.is_claimed or (item.is_mark and item.text not in ":=-–—,("):
            break
        if _read(item, night, is_first=number == at):
            night.used.extend([*pending, item])
            pending = []
        elif item.text == "," and number + 1 < len(items) and not items[number + 1].has("how", "sleep quality"):
            break
        elif item.is_mark or item.has(
            "approximately", "preposition", "to", "end", "ordinary", "day", "determiner", "and"
        ):
            pending.append(item)
        else:
            break


def _look_before(items: list[Item], at: int, night: _Night) -> None:
    for number in range(at - 1, max(-1, at - 4), -1):
        item = items[number]
        if item.has("minutes") and not item.is_claimed:
            night.duration_h = float(item.word("minutes")) / 60.0
            night.used[:0] = items[number:at]
            return
        if item.is_mark or not item.has("preposition", "of", "descriptor", "ordinary", "how", "end"):
            return


def _read(item: Item, night: _Night, *, is_first: bool) -> bool:
    """Take from an item what it says of the night."""
    if item.has("sleep quality") and night.quality is None and (is_first or not item.has("how")):
        night.quality = float(item.word("sleep quality"))
    elif item.has("how") and not is_first and night.quality is None:
        night.quality = float(item.word("how"))
    elif item.has("minutes") and night.duration_h is None:
        night.duration_h = float(item.word("minutes")) / 60.0
    elif item.has("time") and len(night.clocks) < 2:
        night.clocks.append(item.word("time"))
    elif item.ratio is not None and item.ratio[1] == 10.0 and night.quality is None and 0 <= item.ratio[0] <= 10:
        night.quality, night.scale = item.ratio[0], NRS_0_10
    elif item.has("amount") and night.duration_h is None and not night.clocks:
        return _read_amount(item, night)
    else:
        return is_first
    return True


def _read_amount(item: Item, night: _Night) -> bool:
    number, quantity = plain_number(item), item.quantity
    if number is None or quantity is None:
        return False
    if quantity.low is not None and quantity.high is not None and _are_clocks(quantity.low, quantity.high):
        night.duration_h = _between(f"{int(quantity.low):02d}:00?", f"{int(quantity.high):02d}:00?")
        return True
    if not 0 < number <= 16:
        return False
    night.duration_h = number
    return True


def _are_clocks(low: float, high: float) -> bool:
    """Whether "11-7" or "1 to 9" are hours of the clock rather than a range of hours asleep."""
    return low > high or high - low > 3


def _between(begin: str, end: str) -> float:
    """Hours from falling asleep to waking; open hours are read as evening and morning. [h]"""
    start_h, end_h = _hours(begin), _hours(end)
    if begin.endswith("?") and 5 <= start_h < 12:
        start_h += 12
    if begin.endswith("?") and start_h == 12:
        start_h = 0
    return (end_h - start_h) % 24


def _hours(clock: str) -> float:
    return int(clock[:2]) + int(clock[3:5]) / 60


def _nap(items: list[Item], at: int) -> list[Draft]:
    item = items[at]
    used, minutes = [item], None
    for number in (at + 1, at + 2, at - 1, at - 2):
        if 0 <= number < len(items) and items[number].has("minutes") and not items[number].is_claimed:
            minutes = float(items[number].word("minutes"))
            low, high = min(at, number), max(at, number)
            used = items[low : high + 1]
            break
    if item.negated:
        return []
    start, end = claim(used)
    fact = Activity(name="nap", duration_min=minutes)
    return [Draft(fact=fact, at=at, start=start, end=end, confidence=0.9, term=item.text)]
