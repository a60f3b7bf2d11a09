"""An outcome and lagged exposures under one noise model: whitened, and as inner products."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class Problem:
    """One noise model's whitened columns and outcome, controls already projected out.

    ``inner`` shape (m,) are the columns' products with the outcome, ``size`` shape (m,) with themselves; ``outcome`` is
    the outcome's own. Products between columns are worked out when they are first asked for: of thousands of pairs a
    search looks at few.

    Parameters
    ----------
    columns : shape (n, m).
    residual : the outcome, shape (n,).
    n_degrees : observations less controls.
    log_noise : log evidence terms that do not depend on the exposures.
    """

    __slots__ = ("_columns", "_gram", "_is_known", "inner", "log_noise", "n_degrees", "outcome", "size")

    def __init__(self, columns: Floats, residual: Floats, *, n_degrees: int, log_noise: float) -> None:
        m = columns.shape[1]
        self._columns = columns
        self._gram = np.empty((m, m))  # rows that nobody asks for are never touched, and take no memory
        self._is_known = np.zeros(m, dtype=np.bool_)
        self.inner = columns.T @ residual
        self.size = np.einsum("nm,nm->m", columns, columns)
        self.outcome = float(residual @ residual)
        self.n_degrees = n_degrees
        self.log_noise = log_noise

    @property
    def gram(self) -> Floats:
        """Products of all columns with all. Shape (m, m)."""
        if not self._is_known.all():
            self._gram[:] = self._columns.T @ self._columns
            self._is_known[:] = True
        return self._gram

    def rows(self, wanted: Indices) -> Floats:
        """Products of these columns with all. One more axis than ``wanted``, of length m."""
        missing = np.unique(wanted[~self._is_known[wanted]])
        if len(missing):
            self._gram[missing] = self._columns[:, missing].T @ self._columns
            self._is_known[missing] = True
        return self._gram[wanted]
