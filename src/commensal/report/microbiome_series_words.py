"""Many samples of one person over time, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from commensal.microbiome.series import NumberAnswer, PeriodAnswer, SeriesAnswer
from commensal.report.labels import listed
from commensal.report.microbiome_json import SCHEMA, SCHEMA_VERSION, plain
from commensal.report.notice import NOTICE
from commensal.report.numbers import number, whole
from commensal.report.trial_paper import Paper, Part, paper, paper_json
from commensal.report.words import say


def series_paper(seen: SeriesAnswer) -> Paper:
    """What many samples show: those refused, ordinary days, periods, numbers, and how it was read."""
    lead = [say("microbiome_series.lead")]
    if seen.too_few_reads:
        lead.append(say("microbiome_series.refused", n=whole(len(seen.too_few_reads))))
    parts = (
        Part(title=say("microbiome_series.part.usual"), lines=tuple(_usual(seen))),
        _periods(seen),
        Part(title=say("microbiome_series.part.numbers"), lines=tuple(map(number_words, seen.numbers))),
        Part(title=say("microbiome_series.part.method"), lines=tuple(_method(seen))),
    )
    return paper(say("microbiome_series.title"), lead, parts)


def series_json(seen: SeriesAnswer, made: Paper) -> dict[str, Any]:
    """The answers as one document: numbers, then the same words."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "kind": "series",
        "notice": NOTICE,
        "series": plain(seen),
        **paper_json(made),
    }


def period_words(one: PeriodAnswer) -> str:
    """One measure in one period."""
    blanks = {
        "measure": _measure(one.measure),
        "period": one.period,
        "n_inside": whole(one.n_inside),
        "n_outside": whole(one.n_outside),
    }
    if one.means is None:
        return say("microbiome_series.period.too_few", **blanks)
    outside, inside = (_value(one.measure, mean) for mean in one.means)
    way = "cannot_tell" if not one.is_seen else "lower" if one.means[1] < one.means[0] else "higher"
    return say(f"microbiome_series.period.{way}", **blanks, inside=inside, outside=outside)


def number_words(one: NumberAnswer) -> str:
    """One measure with one number; silent unless it is seen."""
    key = "too_few" if one.rank_correlation is None else "seen" if one.is_seen else "silent"
    rho = "" if one.rank_correlation is None else number(one.rank_correlation, decimals=2)
    blanks = {"measure": _measure(one.measure), "number": one.number, "n": whole(one.n_samples)}
    return say(f"microbiome_series.number.{key}", **blanks, rho=rho)


def _usual(seen: SeriesAnswer) -> Iterator[str]:
    for measure, mean, sd in zip(seen.measures, seen.means, seen.day_to_day_sd, strict=True):
        yield say(
            "microbiome_series.usual.line",
            measure=_measure(measure),
            mean=_value(measure, mean),
            sd=_value(measure, sd),
        )


def _periods(seen: SeriesAnswer) -> Part:
    lines = [*map(period_words, seen.periods)]
    if any(one.is_seen for one in seen.periods):
        lines.append(say("microbiome_series.period.why"))
    rows = [
        (
            _measure(one.measure),
            one.period,
            *(_value(one.measure, mean) for mean in one.means),
            number(one.p_holm, decimals=3),
        )
        for one in seen.periods
        if one.means is not None and one.p_holm is not None
    ]
    return Part(
        title=say("microbiome_series.part.periods"),
        lines=tuple(lines),
        head=tuple(say(f"microbiome_series.head.{key}") for key in ("measure", "what", "outside", "inside", "p")),
        rows=tuple(rows),
    )


def _method(seen: SeriesAnswer) -> Iterator[str]:
    questions: list[PeriodAnswer | NumberAnswer] = [*seen.periods, *seen.numbers]
    asked = [one for one in questions if one.p_value is not None]
    if asked:
        yield say("microbiome_series.method.turns", n=whole(len(asked)), measure=_measure(asked[0].measure))
    values = [
        say("microbiome_series.method.like_one", measure=_measure(key), value=number(one, decimals=2))
        for key, one in zip(seen.measures, seen.lag_one, strict=True)
    ]
    yield say("microbiome_series.method.like", values=listed(values))
    if seen.richness_reads is not None:
        yield say("microbiome_series.method.richness", n=whole(seen.richness_reads))


def _measure(key: str) -> str:
    return say(f"microbiome_cohort.measure.{key}")


def _value(measure: str, value: float) -> str:
    return number(value, decimals=1 if measure == "richness" else 2)
