"""The findings as one self-contained HTML page: no script, no outside reference, readable on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from commensal.findings.finding import Findings
from commensal.records.day_table import DayTable
from commensal.report.day_chart import key_sample
from commensal.report.day_series import Mark
from commensal.report.findings_words import method_paragraphs
from commensal.report.known_truth import KnownEffect, truth_rows
from commensal.report.labels import shown_label
from commensal.report.notice import NOTICE, SHORT_NOTICE
from commensal.report.numbers import chance, moment_words
from commensal.report.page_templates import templates
from commensal.report.page_views import outcome_view
from commensal.report.words import say, say_each


def findings_page(
    findings: Findings,
    table: DayTable,
    *,
    generated_at: datetime,
    version: str,
    is_synthetic: bool,
    person_label: str | None = None,
    truth: Sequence[KnownEffect] | None = None,
) -> str:
    """The page, as text to be written to a file in UTF-8.

    Parameters
    ----------
    findings : what was found, and what was not.
    table : the day table that the findings were made from; every outcome is one of its variables.
    generated_at : when, by the clock it should be shown in.
    version : version of Commensal.
    is_synthetic : label the page as made by a program, on screen and on every printed sheet.
    person_label : a name for the heading, if wanted.
    truth : what was planted in a synthetic person; None leaves the section out.

    Raises
    ------
    KeyError : an outcome is not in the table.
    """
    outcomes = [
        outcome_view(item, table, number=n, n_outcomes=len(findings.outcomes))
        for n, item in enumerate(findings.outcomes, start=1)
    ]
    name = None if person_label is None else shown_label(person_label)
    return (
        templates()
        .get_template("page.html.j2")
        .render(
            title=say("page.title") if name is None else say("page.title_for", person=name),
            made=say("page.made", made_at=moment_words(generated_at), version=version),
            is_synthetic=is_synthetic,
            notice=NOTICE,
            short_notice=SHORT_NOTICE,
            outcomes=outcomes,
            truth=None if truth is None else truth_rows(truth, findings),
            **reading_help(findings),
            **chart_help(),
        )
    )


def reading_help(findings: Findings) -> dict[str, Any]:
    """What templates show beside findings: how to read them, what they cannot say, how they were worked out."""
    return {
        "reading": [point.format(fdr=chance(findings.fdr)) for point in say_each("reading.points")],
        "cannot_say": say_each("cannot_say.points"),
        "method": method_paragraphs(findings),
        "legend": _legend(),
    }


def chart_help() -> dict[str, Any]:
    """What the template of an outcome needs for its pictures of days."""
    return {
        "day_key": [(key_sample(mark), say(f"chart.key_{mark.value}")) for mark in Mark],
        "weekdays": tuple(zip(say_each("words.weekdays"), say_each("words.short_weekdays"), strict=True)),
    }


def _legend() -> tuple[str, ...]:
    keys = ("found", "no_sign_yet", "too_few_days", "not_enough_variation", "reversed_or_confounded", "medicine")
    return tuple(say(f"legend.{key}") for key in keys)
