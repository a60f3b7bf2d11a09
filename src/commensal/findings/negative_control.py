"""Negative controls: tomorrow's exposure cannot have made today's symptom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.design import Noise
from commensal.findings.lag_picture import at_lags
from commensal.stats.least_squares import joint_fit, two_sided_p

Floats = NDArray[np.float64]

OWN_LAGS_DAYS = (0, 1, 2, 3, 4)
LEADS_DAYS = (-1, -2)


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeControl:
    """Smallest p-value of the leads, and of lag 0 where a same-day effect is not admitted.

    Both are given the exposure's own lags: alone they would accuse true causes that come in runs.
    ``p_value`` is the smaller one, multiplied by the number of looks (Bonferroni).
    """

    p_value: float
    fails_at: str  # "leads", "same_day", or "" when nothing was tested


def negative_controls(asked: list[Candidate], noise: Noise) -> list[NegativeControl]:
    """Whether each exposure seems to follow the outcome rather than to precede it.

    Not asked of exposures that a symptom cannot change: cramps before a period are not a reversal.
    """
    if not asked:
        return []
    moved = LEADS_DAYS + OWN_LAGS_DAYS
    columns = noise.best_columns(np.hstack([at_lags(candidate.values, moved) for candidate in asked]))
    return [
        _control(candidate, noise, columns[:, i * len(moved) : (i + 1) * len(moved)])
        for i, candidate in enumerate(asked)
    ]


def _control(candidate: Candidate, noise: Noise, columns: Floats) -> NegativeControl:
    """``columns`` shape (n, n_leads + n_own_lags), whitened, leads first."""
    if candidate.variable.beyond_symptoms:
        return NegativeControl(p_value=1.0, fails_at="")
    n_leads = len(LEADS_DAYS)
    leads_p = _smallest_p(noise, columns, n_tested=n_leads)
    if candidate.may_act_same_day:
        return NegativeControl(p_value=leads_p, fails_at="leads")
    same_day_p = _smallest_p(noise, columns[:, n_leads:], n_tested=1)
    p_value = min(1.0, 2.0 * min(leads_p, same_day_p))
    return NegativeControl(p_value=p_value, fails_at="leads" if leads_p <= same_day_p else "same_day")


def _smallest_p(noise: Noise, columns: Floats, *, n_tested: int) -> float:
    """Smallest p-value of the first columns given the others, times their number (Bonferroni)."""
    z = joint_fit(noise.residual[0], columns, noise.n_degrees).z[:n_tested]
    return min(1.0, n_tested * two_sided_p(float(np.abs(z).max())))
