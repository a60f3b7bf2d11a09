"""Logging: words are kept and read, options count before them, and nothing half-right is written."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commensal.records.entry import Entry
from commensal.records.facts import Food, MedicineDose, Note, Sleep, StoolForm, Stress, SymptomRating, kind_of
from commensal.service.home import Home
from commensal.service.log import Logged, day_from_words, log
from commensal.vocab.errors import InvalidRecordError, UsageError
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

TODAY = date(2026, 11, 21)


def _stored(home: Home) -> tuple[Entry, ...]:
    with home.journal() as journal:
        return journal.entries()


def test_words_are_kept_as_they_are_and_read(home: Home) -> None:
    """A sentence gives its facts and, beside them, itself, letter for letter."""
    log(home, "Lentil soup,  ibuprofen 400, pain 4")
    facts = [entry.fact for entry in _stored(home)]
    assert Note(text="Lentil soup,  ibuprofen 400, pain 4") in facts
    assert SymptomRating(symptom="pain", score=4.0) in facts
    assert {kind_of(fact) for fact in facts} == {"food", "medicine_dose", "symptom_rating", "note"}
    assert {entry.origin for entry in _stored(home)} == {Origin.ENTERED}


def test_words_without_anything_in_them_are_kept_all_the_same(home: Home) -> None:
    """A line in which no table finds anything is one note."""
    logged = log(home, "xyzzy plugh")
    assert [entry.fact for entry in _stored(home)] == [Note(text="xyzzy plugh")]
    assert logged.has_only_words
    assert logged.understood.unknown


def test_an_option_counts_before_the_words(home: Home) -> None:
    """Pain said twice is one rating, the one that was stated."""
    log(home, "pain 4 and tired", ratings={"Pain": 6})
    ratings = [entry.fact for entry in _stored(home) if isinstance(entry.fact, SymptomRating)]
    assert [fact.score for fact in ratings if fact.symptom.casefold() == "pain"] == [6.0]


def test_each_option_becomes_a_fact(home: Home) -> None:
    """Every explicit option is one entered fact of its own kind."""
    logged = log(
        home,
        ratings={"pain": 4, "brain fog": 3},
        none=["headache"],
        foods=["oats 40 g", "tea"],
        without=["coffee"],
        medicines=["ibuprofen 400 mg"],
        sleep_h=6.5,
        stool_form=4,
        stress=5,
        note="slept badly",
    )
    assert {entry.fact for entry in _stored(home)} == {
        SymptomRating(symptom="pain", score=4),
        SymptomRating(symptom="brain fog", score=3),
        SymptomRating(symptom="headache", score=0.0, presence=Presence.NONE),
        Food(name="oats", amount_g=40.0, text="oats 40 g"),
        Food(name="tea", text="tea"),
        Food(name="coffee", presence=Presence.NONE),
        MedicineDose(name="ibuprofen", dose_mg=400.0, text="ibuprofen 400 mg"),
        Sleep(duration_h=6.5),
        StoolForm(form=4),
        Stress(score=5),
        Note(text="slept badly"),
    }
    assert {entry.origin for entry in logged.entries} == {Origin.ENTERED}
    assert not logged.has_only_words


def test_a_zero_is_a_rating_and_none_is_a_recorded_none(home: Home) -> None:
    """The scale's zero and the word "none" stay two different answers."""
    log(home, ratings={"pain": 0}, none=["nausea"])
    facts = [entry.fact for entry in _stored(home)]
    presence = {fact.symptom: fact.presence for fact in facts if isinstance(fact, SymptomRating)}
    assert presence == {"pain": Presence.RECORDED, "nausea": Presence.NONE}


@pytest.mark.parametrize(
    ("words", "name", "grams"),
    [
        ("oats 40 g", "oats", 40.0),
        ("oats 40g", "oats", 40.0),
        ("potatoes 1,5 kg", "potatoes", 1500.0),
        ("vitamin B 12", "vitamin B 12", None),
        ("7 up", "7 up", None),
        ("  brown   rice ", "brown rice", None),
        ("40 g", "40 g", None),
    ],
)
def test_an_amount_is_read_only_where_its_unit_is_written(
    home: Home, words: str, name: str, grams: float | None
) -> None:
    """A bare number stays part of the name; a number with a unit of mass is an amount."""
    log(home, foods=[words])
    (entry,) = _stored(home)
    assert entry.fact == Food(name=name, amount_g=grams, text=" ".join(words.split()))


@pytest.mark.parametrize(
    ("words", "dose_mg"),
    [("levothyroxine 75 µg", 0.075), ("levothyroxine 75 mcg", 0.075), ("macrogol 13.1 g", 13100.0)],
)
def test_doses_are_kept_in_milligrams(home: Home, words: str, dose_mg: float) -> None:
    """Micrograms and grams become milligrams without a rounding crumb."""
    log(home, medicines=[words])
    (entry,) = _stored(home)
    assert isinstance(entry.fact, MedicineDose)
    assert entry.fact.dose_mg == dose_mg


@pytest.mark.parametrize(
    "wrong",
    [
        {"ratings": {"pain": 4, "fatigue": 11}},
        {"ratings": {"pain": -1}},
        {"ratings": {"pain": math.nan}},
        {"sleep_h": 25},
        {"stool_form": 8},
        {"stress": 10.5},
        {"foods": ["  "]},
        {"medicines": [""]},
        {"ratings": {" ": 3}},
    ],
    ids=str,
)
def test_a_value_out_of_range_writes_nothing(home: Home, wrong: dict[str, Any]) -> None:
    """One bad number refuses the whole line: half a day is worse than a second try."""
    with pytest.raises(InvalidRecordError):
        log(home, "words beside it", **wrong)
    assert not home.has_diary


def test_nothing_to_keep_is_a_misuse(home: Home) -> None:
    """An empty line, or one of spaces, is refused with a sentence that shows what to type."""
    with pytest.raises(UsageError, match="--pain 4"):
        log(home, "   ")
    assert not home.has_diary


def test_a_symptom_cannot_be_rated_and_absent(home: Home) -> None:
    """A headache of 3 and no headache, in one line, is a slip that we do not settle."""
    with pytest.raises(UsageError, match="Headache"):
        log(home, ratings={"Headache": 3}, none=["headache"])
    assert not home.has_diary


def test_a_day_that_has_not_come_is_refused(home: Home) -> None:
    """Tomorrow cannot be logged."""
    with pytest.raises(InvalidRecordError, match="2026-11-22"):
        log(home, "x", day=TODAY + timedelta(days=1))
    assert not home.has_diary


def test_yesterday_keeps_the_moment_of_writing(home: Home) -> None:
    """A backfilled value belongs to its day, has no invented hour, and says when it was written."""
    logged = log(home, ratings={"pain": 2}, day=TODAY - timedelta(days=1))
    (entry,) = _stored(home)
    assert (entry.day, entry.at, entry.recorded_at.date()) == (date(2026, 11, 20), None, TODAY)
    assert logged.is_backfilled


def test_a_clock_time_takes_the_offset_of_its_own_day(home: Home) -> None:
    """In London a July afternoon is at +01:00 even when it is written down in November."""
    log(home, foods=["toast"], day=date(2026, 7, 1), at=time(15, 30))
    (entry,) = _stored(home)
    assert entry.at is not None
    assert entry.at.isoformat() == "2026-07-01T15:30:00+01:00"


def test_the_local_day_never_moves(home: Home, clock: Any) -> None:
    """What was logged late on a Saturday in Tokyo stays on that Saturday, seen from anywhere."""
    clock.instant = datetime(2026, 11, 21, 23, 50, tzinfo=ZoneInfo("Asia/Tokyo"))
    log(home, ratings={"pain": 5})
    clock.instant = datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    log(home, ratings={"pain": 3})
    days = [(entry.day, entry.at and entry.at.utcoffset()) for entry in _stored(home)]
    assert days == [(TODAY, timedelta(hours=9)), (TODAY, timedelta(hours=-8))]


@pytest.mark.parametrize(
    ("before", "hours", "last_day"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/London")), 23, date(2026, 3, 29)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=ZoneInfo("Europe/London")), 25, date(2026, 10, 25)),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_day_of_23_or_25_hours_is_one_day(
    home: Home, clock: Any, before: datetime, hours: int, last_day: date
) -> None:
    """Every hour of the day on which the clocks change is logged on that one day, and the next hour is not."""
    start = before.astimezone(UTC)
    for n_hours in range(hours + 1):
        clock.instant = (start + timedelta(hours=n_hours)).astimezone(ZoneInfo("Europe/London"))
        log(home, f"hour {n_hours}")
    days = [entry.day for entry in _stored(home)]
    assert days.count(last_day) == hours
    assert days.count(last_day + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("words", "day"), [("today", TODAY), (" Yesterday", date(2026, 11, 20)), ("2026-02-28", date(2026, 2, 28))]
)
def test_days_can_be_named(words: str, day: date) -> None:
    """Today, yesterday and an ISO date are understood."""
    assert day_from_words(words, today=TODAY) == day


@pytest.mark.parametrize("words", ["tomorrow", "21.11.2026", "2026-02-30", "", "3"])
def test_other_days_are_asked_back(words: str) -> None:
    """Anything else is a sentence, never a guess."""
    with pytest.raises(UsageError, match="2026-11-20"):
        day_from_words(words, today=TODAY)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_words_come_back_unchanged(home: Home, text: str) -> None:
    """Whatever is typed, in any script, is what the diary holds afterwards."""
    logged: Logged = log(home, text)
    with home.journal() as journal:
        stored = {entry.id: entry.fact for entry in journal.entries(kinds=["note"])}
    assert [stored[entry.id] for entry in logged.entries if entry.kind == "note"] == [Note(text=text)]
