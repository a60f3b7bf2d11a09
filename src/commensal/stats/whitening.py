r"""Whitening a gappy daily series by its own noise: AR(1) plus white noise plus a slow level.

The noise of an outcome is

.. math:: u_t = \sigma\,(a_t + \ell_t + e_t), \quad
   \operatorname{Var} a = s,\; \operatorname{Corr}(a_t, a_{t-d}) = \varphi^d,\;
   \ell_t - \ell_{t-d} \sim N(0, q d),\; \operatorname{Var} e = 1 - s

and its one-step-ahead prediction errors, divided by their standard deviation, are white (Harvey 1989,
*Forecasting, Structural Time Series Models and the Kalman Filter*, chapter 3). The filter is linear and its
gains do not depend on the data, so the outcome, the controls and every lagged exposure pass through the
same one. A random walk inside the filter keeps innovations orthogonal to the past; a spline would look
ahead. The diffuse start of the level is carried by the intercept among the controls.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_PHI = (0.3, 0.5, 0.65, 0.8, 0.9, 0.97)
_SHARE = (0.2, 0.4, 0.6, 0.8, 1.0)
_DRIFT = (0.0, 0.001, 0.004, 0.02)


@dataclass(frozen=True, slots=True)
class NoiseGrid:
    """Noise models side by side; each field has shape (n_models,).

    ``phi`` autocorrelation after one day; ``share`` of the variance that is autocorrelated (s);
    ``drift`` variance of the slow level gained per day (q), in units of sigma squared.
    """

    phi: Floats
    share: Floats
    drift: Floats

    def __len__(self) -> int:
        return len(self.phi)

    def pick(self, index: NDArray[np.intp]) -> NoiseGrid:
        """The models at these places of the grid."""
        return NoiseGrid(self.phi[index], self.share[index], self.drift[index])


def noise_grid() -> NoiseGrid:
    """The grid that the evidence is weighed over: 124 models, white noise among them."""
    white = [(0.0, 0.0, drift) for drift in _DRIFT]
    coloured = [(phi, share, drift) for phi in _PHI for share in _SHARE for drift in _DRIFT]
    phi, share, drift = np.array(white + coloured).T
    return NoiseGrid(phi, share, drift)


@dataclass(frozen=True, slots=True)
class Whitener:
    """The filter of each noise model for one set of observed days.

    ``decay`` shape (n, n_models) is phi to the power of the gap that *follows* each observation; ``gain``
    shape (n, n_models, 2) updates the autocorrelated part and the slow level; ``scale`` shape
    (n, n_models) is the standard deviation of each prediction error; ``log_determinant`` shape
    (n_models,) is the log determinant of the noise covariance.
    """

    decay: Floats
    gain: Floats
    scale: Floats
    log_determinant: Floats

    def __call__(self, columns: Floats) -> Floats:
        """Whitened columns. ``columns`` shape (n, n_columns) gives (n_models, n, n_columns)."""
        n, n_columns = columns.shape
        n_models = self.scale.shape[1]
        white = np.empty((n, n_models, n_columns))
        autocorrelated = np.zeros((n_models, n_columns))
        level = np.zeros((n_models, n_columns))
        for t in range(n):
            error = columns[t] - autocorrelated - level
            np.divide(error, self.scale[t, :, None], out=white[t])
            autocorrelated += self.gain[t, :, :1] * error
            autocorrelated *= self.decay[t, :, None]
            level += self.gain[t, :, 1:] * error
        return np.ascontiguousarray(white.transpose(1, 0, 2))


def whitener(grid: NoiseGrid, day_numbers: NDArray[np.int64]) -> Whitener:
    """The filter for observations on these days.

    Parameters
    ----------
    day_numbers : increasing day numbers of the observations, shape (n,); gaps are the true gaps. [days]
    """
    n, n_models = len(day_numbers), len(grid)
    gaps = np.append(np.diff(day_numbers), 1).astype(np.float64)
    decay = grid.phi[None, :] ** gaps[:, None]
    gain = np.empty((n, n_models, 2))
    variance = np.empty((n, n_models))
    p_aa, p_al, p_ll = grid.share.copy(), np.zeros(n_models), np.zeros(n_models)
    for t in range(n):
        variance[t] = p_aa + 2 * p_al + p_ll + (1 - grid.share)
        k_a, k_l = (p_aa + p_al) / variance[t], (p_al + p_ll) / variance[t]
        gain[t, :, 0], gain[t, :, 1] = k_a, k_l
        p_aa = decay[t] ** 2 * (p_aa - k_a**2 * variance[t]) + grid.share * (1 - decay[t] ** 2)
        p_al = decay[t] * (p_al - k_a * k_l * variance[t])
        p_ll = p_ll - k_l**2 * variance[t] + grid.drift * gaps[t]
    return Whitener(decay, gain, np.sqrt(variance), np.log(variance).sum(axis=0))
