"""Negative controls: tomorrow's exposure cannot have made today's symptom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from commensal.findings.candidates import Candidate
from commensal.findings.design import Noise
from commensal.findings.lag_picture import places_of
from commensal.stats.least_squares import joint_z, two_sided_p

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


def negative_controls(asked: Sequence[Candidate], noise: Noise, white: Floats) -> list[NegativeControl]:
    """Whether each exposure seems to follow the outcome rather than to precede it.

    Not asked of exposures that a symptom cannot change: cramps before a period are not a reversal.

    Parameters
    ----------
    white : the candidates moved by each lag, whitened, shape (n, n_asked, n_lags): ``lag_picture.white_lags``.
    """
    if not asked:
        return []
    leads_p = _smallest_p(noise, white[:, :, places_of(LEADS_DAYS + OWN_LAGS_DAYS)], n_tested=len(LEADS_DAYS))
    same_day_p = _smallest_p(noise, white[:, :, places_of(OWN_LAGS_DAYS)], n_tested=1)
    return [_control(*three) for three in zip(asked, leads_p.tolist(), same_day_p.tolist(), strict=True)]


def _control(candidate: Candidate, leads_p: float, same_day_p: float) -> NegativeControl:
    if candidate.variable.beyond_symptoms:
        return NegativeControl(p_value=1.0, fails_at="")
    if candidate.may_act_same_day:
        return NegativeControl(p_value=leads_p, fails_at="leads")
    p_value = min(1.0, 2.0 * min(leads_p, same_day_p))
    return NegativeControl(p_value=p_value, fails_at="leads" if leads_p <= same_day_p else "same_day")


def _smallest_p(noise: Noise, columns: Floats, *, n_tested: int) -> Floats:
    """Smallest p-value of each candidate's first columns given its others, times their number (Bonferroni).

    ``columns`` shape (n, n_asked, k) gives (n_asked,).
    """
    z = joint_z(noise.residual[0], columns.transpose(1, 0, 2), noise.n_degrees)[:, :n_tested]
    return np.array([min(1.0, n_tested * two_sided_p(largest)) for largest in np.abs(z).max(axis=1).tolist()])
