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
_POINTS_ALONG_Z = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NegativeControl:
    """Smallest p-value of the leads, and of lag 0 where a same-day effect is not admitted.

    Both are given the exposure's own lags: alone they would accuse true causes that come in runs.
    ``p_value`` is the smaller one, multiplied by the number of looks (Bonferroni); ``p_same_way`` is the same over
    those looks alone that point the way of the link with the days after, and only they can explain it.
    """

    p_value: float
    p_same_way: float
    fails_at: str  # "leads", "same_day", or "" when nothing was tested


def negative_controls(
    asked: Sequence[Candidate], noise: Noise, white: Floats, direction: Floats | None = None
) -> list[NegativeControl]:
    """Whether each exposure seems to follow the outcome rather than to precede it.

    Not asked of exposures that a symptom cannot change: cramps before a period are not a reversal. A look that points
    the other way than the link with the days after cannot explain it: who rests on the day of a crash makes activity
    *low* then, and that is no reason why *high* activity the day before should go with a crash.

    Parameters
    ----------
    white : the candidates moved by each lag, whitened, shape (n, n_asked, n_lags): ``lag_picture.white_lags``.
    direction : shape (n_asked,), the sign of each candidate's link with the days after it; at 0, or when
        None, looks of either sign count.
    """
    if not asked:
        return []
    leads = _z(noise, white[:, :, places_of(LEADS_DAYS + OWN_LAGS_DAYS)], n_tested=len(LEADS_DAYS))
    same_day = _z(noise, white[:, :, places_of(OWN_LAGS_DAYS)], n_tested=1)
    either = np.zeros(len(asked))
    same_way = either if direction is None else direction
    p_values = zip(
        *(same_way_p(z, way) for way in (either, same_way) for z in (leads, same_day)),
        strict=True,
    )
    return [_control(candidate, *four) for candidate, four in zip(asked, p_values, strict=True)]


def _control(
    candidate: Candidate, leads_p: float, same_day_p: float, leads_p_same_way: float, same_day_p_same_way: float
) -> NegativeControl:
    if candidate.variable.beyond_symptoms:
        return NegativeControl(p_value=1.0, p_same_way=1.0, fails_at="")
    if candidate.may_act_same_day:
        return NegativeControl(p_value=leads_p, p_same_way=leads_p_same_way, fails_at="leads")
    return NegativeControl(
        p_value=min(1.0, 2.0 * min(leads_p, same_day_p)),
        p_same_way=min(1.0, 2.0 * min(leads_p_same_way, same_day_p_same_way)),
        fails_at="leads" if leads_p <= same_day_p else "same_day",
    )


def _z(noise: Noise, columns: Floats, *, n_tested: int) -> Floats:
    """Z of each candidate's first columns given its others. ``columns`` shape (n, n_asked, k)."""
    return joint_z(noise.residual[0], columns.transpose(1, 0, 2), noise.n_degrees)[:, :n_tested]


def same_way_p(z: Floats, direction: Floats) -> list[float]:
    """Smallest p-value of the looks that could explain the link, times the number of looks (Bonferroni).

    Looks that point the other way cannot, unless another points the way of the link: then it is no answer to a symptom
    but something that comes and goes with it.
    """
    along = z * direction[:, None]
    is_answer = (along < 0) & (along.max(axis=1, keepdims=True) < _POINTS_ALONG_Z)
    counts = np.where(is_answer, 0.0, np.abs(z))
    return [min(1.0, z.shape[1] * two_sided_p(largest)) for largest in counts.max(axis=1).tolist()]
