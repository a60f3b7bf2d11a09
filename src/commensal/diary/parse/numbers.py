"""Numbers as people write them: 2, 1/2, 1 1/2, ½, "a couple", "half a dozen", 2-3, "two or three"."""

from __future__ import annotations

from commensal.diary.parse.items import Item

_LARGEST = 100_000.0


def read_numbers(items: list[Item]) -> list[Item]:
    """The same items with every number brought together into one item, ranges with their ends."""
    for item in items:
        if item.number is None and (word := item.word("number") or item.word("vague number")):
            item.number = float(word)
            if item.has("vague number"):
                item.low, item.high = item.number * 0.7, item.number * 1.5
    items = _mixed(items)
    return _ranges(items)


def merged(items: list[Item], *, kind: str = "", value: str = "") -> Item:
    """One item in place of several neighbours."""
    first, last = items[0], items[-1]
    return Item(
        first=first.first,
        last=last.last,
        start=first.start,
        end=max(item.end for item in items),
        text=" ".join(item.text for item in items),
        meanings={kind: value} if kind else {},
        link=first.link,
        is_glued=first.is_glued,
        edits=max(item.edits for item in items),
        last_stem=last.last_stem,
    )


def _mixed(items: list[Item]) -> list[Item]:
    """Whole number and fraction ("1 1/2", "1½", "2 and a half"), "half a dozen", "half an"."""
    result: list[Item] = []
    for item in items:
        before = result[-1] if result else None
        if before is None or before.number is None or before.is_mark:
            result.append(item)
            continue
        number = before.number
        if item.has("half more", "quarter more"):
            result[-1] = _number([before, item], number + (0.5 if item.has("half more") else 0.25))
        elif _is_fraction(item) and number == int(number) and number >= 1 and not item.link:
            result[-1] = _number([before, item], number + (item.number or 0.0))
        elif item.number == 12.0 and item.has("number") and not item.link:
            result[-1] = _number([before, item], number * 12.0)
        elif number < 1 and item.has("article") and before.has("number"):
            result[-1] = _number([before, item], number)
        else:
            result.append(item)
    return result


def _is_fraction(item: Item) -> bool:
    is_glyph = not (item.text[0].isalpha() or item.text[0].isdigit())
    return item.number is not None and 0 < item.number < 1 and (item.ratio is not None or is_glyph)


def _number(items: list[Item], value: float) -> Item:
    item = merged(items)
    item.number = value
    vague = next((part for part in items if part.low is not None), None)
    if vague is not None:
        item.low, item.high = value * 0.7, value * 1.5
    return item


def _ranges(items: list[Item]) -> list[Item]:
    """Bring "2-3", "2 to 3", "two or three" to their middle, with both ends kept."""
    result: list[Item] = []
    for item in items:
        result.append(item)
        if item.number is None or item.is_mark:
            continue
        if len(result) > 1 and item.link == "-" and _may_begin_range(result[-2]):
            result[-2:] = [_range(result[-2:])]
        elif (
            len(result) > 2
            and (result[-2].has("to", "or") or (result[-2].is_mark and result[-2].text in "-–—"))
            and _may_begin_range(result[-3])
            and (result[-3].number or 0.0) < item.number
        ):
            result[-3:] = [_range(result[-3:])]
    return result


def _may_begin_range(item: Item) -> bool:
    return item.number is not None and not item.is_mark and item.number < _LARGEST


def _range(items: list[Item]) -> Item:
    low, high = items[0].number or 0.0, items[-1].number or 0.0
    item = merged(items)
    item.number, item.low, item.high = (low + high) / 2, low, high
    return item
