"""A synthetic person: a seeded diary with known truth, from a plain statistical simulator.

It is no model of a body. It makes days that are as awkward as real ones (runs, gaps, weekly rhythm, a slow
level, few-valued scales, habits that answer to symptoms) around effects that are known exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from commensal.diary.diary import Diary
from commensal.stats.lag_kernels import LagKernel, lagged
from commensal.synthetic.days import OUTCOMES, Days, draw_days, entries_of

Floats = NDArray[np.float64]

_N_TRUE = (0, 1, 1, 2)  # true exposures of an outcome, drawn evenly
_SIZES_SD = (0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueEffect:
    """What was built in: how much an outcome changes, on the recorded scale.

    ``effect`` is the mean change of the recorded rating on the peak day with the exposure present instead
    of absent, or ``n_units`` more of an amount (two standard deviations), all else equal; ``total_effect``
    the same summed over the days it lasts. [points]
    """

    exposure: str
    outcome: str
    onset_days: int
    effect: float
    total_effect: float
    n_units: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticPerson:
    """One synthetic person.

    Parameters
    ----------
    reactive : exposures that only answer to symptoms.
    about : what else was drawn for this person, for the file of the truth; empty where nothing was.
    """

    name: str
    diary: Diary
    truth: tuple[TrueEffect, ...]
    reactive: tuple[str, ...]
    seed: int
    about: Mapping[str, object] = field(default_factory=dict)


def synthetic_person(*, seed: int, number: int, n_days: int, first_day: date) -> SyntheticPerson:
    """Person *number* of a seeded population; the same arguments always give the same diary."""
    rng = np.random.default_rng([seed, number])
    days = draw_days(rng, n_days, first_day)
    ratings, truth = {}, []
    for outcome in OUTCOMES:
        chosen = _choose(rng, days, is_null=outcome.always_null)
        ratings[outcome.name], effects = _rate(rng, days, chosen, outcome.name, outcome.typical_level)
        truth += effects
    recorded_at = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)
    entries = entries_of(rng, days, ratings, recorded_at, prefix=f"synthetic-{seed}-{number}")
    return SyntheticPerson(
        name=f"Synthetic person {number + 1}",
        diary=Diary(entries),
        truth=tuple(truth),
        reactive=("rest_min", "ibuprofen"),
        seed=seed,
    )


def _choose(rng: np.random.Generator, days: Days, *, is_null: bool) -> list[tuple[str, LagKernel, float]]:
    """True exposures of one outcome: a column, a lag kernel and a size in units of the noise."""
    n_true = 0 if is_null else int(rng.choice(_N_TRUE))
    chosen = []
    for key in rng.choice(days.causal_keys, size=n_true, replace=False):
        onset = int(rng.integers(0, 2)) if key in days.same_day_keys else int(rng.integers(1, 3))
        sign = -1.0 if key == "sleep_h" or rng.random() < 0.2 else 1.0
        chosen.append((str(key), LagKernel(onset, float(rng.uniform(0.2, 0.6))), sign * float(rng.choice(_SIZES_SD))))
    return chosen


def _rate(
    rng: np.random.Generator, days: Days, chosen: list[tuple[str, LagKernel, float]], outcome: str, level: float
) -> tuple[Floats, list[TrueEffect]]:
    """Recorded 0-10 ratings of one outcome, and its true effects on the recorded scale."""
    noise_sd = float(rng.uniform(1.0, 1.6))
    latent = level + noise_sd * unit_noise(rng, len(days.days)) + week(rng, days)
    parts = {key: size * noise_sd * lagged(days.scaled(key)[:, None], kernel)[:, 0] for key, kernel, size in chosen}
    whole = latent + np.sum(list(parts.values()), axis=0) if parts else latent
    effects = []
    for key, kernel, size in chosen:
        without = whole - parts[key]
        steps = [float((_recorded(without + size * noise_sd * w) - _recorded(without)).mean()) for w in kernel.weights]
        effects.append(
            TrueEffect(
                exposure=key,
                outcome=outcome,
                onset_days=kernel.onset_days,
                effect=steps[kernel.onset_days],
                total_effect=sum(steps),
                n_units=days.effect_unit(key),
            )
        )
    return _recorded(whole), effects


def _recorded(latent: Floats) -> Floats:
    return np.clip(np.round(latent), 0.0, 10.0)


def unit_noise(rng: np.random.Generator, n_days: int) -> Floats:
    """AR(1) plus white noise with unit variance, plus a slow level."""
    phi, share = float(rng.uniform(0.3, 0.8)), float(rng.uniform(0.4, 0.8))
    step = rng.standard_normal(n_days) * np.sqrt(share * (1 - phi**2))
    autocorrelated = np.empty(n_days)
    state = rng.standard_normal() * np.sqrt(share)
    for t in range(n_days):
        state = phi * state + step[t]
        autocorrelated[t] = state
    slow = np.cumsum(rng.normal(0.0, 0.02, n_days))
    return np.asarray(autocorrelated + rng.standard_normal(n_days) * np.sqrt(1 - share) + slow)


def week(rng: np.random.Generator, days: Days) -> Floats:
    """A weekly rhythm of the rating. [points]"""
    return np.asarray(0.3 * np.sin(2 * np.pi * days.weekday / 7 + rng.uniform(0, 2 * np.pi)))
