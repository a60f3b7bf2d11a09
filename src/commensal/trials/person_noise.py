r"""How one person's outcome varies: the level, the noise and the gaps that a planned trial would meet.

What is recorded is taken as a latent normal value, rounded to the steps of the scale and kept within its ends:
:math:`y = \operatorname{clip}(\operatorname{round}(\mu + \sigma u))` with *u* an AR(1) part plus a part new each day.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commensal.knowledge.outcome_noise import typical_noise
from commensal.stats.controls import explained, log_evidence
from commensal.stats.whitening import noise_grid, whitener

if TYPE_CHECKING:
    from commensal.trials.plan import TrialOutcome

Floats = NDArray[np.float64]

LEAST_DAYS = 21  # fewer recorded days than this say too little of one's own noise; our choice
_MOST_LEVELS = 101
_N_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNoise:
    """What a planned trial of this outcome would meet.

    Parameters
    ----------
    level, sd : of the latent value. [points]
    phi : how much of the lasting part is still there a day later.
    lasting_share : share of the variance that lasts from day to day.
    missing_share : share of days without a rating.
    step : distance of neighbouring values on the scale; 0 where there is none. [points]
    minimum, maximum : ends of the scale; None where there is none. [points]
    n_days : recorded days this rests on; 0 for the first guess.
    basis : where the numbers come from, in words.
    """

    level: float
    sd: float
    phi: float
    lasting_share: float
    missing_share: float
    step: float
    minimum: float | None
    maximum: float | None
    n_days: int
    basis: str

    @property
    def is_own(self) -> bool:
        """Whether it rests on this person's own days."""
        return self.n_days > 0

    def recorded(self, latent: Floats) -> Floats:
        """What would be written down for latent values. [points]"""
        origin = self.minimum or 0.0
        found = np.round((latent - origin) / self.step) * self.step + origin if self.step else latent
        return np.asarray(np.clip(found, self.minimum, self.maximum)) if self.minimum is not None else found


def first_guess(outcome: TrialOutcome) -> PersonNoise | None:
    """The noise of an outcome of this kind before there are days.

    None where the scale has no ends to measure by and the noise of the measurement is not known either.
    """
    typical = typical_noise(outcome.kind.value)
    step, basis = _step_of(outcome), f"{typical.basis}: {typical.why}"
    if outcome.minimum is None or outcome.maximum is None:
        if outcome.measurement_sd is None:
            return None
        # As much that is the person's own as there is of the measurement.
        level, sd = 0.0, sqrt(2.0) * outcome.measurement_sd
    else:
        span = outcome.maximum - outcome.minimum
        share = typical.level_share if outcome.higher_is_worse else 1 - typical.level_share
        spread = sqrt((typical.sd_share * span) ** 2 + (outcome.measurement_sd or 0.0) ** 2)
        level, sd = _latent(outcome.minimum + share * span, spread, step, outcome.minimum, outcome.maximum)
    return PersonNoise(
        level=level,
        sd=sd,
        phi=typical.phi,
        lasting_share=typical.lasting_share,
        missing_share=typical.missing_share,
        step=step,
        minimum=outcome.minimum,
        maximum=outcome.maximum,
        n_days=0,
        basis=basis,
    )


def noise_of(days: Floats | None, outcome: TrialOutcome) -> PersonNoise | None:
    """The noise in a person's own days, or the first guess where there are fewer than ``LEAST_DAYS``.

    Parameters
    ----------
    days : consecutive days before the trial, NaN where nothing was recorded, shape (n_days,). [points]
    """
    rows = np.flatnonzero(np.isfinite(days)) if days is not None else np.empty(0, dtype=np.intp)
    if days is None or len(rows) < LEAST_DAYS:
        return first_guess(outcome)
    values = days[rows]
    step = _step_of(outcome, values)
    mean, sd = float(values.mean()), max(float(values.std(ddof=1)), 0.25 * step, 1e-9)
    if outcome.minimum is None or outcome.maximum is None:
        level, latent_sd = mean, sd
    else:
        level, latent_sd = _latent(mean, sd, step, outcome.minimum, outcome.maximum)
    phi, share = _autocorrelation(values, rows.astype(np.int64))
    return PersonNoise(
        level=level,
        sd=latent_sd,
        phi=phi,
        lasting_share=share,
        missing_share=1 - len(rows) / len(days),
        step=step,
        minimum=outcome.minimum,
        maximum=outcome.maximum,
        n_days=len(rows),
        basis="own days",
    )


def _autocorrelation(values: Floats, day_numbers: NDArray[np.int64]) -> tuple[float, float]:
    """Phi and lasting share, averaged over the noise grid by restricted likelihood; a slow level counts as lasting."""
    if float(np.ptp(values)) == 0.0:
        return 0.5, 0.5
    grid = noise_grid()
    filters = whitener(grid, day_numbers)
    white = filters(np.column_stack([values, np.ones(len(values))]))
    shared, log_determinant = explained(white[:, :, 1:], white[:, :, 0])
    left = (white[:, :, 0] ** 2).sum(axis=1) - shared
    evidence = log_evidence(left, len(values) - 1, filters.log_determinant, log_determinant)
    weight = np.exp(evidence - evidence.max())
    weight /= weight.sum()
    share = float(weight @ grid.share)
    return (float(weight @ (grid.phi * grid.share)) / share if share > 0 else 0.0), share


def _step_of(outcome: TrialOutcome, values: Floats | None = None) -> float:
    """Whole points, unless the person has written finer ones, or the outcome is not rated in steps."""
    if outcome.kind.value == "balance":
        return 0.0
    if values is not None:
        distinct = np.unique(values)
        if len(distinct) > 1 and float(np.diff(distinct).min()) < 1.0 - 1e-9:
            least = float(np.diff(distinct).min())
            return least if least >= 0.1 - 1e-9 else 0.0
    return 1.0


def _latent(mean: float, sd: float, step: float, minimum: float, maximum: float) -> tuple[float, float]:
    """Level and standard deviation of the latent value whose recorded value has this mean and standard deviation."""
    span = maximum - minimum
    if not step or span / step >= _MOST_LEVELS:
        return mean, sd
    levels = minimum + step * np.arange(round(span / step) + 1)
    inner = 0.5 * (levels[1:] + levels[:-1])
    edge = min(step, span) * 0.05
    aim = min(max(mean, minimum + edge), maximum - edge)
    is_yes_no = len(levels) == 2
    level, latent_sd = aim, max(sd, 0.1 * step)
    for _ in range(_N_STEPS):
        below = np.array([0.5 * (1 + erf((cut - level) / (latent_sd * sqrt(2)))) for cut in inner])
        share = np.diff(np.concatenate([[0.0], below, [1.0]]))
        got_mean = float(share @ levels)
        got_sd = sqrt(max(float(share @ (levels - got_mean) ** 2), 1e-12))
        level += 0.5 * (aim - got_mean)
        if not is_yes_no:  # of yes and no the mean says everything
            latent_sd = min(max(latent_sd * (sd / got_sd) ** 0.5, 0.1 * step), 2 * span)
    return level, latent_sd
