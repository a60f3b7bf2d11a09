"""Pictures for a notebook, where matplotlib is installed. The page and the command draw without it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from commensal.findings.finding import Finding, Interval, Tier
from commensal.report.credible_sets import is_about_medicine
from commensal.report.difference import amount_shown, as_shown, condition_words, is_drawable, measure_of
from commensal.report.explained import Explained
from commensal.report.explained_words import sized_by_lags
from commensal.report.labels import at_start, in_sentence
from commensal.report.words import say
from commensal.vocab.errors import UsageError

_INK, _CHECK = "#1b4965", "#8a8a8a"


def plot_lags(explained: Explained, *, axes: Any = None) -> Any:
    """The difference at each lag alone, with 95 % intervals; the days before are open diamonds, a check.

    Parameters
    ----------
    axes : matplotlib axes to draw on; a new figure's when None.

    Raises
    ------
    UsageError : matplotlib is not installed.
    """
    drawn = axes if axes is not None else _new_axes(height=3.4)
    finding = explained.finding
    lags = [lag for lag in sorted(explained.lags, key=lambda lag: lag.lag_days) if is_drawable(lag.effect)]
    if not lags:
        return _said(drawn, say("explained.lags.none"))
    sized = sized_by_lags(explained)
    measure = measure_of(finding.outcome)
    drawn.axhline(0.0, color=_CHECK, linewidth=0.8)
    for lag in lags:
        is_check = lag.lag_days < 0
        _interval(
            drawn,
            float(lag.lag_days),
            as_shown(sized, lag.effect),
            marker="D" if is_check else "o",
            is_filled=lag.lag_days > 0 or lag.lag_days == finding.onset_days,
        )
    drawn.axvline(-0.5, color=_CHECK, linestyle=":", linewidth=0.8)
    drawn.set_xticks([lag.lag_days for lag in lags])
    drawn.set_xlabel(say("explained.plot.days", exposure=in_sentence(finding.exposure.label)))
    drawn.set_ylabel(say("explained.plot.difference", unit=measure.unit, condition=condition_words(sized)))
    drawn.set_title(
        say("chart.lag_title", outcome=at_start(finding.outcome.label), exposure=in_sentence(finding.exposure.label))
    )
    return drawn


def plot_found(shown: Sequence[Finding], *, axes: Any = None) -> Any:
    """Every finding that is shown: the difference on the peak day with its 95 % interval; filled where fairly sure.

    Raises
    ------
    UsageError : matplotlib is not installed.
    """
    sized = [(f, as_shown(f, f.effect)) for f in shown if f.effect is not None and not is_about_medicine(f)]
    drawable = [(finding, interval) for finding, interval in sized if is_drawable(interval)]
    drawn = axes if axes is not None else _new_axes(height=1.2 + 0.5 * max(len(drawable), 1))
    if not drawable:
        return _said(drawn, say("explained.plot.nothing"))
    drawn.axvline(0.0, color=_CHECK, linewidth=0.8)
    for row, (finding, interval) in enumerate(reversed(drawable)):
        _interval(drawn, float(row), interval, is_filled=finding.tier is Tier.STRONG, is_lying=True)
    drawn.set_yticks(range(len(drawable)), [_row_label(finding) for finding, _ in reversed(drawable)])
    drawn.set_ylim(-0.6, len(drawable) - 0.4)
    units = dict.fromkeys(measure_of(finding.outcome).unit for finding, _ in drawable)
    drawn.set_xlabel(say("explained.plot.found", unit=" / ".join(units)))
    return drawn


def _row_label(finding: Finding) -> str:
    key = "row" if amount_shown(finding) == 1 and finding.contrast.value == "presence" else "row_amount"
    return say(
        f"explained.plot.{key}",
        exposure=at_start(finding.exposure.label),
        outcome=in_sentence(finding.outcome.label),
        condition=condition_words(finding),
    )


def _interval(
    axes: Any, place: float, shown: Interval, *, is_filled: bool, marker: str = "o", is_lying: bool = False
) -> None:
    reach = [[shown.estimate - shown.low], [shown.high - shown.estimate]]
    x, y = (shown.estimate, place) if is_lying else (place, shown.estimate)
    colour = _CHECK if marker == "D" else _INK
    axes.errorbar(
        [x],
        [y],
        **{"xerr" if is_lying else "yerr": reach},
        fmt=marker,
        color=colour,
        markerfacecolor=colour if is_filled else "white",
        capsize=2,
    )


def _said(axes: Any, sentence: str) -> Any:
    axes.text(0.5, 0.5, sentence, ha="center", va="center", wrap=True, transform=axes.transAxes)
    axes.set_axis_off()
    return axes


def _new_axes(*, height: float) -> Any:
    try:
        pyplot = import_module("matplotlib.pyplot")
    except ImportError as problem:
        raise UsageError(
            where="plot",
            found="no matplotlib, which draws the pictures",
            expected="matplotlib to be installed",
            do="Install it (pip install matplotlib), or use to_frame() with what you draw with. "
            "commensal report --html FILE draws without it.",
        ) from problem
    return pyplot.subplots(figsize=(6.4, height), layout="constrained")[1]
