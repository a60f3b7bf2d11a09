"""One exposure lag by lag: the picture for the eye, and the sum over the days an effect lasts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.design import Noise
from commensal.findings.finding import Interval, LagEffect
from commensal.findings.recorded_effect import recorded_residual
from commensal.stats.least_squares import separate_fits
from commensal.stats.robust_contrast import robust_contrast, separate_reaches

Floats = NDArray[np.float64]

PICTURE_LAGS_DAYS = (-3, -2, -1, 0, 1, 2, 3, 4, 5)
LAST_LAG_OF_TOTAL_DAYS = 5


def white_lags(asked: Sequence[Candidate], noise: Noise) -> Floats:
    """Every candidate moved by each lag of the picture, whitened under the best noise model.

    Returns
    -------
    Shape (n, n_asked, n_lags).
    """
    if not asked:
        return np.empty((len(noise.rows), 0, len(PICTURE_LAGS_DAYS)))
    raw = np.hstack([at_lags(candidate.values, PICTURE_LAGS_DAYS) for candidate in asked])
    return noise.best_columns(raw).reshape(len(noise.rows), len(asked), len(PICTURE_LAGS_DAYS))


def places_of(lags_days: Sequence[int]) -> list[int]:
    """Where these lags stand in the last axis of ``white_lags``."""
    return [PICTURE_LAGS_DAYS.index(lag) for lag in lags_days]


def lag_picture(candidate: Candidate, noise: Noise, own: Floats) -> tuple[LagEffect, ...]:
    """The effect one lag at a time, leads included: for the eye, not for the decision.

    ``own`` is the candidate's part of ``white_lags``, shape (n, n_lags).
    """
    recorded = recorded_residual(noise)
    fit = separate_fits(recorded, own, noise.n_degrees)
    reach = separate_reaches(recorded, own, noise.n_degrees)
    return tuple(
        LagEffect(lag_days=lag, effect=_interval(candidate, float(b), float(each)), z=float(z))
        for lag, b, each, z in zip(PICTURE_LAGS_DAYS, fit.coefficient, reach, fit.z, strict=True)
    )


def total_effect(candidate: Candidate, noise: Noise, white: Floats) -> Interval:
    """The effect summed over the days it may last, without assuming a shape.

    An unconstrained distributed lag (Almon 1965, Econometrica 33:178, without her polynomial): one
    coefficient for each day up to the fifth, companions adjusted for, and the robust standard error of their sum.
    A sum over the shapes of the search would be narrower than it deserves, since no shape is quite right.

    Parameters
    ----------
    white : the candidate's part of ``white_lags``, and behind it whitened columns of what is adjusted for, shape
        (n, n_lags + k).
    """
    lags = range(0 if candidate.may_act_same_day else 1, LAST_LAG_OF_TOTAL_DAYS + 1)
    columns = white[:, [*places_of(lags), *range(len(PICTURE_LAGS_DAYS), white.shape[1])]]
    summed = (np.arange(columns.shape[1]) < len(lags)).astype(np.float64)
    fit = robust_contrast(recorded_residual(noise), columns, summed, noise.n_degrees)
    return _interval(candidate, fit.estimate, fit.reach)


def _interval(candidate: Candidate, estimate: float, reach: float) -> Interval:
    """A 95 % interval for one unit of the exposure, ``reach`` to either side."""
    points = candidate.points_per_unit
    return Interval(estimate=points * estimate, low=points * (estimate - reach), high=points * (estimate + reach))


def at_lags(values: Floats, lags_days: tuple[int, ...]) -> Floats:
    """The exposure moved by each lag; outside the diary it counts as average. Shape (n_days, n_lags)."""
    moved = np.zeros((len(values), len(lags_days)))
    for column, lag in enumerate(lags_days):
        if lag >= 0:
            moved[lag:, column] = values[: len(values) - lag]
        else:
            moved[:lag, column] = values[-lag:]
    return moved
