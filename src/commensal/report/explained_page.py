"""What stands behind one finding, as a paper with its picture: the same sentences and tables as in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from commensal.report.credible_sets import is_about_medicine
from commensal.report.difference import measure_of
from commensal.report.explained import Explained
from commensal.report.explained_words import explained_parts, sized_by_lags
from commensal.report.findings_words import finding_sentence, total_sentence
from commensal.report.labels import at_start, in_sentence
from commensal.report.lag_chart import lag_chart
from commensal.report.phase_words import Line
from commensal.report.trial_paper import Paper, Part, paper
from commensal.report.words import say


def explained_paper(explained: Explained) -> Paper:
    """Everything behind a finding; for a medicine one sentence and no number."""
    finding = explained.finding
    title = say(
        "explained.heading",
        exposure=at_start(finding.exposure.label),
        outcome=in_sentence(finding.outcome.label),
    )
    answer = finding_sentence(finding, label_by_key=explained.label_by_key)
    if is_about_medicine(finding):
        return paper(title, [answer], [])
    total = total_sentence(finding)
    parts = [_part(name, lines, explained) for name, lines in explained_parts(explained)]
    return paper(title, [answer, *([total] if total else [])], parts)


def _part(name: str, lines: Sequence[Line], explained: Explained) -> Part:
    sentences = tuple(line for line in lines if isinstance(line, str))
    tables = [line for line in lines if not isinstance(line, str)]
    rows = tuple(tuple(row) for row in tables[0]) if tables else ()
    part = Part(title=say(f"explained.{name}.title"), lines=sentences, is_list=name == "sources")
    if name == "lags":
        return _with_picture(replace(part, rows=rows, head=_lag_head(explained) if rows else ()), explained)
    return replace(part, head=rows[0], rows=rows[1:]) if rows else part


def _lag_head(explained: Explained) -> tuple[str, ...]:
    measure = measure_of(explained.finding.outcome)
    return say("column.lag"), say(f"column.difference_{measure.kind}", unit=measure.unit)


def _with_picture(part: Part, explained: Explained) -> Part:
    """The picture of a silence is drawn like that of a finding: its ranges show why nothing is said."""
    finding = replace(sized_by_lags(explained), lags=explained.lags)
    caption = say(
        "page.lags_figure", outcome=at_start(finding.outcome.label), exposure=in_sentence(finding.exposure.label)
    )
    return replace(part, figure=lag_chart(finding, picture_id="lags"), caption=caption)
