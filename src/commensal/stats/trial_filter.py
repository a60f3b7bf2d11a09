r"""What a trial's outcomes leave to be explained, one unit after another, and the same filter for any schedule.

Each unit (a day, or the mean of a block's days) has an outcome :math:`y_i`, or none. Within a noise model
(:mod:`commensal.stats.whitening`: AR(1), white noise, slow level) every outcome is predicted from those before it, its
unknown mean level among them; what the prediction misses, over its standard deviation, is the *recursive residual*

.. math:: v_i = \frac{\tilde y_i - \tilde 1_i\, c_i / S_i}{\sqrt{1 + \tilde 1_i^2 / S_i}}, \quad
   S_i = \sum_{j<i} \tilde 1_j^2, \; c_i = \sum_{j<i} \tilde 1_j \tilde y_j, \qquad v_1 = 0,

with tilde for the whitened column (Brown, Durbin & Evans 1975, *JRSS-B* 37, 149-192). In short :math:`v = K y`, with a
lower-triangular *K* that depends on the noise model and on which units have an outcome, on nothing else. So the same
*K* filters a schedule's contrast *x*, and sums up to any look give the generalised least-squares fit with a free level:

.. math:: \hat\tau = \frac{\sum_i (Kx)_i (Ky)_i}{\sum_i (Kx)_i^2}, \qquad
   z = \frac{\sum_i (Kx)_i (Ky)_i}{\hat\sigma \sqrt{\sum_i (Kx)_i^2}}, \quad \hat\sigma^2 = \frac{\sum_i (Ky)_i^2}{n-1}.

Models *m* are weighed by how well they have predicted the outcomes so far. Schedules are ranked by the average score,
with the usual model's size of the schedule beneath it at every look,

.. math:: z = \frac{\hat\sigma_0}{\sqrt{\sum_i (K_0 x)_i^2}}
   \sum_m w_m \frac{\sum_i (K_m x)_i (K_m y)_i}{\hat\sigma_m^2},

because a choice of one model, made anew at each look, would shuffle the schedules between looks and waste what was
spent. Weights and :math:`\hat\sigma` are worked out from outcomes alone, never from what is left after an effect was
taken out: under the null hypothesis they are then the same for every schedule, which is what makes the tests built on
them exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from commensal.stats.whitening import NoiseGrid, whitener

Floats = NDArray[np.float64]

_PHI = (0.3, 0.6, 0.85, 0.95)
_SHARE = (0.6, 1.0)
_DRIFT = (0.0, 0.01)
_USUAL_MODEL = (0.5, 0.8, 0.004)  # before there are outcomes to choose by
_LEAST_OUTCOMES = 8  # fewer cannot tell one noise model from another
_NEGLIGIBLE = 0.005  # share of trust below which a noise model is left out
_NOTHING = 1e-9  # residuals this small beside the outcomes are rounding


def trial_noise_grid() -> NoiseGrid:
    """The noise models a trial chooses among: fewer than for a long diary, white noise among them. The usual first."""
    white = [(0.0, 0.0, drift) for drift in _DRIFT]
    coloured = [(phi, share, drift) for phi in _PHI for share in _SHARE for drift in _DRIFT]
    models = [_USUAL_MODEL] + [model for model in white + coloured if model != _USUAL_MODEL]
    phi, share, drift = np.array(models).T
    return NoiseGrid(phi, share, drift)


def window_means(outcome: Floats, unit_of_day: NDArray[np.intp], n_units: int) -> tuple[Floats, Floats]:
    """Mean outcome of each unit's window, and the middle of the days it rests on.

    Parameters
    ----------
    outcome : shape (n_days,), NaN where nothing was recorded. [points]
    unit_of_day : shape (n_days,), the unit each day's *outcome* belongs to; -1 for washout days and all other days
        that count for none. A late effect is met by moving this window, not by moving the outcome. It must be the same
        for every schedule: a rule that looks at the arm would spoil the test.

    Returns
    -------
    Means, NaN for a unit without any outcome, and mean day numbers counted from 0, of the window where there is no
    outcome. Each shape (n_units,).
    """
    counts_for = unit_of_day >= 0
    days = np.arange(len(outcome), dtype=np.float64)

    def mean_by_unit(values: Floats, where: NDArray[np.bool_]) -> Floats:
        total = np.bincount(unit_of_day[where], values[where], minlength=n_units)
        n = np.bincount(unit_of_day[where], minlength=n_units)
        return np.asarray(np.divide(total, n, out=np.full(n_units, np.nan), where=n > 0))

    is_known = counts_for & np.isfinite(outcome)
    known_day = mean_by_unit(days, is_known)
    return mean_by_unit(outcome, is_known), np.where(np.isfinite(known_day), known_day, mean_by_unit(days, counts_for))


def only_arms(outcome: Floats, schedule: NDArray[np.int8], arm: int, usual: int = 0) -> Floats:
    """The outcomes without those of other arms, for a comparison that is to hear nothing of them. Shape (n_units,)."""
    return np.where((schedule == arm) | (schedule == usual), outcome, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFilter:
    """The filter of one trial's outcomes under each noise model.

    ``outcome`` shape (n_units,), NaN where missing; ``observed`` the units with an outcome, shape (n,); ``operators``
    shape (n_models, n, n), *K* of each noise model for columns on the observed units; ``residual`` shape (n_models, n)
    the recursive residuals *v*; ``best`` shape (n + 1,), entry *i* the model that predicted the first *i* outcomes
    best; ``log_evidence`` shape (n_models, n), of the first 1, 2, … outcomes under each model.
    """

    outcome: Floats
    observed: NDArray[np.intp]
    residual: Floats
    best: NDArray[np.intp]
    operators: Floats
    log_evidence: Floats

    def n_observed(self, n_units: int) -> int:
        """How many of the first ``n_units`` units have an outcome."""
        return int(np.searchsorted(self.observed, n_units))

    def weights(self, n: int) -> Floats:
        """How far each noise model is to be trusted after ``n`` outcomes. Shape (n_models,), summing to 1."""
        if n < _LEAST_OUTCOMES:
            return np.asarray(np.eye(len(self.operators))[0])
        evidence = self.log_evidence[:, n - 1]
        weights = np.exp(evidence - evidence.max())
        weights[weights < _NEGLIGIBLE * weights.sum()] = 0.0
        return np.asarray(weights / weights.sum())

    def effect(self, contrast: Floats, n_units: int | None = None) -> tuple[float, float]:
        r"""Generalised least-squares effect of a contrast on the first ``n_units`` units and its standard error.

        ``contrast`` shape (n_units,): +½ where the arm was assigned, -½ where the usual one was, 0 elsewhere, so that
        :math:`\hat\tau` is the difference between them. [points] The standard error takes the residual variance after
        the effect, and n - 2 degrees of freedom; NaN where nothing can be told.
        """
        n = self.n_observed(len(self.outcome) if n_units is None else n_units)
        operator = self.operators[self.best[n], :n, :n]
        x, y = operator @ contrast[self.observed[:n]], self.residual[self.best[n], :n]
        size = float(x @ x)
        if n < 3 or size <= _NOTHING:
            return float("nan"), float("nan")
        estimate = float(x @ y) / size
        left = y - estimate * x
        return estimate, float(np.sqrt(left @ left / (n - 2) / size))

    def statistics(self, contrasts: Floats, looks: NDArray[np.intp]) -> Floats:
        """How extreme every schedule is at every look: the absolute value of its *z*.

        Parameters
        ----------
        contrasts : shape (n_schedules, n_units), see :meth:`effect`.
        looks : how many units are complete at each look, increasing. [units]

        Returns
        -------
        Shape (n_looks, n_schedules); 0 where nothing can be told. All schedules pass through the same matrix products
        in double precision; compare them with a margin (:mod:`commensal.stats.group_sequential`).
        """
        n_at = np.array([self.n_observed(int(look)) for look in looks], dtype=np.intp)
        seen = np.ascontiguousarray(contrasts[:, self.observed])
        along = np.abs(self._scores(n_at) @ seen.T)
        up_to = (np.arange(len(self.observed)) < n_at[:, None]).astype(np.float64)
        size = np.sqrt(up_to @ ((seen @ self.operators[0].T) ** 2).T)
        return np.asarray(np.divide(along, size, out=np.zeros_like(along), where=size > _NOTHING))

    def _scores(self, n_at: NDArray[np.intp]) -> Floats:
        """What each observed unit's contrast is multiplied by at looks after so many outcomes.

        Shape (n_looks, n_observed).
        """
        n_models, n = self.residual.shape
        each = np.zeros((len(n_at), n_models, n))
        for look, n_seen in enumerate(n_at.tolist()):
            seen = self.outcome[self.observed[:n_seen]]
            if n_seen < 2 or np.abs(seen - seen[0]).max() <= _NOTHING * np.abs(seen).max():
                continue
            variance = (self.residual[:, :n_seen] ** 2).sum(axis=1) / (n_seen - 1)
            trust = self.weights(n_seen) / variance * np.sqrt(variance[0])
            each[look, :, :n_seen] = trust[:, None] * self.residual[:, :n_seen]
        return np.asarray(each.reshape(len(n_at), -1) @ self.operators.reshape(n_models * n, n))


def trial_filter(outcome: Floats, day_number: Floats | None = None) -> TrialFilter:
    """Filter the outcomes of a trial.

    Parameters
    ----------
    outcome : one for each unit in the order of time, shape (n_units,), NaN where missing. [points]
    day_number : day of each unit, increasing (of a block: its middle); None: one day after the other. [days]
    """
    observed = np.flatnonzero(np.isfinite(outcome))
    days = np.arange(len(outcome), dtype=np.float64) if day_number is None else day_number
    filters = _filters(tuple(np.floor(days[observed]).astype(int).tolist()))
    values = outcome[observed] - outcome[observed[:1]]  # the level is free; a far-off one only costs digits
    residual = filters.operators @ values
    size = float(np.abs(values).max(initial=0.0))
    # Restricted log likelihood of the first 1, 2, … outcomes, the variance at its best.
    spread = np.cumsum(residual**2, axis=1) + (_NOTHING * size) ** 2 + 1e-300
    evidence = filters.log_determinant - 0.5 * np.arange(len(values)) * np.log(spread)
    best = np.concatenate([[0], evidence.argmax(axis=0)])
    best[:_LEAST_OUTCOMES] = 0
    return TrialFilter(
        outcome=outcome,
        observed=observed,
        operators=filters.operators,
        residual=residual,
        best=best,
        log_evidence=evidence,
    )


@dataclass(frozen=True, slots=True)
class _Filters:
    """``operators`` as in :class:`TrialFilter`; ``log_determinant`` shape (n_models, n), its part of the evidence."""

    operators: Floats
    log_determinant: Floats


@lru_cache(maxsize=4)
def _filters(days: tuple[int, ...]) -> _Filters:
    """The filters for outcomes on these days. They do not depend on the outcomes: simulated trials share them."""
    grid, n = trial_noise_grid(), len(days)
    if n == 0:
        return _Filters(np.empty((len(grid), 0, 0)), np.empty((len(grid), 0)))
    whiten = whitener(grid, np.array(days, dtype=np.int64))
    white = whiten(np.column_stack([np.ones(n), np.eye(n)]))
    ones, columns = white[:, :, :1], white[:, :, 1:]
    before = np.cumsum(ones**2, axis=1) - ones**2
    sums = np.cumsum(ones * columns, axis=1) - ones * columns
    before[:, 0] = 1.0
    operators = (columns - ones * sums / before) / np.sqrt(1.0 + ones**2 / before)
    operators[:, 0] = 0.0  # the first outcome only tells the level
    operators.flags.writeable = False
    level = np.cumsum(ones[:, :, 0] ** 2, axis=1)
    return _Filters(operators, -np.cumsum(np.log(whiten.scale.T), axis=1) - 0.5 * np.log(level))
