"""What stands behind one finding, in lines for a terminal or a notebook, and as a JSON-ready document."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from commensal.findings.finding import Contrast, Finding, Interval, Status
from commensal.report.credible_sets import is_about_medicine
from commensal.report.difference import as_shown, condition_words, happens_or_not, is_drawable, measure_of, signed_range
from commensal.report.explained import ControlResult, Explained, RawAverage, RawDay
from commensal.report.finding_map import map_sentences
from commensal.report.findings_words import finding_sentence, total_sentence, when_words
from commensal.report.labels import at_start, in_sentence, label_from_key, listed
from commensal.report.lag_chart import lag_words
from commensal.report.numbers import brief, chance, count
from commensal.report.phase_words import Line, crash_picture, crashes_json, phase_lines, phases_json
from commensal.report.words import say

_WIDTH = 79
_MOST_DAYS = 14
_LONGEST_COLUMN = 18
_NEAR_P = 0.05
_OWN_WORDS = {"slow trend": "explained.adjusted.trend", "weekday": "explained.adjusted.weekday"}


def explained_lines(explained: Explained) -> tuple[str, ...]:
    """Everything behind a finding, in lines of at most 79 letters; for a medicine one sentence and no number."""
    finding = explained.finding
    outcome = in_sentence(finding.outcome.label)
    heading = say("explained.heading", exposure=at_start(finding.exposure.label), outcome=outcome)
    answer = _filled(finding_sentence(finding, label_by_key=explained.label_by_key))
    if is_about_medicine(finding):
        return (heading, "", *answer)
    total = total_sentence(finding)
    lines = [heading, "", *answer, *(_filled(total) if total else ())]
    for name, part in explained_parts(explained):
        hanging = "  " if name == "sources" else ""
        told = (row for line in part for row in _own_lines(line, hanging=hanging))
        lines += ["", say(f"explained.{name}.title"), *(f"  {line}" for line in told)]
    return tuple(lines)


def explained_parts(explained: Explained) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Each part by its name in the texts, as sentences and tables; nothing of a medicine may be shown so."""
    pictures = ((name, tuple(lines)) for name, lines in _pictures(explained))
    return (
        ("days", tuple(_day_lines(explained))),
        *pictures,
        ("lags", tuple(_lag_lines(explained))),
        ("check", tuple(_check_lines(explained))),
        ("adjusted", tuple(_adjusted_lines(explained))),
        ("way", tuple(_way_lines(explained))),
        ("sources", tuple(_source_lines(explained))),
    )


def _pictures(explained: Explained) -> Iterator[tuple[str, Iterator[Line]]]:
    """What only some exposures have: the days before crashes, or long phases."""
    exposure, outcome = explained.finding.exposure, explained.finding.outcome
    if explained.crashes is not None:
        yield "crashes", crash_picture(explained.crashes)
    if explained.phases is not None:
        is_amount = not happens_or_not(exposure) and explained.finding.contrast is Contrast.UNIT
        yield "phases", phase_lines(explained.phases, outcome, is_amount=is_amount)


def _own_lines(line: Line, *, hanging: str) -> Iterator[str]:
    """A sentence, filled, or a table."""
    yield from _filled(line, hanging=hanging) if isinstance(line, str) else _table(line)


def _day_lines(explained: Explained) -> Iterator[Line]:
    rows = explained.raw_days
    is_presence = explained.finding.contrast is Contrast.PRESENCE
    if is_presence:
        rows = tuple(row for row in rows if row.exposure > 0)
    if not rows:
        yield say("explained.days.none")
        return
    shown = rows[-_MOST_DAYS:]
    yield _day_table(explained, shown)
    key = "shown_with" if is_presence else "shown"
    yield say(f"explained.days.{key}", n=len(shown), n_all=len(rows))
    if explained.with_it and explained.without_it:
        yield _averages(explained, explained.with_it, explained.without_it)


def _day_table(explained: Explained, rows: Sequence[RawDay]) -> list[tuple[str, ...]]:
    finding, after = explained.finding, explained.after_days
    outcome = _short(at_start(finding.outcome.label))
    after_key = {0: "same_day", 1: "one_day"}.get(after, "days")
    head = (
        say("explained.days.day"),
        _short(at_start(finding.exposure.label)),
        say("explained.days.before", outcome=outcome),
        say(f"explained.days.{after_key}", outcome=outcome, n=after),
    )
    is_yes_no = happens_or_not(finding.outcome)
    return [
        head,
        *(
            (
                row.day.isoformat(),
                _value(row.exposure, is_yes_no=happens_or_not(finding.exposure)),
                _value(row.outcome_before, is_yes_no=is_yes_no),
                _value(row.outcome_after, is_yes_no=is_yes_no),
            )
            for row in rows
        ),
    ]


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_COLUMN else label[: _LONGEST_COLUMN - 1].rstrip() + "…"


def _value(value: float | None, *, is_yes_no: bool) -> str:
    if value is None:
        return say("cell.missing")
    return say("chart.yes" if value > 0 else "chart.no") if is_yes_no else brief(value)


def _averages(explained: Explained, with_it: RawAverage, without_it: RawAverage) -> str:
    outcome = explained.finding.outcome
    factor = measure_of(outcome).factor
    unit = f" {measure_of(outcome).unit}" if happens_or_not(outcome) else ""
    return say(
        "explained.days.averages",
        outcome=in_sentence(outcome.label),
        when=when_words(explained.after_days),
        with_it=f"{brief(factor * with_it.mean)}{unit}",
        without_it=f"{brief(factor * without_it.mean)}{unit}",
        n_with=count("day", with_it.n_days),
        n_without=count("day", without_it.n_days),
    )


def _lag_lines(explained: Explained) -> Iterator[Line]:
    lags = [lag for lag in sorted(explained.lags, key=lambda lag: lag.lag_days) if is_drawable(lag.effect)]
    if not lags:
        yield say("explained.lags.none")
        return
    sized = sized_by_lags(explained)
    measure = measure_of(sized.outcome)
    yield say("explained.lags.unit", unit=measure.unit, condition=condition_words(sized))
    yield [(lag_words(lag.lag_days), signed_range(as_shown(sized, lag.effect), measure)) for lag in lags]


def sized_by_lags(explained: Explained) -> Finding:
    """The finding with an effect that says for how many units differences can be read, also where it is silent."""
    finding = explained.finding
    reach = max((max(abs(lag.effect.low), abs(lag.effect.high)) for lag in explained.lags), default=0.0)
    return replace(finding, effect=finding.effect or Interval(estimate=reach, low=-reach, high=reach))


def _check_lines(explained: Explained) -> Iterator[Line]:
    finding, control = explained.finding, explained.control
    names = {"exposure": in_sentence(finding.exposure.label), "outcome": in_sentence(finding.outcome.label)}
    if control is None:
        yield say("explained.check.none")
        return
    if not control.looked_at:
        yield say("explained.check.beyond", **names)
    else:
        about = "same_day" if control.looked_at == "same_day" else "later"
        first = say(f"explained.check.{about}", outcome=names["outcome"], exposure=at_start(finding.exposure.label))
        result = say(f"explained.check.{_result(control)}", p=_p_words(control.p_value))
        yield f"{first} {result}"
    if math.isfinite(finding.shift_p):
        yield say("explained.check.moved", chance=chance(finding.shift_p), **names)


def _result(control: ControlResult) -> str:
    if control.has_failed:
        return "failed"
    if control.goes_the_other_way:
        return "other_way"
    return "near" if control.p_value < _NEAR_P else "passed"


def _p_words(p_value: float) -> str:
    return say("explained.check.p_small") if p_value < 0.001 else say("explained.check.p", p=f"{p_value:.3f}")


def _adjusted_lines(explained: Explained) -> Iterator[Line]:
    if not explained.adjusted_for:
        yield say("explained.adjusted.none")
        return
    names = [_name(key, explained) for key in explained.adjusted_for]
    yield say("explained.adjusted.always", names=listed(names))
    yield say("explained.adjusted.together")
    if explained.finding.reason == "held_equal":  # what was found says so beside its way on the map
        held = listed([_name(key, explained) for key in explained.held_equal])
        yield say("map.held_equal", names=held)


def _name(key: str, explained: Explained) -> str:
    if key in _OWN_WORDS:
        return say(_OWN_WORDS[key])
    return in_sentence(explained.label_by_key.get(key) or label_from_key(key))


def _way_lines(explained: Explained) -> Iterator[Line]:
    sentences = tuple(map_sentences(explained.finding, label_by_key=explained.label_by_key))
    if explained.way is None:
        yield say("explained.way.none")
    elif explained.finding.status is not Status.FOUND:
        yield say("explained.way.not_on_days")
    yield from sentences


def _source_lines(explained: Explained) -> Iterator[Line]:
    yield say("explained.sources.method", method=explained.method)
    for reference in explained.references:
        sentence = say("explained.sources.line", id=reference.source_id, reference=reference.text)
        yield sentence


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with their columns below one another."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _filled(text: str, *, hanging: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH - 2, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)


def explained_json(explained: Explained) -> dict[str, Any]:
    """The same for other programs; empty lists and nulls for a medicine.

    ``held_equal`` is what the map asks to hold equal: it is done for what may be shown, not for every silence.
    """
    finding, control = explained.finding, explained.control
    return {
        "exposure": finding.exposure.key,
        "outcome": finding.outcome.key,
        "status": finding.status.value,
        "reason": finding.reason or None,
        "sentence": finding_sentence(finding, label_by_key=explained.label_by_key),
        "after_days": explained.after_days,
        "raw_days": [
            {
                "day": row.day.isoformat(),
                "exposure": row.exposure,
                "outcome_before": row.outcome_before,
                "outcome_after": row.outcome_after,
            }
            for row in explained.raw_days
        ],
        "average_with": _average_json(explained.with_it),
        "average_without": _average_json(explained.without_it),
        "crashes": None if explained.crashes is None else crashes_json(explained.crashes),
        "phases": None if explained.phases is None else phases_json(explained.phases),
        "lags": [
            {"lag_days": lag.lag_days, "estimate": lag.effect.estimate, "low": lag.effect.low, "high": lag.effect.high}
            for lag in explained.lags
            if is_drawable(lag.effect)
        ],
        "negative_control": None
        if control is None
        else {
            "looked_at": control.looked_at,
            "p_value": control.p_value,
            "has_failed": control.has_failed,
            "goes_the_other_way": control.goes_the_other_way,
        },
        "adjusted_for": list(explained.adjusted_for),
        "held_equal": list(explained.held_equal),
        "not_measured": list(finding.not_adjustable),
        "map": None
        if explained.way is None or explained.grade is None
        else {
            "nodes": list(explained.way.nodes),
            "edges": list(explained.way.edge_ids),
            "grade": explained.grade.value,
        },
        "method": explained.method,
        "sources": [
            {"id": reference.source_id, "reference": reference.text, "was_seen": reference.was_seen}
            for reference in explained.references
        ],
    }


def _average_json(average: RawAverage | None) -> dict[str, Any] | None:
    return None if average is None else {"mean": average.mean, "n_days": average.n_days}
