"""Findings that the days cannot tell apart, gathered into one: the unit that a person is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commensal.findings.finding import Finding, OutcomeFindings, Tier
from commensal.report.labels import label_from_key

MEDICINE_KIND = "medicine_dose"


def shown_sets(outcome_findings: OutcomeFindings) -> tuple[tuple[Finding, ...], ...]:
    """The shown findings of an outcome, those of one credible set together, firmest first."""
    sets: dict[object, list[Finding]] = {}
    for finding in outcome_findings.shown:
        group = ("alone", finding.exposure.key) if finding.set_id is None else ("set", finding.set_id)
        sets.setdefault(group, []).append(finding)
    ordered = sorted(sets.values(), key=lambda members: all(member.tier is not Tier.STRONG for member in members))
    return tuple(tuple(members) for members in ordered)


def tier_of(members: Iterable[Finding]) -> Tier:
    """The firmest tier in a set."""
    tiers = {member.tier for member in members}
    return next(tier for tier in (Tier.STRONG, Tier.LIKELY, Tier.NONE) if tier in tiers)


def labels_of(findings: Iterable[Finding]) -> dict[str, str]:
    """The label of every exposure by its key, so that a set can be named."""
    return {finding.exposure.key: finding.exposure.label for finding in findings}


def set_labels(finding: Finding, label_by_key: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of all that cannot be told apart from this exposure, itself first; itself alone when it stands alone."""
    others = [key for key in finding.set_members if key != finding.exposure.key]
    return (finding.exposure.label, *(label_by_key.get(key) or label_from_key(key) for key in others))


def is_about_medicine(finding: Finding) -> bool:
    """Whether a medicine stands on either side: its size and direction are never worded."""
    return MEDICINE_KIND in (finding.exposure.kind, finding.outcome.kind)
