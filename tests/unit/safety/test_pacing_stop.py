"""The stop rule: two worse days in a row pause a trial."""

from __future__ import annotations

import numpy as np

from commensal.safety.pacing import can_watch, stop_rule
from commensal.safety.pacing_days import PacingDay
from tests.unit.safety.pacing_examples import day_number, made_days

_START = 28


def _stops(trial: list[float | None], *, usual: float = 4.0, crashes: dict[int, bool] | None = None) -> bool:
    ratings = [usual] * _START + trial
    days = made_days([None] * len(ratings), ratings, crashes=crashes)
    return stop_rule(days, started=day_number(_START), today=day_number(len(ratings))) is not None


def test_two_worse_days_in_a_row_pause() -> None:
    """Two points above the usual, twice running."""
    assert _stops([4.0, 6.0, 6.0, 4.0])
    assert not _stops([4.0, 6.0, 4.0, 6.0])
    assert not _stops([5.5, 5.5, 5.5, 5.5])


def test_it_names_the_days_and_the_reason() -> None:
    """The first such pair, and which symptom was high."""
    days = made_days([None] * 32, [4.0] * 29 + [7.0, 6.0, 8.0])
    advice = stop_rule(days, started=day_number(28), today=day_number(31))
    assert advice is not None
    assert advice.days == (day_number(29), day_number(30))
    assert advice.reasons == ("fatigue",)


def test_a_blank_between_is_no_pair_and_no_all_clear() -> None:
    """Worse, blank, worse does not fire; the days around it still can."""
    assert not _stops([7.0, None, 7.0])
    assert _stops([7.0, None, 7.0, 7.0])


def test_crash_days_pause_without_any_rating() -> None:
    """A crash is worse whatever is rated, and needs no usual to compare with."""
    assert _stops([None, None, None], crashes={29: True, 30: True})
    days = [PacingDay(day=day_number(n), is_crash=True) for n in (1, 2)]
    advice = stop_rule(days, started=day_number(0), today=day_number(5))
    assert advice is not None
    assert advice.reasons == ("crash",)


def test_days_before_the_trial_and_after_today_do_not_count() -> None:
    """Only what happened within the trial, up to today."""
    days = made_days([None] * 32, [4.0] * 26 + [9.0, 9.0] + [4.0] * 2 + [9.0, 9.0])
    assert stop_rule(days, started=day_number(28), today=day_number(30)) is None
    assert stop_rule(days, started=day_number(28), today=day_number(31)) is not None


def test_somebody_who_lives_at_nine_is_protected() -> None:
    """Two points above 9 are off the scale; the top of it counts."""
    assert _stops([10.0, 10.0], usual=9.0)
    assert not _stops([9.0, 9.0], usual=9.0)


def test_without_a_usual_it_says_that_it_cannot_watch() -> None:
    """No ratings before the trial: silence is not an all-clear, and the caller can know."""
    days = made_days([None] * 6, [9.0] * 6)
    assert not can_watch(days, started=day_number(0))
    assert stop_rule(days, started=day_number(0), today=day_number(6)) is None
    usual = made_days([None] * 20, [4.0] * 20)
    assert can_watch(usual, started=day_number(18))


def test_five_rated_days_before_are_enough_and_four_are_not() -> None:
    """A week of ratings protects already."""
    for n_before, is_watching in ((5, True), (4, False)):
        days = made_days([None] * (n_before + 3), [4.0] * n_before + [4.0, 8.0, 8.0])
        assert can_watch(days, started=day_number(n_before)) is is_watching
        stopped = stop_rule(days, started=day_number(n_before), today=day_number(n_before + 3)) is not None
        assert stopped is is_watching


def test_named_symptoms_are_watched_instead() -> None:
    """A trial may name what it watches."""
    days = [PacingDay(day=day_number(n), symptoms={"itch": 2.0 if n < 28 else 6.0}) for n in range(31)]
    assert stop_rule(days, started=day_number(28), today=day_number(31), symptoms=("itch",)) is not None


def test_how_often_it_pauses_by_chance_is_known() -> None:
    """The figures that the docstring and the docs give are those that come out.

    400 made-up people whose ratings only drift (SD 1.2, half carried over to the next day), trials of 28 days; then
    the same with a rise of three points on four of them.
    """
    false_careful, true_careful = _pauses_among(400, is_careful=True)
    false_other, true_other = _pauses_among(400, is_careful=False)
    assert 0.35 <= false_careful <= 0.52
    assert true_careful > 0.92
    assert 0.18 <= false_other <= 0.36
    assert 0.75 <= true_other < true_careful


def _pauses_among(n_people: int, *, is_careful: bool) -> tuple[float, float]:
    rng = np.random.default_rng(5)
    by_chance = for_a_reason = 0
    for _ in range(n_people):
        ratings = _drifting(rng, 56 + 28)
        by_chance += _pauses(ratings, is_careful=is_careful)
        ratings[60:64] += 3.0
        for_a_reason += _pauses(ratings, is_careful=is_careful)
    return by_chance / n_people, for_a_reason / n_people


def _drifting(rng: np.random.Generator, n: int) -> np.ndarray:
    noise = rng.normal(0.0, 1.2 * np.sqrt(1 - 0.5**2), n)
    level = np.zeros(n)
    for day in range(1, n):
        level[day] = 0.5 * level[day - 1] + noise[day]
    return 5.0 + level


def _pauses(ratings: np.ndarray, *, is_careful: bool) -> bool:
    whole = [float(np.clip(np.round(rating), 0, 10)) for rating in ratings]
    days = made_days([None] * len(whole), whole)
    return stop_rule(days, started=day_number(56), today=day_number(len(whole)), is_careful=is_careful) is not None
