"""What must not change an answer, and what must change it in a known way."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import commensal as cm

COLUMNS = ["inclusion_probability", "effect", "effect_low", "effect_high", "total_effect", "shift_p"]


def diary(seed: int) -> pd.DataFrame:
    """150 days with one food that acts and one amount that does not."""
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(
        {f"food_{i}": (rng.random(150) < 0.4).astype(float) for i in range(4)},
        index=pd.date_range("2026-01-01", periods=150),
    )
    data["sleep"] = rng.normal(7, 1, 150)
    noise = np.convolve(rng.normal(0, 1, 160), [1, 0.5, 0.25], mode="valid")[:150]
    data["pain"] = 5 + noise + 1.4 * data["food_0"].shift(1).fillna(0.0)
    data.loc[data.index[rng.random(150) < 0.1], "pain"] = np.nan
    return data


def answers(data: pd.DataFrame, **options: object) -> pd.DataFrame:
    """Answers by exposure."""
    return cm.find(data, outcome="pain", **options).to_frame().set_index("exposure")  # type: ignore[arg-type]


@settings(max_examples=8)
@given(st.integers(0, 10_000), st.permutations(range(5)))
def test_the_order_of_columns_does_not_matter(seed: int, order: list[int]) -> None:
    """Permuting exposures permutes the answers."""
    data = diary(seed)
    names = [name for name in data.columns if name != "pain"]
    shuffled = data[[names[i] for i in order] + ["pain"]]
    one, other = answers(data).loc[names], answers(shuffled).loc[names]
    np.testing.assert_allclose(one[COLUMNS].astype(float), other[COLUMNS].astype(float), rtol=1e-6, equal_nan=True)
    assert list(one["tier"]) == list(other["tier"])


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.integers(1, 200))
def test_moving_all_days_by_whole_weeks_changes_nothing(seed: int, weeks: int) -> None:
    """The calendar's weekday matters; the year does not."""
    data = diary(seed)
    moved = data.set_axis(data.index + pd.Timedelta(weeks=weeks))
    one, other = answers(data), answers(moved)
    np.testing.assert_allclose(one[COLUMNS].astype(float), other[COLUMNS].astype(float), rtol=1e-6, equal_nan=True)


@settings(max_examples=6)
@given(st.integers(0, 10_000), st.floats(0.1, 60.0))
def test_a_change_of_unit_changes_only_the_effect_for_one_unit(seed: int, factor: float) -> None:
    """Hours to minutes: the same probability, an effect divided by the factor."""
    data = diary(seed)
    other = answers(data.assign(sleep=factor * data["sleep"]))
    one = answers(data)
    np.testing.assert_allclose(one["inclusion_probability"], other["inclusion_probability"], rtol=1e-6)
    if one.loc["sleep", "tier"] != "none":
        ratio = one["effect"].astype(float) / other["effect"].astype(float)
        assert ratio.loc["sleep"] == pytest.approx(factor, rel=1e-6)


@settings(max_examples=6)
@given(st.integers(0, 10_000))
def test_turning_the_outcome_round_turns_the_effects_round(seed: int) -> None:
    """Ten minus pain gives the same tiers and the opposite effects."""
    data = diary(seed)
    one, other = answers(data), answers(data.assign(pain=10 - data["pain"]))
    np.testing.assert_allclose(one["effect"].astype(float), -other["effect"].astype(float), rtol=1e-6, equal_nan=True)
    assert list(one["tier"]) == list(other["tier"])


def test_an_empty_week_at_the_end_changes_nothing() -> None:
    """Days without anything are no evidence."""
    data = diary(3)
    longer = pd.concat([data, pd.DataFrame(np.nan, columns=data.columns, index=pd.date_range("2026-05-31", periods=7))])
    one, other = answers(data), answers(longer)
    np.testing.assert_allclose(
        one[COLUMNS].astype(float), other[COLUMNS].astype(float), rtol=1e-6, atol=1e-9, equal_nan=True
    )


def test_a_duplicated_exposure_joins_its_twin() -> None:
    """The same column twice is one set, with the same total probability."""
    data = diary(5)
    twice = cm.find(data.assign(copy_of_food_0=data["food_0"]), outcome="pain")
    sets = {f.set_id: f.set_members for f in twice.shown}
    assert any({"food_0", "copy_of_food_0"} <= set(members) for members in sets.values())
    assert all(f.inclusion_probability <= 0.6 for f in twice.shown if "food_0" in f.exposure.key)


def test_a_hundred_noise_exposures_do_not_hide_a_clear_effect() -> None:
    """More candidates cost power, not sense."""
    data = diary(7)
    rng = np.random.default_rng(1)
    noise = pd.DataFrame((rng.random((150, 100)) < 0.3).astype(float), index=data.index).add_prefix("noise_")
    shown = {f.exposure.key for f in cm.find(pd.concat([data, noise], axis=1), outcome="pain").shown}
    assert "food_0" in shown
    assert len(shown) <= 2
