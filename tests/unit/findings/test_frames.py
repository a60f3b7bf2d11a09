"""Frames of either library, and sentences for frames that cannot be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

import commensal as cm
from commensal.vocab.errors import NotAnalysableError


def small() -> pd.DataFrame:
    """Sixty days, a coin food and a rating."""
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "day": pd.date_range("2026-01-01", periods=60).date,
            "oats": (rng.random(60) < 0.4).astype(float),
            "pain": rng.integers(1, 9, 60).astype(float),
        }
    )


def test_pandas_polars_and_an_index_give_the_same() -> None:
    """One row a day, however it is held."""
    data = small()
    by_column = cm.find(data, outcome="pain").to_frame()
    indexed = data.set_index(pd.DatetimeIndex(data["day"])).drop(columns="day")
    pd.testing.assert_frame_equal(by_column, cm.find(indexed, outcome="pain").to_frame())
    pd.testing.assert_frame_equal(
        by_column, cm.find(pl.DataFrame(data.to_dict(orient="list")), outcome="pain").to_frame()
    )


def test_row_order_does_not_matter() -> None:
    """Days are put in order."""
    data = small()
    shuffled = data.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(
        cm.find(data, outcome="pain").to_frame(), cm.find(shuffled, outcome="pain").to_frame()
    )


def test_absent_days_are_gaps() -> None:
    """A day without a row is a missing day, not one day less."""
    data = small().drop(index=[20, 21, 22])
    assert len(cm.find(data, outcome="pain").table.days) == 60


def test_nullable_integers_and_none_are_missing() -> None:
    """Missing marks of any kind become NaN, never zero."""
    data = small().astype({"pain": "Int64"})
    data.loc[5, "pain"] = pd.NA
    found = cm.find(data, outcome="pain")
    assert found.days_used == 59


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (small().drop(columns="day"), "no 'day' column"),
        (small().assign(day=small()["day"].iloc[0]), "more than once"),
        (small().assign(oats="plenty"), "not a number"),
        (small().iloc[:0], "without rows"),
        ([1, 2, 3], "list"),
    ],
)
def test_a_frame_that_cannot_be_read_gives_a_sentence(data: object, words: str) -> None:
    """Where, what was found, what was expected, what to do."""
    with pytest.raises(NotAnalysableError, match=words):
        cm.find(data, outcome="pain")


def test_an_unknown_outcome_names_the_known_columns() -> None:
    """A typing slip is met with the choice."""
    with pytest.raises(NotAnalysableError, match="oats"):
        cm.find(small(), outcome="pian")
