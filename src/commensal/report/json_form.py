"""The findings as one JSON-ready document, for other programs.

Layout, version 1. Numbers that are not known are null. Dates are ISO 8601. Keys keep this order, so that two
documents can be compared line by line. A field may be added within a version; none is renamed or removed.

``schema``                ``"commensal.findings"``
``schema_version``        1
``generated_at``          instant with offset
``commensal_version``     version of the program
``is_synthetic``          true when a program made the days
``notice``                what this is not
``fdr``                   stated false-discovery rate over everything shown on the page [share]
``person_gate_p``         share of circularly shifted diaries whose best statistic is at least this diary's
``seed``                  seed of the answer
``outcomes``              one for each outcome:

  ``key`` ``label``         name of the outcome
  ``unit``                  ``code`` (UCUM) and ``symbol`` of the outcome's values and of every effect
  ``estimand``              what every effect is a difference of: ``points of the recorded scale`` or ``share of days``
  ``scale``                 ``id`` ``minimum`` ``maximum`` of a rating, or null
  ``status``                ``FOUND`` ``NO_SIGN_YET`` ``TOO_FEW_DAYS`` ``NOT_ENOUGH_VARIATION`` or
                            ``REVERSED_OR_CONFOUNDED``
  ``sentence``              the first sentence: what is known, and how sure
  ``first_day`` ``last_day``  span that was read
  ``n_days_used``           days that entered [days]
  ``days_left_out``         days left out, by reason [days]
  ``smallest_visible_effect``  smallest difference that four in five such diaries would show [unit of the outcome]
  ``days_still_needed``     further days to see half a standard deviation [days]
  ``visible_effect_sentence`` ``left_out_sentence`` ``help_sentence``  the same in words
  ``adjusted_for``          keys of what was taken into account
  ``findings``              one for each candidate, shown ones first:

    ``exposure``              its ``key``, ``label``, ``kind``, ``unit``
    ``status`` ``tier``       as above; ``strong`` ``likely`` ``none``
    ``reason``                a short stable word for the status, or null
    ``sentence`` ``answer``   in words, long and short
    ``contrast``              ``presence`` (absent to present) or ``unit`` (one unit more): what an effect is for
    ``set_id`` ``set_members``  credible set: keys that these days cannot tell apart
    ``inclusion_probability``  probability that it goes with the outcome, given days and model
    ``onset_days``            days from the exposure to the first difference [days]
    ``effect``                peak day: ``estimate`` ``low`` ``high`` ``level`` (0.95) [unit of the outcome]
    ``total_effect``          the same, summed over the days it lasts
    ``shift_p``               circular-shift p-value of this exposure alone
    ``held_equal``            keys held equal because the map of the axis asks for it
    ``not_measured``          what the map asks to hold equal and the diary does not have
    ``map``                   arrows of a way between the two and the grade of its weakest link, or null
    ``n_days`` ``n_days_exposed``  days that entered, and those with the exposure
    ``counts``                days as written down, ``n_exposed`` ``n_other``, and for a yes or no the days among them
                              on which it happened, ``n_exposed_yes`` ``n_other_yes``; or null
    ``lags``                  ``lag_days`` (below zero: a lead, a negative control) ``is_lead`` ``effect`` ``z``

For a medicine, ``effect``, ``total_effect``, ``counts`` and ``lags`` are withheld (null, empty): a number beside a
medicine would read as advice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from commensal.findings.finding import DayCounts, Finding, Findings, Interval, LagEffect, OutcomeFindings
from commensal.records.day_table import Variable
from commensal.report.credible_sets import is_about_medicine, labels_of
from commensal.report.finding_map import way_of
from commensal.report.findings_words import (
    answer_words,
    finding_sentence,
    help_sentence,
    left_out_sentence,
    outcome_sentence,
    visible_effect_sentence,
)
from commensal.report.known_truth import KnownEffect
from commensal.report.notice import NOTICE

SCHEMA: Final = "commensal.findings"
SCHEMA_VERSION: Final = 1
_LEVEL: Final = 0.95


def findings_json(
    findings: Findings,
    *,
    generated_at: datetime,
    version: str,
    is_synthetic: bool = False,
    truth: Sequence[KnownEffect] | None = None,
) -> dict[str, Any]:
    """The findings in the layout above: dicts, lists, text, numbers and None only.

    ``truth``, where given, adds ``truth``: the differences planted in a synthetic person (``exposure``,
    ``outcome``, ``effect``, ``lag_days``).
    """
    document: dict[str, Any] = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "generated_at": generated_at.isoformat(),
        "commensal_version": version,
        "is_synthetic": is_synthetic,
        "notice": NOTICE,
        "fdr": _number(findings.fdr),
        "person_gate_p": _number(findings.person_gate_p),
        "seed": findings.seed,
        "outcomes": [_outcome(item) for item in findings.outcomes],
    }
    if truth is not None:
        document["truth"] = [
            {"exposure": e.exposure, "outcome": e.outcome, "effect": _number(e.effect), "lag_days": e.lag_days}
            for e in truth
        ]
    return document


def _outcome(item: OutcomeFindings) -> dict[str, Any]:
    labels = labels_of(item.findings)
    scale = item.outcome.scale
    return {
        "key": item.outcome.key,
        "label": item.outcome.label,
        "unit": _unit(item.outcome),
        "estimand": item.estimand.value,
        "scale": None if scale is None else {"id": scale.id, "minimum": scale.minimum, "maximum": scale.maximum},
        "status": item.status.value,
        "sentence": outcome_sentence(item),
        "first_day": None if item.first_day is None else item.first_day.isoformat(),
        "last_day": None if item.last_day is None else item.last_day.isoformat(),
        "n_days_used": item.n_days_used,
        "days_left_out": dict(sorted(item.days_left_out.items())),
        "smallest_visible_effect": _number(item.smallest_visible_effect),
        "days_still_needed": item.days_still_needed,
        "visible_effect_sentence": visible_effect_sentence(item),
        "left_out_sentence": left_out_sentence(item),
        "help_sentence": help_sentence(item),
        "adjusted_for": list(item.adjusted_for),
        "findings": [_finding(finding, labels) for finding in item.findings],
    }


def _finding(finding: Finding, labels: dict[str, str]) -> dict[str, Any]:
    is_withheld = is_about_medicine(finding)
    return {
        "exposure": {
            "key": finding.exposure.key,
            "label": finding.exposure.label,
            "kind": finding.exposure.kind,
            "unit": _unit(finding.exposure),
        },
        "status": finding.status.value,
        "tier": finding.tier.value,
        "reason": finding.reason or None,
        "sentence": finding_sentence(finding, label_by_key=labels),
        "answer": answer_words(finding, label_by_key=labels),
        "contrast": finding.contrast.value,
        "set_id": finding.set_id,
        "set_members": list(finding.set_members),
        "inclusion_probability": _number(finding.inclusion_probability),
        "onset_days": finding.onset_days,
        "effect": None if is_withheld else _interval(finding.effect),
        "total_effect": None if is_withheld else _interval(finding.total_effect),
        "shift_p": _number(finding.shift_p),
        "held_equal": list(finding.held_equal),
        "not_measured": list(finding.not_adjustable),
        "map": _map(finding),
        "n_days": finding.n_days,
        "n_days_exposed": finding.n_days_exposed,
        "counts": None if is_withheld else _counts(finding.counts),
        "lags": [] if is_withheld else [_lag(lag) for lag in finding.lags],
    }


def _map(finding: Finding) -> dict[str, Any] | None:
    path = way_of(finding)
    return None if path is None else {"edges": list(path.edge_ids), "grade": path.grade.value}


def _counts(counts: DayCounts | None) -> dict[str, int | None] | None:
    return None if counts is None else asdict(counts)


def _lag(lag: LagEffect) -> dict[str, Any]:
    effect = _interval(lag.effect)
    return {"lag_days": lag.lag_days, "is_lead": lag.lag_days < 0, "effect": effect, "z": _number(lag.z)}


def _interval(interval: Interval | None) -> dict[str, Any] | None:
    if interval is None:
        return None
    ends = {"estimate": interval.estimate, "low": interval.low, "high": interval.high}
    return {name: _number(value) for name, value in ends.items()} | {"level": _LEVEL}


def _unit(variable: Variable) -> dict[str, str]:
    return {"code": variable.unit.value, "symbol": variable.unit.symbol}


def _number(value: float | None) -> float | None:
    """A number that JSON has: NaN and infinity are not among them."""
    return value if value is not None and math.isfinite(value) else None
