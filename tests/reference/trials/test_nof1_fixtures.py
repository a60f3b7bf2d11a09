"""Small N-of-1 inputs of two R packages, read and analysed again.

They look made up for demonstration: they show formats, and numbers to be near to; no more rests on them. Differences
are explained in docs/explanation/outside-trials.md.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

import commensal as cm
from commensal.service.trial_days import frame_of
from commensal.trials.verdict import Reason


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "nof1-trial-fixtures"


def _reference(folder: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / name).read_text(encoding="utf-8"))
    return found


def test_atrial_fibrillation_as_the_reference_has_it(folder: Path) -> None:
    """Shares of days agree to the digit; the probability that the trigger makes it likelier is within a few points."""
    theirs = _reference(folder, "result-_afib_sample_input.json")["afib"]
    path = folder / "afib_sample_input.json"
    shares = frame_of(path).groupby("assignment")["afib_episode_yn"].mean()
    assert {arm: round(100 * shares[arm]) for arm in ("control", "trigger")} == theirs["raw_mean"]
    trial = cm.analyse_trial(
        path, outcome="afib_episode_yn", arms=("control", "trigger"), minimum=0.0, maximum=1.0, higher_is_worse=False
    )
    likelier = 100 * trial.probability_of_benefit(0.0)
    assert likelier == pytest.approx(theirs["prob_afib_more_likely_with_trigger"], abs=5)


def test_a_fixed_order_is_not_called_random(folder: Path) -> None:
    """ABABAB was not drawn by lot: no p-value, nothing settled."""
    trial = cm.analyse_trial(folder / "afib_sample_input.json", outcome="afib_episode_yn")
    assert math.isnan(trial.p_value)
    assert trial.reasons == (Reason.NOT_RANDOMISED,)


def test_diets_point_the_way_the_reference_points(folder: Path) -> None:
    """Means agree where the reference was made from these values; the differences have its signs."""
    theirs = _reference(folder, "result-_sample_input-small.json")["stool_frequency"]["three_group_comparison"]
    path = folder / "sample_input-small.json"
    means = frame_of(path).groupby("assignment")["child_daily_stool_frequency"].mean()
    assert round(means["baseline"], 1) == theirs["raw_mean"]["base"]
    assert round(means["liberalized"], 1) == theirs["raw_mean"]["mscd"]
    assert means["strict"] == pytest.approx(theirs["raw_mean"]["scd"], abs=0.1)
    trial = cm.analyse_trial(
        path, outcome="child_daily_stool_frequency", arms=("baseline", "strict", "liberalized"), higher_is_worse=True
    )
    by_name = {comparison.name: comparison.effect for comparison in trial.result.comparisons}
    for name, key in (("strict", "base_vs_scd"), ("liberalized", "base_vs_mscd")):
        effect = by_name[name]
        assert effect is not None
        assert effect.estimate < 0
        low, high = effect.interval()
        assert low < theirs["mean_difference"][key] < high


def test_answers_all_alike_claim_nothing(folder: Path) -> None:
    """Weekly scores that are the same to the digit within each diet leave no noise to judge by."""
    trial = cm.analyse_trial(
        folder / "sample_input-small.json",
        outcome="child_promis_gi_symptoms",
        arms=("baseline", "strict", "liberalized"),
    )
    assert all(comparison.effect is None for comparison in trial.result.comparisons)


def test_weekly_scores_stand_on_the_last_day_of_their_week(folder: Path) -> None:
    """Of the long sample every week has one score, and 34 weeks have 34."""
    frame = frame_of(folder / "sample_input.json")
    assert len(frame) == 238
    scored = frame.loc[frame["child_promis_pain_interference"].notna(), "day"]
    assert scored.tolist() == list(range(7, 239, 7))


def test_laughter_is_a_small_trial(folder: Path) -> None:
    """Three pairs of three-day blocks have eight schedules: no p below a quarter, and nothing is settled."""
    trial = cm.analyse_trial(folder / "laughter.csv", design="paired_blocks", block_days=3)
    assert trial.result.lead.n_schedules == 8
    assert trial.single_look_p >= 0.25
    assert trial.verdict == "not_settled"
    assert "Only 8 schedules were possible" in trial.sentence


def test_pairs_of_weeks_with_a_stated_lot(folder: Path) -> None:
    """AB, BA, AB, AB: the effect is large and plain, and sixteen schedules cannot carry a p below one in eight."""
    path = folder / "trialist_chronic_pain_example.json"
    frame = frame_of(path)
    plain = frame.groupby("assignment")["averagePainIntensity"].mean()
    trial = cm.analyse_trial(
        path, design="paired_blocks", block_days=7, arms=("Jazz", "Folk"), outcome="averagePainIntensity"
    )
    assert trial.effect == pytest.approx(plain["Folk"] - plain["Jazz"], abs=0.1)
    assert trial.result.lead.n_schedules == 16
    assert trial.single_look_p == pytest.approx(2 / 16)
    assert trial.verdict == "not_settled"
    assert trial.carryover is not None
    assert not trial.carryover.hidden_by_design
