"""Distances between samples: Bray–Curtis and Aitchison, for tables of thousands of samples.

What is zero in a sample adds nothing to the sums below, so each sample's taxa above zero are all that is looked at.
Sums are made taxon by taxon in one order, in 32 bits; pairs that are nearly alike, where such sums would lose digits,
are made again in 64 bits. So the same bits come out however many threads share the work.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from commensal.vocab.errors import NotAnalysableError

if TYPE_CHECKING:
    from commensal.microbiome.sparse_samples import SparseSamples

Distances = NDArray[np.float32]

# Below this many pairs times taxa plain NumPy is done before a compiled kernel would be loaded.
_SMALL = 3e8


def bray_curtis(counts: ArrayLike, *, threads: int = 1) -> Distances:
    r"""Bray–Curtis distances between samples.

    .. math:: d_{ij} = \frac{\sum_t |x_{it} - x_{jt}|}{\sum_t (x_{it} + x_{jt})}

    (Bray and Curtis 1957). The numbers are taken as they are, as scikit-bio takes them: hand over shares, or samples
    of one depth, unless a difference in depth shall count.

    Parameters
    ----------
    counts : (n_samples, n_taxa), reads or shares, none below zero.
    threads : how many may work at once; the result is the same.

    Returns
    -------
    distances : (n_samples, n_samples), 0 to 1, symmetric.

    Raises
    ------
    NotAnalysableError : not a table of numbers, a number below zero or not finite, or a sample without reads.

    Examples
    --------
    >>> bray_curtis([[1, 1, 0], [1, 0, 1]])
    array([[0. , 0.5],
           [0.5, 0. ]], dtype=float32)
    """
    table = _checked(counts)
    if _is_small(table):
        return _few_bray_curtis(table)
    return _in_tiles("bray_curtis", _sparse(table), threads)


def aitchison(counts: ArrayLike, *, threads: int = 1) -> Distances:
    r"""Aitchison distances between samples: Euclidean, of centred log ratios.

    .. math:: d_{ij}^2 = \sum_t (c_{it} - c_{jt})^2, \quad c_{it} = \ln p_{it} - \frac{1}{m} \sum_s \ln p_{is}

    (Aitchison 1982). Zeros are replaced as in scikit-bio's ``multi_replace`` (Martín-Fernández and others 2003): with
    :math:`p` the shares of a sample over :math:`m` taxa and :math:`\delta = m^{-2}`, a zero becomes :math:`\delta` and
    every other share is multiplied by one minus what was added. So the distance depends on which taxa are columns.

    Parameters
    ----------
    counts : (n_samples, n_taxa), reads or shares, none below zero.
    threads : how many may work at once; the result is the same.

    Returns
    -------
    distances : (n_samples, n_samples), symmetric. [nats]

    Raises
    ------
    NotAnalysableError : as ``bray_curtis``.

    Examples
    --------
    >>> aitchison([[1, 1, 2], [2, 2, 4]])
    array([[0., 0.],
           [0., 0.]], dtype=float32)
    """
    table = _checked(counts)
    if _is_small(table):
        return _few_aitchison(table)
    return _in_tiles("aitchison", log_ratios(_sparse(table)), threads)


def log_ratios(samples: SparseSamples) -> SparseSamples:
    r"""Logarithms of shares over what replaces a zero: :math:`y_{it} = \ln(p_{it}(1 - z_i \delta) / \delta)`.

    Where the count is zero :math:`y` is zero, so it can be left out, and
    :math:`c_{it} = y_{it} - \frac{1}{m} \sum_s y_{is}`.
    """
    n_taxa = samples.n_taxa
    n_present = np.diff(samples.starts)
    delta = 1.0 / n_taxa**2
    kept = 1.0 - (n_taxa - n_present) * delta
    per_value = np.repeat(kept / samples.totals, n_present)
    values = np.log(samples.values * per_value / delta)
    return replace(samples, values=values, totals=samples.sums_of(values))


def _checked(counts: ArrayLike) -> NDArray[Any]:
    """The table, if it is one that has distances."""
    table = np.asarray(counts)
    if table.ndim != 2 or table.shape[1] == 0 or table.dtype.kind not in "iufb":
        raise _refusal(f"an array of {table.ndim} dimensions of {table.dtype}", "numbers, a row a sample")
    if table.dtype.kind == "b":
        table = table.astype(np.int64)
    if table.dtype.kind == "f" and not bool(np.isfinite(table).all()):
        raise _refusal("numbers that are not finite", "reads or shares")
    if table.size and bool(table.min() < 0):
        raise _refusal("a number below zero", "reads or shares")
    if len(table) and not bool(table.any(axis=1).all()):
        empty = int(np.flatnonzero(~table.any(axis=1))[0])
        raise _refusal(f"no reads in sample {empty + 1}", "at least one read in each sample")
    return table


def _refusal(found: str, expected: str) -> NotAnalysableError:
    return NotAnalysableError(where="table of samples", found=found, expected=expected, do="Correct or leave it out.")


def _is_small(table: NDArray[Any]) -> bool:
    n_samples, n_taxa = table.shape
    return bool(float(n_samples) ** 2 * n_taxa <= _SMALL)


def _few_bray_curtis(table: NDArray[Any]) -> Distances:
    values = table.astype(np.float64)
    totals = values.sum(axis=1)
    distances = np.zeros((len(table), len(table)), dtype=np.float32)
    for row in range(len(table) - 1):
        apart = np.abs(values[row] - values[row + 1 :]).sum(axis=1)
        distances[row, row + 1 :] = apart / (totals[row] + totals[row + 1 :])
    return np.maximum(distances, distances.T)


def _few_aitchison(table: NDArray[Any]) -> Distances:
    shares = table / table.sum(axis=1, keepdims=True, dtype=np.float64)
    delta = 1.0 / table.shape[1] ** 2
    is_zero = table == 0
    shares *= 1.0 - is_zero.sum(axis=1, keepdims=True) * delta
    shares[is_zero] = delta
    logs = np.log(shares)
    logs -= logs.mean(axis=1, keepdims=True)
    distances = np.zeros((len(table), len(table)), dtype=np.float32)
    for row in range(len(table) - 1):
        distances[row, row + 1 :] = np.sqrt(np.square(logs[row] - logs[row + 1 :]).sum(axis=1))
    return np.maximum(distances, distances.T)


def _sparse(table: NDArray[Any]) -> SparseSamples:
    from commensal.microbiome.sparse_samples import sparse_samples  # noqa: PLC0415

    return sparse_samples(table)


def _in_tiles(metric: str, samples: SparseSamples, threads: int) -> Distances:
    """The kernel over tiles of columns, each tile by itself, then the lower half from the upper."""
    from commensal.microbiome import distance_kernels as kernels  # noqa: PLC0415 - loads the compiler

    distances: Distances = np.empty((samples.n_samples, samples.n_samples), dtype=np.float32)
    fill = kernels.bray_curtis_tile if metric == "bray_curtis" else kernels.aitchison_tile
    prepared = kernels.Samples(
        starts=samples.starts,
        taxa=samples.taxa,
        values=samples.values,
        values32=samples.values.astype(np.float32),
        totals=samples.totals,
        squares=samples.sums_of(np.square(samples.values)),
        n_taxa=samples.n_taxa,
    )
    tiles = range(0, samples.n_samples, kernels.TILE)
    with ThreadPoolExecutor(max_workers=max(threads, 1)) as pool:
        for done in [pool.submit(fill, prepared, first, distances) for first in tiles]:
            done.result()
    kernels.mirror(distances)
    return distances
