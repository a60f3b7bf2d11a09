r"""How far a standardised sum may be trusted when what is summed is lopsided.

For a rare exposure *x* and a rare yes *r* the sum of their products is far from normal: three flares after nine
exposures, where half a flare was to be expected, make *z* = 4 and happen by chance in nearly one of a hundred such
diaries. Over all ways of laying the one beside the other its skewness is

.. math:: \gamma = \frac{\sum_t x_t^3}{(\sum_t x_t^2)^{3/2}} \cdot \frac{\overline{r^3}}{(\overline{r^2})^{3/2}}

and with that skewness (a gamma distribution: Pearson III, as for permutation statistics in Mielke & Berry 2007,
*Permutation Methods*) the value that is as rare as *z* on a normal curve is, by Wilson & Hilferty (1931, PNAS 17:684),

.. math:: z^* = \frac{6}{\gamma}\left[\left(1 + \frac{\gamma z}{2}\right)^{1/3} - 1\right] + \frac{\gamma}{6}
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_STRAIGHT = 1e-3  # a skewness below this changes nothing that can be seen


def skewness_of_sums(columns: Floats, residual: Floats) -> Floats:
    """Skewness of each column's inner product with the residual, had days been paired at random. Shape (m,).

    ``columns`` shape (n, m), ``residual`` shape (n,), both centred.
    """
    ones, power = np.ones(len(residual)), columns * columns
    size = np.maximum(ones @ power, 1e-300) ** 1.5
    power *= columns
    spread = max(float((residual**2).mean()), 1e-300) ** 1.5
    return np.asarray((ones @ power) / size * (float((residual**3).mean()) / spread))


def straightened(z: Floats, skewness: Floats) -> Floats:
    """The normal value as rare as ``z`` is under this skewness. Shapes alike."""
    safe = np.where(np.abs(skewness) < _STRAIGHT, _STRAIGHT, skewness)
    straight = 6.0 / safe * (np.cbrt(1.0 + 0.5 * safe * z) - 1.0) + safe / 6.0
    return np.asarray(np.where(np.abs(skewness) < _STRAIGHT, z, straight))
