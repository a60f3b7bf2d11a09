"""``python -m benchmarks.truth``: how often the finder is right on diaries whose truth is known.

One row for each family and run goes to ``benchmarks/results/truth.tsv``.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

import commensal as cm
from benchmarks.truth.simulator import SIZES_SD, Diary, Setting, draw

FILE = Path(__file__).parents[1] / "results" / "truth.tsv"

SETTINGS = (
    Setting(name="null, 180 days", is_null=True),
    Setting(name="null, 365 days", n_days=365, is_null=True),
    Setting(name="base, 90 days", n_days=90),
    Setting(name="base, 180 days"),
    Setting(name="base, 365 days", n_days=365),
    Setting(name="reacts to yesterday", reacts_after_days=1),
    Setting(name="reacts to the same day", reacts_after_days=0),
    Setting(name="correlated pair", n_days=365, pair_only=True),
    Setting(name="slow drift", drift_sd=0.12),
    Setting(name="at the floor", level=1.2),
    Setting(name="gaps on bad days", gaps_on_bad_days=True),
    Setting(name="sticky, phi .8", phi=0.8),
    Setting(name="breakfast on the same day", same_morning=True),
    Setting(name="breakfast on the same day, 365 days", n_days=365, same_morning=True),
)


@dataclass
class Score:
    """Counts of one family."""

    n_diaries: int = 0
    n_with_any: int = 0
    n_sets: int = 0
    n_false_strong: int = 0
    n_false_likely: int = 0
    n_reactive: int = 0
    n_reactive_shown: int = 0
    n_pairs_misjudged: int = 0
    hits: dict[float, list[bool]] = field(default_factory=lambda: {size: [] for size in SIZES_SD})
    covered: list[bool] = field(default_factory=list)
    total_covered: list[bool] = field(default_factory=list)
    probability: list[float] = field(default_factory=list)
    is_true: list[bool] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)

    def add(self, diary: Diary) -> None:
        """Find in one diary and count."""
        started = time.perf_counter()
        found = cm.find(diary.frame, outcome="pain", before_rating=diary.before_rating)
        self.ms.append(1000 * (time.perf_counter() - started))
        answers = found.to_frame()
        shown = answers[answers["tier"] != "none"]
        self.n_diaries += 1
        self.n_with_any += len(shown) > 0
        for _, members in shown.groupby("set_id"):
            self.n_sets += 1
            if not set(members["exposure"]) & set(diary.truth):
                self.n_false_strong += bool((members["tier"] == "strong").any())
                self.n_false_likely += not (members["tier"] == "strong").any()
        self._count_truths(diary, {row["exposure"]: row for row in shown.to_dict("records")})
        self.n_reactive += len(diary.reactive)
        self.n_reactive_shown += len(set(diary.reactive) & set(shown["exposure"]))
        known = answers["inclusion_probability"].notna()
        self.probability += answers.loc[known, "inclusion_probability"].tolist()
        self.is_true += answers.loc[known, "exposure"].isin(list(diary.truth)).tolist()

    def _count_truths(self, diary: Diary, shown: Mapping[Any, Mapping[Any, Any]]) -> None:
        for exposure, truth in diary.truth.items():
            answer = shown.get(exposure)
            self.hits[truth.size_sd].append(answer is not None)
            if answer is not None:
                self.covered.append(answer["effect_low"] <= truth.peak <= answer["effect_high"])
                self.total_covered.append(answer["total_low"] <= truth.total <= answer["total_high"])
            twin = diary.pairs.get(exposure)
            self.n_pairs_misjudged += twin in shown and answer is None and shown[twin]["tier"] == "strong"

    def calibration_gap(self) -> float:
        """Largest gap between stated probability and share of truths, over bins of at least fifty."""
        probability, is_true = np.array(self.probability), np.array(self.is_true)
        edges = (0.02, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95, 1.001)
        gaps = [0.0]
        for low, high in pairwise(edges):
            inside = (probability >= low) & (probability < high)
            if inside.sum() >= 50:
                gaps.append(abs(float(probability[inside].mean() - is_true[inside].mean())))
        return max(gaps)

    def row(self) -> dict[str, str]:
        """The figures, as they go into the table."""
        n = self.n_diaries
        figures = {
            "diaries": float(n),
            "people_with_any": self.n_with_any / n,
            "false_strong_each": self.n_false_strong / n,
            "false_likely_each": self.n_false_likely / n,
            "fdr": (self.n_false_strong + self.n_false_likely) / max(self.n_sets, 1),
            **{f"power_{size}": _mean(hits) for size, hits in self.hits.items()},
            "coverage": _mean(self.covered),
            "total_coverage": _mean(self.total_covered),
            "calibration_gap": self.calibration_gap(),
            "reactive_shown": self.n_reactive_shown / self.n_reactive if self.n_reactive else float("nan"),
            "pairs_misjudged": self.n_pairs_misjudged / n,
            "ms": float(np.median(self.ms)),
        }
        return {name: "" if np.isnan(value) else f"{value:.3f}" for name, value in figures.items()}


def _mean(values: Iterable[bool]) -> float:
    listed = list(values)
    return float(np.mean(listed)) if listed else float("nan")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.truth", description=__doc__)
    parser.add_argument("--people", type=int, default=100, help="diaries in each family")
    parser.add_argument("--seed", type=int, default=0, help="first diary")
    parser.add_argument("--family", default="", help="only families whose name holds this")
    parser.add_argument("--quick", action="store_true", help="ten diaries in each family; writes nothing")
    given = parser.parse_args()
    n = 10 if given.quick else given.people
    rows = []
    for setting in SETTINGS:
        if given.family not in setting.name:
            continue
        score = Score()
        for number in range(given.seed, given.seed + n):
            score.add(draw(setting, number))
        rows.append({"family": setting.name, "method": "commensal", "first_seed": str(given.seed), **score.row()})
        print("  ".join(f"{name}={value}" for name, value in rows[-1].items() if value), flush=True)
    if not given.quick:
        _append(rows)
        print(f"{len(rows)} rows added to {FILE}")


def _append(rows: list[dict[str, str]]) -> None:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=FILE.parent.parent, check=False
    ).stdout.strip()
    stamp = {"at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M"), "commit": commit or "none"}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    is_new = not FILE.exists()
    with FILE.open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=[*stamp, *rows[0]], delimiter="\t", lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerows(stamp | row for row in rows)


if __name__ == "__main__":
    main()
