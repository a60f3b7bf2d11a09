"""What came before crashes: beside the usual and beside chance, whatever people do on the crash day itself."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from commensal.findings.exertion import FEWEST_CRASHES, OFFSETS_DAYS, BeforeCrashes, before_crashes

Floats = NDArray[np.float64]
N_DAYS = 365
DAYS = tuple(date(2026, 1, 1) + timedelta(days=step) for step in range(N_DAYS))


def year(seed: int, *, after_much: float, rests: bool = True, lag: int = 1) -> tuple[Floats, Floats]:
    """Load 0 to 3 and crashes: so likely ``lag`` days after a 3, one in fifty else."""
    rng = np.random.default_rng(seed)
    load = rng.choice(4, N_DAYS, p=[0.1, 0.5, 0.3, 0.1]).astype(float)
    crash = np.zeros(N_DAYS)
    for day in range(lag, N_DAYS):
        crash[day] = rng.random() < (after_much if load[day - lag] == 3 else 0.02)
        if crash[day] and rests:
            load[day] = 0.0
    return load, crash


def seen(load: Floats, crash: Floats) -> BeforeCrashes:
    """The picture of a diary that has one."""
    found = before_crashes(DAYS[: len(load)], load, crash)
    assert found is not None
    return found


@pytest.mark.parametrize("lag", [1, 2, 3])
@pytest.mark.parametrize("rests", [False, True])
def test_crashes_after_much_more_than_usual_stand_out(lag: int, *, rests: bool) -> None:
    """From 24 to 72 hours, and whether or not the crash day itself is a day of rest."""
    chances = [seen(*year(seed, after_much=0.4, rests=rests, lag=lag)).chance for seed in range(8)]
    assert all(chance is not None and chance < 0.05 for chance in chances)


def test_rest_on_the_crash_day_is_no_sign() -> None:
    """Where nothing comes before, the days of rest themselves bring the same chance as in any other diary."""
    chances = [seen(*year(seed, after_much=0.02)).chance for seed in range(60)]
    known = [chance for chance in chances if chance is not None]
    # Under chance alone 5 % lie below .05: three of 60, and more than ten less than once in a thousand times.
    assert sum(chance < 0.05 for chance in known) <= 10
    assert len(known) > 30


def test_each_crash_is_one_start_with_its_days() -> None:
    """Marks that hang together are one crash; a blank day between does not part them, a recorded none does."""
    load = np.arange(12.0)
    crash = np.array([0, 0, 0, 1, np.nan, 1, 1, 0, 1, 0, 0, 0], dtype=float)
    load[2] = np.nan
    found = seen(load, crash)
    assert [start.day for start in found.crashes] == [DAYS[3], DAYS[8]]
    assert found.crashes[0].loads == (0.0, 1.0, None, 3.0, 4.0, 5.0)
    assert found.chance is None
    assert all(mean.low is None for mean in found.picture)
    assert [mean.offset_days for mean in found.picture] == list(OFFSETS_DAYS)


def test_before_the_first_day_nothing_is_known() -> None:
    """A crash on the first day has no days before it; they are not taken from the end of the diary."""
    found = seen(np.arange(10.0), np.array([1.0] + [0.0] * 9))
    assert found.crashes[0].loads == (None, None, None, 0.0, 1.0, 2.0)
    assert [mean.offset_days for mean in found.picture] == [0, 1, 2]


def test_without_crash_or_load_there_is_no_picture() -> None:
    """Nothing to show is no error."""
    assert before_crashes(DAYS[:5], np.ones(5), np.zeros(5)) is None
    assert before_crashes(DAYS[:5], np.full(5, np.nan), np.ones(5)) is None


def test_days_followed_by_a_crash_are_counted_both_ways() -> None:
    """Much load three times, a crash after two of them; blank days afterwards leave a day out."""
    load, crash = np.ones(30), np.zeros(30)
    load[[4, 12, 20]] = 3.0
    crash[[5, 14]] = 1.0
    found = seen(load, crash)
    assert (found.after_more.n_followed, found.after_more.n_days) == (2, 3)
    # One to three days before each crash, the days with much load and the crash days aside; the last three are open.
    assert found.after_other.n_followed == 4
    crash[21] = np.nan
    assert seen(load, crash).after_more.n_days == 2


def test_the_same_diary_gives_the_same_numbers_in_another_unit() -> None:
    """Steps or thousands of steps: chance does not depend on the unit, and the range scales with it."""
    load, crash = year(3, after_much=0.4)
    one, other = seen(load, crash), seen(1000 * load, crash)
    assert one.chance == other.chance
    assert len(one.crashes) >= FEWEST_CRASHES
    for mean, scaled in zip(one.picture, other.picture, strict=True):
        assert mean.low is not None
        assert scaled.low == pytest.approx(1000 * mean.low)
