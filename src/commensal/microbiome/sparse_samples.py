"""Samples by what is in them: the taxa above zero, one sample after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class SparseSamples:
    """A table without its zeros.

    Parameters
    ----------
    starts : where each sample begins in ``taxa`` and ``values``, and where the last one ends; shape (n_samples + 1,).
    taxa : columns above zero, rising within a sample.
    values : what stands there.
    totals : sum of each sample's values.
    n_taxa : columns of the table, with those that are zero.
    """

    starts: NDArray[np.int64]
    taxa: NDArray[np.int32]
    values: NDArray[np.float64]
    totals: NDArray[np.float64]
    n_taxa: int

    @property
    def n_samples(self) -> int:
        """Rows of the table."""
        return len(self.starts) - 1

    def sums_of(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum within each sample of numbers in the order of ``values``. No sample may be empty."""
        return np.add.reduceat(values, self.starts[:-1])


def sparse_samples(table: NDArray[Any]) -> SparseSamples:
    """Leave out the zeros of a table, some rows at a time."""
    taxa, values = [], []
    n_present = np.zeros(len(table), dtype=np.int64)
    for first in range(0, len(table), _ROWS_AT_ONCE):
        block = table[first : first + _ROWS_AT_ONCE]
        rows, columns = np.nonzero(block)
        n_present[first : first + len(block)] = np.bincount(rows, minlength=len(block))
        taxa.append(columns.astype(np.int32))
        values.append(block[rows, columns].astype(np.float64))
    starts = np.concatenate([[0], np.cumsum(n_present)])
    joined = np.concatenate(values)
    totals = np.add.reduceat(joined, starts[:-1])
    return SparseSamples(starts=starts, taxa=np.concatenate(taxa), values=joined, totals=totals, n_taxa=table.shape[1])
