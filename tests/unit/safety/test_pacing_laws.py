"""Laws of the pacing monitor, for made-up days of every kind."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from commensal.safety.pacing import FOLLOW_DAYS, WatchStatus, stop_rule, watch
from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.safety.pacing_share import share_of
from tests.unit.safety.pacing_examples import day_number, made_days

_MAYBE_POINTS = st.none() | st.integers(0, 10).map(float)
_DAYS = st.lists(st.tuples(_MAYBE_POINTS, _MAYBE_POINTS), min_size=1, max_size=80)


def _days(drawn: list[tuple[float | None, float | None]]) -> list[PacingDay]:
    return made_days([load for load, _ in drawn], [rating for _, rating in drawn])


@given(_DAYS)
def test_the_unit_of_load_does_not_matter(drawn: list[tuple[float | None, float | None]]) -> None:
    """Counting in steps instead of points (any rising scale) changes no word of the answer."""
    days = _days(drawn)
    stretched = [
        PacingDay(
            day=day.day,
            loads={measure: 300.0 * load**2 + 5.0 for measure, load in day.loads.items()},
            symptoms=day.symptoms,
        )
        for day in days
    ]
    today = days[-1].day
    one, other = watch(days, today=today), watch(stretched, today=today)
    assert one.status is other.status
    assert [p.after_heavier for p in one.patterns] == [p.after_heavier for p in other.patterns]


@given(_DAYS, st.integers(1, 1000))
def test_the_calendar_does_not_matter(drawn: list[tuple[float | None, float | None]], shift: int) -> None:
    """The same days in another year give the same answer."""
    days = _days(drawn)
    moved = [PacingDay(day=day.day + timedelta(days=shift), loads=day.loads, symptoms=day.symptoms) for day in days]
    one, other = watch(days, today=days[-1].day), watch(moved, today=moved[-1].day)
    assert one.status is other.status
    assert [p.after_other for p in one.patterns] == [p.after_other for p in other.patterns]


@given(_DAYS)
def test_empty_days_change_nothing(drawn: list[tuple[float | None, float | None]]) -> None:
    """A day without anything on it is the same as no day: a blank is never a zero."""
    days = _days(drawn)
    today = days[-1].day
    without = [day for day in days if day.loads or day.symptoms]
    assert watch(days, today=today) == watch(without, today=today)


@given(_DAYS)
def test_counts_fit_together(drawn: list[tuple[float | None, float | None]]) -> None:
    """No more followed than pairs, and no more pairs than stand apart in the days."""
    days = _days(drawn)
    for pattern in watch(days, today=days[-1].day).patterns:
        for after in (pattern.after_heavier, pattern.after_other):
            assert 0 <= after.n_followed <= after.n_pairs
            assert after.n_pairs + after.n_left_out <= len(days) / FOLLOW_DAYS + 1


@given(_DAYS)
def test_without_two_logged_days_nothing_is_said_of_them(drawn: list[tuple[float | None, float | None]]) -> None:
    """The status speaks of the last two days only where both were logged by one measure."""
    days = _days(drawn)
    seen = watch(days, today=days[-1].day)
    if seen.status in (WatchStatus.HEAVIER_LATELY, WatchStatus.NOTHING_STANDS_OUT):
        logged = {day.day for day in days if LoadMeasure.RATED in day.loads}
        assert set(seen.last_days) <= logged


@given(_DAYS, st.integers(0, 79))
def test_the_stop_rule_does_not_take_back_a_stop(drawn: list[tuple[float | None, float | None]], start: int) -> None:
    """Later days never undo a pause, and only days of the trial are named in it."""
    days = _days(drawn)
    started = day_number(start)
    stops = [stop_rule(days, started=started, today=day_number(number)) for number in range(len(days))]
    first = next((stop for stop in stops if stop is not None), None)
    assert all(stop == first for stop in stops[stops.index(first) :] if first is not None)
    if first is not None:
        assert started <= first.days[0]


@given(_DAYS)
def test_the_careful_rule_stops_whenever_the_other_does(drawn: list[tuple[float | None, float | None]]) -> None:
    """Careful means more pauses, never fewer."""
    days, started = _days(drawn), day_number(20)
    if stop_rule(days, started=started, today=days[-1].day, is_careful=False) is not None:
        assert stop_rule(days, started=started, today=days[-1].day) is not None


def test_the_interval_covers() -> None:
    """Over true shares from 5 to 95 % and 8 to 60 pairs, Wilson's interval holds the truth about 19 times in 20.

    Seeded; at 20,000 draws the mean coverage of a right interval lies within 0.94-0.97, and no cell below 0.88.
    """
    rng = np.random.default_rng(11)
    covered = []
    for n in (8, 15, 30, 60):
        for truth in (0.05, 0.2, 0.5, 0.8, 0.95):
            draws = rng.binomial(n, truth, 1_000)
            shares = [share_of(int(k), n) for k in draws]
            covered.append(float(np.mean([share.low <= truth <= share.high for share in shares])))
    assert min(covered) > 0.88
    assert 0.94 <= float(np.mean(covered)) <= 0.97
