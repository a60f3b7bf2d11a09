"""Small ordinary least squares on whitened columns."""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients, shape (n_columns,), and their covariance, shape (n_columns, n_columns)."""

    coefficient: Floats
    covariance: Floats

    @property
    def standard_error(self) -> Floats:
        """Standard error of each coefficient. Shape (n_columns,)."""
        return np.sqrt(np.clip(np.diagonal(self.covariance), 0.0, None))

    @property
    def z(self) -> Floats:
        """Coefficients over their standard errors; 0 where a column holds nothing."""
        return np.divide(
            self.coefficient,
            self.standard_error,
            out=np.zeros_like(self.coefficient),
            where=self.standard_error > 0,
        )


def joint_fit(outcome: Floats, columns: Floats, n_degrees: int) -> Fit:
    """All columns at once. ``outcome`` shape (n,), ``columns`` shape (n, n_columns)."""
    gram_inverse = np.linalg.pinv(columns.T @ columns, hermitian=True)
    coefficient = gram_inverse @ (columns.T @ outcome)
    left = outcome - columns @ coefficient
    variance = float(left @ left) / max(n_degrees - columns.shape[1], 1)
    return Fit(coefficient, variance * gram_inverse)


def joint_z(outcome: Floats, columns: Floats, n_degrees: int) -> Floats:
    """Coefficients over their standard errors, for several designs side by side: each as :func:`joint_fit` has it.

    ``columns`` shape (n_designs, n, k) gives (n_designs, k); 0 where a column holds nothing.
    """
    turned = columns.transpose(0, 2, 1)
    inverse = np.linalg.pinv(turned @ columns, hermitian=True)
    inner = turned @ outcome
    coefficient = (inverse @ inner[:, :, None])[:, :, 0]
    left = float(outcome @ outcome) - (coefficient * inner).sum(axis=1)
    variance = np.maximum(left, 0.0) / max(n_degrees - columns.shape[2], 1)
    error = np.sqrt(np.clip(variance[:, None] * np.diagonal(inverse, axis1=1, axis2=2), 0.0, None))
    return np.asarray(np.divide(coefficient, error, out=np.zeros_like(coefficient), where=error > 0))


def separate_fits(outcome: Floats, columns: Floats, n_degrees: int) -> Fit:
    """Each column alone. Shapes as in :func:`joint_fit`."""
    size = (columns**2).sum(axis=0)
    safe = np.where(size > 0, size, 1.0)
    coefficient = np.where(size > 0, columns.T @ outcome / safe, 0.0)
    left = np.maximum(float(outcome @ outcome) - coefficient**2 * size, 0.0)
    return Fit(coefficient, np.diag(np.where(size > 0, left / max(n_degrees - 1, 1) / safe, 0.0)))


def two_sided_p(z: float) -> float:
    """Two-sided tail probability of a standard normal beyond ``z``."""
    return erfc(abs(z) / sqrt(2.0))
