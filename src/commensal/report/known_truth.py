"""What was planted in a synthetic person, so that a reader can compare it with what the diary says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commensal.findings.finding import Finding, Findings, Interval, Tier
from commensal.report.credible_sets import is_about_medicine, labels_of
from commensal.report.difference import as_shown, condition_words, measure_of, signed_range
from commensal.report.findings_words import answer_words, when_words
from commensal.report.labels import at_start, in_sentence
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

    pair: str
    planted: str
    answer: str


def truth_rows(truth: Sequence[KnownEffect], findings: Findings) -> tuple[TruthRow, ...]:
    """The planted differences, in the order given, each with the diary's answer and its interval."""
    told = {
        (finding.exposure.label, finding.outcome.label): (finding, item.findings)
        for item in findings.outcomes
        for finding in item.findings
    }
    rows = []
    for effect in truth:
        finding, others = told.get((effect.exposure, effect.outcome), (None, ()))
        rows.append(
            TruthRow(
                pair=say("truth.pair", exposure=at_start(effect.exposure), outcome=in_sentence(effect.outcome)),
                planted=_planted(effect, finding),
                answer=say("truth.not_looked_at") if finding is None else _answer(finding, others),
            )
        )
    return tuple(rows)


def _planted(effect: KnownEffect, finding: Finding | None) -> str:
    """The planted size for as many units as the diary's own answer is said for, so that the two compare."""
    exactly = Interval(estimate=effect.effect, low=effect.effect, high=effect.effect)
    when = when_words(effect.lag_days)
    if finding is None:
        unit = say("unit.points.many")
        return say(
            "truth.planted", effect=say("truth.effect", effect=signed(effect.effect, decimals=2), unit=unit), when=when
        )
    alike = replace(finding, effect=finding.effect or exactly, onset_days=effect.lag_days)
    measure = measure_of(finding.outcome)
    planted = signed(as_shown(alike, exactly).estimate, decimals=measure.decimals(exactly))
    return say(
        "truth.planted_with_condition",
        effect=say("truth.effect", effect=planted, unit=measure.unit),
        condition=condition_words(alike),
        when=when,
    )


def _answer(finding: Finding, others: Sequence[Finding]) -> str:
    answer = answer_words(finding, label_by_key=labels_of(others))
    if finding.tier is Tier.NONE or finding.effect is None or is_about_medicine(finding):
        return answer
    difference = signed_range(as_shown(finding, finding.effect), measure_of(finding.outcome))
    return say("truth.found", answer=answer, difference=difference)
