"""Many samples side by side: a table of samples by taxa, checked once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]

FEWEST_READS = 5_000
"""Samples with fewer reads are refused: how varied they look is then a matter of how long somebody counted. [reads]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTable:
    """Samples by taxa.

    Parameters
    ----------
    samples : names, one a row.
    taxa : names, one a column.
    values : reads, or shares that sum to 1 in each row; shape (n_samples, n_taxa), none negative.
    are_counts : whether they are reads.
    depth : reads of each sample, before anything was left out; NaN where it is not known. [reads]
    too_few_reads : samples that were refused, with the reads they had. [reads]
    empty : samples that held nothing.
    """

    samples: tuple[str, ...]
    taxa: tuple[str, ...]
    values: Floats
    are_counts: bool
    depth: Floats
    too_few_reads: tuple[tuple[str, int], ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def shares(self) -> Floats:
        """Each row as shares that sum to 1."""
        shares: Floats = self.values / self.values.sum(axis=1, keepdims=True)
        return shares

    def of_samples(self, rows: NDArray[np.intp]) -> SampleTable:
        """Some of the samples, in the order given."""
        return SampleTable(
            samples=tuple(self.samples[row] for row in rows),
            taxa=self.taxa,
            values=self.values[rows],
            are_counts=self.are_counts,
            depth=self.depth[rows],
            too_few_reads=self.too_few_reads,
            empty=self.empty,
        )


def sample_table(
    samples: tuple[str, ...], taxa: tuple[str, ...], values: Floats, *, fewest_reads: int = FEWEST_READS
) -> SampleTable:
    """A table without the samples that cannot be read.

    Whole numbers, most rows of which sum to more than 1.5, are taken for reads; anything else for shares or percent,
    which are brought to a sum of 1, and whose depth nobody knows.

    Raises
    ------
    NotAnalysableError : negative or missing numbers, two samples of one name, or nothing left.
    """
    _check(samples, values)
    totals = values.sum(axis=1)
    are_counts = bool((values == np.floor(values)).all() and np.median(totals) > 1.5)
    empty = totals <= 0.0
    too_few = (totals < fewest_reads) & ~empty if are_counts else np.zeros(len(samples), dtype=np.bool_)
    kept = np.flatnonzero(~empty & ~too_few)
    if len(kept) == 0:
        raise NotAnalysableError(
            where="table of samples",
            found="no sample that can be read" + (f" (none has {fewest_reads:,} reads)" if too_few.any() else ""),
            expected="samples with numbers above zero",
            do="Check that the numbers are reads or shares.",
        )
    chosen = values[kept]
    return SampleTable(
        samples=tuple(samples[row] for row in kept),
        taxa=taxa,
        values=chosen if are_counts else chosen / chosen.sum(axis=1, keepdims=True),
        are_counts=are_counts,
        depth=totals[kept] if are_counts else np.full(len(kept), np.nan),
        too_few_reads=tuple((samples[row], int(totals[row])) for row in np.flatnonzero(too_few)),
        empty=tuple(samples[row] for row in np.flatnonzero(empty)),
    )


def _check(samples: tuple[str, ...], values: Floats) -> None:
    found = None
    if not np.isfinite(values).all():
        found = "a number that is missing or none"
    elif (values < 0).any():
        found = "a number below zero"
    elif len(set(samples)) != len(samples):
        found = "two samples of one name"
    if found is not None:
        raise NotAnalysableError(
            where="table of samples",
            found=found,
            expected="reads or shares of each taxon in each sample, zero or more, each sample once",
            do="Check the table; nothing was compared.",
        )
