"""Power before the start: from a person's own days, quick, and able to say that it is not worth it."""

from __future__ import annotations

import numpy as np
import pytest

from commensal.stats.group_sequential import group_sequential, spending
from commensal.trials.design import DesignKind, fitting_design
from commensal.trials.made_up_trials import passed_bound
from commensal.trials.person_noise import first_guess, noise_of
from commensal.trials.plan import OutcomeKind, TrialOutcome
from commensal.trials.power import POWER, PowerTable, Worth, power_table, usual_lengths
from tests.unit.trials.trial_plans import PAIN, felt, small_plan


def _own_days(level: float = 5.0, scale: float = 1.0, n_days: int = 200, phi: float = 0.5) -> list[float]:
    plan = small_plan(DesignKind.COIN_DAYS, n_days)
    return [float(value) for value in np.clip(np.round(level + scale * (felt(plan, 0.0, phi=phi) - 5.0)), 0, 10)]


def _table(kind: DesignKind = DesignKind.PAIRED_DAYS, wanted: float = 1.15, **known: object) -> PowerTable:
    blocks = 3 if kind is DesignKind.PAIRED_BLOCKS else 1
    design = fitting_design(kind, 60, block_days=blocks)
    return power_table(design, PAIN, wanted=wanted, **{"days_before": _own_days(), **known})  # type: ignore[arg-type]


def test_sixty_paired_days_see_a_large_effect() -> None:
    """Thirty pairs and eight tenths of a standard deviation: power of about .94, as the analysis itself has."""
    row = next(row for row in _table().rows if row.days == 60)
    assert row.power == pytest.approx(0.94, abs=0.05)


def test_longer_trials_see_less_and_days_needed_fits() -> None:
    """The smallest difference shrinks with the days, and the days needed are the first that reach the power."""
    table = _table()
    seen = [row.smallest_difference for row in table.rows if row.smallest_difference is not None]
    assert seen == sorted(seen, reverse=True)
    assert table.worth is Worth.WORTH_IT
    assert table.days_needed == next(row.days for row in table.rows if row.power is not None and row.power >= POWER)
    assert str(table).count("\n") == len(table.rows)


def test_carryover_costs_daily_pairs_most() -> None:
    """An effect that lingers by half a day later halves the power of daily pairs, and less of blocks."""
    lost = {}
    for kind in (DesignKind.PAIRED_DAYS, DesignKind.PAIRED_BLOCKS):
        with_it, without = (
            next(row.power for row in _table(kind, half_life_days=half).rows if row.days == 60) for half in (1.0, 0.0)
        )
        assert with_it is not None
        assert without is not None
        lost[kind] = with_it / without
    assert lost[DesignKind.PAIRED_DAYS] < lost[DesignKind.PAIRED_BLOCKS] < 0.95


def test_no_room_is_said() -> None:
    """Whoever is near the good end of the scale cannot improve by two points: that is no question of days."""
    table = _table(wanted=2.0, days_before=_own_days(level=0.6))
    assert table.worth is Worth.NO_ROOM
    assert table.days_needed is None
    assert all(row.power is None for row in table.rows)


def test_too_long_is_said() -> None:
    """A difference far below the noise takes longer than anybody should try."""
    assert _table(wanted=0.15).worth is Worth.TOO_LONG


def test_gaps_and_noise_cost_days() -> None:
    """More missing days, or noisier ones, leave a larger smallest difference."""
    days = np.array(_own_days())
    gappy = np.where(np.arange(200) % 2 == 0, np.nan, days)
    plain, missing, noisy = (
        next(row.smallest_difference for row in _table(days_before=list(one)).rows if row.days == 60)
        for one in (days, gappy, _own_days(scale=1.4))
    )
    assert plain is not None
    assert missing is not None
    assert noisy is not None
    assert missing > plain
    assert noisy > plain


def test_the_same_seed_gives_the_same_table() -> None:
    """A table can be worked out again."""
    assert _table() == _table()


def test_before_there_are_days_a_first_guess_is_taken_and_marked() -> None:
    """With too few days of one's own the guess for this kind of outcome is used, and it says that it is ours."""
    for days in (None, [5.0] * 10):
        noise = power_table(fitting_design(DesignKind.PAIRED_DAYS, 60), PAIN, wanted=1, days_before=days).noise
        assert noise == first_guess(PAIN)
        assert noise is not None
        assert noise.basis.startswith("our choice")
        assert not noise.is_own


def test_without_a_scale_and_days_it_is_unknown() -> None:
    """An outcome without ends and without days has no noise to reckon with, and no number is made up."""
    balance = TrialOutcome(key="b", label="balance", kind=OutcomeKind.BALANCE)
    table = power_table(fitting_design(DesignKind.PAIRED_DAYS, 60), balance, wanted=0.5)
    assert (table.worth, table.rows, table.noise) == (Worth.UNKNOWN, (), None)
    own = list(np.random.default_rng(1).normal(0, 1, 60))
    known = power_table(fitting_design(DesignKind.PAIRED_DAYS, 60), balance, wanted=0.8, days_before=own)
    assert known.worth is Worth.WORTH_IT


def test_the_noise_of_a_measurement_counts() -> None:
    """A balance of gut bacteria whose measurement alone is noisy is reckoned with at least that noise."""
    design = fitting_design(DesignKind.PAIRED_BLOCKS, 112, block_days=4, washout_days=1)
    quiet, noisy = (
        power_table(
            design,
            TrialOutcome(key="b", label="balance", kind=OutcomeKind.BALANCE, higher_is_worse=False, measurement_sd=sd),
            wanted=1.0,
        )
        for sd in (0.2, 0.6)
    )
    assert noisy.noise is not None
    assert noisy.noise.sd > 0.6
    assert quiet.rows[-1].smallest_difference is not None
    assert noisy.rows[-1].smallest_difference == pytest.approx(3 * quiet.rows[-1].smallest_difference)


def test_own_noise_is_measured() -> None:
    """Level, spread, likeness of neighbouring days and gaps come out of a person's own days."""
    days = np.array(_own_days(n_days=600))
    days[::10] = np.nan
    noise = noise_of(days, PAIN)
    assert noise is not None
    assert noise.is_own
    assert noise.level == pytest.approx(float(np.nanmean(days)), abs=0.1)
    assert noise.sd == pytest.approx(1.44, abs=0.15)
    assert noise.phi * noise.lasting_share == pytest.approx(0.5 * 1.44 / 2.08, abs=0.12)
    assert noise.missing_share == pytest.approx(0.1)


def test_made_up_days_look_like_the_recorded_ones() -> None:
    """At the floor the latent level is found whose recorded mean and spread are the person's."""
    days = np.array(_own_days(level=0.8, n_days=400))
    noise = noise_of(days, PAIN)
    assert noise is not None
    latent = noise.level + noise.sd * np.random.default_rng(2).standard_normal(50_000)
    assert noise.recorded(latent).mean() == pytest.approx(days.mean(), abs=0.05)
    assert noise.recorded(latent).std() == pytest.approx(days.std(), abs=0.05)


def test_flares_are_reckoned_as_shares_of_days() -> None:
    """For yes and no the difference is a share of days, and the first guess has its share."""
    flare = TrialOutcome(key="flare", label="flare", kind=OutcomeKind.FLARE, minimum=0.0, maximum=1.0)
    table = power_table(fitting_design(DesignKind.PAIRED_DAYS, 112), flare, wanted=0.25)
    row = table.rows[-1]
    assert row.smallest_difference is not None
    assert 0.05 < row.smallest_difference < 0.3


def test_long_sets_are_looked_at_in_sets() -> None:
    """Where a pair of periods takes weeks, lengths are numbers of pairs, and the plan's own length is among them."""
    weeks = fitting_design(DesignKind.PAIRED_BLOCKS, 56, block_days=14, washout_days=14)
    assert usual_lengths(weeks) == (56, 336)
    assert [row.days for row in power_table(weeks, PAIN, wanted=1.0).rows] == [56, 336]
    assert usual_lengths(fitting_design(DesignKind.COIN_DAYS, 50)) == (14, 21, 28, 42, 50, 60, 84, 112)
    assert [row.days for row in power_table(weeks, PAIN, wanted=1.0, lengths=(14,)).rows] == [56]


def test_few_schedules_cost_power() -> None:
    """Six pairs of weeks have 64 schedules: what the exact test loses by that is reckoned with."""
    design = fitting_design(DesignKind.PAIRED_BLOCKS, 84, block_days=7)
    row = power_table(design, PAIN, wanted=1.15, days_before=_own_days(n_days=900), lengths=(84,)).rows[0]
    assert row.power == pytest.approx(0.36, abs=0.1)  # 300 trials through the analysis gave .36
    four = fitting_design(DesignKind.PAIRED_BLOCKS, 56, block_days=7)
    (none,) = power_table(four, PAIN, wanted=1.15, days_before=_own_days(), lengths=(56,)).rows
    assert none.smallest_difference is None  # four pairs: no p below 1 in 8, whatever the effect


def test_the_looks_are_those_of_the_analysis() -> None:
    """Made-up trials pass the same bounds, trial by trial, as the exact looks that are used for real ones."""
    rng = np.random.default_rng(6)
    statistics = np.abs(rng.normal(0, 1, (4, 30, 200)).cumsum(axis=0) / np.sqrt(np.arange(1, 5))[:, None, None])
    statistics[:, :15, 0] += np.array([0.5, 1.0, 1.5, 2.0])[:, None]
    statistics[:, ::5, 7] = statistics[:, ::5, 0]  # ties
    fraction = np.array([0.25, 0.5, 0.75, 1.0])
    together = passed_bound(statistics, spending(fraction, 0.2))
    singly = [group_sequential(statistics[:, trial], fraction, 0.2).stopped_at is not None for trial in range(30)]
    assert together.tolist() == singly
    assert 0 < sum(singly) < 30
