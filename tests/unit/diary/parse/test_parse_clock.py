"""Which day and moment a part of the sentence speaks of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from commensal.diary.parse import Chip
from commensal.records.facts import Food, Sleep
from tests.unit.diary.parse.reading import Read

SUNDAY, SATURDAY, FRIDAY = date(2026, 3, 1), date(2026, 2, 28), date(2026, 2, 27)


def _by_food(chips: tuple[Chip, ...]) -> dict[str, Chip]:
    return {chip.fact.food_id: chip for chip in chips if isinstance(chip.fact, Food) and chip.fact.food_id is not None}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("pizza last night, porridge this morning", {"pizza": SATURDAY, "porridge": SUNDAY}),
        ("last night: pizza, water", {"pizza": SATURDAY, "water": SATURDAY}),
        ("yesterday pizza. porridge", {"pizza": SATURDAY, "porridge": SUNDAY}),
        ("day before yesterday: pizza", {"pizza": FRIDAY}),
        ("leftover pizza from last night", {"pizza": SUNDAY}),
        ("last night's pizza", {"pizza": SUNDAY}),
        ("porridge, same pain as yesterday", {"porridge": SUNDAY}),
    ],
)
def test_last_night_belongs_to_the_day_before(text: str, days: dict[str, date], read: Read) -> None:
    """An evening belongs to its own day; leftovers belong to the day they are eaten."""
    assert {food: chip.day for food, chip in _by_food(read(text).chips).items()} == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8am porridge, 1pm soup", {"porridge": 8, "soup_vegetable": 13}),
        ("crackers and brie at 4", {"cream_cracker": 16, "cheese_brie": 16}),
        ("porridge at 9, soup at noon", {"porridge": 9, "soup_vegetable": 12}),
        ("lunch 13:30 soup", {"soup_vegetable": 13}),
        ("ate almonds around three", {"almond": 15}),
        ("about 3 eggs", {"egg_boiled": None}),
        ("porridge", {"porridge": None}),
        ("pizza at 11pm", {"pizza": None}),  # that hour has not come yet
    ],
)
def test_clock_times_go_with_their_foods(text: str, hours: dict[str, int | None], read: Read) -> None:
    """A time before or behind a food is the time of that food, and never invented."""
    found = {food: chip.at.hour if chip.at is not None else None for food, chip in _by_food(read(text).chips).items()}
    assert found == hours


def test_the_night_belongs_to_the_day_one_wakes(read: Read) -> None:
    """Last night's sleep is kept under today, last night's dinner under yesterday."""
    chips = read("last night: pizza, slept badly").chips
    assert {type(chip.fact): chip.day for chip in chips} == {Food: SATURDAY, Sleep: SUNDAY}


def test_a_meal_is_kept_as_a_word(read: Read) -> None:
    """No clock time is made up from a meal."""
    chip = _by_food(read("for breakfast porridge").chips)["porridge"]
    assert (chip.meal, chip.at) == ("breakfast", None)


def test_instants_carry_the_offset_of_the_writer(read: Read) -> None:
    """The instant stands in the zone in which it was written."""
    chip = _by_food(read("8am porridge").chips)["porridge"]
    assert chip.at == datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("toast at 9 and pizza at 7pm", {"bread_white": 9, "pizza": 19}),
        ("woke at 6, toast", {"bread_white": 6}),
        ("apple until dinner", {"apple": None}),
    ],
)
def test_a_time_behind_a_food_holds_for_that_food_alone(text: str, hours: dict[str, int | None], read: Read) -> None:
    """What comes after "and" has a time of its own, or none."""
    found = {food: chip.at.hour if chip.at is not None else None for food, chip in _by_food(read(text).chips).items()}
    assert found == hours


def test_a_past_event_does_not_move_what_came_of_it(read: Read) -> None:
    """Since last night's curry: the curry was yesterday, the stool is today."""
    chips = read("type 7 since the curry last night").chips
    assert {chip.kind: chip.day for chip in chips} == {"stool_form": SUNDAY, "food": SATURDAY}
