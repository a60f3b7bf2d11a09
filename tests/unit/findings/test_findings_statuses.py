"""The five answers, each in a diary made for it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

import commensal as cm
from commensal.service.find import Found

Floats = NDArray[np.float64]
N_DAYS = 200


def frame(rng: np.random.Generator, *, effect: float = 0.0, lag: int = 1, n_days: int = N_DAYS) -> pd.DataFrame:
    """Pain with leftovers from day to day, oats that may act on it, and five foods that do nothing."""
    foods = (rng.random((n_days, 6)) < 0.35).astype(float)
    noise = np.empty(n_days)
    state = 0.0
    for t in range(n_days):
        state = 0.5 * state + rng.normal(0, 0.8)
        noise[t] = 5 + state + rng.normal(0, 0.7)
    pain = noise.copy()
    pain[lag:] += effect * foods[: n_days - lag, 0] if lag else effect * foods[:, 0]
    names = ["oats", "rice", "beans", "apple", "tuna", "nuts"]
    data = pd.DataFrame(foods, columns=names, index=pd.date_range("2026-01-01", periods=n_days))
    return data.assign(pain=np.clip(np.round(pain), 0, 10))


def row(found: Found, exposure: str) -> Any:
    """The row of one exposure."""
    return found.to_frame().set_index("exposure").loc[exposure]


def test_a_clear_effect_is_found_with_its_lag_and_interval() -> None:
    """A difference of 1.5 points on the next day is found, dated and covered."""
    found = cm.find(frame(np.random.default_rng(1), effect=1.5), outcome="pain")
    oats = row(found, "oats")
    assert (oats.status, oats.tier, oats.onset_days) == ("FOUND", "strong", 1)
    assert oats.effect_low <= 1.5 <= oats.effect_high
    assert {finding.exposure.key for finding in found.shown} == {"oats"}


def test_nothing_there_is_silence_and_says_what_could_have_been_seen() -> None:
    """No sign yet for every food, and a smallest visible effect."""
    found = cm.find(frame(np.random.default_rng(2)), outcome="pain")
    assert set(found.to_frame()["status"]) == {"NO_SIGN_YET"}
    assert 0.3 < found.smallest_visible_effect < 2.0
    assert found.days_used == N_DAYS


def test_few_days_are_a_result() -> None:
    """Three weeks are not enough, and that is an answer."""
    found = cm.find(frame(np.random.default_rng(3), n_days=21), outcome="pain")
    assert set(found.to_frame()["status"]) == {"TOO_FEW_DAYS"}


def test_rare_constant_and_switched_exposures_cannot_be_asked() -> None:
    """A food eaten three times, one eaten daily, one before/after switch: no probability, no p-value."""
    data = frame(np.random.default_rng(4))
    data["saffron"] = 0.0
    data.loc[data.index[[10, 80, 150]], "saffron"] = 1.0
    data["bread"] = 1.0
    data["new_diet"] = (np.arange(N_DAYS) >= 90).astype(float)
    data.loc[data.index[90:], "pain"] += 3
    found = cm.find(data, outcome="pain")
    for exposure in ("saffron", "bread", "new_diet"):
        answer = row(found, exposure)
        assert answer.status == "NOT_ENOUGH_VARIATION"
        assert np.isnan(answer.shift_p)
        assert np.isnan(answer.inclusion_probability)


@pytest.mark.parametrize("answers_after_days", [0, 1])
def test_an_exposure_that_answers_to_the_symptom_is_not_a_finding(answers_after_days: int) -> None:
    """Rest that follows pain, on the same day or the next, is named as reversed and not shown."""
    rng = np.random.default_rng(5)
    data = frame(rng)
    before = data["pain"].shift(answers_after_days).bfill()
    data["rest"] = (rng.random(N_DAYS) < 1 / (1 + np.exp(-1.5 * (before - before.mean())))).astype(float)
    answer = row(cm.find(data, outcome="pain"), "rest")
    assert answer.status == "REVERSED_OR_CONFOUNDED"
    assert answer.tier == "none"


def test_a_same_morning_exposure_may_act_on_the_same_day() -> None:
    """Breakfast precedes the evening's rating, if the person says so."""
    data = frame(np.random.default_rng(6), effect=1.5, lag=0)
    told = row(cm.find(data, outcome="pain", before_rating=("oats",)), "oats")
    assert (told.status, told.onset_days) == ("FOUND", 0)
    untold = row(cm.find(data, outcome="pain"), "oats")
    assert untold.status == "REVERSED_OR_CONFOUNDED"


def test_twins_come_as_one_set() -> None:
    """Two foods that are always eaten together cannot be told apart, and none is called the one."""
    data = frame(np.random.default_rng(7), effect=1.6)
    rng = np.random.default_rng(8)
    data["milk"] = np.where(rng.random(N_DAYS) < 0.04, 1 - data["oats"], data["oats"])
    data["milk_two"] = data["oats"]
    found = cm.find(data, outcome="pain")
    members = {finding.exposure.key for finding in found.shown if finding.set_id == found.shown[0].set_id}
    assert {"oats", "milk_two"} <= members
    assert all(finding.inclusion_probability <= 0.6 for finding in found.shown)


def test_an_outcome_that_never_moves_cannot_be_asked() -> None:
    """A flat series is an answer, not a crash."""
    data = frame(np.random.default_rng(9)).assign(pain=4.0)
    assert set(cm.find(data, outcome="pain").to_frame()["status"]) == {"NOT_ENOUGH_VARIATION"}


def test_several_outcomes_are_one_family() -> None:
    """Each outcome has its rows, and an outcome is never its own exposure."""
    rng = np.random.default_rng(10)
    data = frame(rng, effect=1.5).assign(fatigue=np.round(rng.normal(5, 1.5, N_DAYS)))
    table = cm.find(data, outcome=["pain", "fatigue"]).to_frame()
    assert set(table["outcome"]) == {"pain", "fatigue"}
    assert not set(table["exposure"]) & {"pain", "fatigue"}


def test_no_exposures_is_an_answer() -> None:
    """A diary of symptoms alone has nothing to compare, and says so without a crash."""
    found = cm.find(frame(np.random.default_rng(11))[["pain"]], outcome="pain")
    assert len(found) == 0
    assert found.to_frame().empty


def test_the_found_object_prints_a_sentence_first() -> None:
    """What is known comes first, then each finding."""
    text = repr(cm.find(frame(np.random.default_rng(1), effect=1.5), outcome="pain"))
    assert "pain" in text.splitlines()[0]
    assert "oats" in text
    assert "Harvey" in cm.find(frame(np.random.default_rng(1)), outcome="pain").citation()


def test_extending_the_frame_gives_what_a_fresh_look_gives() -> None:
    """New days are simply more days."""
    data = frame(np.random.default_rng(12), effect=1.5)
    extended = cm.find(data.iloc[:150], outcome="pain").extend(data)
    pd.testing.assert_frame_equal(extended.to_frame(), cm.find(data, outcome="pain").to_frame())
