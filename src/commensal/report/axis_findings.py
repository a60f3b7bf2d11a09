"""Published findings beside what the model says: inside or outside its band, each with its source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commensal.axis.dynamics.findings import ScoredFinding
from commensal.knowledge.axis_scenarios import PublishedFinding
from commensal.report.what_if_chart import short_number
from commensal.report.words import say


def findings_lines(scored: Sequence[ScoredFinding]) -> tuple[str, ...]:
    """One line a finding, then the count and what it does not say."""
    counted = [one for one in scored if one.finding.is_scored]
    inside = sum(one.is_inside for one in counted)
    return (
        *(_line(one) for one in scored),
        say("what_if.finding.total", inside=inside, scored=len(counted), outside=len(counted) - inside),
        say("what_if.finding.caution"),
    )


def findings_json(scored: Sequence[ScoredFinding]) -> dict[str, Any]:
    """The same as a document."""
    counted = [one for one in scored if one.finding.is_scored]
    inside = sum(one.is_inside for one in counted)
    return {
        "scored": len(counted),
        "inside": inside,
        "outside": len(counted) - inside,
        "findings": [
            {
                "id": one.finding.id,
                "finding": one.finding.finding,
                "metric": one.finding.metric,
                "value": one.value,
                "low": one.finding.low,
                "high": one.finding.high,
                "is_scored": one.finding.is_scored,
                "is_inside": one.is_inside,
                "refused": one.refused,
                "certainty": one.finding.certainty,
                "source": _source(one.finding),
                "is_doi_confirmed": one.finding.is_doi_confirmed,
                "note": one.finding.note,
            }
            for one in scored
        ],
    }


def _line(one: ScoredFinding) -> str:
    finding = one.finding
    if one.refused:
        return one.refused
    blanks = {"id": finding.id, "finding": finding.finding, "source": _source(finding)}
    if not finding.is_scored:
        return say("what_if.finding.unscored", **blanks)
    return say(
        "what_if.finding.line",
        **blanks,
        verdict=say(f"what_if.finding.{'inside' if one.is_inside else 'outside'}"),
        value="–" if one.value is None else short_number(one.value),
        low="–" if finding.low is None else short_number(finding.low),
        high="–" if finding.high is None else short_number(finding.high),
    )


def _source(finding: PublishedFinding) -> str:
    doi = f" doi:{finding.doi}" if finding.doi else ""
    return f"{finding.authors}. {finding.journal} {finding.year}.{doi}"
