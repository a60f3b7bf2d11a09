"""The days of a trial as one picture: what was rated, which way each day was drawn, and which days do not count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.labels import at_start
from commensal.report.numbers import brief, count, number, span_words
from commensal.report.svg import dot_path, element, path, picture, ring_path
from commensal.report.trial_numbers import decimals_of
from commensal.report.words import say
from commensal.trials.plan import TrialPlan

_WIDTH, _HEIGHT = 640.0, 190.0
_LEFT, _RIGHT, _TOP, _PLOT_HEIGHT = 30.0, 8.0, 10.0, 140.0
_LANE_Y, _NAMES_Y = 160.0, 180.0
_BAND_OPACITY = 0.12


def trial_chart(plan: TrialPlan, outcomes: Sequence[float | None], *, picture_id: str = "trial-days") -> Markup | None:
    """The picture that CENT asks for; None where no day has come, or the first day is not known.

    Parameters
    ----------
    outcomes : what was recorded on each day of the schedule that has come; None where nothing was. [points]

    Notes
    -----
    Days with a change lie on a grey ground, days as usual do not. A full dot counts, an open one lies in a washout,
    a short stroke below is a day without a rating, and a line is the average of the days of a turn that count.
    """
    if plan.first_day is None or not outcomes:
        return None
    known = [value for value in outcomes if value is not None]
    axis = _axis(plan, known)
    step = (_WIDTH - _LEFT - _RIGHT) / len(outcomes)

    def x(index: float) -> float:
        return _LEFT + step * (index + 0.5)

    def y(value: float) -> float:
        return _TOP + _PLOT_HEIGHT * (1.0 - axis.share(value))

    rated = [(index, value) for index, value in enumerate(outcomes) if value is not None]
    counts = [(x(index), y(value)) for index, value in rated if not plan.design.washout_at(index)]
    washed = [(x(index), y(value)) for index, value in rated if plan.design.washout_at(index)]
    missing = [index for index, value in enumerate(outcomes) if value is None]
    averages = ((start, end, y(value)) for start, end, value in _averages(plan, outcomes))
    return picture(
        *_bands(plan, len(outcomes), step),
        *_levels(axis),
        *_drawn("day-link", path(_lines((x(start - 0.5), x(end - 0.5), at) for start, end, at in averages))),
        *_drawn("day-dots", dot_path(counts)),
        *_drawn("day-rings", ring_path(washed, radius=1.6)),
        *_drawn("day-missing", path(_strokes(map(x, missing)))),
        *_names(plan, len(outcomes)),
        picture_id=picture_id,
        title=say(
            "trial_papers.chart.title",
            outcome=at_start(plan.outcome.label),
            span=span_words(plan.dates[0], plan.dates[len(outcomes) - 1]),
        ),
        desc=describe(plan, outcomes),
        width=_WIDTH,
        height=_HEIGHT,
        class_="lags",
    )


def describe(plan: TrialPlan, outcomes: Sequence[float | None]) -> str:
    """The picture in words: the average of each way, over the days that count."""
    parts = []
    for arm, name in enumerate(plan.arms):
        values = [
            value
            for index, value in enumerate(outcomes)
            if value is not None and plan.schedule[index] == arm and not plan.design.washout_at(index)
        ]
        average = number(sum(values) / len(values), decimals=decimals_of(plan.outcome)) if values else "–"
        parts.append(say("trial_papers.chart.arm", arm=name, average=average, days=count("day", len(values))))
    n_missing = sum(value is None for value in outcomes)
    return " ".join((*parts, say("trial_papers.chart.missing", days=count("day", n_missing))))


def _axis(plan: TrialPlan, known: Sequence[float]) -> Axis:
    """The whole scale where there is one, so that the picture never exaggerates."""
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    low = low if plan.outcome.minimum is None else min(low, plan.outcome.minimum)
    high = high if plan.outcome.maximum is None else max(high, plan.outcome.maximum)
    return axis_for(low, high)


def _averages(plan: TrialPlan, outcomes: Sequence[float | None]) -> Iterator[tuple[int, int, float]]:
    """First day, day after the last, and average of the days that count, for each turn that has any."""
    length = plan.design.period_days
    if length == 1:
        return
    for start in range(0, len(outcomes), length):
        end = min(start + length, len(outcomes))
        counted = [index for index in range(start, end) if not plan.design.washout_at(index)]
        values = [value for index in counted if (value := outcomes[index]) is not None]
        if values:
            yield counted[0], end, sum(values) / len(values)


def _bands(plan: TrialPlan, n_days: int, step: float) -> Iterator[Markup]:
    """A grey ground behind the days with a change; darker for a second and a third one."""
    index = 0
    while index < n_days:
        end = index
        while end < n_days and plan.schedule[end] == plan.schedule[index]:
            end += 1
        if arm := plan.schedule[index]:
            yield element(
                "rect", x=_LEFT + step * index, y=_TOP, width=step * (end - index), height=_PLOT_HEIGHT,
                fill="currentColor", fill_opacity=f"{_BAND_OPACITY * arm:.2f}",
            )  # fmt: skip
        index = end


def _levels(axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        y = _TOP + _PLOT_HEIGHT * (1.0 - axis.share(tick))
        yield element("path", class_="level", d=path((("M", _LEFT, y), ("L", _WIDTH - _RIGHT, y))))
        yield element("text", brief(tick), class_="mark", x=_LEFT - 6.0, y=y + 4.0, text_anchor="end")


def _names(plan: TrialPlan, n_days: int) -> Iterator[Markup]:
    first, last = span_words(plan.dates[0], plan.dates[0]), span_words(plan.dates[n_days - 1], plan.dates[n_days - 1])
    yield element("text", first, class_="mark", x=_LEFT, y=_NAMES_Y)
    yield element("text", last, class_="mark", x=_WIDTH - _RIGHT, y=_NAMES_Y, text_anchor="end")


def _lines(parts: Iterator[tuple[float, float, float]]) -> Iterator[tuple[str, float, float]]:
    for start, end, y in parts:
        yield "M", start, y
        yield "L", end, y


def _strokes(places: Iterator[float]) -> Iterator[tuple[str, float, float]]:
    for x in places:
        yield "M", x, _LANE_Y - 4.0
        yield "L", x, _LANE_Y + 4.0


def _drawn(class_: str, data: str) -> tuple[Markup, ...]:
    return (element("path", class_=class_, d=data),) if data else ()
