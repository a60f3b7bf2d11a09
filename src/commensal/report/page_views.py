"""What stands on the page about one outcome, ready for the template: sentences, pictures, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from commensal.findings.finding import Contrast, Finding, OutcomeFindings, Tier
from commensal.records.day_table import DayTable
from commensal.report.credible_sets import is_about_medicine, labels_of, set_labels, shown_sets
from commensal.report.day_chart import day_chart, outcome_axis
from commensal.report.day_series import DAYS_SHOWN_OPEN, DayMark, DaySeries, Mark, day_series, quarters
from commensal.report.difference import as_shown, condition_words, happens_or_not, measure_of, night_key, signed_range
from commensal.report.finding_map import map_sentences
from commensal.report.findings_words import (
    answer_words,
    finding_sentence,
    help_sentence,
    left_out_sentence,
    member_sentence,
    outcome_sentence,
    sure_words,
    together_sentence,
    total_sentence,
    visible_effect_sentence,
)
from commensal.report.labels import at_start, in_sentence, listed
from commensal.report.lag_chart import drawn_lags, lag_chart, lag_words, order_is_open
from commensal.report.numbers import brief, count, day_words, span_words
from commensal.report.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: its heading and its cells; ``key`` of what it is about, where it can be asked about."""

    heading: str
    cells: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysView:
    """An outcome over its days: recent strips, earlier strips, and the table twin by week."""

    caption: str
    strips: tuple[Markup, ...]
    earlier: tuple[Markup, ...]
    earlier_title: str
    weeks: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """One finding that is shown."""

    key: str
    label_inside: str
    sentence: str
    notes: tuple[str, ...]
    picture: Markup | None
    picture_caption: str
    picture_unit: str
    picture_notes: tuple[str, ...]
    lags: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetView:
    """Findings that cannot be told apart; mostly one alone."""

    title: str
    findings: tuple[FoundView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """Everything about one outcome, in the order it is read."""

    anchor: str
    label: str
    label_inside: str
    first_sentence: str
    sets: tuple[SetView, ...]
    days: DaysView | None
    visible: str
    left_out: str
    help: str
    difference_heading: str
    answer_heading: str
    candidates_title: str
    candidates: tuple[Row, ...]


def outcome_view(
    outcome_findings: OutcomeFindings, table: DayTable, *, number: int, n_outcomes: int = 1
) -> OutcomeView:
    """What the page shows about one outcome.

    ``number`` makes its anchors unique on the page; ``n_outcomes`` were asked together.
    """
    anchor = f"outcome-{number}"
    labels = labels_of(outcome_findings.findings)
    measure = measure_of(outcome_findings.outcome)
    series = day_series(table, outcome_findings.outcome.key)
    return OutcomeView(
        anchor=anchor,
        label=at_start(outcome_findings.outcome.label),
        label_inside=in_sentence(outcome_findings.outcome.label),
        first_sentence=outcome_sentence(outcome_findings),
        sets=tuple(
            _set_view(members, labels, f"{anchor}-set-{index}", n_outcomes)
            for index, members in enumerate(shown_sets(outcome_findings), start=1)
        ),
        days=None if series is None else _days_view(series, anchor),
        visible=visible_effect_sentence(outcome_findings),
        left_out=left_out_sentence(outcome_findings),
        help=help_sentence(outcome_findings),
        difference_heading=say(f"column.difference_{measure.kind}", unit=measure.unit),
        answer_heading=say(
            "column.answer_difference", difference=say(f"column.difference_{measure.kind}_inside", unit=measure.unit)
        ),
        candidates_title=say("page.candidates", n_things=count("thing", len(outcome_findings.findings))),
        candidates=tuple(_candidate_row(finding, labels) for finding in outcome_findings.findings),
    )


def _set_view(members: Sequence[Finding], labels: Mapping[str, str], prefix: str, n_outcomes: int) -> SetView:
    named = dict.fromkeys(label for member in members for label in set_labels(member, labels))
    return SetView(
        title=at_start(listed([in_sentence(label) for label in named], joined_by="or")),
        findings=tuple(
            _found_view(
                finding, _sentence(finding, labels, is_first=index == 1), f"{prefix}-{index}", labels, n_outcomes
            )
            for index, finding in enumerate(members, start=1)
        ),
    )


def _sentence(finding: Finding, labels: Mapping[str, str], *, is_first: bool) -> str:
    """A set is told once, in full; its other members add their size."""
    return (None if is_first else member_sentence(finding)) or finding_sentence(finding, label_by_key=labels)


def _found_view(finding: Finding, sentence: str, prefix: str, labels: Mapping[str, str], n_outcomes: int) -> FoundView:
    is_medicine = is_about_medicine(finding)
    outcome, exposure = at_start(finding.outcome.label), in_sentence(finding.exposure.label)
    return FoundView(
        key=finding.exposure.key,
        label_inside=exposure,
        sentence=sentence,
        notes=() if is_medicine else (*_notes(finding, n_outcomes), *map_sentences(finding, label_by_key=labels)),
        picture=None if is_medicine else lag_chart(finding, picture_id=f"{prefix}-lags"),
        picture_caption=say("page.lags_figure", outcome=outcome, exposure=exposure),
        picture_unit=say(
            "page.lags_figure_unit",
            unit=measure_of(finding.outcome).unit,
            condition=condition_words(finding, exposure=exposure),
        ),
        picture_notes=tuple(_picture_notes(finding, exposure)),
        lags=() if is_medicine else _lag_rows(finding),
    )


def _picture_notes(finding: Finding, exposure: str) -> Iterator[str]:
    """What the shapes mean that are not simply a later day."""
    lags_days = {lag.lag_days for lag, _ in drawn_lags(finding)}
    if min(lags_days, default=0) < 0:
        note = "lead_note_beyond" if finding.exposure.beyond_symptoms else "lead_note"
        yield say(f"page.{note}", exposure=exposure)
    if 0 in lags_days and order_is_open(finding):
        yield say("page.same_day_note")


def _notes(finding: Finding, n_outcomes: int) -> Iterator[str]:
    total = total_sentence(finding)
    if total is not None:
        yield total
    yield sure_words(finding)
    above = "page.days_above_night" if night_key(finding.exposure) else "page.days_above"
    key = "page.days_with" if finding.contrast is Contrast.PRESENCE else above
    yield say(key, n_days=f"{finding.n_days:,}", n_exposed=f"{finding.n_days_exposed:,}")
    if together := together_sentence(n_outcomes):
        yield together


def _lag_rows(finding: Finding) -> tuple[Row, ...]:
    measure = measure_of(finding.outcome)
    return tuple(
        Row(heading=lag_words(lag.lag_days), cells=(signed_range(shown, measure),))
        for lag, shown in drawn_lags(finding)
    )


def _candidate_row(finding: Finding, labels: Mapping[str, str]) -> Row:
    """Exposure, answer, difference, days. Only what is shown gets a number: silence has none."""
    difference = ""
    if finding.tier is not Tier.NONE and finding.effect is not None and not is_about_medicine(finding):
        shown = as_shown(finding, finding.effect)
        difference = signed_range(shown, measure_of(finding.outcome))
        if finding.contrast is Contrast.UNIT:
            difference = say("signed.with_condition", difference=difference, condition=condition_words(finding))
    days = "column.days_cell" if finding.contrast is Contrast.PRESENCE else "column.days_cell_amount"
    return Row(
        heading=at_start(finding.exposure.label),
        cells=(
            answer_words(finding, label_by_key=labels),
            difference,
            say(days, n=f"{finding.n_days_exposed:,}", n_days=f"{finding.n_days:,}"),
        ),
        key=finding.exposure.key,
    )


def _days_view(series: DaySeries, anchor: str) -> DaysView:
    axis = outcome_axis(series)
    parts = list(quarters(series))
    opens_on = series.last_day - timedelta(days=DAYS_SHOWN_OPEN)
    strips = [
        (part, day_chart(part, axis, picture_id=f"{anchor}-days-{index}")) for index, part in enumerate(parts, start=1)
    ]
    earlier = [(part, strip) for part, strip in strips if part.last_day < opens_on]
    span = span_words(earlier[0][0].first_day, earlier[-1][0].last_day) if earlier else ""
    return DaysView(
        caption=_days_caption(series),
        strips=tuple(strip for part, strip in strips if part.last_day >= opens_on),
        earlier=tuple(strip for _, strip in earlier),
        earlier_title=say("page.earlier", span=span) if earlier else "",
        weeks=tuple(_weeks(series)),
    )


def _days_caption(series: DaySeries) -> str:
    variable, scale = series.variable, series.variable.scale
    outcome, span = at_start(variable.label), span_words(series.first_day, series.last_day)
    if happens_or_not(variable):
        return say("page.days_figure_yes_no", outcome=outcome, span=span)
    if scale is not None:
        low, high = brief(scale.minimum), brief(scale.maximum)
        return say("page.days_figure_scale", outcome=outcome, span=span, low=low, high=high)
    return say("page.days_figure_unit", outcome=outcome, span=span, unit=measure_of(variable).unit)


def _weeks(series: DaySeries) -> Iterator[Row]:
    """One row a week, Monday to Sunday, for weeks in which anything was asked."""
    cells: list[str] = [say("cell.outside")] * series.first_day.weekday()
    monday = series.first_day - timedelta(days=series.first_day.weekday())
    is_asked = False
    for mark in series.marks:
        cells.append(_cell(mark, is_yes_no=happens_or_not(series.variable)))
        is_asked = is_asked or mark.mark is not Mark.NOT_ASKED
        if len(cells) == 7:
            if is_asked:
                yield _week(monday, cells)
            monday, cells, is_asked = monday + timedelta(days=7), [], False
    if cells and is_asked:
        yield _week(monday, cells + [say("cell.outside")] * (7 - len(cells)))


def _week(monday: date, cells: Sequence[str]) -> Row:
    return Row(heading=day_words(monday), cells=tuple(cells))


def _cell(mark: DayMark, *, is_yes_no: bool) -> str:
    if mark.mark in (Mark.MISSING, Mark.NOT_ASKED) or mark.value is None:
        return say(f"cell.{mark.mark.value}")
    value = brief(mark.value)
    if is_yes_no and mark.value in (0.0, 1.0):
        value = say("chart.yes" if mark.value else "chart.no")
    if mark.mark is Mark.COPIED:
        return say("cell.copied", value=value)
    return say("cell.none") if mark.mark is Mark.NONE and not is_yes_no else value
