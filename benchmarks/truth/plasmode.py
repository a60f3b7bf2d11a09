"""Real symptom series, fake exposures: how often does the finder claim what is not there, or miss what is?

    python benchmarks/truth/plasmode.py DIR [--per-kind 40] [--seed 1] [--series-limit N]

DIR holds ``series.csv.gz`` in tidy form: dataset, person, variable, date, value. Exposures are drawn
without looking at the outcome: a coin each day (30 %), a habit in runs of about seven days, phases of about
thirty days. Their circular-shift p-values should fall below .05 in about one of twenty. Then one effect of
.5 or .8 residual standard deviations is planted among twenty coin exposures, and rounded and clipped to the
series' own scale.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import commensal as cm

Floats = NDArray[np.float64]

LONGEST_DAYS = 730
KINDS = ("random", "runs", "phases")
N_CANDIDATES = 20


@dataclass
class Tally:
    """Counts that become the last line."""

    alarms: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    hits: dict[float, list[bool]] = field(default_factory=lambda: {0.5: [], 0.8: []})
    n_sets: int = 0
    n_false_sets: int = 0
    covered: list[bool] = field(default_factory=list)


def usable_series(folder: Path) -> dict[str, pd.Series]:
    """Series of at least 100 observed days and three values that are not mostly at the floor; last two years."""
    tidy = pd.read_csv(folder / "series.csv.gz", dtype={"person": str})
    found = {}
    for name, group in tidy.groupby(["dataset", "person", "variable"]):
        series = group.assign(date=pd.to_datetime(group["date"])).set_index("date")["value"].sort_index().asfreq("D")
        series = series.iloc[-LONGEST_DAYS:]
        known = series.dropna()
        is_rich = len(known) >= 100 and known.nunique() >= 3 and (known == known.min()).mean() < 0.6
        if is_rich and "filled" not in str(name[0]):
            found["/".join(map(str, name))] = series
    return found


def fake_exposures(kind: str, n_days: int, n_exposures: int, rng: np.random.Generator) -> Floats:
    """Exposures drawn without looking at the outcome. Shape (n_days, n_exposures)."""
    if kind == "random":
        return (rng.random((n_days, n_exposures)) < 0.3).astype(np.float64)
    mean_run = {"runs": 7.0, "phases": 30.0}[kind]
    exposures = np.empty((n_days, n_exposures))
    for column in range(n_exposures):
        state, row = float(rng.random() < 0.5), 0
        while row < n_days:
            length = max(1, round(rng.normal(mean_run, 0.25 * mean_run)))
            exposures[row : row + length, column] = state
            state, row = 1.0 - state, row + length
    return exposures


def _frame(series: pd.Series, exposures: Floats) -> pd.DataFrame:
    names = [f"x{i}" for i in range(exposures.shape[1])]
    return pd.DataFrame(exposures, index=series.index, columns=names).assign(outcome=series.to_numpy())


def count_false_alarms(series: pd.Series, n_exposures: int, rng: np.random.Generator, tally: Tally) -> None:
    """Circular-shift p-values of fake exposures of every kind; NaN (no p-value given) is no alarm."""
    for kind in KINDS:
        found = cm.find(_frame(series, fake_exposures(kind, len(series), n_exposures, rng)), outcome="outcome")
        p_values = found.to_frame()["shift_p"].dropna()
        tally.alarms[kind] += (p_values < 0.05).astype(float).tolist()


def plant_and_find(series: pd.Series, size_sd: float, rng: np.random.Generator, tally: Tally) -> None:
    """Plant one effect one to three days after a coin exposure, and look for it."""
    exposures = fake_exposures("random", len(series), N_CANDIDATES, rng)
    known = series.dropna()
    residual_sd = float(known.std() * np.sqrt(max(1 - (known.autocorr(1) or 0.0) ** 2, 0.05)))
    beta = size_sd * residual_sd * rng.choice([-1.0, 1.0])
    lag = int(rng.integers(1, 4))
    added = np.zeros(len(series))
    added[lag:] = beta * exposures[:-lag, 0]
    step = float(np.diff(np.sort(known.unique())).min())
    low, high = float(known.min()), float(known.max())

    def recorded(values: Floats) -> Floats:
        return np.asarray(np.clip(np.round((values - low) / step) * step + low, low, high))

    raw = series.to_numpy(dtype=np.float64)
    truth = float(np.nanmean(recorded(raw + beta) - recorded(raw)))
    planted = pd.Series(recorded(raw + added), index=series.index)
    frame = cm.find(_frame(planted, exposures), outcome="outcome").to_frame()
    shown = frame[frame["tier"] != "none"]
    for _, members in shown.groupby("set_id"):
        tally.n_sets += 1
        tally.n_false_sets += "x0" not in set(members["exposure"])
    hit = shown[shown["exposure"] == "x0"]
    tally.hits[size_sd].append(len(hit) > 0)
    if len(hit):
        tally.covered.append(bool(hit["effect_low"].iloc[0] <= truth <= hit["effect_high"].iloc[0]))


def run(folder: Path, *, per_kind: int, seed: int, series_limit: int | None = None) -> dict[str, float]:
    """All series; the figures of the last line by name."""
    rng = np.random.default_rng(seed)
    tally = Tally()
    names = list(usable_series(folder).items())
    if series_limit is not None:
        names = [names[i] for i in np.linspace(0, len(names) - 1, series_limit).astype(int)]
    print(f"{'series':52} {'days':>5} {'random':>7} {'runs':>7} {'phases':>7}")
    for name, series in names:
        before = {kind: len(tally.alarms[kind]) for kind in KINDS}
        count_false_alarms(series, per_kind, rng, tally)
        rates = [np.mean(tally.alarms[kind][before[kind] :] or [np.nan]) for kind in KINDS]
        print(f"{name[:52]:52} {series.notna().sum():5d} " + " ".join(f"{rate:7.3f}" for rate in rates), flush=True)
        for size in tally.hits:
            plant_and_find(series, size, rng, tally)
    return {
        "series": float(len(names)),
        **{f"false_{kind}": float(np.mean(tally.alarms[kind])) for kind in KINDS},
        "power_05": float(np.mean(tally.hits[0.5])),
        "power_08": float(np.mean(tally.hits[0.8])),
        "fdr": tally.n_false_sets / max(tally.n_sets, 1),
        "coverage": float(np.mean(tally.covered)) if tally.covered else float("nan"),
    }


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-kind", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--series-limit", type=int, default=None)
    given = parser.parse_args()
    figures = run(given.folder, per_kind=given.per_kind, seed=given.seed, series_limit=given.series_limit)
    print(" ".join(f"{name}={value:.3f}" for name, value in figures.items()))


if __name__ == "__main__":
    main()
