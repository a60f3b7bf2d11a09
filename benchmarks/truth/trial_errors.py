"""How often trials say something that is not so, and how often they see what is.

    python -m benchmarks.truth.trial_errors [--trials 2000] [--seed 0] [--parts power,false_alarms,…]

Made-up outcomes on a scale of 0 to 10, in whole points: a state that remembers yesterday (AR(1), standard deviation
1.2), the day's own noise (.8) and a weekly wave. Each part prints a table and writes one row a cell to
``benchmarks/results/trials.tsv``:

``false_alarms``, ``hardships``
    No effect; every design and autocorrelation, without and with trend, floor and missing days. Share of trials that
    stop at any weekly look, that ever see an e-value of 20, and that a Welch test looked at daily from day 10 on calls
    significant (a harness that could not show that last one to be wrong would show nothing).
``power``
    Sixty days in thirty pairs, an effect of .8 standard deviations: weekly looks, one single look, e-value.
``intervals``
    An additive effect away from the ends of the scale: share of trials whose confidence sequence ever misses it.
``carryover``
    An effect that fades by half every one or two days: what the analysis says the full effect is, on average.
"""

from __future__ import annotations

import argparse
import csv
import math
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from commensal.stats.group_sequential import group_sequential
from commensal.stats.schedule_sampling import ScheduleSampler
from commensal.stats.sign_flip import contrast, flip_scores, log_e_process
from commensal.stats.trial_filter import trial_filter, window_means
from commensal.trials.carryover import carryover, lingering
from commensal.trials.design import DesignKind, TrialDesign, schedule_sampler
from commensal.trials.looks import unit_windows

Floats = NDArray[np.float64]
Arms = NDArray[np.int8]
Row = dict[str, str]

FILE = Path(__file__).resolve().parents[1] / "results" / "trials.tsv"
COLUMNS = [
    *("at", "commit", "part", "design", "hardship", "phi", "effect_sd", "trials", "first_seed"),
    *("weekly", "single", "e_value", "welch_daily", "ever_missed", "full_effect_ratio", "plain_effect_ratio"),
    *("stop_day", "ms"),
]

ALPHA = 0.05
STATE_SD, DAY_SD, WAVE = 1.2, 0.8, 0.35
SD = math.hypot(STATE_SD, DAY_SD)
PHIS = (0.0, 0.3, 0.6, 0.9)
HARDSHIPS = ("none", "trend", "floor", "missing")
TRIALS_PER_REFERENCE = 20  # trials that share one set of re-draws, which take long to draw
FIRST_PEEK = 10
MOST_FADING = 500  # trials of the carryover part, whose averages need no more

DESIGNS = {
    "coin_days": TrialDesign(kind=DesignKind.COIN_DAYS, days=60),
    "coin_days, runs to 3": TrialDesign(kind=DesignKind.COIN_DAYS, days=60, max_run=3),
    "paired_days": TrialDesign(kind=DesignKind.PAIRED_DAYS, days=60),
    "paired_blocks of 3": TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=60, block_days=3),
    "paired_blocks of 3, washout 1": TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=64, block_days=3, washout_days=1),
    "paired_blocks of 7": TrialDesign(kind=DesignKind.PAIRED_BLOCKS, days=84, block_days=7),
    "paired_days, three arms": TrialDesign(kind=DesignKind.PAIRED_DAYS, days=60, n_arms=3),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one trial showed; ``stop_day`` 0 when no weekly look crossed."""

    weekly: bool
    single: bool
    e_value: bool
    stop_day: int


def felt(rng: np.random.Generator, n_days: int, phi: float, hardship: str) -> Floats:
    """What would be felt without any trial, before it is rounded. Shape (n_days,). [points]"""
    level = 0.3 if hardship == "floor" else 5.0
    shocks = rng.normal(0, STATE_SD * math.sqrt(1 - phi**2), n_days)
    state = np.empty(n_days)
    now = rng.normal(0, STATE_SD)
    for day in range(n_days):
        state[day] = now = phi * now + shocks[day]
    days = np.arange(n_days)
    wave = WAVE * np.sin(2 * np.pi * days / 7 + rng.uniform(0, 2 * np.pi))
    slope = -2.5 * (days / n_days - 0.5) if hardship == "trend" else 0.0
    return np.asarray(level + state + wave + slope + rng.normal(0, DAY_SD, n_days))


def recorded(values: Floats, rng: np.random.Generator, hardship: str) -> Floats:
    """Whole points of a scale from 0 to 10; under ``missing`` a fifth is lost, bad days more often than good ones."""
    on_scale = np.clip(np.round(values), 0, 10)
    if hardship == "missing":
        chance = np.where(on_scale > np.median(on_scale), 0.3, 0.2 - 0.05)
        on_scale[rng.random(len(values)) < chance] = np.nan
    return on_scale


def welch_peeking(outcome: Floats, arm_of_day: Arms, counts: NDArray[np.bool_]) -> bool:
    """Whether a Welch test that is looked at every day from day 10 on is ever significant at 5 %."""
    sums = []
    for arm in (0, 1):
        at = counts & (arm_of_day == arm) & np.isfinite(outcome)
        value = np.where(at, outcome, 0.0)
        n, total, squares = np.cumsum(at), np.cumsum(value), np.cumsum(value**2)
        with np.errstate(all="ignore"):
            mean = total / n
            sums.append((n, mean, (squares - n * mean**2) / (n - 1) / n))
    (n_0, mean_0, var_0), (n_1, mean_1, var_1) = sums
    with np.errstate(all="ignore"):
        t = np.abs(mean_1 - mean_0) / np.sqrt(var_0 + var_1)
        freedom = (var_0 + var_1) ** 2 / (var_0**2 / (n_0 - 1) + var_1**2 / (n_1 - 1))
        z = 1.959963984540054
        # Cornish & Fisher: the 97.5 % point of Student's t.
        edge = z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        is_significant = (t > edge) & (n_0 > 1) & (n_1 > 1)
    return bool(is_significant[FIRST_PEEK - 1 :].any())


@dataclass
class Bench:
    """One design, ready to run trials."""

    design: TrialDesign
    sampler: ScheduleSampler
    windows: NDArray[np.intp]
    looks: NDArray[np.intp]
    look_days: tuple[int, ...]

    @classmethod
    def of(cls, design: TrialDesign) -> Bench:
        """Count the schedules and lay out windows and weekly looks."""
        days = (*range(7, design.days, 7), design.days)
        done = {day // design.period_days if day < design.days else design.n_units: day for day in reversed(days)}
        looks = sorted(n for n in done if n > 0)
        return cls(
            design=design,
            sampler=schedule_sampler(design),
            windows=unit_windows(design, design.days, 0),
            looks=np.array(looks, dtype=np.intp),
            look_days=tuple(done[n] for n in looks),
        )

    def days_of(self, units: Arms) -> Arms:
        """The arm of each day."""
        return np.array(self.design.over_days(tuple(units.tolist())), dtype=np.int8)

    def run(self, units: Arms, outcome: Floats, redraws: Arms | None, rng: np.random.Generator, n: int) -> Seen:
        """Analyse one trial as the product does. ``redraws`` None: drawn for this trial."""
        sampler = self.sampler if self.design.n_arms == 2 else self.sampler.given_other_arms(units, 1)
        filtered = trial_filter(*window_means(outcome, self.windows, self.design.n_units))
        reference = sampler.reference_set(units, rng, n) if redraws is None else np.vstack([units[None], redraws])
        statistics = filtered.statistics(contrast(reference), self.looks)
        found = group_sequential(statistics, self.looks / self.design.n_units, ALPHA)
        group = 1 if self.design.kind is DesignKind.COIN_DAYS else self.design.n_arms
        scores = flip_scores(filtered, sampler.arrangements(units, group), units)
        log_e = log_e_process(scores.at_zero, scores.probability)
        return Seen(
            weekly=found.stopped_at is not None,
            single=bool(found.p_value[-1] <= ALPHA),
            e_value=bool(log_e.max() >= math.log(1 / ALPHA)),
            stop_day=0 if found.stopped_at is None else self.look_days[found.stopped_at],
        )

    def shared_redraws(self, rng: np.random.Generator, n: int) -> Arms | None:
        """Re-draws for several trials; None where each trial needs its own."""
        is_small = self.sampler.n_schedules <= n
        return None if self.design.n_arms > 2 or is_small else self.sampler.draw(rng, n)


def trials_of(
    bench: Bench,
    *,
    phi: float,
    n_trials: int,
    seed: list[int],
    hardship: str = "none",
    effect: float = 0.0,
    n_redraws: int = 499,
) -> Iterator[tuple[Seen, bool]]:
    """Run trials one after the other: what ours saw, and whether a Welch test looked at daily would have alarmed."""
    counts = bench.windows >= 0
    for first in range(0, n_trials, TRIALS_PER_REFERENCE):
        rng = np.random.default_rng([*seed, first])
        redraws = bench.shared_redraws(rng, n_redraws)
        for _ in range(min(TRIALS_PER_REFERENCE, n_trials - first)):
            units = bench.sampler.draw_one(rng)
            arms = bench.days_of(units)
            other = SD * (arms == 2)  # a third arm does act: the comparison of the other two must not mind
            outcome = recorded(felt(rng, len(arms), phi, hardship) + effect * (arms == 1) + other, rng, hardship)
            yield bench.run(units, outcome, redraws, rng, n_redraws), welch_peeking(outcome, arms, counts)


def false_alarms(n_trials: int, seed: int) -> Iterator[Row]:
    """No effect, every autocorrelation: how often is there an alarm?"""
    yield from _alarms([("none", phi) for phi in PHIS], n_trials, seed)


def hardships(n_trials: int, seed: int) -> Iterator[Row]:
    """The same under trend, floor and missing days, the usual autocorrelation first."""
    yield from _alarms([(hardship, phi) for phi in (0.6, 0.9, 0.3, 0.0) for hardship in HARDSHIPS[1:]], n_trials, seed)


def _alarms(cells: list[tuple[str, float]], n_trials: int, seed: int) -> Iterator[Row]:
    for hardship, phi in cells:
        for place, (name, design) in enumerate(DESIGNS.items()):
            began = time.perf_counter()
            key = [seed, 1, place, HARDSHIPS.index(hardship), round(10 * phi)]
            seen = list(trials_of(Bench.of(design), phi=phi, hardship=hardship, n_trials=n_trials, seed=key))
            yield {
                "part": "false_alarms",
                "design": name,
                "hardship": hardship,
                "phi": f"{phi:g}",
                "effect_sd": "0",
                **_shares(seen),
                "ms": f"{1000 * (time.perf_counter() - began) / n_trials:.1f}",
            }


def power(n_trials: int, seed: int) -> Iterator[Row]:
    """An effect of .8 standard deviations in sixty days."""
    for name in ("paired_days", "coin_days", "paired_blocks of 3"):
        for phi in (0.5, 0.0, 0.3, 0.6, 0.9) if name == "paired_days" else (0.5,):
            began = time.perf_counter()
            key = [seed, 2, list(DESIGNS).index(name), round(10 * phi)]
            seen = list(
                trials_of(
                    Bench.of(DESIGNS[name]), phi=phi, effect=-0.8 * SD, n_trials=n_trials, seed=key, n_redraws=1999
                )
            )
            stops = [one.stop_day for one, _ in seen if one.weekly]
            yield {
                "part": "power",
                "design": name,
                "hardship": "none",
                "phi": f"{phi:g}",
                "effect_sd": "0.8",
                **_shares(seen),
                "stop_day": f"{np.median(stops):g}" if stops else "",
                "ms": f"{1000 * (time.perf_counter() - began) / n_trials:.1f}",
            }


def _shares(seen: list[tuple[Seen, bool]]) -> Row:
    return {
        "trials": str(len(seen)),
        "weekly": f"{np.mean([one.weekly for one, _ in seen]):.4f}",
        "single": f"{np.mean([one.single for one, _ in seen]):.4f}",
        "e_value": f"{np.mean([one.e_value for one, _ in seen]):.4f}",
        "welch_daily": f"{np.mean([welch for _, welch in seen]):.4f}",
    }


def ever_missed(bench: Bench, phi: float, hardship: str, n_trials: int, seed: list[int]) -> float:
    """Share of trials whose confidence sequence misses the additive effect of one point at any look."""
    group = 1 if bench.design.kind is DesignKind.COIN_DAYS else bench.design.n_arms
    n_missed = 0
    for trial in range(n_trials):
        rng = np.random.default_rng([*seed, trial])
        units = bench.sampler.draw_one(rng)
        arms = bench.days_of(units)
        values = np.round(felt(rng, len(arms), phi, hardship)) - 1.0 * (arms == 1)  # never cut off by an end
        outcome = np.where(rng.random(len(arms)) < 0.2, np.nan, values) if hardship == "missing" else values
        sampler = bench.sampler if bench.design.n_arms == 2 else bench.sampler.given_other_arms(units, 1)
        filtered = trial_filter(*window_means(outcome, bench.windows, bench.design.n_units))
        scores = flip_scores(filtered, sampler.arrangements(units, group), units)
        log_e = log_e_process(scores.at_zero + 1.0 * scores.slope, scores.probability)
        n_missed += bool(log_e.max() >= math.log(1 / ALPHA))
    return n_missed / n_trials


def intervals(n_trials: int, seed: int) -> Iterator[Row]:
    """An additive effect of one point, away from the floor."""
    for hardship in ("none", "missing"):
        for phi in PHIS if hardship == "none" else (0.6,):
            for place, (name, design) in enumerate(DESIGNS.items()):
                key = [seed, 3, place, HARDSHIPS.index(hardship), round(10 * phi)]
                yield {
                    "part": "intervals",
                    "design": name,
                    "hardship": hardship,
                    "phi": f"{phi:g}",
                    "effect_sd": f"{1 / SD:.2f}",
                    "trials": str(n_trials),
                    "ever_missed": f"{ever_missed(Bench.of(design), phi, hardship, n_trials, key):.4f}",
                }


def fading(n_trials: int, seed: int) -> Iterator[Row]:
    """The effect of one standard deviation fades by half every one or two days: what is said of the full effect?"""
    n_trials = min(n_trials, MOST_FADING)
    for half_life in (1.0, 2.0):
        for builds_up in (False, True):
            for place, name in enumerate(("paired_blocks of 3", "paired_blocks of 3, washout 1", "paired_blocks of 7")):
                bench = Bench.of(DESIGNS[name])
                full, plain = [], []
                for trial in range(n_trials):
                    rng = np.random.default_rng([seed, 4, place, round(half_life), int(builds_up), trial])
                    arms = bench.days_of(bench.sampler.draw_one(rng))
                    there = lingering(arms == 1, half_life, builds_up=builds_up)
                    outcome = recorded(felt(rng, len(arms), 0.5, "none") - SD * there, rng, "none")
                    said = carryover(bench.design, arms, outcome).full_effect
                    full.append(np.nan if said is None else said.estimate / -SD)
                    means, middles = window_means(outcome, bench.windows, bench.design.n_units)
                    units = arms[:: bench.design.period_days]
                    plain.append(trial_filter(means, middles).effect(contrast(units))[0] / -SD)
                yield {
                    "part": "carryover",
                    "design": name,
                    "hardship": f"half-life {half_life:g} d, {'builds up' if builds_up else 'there at once'}",
                    "phi": "0.5",
                    "effect_sd": "1",
                    "trials": str(n_trials),
                    "full_effect_ratio": f"{np.nanmean(full):.3f}",
                    "plain_effect_ratio": f"{np.nanmean(plain):.3f}",
                }


PARTS: dict[str, Callable[[int, int], Iterator[Row]]] = {
    "power": power,
    "false_alarms": false_alarms,
    "intervals": intervals,
    "carryover": fading,
    "hardships": hardships,
}


def append(row: Row, file: Path = FILE) -> None:
    """Add one row; the file begins with its heading."""
    is_new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, delimiter="\t", lineterminator="\n", restval="")
        if is_new:
            writer.writeheader()
        writer.writerow(row)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--file", type=Path, default=FILE)
    given = parser.parse_args()
    git = ["git", "rev-parse", "--short=7", "HEAD"]
    commit = subprocess.run(git, cwd=FILE.parent, capture_output=True, text=True, check=False).stdout.strip()
    shown = [name for name in COLUMNS if name not in {"at", "commit", "first_seed"}]
    print("\t".join(shown))
    for part in given.parts.split(","):
        for row in PARTS[part](given.trials, given.seed):
            now = datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M")
            append({"at": now, "commit": commit, "first_seed": str(given.seed), **row}, given.file)
            print("\t".join(row.get(name, "") for name in shown), flush=True)


if __name__ == "__main__":
    main()
