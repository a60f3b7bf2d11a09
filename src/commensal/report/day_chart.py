"""An outcome over days, one strip a quarter; a gap is never bridged, and each state has its own shape."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from markupsafe import Markup

from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.day_series import DayMark, DaySeries, Mark
from commensal.report.difference import happens_or_not
from commensal.report.labels import at_start
from commensal.report.numbers import brief, count, month_and_year, short_month, span_words
from commensal.report.svg import cross_path, dot_path, element, path, picture, ring_path
from commensal.report.words import say

_WIDTH, _HEIGHT = 300.0, 124.0
_LEFT, _TOP, _PLOT_HEIGHT = 24.0, 8.0, 80.0
_LANE_Y, _MONTH_Y = 98.0, 118.0  # the lane under the plot says where nothing is known
_DAY_WIDTH = (_WIDTH - _LEFT - 4.0) / 92.0  # the longest quarter has 92 days: every strip has the same scale


def outcome_axis(series: DaySeries) -> Axis:
    """The vertical axis: the whole rating scale where there is one, so that a strip never exaggerates."""
    values = series.known or (0.0, 1.0)
    scale = series.variable.scale
    low, high = min(values), max(values)
    if happens_or_not(series.variable):
        return Axis(low=min(low, 0.0), high=max(high, 1.0), ticks=(0.0, 1.0))
    if scale is not None:
        low, high = min(low, scale.minimum), max(high, scale.maximum)
    return axis_for(low, high)


def day_chart(series: DaySeries, axis: Axis, *, picture_id: str) -> Markup:
    """One strip: the days of ``series`` (at most a quarter) on the axis of the whole."""
    points = [(_x(mark.day), _y(mark.value, axis), mark.mark) for mark in series.marks if mark.value is not None]
    return picture(
        *_frame(series, axis),
        *_drawn("day-link", path(_linked(series, axis))),
        *_drawn("day-dots", dot_path((x, y) for x, y, mark in points if mark is Mark.RECORDED)),
        *_drawn("day-rings", ring_path(((x, y) for x, y, mark in points if mark is Mark.NONE), radius=1.35)),
        *_drawn("day-copies", cross_path(((x, y) for x, y, mark in points if mark is Mark.COPIED), radius=1.3)),
        *_drawn("day-missing", path(_missing_ticks(series.marks))),
        *_drawn("day-not-asked", path(_not_asked_runs(series.marks))),
        picture_id=picture_id,
        title=say(
            "chart.days_title",
            outcome=at_start(series.variable.label),
            span=span_words(series.first_day, series.last_day),
        ),
        desc=describe(series),
        width=_WIDTH,
        height=_HEIGHT,
        class_="days",
    )


def describe(series: DaySeries) -> str:
    """The strip in words: how many days are known, how high, and how many are not."""
    n_by_mark = {mark: series.count(mark) for mark in Mark}
    n_used = n_by_mark[Mark.RECORDED] + n_by_mark[Mark.NONE]
    parts = [say("chart.days_recorded", n_days=count("day", n_used))]
    values = [mark.value for mark in series.marks if mark.mark in (Mark.RECORDED, Mark.NONE) and mark.value is not None]
    if values:
        low, middle, high = (brief(value) for value in (min(values), median(values), max(values)))
        parts.append(say("chart.days_values", low=low, middle=middle, high=high))
    others = (mark for mark in (Mark.NONE, Mark.MISSING, Mark.NOT_ASKED, Mark.COPIED) if n_by_mark[mark])
    parts.extend(say(f"chart.days_{mark.value}", n_days=count("day", n_by_mark[mark])) for mark in others)
    return " ".join(parts)


def key_sample(mark: Mark) -> Markup:
    """The shape of one state, large enough for a key beside the charts."""
    at = ((7.0, 7.0),)
    shapes = {
        Mark.RECORDED: ("key-dot", dot_path(at)),
        Mark.NONE: ("key-ring", ring_path(at, radius=3.5)),
        Mark.COPIED: ("key-ring", cross_path(at, radius=3.5)),
        Mark.MISSING: ("key-ring", "M7 3v8"),
        Mark.NOT_ASKED: ("key-dash", "M0 7h14"),
    }
    class_, data = shapes[mark]
    drawn = element("path", class_=class_, d=data)
    return element("svg", drawn, class_="key", viewBox="0 0 14 14", aria_hidden="true", focusable="false")


def _drawn(class_: str, data: str) -> tuple[Markup, ...]:
    return (element("path", class_=class_, d=data),) if data else ()


def _x(day: date) -> float:
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return _LEFT + 3.0 + _DAY_WIDTH * (day - first).days


def _y(value: float, axis: Axis) -> float:
    return _TOP + _PLOT_HEIGHT * (1.0 - axis.share(value))


def _linked(series: DaySeries, axis: Axis) -> Iterator[tuple[str, float, float]]:
    """A line between neighbouring days that are both known, never across a gap; a stem for each yes."""
    if happens_or_not(series.variable):
        for mark in series.marks:
            if mark.mark is Mark.RECORDED and mark.value:
                yield "M", _x(mark.day), _y(0.0, axis)
                yield "L", _x(mark.day), _y(mark.value, axis)
        return
    drawn_to: date | None = None
    for before, after in pairwise(series.marks):
        if not (_is_used(before) and _is_used(after)):
            continue
        if drawn_to != before.day:
            yield "M", _x(before.day), _y(before.value or 0.0, axis)
        yield "L", _x(after.day), _y(after.value or 0.0, axis)
        drawn_to = after.day


def _is_used(mark: DayMark) -> bool:
    return mark.mark in (Mark.RECORDED, Mark.NONE)


def _missing_ticks(marks: Sequence[DayMark]) -> Iterator[tuple[str, float, float]]:
    for mark in marks:
        if mark.mark is Mark.MISSING:
            yield "M", _x(mark.day), _LANE_Y - 3.0
            yield "L", _x(mark.day), _LANE_Y + 3.0


def _not_asked_runs(marks: Sequence[DayMark]) -> Iterator[tuple[str, float, float]]:
    runs: list[list[float]] = []
    last_row = -2
    for row, mark in enumerate(marks):
        if mark.mark is not Mark.NOT_ASKED:
            continue
        x = _x(mark.day)
        if row == last_row + 1:
            runs[-1][1] = x
        else:
            runs.append([x, x])
        last_row = row
    for start, end in runs:
        yield "M", start - _DAY_WIDTH / 2, _LANE_Y
        yield "L", end + _DAY_WIDTH / 2, _LANE_Y


def _frame(series: DaySeries, axis: Axis) -> Iterator[Markup]:
    """Level lines with their values, and the three months."""
    right = _LEFT + 3.0 + _DAY_WIDTH * 92
    words = {0.0: say("chart.no"), 1.0: say("chart.yes")} if happens_or_not(series.variable) else {}
    for tick in axis.ticks:
        y = _y(tick, axis)
        yield element("path", class_="level", d=path((("M", _LEFT, y), ("L", right, y))))
        yield element("text", words.get(tick, brief(tick)), class_="mark", x=_LEFT - 4.0, y=y + 3.5, text_anchor="end")
    day = series.first_day
    first_month = 3 * ((day.month - 1) // 3) + 1
    for month in range(first_month, first_month + 3):
        start = date(day.year, month, 1)
        yield element("path", class_="month", d=path((("M", _x(start), _LANE_Y + 5.0), ("L", _x(start), _MONTH_Y))))
        middle = _x(start) + _DAY_WIDTH * calendar.monthrange(day.year, month)[1] / 2
        name = month_and_year(start) if month == first_month else short_month(start)
        yield element("text", name, class_="mark", x=middle, y=_MONTH_Y, text_anchor="middle")
