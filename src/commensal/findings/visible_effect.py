"""How small an effect this diary could have shown, and how many more days a smaller one would take."""

from __future__ import annotations

from math import ceil, log, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from commensal.findings.design import Noise
from commensal.findings.question import Rules
from commensal.findings.recorded_effect import recorded_residual
from commensal.stats.lag_kernels import LagKernel, lagged

Floats = NDArray[np.float64]

_POWER = 0.8
_HABIT_SHARE = 1 / 3
_N_HABITS = 24
_KERNEL = LagKernel(onset_days=1, decay=0.35)
_WORTH_SEEING_SD = 0.5


def made_up_habits(n_days: int) -> Floats:
    """Lagged columns of habits that are drawn anew each day, on about a third of days. Shape (n_days, n_habits)."""
    # A fixed stream: the answer is a property of the diary, not of a seed.
    habits = (np.random.default_rng(20261121).random((n_days, _N_HABITS)) < _HABIT_SHARE) - _HABIT_SHARE
    return lagged(habits.astype(np.float64), _KERNEL)


def smallest_visible_effect(noise: Noise, white_habits: Floats, gate_z: float, n_columns: int, rules: Rules) -> float:
    """Smallest difference on the peak day that four in five such diaries would show, in points.

    For a habit on about a third of days, drawn anew each day: its whitened columns say how much
    information this diary's days carry. The threshold is the larger of the person gate and the z at which
    a lone exposure reaches the inclusion probability from which it is shown.

    Parameters
    ----------
    white_habits : ``made_up_habits``, whitened, shape (n, n_habits).
    gate_z : 95th percentile of the best statistic under circular shifts.
    n_columns : exposure columns searched.
    """
    information = float(np.median((white_habits**2).sum(axis=0)))
    recorded = recorded_residual(noise)
    sigma = sqrt(float(recorded @ recorded) / max(noise.n_degrees, 1))
    threshold = max(gate_z, _shown_from_z(information, n_columns, rules))
    return (threshold + NormalDist().inv_cdf(_POWER)) * sigma / sqrt(information)


def _shown_from_z(information: float, n_columns: int, rules: Rules) -> float:
    """Z at which one exposure alone reaches the inclusion probability of a likely finding.

    Bayes factor of a normal slab: ``log BF = z**2/2 * r - log(1 + tau**2 * information)/2`` with shrinkage
    ``r = tau**2 I / (1 + tau**2 I)``; prior odds are about one in the number of columns.
    """
    ratio = rules.prior.slab_sd**2 * information
    odds = log(max(n_columns, 2)) + log(rules.likely / (1 - rules.likely))
    return sqrt(2 * (odds + 0.5 * log(1 + ratio)) * (1 + ratio) / ratio)


def days_still_needed(visible: float, outcome_sd: float, n_days_used: int) -> int:
    """Further days until a difference of half a standard deviation could be seen; 0 when it can be now.

    Information grows with the number of days, so the visible effect shrinks with its square root.
    """
    wanted = _WORTH_SEEING_SD * outcome_sd
    if visible <= wanted:
        return 0
    return ceil(n_days_used * ((visible / wanted) ** 2 - 1))
