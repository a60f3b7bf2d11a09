"""The JSON document: complete, strict, and documented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from commensal.findings.finding import Findings
from commensal.report import json_form
from commensal.report.json_form import findings_json
from commensal.report.known_truth import KnownEffect
from commensal.report.notice import NOTICE
from tests.unit.report.findings_examples import (
    FATIGUE,
    IBUPROFEN,
    found,
    outcome_findings,
    page_of,
    stomach_pain_and_fatigue,
)

AT = datetime(2026, 11, 21, 14, 5, tzinfo=timezone(timedelta(hours=1)))


def document_of(findings: Findings, **more: Any) -> dict[str, Any]:
    return findings_json(findings, generated_at=AT, version="1.2.3", **more)


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)


def test_the_document_is_strict_json() -> None:
    """NaN and infinity are no JSON: unknown is null."""
    page = page_of(
        outcome_findings(FATIGUE, [found(shift_p=float("nan"), inclusion_probability=float("inf"))]),
        person_gate_p=float("nan"),
    )
    document = document_of(page)
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert document["person_gate_p"] is None
    assert document["outcomes"][0]["findings"][0]["shift_p"] is None


def test_every_field_is_documented() -> None:
    """A reader of the module's docstring knows every name in the document."""
    truth = [KnownEffect(exposure="Bread", outcome="Fatigue", effect=0.8, lag_days=1)]
    documented = json_form.__doc__ or ""
    left_out_reasons = {"missing", "not_asked", "copied"}
    names = set(names_in(document_of(stomach_pain_and_fatigue()))) - left_out_reasons
    assert {name for name in names if f"``{name}``" not in documented} == set()
    assert "truth" in document_of(stomach_pain_and_fatigue(), truth=truth)


def test_the_order_of_keys_is_stable() -> None:
    """Two documents can be compared line by line."""
    assert list(document_of(stomach_pain_and_fatigue()))[:6] == [
        "schema",
        "schema_version",
        "generated_at",
        "commensal_version",
        "is_synthetic",
        "notice",
    ]
    assert json.dumps(document_of(stomach_pain_and_fatigue())) == json.dumps(document_of(stomach_pain_and_fatigue()))


def test_values_dates_and_units_are_what_they_say() -> None:
    """Instants keep their offset, effects their unit and level, leads are marked."""
    document = document_of(stomach_pain_and_fatigue(), is_synthetic=True)
    outcome = document["outcomes"][0]
    finding = outcome["findings"][0]
    assert document["generated_at"] == "2026-11-21T14:05:00+01:00"
    assert document["is_synthetic"] is True
    assert document["notice"] == NOTICE
    assert outcome["unit"] == {"code": "{score}", "symbol": "points"}
    assert outcome["first_day"] == "2025-11-03"
    assert finding["status"] == "FOUND"
    assert finding["effect"] == {"estimate": 1.1, "low": 0.5000000000000001, "high": 1.7000000000000002, "level": 0.95}
    assert finding["sentence"].startswith("Period goes with stomach pain")
    assert [lag["is_lead"] for lag in finding["lags"]] == [True] * 3 + [False] * 6


def test_the_silent_ones_are_there_too() -> None:
    """A document without its silences would be a list of successes."""
    statuses = {finding["status"] for finding in document_of(stomach_pain_and_fatigue())["outcomes"][0]["findings"]}
    assert statuses == {"FOUND", "NO_SIGN_YET", "REVERSED_OR_CONFOUNDED", "NOT_ENOUGH_VARIATION", "TOO_FEW_DAYS"}


def test_no_number_stands_beside_a_medicine() -> None:
    """A number would read as advice, also for a program that shows it on."""
    page = page_of(outcome_findings(FATIGUE, [found(IBUPROFEN, FATIGUE)]))
    finding = document_of(page)["outcomes"][0]["findings"][0]
    assert (finding["effect"], finding["total_effect"], finding["lags"]) == (None, None, [])


def test_an_empty_page_is_a_document_too() -> None:
    """Nothing rated yet is an answer."""
    assert document_of(page_of())["outcomes"] == []
