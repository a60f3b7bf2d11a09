"""Every kind of outcome a diary holds: how often is the finder right where ratings are few, or at the floor?

    python -m benchmarks.truth.outcome_kinds [--people 40] [--seed 1] [--days 180] [--kind WORD] [--real DIR]

The same latent course is recorded on a scale of 0 to 10 in the middle, at the floor, at the ceiling, on five or three
levels, or as a yes/no on many or few days. In the last kinds the exposures are rare, too (on 3 to 10 % of days). The
truth is the mean change of the *recorded* value with the exposure switched on against off, all else equal. With
``--real`` effects are planted in real series through a latent normal course (a copula), so that also a series of two
values can change by little.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import commensal as cm

Floats = NDArray[np.float64]
Record = Callable[[Floats], Floats]

N_FOODS, N_AMOUNTS = 28, 8
SIZES_SD = (0.5, 0.8, 1.2)
_BURN_IN = 14
_LONGEST_LAG_DAYS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of outcome: what share of days stands at each of its values, and how often exposures occur."""

    name: str
    shares: tuple[float, ...]
    exposed: tuple[float, float] = (0.1, 0.5)


def _middle(level: float) -> tuple[float, ...]:
    """Shares of the whole numbers 0 to 10 around a level, in units where the course has a spread of 1.44."""
    spread = NormalDist(level, 1.44)
    edges = [0.0, *(spread.cdf(step + 0.5) for step in range(10)), 1.0]
    return tuple(float(step) for step in np.diff(edges))


KINDS = (
    Kind(name="middle of 0 to 10", shares=_middle(4.5)),
    Kind(name="floor, 60 % at 0", shares=_middle(0.13)),
    Kind(name="floor, 86 % at 0", shares=_middle(-1.06)),
    Kind(name="ceiling, 60 % at 10", shares=_middle(9.87)),
    Kind(name="five levels", shares=(0.2, 0.3, 0.3, 0.15, 0.05)),
    Kind(name="three levels", shares=(0.77, 0.2, 0.03)),
    Kind(name="yes or no, 30 % of days", shares=(0.7, 0.3)),
    Kind(name="yes or no, 10 % of days", shares=(0.9, 0.1)),
    Kind(name="middle, rare exposures", shares=_middle(4.5), exposed=(0.03, 0.10)),
    Kind(name="floor 86 %, rare exposures", shares=_middle(-1.06), exposed=(0.03, 0.10)),
    Kind(name="yes or no 10 %, rare exposures", shares=(0.9, 0.1), exposed=(0.03, 0.10)),
    Kind(name="yes or no 4 %, rare exposures", shares=(0.96, 0.04), exposed=(0.03, 0.10)),
)


@dataclass
class Tally:
    """Counts over the diaries of one kind."""

    n_null: int = 0
    null_with_any: int = 0
    null_likely: int = 0
    null_strong: int = 0
    n_sets: int = 0
    n_false_sets: int = 0
    n_strong: int = 0
    n_false_strong: int = 0
    hits: dict[float, list[bool]] = field(default_factory=lambda: {size: [] for size in SIZES_SD})
    covered: list[bool] = field(default_factory=list)
    covered_total: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    chances: list[tuple[float, bool]] = field(default_factory=list)

    def add_null(self, found: pd.DataFrame) -> None:
        """A diary with nothing to find."""
        shown = found[found["tier"] != "none"]
        self.n_null += 1
        self.null_with_any += len(shown) > 0
        self.null_likely += int((shown["tier"] == "likely").sum())
        self.null_strong += int((shown["tier"] == "strong").sum())
        self.chances += [(float(p), False) for p in found["inclusion_probability"].dropna()]

    def add(self, found: pd.DataFrame, truth: dict[str, tuple[float, float, float]]) -> None:
        """A diary with effects: ``truth`` is size, peak and total of each."""
        shown = found[found["tier"] != "none"]
        for _, members in shown.groupby("set_id"):
            is_false = not set(members["exposure"]) & set(truth)
            is_strong = bool((members["tier"] == "strong").any())
            self.n_sets += 1
            self.n_false_sets += is_false
            self.n_strong += is_strong
            self.n_false_strong += is_false and is_strong
        by_name = shown.set_index("exposure").to_dict("index")
        for name, (size, peak, total) in truth.items():
            self.hits.setdefault(size, []).append(name in by_name)
            if name in by_name:
                row = by_name[name]
                self.covered.append(bool(row["effect_low"] <= peak <= row["effect_high"]))
                self.covered_total.append(bool(row["total_low"] <= total <= row["total_high"]))
                self.width.append(float(row["effect_high"] - row["effect_low"]) / max(abs(peak), 1e-9))
        known = found.dropna(subset=["inclusion_probability"])
        self.chances += [
            (float(p), name in truth) for name, p in zip(known["exposure"], known["inclusion_probability"], strict=True)
        ]

    def calibration_gap(self) -> float:
        """Largest distance of a bin's mean inclusion probability from its share of true ones, bins of 50 and more."""
        chance, is_true = np.array(self.chances).T
        which = np.digitize(chance, np.arange(0.1, 1.0, 0.1))
        gaps = [
            abs(chance[which == b].mean() - is_true[which == b].mean()) for b in range(10) if (which == b).sum() >= 50
        ]
        return max(gaps, default=float("nan"))

    def row(self) -> str:
        """The figures, one line."""
        power = "/".join(f"{np.mean(hit):.2f}" if hit else "-" for hit in self.hits.values())
        covered = f"{np.mean(self.covered):.3f} ({len(self.covered)})" if self.covered else "-"
        total = f"{np.mean(self.covered_total):.3f}" if self.covered else "-"
        width = f"{np.median(self.width):.2f}" if self.covered else "-"
        null = f"any={self.null_with_any}/{self.n_null} strong={self.null_strong} likely={self.null_likely}"
        return (
            f"null {null} | fdr={self.n_false_sets}/{self.n_sets} strong={self.n_false_strong}/{self.n_strong} "
            f"power={power} cover={covered} total={total} width={width} gap={self.calibration_gap():.3f}"
        )


def recorder(course: Floats, shares: tuple[float, ...]) -> Record:
    """Cut a latent course at its own quantiles, so that each value stands on its share of days."""
    cuts = np.quantile(course, np.cumsum(shares)[:-1])

    def record(latent: Floats) -> Floats:
        return np.searchsorted(cuts, latent, side="right").astype(np.float64)

    return record


def exposures_of(rng: np.random.Generator, n: int, kind: Kind) -> Floats:
    """Foods in short runs and amounts with some stickiness. Shape (n, N_FOODS + N_AMOUNTS)."""
    latent = rng.standard_normal((n, N_FOODS + N_AMOUNTS))
    stickiness = rng.uniform(0.0, 0.5, latent.shape[1])
    for t in range(1, n):
        latent[t] = stickiness * latent[t - 1] + np.sqrt(1 - stickiness**2) * latent[t]
    share = rng.uniform(*kind.exposed, N_FOODS)
    cut = np.array([np.quantile(latent[:, i], 1 - share[i]) for i in range(N_FOODS)])
    return np.hstack([(latent[:, :N_FOODS] > cut).astype(float), np.exp(0.4 * latent[:, N_FOODS:])])


def course_of(rng: np.random.Generator, n: int) -> Floats:
    """Unit spread: two thirds of its variance carries over from day to day, and a small weekly wave."""
    state, course = rng.normal(), np.empty(n)
    for t in range(n):
        state = 0.5 * state + rng.normal(0, np.sqrt(0.75))
        course[t] = 0.83 * state + rng.normal(0, 0.55)
    return np.asarray(course + 0.2 * np.sin(2 * np.pi * np.arange(n) / 7 + rng.uniform(0, 6.28)))


def diary_of(
    kind: Kind, seed: int, n_days: int, *, is_null: bool, sizes: tuple[float, float, float] = SIZES_SD
) -> tuple[pd.DataFrame, dict[str, tuple[float, float, float]]]:
    """A frame and its truth: size, change on the peak day, change summed over the days."""
    rng = np.random.default_rng([1107, seed, n_days, int(is_null)])
    n = n_days + _BURN_IN
    exposures = exposures_of(rng, n, kind)
    names = [f"food_{i}" for i in range(N_FOODS)] + [f"amount_{i}" for i in range(N_AMOUNTS)]
    course = course_of(rng, n)
    dose = np.where(np.arange(len(names)) < N_FOODS, exposures, exposures / (2 * exposures.std(axis=0)))
    chosen = {} if is_null else dict(zip((0, 1, N_FOODS), rng.permutation(sizes).tolist(), strict=True))
    parts, curves = {}, {}
    for column, size in chosen.items():
        start = int(rng.integers(1, 3))
        curves[column] = size * rng.choice([-1.0, 1.0], p=[1 / 3, 2 / 3]) * _fading_from(start)
        parts[column] = np.convolve(dose[:, column] - dose[:, column].mean(), curves[column])[:n]
    whole = course + sum(parts.values(), np.zeros(n))
    record = recorder(whole, kind.shares)
    truth = {
        names[c]: (
            chosen[c],
            *_truth(record, whole - parts[c], curves[c], dose[:, c], exposures[:, c], is_food=c < N_FOODS),
        )
        for c in chosen
    }
    frame = pd.DataFrame(exposures[_BURN_IN:], columns=names, index=pd.date_range("2025-01-06", periods=n_days))
    frame["outcome"] = record(whole)[_BURN_IN:]
    frame.loc[frame.index[rng.random(n_days) < 0.1], :] = np.nan
    return frame, truth


def _fading_from(onset_days: int) -> Floats:
    """Weights by lag: one at the onset, and half of it on each day after."""
    days = np.arange(_LONGEST_LAG_DAYS + 1)
    return np.where(days >= onset_days, 0.5 ** (days - onset_days), 0.0)


def _truth(
    record: Record, without: Floats, curve: Floats, dose: Floats, column: Floats, *, is_food: bool
) -> tuple[float, float]:
    """Change on the peak day and summed: on against off for a food, the mean slope for one unit of an amount."""
    # A few days decide a slope: what else happened on them is laid beside the doses anew, many times.
    others = without[None, :] if is_food else np.stack([np.roll(without, turn) for turn in range(0, len(without), 7)])
    middle, steps = dose.mean(), []
    for weight in curve:
        if is_food:
            on, off = record(others + weight * (1 - middle)), record(others - weight * middle)
            steps.append(float((on - off).mean()))
        else:
            centred = column - column.mean()
            moved = record(others + weight * (dose - middle)) - record(others)
            steps.append(float((moved @ centred).mean() / (centred @ centred)))
    return steps[int(np.argmax(np.abs(curve)))], sum(steps)


def planted(
    series: pd.Series, rng: np.random.Generator, exposed: tuple[float, float], size: float
) -> tuple[pd.DataFrame, dict[str, tuple[float, float, float]]]:
    """A real series with one effect of ``size`` latent standard deviations planted one to three days later."""
    raw = series.to_numpy(dtype=np.float64)
    known = np.isfinite(raw)
    levels, counts = np.unique(raw[known], return_counts=True)
    edges = np.concatenate([[0.0], np.cumsum(counts) / counts.sum()])
    place = np.searchsorted(levels, np.where(known, raw, levels[0]))
    rank = edges[place] + rng.random(len(raw)) * (edges[place + 1] - edges[place])
    latent = np.array([NormalDist().inv_cdf(min(max(r, 1e-6), 1 - 1e-6)) for r in rank])

    def record(course: Floats) -> Floats:
        spread = NormalDist()
        cuts = np.array([spread.inv_cdf(edge) for edge in edges[1:-1]])
        return np.asarray(levels[np.searchsorted(cuts, course, side="right")])

    n = len(raw)
    share = rng.uniform(*exposed, 20)
    exposures = (rng.random((n, 20)) < share).astype(float)
    lag, weight = int(rng.integers(1, 4)), size * float(rng.choice([-1.0, 1.0], p=[1 / 3, 2 / 3]))
    moved = latent.copy()
    moved[lag:] += weight * exposures[:-lag, 0]
    change = float((record(latent + weight) - record(latent))[known].mean())
    frame = pd.DataFrame(exposures, columns=[f"x{i}" for i in range(20)], index=series.index)
    frame["outcome"] = np.where(known, record(moved), np.nan)
    return frame, {"x0": (size, change, change)}


def real_series(folder: Path, *, fewest: int = 100) -> dict[str, pd.Series]:
    """Series of at least ``fewest`` days that are mostly at one value or hold few values; the last two years."""
    tidy = pd.read_csv(folder / "series.csv.gz", dtype={"person": str})
    found = {}
    for name, group in tidy.groupby(["dataset", "person", "variable"]):
        series = group.assign(date=pd.to_datetime(group["date"])).set_index("date")["value"].sort_index().asfreq("D")
        known = series.iloc[-730:].dropna()
        is_coarse = known.nunique() <= 3 or (known == known.min()).mean() >= 0.6
        varies = len(known) >= fewest and len(known) - known.value_counts().iloc[0] >= 8
        if is_coarse and varies:
            found["/".join(map(str, name))] = series.iloc[-730:]
    return found


def run_made_up(kind: Kind, *, people: int, seed: int, n_days: int) -> Tally:
    """Half the diaries with three effects, half with none."""
    tally = Tally()
    for number in range(seed, seed + people):
        frame, _ = diary_of(kind, number, n_days, is_null=True)
        tally.add_null(cm.find(frame, outcome="outcome").to_frame())
        frame, truth = diary_of(kind, number, n_days, is_null=False)
        tally.add(cm.find(frame, outcome="outcome").to_frame(), truth)
    return tally


def run_real(folder: Path, *, seed: int, exposed: tuple[float, float]) -> Tally:
    """Every coarse real series: fake exposures alone, then with one planted effect of each size."""
    tally = Tally()
    for number, series in enumerate(real_series(folder).values()):
        rng = np.random.default_rng([11, seed, number])
        frame, _ = planted(series, rng, exposed, 0.0)
        tally.add_null(cm.find(frame, outcome="outcome").to_frame())
        for size in SIZES_SD:
            frame, truth = planted(series, rng, exposed, size)
            tally.add(cm.find(frame, outcome="outcome").to_frame(), truth)
    return tally


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--days", type=int, default=180)
    parser.add_argument("--kind", default="")
    parser.add_argument("--real", type=Path, default=None)
    given = parser.parse_args()
    if given.real:
        for label, exposed in (("common", (0.1, 0.5)), ("rare", (0.03, 0.10))):
            print(f"real, {label:24} {run_real(given.real, seed=given.seed, exposed=exposed).row()}", flush=True)
        return
    for kind in KINDS:
        if given.kind in kind.name:
            tally = run_made_up(kind, people=given.people, seed=given.seed, n_days=given.days)
            print(f"{kind.name:30} {tally.row()}", flush=True)


if __name__ == "__main__":
    main()
