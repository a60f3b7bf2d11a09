"""A difference as one line with its range, beside no difference and the size that matters."""

from __future__ import annotations

import math
from collections.abc import Iterator

from markupsafe import Markup

from commensal.report.axis_ticks import Axis, axis_for
from commensal.report.labels import at_start
from commensal.report.numbers import brief
from commensal.report.svg import dot_path, element, path, picture
from commensal.report.trial_numbers import difference_words, interval_words
from commensal.report.words import say
from commensal.trials.plan import TrialPlan

_WIDTH, _HEIGHT = 340.0, 96.0
_LEFT, _RIGHT, _TOP, _BOTTOM, _NAMES_Y = 20.0, 320.0, 10.0, 66.0, 86.0
_MIDDLE = (_TOP + _BOTTOM) / 2


def effect_chart(
    plan: TrialPlan, estimate: float, low: float, high: float, *, picture_id: str = "difference"
) -> Markup | None:
    """The difference of a trial, change less usual; None where its range has no bounds.

    Parameters
    ----------
    estimate, low, high : of the difference. [points; for what happens or does not, share of days]
    """
    if not all(map(math.isfinite, (estimate, low, high))):
        return None
    matters = plan.smallest_difference
    axis = axis_for(min(low, -matters, 0.0), max(high, matters, 0.0), n_steps=4, widen=True)

    def x(value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * axis.share(value)

    difference = difference_words(estimate, plan.outcome) or say("trial.look.chart_none")
    return picture(
        *_upright("zero", [x(0.0)]),
        *_upright("apart", [x(-matters), x(matters)] if matters > 0 else []),
        *_ticks(axis),
        element("path", class_="later-interval", d=_bar(x(low), x(high))),
        element("path", class_="later-estimate", d=dot_path([(x(estimate), _MIDDLE)])),
        picture_id=picture_id,
        title=say("trial.look.chart_title", outcome=at_start(plan.outcome.label)),
        desc=say(
            "trial.look.chart_desc",
            difference=difference,
            interval=interval_words((low, high), plan.outcome),
            matters=brief(matters),
        ),
        width=_WIDTH,
        height=_HEIGHT,
        class_="lags",
    )


def _upright(class_: str, places: list[float]) -> Iterator[Markup]:
    for x in places:
        yield element("path", class_=class_, d=path((("M", x, _TOP), ("L", x, _BOTTOM))))


def _bar(start: float, end: float) -> str:
    ends = ((("M", x, _MIDDLE - 7.0), ("L", x, _MIDDLE + 7.0)) for x in (start, end))
    return path((*(command for one in ends for command in one), ("M", start, _MIDDLE), ("L", end, _MIDDLE)))


def _ticks(axis: Axis) -> Iterator[Markup]:
    for tick in axis.ticks:
        x = _LEFT + (_RIGHT - _LEFT) * axis.share(tick)
        yield element("text", brief(tick), class_="mark", x=x, y=_NAMES_Y, text_anchor="middle")
