r"""How varied each of many samples is.

With shares :math:`p_i` of :math:`S` taxa above zero in a sample:

.. math::

   H = -\sum_i p_i \ln p_i, \quad D = \Bigl(\sum_i p_i^2\Bigr)^{-1}, \quad J = H / \ln S

(Shannon 1948 in nats, inverse Simpson 1949, Pielou 1966). Richness is :math:`S` where reads are not known; with reads
it is the number of taxa expected in a draw of :math:`n` reads, so that depth does not decide (Hurlbert 1971):

.. math:: E[S_n] = \sum_i 1 - \binom{N - N_i}{n} \Big/ \binom{N}{n}
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from commensal.microbiome.sample_table import SampleTable

Floats = NDArray[np.float64]

MEASURES = ("shannon", "richness", "inverse_simpson", "pielou")
"""The measures, the one that stands first first."""


def alpha(table: SampleTable, *, n_reads: int | None = None) -> Mapping[str, Floats]:
    """Each measure of ``MEASURES`` for each sample, shape (n_samples,).

    Parameters
    ----------
    n_reads : the draw that richness is for; the smallest depth of the table where it is None. [reads]
    """
    shares = table.shares
    logs = np.log(shares, where=shares > 0, out=np.zeros_like(shares))
    shannon = -(shares * logs).sum(axis=1)
    n_seen = (shares > 0).sum(axis=1).astype(np.float64)
    even = np.divide(shannon, np.log(n_seen), where=n_seen > 1, out=np.full(len(shannon), np.nan))
    if table.are_counts:
        depth = int(table.depth.min()) if n_reads is None else n_reads
        richness = expected_richness(table.values, depth)
    else:
        richness = n_seen
    return {
        "shannon": shannon,
        "richness": richness,
        "inverse_simpson": 1.0 / (shares**2).sum(axis=1),
        "pielou": even,
    }


def expected_richness(counts: Floats, n_reads: int) -> Floats:
    """Taxa expected in a draw of so many reads without putting back (Hurlbert 1971), shape (n_samples,)."""
    from scipy.special import gammaln  # noqa: PLC0415 - slow to load

    totals = counts.sum(axis=1, keepdims=True)
    left = totals - counts
    # ln C(N - N_i, n) - ln C(N, n); where fewer than n other reads are left, the taxon is always in the draw
    log_missed = np.full(counts.shape, -np.inf)
    can_miss = left >= n_reads
    all_left = np.broadcast_to(totals, counts.shape)
    log_missed[can_miss] = (
        gammaln(left[can_miss] + 1.0)
        - gammaln(left[can_miss] - n_reads + 1.0)
        - gammaln(all_left[can_miss] + 1.0)
        + gammaln(all_left[can_miss] - n_reads + 1.0)
    )
    expected: Floats = (1.0 - np.exp(log_missed)).sum(axis=1)
    return expected
