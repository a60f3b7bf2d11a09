"""Courses of the axis model as a figure of its own, for the documents: lines over days, and bars of many versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.svg import coordinate, element, picture
from commensal.report.what_if_chart import short_number

_WIDTH, _HEIGHT = 560.0, 300.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 548.0, 16.0, 250.0
_INK, _QUIET, _SHADE = "#24201b", "#8a8178", "#e0b877"
_NAMESPACE = "http://www.w3.org/2000/svg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line with its name.

    Parameters
    ----------
    name_at : share of the days at which the name stands; ``name_above`` by how much. [px]
    """

    name: str
    values: tuple[float, ...]
    is_dashed: bool = False
    name_at: float = 1.0
    name_above: float = 6.0


def courses_figure(
    lines: Sequence[Line],
    days: Sequence[float],
    *,
    title: str,
    desc: str,
    across: str,
    shaded: tuple[float, float] | None = None,
) -> str:
    """Lines over days as a file of its own.

    Parameters
    ----------
    across : what stands below the days.
    shaded : days from and to which the ground is shaded.
    """
    x_axis = axis_for(days[0], days[-1], n_steps=5)
    ends = [value for line in lines for value in line.values]
    y_axis = axis_for(min(0.0, *ends), max(ends), n_steps=4, widen=True)
    parts = [*_ground(shaded, x_axis), *_frame(x_axis, y_axis, across)]
    for line in lines:
        corners = [(_x(day, x_axis), _y(value, y_axis)) for day, value in zip(days, line.values, strict=True)]
        parts.append(_stroke(corners, is_dashed=line.is_dashed))
        if line.name:
            x, y = corners[round(line.name_at * (len(corners) - 1))]
            parts.append(element("text", line.name, x=x, y=y - line.name_above, fill=_INK))
    return _file(parts, title, desc)


def bars_figure(
    groups: Sequence[tuple[str, Sequence[float]]], *, title: str, desc: str, across: str, n_bins: int = 28
) -> str:
    """How values of several groups are spread, one row of bars each, as a file of its own."""
    ends = [value for _, values in groups for value in values]
    x_axis = axis_for(min(ends), max(0.0, *ends), n_steps=5, widen=True)
    height = (_BOTTOM - _TOP) / len(groups)
    parts: list[Markup] = []
    for tick in x_axis.ticks:
        x = _x(tick, x_axis)
        parts.append(element("line", x1=x, x2=x, y1=_TOP, y2=_BOTTOM, stroke=_QUIET, stroke_width="0.5"))
        parts.append(element("text", short_number(tick), x=x, y=_BOTTOM + 16.0, text_anchor="middle", fill=_QUIET))
    width = (x_axis.high - x_axis.low) / n_bins
    for row, (name, values) in enumerate(groups):
        counts = [0] * n_bins
        for value in values:
            counts[min(int((value - x_axis.low) / width), n_bins - 1)] += 1
        base = _TOP + height * (row + 1)
        for number, n in enumerate(counts):
            tall = (height - 26.0) * n / max(counts)
            left = _x(x_axis.low + number * width, x_axis)
            parts.append(
                element("rect", x=left, y=base - tall, width=(_RIGHT - _LEFT) / n_bins - 1.0, height=tall, fill=_SHADE)
            )
        parts.append(element("line", x1=_LEFT, x2=_RIGHT, y1=base, y2=base, stroke=_QUIET, stroke_width="0.75"))
        parts.append(element("text", name, x=_LEFT + 4.0, y=base - height + 18.0, fill=_INK))
    parts.append(element("text", across, x=(_LEFT + _RIGHT) / 2, y=_BOTTOM + 36.0, text_anchor="middle", fill=_INK))
    return _file(parts, title, desc)


def _x(day: float, axis: Axis) -> float:
    return _LEFT + (_RIGHT - _LEFT) * axis.share(day)


def _y(value: float, axis: Axis) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * axis.share(value)


def _ground(shaded: tuple[float, float] | None, x_axis: Axis) -> Iterator[Markup]:
    if shaded is not None:
        left, right = (_x(day, x_axis) for day in shaded)
        yield element(
            "rect", x=left, y=_TOP, width=right - left, height=_BOTTOM - _TOP, fill=_SHADE, fill_opacity="0.3"
        )


def _frame(x_axis: Axis, y_axis: Axis, across: str) -> Iterator[Markup]:
    for tick in y_axis.ticks:
        y = _y(tick, y_axis)
        yield element("line", x1=_LEFT, x2=_RIGHT, y1=y, y2=y, stroke=_QUIET, stroke_width="0.5")
        yield element("text", short_number(tick), x=_LEFT - 6.0, y=y + 4.0, text_anchor="end", fill=_QUIET)
    for tick in x_axis.ticks:
        yield element(
            "text", short_number(tick), x=_x(tick, x_axis), y=_BOTTOM + 16.0, text_anchor="middle", fill=_QUIET
        )
    yield element("text", across, x=(_LEFT + _RIGHT) / 2, y=_BOTTOM + 36.0, text_anchor="middle", fill=_INK)


def _stroke(corners: Sequence[tuple[float, float]], *, is_dashed: bool) -> Markup:
    points = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in corners)
    return element(
        "polyline",
        points=points,
        fill="none",
        stroke=_INK,
        stroke_width="1.5",
        stroke_dasharray="5 4" if is_dashed else None,
    )


def _file(parts: Sequence[Markup], title: str, desc: str) -> str:
    ground = element("rect", x=0.0, y=0.0, width=_WIDTH, height=_HEIGHT, fill="#fbf8f3")
    drawn = picture(
        ground, *parts, picture_id="figure", title=title, desc=desc, width=_WIDTH, height=_HEIGHT, class_="figure"
    )
    opening = f'<svg xmlns="{_NAMESPACE}" font-family="system-ui, sans-serif" font-size="12" '
    return str(drawn).replace("<svg ", opening, 1) + "\n"
