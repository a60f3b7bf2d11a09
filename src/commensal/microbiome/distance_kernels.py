"""Compiled loops of the distances. Importing this loads the compiler; what it makes is kept on disk for the next time.

Both kernels fill the upper half of a tile of columns. For each earlier sample they walk through its taxa above zero and
add, for all samples of the tile at once, the smaller share (Bray–Curtis) or the product of log ratios (Aitchison). Each
pair's sum is made in the order of taxa, so tiles and threads change no bit.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

TILE = 128  # samples; the common taxa of a tile stay in fast memory
# Pairs nearer than this are made again in 64 bits: 1 - 2a/b and a + b - 2c lose digits there.
_NEAR_BRAY_CURTIS = np.float32(0.01)
_NEAR_AITCHISON = 0.1  # of the sum of squares
_TAXA_IN_32_BITS = 16  # longer sums of products are made in 64 bits

_Floats = NDArray[np.float64]
_Floats32 = NDArray[np.float32]


class Samples(NamedTuple):
    """``SparseSamples`` as the kernels take them.

    Parameters
    ----------
    values32 : ``values`` in 32 bits.
    totals : sum of each sample's values.
    squares : sum of the squares of each sample's values.
    """

    starts: NDArray[np.int64]
    taxa: NDArray[np.int32]
    values: _Floats
    values32: _Floats32
    totals: _Floats
    squares: _Floats
    n_taxa: int


@njit(cache=True, nogil=True)
def _packed(samples: Samples, first: int, last: int) -> _Floats32:
    """The samples of a tile as columns, side by side: (n_taxa, TILE)."""
    tile = np.zeros((samples.n_taxa, TILE), dtype=np.float32)
    for sample in range(first, last):
        for place in range(samples.starts[sample], samples.starts[sample + 1]):
            tile[samples.taxa[place], sample - first] = samples.values32[place]
    return tile


@njit(cache=True, nogil=True)
def _add_smaller(samples: Samples, tile: _Floats32, one: int, shared: _Floats32) -> None:
    """Add up, over the taxa of one sample, the smaller of its value and that of each sample of the tile."""
    place, end = samples.starts[one], samples.starts[one + 1]
    values, taxa = samples.values32, samples.taxa
    while place + 4 <= end:
        v0, v1, v2, v3 = values[place], values[place + 1], values[place + 2], values[place + 3]
        t0, t1, t2, t3 = tile[taxa[place]], tile[taxa[place + 1]], tile[taxa[place + 2]], tile[taxa[place + 3]]
        for k in range(TILE):
            total = shared[k]
            total += v0 if v0 < t0[k] else t0[k]
            total += v1 if v1 < t1[k] else t1[k]
            total += v2 if v2 < t2[k] else t2[k]
            total += v3 if v3 < t3[k] else t3[k]
            shared[k] = total
        place += 4
    while place < end:
        v0, t0 = values[place], tile[taxa[place]]
        for k in range(TILE):
            shared[k] += v0 if v0 < t0[k] else t0[k]
        place += 1


@njit(cache=True, nogil=True, fastmath={"contract"})  # one rounding for a product and its sum
def _add_products(samples: Samples, tile: _Floats32, place: int, end: int, shared: _Floats32) -> None:
    """Add up, over some taxa of one sample, the products with the values of each sample of the tile."""
    values, taxa = samples.values32, samples.taxa
    while place + 4 <= end:
        v0, v1, v2, v3 = values[place], values[place + 1], values[place + 2], values[place + 3]
        t0, t1, t2, t3 = tile[taxa[place]], tile[taxa[place + 1]], tile[taxa[place + 2]], tile[taxa[place + 3]]
        for k in range(TILE):
            shared[k] = (((shared[k] + v0 * t0[k]) + v1 * t1[k]) + v2 * t2[k]) + v3 * t3[k]
        place += 4
    while place < end:
        v0, t0 = values[place], tile[taxa[place]]
        for k in range(TILE):
            shared[k] += v0 * t0[k]
        place += 1


@njit(cache=True, nogil=True)
def _absolute_difference(samples: Samples, one: int, other: int) -> float:
    """Sum of absolute differences of two samples."""
    taxa, values = samples.taxa, samples.values
    a, a_end = samples.starts[one], samples.starts[one + 1]
    b, b_end = samples.starts[other], samples.starts[other + 1]
    total = 0.0
    while a < a_end or b < b_end:
        if b >= b_end or (a < a_end and taxa[a] < taxa[b]):
            total += values[a]
            a += 1
        elif a >= a_end or taxa[b] < taxa[a]:
            total += values[b]
            b += 1
        else:
            total += abs(values[a] - values[b])
            a += 1
            b += 1
    return total


@njit(cache=True, nogil=True)
def _squared_difference(samples: Samples, one: int, other: int, shift: float) -> float:
    """Sum over all taxa of ``(value of one - value of other - shift)`` squared."""
    taxa, values = samples.taxa, samples.values
    a, a_end = samples.starts[one], samples.starts[one + 1]
    b, b_end = samples.starts[other], samples.starts[other + 1]
    total = 0.0
    n_seen = 0
    while a < a_end or b < b_end:
        if b >= b_end or (a < a_end and taxa[a] < taxa[b]):
            total += (values[a] - shift) ** 2
            a += 1
        elif a >= a_end or taxa[b] < taxa[a]:
            total += (-values[b] - shift) ** 2
            b += 1
        else:
            total += (values[a] - values[b] - shift) ** 2
            a += 1
            b += 1
        n_seen += 1
    return total + (samples.n_taxa - n_seen) * shift**2


@njit(cache=True, nogil=True)
def bray_curtis_tile(samples: Samples, first: int, out: _Floats32) -> None:
    """Fill ``out[:last, first:last]`` above the diagonal with Bray–Curtis distances."""
    totals = samples.totals
    last = min(first + TILE, len(totals))
    tile = _packed(samples, first, last)
    shared = np.empty(TILE, dtype=np.float32)
    for one in range(last):
        shared[:] = np.float32(0.0)
        _add_smaller(samples, tile, one, shared)
        n_near = 0
        for k in range(last - first):
            distance = np.float32(1.0 - 2.0 * shared[k] / (totals[one] + totals[first + k]))
            out[one, first + k] = distance
            n_near += int(distance < _NEAR_BRAY_CURTIS)
        if n_near:
            for k in range(last - first):
                if out[one, first + k] < _NEAR_BRAY_CURTIS:
                    apart = _absolute_difference(samples, one, first + k)
                    out[one, first + k] = np.float32(apart / (totals[one] + totals[first + k]))


@njit(cache=True, nogil=True)
def aitchison_tile(samples: Samples, first: int, out: _Floats32) -> None:
    """Fill ``out[:last, first:last]`` above the diagonal with Aitchison distances of ``log_ratios``."""
    totals, squares, n_taxa = samples.totals, samples.squares, samples.n_taxa
    last = min(first + TILE, len(totals))
    tile = _packed(samples, first, last)
    shared = np.empty(TILE, dtype=np.float32)
    squared = np.empty(TILE, dtype=np.float64)
    for one in range(last):
        squared[:] = 0.0
        for place in range(samples.starts[one], samples.starts[one + 1], _TAXA_IN_32_BITS):
            shared[:] = np.float32(0.0)
            _add_products(samples, tile, place, min(place + _TAXA_IN_32_BITS, samples.starts[one + 1]), shared)
            for k in range(TILE):
                squared[k] += shared[k]
        n_near = 0
        for k in range(last - first):
            shift = (totals[one] - totals[first + k]) / n_taxa
            both = squares[one] + squares[first + k]
            squared[k] = both - 2.0 * squared[k] - n_taxa * shift * shift
            n_near += int(squared[k] < _NEAR_AITCHISON * both)
        if n_near:
            for k in range(last - first):
                if squared[k] < _NEAR_AITCHISON * (squares[one] + squares[first + k]):
                    shift = (totals[one] - totals[first + k]) / n_taxa
                    squared[k] = _squared_difference(samples, one, first + k, shift)
        for k in range(last - first):
            out[one, first + k] = np.float32(np.sqrt(squared[k]))


@njit(cache=True, nogil=True)
def mirror(out: _Floats32) -> None:
    """Copy the upper half to the lower, tile by tile, and set the diagonal to zero."""
    n_samples = len(out)
    for first in range(0, n_samples, TILE):
        for second in range(first, n_samples, TILE):
            for row in range(first, min(first + TILE, n_samples)):
                for column in range(max(second, row + 1), min(second + TILE, n_samples)):
                    out[column, row] = out[row, column]
    for row in range(n_samples):
        out[row, row] = np.float32(0.0)
