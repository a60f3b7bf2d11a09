"""Trials in a notebook: plan, analyse, print; pandas, polars and files alike."""

from __future__ import annotations

import math
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import commensal as cm
from commensal.findings.finding import Finding, Status
from commensal.records.day_table import Role, Variable
from commensal.trials.plan import TrialPlan
from commensal.trials.verdict import Decision, NextStep, Reason
from commensal.vocab.errors import NotAnalysableError, UnreadableFileError, UsageError
from commensal.vocab.units import Unit

_LOOKS = ["day", "statistic", "p", "bound", "crossed", "e_value", "cs_low", "cs_high"]


@pytest.fixture(scope="module")
def plan() -> TrialPlan:
    return cm.plan_trial(design="paired_days", days=60, arms=("usual", "breathing"), outcome="pain", seed=7)


def _columns(plan: TrialPlan, effect: float = -2.0) -> dict[str, list[Any]]:
    rng = np.random.default_rng(1)
    pain = np.clip(np.round(5 + rng.normal(0, 1.3, len(plan.schedule)) + effect * np.array(plan.schedule)), 0, 10)
    return {
        "day": list(range(1, len(plan.schedule) + 1)),
        "assignment": [plan.arms[arm] for arm in plan.schedule],
        "outcome": [float(value) for value in pain],
    }


@pytest.fixture(scope="module")
def frame(plan: TrialPlan) -> pd.DataFrame:
    return pd.DataFrame(_columns(plan))


def test_one_trial_from_plan_to_verdict(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """Every promised name is there, and a clear effect is kept."""
    trial = cm.analyse_trial(frame, plan=plan, look_every_days=7, alpha=0.05)
    assert list(trial.looks.columns) == _LOOKS
    assert trial.looks["day"].tolist() == [7, 14, 21, 28, 35, 42, 49, 56, 60]
    assert trial.interval[0] < trial.effect < trial.interval[1] < 0
    assert trial.p_value <= 0.05
    assert trial.e_value == trial.looks["e_value"].iloc[-1]
    assert trial.probability_of_benefit(1.0) > 0.9
    assert trial.verdict == "keep"
    assert trial.reasons[0] is Reason.HELPED
    assert trial.stopped_on in trial.looks.loc[trial.looks["crossed"], "day"].tolist()
    assert trial.always_on["day"].tolist() == list(range(2, 61, 2))


def test_the_plan_is_proved_again_from_its_text(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """A plan that was written to a file and read back is the same plan, and gives the same answer."""
    back = TrialPlan.from_json(plan.to_json())
    assert back.hash == plan.hash
    assert cm.analyse_trial(frame, plan=back).p_value == cm.analyse_trial(frame, plan=plan).p_value


def test_it_prints_well(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """A sentence and the looks; the same in a notebook."""
    trial = cm.analyse_trial(frame, plan=plan)
    assert str(plan).endswith(plan.hash)
    assert str(trial).startswith("Breathing changed pain: ")
    assert "Verdict: keep." in str(trial)
    assert "cs_high" in repr(trial)
    assert trial._repr_html_().startswith("<p>Breathing changed pain")
    assert "<table" in trial._repr_html_()


def test_pandas_polars_dates_and_files_say_the_same(plan: TrialPlan, frame: pd.DataFrame, tmp_path: Path) -> None:
    """Where the days come from makes no difference."""
    expected = cm.analyse_trial(frame, plan=plan)
    dates = [date(2026, 3, 1) + timedelta(days=n) for n in range(60)]
    frame.to_csv(tmp_path / "trial.csv", index=False)
    given: list[Any] = [
        pl.DataFrame(_columns(plan)),
        frame.assign(day=dates),
        frame.drop(columns="day").set_index(pd.DatetimeIndex(pd.to_datetime(dates))),
        frame.assign(day=frame["day"] - 1),
        frame.assign(assignment=list(plan.schedule)),
        frame.drop(columns="assignment"),
        frame.rename(columns={"outcome": "pain"}),
        tmp_path / "trial.csv",
    ]
    for one in given:
        assert cm.analyse_trial(one, plan=plan).result == expected.result
    assert cm.analyse_trial(given[1], plan=plan).stopped_on_date == dates[(expected.stopped_on or 0) - 1]


def test_daily_designs_warn() -> None:
    """Arms that change daily dilute what lasts, and that is said; blocks are not warned of."""
    daily, blocks = (cm.plan_trial(design=design, days=60, seed=2) for design in ("coin_days", "paired_blocks"))
    (warning,) = cm.analyse_trial(pd.DataFrame(_columns(daily)), plan=daily).warnings
    assert "trial in blocks" in warning
    trial = cm.analyse_trial(pd.DataFrame(_columns(blocks)), plan=blocks)
    assert trial.warnings == ()
    assert trial.full_effect == pytest.approx(-2.0, abs=1.5)
    assert math.isnan(cm.analyse_trial(pd.DataFrame(_columns(daily))).full_effect)


def test_a_trial_can_be_looked_at_while_it_runs(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """Half-way there is no verdict, and the sentence says that it can still turn."""
    trial = cm.analyse_trial(pd.DataFrame(_columns(plan, 0.0)).head(30), plan=plan)
    assert trial.verdict is Decision.NOT_SETTLED
    assert trial.next_steps == (NextStep.CARRY_ON,)
    assert "Day 30 of 60" in trial.sentence
    assert trial.stopped_on is None
    assert trial.stopped_on_date is None


def test_a_stated_design_is_re_analysed(frame: pd.DataFrame, plan: TrialPlan) -> None:
    """Without a plan, with a design: the same effect, and p-values of the same re-draws up to chance."""
    trial = cm.analyse_trial(frame, design="paired_days")
    planned = cm.analyse_trial(frame, plan=plan)
    assert trial.effect == planned.effect
    assert trial.p_value == pytest.approx(planned.p_value, abs=0.01)


def test_without_a_design_nothing_is_claimed(frame: pd.DataFrame) -> None:
    """No p, no always-on number, no verdict; a difference, and why it proves nothing."""
    trial = cm.analyse_trial(frame)
    assert math.isnan(trial.p_value)
    assert math.isnan(trial.single_look_p)
    assert math.isnan(trial.e_value)
    assert trial.looks.empty
    assert trial.verdict == "not_settled"
    assert trial.reasons == (Reason.NOT_RANDOMISED,)
    assert "not known that these days were drawn by lot" in trial.sentence
    assert trial.effect < -1
    assert "changed" not in trial.sentence


def test_a_medicine_in_an_outside_trial_gets_no_verdict(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """Others may have tried a medicine; whether it is kept is for whoever prescribed it."""
    named = frame.assign(assignment=frame["assignment"].replace({"breathing": "naproxen"}))
    trial = cm.analyse_trial(named, design="paired_days", arms=("usual", "naproxen"), smallest_difference=1.0)
    assert trial.verdict is Decision.NOT_SETTLED
    assert trial.next_steps == (NextStep.TALK_TO_CLINICIAN,)
    assert "change nothing before" in trial.sentence


@pytest.mark.parametrize("arms", [("usual", "ibuprofen 400"), ("amitriptyline", "usual"), ("usual", "no painkillers")])
def test_a_medicine_is_never_the_change(arms: tuple[str, str]) -> None:
    """No trial of a medicine can be planned."""
    with pytest.raises(UsageError, match="not a medicine"):
        cm.plan_trial(arms=arms)


def _finding(key: str, kind: str = "column") -> Finding:
    outcome = Variable(key="fatigue", label="fatigue", kind="column", role=Role.OUTCOME, unit=Unit.POINTS)
    exposure = Variable(key=key, label=key.replace("_", " "), kind=kind, role=Role.EXPOSURE, unit=Unit.YES_NO)
    return Finding(outcome=outcome, exposure=exposure, status=Status.NO_SIGN_YET)


def test_a_finding_is_put_to_the_test() -> None:
    """What was found gives the change and the outcome; a medicine among the findings is refused."""
    plan = cm.plan_trial(_finding("breakfast_oats"), seed=1)
    assert plan.arms == ("usual", "breakfast oats")
    assert plan.outcome.key == "fatigue"
    with pytest.raises(UsageError, match="not a medicine"):
        cm.plan_trial(_finding("evening_dose", kind="medicine_dose"))


@pytest.mark.parametrize("design", ["coin_days", "paired_blocks", "paired_days"])
def test_every_design_can_be_planned_and_asked_for_its_power(design: str) -> None:
    """Sixty days, and a table of what they could see."""
    plan = cm.plan_trial(design=design, days=60, seed=3)
    assert len(plan.schedule) == 60
    assert plan.power().rows[-1].smallest_difference is not None


def test_three_arms_with_blocks_and_washout() -> None:
    """A year, three arms, blocks and washout, drawn from a seed."""
    plan = cm.plan_trial(
        design="paired_blocks", days=365, arms=("usual", "a", "b"), block_days=5, washout_days=2, max_run=2, seed=1
    )
    assert set(plan.schedule) == {0, 1, 2}
    assert sum(plan.is_washout) == 2 * 52 + 1
    trial = cm.analyse_trial(pd.DataFrame(_columns(plan)).assign(outcome=lambda f: f["day"] % 5), plan=plan)
    assert len(trial.result.comparisons) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"assignment": "resting"}, "one of usual, breathing"),
        ({"day": 1.5}, "not a whole number"),
        ({"outcome": "bad"}, "not a number"),
        ({"adherence": "sometimes"}, "done, partly, not, swapped"),
    ],
)
def test_what_does_not_fit_is_named(plan: TrialPlan, frame: pd.DataFrame, change: dict[str, Any], said: str) -> None:
    """A wrong cell is answered with what was expected."""
    with pytest.raises(NotAnalysableError, match=said):
        cm.analyse_trial(frame.assign(**change), plan=plan)


def test_missing_columns_frames_and_files_are_named(plan: TrialPlan, frame: pd.DataFrame, tmp_path: Path) -> None:
    """No column, no frame, no file: each says what was expected."""
    with pytest.raises(NotAnalysableError, match="no column 'outcome'"):
        cm.analyse_trial(frame.drop(columns="outcome"), plan=plan)
    with pytest.raises(NotAnalysableError, match="no column 'assignment'"):
        cm.analyse_trial(frame.drop(columns="assignment"))
    with pytest.raises(NotAnalysableError, match="list"):
        cm.analyse_trial([1, 2], plan=plan)
    with pytest.raises(NotAnalysableError, match="without rows"):
        cm.analyse_trial(frame.head(0), plan=plan)
    with pytest.raises(UnreadableFileError):
        cm.analyse_trial(tmp_path / "none.csv", plan=plan)
    with pytest.raises(UsageError, match="ABAB"):
        cm.analyse_trial(frame, design="abab")


def test_adherence_is_told_beside(plan: TrialPlan, frame: pd.DataFrame) -> None:
    """With a column of adherence there is a second number, and the first stays."""
    said = frame.assign(adherence=["partly" if day % 7 == 0 else "done" for day in frame["day"]])
    trial = cm.analyse_trial(said, plan=plan)
    assert trial.effect == cm.analyse_trial(frame, plan=plan).effect
    assert not math.isnan(trial.per_protocol)
    assert trial.result.adherence is not None
    assert trial.result.adherence.n_partly == 8
