"""What must not change an answer, and what must change it in a known way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commensal as cm

COLUMNS = ["inclusion_probability", "shift_p"]
EFFECTS = ["effect", "effect_low", "effect_high", "total_effect", "total_low", "total_high"]
FOODS = [f"food_{i}" for i in range(4)]


def diary(seed: int, n_days: int = 150) -> pd.DataFrame:
    """Days with one food that acts, three that do not, and an amount that does not."""
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {name: (rng.random(n_days) < 0.4).astype(float) for name in FOODS},
        index=pd.date_range("2026-01-01", periods=n_days),
    )
    data["sleep"] = rng.normal(7, 1, n_days)
    noise = np.convolve(rng.normal(0, 1, n_days + 2), [1, 0.5, 0.25], mode="valid")
    data["pain"] = 5 + noise + 1.4 * data["food_0"].shift(1).fillna(0.0)
    data.loc[data.index[rng.random(n_days) < 0.1], "pain"] = np.nan
    return data


def with_sleep_that_acts(seed: int) -> pd.DataFrame:
    """The same, with an amount that acts as well: a change of its unit must show."""
    data = diary(seed)
    data["pain"] -= 0.9 * (data["sleep"].shift(1) - 7).fillna(0.0)
    return data


@cache
def shows_something(seed: int) -> bool:
    """Whether effects are shown, so that sameness says something of them: one diary in a hundred fails a check."""
    return [len(cm.find(data, outcome="pain")) for data in (diary(seed), with_sleep_that_acts(seed))] == [1, 2]


SEEDS = st.integers(0, 10_000).filter(shows_something)


def answers(data: pd.DataFrame | pl.DataFrame, **options: object) -> pd.DataFrame:
    """Answers by exposure."""
    return cm.find(data, outcome="pain", **options).to_frame().set_index("exposure")  # type: ignore[arg-type]


def assert_same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    """The same numbers to six digits, the same tiers and statuses, whatever the order of rows."""
    columns = [*COLUMNS, *EFFECTS]
    other = other.loc[one.index]
    np.testing.assert_allclose(
        one[columns].astype(float), other[columns].astype(float), rtol=1e-6, atol=1e-9, equal_nan=True
    )
    for column in ("tier", "status"):
        assert list(one[column]) == list(other[column])
    assert list(one["onset_days"].fillna(-1)) == list(other["onset_days"].fillna(-1))


def test_a_difference_would_be_noticed() -> None:
    """The comparison below can fail: one rating less, one food moved by a day."""
    data = diary(1)
    with pytest.raises(AssertionError):
        assert_same(answers(data), answers(data.iloc[:-1]))
    with pytest.raises(AssertionError):
        assert_same(answers(data), answers(data.assign(food_2=data["food_2"].shift(1))))


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.permutations(range(5)))
def test_the_order_of_columns_does_not_matter(seed: int, order: list[int]) -> None:
    """Permuting exposures permutes the answers."""
    data = diary(seed)
    names = [name for name in data.columns if name != "pain"]
    assert_same(answers(data), answers(data[[names[i] for i in order] + ["pain"]]))


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.permutations(["zebra", "mild_noise", "a", "Übermut", "x1"]))
def test_names_do_not_matter(seed: int, names: list[str]) -> None:
    """Other names, which sort otherwise, give the same answers; the outcome's name says nothing either."""
    data = diary(seed)
    new_names = dict(zip([*FOODS, "sleep"], names, strict=True))
    renamed = data.rename(columns=new_names | {"pain": "how_it_was"})
    one = answers(data, graph=False).rename(index=new_names)
    other = cm.find(renamed, outcome="how_it_was", graph=False).to_frame().set_index("exposure")
    assert_same(one, other)


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.integers(1, 200))
def test_moving_all_days_by_whole_weeks_changes_nothing(seed: int, weeks: int) -> None:
    """The calendar's weekday matters; the year does not."""
    data = diary(seed)
    assert_same(answers(data), answers(data.set_axis(data.index + pd.Timedelta(weeks=weeks))))


@pytest.mark.parametrize("days", range(1, 7))
def test_other_weekdays_change_the_numbers_little(days: int) -> None:
    """Where no weekday differs, calling Monday Thursday leaves a clear finding where it is, within a fifth."""
    data = diary(20 + days)
    one, other = answers(data), answers(data.set_axis(data.index + pd.Timedelta(days=days)))
    assert [one["tier"]["food_0"], other["tier"]["food_0"]] == ["strong", "strong"]
    assert other["effect"]["food_0"] == pytest.approx(one["effect"]["food_0"], rel=0.2)


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.sampled_from([0.001, 0.1, 1 / 60, 60.0, 1000.0]))
def test_a_change_of_unit_changes_only_the_effect_for_one_unit(seed: int, factor: float) -> None:
    """Hours to minutes, kilograms to grams: the same probability, effects divided by the factor."""
    data = with_sleep_that_acts(seed)
    one, other = answers(data), answers(data.assign(sleep=factor * data["sleep"]))
    one.loc["sleep", EFFECTS] = one.loc["sleep", EFFECTS].astype(float) / factor
    assert_same(one, other)


@settings(max_examples=6, deadline=None)
@given(SEEDS, st.floats(-1000, 1000))
def test_where_an_amount_begins_to_count_does_not_matter(seed: int, start: float) -> None:
    """Hours slept above seven say the same as hours slept."""
    data = with_sleep_that_acts(seed)
    assert_same(answers(data), answers(data.assign(sleep=data["sleep"] + start)))


@settings(max_examples=6, deadline=None)
@given(SEEDS)
def test_turning_the_outcome_round_turns_the_effects_round(seed: int) -> None:
    """Ten minus pain gives the same tiers and the opposite effects, their ends exchanged."""
    data = diary(seed)
    one, other = answers(data), answers(data.assign(pain=10 - data["pain"]))
    turned = one.assign(
        effect=-one["effect"],
        effect_low=-one["effect_high"],
        effect_high=-one["effect_low"],
        total_effect=-one["total_effect"],
        total_low=-one["total_high"],
        total_high=-one["total_low"],
    )
    assert_same(turned, other)


@settings(max_examples=4, deadline=None)
@given(SEEDS, st.integers(1, 30))
def test_empty_days_at_the_end_change_nothing(seed: int, n_days: int) -> None:
    """Days without anything are no evidence, and the days that were used are as many."""
    data = diary(seed)
    more = pd.date_range(data.index[-1] + pd.Timedelta(days=1), periods=n_days)
    longer = pd.concat([data, pd.DataFrame(np.nan, columns=data.columns, index=more)])
    assert_same(answers(data), answers(longer))
    assert cm.find(data, outcome="pain").days_used == cm.find(longer, outcome="pain").days_used


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_duplicated_exposure_joins_its_twin(seed: int) -> None:
    """The same column twice is one set that holds both, half each, with the same probability together."""
    data = diary(seed)
    alone = answers(data).loc["food_0", "inclusion_probability"]
    twice = cm.find(data.assign(copy_of_food_0=data["food_0"]), outcome="pain")
    twins = [finding for finding in twice.shown if finding.exposure.key in ("food_0", "copy_of_food_0")]
    assert [set(finding.set_members) >= {"food_0", "copy_of_food_0"} for finding in twins] == [True, True]
    assert len({finding.set_id for finding in twins}) == 1
    first, second = (finding.inclusion_probability for finding in twins)
    assert first == pytest.approx(second, rel=1e-6)
    assert first + second == pytest.approx(alone, abs=0.02)


def test_a_hundred_noise_exposures_do_not_hide_a_clear_effect() -> None:
    """More candidates cost power, not sense: a difference of about a standard deviation stays strong.

    Of what is shown to ten people, no more than the promised tenth is noise, and one more by chance.
    """
    hidden, n_shown, n_noise = [], 0, 0
    for seed in range(10):
        data = diary(seed, n_days=200)
        rng = np.random.default_rng(1000 + seed)
        noise = pd.DataFrame((rng.random((200, 100)) < 0.3).astype(float), index=data.index).add_prefix("noise_")
        shown = cm.find(pd.concat([data, noise], axis=1), outcome="pain").shown
        n_shown, n_noise = n_shown + len(shown), n_noise + sum("noise" in f.exposure.key for f in shown)
        is_strong_alone = answers(data).loc["food_0", "tier"] == "strong"
        if is_strong_alone and "strong" not in [f.tier.value for f in shown if f.exposure.key == "food_0"]:
            hidden.append(seed)
    assert hidden == []
    assert n_shown >= 9
    assert n_noise <= 0.1 * n_shown + 1


@pytest.mark.parametrize("kind", ["bool", "boolean", "int8", "int64", "Int64", "float32"])
def test_how_yes_and_no_are_held_does_not_matter(kind: str) -> None:
    """True, 1 and 1.0 say the same."""
    data = diary(11)
    assert_same(answers(data), answers(data.astype(dict.fromkeys(FOODS, kind))))


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_polars_says_what_pandas_says(seed: int) -> None:
    """The same days in either library, with gaps as null or as NaN."""
    data = diary(seed)
    rows = {"day": [day.date() for day in pd.DatetimeIndex(data.index)]} | {
        name: data[name].tolist() for name in data.columns
    }
    frame = pl.DataFrame(rows)
    assert_same(answers(data), answers(frame))
    assert_same(answers(data), answers(frame.with_columns(pl.col("pain").fill_nan(None))))


_IN_A_PROCESS = """
import json, sys
from tests.property.findings.test_findings_metamorphic import COLUMNS, EFFECTS, answers, diary
print(json.dumps(answers(diary(5), seed=3)[[*COLUMNS, *EFFECTS]].astype(float).fillna(-99).values.tolist()))
"""


@pytest.mark.parametrize("threads", ["1", "4"])
def test_another_process_with_other_threads_says_the_same(threads: str, repository: object) -> None:
    """One seed, one answer: to ten digits, however many threads the linear algebra takes, and whatever the hash."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    ended = subprocess.run(
        [sys.executable, "-c", _IN_A_PROCESS],
        env={**os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": threads},
        cwd=str(repository),
        capture_output=True,
        text=True,
        check=True,
    )
    here = answers(diary(5), seed=3)[[*COLUMNS, *EFFECTS]].astype(float).fillna(-99)
    np.testing.assert_allclose(np.array(json.loads(ended.stdout)), here, rtol=1e-10)
