"""One quantity of a what-if over time: the model's own course, usual days, and where the versions of the model lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from commensal.axis.dynamics.answer import Band, WatchedAnswer
from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.numbers import count
from commensal.report.svg import coordinate, element, path, picture
from commensal.report.words import say

_WIDTH, _HEIGHT = 420.0, 210.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 48.0, 408.0, 12.0, 172.0
_TICK_Y = 190.0
_LIGHT, _DARK = "0.14", "0.22"


def short_number(value: float) -> str:
    """A number of the model as exact as it deserves: three figures, a true minus."""
    return f"{value:.3g}".replace("-", "−")


def what_if_chart(shown: WatchedAnswer, days: Sequence[float], *, picture_id: str) -> Markup | None:
    """The course of one quantity with bands; None for a symptom, of which no amount is shown."""
    band = shown.changed_band
    if band is None or len(days) < 2:
        return None
    lines = (shown.changed.tolist(), shown.usual.tolist())
    across = axis_for(days[0], days[-1], n_steps=4)
    up = axis_for(*_ends([band.low_95.tolist(), band.high_95.tolist(), *lines]), n_steps=4, widen=True)
    return picture(
        *_levels(up),
        *_days(across),
        *_bands(band, days, across, up),
        _line(lines[1], days, across, up, is_dashed=True),
        _line(lines[0], days, across, up),
        picture_id=picture_id,
        title=say("what_if.chart.title", what=shown.watched.label),
        desc=_described(shown, band, days),
        width=_WIDTH,
        height=_HEIGHT,
        class_="what-if",
    )


def _ends(series: Iterable[Sequence[float]]) -> tuple[float, float]:
    values = [value for one in series for value in one]
    low, high = min(values), max(values)
    # A course that hardly moves is drawn flat, not as a mountain of rounding errors.
    room = max(0.1 * max(abs(low), abs(high)) - (high - low), 0.0) / 2
    return min(low - room, low) if low < 0 else max(low - room, 0.0), high + room


def _described(shown: WatchedAnswer, band: Band, days: Sequence[float]) -> str:
    return say(
        "what_if.chart.desc",
        what=shown.watched.label,
        days=count("day", round(days[-1])),
        start=short_number(shown.usual[0]),
        end=short_number(shown.changed[-1]),
        usual=short_number(shown.usual[-1]),
        low_50=short_number(band.low_50[-1]),
        high_50=short_number(band.high_50[-1]),
        low_95=short_number(band.low_95[-1]),
        high_95=short_number(band.high_95[-1]),
    )


def _x(day: float, across: Axis) -> float:
    return _LEFT + (_RIGHT - _LEFT) * across.share(day)


def _y(value: float, up: Axis) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * up.share(value)


def _levels(up: Axis) -> Iterator[Markup]:
    for tick in up.ticks:
        y = _y(tick, up)
        yield element("path", class_="level", d=path((("M", _LEFT, y), ("L", _RIGHT, y))))
        yield element("text", short_number(tick), class_="mark", x=_LEFT - 6.0, y=y + 4.0, text_anchor="end")


def _days(across: Axis) -> Iterator[Markup]:
    for number, tick in enumerate(across.ticks):
        words = say("what_if.chart.day", day=short_number(tick)) if number == 0 else short_number(tick)
        yield element("text", words, class_="mark", x=_x(tick, across), y=_TICK_Y, text_anchor="middle")


def _bands(band: Band, days: Sequence[float], across: Axis, up: Axis) -> Iterator[Markup]:
    for low, high, opacity in ((band.low_95, band.high_95, _LIGHT), (band.low_50, band.high_50, _DARK)):
        there = [(_x(day, across), _y(value, up)) for day, value in zip(days, high.tolist(), strict=True)]
        back = [(_x(day, across), _y(value, up)) for day, value in zip(days, low.tolist(), strict=True)]
        corners = [*there, *reversed(back)]
        yield element("polygon", points=_points(corners), fill="currentColor", fill_opacity=opacity, stroke="none")


def _line(values: Sequence[float], days: Sequence[float], across: Axis, up: Axis, *, is_dashed: bool = False) -> Markup:
    corners = [(_x(day, across), _y(value, up)) for day, value in zip(days, values, strict=True)]
    return element(
        "polyline",
        points=_points(corners),
        fill="none",
        stroke="currentColor",
        stroke_width="1.25" if is_dashed else "2",
        stroke_dasharray="5 4" if is_dashed else None,
        stroke_linejoin="round",
    )


def _points(corners: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in corners)
