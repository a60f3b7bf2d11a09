"""Drafts and foods become chips; words that nobody knows become unknown chips."""

from __future__ import annotations

from datetime import datetime

from commensal.diary.parse.clock import When
from commensal.diary.parse.drafts import Draft
from commensal.diary.parse.eaten import Eaten
from commensal.diary.parse.items import Item
from commensal.diary.parse.parsed import Chip, UnknownChip
from commensal.diary.parse.portions import portion_of
from commensal.knowledge.foods import FoodTable
from commensal.records.facts import Food
from commensal.vocab.presence import Presence

_MOST_ALTERNATIVES = 5


def food_drafts(items: list[Item], named: list[Eaten], foods: FoodTable, text: str) -> list[Draft]:
    """A draft for each food that was named; the same food twice in one place is one."""
    drafts: list[Draft] = []
    seen: set[tuple[int, str]] = set()
    for eaten in named:
        if eaten.dropped or eaten.is_unknown or not eaten.food_id or (eaten.first, eaten.food_id) in seen:
            continue
        seen.add((eaten.first, eaten.food_id))
        drafts.append(_food_draft(items, eaten, foods, text))
    return drafts


def _food_draft(items: list[Item], eaten: Eaten, foods: FoodTable, text: str) -> Draft:
    start, end = _span(items, eaten)
    row = foods.foods.get(eaten.food_id)
    name = row.name if row is not None else _name_as_typed(items, eaten)
    portion = None if eaten.negated else portion_of(eaten, foods)
    fact = Food(
        name=name,
        food_id=eaten.food_id,
        amount_g=portion.grams if portion is not None else None,
        amount_sd_g=portion.sd_g if portion is not None else None,
        text=text[start:end],
        presence=Presence.NONE if eaten.negated else Presence.RECORDED,
    )
    others = tuple(food for food in dict.fromkeys((*eaten.ids[1:], *eaten.alternatives)) if food != eaten.food_id)
    return Draft(
        fact=fact,
        at=eaten.first,
        start=start,
        end=end,
        confidence=round(eaten.confidence, 3),
        alternatives=others[:_MOST_ALTERNATIVES],
        term=_name_as_typed(items, eaten),
        negated=bool(eaten.negated),
        question=eaten.question,
    )


def _span(items: list[Item], eaten: Eaten) -> tuple[int, int]:
    part = items[eaten.first : eaten.last + 1]
    return min(item.start for item in part), max(item.end for item in part)


def _name_as_typed(items: list[Item], eaten: Eaten) -> str:
    numbers = sorted(eaten.name_items) or [eaten.first]
    return " ".join(items[number].text for number in numbers)


def chips_of(drafts: list[Draft], when: list[When], text: str, now: datetime) -> tuple[Chip, ...]:
    """Chips in the order of the sentence. A night belongs to the day one wakes: no word of time moves it."""
    chips = []
    for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end)):
        moment = When() if draft.is_night else when[draft.at]
        chips.append(
            Chip(
                start=draft.start,
                end=draft.end,
                text=text[draft.start : draft.end],
                fact=draft.fact,
                confidence=draft.confidence,
                day=moment.day(now),
                at=moment.at(now),
                alternatives=draft.alternatives,
                negated=draft.negated,
                meal=moment.meal,
                term=draft.term,
            )
        )
    return tuple(chips)


def unknown_chips(
    items: list[Item], named: list[Eaten], when: list[When], text: str, now: datetime
) -> tuple[UnknownChip, ...]:
    """Words in no list, neighbours together, and foods that only a family is known of ("florble pie")."""
    unnamed = {
        number: eaten
        for eaten in named
        if not eaten.dropped and (eaten.is_unknown or not eaten.food_id)
        for number in range(eaten.first, eaten.last + 1)
    }
    taken = {number for eaten in named if not eaten.is_unknown and eaten.food_id for number in eaten.name_items}
    groups: list[tuple[list[int], Eaten | None]] = []
    for number, item in enumerate(items):
        is_word = (item.is_unknown or item.has("unlisted")) and not item.is_claimed and number not in taken
        if number not in unnamed and (not is_word or item.negated == "mention"):
            continue
        joins = bool(groups) and groups[-1][0][-1] == number - 1 and item.negated == items[number - 1].negated
        if joins:
            groups[-1] = ([*groups[-1][0], number], groups[-1][1] or unnamed.get(number))
        else:
            groups.append(([number], unnamed.get(number)))
    chips = []
    for numbers, group_eaten in groups:
        part = [items[number] for number in numbers]
        start, end = part[0].start, max(item.end for item in part)
        offered = (*group_eaten.ids, *group_eaten.alternatives) if group_eaten is not None else ()
        chips.append(
            UnknownChip(
                start=start,
                end=end,
                text=text[start:end],
                day=when[numbers[0]].day(now),
                alternatives=offered[:_MOST_ALTERNATIVES],
                negated=bool(part[0].negated),
            )
        )
    return tuple(chips)
