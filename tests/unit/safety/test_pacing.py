"""The pacing monitor: it watches, counts with an interval, and never gives permission."""

from __future__ import annotations

from datetime import timedelta

import pytest

from commensal.safety.pacing import PacingWatch, WatchStatus, watch
from commensal.safety.pacing_days import LoadMeasure, PacingDay
from commensal.safety.pacing_share import share_of
from commensal.safety.pacing_usual import Standing, is_worse, standing, watched_symptoms
from tests.unit.safety.pacing_examples import day_number, made_days, payback_days


def _watched(days: list[PacingDay], *, after: int = 0) -> PacingWatch:
    return watch(days, today=days[-1].day + timedelta(days=after))


def test_few_days_cannot_tell() -> None:
    """Thirteen days make no usual; nothing is said of the last two."""
    seen = _watched(made_days([5.0] * 11 + [9.0, 9.0], [4.0] * 13))
    assert seen.status is WatchStatus.CANNOT_TELL_YET
    assert seen.patterns == ()
    assert seen.n_load_days == 13


def test_an_empty_diary_cannot_tell() -> None:
    """No days are a normal state, and no error."""
    assert watch([], today=day_number(0)).status is WatchStatus.CANNOT_TELL_YET


def test_two_heavier_days_are_seen() -> None:
    """The last two days stand above the person's own usual."""
    seen = _watched(made_days([3.0, 2.0, 4.0] * 10 + [7.0, 8.0], [4.0] * 32))
    assert seen.status is WatchStatus.HEAVIER_LATELY
    assert [one.standing for _, one in seen.patterns[0].last_two] == [Standing.HEAVIER, Standing.HEAVIER]


def test_one_heavier_day_is_not_two() -> None:
    """A single heavy day does not stand out as a pair."""
    seen = _watched(made_days([3.0, 2.0, 4.0] * 10 + [3.0, 8.0], [4.0] * 32))
    assert seen.status is WatchStatus.NOTHING_STANDS_OUT


def test_blank_days_are_no_quiet_days() -> None:
    """When the last two days hold no load, nothing is said of them, least of all that they were light."""
    days = made_days([3.0, 2.0, 4.0] * 10, [4.0] * 30)
    assert _watched(days, after=3).status is WatchStatus.LAST_DAYS_NOT_LOGGED
    seen = _watched([*days, *_blank_after(days)])
    assert seen.status is WatchStatus.LAST_DAYS_NOT_LOGGED


def _blank_after(days: list[PacingDay]) -> list[PacingDay]:
    return [PacingDay(day=days[-1].day + timedelta(days=step), symptoms={"fatigue": 4.0}) for step in (1, 2)]


def test_before_today_is_logged_the_two_days_before_count() -> None:
    """In the morning, the last two days are yesterday and the one before."""
    seen = _watched(made_days([3.0, 2.0, 4.0] * 10 + [7.0, 8.0], [4.0] * 32), after=1)
    assert seen.status is WatchStatus.HEAVIER_LATELY


def test_payback_is_counted_with_its_interval() -> None:
    """Eight rounds of heavy, then worse: eight of eight, with a range that does not reach certainty."""
    seen = _watched(payback_days())
    after = seen.patterns[0].after_heavier
    assert (after.n_followed, after.n_pairs) == (8, 8)
    assert after.share is not None
    assert after.share.low < 0.7
    assert after.share.high == 1.0
    other = seen.patterns[0].after_other
    assert other.share is not None
    assert other.share.estimate < 0.5


def test_no_link_gives_about_the_same_after_both() -> None:
    """Where worse days come at a rhythm of their own, heavy pairs stand out no more than others."""
    loads = ([7.0, 8.0] + [2.0] * 9) * 14
    fatigue = [8.0 if number % 5 == 0 else 4.0 for number in range(len(loads))]
    pattern = _watched(made_days(loads, fatigue)).patterns[0]
    assert pattern.after_heavier.share is not None
    assert pattern.after_other.share is not None
    assert pattern.after_heavier.share.low <= pattern.after_other.share.estimate <= pattern.after_heavier.share.high


def test_few_pairs_give_no_share() -> None:
    """Below five pairs no share is said, however clear it looks."""
    after = _watched(payback_days(4)).patterns[0].after_heavier
    assert after.n_pairs == 4
    assert after.share is None
    assert _watched(payback_days(5)).patterns[0].after_heavier.share is not None


def test_without_worse_days_no_share_is_said() -> None:
    """A rating that never moves would give "0 of 17", which reads as permission and means nothing."""
    loads = ([7.0, 8.0] + [2.0] * 8) * 12
    seen = _watched(made_days(loads, [4.0] * 120))
    assert seen.n_worse_days == 0
    assert seen.patterns[0].after_heavier.n_pairs >= 10
    assert seen.patterns[0].after_heavier.share is None
    ratings = [9.0 if number in (14, 34) else 4.0 for number in range(120)]
    assert _watched(made_days(loads, ratings)).patterns[0].after_heavier.share is None
    ratings[54] = 9.0
    assert _watched(made_days(loads, ratings)).patterns[0].after_heavier.share is not None


def test_a_blank_after_a_pair_leaves_it_out() -> None:
    """Nobody knows what came after: the pair counts neither as followed nor as not followed, and is named."""
    days = payback_days()
    blank = {day_number(10 * n + 4) for n in range(3)}
    kept = [PacingDay(day=d.day, loads=d.loads) if d.day in blank else d for d in days]
    after = _watched(kept).patterns[0].after_heavier
    assert (after.n_pairs, after.n_left_out) == (5, 3)


def test_a_blank_never_counts_as_a_good_day() -> None:
    """Taking ratings away never raises the number of pairs that were not followed."""
    days = payback_days()
    silent = [PacingDay(day=d.day, loads=d.loads) if d.symptoms.get("fatigue", 0) > 6 else d for d in days]
    after = _watched(silent).patterns[0].after_heavier
    assert after.n_pairs - after.n_followed == 0
    assert after.n_left_out == 8


def test_days_that_have_not_come_are_not_blank() -> None:
    """The newest pair waits: it is neither counted nor left out until three days have passed."""
    days = [*payback_days(), *made_days([None] * 80 + [7.0, 8.0], [None] * 80 + [4.0, 4.0])[80:]]
    after = _watched(days).patterns[0].after_heavier
    assert (after.n_pairs, after.n_left_out) == (8, 0)
    later = _watched(days, after=3).patterns[0].after_heavier
    assert (later.n_pairs, later.n_left_out) == (8, 1)


def test_a_long_heavy_week_counts_once() -> None:
    """Six heavy days in a row before one bad spell are not five proofs of it."""
    loads = ([8.0] * 4 + [2.0] * 12) * 5
    fatigue = ([4.0] * 4 + [8.0] * 3 + [4.0] * 9) * 5
    after = _watched(made_days(loads, fatigue)).patterns[0].after_heavier
    assert after.n_pairs <= 10


def test_a_pair_that_ends_on_a_worse_day_is_passed_over() -> None:
    """Somebody who is in it already cannot tell what follows."""
    loads = ([8.0, 8.0] + [2.0] * 8) * 8
    fatigue = ([4.0, 8.0] + [4.0] * 8) * 8
    assert _watched(made_days(loads, fatigue)).patterns[0].after_heavier.n_pairs == 0


def test_a_crash_lately_is_said() -> None:
    """A crash marked among the last three days."""
    loads: list[float | None] = [3.0, 2.0, 4.0] * 10
    assert _watched(made_days(loads, [4.0] * 30, crashes={28: True})).is_worse_lately
    assert not _watched(made_days(loads, [4.0] * 30, crashes={20: True})).is_worse_lately


@pytest.mark.parametrize("measure", sorted(LoadMeasure))
def test_every_measure_is_watched(measure: LoadMeasure) -> None:
    """Rated effort, effort of the mind, minutes and steps each have a usual of their own."""
    days = made_days([30.0, 20.0, 40.0] * 10 + [70.0, 80.0], [4.0] * 32, measure=measure)
    assert _watched(days).patterns[0].measure is measure
    assert _watched(days).status is WatchStatus.HEAVIER_LATELY


def test_standing_needs_two_in_three_and_the_middle() -> None:
    """Most days alike: the same again is usual, more is heavier, less is lighter."""
    own = [3.0] * 12 + [5.0] * 2
    assert standing(3.0, own) is Standing.USUAL
    assert standing(4.0, own) is Standing.HEAVIER
    assert standing(1.0, own) is Standing.LIGHTER
    assert standing(4.0, own[:13]) is None


def test_worse_is_known_only_where_something_was_recorded() -> None:
    """A blank day is neither worse nor not worse."""
    own = {"fatigue": [4.0] * 20}
    assert is_worse(PacingDay(day=day_number(0)), own) is None
    assert is_worse(PacingDay(day=day_number(0), symptoms={"headache": 9.0}), own) is None
    assert is_worse(PacingDay(day=day_number(0), symptoms={"fatigue": 4.0}), own) is False
    assert is_worse(PacingDay(day=day_number(0), symptoms={"fatigue": 5.0}), own) is True
    assert is_worse(PacingDay(day=day_number(0), is_crash=False), own) is False
    assert is_worse(PacingDay(day=day_number(0), is_crash=True, symptoms={"fatigue": 1.0}), own) is True


def test_somebody_at_nine_can_have_a_worse_day() -> None:
    """Near the top of the scale there is no whole point left above the usual."""
    own = {"fatigue": [9.5] * 20}
    assert is_worse(PacingDay(day=day_number(0), symptoms={"fatigue": 10.0}), own) is True


def test_at_most_two_symptoms_are_watched_payback_first() -> None:
    """Fatigue and pain come before what is rated more often, so that "worse" stays rare."""
    symptoms = {"itch": 3.0, "pain": 3.0, "fatigue": 3.0}
    days = [PacingDay(day=day_number(n), symptoms=symptoms) for n in range(14)]
    assert watched_symptoms(days) == ("fatigue", "pain")
    assert watched_symptoms(days[:13]) == ()


@pytest.mark.parametrize(
    ("n_followed", "n", "low", "high"),
    [(0, 5, 0.0, 0.4345), (5, 10, 0.2366, 0.7634), (8, 8, 0.6756, 1.0), (1, 20, 0.0089, 0.2361)],
)
def test_the_interval_is_wilsons(n_followed: int, n: int, low: float, high: float) -> None:
    """Values worked out from the equation by hand and from tables of it."""
    share = share_of(n_followed, n)
    assert share.low == pytest.approx(low, abs=2e-4)
    assert share.high == pytest.approx(high, abs=2e-4)
