r"""An effect on the recorded scale, with an interval that does not trust one variance for all days.

At the floor of a scale, and for a yes or no, days with a higher level also vary more; then the usual standard error is
too small where an exposure is rare and raises the outcome. For a contrast *c* of least-squares coefficients, with
weights of the days *w = X (X'X)^{-1} c*,

.. math:: \hat\theta = w'y,\quad
   \widehat{\operatorname{Var}}_{HC3} = \sum_t w_t^2 \frac{\hat u_t^2}{(1-h_t)^2},\quad
   \nu = \frac{(\sum_t w_t^2)^2}{\sum_t w_t^4} - 1

(heteroscedasticity-consistent: White 1980, Econometrica 48:817; HC3: MacKinnon & White 1985, J Econometrics 29:305;
degrees of freedom in the spirit of Bell & McCaffrey 2002, Survey Methodology 28:169, here with one whitened day as the
unit). With six days of exposure the degrees of freedom are about five, and the interval is as wide as that deserves.
The usual standard error is the lower bound: six like days have no variance of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_Z_95 = 1.959964
_FEWEST_DEGREES = 2.0
_LARGEST_LEVERAGE = 0.9  # a day that a fit passes through has no residual to speak of; its 1 - h is kept off zero


@dataclass(frozen=True, slots=True, kw_only=True)
class RobustContrast:
    """A contrast of coefficients.

    ``usual_se`` assumes one variance for all days; ``standard_error`` is the larger of it and the robust one; ``reach``
    is the half width of the 95 % interval, from Student's distribution with ``degrees`` degrees of freedom.
    """

    estimate: float
    usual_se: float
    standard_error: float
    degrees: float

    @property
    def reach(self) -> float:
        """Half width of the 95 % interval."""
        return student_975(self.degrees) * self.standard_error

    @property
    def widening(self) -> float:
        """How much wider the interval is than one that trusts the usual standard error and the normal curve."""
        return self.reach / (_Z_95 * self.usual_se) if self.usual_se > 0 else 1.0


def robust_contrast(outcome: Floats, columns: Floats, contrast: Floats, n_degrees: int) -> RobustContrast:
    """A contrast of the least-squares coefficients of all columns at once.

    Parameters
    ----------
    outcome : whitened, controls projected out, shape (n,).
    columns : shape (n, k), whitened, controls projected out.
    contrast : shape (k,).
    n_degrees : observations less controls.
    """
    inverse = np.linalg.pinv(columns.T @ columns, hermitian=True)
    by_day = columns @ inverse
    weight = by_day @ contrast
    left = outcome - by_day @ (columns.T @ outcome)
    leverage = np.minimum((by_day * columns).sum(axis=1), _LARGEST_LEVERAGE)
    square = weight**2
    size = float(square.sum())
    usual = size * float(left @ left) / max(n_degrees - columns.shape[1], 1)
    robust = float(square @ (left / (1.0 - leverage)) ** 2)
    degrees = size**2 / float(square @ square) - 1.0 if size > 0 else _FEWEST_DEGREES
    return RobustContrast(
        estimate=float(weight @ outcome),
        usual_se=sqrt(usual),
        standard_error=sqrt(max(usual, robust)),
        degrees=max(degrees, _FEWEST_DEGREES),
    )


def separate_reaches(outcome: Floats, columns: Floats, n_degrees: int) -> Floats:
    """Half widths of the 95 % intervals of each column's coefficient alone, as :func:`robust_contrast` has them.

    ``columns`` shape (n, k) gives (k,); 0 where a column holds nothing.
    """
    square = columns**2
    size = square.sum(axis=0)
    safe = np.where(size > 0, size, 1.0)
    left = (outcome[:, None] - columns * (columns.T @ outcome / safe)) ** 2
    usual = left.sum(axis=0) / max(n_degrees - 1, 1) / safe
    robust = (square * left / (1.0 - np.minimum(square / safe, _LARGEST_LEVERAGE)) ** 2).sum(axis=0) / safe**2
    fourth = np.where(size > 0, (square**2).sum(axis=0), 1.0)
    degrees = np.maximum(safe**2 / fourth - 1.0, _FEWEST_DEGREES)
    student = np.array([student_975(each) for each in degrees.tolist()])
    return np.asarray(np.where(size > 0, student * np.sqrt(np.maximum(usual, robust)), 0.0))


def student_975(degrees: float) -> float:
    """The 97.5 % point of Student's distribution, to .5 % from three degrees of freedom on (Cornish & Fisher).

    Expansion of Student's quantile in 1 / degrees about the normal one (Abramowitz & Stegun 26.7.5).
    """
    z, n = _Z_95, degrees
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    fourth = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + first / n + second / n**2 + third / n**3 + fourth / n**4
