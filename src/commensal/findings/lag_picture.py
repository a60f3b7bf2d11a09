"""One exposure lag by lag: the picture for the eye, and the sum over the days an effect lasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.design import Noise
from commensal.findings.finding import Interval, LagEffect
from commensal.stats.least_squares import joint_fit, separate_fits

Floats = NDArray[np.float64]

PICTURE_LAGS_DAYS = (-3, -2, -1, 0, 1, 2, 3, 4, 5)
LAST_LAG_OF_TOTAL_DAYS = 5
_Z_95 = 1.959964


def lag_picture(candidate: Candidate, noise: Noise) -> tuple[LagEffect, ...]:
    """The effect one lag at a time, leads included: for the eye, not for the decision."""
    columns = noise.best_columns(at_lags(candidate.values, PICTURE_LAGS_DAYS))
    fit = separate_fits(noise.residual[0], columns, noise.n_degrees)
    return tuple(
        LagEffect(lag_days=lag, effect=_interval(candidate, float(b), float(se)), z=float(z))
        for lag, b, se, z in zip(PICTURE_LAGS_DAYS, fit.coefficient, fit.standard_error, fit.z, strict=True)
    )


def total_effect(candidate: Candidate, noise: Noise, companions: Floats) -> Interval:
    """The effect summed over the days it may last, without assuming a shape.

    An unconstrained distributed lag (Almon 1965, Econometrica 33:178, without her polynomial): one
    coefficient for each day up to the fifth, companions adjusted for, and the standard error of their sum.
    A sum over the shapes of the search would be narrower than it deserves, since no shape is quite right.

    Parameters
    ----------
    companions : raw lagged columns of other exposures that probably matter, shape (n_days, k).
    """
    lags = tuple(range(0 if candidate.may_act_same_day else 1, LAST_LAG_OF_TOTAL_DAYS + 1))
    columns = noise.best_columns(np.hstack([at_lags(candidate.values, lags), companions]))
    fit = joint_fit(noise.residual[0], columns, noise.n_degrees)
    n = len(lags)
    return _interval(
        candidate, float(fit.coefficient[:n].sum()), float(np.sqrt(max(fit.covariance[:n, :n].sum(), 0.0)))
    )


def _interval(candidate: Candidate, estimate: float, standard_error: float) -> Interval:
    """A 95 % interval for one unit of the exposure."""
    points, reach = candidate.points_per_unit, _Z_95 * standard_error
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
