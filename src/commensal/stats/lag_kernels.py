"""How an exposure's effect may be spread over the following days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

ONSETS_DAYS = (0, 1, 2, 3)
DECAYS = (0.2, 0.6)
_SMALLEST_WEIGHT = 0.05
# How likely each shape is beside the others. Most of what is known to act on symptoms acts within a day or two (a bad
# night, a meal; exertion takes up to three days). A choice of ours. Two fadings do what three did (0, .35, .65): all
# but over after a day, or lingering for some.
_ONSET_WEIGHT = {0: 0.30, 1: 0.35, 2: 0.25, 3: 0.10}
_DECAY_WEIGHT = {0.2: 0.45, 0.6: 0.55}


@dataclass(frozen=True, slots=True)
class LagKernel:
    r"""An effect that peaks ``onset_days`` after the exposure and then fades by ``decay`` a day.

    .. math:: k_l = \delta^{\,l-o} \quad (l \ge o),\qquad k_o = 1

    so that a coefficient is the effect on the peak day, and ``coefficient * total`` its sum over days.
    """

    onset_days: int
    decay: float

    @property
    def weights(self) -> Floats:
        """Weights by lag 0, 1, 2 …, cut where they fall below one twentieth. Shape (n_lags,)."""
        tail = [1.0]
        while self.decay and tail[-1] * self.decay >= _SMALLEST_WEIGHT:
            tail.append(tail[-1] * self.decay)
        return np.array([0.0] * self.onset_days + tail)

    @property
    def prior_weight(self) -> float:
        """How likely this shape is beside the others, before any day is looked at."""
        return _ONSET_WEIGHT.get(self.onset_days, 0.1) * _DECAY_WEIGHT.get(self.decay, 0.1)

    @property
    def total(self) -> float:
        """Sum of the weights: how many peak days' worth the whole effect is."""
        return float(self.weights.sum())


def kernel_dictionary(onsets_days: Sequence[int] = ONSETS_DAYS) -> tuple[LagKernel, ...]:
    """Every onset with every decay: eight kernels, six without onset 0."""
    return tuple(LagKernel(onset, decay) for onset in onsets_days for decay in DECAYS)


def lagged(exposures: Floats, kernel: LagKernel) -> Floats:
    """Exposures seen through a lag kernel; days before the first count as average (0).

    Parameters
    ----------
    exposures : shape (n_days, n_exposures), centred, with 0 where nothing is known.

    Returns
    -------
    Shape (n_days, n_exposures).
    """
    seen = np.zeros_like(exposures)
    n_days = len(exposures)
    for lag, weight in enumerate(kernel.weights):
        if weight and lag < n_days:
            seen[lag:] += weight * exposures[: n_days - lag]
    return seen
