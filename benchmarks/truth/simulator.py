"""Diaries with known truth, made unlike the finder's own model on purpose.

Effects follow gamma-shaped lag curves rather than the finder's kernels, some amounts act only above a
threshold dose, habits come in runs and on weekends, and the rating is rounded and clipped. The truth is the
mean change of the *recorded* rating with the exposure switched on against off, all else equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gamma as gamma_function

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

N_FOODS, N_AMOUNTS = 26, 14
N_LAGS = 6
SIZES_SD = (0.3, 0.5, 0.8)
_BURN_IN = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One family of diaries.

    ``reacts_after_days`` None means that no exposure answers to the rating; ``same_morning`` that a food eaten before
    the rating acts on the same day, at the largest size.
    """

    name: str
    n_days: int = 180
    is_null: bool = False
    phi: float = 0.5
    drift_sd: float = 0.0
    level: float = 4.5
    reacts_after_days: int | None = None
    gaps_on_bad_days: bool = False
    pair_only: bool = False
    same_morning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A built-in effect on the recorded scale for one unit, or for absent to present. [points]"""

    size_sd: float
    peak: float
    total: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """A frame for the finder, and what is true of it."""

    frame: pd.DataFrame
    truth: dict[str, Truth]
    reactive: tuple[str, ...]
    pairs: dict[str, str]
    before_rating: tuple[str, ...] = ()


def draw(setting: Setting, seed: int) -> Diary:
    """Diary number ``seed`` of a family."""
    rng = np.random.default_rng([4711, seed, setting.n_days])
    n = setting.n_days + _BURN_IN
    names = [f"food_{i}" for i in range(N_FOODS)] + [f"amount_{i}" for i in range(N_AMOUNTS)]
    exposures = _exposures(rng, n)
    pairs = {names[i]: names[i + 1] for i in (0, 2, 4)} | {names[i + 1]: names[i] for i in (0, 2, 4)}
    noise_sd = float(np.hypot(1.2, 0.8))
    base = setting.level + _noise(rng, n, setting) + 0.3 * np.sin(2 * np.pi * np.arange(n) / 7 + rng.uniform(0, 6.28))
    chosen = [] if setting.is_null else _choose(rng, setting)
    curve = _morning_curve if setting.same_morning else _gamma_curve
    effects = {c: size * noise_sd * curve(rng) * rng.choice([-1.0, 1.0], p=[1 / 3, 2 / 3]) for c, size in chosen}
    dose = {c: _dose(rng, exposures[:, c], is_food=c < N_FOODS) for c, _ in chosen}
    parts = {c: np.convolve(dose[c] - dose[c].mean(), curve)[:n] for c, curve in effects.items()}
    whole = base + np.sum(list(parts.values()), axis=0) if parts else base
    truth = {
        names[c]: _truth(whole - parts[c], effects[c], size, dose[c], exposures[:, c], is_food=c < N_FOODS)
        for c, size in chosen
    }
    reactive = _react(rng, setting, exposures, whole, {c for c, _ in chosen})
    frame = pd.DataFrame(exposures[_BURN_IN:], columns=names, index=pd.date_range("2025-01-06", periods=setting.n_days))
    frame["pain"] = _recorded(whole)[_BURN_IN:]
    frame[_gaps(rng, setting, frame["pain"].to_numpy())] = np.nan
    return Diary(
        frame=frame,
        truth=truth,
        reactive=tuple(names[c] for c in reactive),
        pairs=pairs,
        before_rating=tuple(truth) if setting.same_morning else (),
    )


def _exposures(rng: np.random.Generator, n: int) -> Floats:
    """Foods in runs (three pairs at about .7), amounts with day-to-day stickiness. Shape (n, 40)."""
    latent = rng.standard_normal((n, N_FOODS + N_AMOUNTS))
    stickiness = np.concatenate([rng.uniform(0.0, 0.5, N_FOODS), rng.uniform(0.1, 0.6, N_AMOUNTS)])
    for t in range(1, n):
        latent[t] = stickiness * latent[t - 1] + np.sqrt(1 - stickiness**2) * latent[t]
    for first in (0, 2, 4):
        latent[:, first + 1] = 0.9 * latent[:, first] + np.sqrt(1 - 0.81) * latent[:, first + 1]
    weekend = (np.arange(n) % 7 >= 5).astype(float)
    latent += np.outer(weekend, rng.normal(0, 0.3, latent.shape[1]))
    share = np.repeat(rng.uniform(0.1, 0.55, N_FOODS // 2), 2)
    cut = [np.quantile(latent[:, i], 1 - share[i]) for i in range(N_FOODS)]
    foods = (latent[:, :N_FOODS] > np.array(cut)).astype(float)
    amounts = np.exp(2.5 + 0.4 * latent[:, N_FOODS:])
    return np.hstack([foods, amounts])


def _noise(rng: np.random.Generator, n: int, setting: Setting) -> Floats:
    state, series = rng.normal(0, 1.2), np.empty(n)
    for t in range(n):
        state = setting.phi * state + rng.normal(0, 1.2 * np.sqrt(1 - setting.phi**2))
        series[t] = state
    slow = np.cumsum(rng.normal(0, setting.drift_sd, n)) if setting.drift_sd else 0.0
    return np.asarray(series + rng.normal(0, 0.8, n) + slow)


def _choose(rng: np.random.Generator, setting: Setting) -> list[tuple[int, float]]:
    """One of a correlated pair, one lone food, one amount; or the pair alone, at the largest size."""
    one_of_pair = int(rng.integers(0, 6))
    if setting.pair_only:
        return [(one_of_pair, SIZES_SD[-1])]
    if setting.same_morning:
        return [(int(rng.integers(6, N_FOODS)), SIZES_SD[-1])]
    lone, amount = int(rng.integers(6, N_FOODS)), int(rng.integers(N_FOODS, N_FOODS + N_AMOUNTS))
    return list(zip((one_of_pair, lone, amount), rng.permutation(SIZES_SD).tolist(), strict=True))


def _gamma_curve(rng: np.random.Generator) -> Floats:
    """A gamma-shaped curve over the following days, at its largest 1, nothing on the same day."""
    shape, scale = rng.uniform(1.2, 3.5), rng.uniform(0.5, 0.9)
    days = np.arange(1, N_LAGS)
    curve = days ** (shape - 1) * np.exp(-days / scale) / (gamma_function(shape) * scale**shape)
    return np.concatenate([[0.0], curve / curve.max()])


def _morning_curve(rng: np.random.Generator) -> Floats:
    """At its largest on the same day, and fading over the next."""
    return np.asarray(rng.uniform(0.1, 0.6) ** np.arange(N_LAGS, dtype=np.float64))


def _dose(rng: np.random.Generator, column: Floats, *, is_food: bool) -> Floats:
    """What acts: the food itself; an amount over two standard deviations, or only its part above a threshold."""
    if is_food:
        return column
    if rng.random() < 0.5:
        return np.asarray(column / (2 * column.std()))
    above = np.maximum(column - np.quantile(column, 0.6), 0.0)
    return np.asarray(above / (2 * above.std()))


def _truth(without: Floats, curve: Floats, size_sd: float, dose: Floats, column: Floats, *, is_food: bool) -> Truth:
    """Mean change of the recorded rating: on against off for a food, the mean slope per unit for an amount."""
    steps = []
    for weight in curve:
        if is_food:
            steps.append(float((_recorded(without + weight) - _recorded(without)).mean()))
        else:
            centred = column - column.mean()
            moved = _recorded(without + weight * (dose - dose.mean())) - _recorded(without)
            steps.append(float(moved @ centred / (centred @ centred)))
    peak = steps[int(np.argmax(np.abs(curve)))]
    return Truth(size_sd=size_sd, peak=peak, total=sum(steps))


def _recorded(latent: Floats) -> Floats:
    return np.clip(np.round(latent), 0.0, 10.0)


def _react(
    rng: np.random.Generator, setting: Setting, exposures: Floats, whole: Floats, taken: set[int]
) -> tuple[int, ...]:
    """Let three idle foods answer to the rating, in place."""
    if setting.reacts_after_days is None:
        return ()
    idle = [c for c in range(6, N_FOODS) if c not in taken]
    chosen = tuple(int(c) for c in rng.choice(idle, 3, replace=False))
    seen = np.roll(_recorded(whole), setting.reacts_after_days)
    odds = np.exp(-0.5 + 0.8 * (seen - seen.mean()))
    for column in chosen:
        exposures[:, column] = rng.random(len(seen)) < odds / (1 + odds)
    return chosen


def _gaps(rng: np.random.Generator, setting: Setting, rating: Floats) -> NDArray[np.bool_]:
    """Whole days without a log, in short runs, a tenth of all; likelier on worse days when asked for."""
    gone = np.zeros(setting.n_days, dtype=np.bool_)
    while gone.mean() < 0.10:
        start = int(rng.integers(3, setting.n_days - 1))
        if setting.gaps_on_bad_days and rng.random() > 1 / (1 + np.exp(-1.5 * (rating[start] - rating.mean()))):
            continue
        gone[start : start + 1 + int(rng.geometric(0.4))] = True
    return gone
