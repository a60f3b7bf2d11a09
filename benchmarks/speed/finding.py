"""How long a question takes, against the plainest least-squares fit of the same columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import commensal as cm
from benchmarks.speed.timing import median_ms
from commensal.service import remembered
from commensal.service.find import Found

N_DAYS = 365
N_EXPOSURES = 40
_LAGS_DAYS = range(5)


def finding_times(*, n_runs: int) -> dict[str, float]:
    """``commensal.find`` on a year with 40 exposures, and its peer, in milliseconds."""
    frame = a_year()
    design = _lagged_design(frame)
    outcome = frame["pain"].to_numpy()
    return {
        "find_ms": median_ms(lambda: find_anew(frame), n_runs=n_runs),
        "lstsq_ms": median_ms(lambda: np.linalg.lstsq(design, outcome, rcond=None), n_runs=n_runs),
    }


def find_anew(frame: pd.DataFrame) -> Found:
    """``commensal.find`` as if these days had never been asked about: what was kept in memory is dropped first."""
    remembered._kept.clear()
    return cm.find(frame, outcome="pain")


def a_year(seed: int = 7) -> pd.DataFrame:
    """365 days of rounded, autocorrelated pain and 40 yes/no habits; the second habit acts the day after."""
    rng = np.random.default_rng(seed)
    habits = (rng.random((N_DAYS, N_EXPOSURES)) < 1 / 3).astype(float)
    level = np.zeros(N_DAYS)
    for day in range(1, N_DAYS):
        level[day] = 0.6 * level[day - 1] + rng.normal(0, 1.0)
    felt = 4.0 + level + 0.8 * np.roll(habits[:, 1], 1) + rng.normal(0, 0.7, N_DAYS)
    columns = {"pain": np.clip(np.round(felt), 0, 10)} | {f"habit_{n:02d}": habits[:, n] for n in range(N_EXPOSURES)}
    return pd.DataFrame(columns, index=pd.date_range("2025-01-01", periods=N_DAYS, name="day"))


def _lagged_design(frame: pd.DataFrame) -> NDArray[np.float64]:
    habits = frame.drop(columns="pain").to_numpy()
    lagged = [np.roll(habits, lag, axis=0) for lag in _LAGS_DAYS]
    return np.hstack([np.ones((len(frame), 1)), *lagged])
