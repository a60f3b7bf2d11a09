"""Normal scores, robust contrasts and straightened sums: the parts that respect levels, floors and rare days."""

from __future__ import annotations

from math import comb
from statistics import NormalDist

import numpy as np
import pytest

from commensal.stats.normal_scores import normal_scores
from commensal.stats.robust_contrast import robust_contrast, separate_reaches, student_975
from commensal.stats.skewness import skewness_of_sums, straightened


def test_scores_are_the_mean_of_the_normal_curve_between_the_levels() -> None:
    """Half at the floor: the mean of the lower half of a normal curve is -sqrt(2 / pi)."""
    scores = normal_scores(np.array([0.0, 0.0, 1.0, 7.0]))
    assert scores[0] == scores[1] == pytest.approx(-np.sqrt(2 / np.pi))
    upper = NormalDist().pdf(NormalDist().inv_cdf(0.75))
    assert scores[3] == pytest.approx(upper / 0.25)
    assert scores.mean() == pytest.approx(0.0, abs=1e-12)


def test_scores_keep_order_and_gaps_and_forget_the_numbers() -> None:
    """Any other increasing numbering of the levels gives the same scores; a missing day stays missing."""
    rng = np.random.default_rng(1)
    rating = rng.integers(0, 5, 200).astype(float)
    rating[::9] = np.nan
    scores = normal_scores(rating)
    assert np.array_equal(np.isnan(scores), np.isnan(rating))
    np.testing.assert_allclose(scores, normal_scores(rating**3 + 2 * rating - 40.0))
    np.testing.assert_allclose(scores, -normal_scores(-rating), atol=1e-12)
    assert normal_scores(np.array([np.nan, np.nan])).shape == (2,)
    np.testing.assert_allclose(normal_scores(np.full(3, 4.0)), 0.0)


def test_scores_of_many_levels_are_nearly_the_rating_itself() -> None:
    """A rating in the middle of a long scale hardly changes: correlation above .99."""
    rating = np.clip(np.round(np.random.default_rng(2).normal(5, 1.5, 300)), 0, 10)
    assert np.corrcoef(rating, normal_scores(rating))[0, 1] > 0.99


def test_contrast_is_least_squares_and_its_robust_error_is_hc3() -> None:
    """Estimate and standard error by their textbook formulas, where days with the exposure vary more."""
    rng = np.random.default_rng(3)
    columns = rng.standard_normal((60, 3))
    columns[:, 0] = rng.random(60) < 0.15
    outcome = columns @ np.array([1.0, 0.5, 0.0]) + rng.standard_normal(60) * (1 + 3 * columns[:, 0])
    contrast = np.array([1.0, 0.0, 0.0])
    fit = robust_contrast(outcome, columns, contrast, 58)
    inverse = np.linalg.inv(columns.T @ columns)
    coefficient = inverse @ columns.T @ outcome
    left = outcome - columns @ coefficient
    hat = np.einsum("ij,jk,ik->i", columns, inverse, columns)
    meat = columns.T @ (columns * ((left / (1 - hat)) ** 2)[:, None])
    assert fit.estimate == pytest.approx(coefficient[0])
    assert fit.usual_se == pytest.approx(np.sqrt(left @ left / 55 * inverse[0, 0]))
    assert fit.standard_error == pytest.approx(np.sqrt((inverse @ meat @ inverse)[0, 0]))
    assert fit.widening > fit.standard_error / fit.usual_se > 1.5


def test_each_column_alone_is_a_contrast_of_one() -> None:
    """Several columns at once give the half widths that each gives alone; an empty one gives none."""
    rng = np.random.default_rng(6)
    columns, outcome = rng.standard_normal((50, 3)), rng.standard_normal(50) ** 3
    columns[:, 1] = rng.random(50) < 0.1
    columns[:, 2] = 0.0
    alone = [robust_contrast(outcome, columns[:, [i]], np.ones(1), 47).reach for i in range(2)]
    np.testing.assert_allclose(separate_reaches(outcome, columns, 47), [*alone, 0.0])


def test_six_days_have_five_degrees_of_freedom() -> None:
    """An exposure on six of many days is judged by Student's distribution with about five degrees of freedom."""
    column = np.zeros((400, 1))
    column[::70] = 1.0
    fit = robust_contrast(np.random.default_rng(4).standard_normal(400), column, np.ones(1), 399)
    assert fit.degrees == pytest.approx(5.0)


def test_like_days_keep_the_usual_error() -> None:
    """Where all days with the exposure are alike, their own spread is nothing; the usual error is the lower bound."""
    column = (np.arange(100) % 20 == 0).astype(float)[:, None]
    outcome = np.where(column[:, 0] > 0, 0.0, np.random.default_rng(5).standard_normal(100))
    fit = robust_contrast(outcome, column, np.ones(1), 99)
    assert fit.standard_error == fit.usual_se > 0


@pytest.mark.parametrize(("degrees", "expected"), [(3, 3.1824), (4, 2.7764), (5, 2.5706), (10, 2.2281), (30, 2.0423)])
def test_students_quantile(degrees: float, expected: float) -> None:
    """Tabled 97.5 % points of Student's distribution, to .5 %."""
    assert student_975(degrees) == pytest.approx(expected, rel=0.005)


@pytest.mark.parametrize("n_met", [2, 3, 4, 5])
def test_rare_days_that_meet_are_no_more_surprising_than_the_count_says(n_met: int) -> None:
    """Nine exposed days, nine flares, 180 days: the straightened z stays near the exact mid-p, or below."""
    n, n_each = 180, 9
    exposed, flare = np.zeros(n), np.zeros(n)
    exposed[:n_each] = 1.0
    flare[n_each - n_met : 2 * n_each - n_met] = 1.0
    exposed, flare = exposed - exposed.mean(), flare - flare.mean()
    z = np.array([exposed @ flare / np.sqrt((exposed @ exposed) * (flare @ flare) / n)])
    straight = float(straightened(z, skewness_of_sums(exposed[:, None], flare))[0])
    ways = [comb(n_each, k) * comb(n - n_each, n_each - k) for k in range(n_each + 1)]
    mid_p = (sum(ways[n_met + 1 :]) + 0.5 * ways[n_met]) / comb(n, n_each)
    exact = NormalDist().inv_cdf(1 - mid_p)
    assert exact - 0.7 < straight < exact + 0.4
    assert z[0] > straight + 0.4


def test_a_straight_sum_stays_as_it_is() -> None:
    """Without skewness nothing changes; with it, order is kept."""
    z = np.linspace(-4, 4, 33)
    np.testing.assert_allclose(straightened(z, np.zeros(33)), z)
    assert (np.diff(straightened(z, np.full(33, 0.4))) > 0).all()
