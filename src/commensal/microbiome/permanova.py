r"""Whether whole communities differ between groups (Anderson 2001, Austral Ecology 26:32).

With distances :math:`d_{ij}` between :math:`N` samples in :math:`a` groups of :math:`n_g`:

.. math::

   SS_T = \frac{1}{N}\sum_{i<j} d_{ij}^2, \quad SS_W = \sum_g \frac{1}{n_g}\sum_{i<j \in g} d_{ij}^2, \quad
   F = \frac{(SS_T - SS_W)/(a - 1)}{SS_W/(N - a)}, \quad R^2 = 1 - SS_W / SS_T

The p-value is the share of random orders of the labels, the real one among them, with at least this F. A group that is
merely more scattered than another can give a small p-value too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Permanova:
    """The answer.

    Parameters
    ----------
    pseudo_f : the statistic.
    r_squared : share of the variation that goes with the groups, 0 to 1.
    p_value : by random orders of the labels.
    """

    pseudo_f: float
    r_squared: float
    p_value: float
    n_orders: int


def permanova(
    distances: NDArray[np.float32], group_of: NDArray[np.intp], *, n_orders: int, rng: np.random.Generator
) -> Permanova:
    """Ask whether the communities of groups differ.

    Parameters
    ----------
    distances : shape (n_samples, n_samples), symmetric.
    group_of : number of each sample's group, 0 on, none empty.
    n_orders : random orders of the labels.
    """
    n_samples, n_groups = len(group_of), int(group_of.max()) + 1
    sizes = np.bincount(group_of).astype(np.float64)
    # One matrix product serves all orders at once: column k of the design holds one group under one order.
    orders = [group_of, *(rng.permutation(group_of) for _ in range(n_orders))]
    design = np.zeros((n_samples, len(orders) * n_groups), dtype=np.float32)
    for place, labels in enumerate(orders):
        design[np.arange(n_samples), place * n_groups + labels] = 1.0
    within_twice = np.zeros(design.shape[1])
    total_twice = 0.0
    for start in range(0, n_samples, _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        squared = np.square(distances[rows], dtype=np.float32)
        total_twice += float(squared.sum(dtype=np.float64))
        within_twice += np.einsum("ij,ij->j", design[rows], squared @ design, dtype=np.float64)
    ss_total = total_twice / (2.0 * n_samples)
    ss_within = (within_twice.reshape(len(orders), n_groups) / (2.0 * sizes)).sum(axis=1)
    f_values = ((ss_total - ss_within) / (n_groups - 1)) / (ss_within / (n_samples - n_groups))
    # A tolerance, because two orders of equal F may differ in the last bit of a float32 sum.
    as_large = int((f_values[1:] >= f_values[0] * (1.0 - 1e-6)).sum())
    return Permanova(
        pseudo_f=float(f_values[0]),
        r_squared=float(1.0 - ss_within[0] / ss_total),
        p_value=(as_large + 1) / (n_orders + 1),
        n_orders=n_orders,
    )
