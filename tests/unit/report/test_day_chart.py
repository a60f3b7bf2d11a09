"""The picture of an outcome over days: gaps stay gaps, and every state has its own shape."""

from __future__ import annotations

import re
from datetime import date

import pytest

from commensal.records.day_table import Variable
from commensal.report.day_chart import day_chart, describe, key_sample, outcome_axis
from commensal.report.day_series import DaySeries, Mark, day_series, quarters
from tests.unit.report.findings_examples import CRASH, FATIGUE, STOMACH_PAIN, table_of, variable
from tests.unit.report.page_reader import Element, read_page

DAYS: list[float | str] = [4.0, 5.0, "missing", 6.0, "none", "off", "off", "copied 3", 2.0]


def series_of(*cells: float | str, outcome: Variable = FATIGUE, first_day: date = date(2026, 1, 1)) -> DaySeries:
    series = day_series(table_of({outcome: cells}, first_day=first_day), outcome.key)
    assert series is not None
    return series


def drawn(series: DaySeries) -> dict[str, str]:
    """Path data by class."""
    chart = str(day_chart(series, outcome_axis(series), picture_id="p"))
    return {path.attributes["class"]: path.attributes["d"] for path in svg_of(chart).all("path")}


def svg_of(chart: str) -> Element:
    return next(read_page(chart).all("svg"))


def test_a_line_joins_neighbouring_days_only() -> None:
    """Two known days side by side are joined; across a blank nothing is drawn."""
    link = drawn(series_of(*DAYS))["day-link"]
    assert len(re.findall("M", link)) == 2
    assert len(re.findall("L", link)) == 2  # 4 to 5, and 6 to none; never 5 to 6 or copied to 2


def test_a_gap_of_one_day_breaks_the_line() -> None:
    """Not even one missing day is bridged."""
    assert "day-link" not in drawn(series_of(4.0, "missing", 5.0))
    assert "day-link" in drawn(series_of(4.0, 5.0))


@pytest.mark.parametrize(
    ("class_", "n_shapes"),
    [("day-dots", 4), ("day-rings", 1), ("day-missing", 1), ("day-not-asked", 1), ("day-copies", 1)],
)
def test_every_state_has_its_own_shape(class_: str, n_shapes: int) -> None:
    """Recorded, none, missing, not asked and copied differ by shape, not by colour."""
    starts = {"day-rings": "a", "day-copies": "m", "day-dots": "M", "day-missing": "M", "day-not-asked": "M"}
    n_drawn = len(re.findall(starts[class_], drawn(series_of(*DAYS))[class_]))
    assert n_drawn == (2 if class_ == "day-rings" else 1) * n_shapes  # a ring is two arcs


def test_none_and_missing_are_never_drawn_alike() -> None:
    """A recorded zero stands on the zero line; a blank does not."""
    none, missing = drawn(series_of(4.0, "none")), drawn(series_of(4.0, "missing", 4.0))
    assert "day-rings" in none
    assert "day-missing" not in none
    assert "day-missing" in missing
    assert "day-rings" not in missing


def test_yes_or_no_gets_stems_and_no_line() -> None:
    """Between a yes and a no there is nothing to join."""
    paths = drawn(series_of(1.0, "none", 1.0, outcome=CRASH))
    assert len(re.findall("L", paths["day-link"])) == 2


def test_the_axis_is_the_whole_scale() -> None:
    """A strip never exaggerates by zooming in."""
    axis = outcome_axis(series_of(4.0, 5.0))
    assert (axis.low, axis.high) == (0.0, 10.0)


def test_an_outcome_without_a_scale_is_drawn_from_its_values() -> None:
    """Stool form carries no scale of ours."""
    axis = outcome_axis(series_of(3.0, 4.0, 5.0, outcome=variable("Stool form")))
    assert axis.low <= 3.0
    assert axis.high >= 5.0


def test_the_picture_has_a_name_and_a_description() -> None:
    """A screen reader hears what the strip shows."""
    chart = svg_of(str(day_chart(series := series_of(*DAYS), outcome_axis(series), picture_id="p")))
    named = {element.attributes.get("id"): element.text() for element in chart.all("title", "desc")}
    assert chart.attributes["role"] == "img"
    assert chart.attributes["aria-labelledby"].split() == ["p-title", "p-desc"]
    assert named["p-title"] == "Fatigue, 1 to 9 January 2026".replace("1 to 9", "1 January to 9")
    assert named["p-desc"] == (
        "5 days with an answer. Lowest 0, middle 4, highest 6. 1 day recorded as none. 1 day without an answer. "
        "2 days not asked. 1 day copied and not used."
    )


def test_a_strip_without_answers_says_so() -> None:
    """No lowest and highest of nothing."""
    empty = next(quarters(series_of("missing", "missing")))
    assert describe(empty) == "0 days with an answer. 2 days without an answer."


def test_days_are_split_by_quarter() -> None:
    """Each strip covers a quarter of the year, and every strip has the same scale."""
    parts = list(quarters(series_of(*[1.0] * 200, first_day=date(2025, 12, 30))))
    assert [(part.first_day, part.last_day) for part in parts] == [
        (date(2025, 12, 30), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 7, 17)),
    ]


def test_quarters_in_which_nobody_asked_are_left_out() -> None:
    """Three silent years are not sixteen empty strips."""
    parts = list(quarters(series_of(1.0, *["off"] * 400, 1.0)))
    assert len(parts) == 2


def test_days_before_the_first_question_are_not_drawn() -> None:
    """An outcome begins when it was first asked."""
    series = series_of("off", "off", "missing", 3.0, "off")
    assert (series.first_day, series.last_day) == (date(2026, 1, 3), date(2026, 1, 4))


def test_an_outcome_that_was_never_asked_has_no_picture() -> None:
    """None instead of an empty frame."""
    table = table_of({STOMACH_PAIN: ["off", "off"]})
    assert day_series(table, STOMACH_PAIN.key) is None


def test_the_key_has_a_sample_for_every_state() -> None:
    """Five states, five different shapes."""
    samples = {str(key_sample(mark)) for mark in Mark}
    assert len(samples) == len(Mark)
