"""What came first: rest on the day of a crash, and the clock times of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pandas as pd
import pytest

import commensal as cm
from commensal.diary.day_table import day_table
from commensal.diary.diary import Diary
from commensal.findings.finding import Status
from commensal.findings.negative_control import same_way_p
from commensal.records.entry import Entry
from commensal.records.facts import Fact, Food, SymptomRating
from commensal.service.find import Found
from commensal.vocab.origin import Origin
from commensal.vocab.presence import Presence

FIRST = date(2026, 1, 1)


def year_of_crashes(rng: np.random.Generator, *, rest_days: int) -> pd.DataFrame:
    """Activity 0 to 3; a crash after four in ten days at 3, and after one in fifty of the others; then rest."""
    activity = rng.choice(4, 365, p=[0.1, 0.5, 0.3, 0.1]).astype(float)
    crash = np.zeros(365)
    for day in range(1, 365):
        crash[day] = rng.random() < (0.4 if activity[day - 1] == 3 else 0.02)
        if crash[day]:
            activity[day : day + rest_days] = 0.0
    noise = {name: rng.random(365) for name in ("noise_1", "noise_2")}
    return pd.DataFrame(
        {"day": pd.date_range("2024-01-01", periods=365), "crash": crash, "activity": activity, **noise}
    )


def status(found: Found, exposure: str) -> tuple[Status, str]:
    """Status and reason of one exposure of the first outcome."""
    (one,) = (finding for finding in found.findings.outcomes[0].findings if finding.exposure.key == exposure)
    return one.status, one.reason


@pytest.mark.parametrize("rest_days", [0, 1, 3])
def test_rest_in_a_crash_does_not_hide_what_came_before(rest_days: int) -> None:
    """Who rests when they crash, for a day or for three, is as able to find out as who goes on."""
    seen = [
        status(cm.find(year_of_crashes(np.random.default_rng(seed), rest_days=rest_days), outcome="crash"), "activity")[
            0
        ]
        for seed in range(6)
    ]
    assert seen.count(Status.FOUND) >= 5


def test_rest_that_only_answers_is_still_no_finding() -> None:
    """Where nothing comes before a crash, resting on the day itself stays a matter of open order."""
    for seed in range(4):
        rng = np.random.default_rng(seed)
        data = year_of_crashes(rng, rest_days=0)
        data["crash"] = (rng.random(365) < 0.08).astype(float)
        data.loc[data["crash"] > 0, "activity"] = 0.0
        assert status(cm.find(data, outcome="crash"), "activity") == (Status.REVERSED_OR_CONFOUNDED, "same_day")


@pytest.mark.parametrize(
    ("z", "direction", "expected"),
    [
        ([-4.0, -2.0], 1.0, True),
        ([-4.0, 0.5], 1.0, True),
        ([-4.0, 2.0], 1.0, False),
        ([4.0, -2.0], -1.0, False),
        ([4.0, 2.0], -1.0, True),
        ([4.0, 0.0], 1.0, False),
        ([-4.0, -4.0], 0.0, False),
    ],
)
def test_only_an_answer_the_other_way_is_let_by(z: list[float], direction: float, *, expected: bool) -> None:
    """Less tomorrow and more the day after is no answer to a symptom but something that comes and goes with it."""
    (p_value,) = same_way_p(np.array([z]), np.array([direction]))
    assert (p_value == 1.0) is expected


def test_the_check_that_points_the_other_way_is_told() -> None:
    """The explanation says that activity is low on the crash day, and why that is no objection."""
    found = cm.find(year_of_crashes(np.random.default_rng(0), rest_days=1), outcome="crash")
    explained = found.explain("activity")
    assert explained.control is not None
    assert explained.control.goes_the_other_way
    assert not explained.control.has_failed
    assert "the other way round" in " ".join(str(explained).split())


def timed_days(rng: np.random.Generator, *, coffee_at: time | None, late: float = 0.0) -> tuple[Entry, ...]:
    """Coffee on four days in ten adds 1.6 points on the day itself; pain is rated at eight in the evening.

    ``late`` is the share of coffees that are drunk after the rating; those do nothing.
    """
    return tuple(_entries(rng, coffee_at, late))


def _entries(rng: np.random.Generator, coffee_at: time | None, late: float) -> Iterator[Entry]:
    for number in range(200):
        has_coffee, is_late = rng.random() < 0.4, rng.random() < late
        pain = float(np.clip(round(rng.normal(4, 1) + 1.6 * (has_coffee and not is_late)), 0, 10))
        coffee = Food(name="coffee", presence=Presence.RECORDED if has_coffee else Presence.NONE)
        yield _entry(SymptomRating(symptom="pain", score=pain), number, time(20))
        yield _entry(coffee, number, time(22) if is_late else coffee_at)


def _entry(fact: Fact, number: int, at: time | None) -> Entry:
    day = FIRST + timedelta(days=number)
    return Entry(
        id=f"{number}-{fact}",
        fact=fact,
        day=day,
        at=None if at is None else datetime.combine(day, at, tzinfo=UTC),
        recorded_at=datetime(2027, 1, 1, tzinfo=UTC),
        origin=Origin.ENTERED,
    )


def coffee_of(entries: tuple[Entry, ...]) -> tuple[Status, int | None]:
    """Status and onset of coffee."""
    found = cm.find(Diary(entries), outcome="pain", exposures=["coffee"], graph=False)
    (one,) = found.findings.outcomes[0].findings
    return one.status, one.onset_days


def test_what_the_clock_puts_before_the_rating_may_act_the_same_day() -> None:
    """A coffee at eight in the morning, a rating at eight in the evening."""
    assert coffee_of(timed_days(np.random.default_rng(1), coffee_at=time(8))) == (Status.FOUND, 0)


@pytest.mark.parametrize("coffee_at", [None, time(19, 59), time(21)], ids=["untimed", "same sitting", "after"])
def test_without_a_clear_order_nothing_acts_the_same_day(coffee_at: time | None) -> None:
    """No clock time, written down in the same minutes, or after the rating: the order is open, and that is said."""
    entries = timed_days(np.random.default_rng(1), coffee_at=coffee_at)
    assert coffee_of(entries) == (Status.REVERSED_OR_CONFOUNDED, None)


def test_a_few_late_ones_count_as_not_known() -> None:
    """One coffee in twenty comes after the rating: those days are left out, the others are read."""
    entries = timed_days(np.random.default_rng(2), coffee_at=time(8), late=0.05)
    assert coffee_of(entries) == (Status.FOUND, 0)
    table = day_table(entries)
    n_before = int(table.is_before("coffee", "pain", by_s=3600.0).sum())
    assert 0 < n_before < int(np.nansum(table.column("coffee")))
