"""Lag kernels, circular shifts, least squares and mixtures do what their docstrings say."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from commensal.stats.circular_shift import shift_p_value, shifted_z, shifts_that_count
from commensal.stats.lag_kernels import LagKernel, kernel_dictionary, lagged
from commensal.stats.least_squares import joint_fit, separate_fits, two_sided_p
from commensal.stats.normal_mixture import mixture_quantile


def test_eight_kernels_six_without_the_same_day() -> None:
    """The dictionary spans four onsets and two decays."""
    kernels = kernel_dictionary()
    assert len(kernels) == 8
    assert sum(kernel.onset_days > 0 for kernel in kernels) == 6


def test_every_kernel_peaks_at_one_on_its_onset() -> None:
    """A coefficient is the effect on the peak day."""
    for kernel in kernel_dictionary():
        assert kernel.weights[kernel.onset_days] == kernel.weights.max() == 1.0
        assert kernel.weights[: kernel.onset_days].sum() == 0.0


def test_a_single_exposure_traces_its_kernel() -> None:
    """One day of exposure gives the kernel itself in the days after."""
    exposure = np.zeros((12, 1))
    exposure[3] = 1.0
    kernel = LagKernel(onset_days=2, decay=0.5)
    seen = lagged(exposure, kernel)[:, 0]
    np.testing.assert_allclose(seen[3 : 3 + len(kernel.weights)], kernel.weights)
    assert seen.sum() == pytest.approx(kernel.total)


def test_a_kernel_longer_than_the_diary_is_cut() -> None:
    """A short diary is no error."""
    assert lagged(np.ones((2, 1)), LagKernel(onset_days=3, decay=0.65)).tolist() == [[0.0], [0.0]]


def test_shifts_equal_rolling_by_hand() -> None:
    """The Fourier form gives what turning the calendar day by day gives, gaps included."""
    rng = np.random.default_rng(1)
    days = np.sort(rng.choice(60, 41, replace=False))
    residual, columns = rng.standard_normal(41), rng.standard_normal((41, 3))
    ours = shifted_z(residual, columns, days, len(days))
    at, n_days = days - days[0], int(days[-1] - days[0]) + 1
    spread, turned, observed = np.zeros((n_days, 3)), np.zeros(n_days), np.zeros(n_days)
    spread[at], turned[at], observed[at] = columns, residual, 1.0
    by_hand = np.array(
        [
            np.roll(turned, s) @ spread / np.sqrt(np.roll(observed, s) @ spread**2 * (residual**2).mean())
            for s in range(n_days)
        ]
    )
    np.testing.assert_allclose(ours, by_hand, atol=1e-9)


def test_outcomes_with_different_gaps_stay_side_by_side() -> None:
    """Two outcomes that are the same but for their gaps look alike at every shift, not only at none."""
    rng = np.random.default_rng(4)
    residual, columns = rng.standard_normal(200), rng.standard_normal((200, 1))
    seen = [np.flatnonzero(np.r_[True, rng.random(198) < 0.85, True]) for _ in range(2)]
    one, other = (shifted_z(residual[days], columns[days], days, len(days))[:, 0] for days in seen)
    assert np.corrcoef(one[10:-10], other[10:-10])[0, 1] > 0.5


def test_an_empty_column_gives_zero_not_nan() -> None:
    """A column that the controls explain away carries nothing."""
    assert not shifted_z(np.ones(40), np.zeros((40, 1)), np.arange(40), 40).any()


def test_shift_p_counts_ties_against_the_diary() -> None:
    """A statistic that every shift reaches has p-value one."""
    assert shift_p_value(np.ones((50, 1)))[0] == 1.0


def test_shift_p_is_never_zero() -> None:
    """The most extreme diary still has one over the number of shifts plus one."""
    statistics = np.zeros((60, 1))
    statistics[0] = 9.0
    assert shift_p_value(statistics)[0] == pytest.approx(1 / (1 + len(shifts_that_count(60))))


def test_joint_fit_equals_numpy_least_squares() -> None:
    """Coefficients and standard errors are the textbook ones."""
    rng = np.random.default_rng(2)
    columns = rng.standard_normal((50, 3))
    outcome = columns @ np.array([1.0, 0.0, -2.0]) + rng.standard_normal(50)
    fit = joint_fit(outcome, columns, 50)
    expected, residual, _, _ = np.linalg.lstsq(columns, outcome)
    np.testing.assert_allclose(fit.coefficient, expected)
    variance = residual[0] / 47 * np.linalg.inv(columns.T @ columns).diagonal()
    np.testing.assert_allclose(fit.standard_error, np.sqrt(variance))


def test_separate_fit_of_one_column_equals_the_joint_one() -> None:
    """With one column there is nothing to tell apart."""
    rng = np.random.default_rng(3)
    column, outcome = rng.standard_normal((30, 1)), rng.standard_normal(30)
    one, other = joint_fit(outcome, column, 30), separate_fits(outcome, column, 30)
    np.testing.assert_allclose([one.coefficient, one.standard_error], [other.coefficient, other.standard_error])


def test_two_sided_p_at_the_usual_point() -> None:
    """1.96 standard errors are one in twenty."""
    assert two_sided_p(1.959963985) == pytest.approx(0.05, abs=1e-9)


def test_quantile_of_one_normal_is_the_normal_quantile() -> None:
    """A mixture of one part is that part."""
    ours = mixture_quantile(np.array([2.0]), np.array([3.0]), np.array([1.0]), 0.975)
    assert ours == pytest.approx(NormalDist(2.0, 3.0).inv_cdf(0.975), abs=1e-6)


def test_median_of_a_symmetric_mixture_is_its_middle() -> None:
    """Two far parts of equal weight meet in between."""
    ours = mixture_quantile(np.array([-1.0, 1.0]), np.array([0.5, 0.5]), np.array([0.5, 0.5]), 0.5)
    assert ours == pytest.approx(0.0, abs=1e-9)
