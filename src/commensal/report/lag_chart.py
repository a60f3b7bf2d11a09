"""The outcome on the days around an exposure, one lag at a time; the days before stand apart, as a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from commensal.findings.finding import Finding, Interval, LagEffect
from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.difference import as_shown, is_drawable, measure_of, signed_range
from commensal.report.labels import at_start, in_sentence
from commensal.report.numbers import brief, number
from commensal.report.svg import diamond_path, dot_path, element, path, picture, ring_path
from commensal.report.words import say

_WIDTH, _HEIGHT = 340.0, 210.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 36.0, 330.0, 12.0, 164.0
_TICK_Y, _GROUP_Y = 182.0, 202.0
_SIDES = ("lead", "same-day", "later")
_APART = 0.8  # room between the days before and the days after, in steps


def lag_words(lag_days: int) -> str:
    """``Same day``, ``2 days later``, ``1 day before (check)``."""
    if lag_days == 0:
        return say("lag.same_day")
    direction = "later" if lag_days > 0 else "before"
    n = abs(lag_days)
    return say(f"lag.{direction}_{'one' if n == 1 else 'many'}", n=n)


def drawn_lags(finding: Finding) -> tuple[tuple[LagEffect, Interval], ...]:
    """The lags that can be drawn, earliest first, each with its interval in the numbers a person sees."""
    ordered = sorted(finding.lags, key=lambda lag: lag.lag_days)
    return tuple((lag, as_shown(finding, lag.effect)) for lag in ordered if is_drawable(lag.effect))


def lag_chart(finding: Finding, *, picture_id: str) -> Markup | None:
    """The lag profile with 95 % intervals; None when there is nothing to draw."""
    lags = drawn_lags(finding)
    if not lags:
        return None
    ends = [end for _, shown in lags for end in (shown.low, shown.high, shown.estimate)]
    axis = axis_for(min(0.0, *ends), max(0.0, *ends), n_steps=4, widen=True)
    x_by_lag = _positions([lag.lag_days for lag, _ in lags])
    drawn = [(x_by_lag[lag.lag_days], shown, _side(finding, lag.lag_days)) for lag, shown in lags]
    return picture(
        *_levels(axis),
        *_groups(x_by_lag),
        *(
            part
            for side in _SIDES
            for part in _intervals([(x, shown) for x, shown, of_side in drawn if of_side == side], axis, side)
        ),
        picture_id=picture_id,
        title=say(
            "chart.lag_title",
            outcome=at_start(finding.outcome.label),
            exposure=in_sentence(finding.exposure.label),
        ),
        desc=_describe(finding, lags),
        width=_WIDTH,
        height=_HEIGHT,
        class_="lags",
    )


def order_is_open(finding: Finding) -> bool:
    """Whether it may not be known what came first on the same day: then that day is a check, not a lag."""
    exposure = finding.exposure
    return finding.onset_days != 0 and not (exposure.before_rating or exposure.beyond_symptoms)


def _side(finding: Finding, lag_days: int) -> str:
    if lag_days < 0:
        return "lead"
    return "same-day" if lag_days == 0 and order_is_open(finding) else "later"


def _describe(finding: Finding, lags: Sequence[tuple[LagEffect, Interval]]) -> str:
    measure = measure_of(finding.outcome)
    items = "; ".join(
        say("chart.lag_item", when=lag_words(lag.lag_days), difference=signed_range(shown, measure))
        for lag, shown in lags
    )
    return say("chart.lag_desc", unit=measure.unit, items=items)


def _positions(lags_days: Sequence[int]) -> Mapping[int, float]:
    """Horizontal place of each lag; the days before are moved away from the days after."""
    places = {lag: float(lag) - (_APART if lag < 0 else 0.0) for lag in lags_days}
    first, last = min(places.values()), max(places.values())
    inner_left, inner_right = _LEFT + 18.0, _RIGHT - 18.0
    if last == first:
        return dict.fromkeys(places, (inner_left + inner_right) / 2)
    step = (inner_right - inner_left) / (last - first)
    return {lag: inner_left + (place - first) * step for lag, place in places.items()}


def _y(value: float, axis: Axis) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * axis.share(value)


def _levels(axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        y = _y(tick, axis)
        line = "zero" if tick == 0 else "level"
        yield element("path", class_=line, d=path((("M", _LEFT, y), ("L", _RIGHT, y))))
        yield element("text", _tick_words(tick), class_="mark", x=_LEFT - 5.0, y=y + 4.0, text_anchor="end")


def _tick_words(tick: float) -> str:
    return brief(tick) if round(tick, 1) == tick else number(tick, decimals=2)


def _groups(x_by_lag: Mapping[int, float]) -> Iterator[Markup]:
    """The number under each lag, and what the two sides are."""
    for lag, x in x_by_lag.items():
        yield element("text", brief(lag), class_="mark", x=x, y=_TICK_Y, text_anchor="middle")
    before = [x for lag, x in x_by_lag.items() if lag < 0]
    after = [x for lag, x in x_by_lag.items() if lag >= 0]
    if before and after:
        x = (max(before) + min(after)) / 2
        yield element("path", class_="apart", d=path((("M", x, _TOP), ("L", x, _TICK_Y + 6.0))))
    if before:
        yield element("text", say("chart.before"), class_="mark", x=_middle(before), y=_GROUP_Y, text_anchor="middle")
    if after:
        yield element("text", say("chart.after"), class_="mark", x=_middle(after), y=_GROUP_Y, text_anchor="middle")


def _middle(places: Sequence[float]) -> float:
    return (min(places) + max(places)) / 2


def _intervals(drawn: Sequence[tuple[float, Interval]], axis: Axis, class_: str) -> Iterator[Markup]:
    """Whiskers with caps, then the estimates: open diamonds before, an open circle, filled dots after."""
    if not drawn:
        return
    whiskers = []
    for x, shown in drawn:
        low, high = _y(shown.low, axis), _y(shown.high, axis)
        whiskers += [("M", x, low), ("L", x, high)]
        whiskers += [("M", x - 4.0, low), ("L", x + 4.0, low), ("M", x - 4.0, high), ("L", x + 4.0, high)]
    yield element("path", class_=f"{class_}-interval", d=path(whiskers))
    places = [(x, _y(shown.estimate, axis)) for x, shown in drawn]
    yield element("path", class_=f"{class_}-estimate", d=_shapes(class_, places))


def _shapes(class_: str, places: Sequence[tuple[float, float]]) -> str:
    if class_ == "lead":
        return diamond_path(places, radius=4.5)
    return ring_path(places, radius=4.0) if class_ == "same-day" else dot_path(places)
