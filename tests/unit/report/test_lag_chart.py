"""The picture of the days around an exposure: intervals always, the days before apart."""

from __future__ import annotations

import re

import pytest

from commensal.findings.finding import Finding, Interval, LagEffect
from commensal.report.lag_chart import drawn_lags, lag_chart, lag_words
from tests.unit.report.findings_examples import (
    BREAD,
    CRASH,
    FATIGUE,
    FIBRE,
    PERIOD,
    SLEEP,
    STRESS,
    found,
    interval,
    lag_profile,
)
from tests.unit.report.page_reader import Element, read_page


def svg_of(finding: Finding) -> Element:
    chart = lag_chart(finding, picture_id="p")
    assert chart is not None
    return next(read_page(str(chart)).all("svg"))


def paths_of(finding: Finding) -> dict[str, list[str]]:
    paths: dict[str, list[str]] = {}
    for path in svg_of(finding).all("path"):
        paths.setdefault(path.attributes["class"], []).append(path.attributes["d"])
    return paths


def test_every_estimate_has_its_interval() -> None:
    """No dot without its whisker: uncertainty is always drawn."""
    paths = paths_of(found())
    for side, n_lags in (("lead", 3), ("later", 6)):
        assert len(re.findall("M", paths[f"{side}-estimate"][0])) == n_lags
        assert len(re.findall("M", paths[f"{side}-interval"][0])) == 3 * n_lags  # a whisker and two caps


def test_the_days_before_stand_apart() -> None:
    """Leads have another shape, another class, and a line between them and the days after."""
    paths = paths_of(found())
    assert "apart" in paths
    assert "z" in paths["lead-estimate"][0]  # a closed diamond
    assert "z" not in paths["later-estimate"][0]  # a dot


def test_the_same_day_is_open_where_the_order_is_not_known() -> None:
    """Bread at no known time: a difference on the same day may be a reaction, so it is drawn as a check."""
    bread = found(BREAD, FATIGUE, onset_days=1)
    assert "same-day-estimate" in paths_of(bread)
    for known in (found(SLEEP, FATIGUE, onset_days=1), found(PERIOD, onset_days=1), found(BREAD, onset_days=0)):
        assert "same-day-estimate" not in paths_of(known)


def test_without_leads_nothing_is_set_apart() -> None:
    """An exposure that was given no leads has no dividing line."""
    finding = found(lags=tuple(lag for lag in lag_profile(1.0) if lag.lag_days >= 0))
    assert "apart" not in paths_of(finding)
    assert "days before" not in svg_of(finding).text()


def test_zero_is_always_on_the_picture() -> None:
    """A difference can only be judged against none."""
    finding = found(lags=(LagEffect(lag_days=0, effect=interval(5.0, 0.5), z=19.6),))
    assert "zero" in paths_of(finding)


def test_no_lags_no_picture() -> None:
    """An empty frame would say "nothing there"."""
    assert lag_chart(found(lags=()), picture_id="p") is None


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_what_is_not_finite_is_not_drawn(bad: float) -> None:
    """A lag without a number leaves its place empty."""
    broken = LagEffect(lag_days=2, effect=Interval(estimate=bad, low=bad, high=bad), z=bad)
    good = LagEffect(lag_days=1, effect=interval(1.0, 0.5), z=3.9)
    assert [lag.lag_days for lag, _ in drawn_lags(found(lags=(broken, good)))] == [1]
    assert lag_chart(found(lags=(broken,)), picture_id="p") is None


def test_the_description_tells_every_lag() -> None:
    """The picture in words: each lag with its interval, in the unit shown."""
    desc = next(svg_of(found()).all("desc")).text()
    assert desc.startswith("Difference in points with its 95 % interval. 3 days before (check): 0.0 (−0.5 to +0.5);")
    assert "Same day: +1.1 (+0.6 to +1.6); 1 day later:" in desc


def test_picture_and_sentence_use_the_same_numbers() -> None:
    """A share in days of every hundred, an amount for as many units as the sentence says."""
    share = found(STRESS, CRASH, effect=interval(0.12, 0.09), lags=lag_profile(0.12, half_width=0.09))
    assert "Same day: +12 (+3 to +21)" in next(svg_of(share).all("desc")).text()
    grams = found(FIBRE, FATIGUE, effect=interval(0.04, 0.02), lags=lag_profile(0.04, half_width=0.02))
    assert "Same day: +0.4 (+0.2 to +0.6)" in next(svg_of(grams).all("desc")).text()


@pytest.mark.parametrize(
    ("lag_days", "expected"),
    [
        (0, "Same day"),
        (1, "1 day later"),
        (3, "3 days later"),
        (-1, "1 day before (check)"),
        (-2, "2 days before (check)"),
    ],
)
def test_lags_in_words(lag_days: int, expected: str) -> None:
    """A lead is named as the check that it is."""
    assert lag_words(lag_days) == expected
