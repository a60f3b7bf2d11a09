"""Circular shifts: what the same statistic would be had the two series been laid side by side at random.

A real symptom series keeps its gaps, ties, runs and leftover autocorrelation when it is turned round as a
whole, so shifts are a fairer null than a formula that trusts the noise model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SHORTEST_SHIFT_DAYS = 8  # nearer shifts still carry the effect they are compared with


def shifted_z(residual: Floats, columns: Floats, days: NDArray[np.intp], n_degrees: int) -> Floats:
    r"""Standardised inner product of a residual with each column, at every circular shift of the calendar.

    .. math:: z(s) = \frac{\sum_t x_t\, r_{t-s}}{\hat\sigma_r \sqrt{\sum_t x_t^2\, m_{t-s}}}

    with *m* = 1 on observed days: what falls on a gap counts for nothing. Turning the calendar rather than the list of
    observed days keeps outcomes with different gaps side by side, so that what they have in common stays in common.

    Parameters
    ----------
    residual : whitened outcome without the controls, shape (n,).
    columns : whitened exposures without the controls, shape (n, n_columns).
    days : day numbers of the observations, increasing, shape (n,).
    n_degrees : observations less controls. Laid side by side as they are, residual and columns lack the same
        directions, and their products vary a little more than those of a turned diary, which lacks them twice. Without
        the correction 6 diaries of noise in a hundred passed a gate of 4 %.

    Returns
    -------
    Shape (n_days, n_columns), n_days from the first observation to the last: row *s* has the residual turned by *s*
    days; row 0 is the diary itself.
    """
    at = days - days[0]
    n_days = int(at[-1]) + 1
    turned, observed = np.zeros(n_days), np.zeros(n_days)
    turned[at], observed[at] = residual, 1.0
    spread = np.zeros((n_days, columns.shape[1]))
    spread[at] = columns
    products = _correlated(spread, turned)
    size = np.sqrt(np.maximum(_correlated(spread**2, observed), 0.0) * (residual**2).mean())
    size[0] *= np.sqrt(len(residual) / max(n_degrees, 1))
    least = 1e-6 * np.sqrt((columns**2).sum(axis=0)) + 1e-300
    return np.asarray(np.divide(products, size, out=np.zeros_like(products), where=size > least))


def _correlated(columns: Floats, turned: Floats) -> Floats:
    """Inner product of each column with a series, at every circular shift of the series."""
    spectrum = np.fft.rfft(columns, axis=0) * np.conj(np.fft.rfft(turned))[:, None]
    return np.asarray(np.fft.irfft(spectrum, n=len(turned), axis=0))


def shifts_that_count(n: int) -> NDArray[np.intp]:
    """The shifts that make the null: all but the diary itself and its near neighbours."""
    margin = SHORTEST_SHIFT_DAYS if n >= 4 * SHORTEST_SHIFT_DAYS else 1
    return np.arange(margin, n - margin + 1)


def shift_p_value(statistics: Floats) -> Floats:
    """Share of shifts at least as extreme as the diary itself, counting itself.

    Parameters
    ----------
    statistics : shape (n_shifts, n_exposures), row 0 the diary itself.

    Returns
    -------
    Shape (n_exposures,). Never 0: with *S* shifts the smallest value is 1 / (S + 1).
    """
    null = statistics[shifts_that_count(len(statistics))]
    # A tie counts against the diary; compared with a margin so that rounding cannot break it.
    as_extreme = (null >= statistics[0] * (1 - 1e-9)).sum(axis=0)
    return np.asarray((1.0 + as_extreme) / (1.0 + len(null)))
