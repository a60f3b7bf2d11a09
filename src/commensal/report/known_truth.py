"""What was planted in a synthetic person, so that a reader can compare it with what the diary says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commensal.findings.finding import Finding, Findings
from commensal.report.credible_sets import labels_of
from commensal.report.findings_words import answer_words, when_words
from commensal.report.labels import at_start
from commensal.report.numbers import signed
from commensal.report.words import say


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEffect:
    """One difference that a simulator put in.

    Parameters
    ----------
    exposure, outcome : labels, as the diary's variables carry them.
    effect : difference on the peak day for presence, or for one unit. [points of the outcome]
    lag_days : days from the exposure to the peak. [days]
    """

    exposure: str
    outcome: str
    effect: float
    lag_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthRow:
    """One planted difference in words, beside what the diary says about it."""

    exposure: str
    outcome: str
    effect: str
    when: str
    answer: str


def truth_rows(truth: Sequence[KnownEffect], findings: Findings) -> tuple[TruthRow, ...]:
    """The planted differences, in the order given, each with the diary's answer."""
    answers = {
        (finding.exposure.label, finding.outcome.label): _answer(finding, item.findings)
        for item in findings.outcomes
        for finding in item.findings
    }
    return tuple(
        TruthRow(
            exposure=at_start(effect.exposure),
            outcome=at_start(effect.outcome),
            effect=say("truth.effect", effect=signed(effect.effect, decimals=2)),
            when=when_words(effect.lag_days),
            answer=answers.get((effect.exposure, effect.outcome)) or say("truth.not_looked_at"),
        )
        for effect in truth
    )


def _answer(finding: Finding, findings: Sequence[Finding]) -> str:
    return answer_words(finding, label_by_key=labels_of(findings))
