"""The traveller: a day is the day it was where one stood, and it never moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.stories.person import Person

EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # always on different dates: 25 hours apart


def test_a_day_logged_far_away_stays_where_it_was(person: Person) -> None:
    """Logged at +14:00 and looked at from -11:00: the same day, the same hour, the same offset."""
    east, west = replace(person, zone=EAST), replace(person, zone=WEST)
    logged = east.asks_json("log", "--pain", "5")
    day_there = logged["day"]
    assert logged["kept"][0]["at"].endswith("+14:00")
    assert day_there > datetime.now(tz=ZoneInfo(WEST)).date().isoformat()

    seen = west.asks_json("day", day_there)
    assert [entry["id"] for entry in seen["entries"]] == [logged["kept"][0]["id"]]
    assert seen["entries"][0]["at"] == logged["kept"][0]["at"]
    assert west.asks_json("day")["entries"] == []


def test_today_in_the_east_is_not_the_future_in_the_west(person: Person) -> None:
    """Findings and export work on a diary whose last day has not begun where one is now."""
    replace(person, zone=EAST).types("log", "--pain", "5")
    west = replace(person, zone=WEST)
    west.types("findings")
    west.types("export", person.home / "export")


def test_the_night_belongs_to_the_day_one_wakes(person: Person) -> None:
    """Sleep logged for a day is the night that ended on it, and can be written down a day later."""
    logged = person.asks_json("log", "--sleep", "6.5", "--day", "2026-03-29")
    (entry,) = logged["kept"]
    assert (entry["day"], entry["fact"]["duration_h"], entry["at"]) == ("2026-03-29", 6.5, None)
