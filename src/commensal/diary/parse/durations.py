"""How long: "6h", "6 h 30", "20 min", "an hour and a half", "2 days"."""

from __future__ import annotations

from commensal.diary.parse.items import Item
from commensal.diary.parse.numbers import merged

_MINUTES = {"h": 60.0, "min": 1.0, "s": 1 / 60.0}


def read_durations(items: list[Item]) -> list[Item]:
    """The same items with each duration as one item of kind ``minutes``; days and weeks become ``days``."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        length, item = _duration(items, at)
        result.append(item)
        at += length
    return result


def _duration(items: list[Item], at: int) -> tuple[int, Item]:
    number, length = _number(items, at)
    if number is None or at + length >= len(items):
        return 1, items[at]
    unit = items[at + length].word("duration")
    if not unit:
        return 1, items[at]
    length += 1
    if unit == "d":
        return length, merged(items[at : at + length], kind="days", value=f"{number:g}")
    minutes = number * _MINUTES[unit]
    if unit == "h":
        more, more_length = _minutes_behind(items, at + length)
        minutes, length = minutes + more, length + more_length
    return length, merged(items[at : at + length], kind="minutes", value=f"{minutes:g}")


def _number(items: list[Item], at: int) -> tuple[float | None, int]:
    item = items[at]
    if item.number is not None and not item.is_mark:
        return item.number, 1
    if item.has("article") and at + 1 < len(items) and items[at + 1].has("duration"):
        return 1.0, 1
    return None, 1


def _minutes_behind(items: list[Item], at: int) -> tuple[float, int]:
    """Minutes behind the hours: "6 h 30 min", "6h30", "an hour and a half"."""
    if at >= len(items):
        return 0.0, 0
    if items[at].has("half more", "quarter more"):
        return (30.0 if items[at].has("half more") else 15.0), 1
    skip = 1 if items[at].has("and") and at + 1 < len(items) else 0
    number = items[at + skip].number
    if number is None or not 0 < number < 60:
        return 0.0, 0
    behind = items[at + skip + 1] if at + skip + 1 < len(items) else None
    if behind is not None and behind.word("duration") == "min":
        return number, skip + 2
    closes = behind is None or behind.is_mark
    if not skip and (items[at].is_glued or (closes and number >= 10)):
        return number, 1
    return 0.0, 0
