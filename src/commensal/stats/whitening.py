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

from collections.abc import Callable
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
    shape (n, 2, n_models) updates the autocorrelated part and the slow level; ``scale`` shape
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
        if n_columns >= n_models:
            white = np.empty((n_models, n, n_columns))
            self._filter(white.transpose(1, 0, 2), columns[:, None, :], lambda of_model: of_model[..., None])
            white /= self.scale.T[:, :, None]
            return white
        turned = np.empty((n, n_columns, n_models))
        self._filter(turned, columns[:, :, None], lambda of_model: of_model[..., None, :])
        turned /= self.scale[:, None, :]
        return np.ascontiguousarray(turned.transpose(2, 0, 1))

    def _filter(self, errors: Floats, columns: Floats, spread: Callable[[Floats], Floats]) -> None:
        """Prediction errors in place, the longer of (models, columns) last, which is far quicker.

        ``errors`` has shape (n, n_models, n_columns) or (n, n_columns, n_models); ``columns`` and what ``spread`` makes
        of (..., n_models) go with it.
        """
        state = np.zeros((2, *errors.shape[1:]))
        autocorrelated, level = state
        change = np.empty_like(state)
        for column, gain, decay, error in zip(columns, spread(self.gain), spread(self.decay), errors, strict=True):
            np.add(autocorrelated, level, out=error)
            np.subtract(column, error, out=error)
            np.multiply(gain, error, out=change)
            np.add(state, change, out=state)
            np.multiply(autocorrelated, decay, out=autocorrelated)

    def pick(self, index: NDArray[np.intp]) -> Whitener:
        """The filters of these noise models only."""
        return Whitener(self.decay[:, index], self.gain[:, :, index], self.scale[:, index], self.log_determinant[index])


def whitener(grid: NoiseGrid, day_numbers: NDArray[np.int64]) -> Whitener:
    r"""The filter for observations on these days.

    With *P* the covariance of (autocorrelated part, slow level) before an observation, in units of sigma squared, and
    *d* the gap that follows,

    .. math:: F = \mathbf 1'P\mathbf 1 + 1 - s,\quad K = P\mathbf 1 / F,\quad
       P \leftarrow D\,(P - F K K')\,D + \operatorname{diag}(s(1-\varphi^{2d}),\; q d),\quad
       D = \operatorname{diag}(\varphi^d, 1)

    Parameters
    ----------
    day_numbers : increasing day numbers of the observations, shape (n,); gaps are the true gaps. [days]
    """
    n, n_models = len(day_numbers), len(grid)
    gaps, gap_of = np.unique(np.append(np.diff(day_numbers), 1), return_inverse=True)
    decay = grid.phi ** gaps[:, None].astype(np.float64)
    shrink = np.ones((len(gaps), 2, 2, n_models))
    shrink[:, 0, 0], shrink[:, 0, 1], shrink[:, 1, 0] = decay**2, decay, decay
    grown = np.zeros((len(gaps), 2, 2, n_models))
    grown[:, 0, 0], grown[:, 1, 1] = grid.share * (1 - decay**2), grid.drift * gaps[:, None]
    gain, variance = np.empty((n, 2, n_models)), np.empty((n, n_models))
    white_share = 1 - grid.share
    covariance = np.zeros((2, 2, n_models))
    covariance[0, 0] = grid.share
    summed, known = np.empty((2, n_models)), np.empty((2, 2, n_models))
    for k, f, gap in zip(gain, variance, gap_of.tolist(), strict=True):
        np.add(covariance[0], covariance[1], out=summed)
        np.add(summed[0], summed[1], out=f)
        np.add(f, white_share, out=f)
        np.divide(summed, f, out=k)
        np.multiply(summed[:, None], k, out=known)
        np.subtract(covariance, known, out=covariance)
        np.multiply(covariance, shrink[gap], out=covariance)
        np.add(covariance, grown[gap], out=covariance)
    return Whitener(decay[gap_of], gain, np.sqrt(variance), np.log(variance).sum(axis=0))
