"""The story "why do you say so?": everything behind one finding, put together from the same days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from commensal.axis.names import node_of_column
from commensal.findings.exertion import BeforeCrashes, before_crashes
from commensal.findings.find import Analysis, analyse
from commensal.findings.finding import Contrast, Finding, Findings, LagEffect, OutcomeFindings, Status
from commensal.findings.lag_picture import lag_picture, white_lags
from commensal.findings.negative_control import negative_controls
from commensal.findings.phases import PhasePicture, phase_picture
from commensal.findings.question import Question, Rules
from commensal.knowledge.sources import sources
from commensal.records.day_table import DayTable, Variable
from commensal.report.credible_sets import MEDICINE_KIND, is_about_medicine
from commensal.report.evidence_words import citation
from commensal.report.explained import ControlResult, Explained, RawAverage, RawDay, Reference
from commensal.report.finding_map import way_of
from commensal.report.labels import in_sentence
from commensal.service.find import CITATION, question_for
from commensal.service.graph_priors import place_of
from commensal.service.reporting import Looked
from commensal.vocab.errors import NotAnalysableError

Floats = NDArray[np.float64]

_NOT_ESTIMATED = (Status.TOO_FEW_DAYS, Status.NOT_ENOUGH_VARIATION)
_FAILED_CONTROLS = ("leads", "same_day")
_LONG_PHASES = ("one_switch", "phases")
_EXERTION, _CRASH = ("overexertion", "physical_activity_paced"), "pem"


def explain_finding(
    findings: Findings, table: DayTable, question: Question, exposure: str | Finding, outcome: str | None = None
) -> Explained:
    """What stands behind what is said, or not said, of one exposure.

    Parameters
    ----------
    findings, table, question : the answer, the days it rests on and what was asked.
    exposure : key or label of a candidate, or its finding.
    outcome : key or label; when None the outcome for which the exposure is shown, else the first one.

    Raises
    ------
    NotAnalysableError : no such exposure or outcome was compared.
    """
    page, finding = _chosen(findings, table, exposure, outcome)
    is_withheld = is_about_medicine(finding)
    lags, control = ((), None) if is_withheld else _estimated(table, question, finding)
    after_days = 1 if finding.onset_days is None else finding.onset_days
    days = () if is_withheld else tuple(_raw_days(table, finding, after_days))
    with_it, without_it = _averages(finding, days)
    way = way_of(finding)
    return Explained(
        finding=finding,
        after_days=after_days,
        raw_days=days,
        with_it=with_it,
        without_it=without_it,
        lags=lags,
        control=control,
        adjusted_for=page.adjusted_for,
        way=way,
        method=CITATION,
        references=tuple(_references(finding)),
        label_by_key={variable.key: variable.label for variable in table.variables},
        crashes=None if is_withheld else _crashes(table, finding),
        phases=None if is_withheld else _phases(table, finding),
    )


def explain_looked(looked: Looked, exposure: str, outcome: str | None = None) -> Explained:
    """The same for a diary that was looked at."""
    keys = [page.outcome.key for page in looked.findings.outcomes]
    question = question_for(looked.table, keys, seed=looked.findings.seed)
    return explain_finding(looked.findings, looked.table, question, exposure, outcome)


def _chosen(
    findings: Findings, table: DayTable, exposure: str | Finding, outcome: str | None
) -> tuple[OutcomeFindings, Finding]:
    name = exposure.exposure.key if isinstance(exposure, Finding) else exposure
    if isinstance(exposure, Finding) and outcome is None:
        outcome = exposure.outcome.key
    pages = [page for page in findings.outcomes if outcome is None or _is_called(page.outcome, outcome)]
    if not pages:
        raise _unknown("outcome", str(outcome), [page.outcome for page in findings.outcomes], table)
    pairs = [(page, finding) for page in pages for finding in page.findings if _is_called(finding.exposure, name)]
    if not pairs:
        raise _unknown("name", name, [finding.exposure for page in pages for finding in page.findings], table)
    return min(pairs, key=lambda pair: pair[1].status is not Status.FOUND)


def _is_called(variable: Variable, name: str) -> bool:
    wanted = name.strip().casefold()
    return wanted in (variable.label.casefold(), variable.key.casefold()) or (
        wanted.replace(" ", "_").replace("-", "_") == variable.key.casefold()
    )


def _unknown(what: str, name: str, known: Sequence[Variable], table: DayTable) -> NotAnalysableError:
    names = [in_sentence(label) for label in dict.fromkeys(variable.label for variable in known)]
    near = get_close_matches(name.strip().casefold(), names, n=1)
    is_medicine = any(variable.kind == MEDICINE_KIND and _is_called(variable, name) for variable in table.variables)
    do = f"Did you mean {near[0]}?" if near else "Check the name."
    if is_medicine:
        do = "It is a medicine: medicines are taken into account, and not judged here."
    return NotAnalysableError(
        where=f"explain, {what}",
        found=repr(name),
        expected=f"one of: {', '.join(names) or 'nothing was compared'}",
        do=do,
    )


def _estimated(
    table: DayTable, question: Question, finding: Finding
) -> tuple[tuple[LagEffect, ...], ControlResult | None]:
    """The picture by lag and the negative control, by the finder's own steps, also where nothing was shown."""
    if finding.status in _NOT_ESTIMATED:
        return (), None
    alone, rules = replace(question, exposures=(finding.exposure.key,)), Rules()
    analysis = analyse(table, finding.outcome.key, alone, rules)
    assert isinstance(analysis, Analysis), "an outcome that was estimated can be asked about"
    white = white_lags(analysis.asked, analysis.noise)
    control = negative_controls(analysis.asked, analysis.noise, white)[0]
    return (
        finding.lags or lag_picture(analysis.asked[0], analysis.noise, white[:, 0]),
        ControlResult(
            looked_at=control.fails_at,
            p_value=control.p_value,
            has_failed=finding.reason in _FAILED_CONTROLS,
            goes_the_other_way=control.p_value < rules.lead_p
            and (finding.effect is not None or finding.reason.endswith("_other_way")),
        ),
    )


def _crashes(table: DayTable, finding: Finding) -> BeforeCrashes | None:
    """The days before each crash, for exertion and crashes alone."""
    if place_of(finding.exposure) not in _EXERTION or node_of_column(finding.outcome.key) != _CRASH:
        return None
    crash = _outcome_values(table, finding.outcome.key)
    if not np.isin(crash[np.isfinite(crash)], (0.0, 1.0)).all():
        return None
    return before_crashes(table.days, table.column(finding.exposure.key), crash)


def _phases(table: DayTable, finding: Finding) -> PhasePicture | None:
    """The outcome phase by phase, for what comes in a few long phases or changed once."""
    if finding.reason not in _LONG_PHASES:
        return None
    raw = table.column(finding.exposure.key)
    known = np.isfinite(raw)
    present = np.where(known, (raw > raw[known].mean()).astype(np.float64), np.nan)
    return phase_picture(table.days, present, _outcome_values(table, finding.outcome.key))


def _outcome_values(table: DayTable, key: str) -> Floats:
    """What the finder reads of an outcome: values that were copied from another day are no observations."""
    column = table.index_of(key)
    return np.where(table.copied[:, column], np.nan, table.values[:, column])


def _raw_days(table: DayTable, finding: Finding, after_days: int) -> Iterator[RawDay]:
    outcome, exposure = _outcome_values(table, finding.outcome.key), table.column(finding.exposure.key)

    def rating(row: int) -> float | None:
        is_known = 0 <= row < len(outcome) and np.isfinite(outcome[row])
        return float(outcome[row]) if is_known else None

    for row, value in enumerate(exposure.tolist()):
        before, after = rating(row - 1), rating(row + after_days)
        if np.isfinite(value) and (before is not None or after is not None):
            yield RawDay(day=table.days[row], exposure=value, outcome_before=before, outcome_after=after)


def _averages(finding: Finding, days: Sequence[RawDay]) -> tuple[RawAverage | None, RawAverage | None]:
    """Plain averages with and without; none for amounts, where a cut would read as a safe limit."""
    if finding.contrast is not Contrast.PRESENCE:
        return None, None
    return _average(days, is_present=True), _average(days, is_present=False)


def _average(days: Sequence[RawDay], *, is_present: bool) -> RawAverage | None:
    after = [day.outcome_after for day in days if (day.exposure > 0) is is_present and day.outcome_after is not None]
    return RawAverage(mean=sum(after) / len(after), n_days=len(after)) if after else None


def _references(finding: Finding) -> Iterator[Reference]:
    rows = [sources()[name] for name in finding.citation()]
    for row in sorted(rows, key=lambda row: row.confirmed != "yes"):
        yield Reference(source_id=row.id, text=citation(row), was_seen=row.confirmed == "yes")
