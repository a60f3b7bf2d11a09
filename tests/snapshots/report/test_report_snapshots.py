"""Did the words, the table, the document or a picture change? Read the difference before accepting it.

``COMMENSAL_UPDATE_SNAPSHOTS=1 pytest tests/snapshots`` writes them anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commensal.report.day_chart import day_chart, outcome_axis
from commensal.report.day_series import day_series, quarters
from commensal.report.findings_words import (
    answer_words,
    finding_sentence,
    help_sentence,
    left_out_sentence,
    outcome_sentence,
    visible_effect_sentence,
)
from commensal.report.html import findings_page
from commensal.report.json_form import findings_json
from commensal.report.known_truth import KnownEffect
from commensal.report.lag_chart import lag_chart
from commensal.report.terminal import findings_text
from tests.unit.report.findings_examples import STOMACH_PAIN, found, months_of_days, stomach_pain_and_fatigue
from tests.unit.report.page_reader import Element, read_page

_FOLDER = Path(__file__).parent
_AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)
_TRUTH = (
    KnownEffect(exposure="Period", outcome="Stomach pain", effect=1.0, lag_days=0),
    KnownEffect(exposure="Bread", outcome="Fatigue", effect=0.8, lag_days=1),
)


def _words() -> str:
    lines = []
    for item in stomach_pain_and_fatigue().outcomes:
        lines += [f"# {item.outcome.label}", outcome_sentence(item), visible_effect_sentence(item)]
        lines += [left_out_sentence(item), help_sentence(item), ""]
        for finding in item.findings:
            lines += [f"- {answer_words(finding)}", f"  {finding_sentence(finding)}"]
        lines.append("")
    return "\n".join(lines)


def _terminal() -> str:
    return findings_text(stomach_pain_and_fatigue(), width=80, is_synthetic=True, truth=_TRUTH)


def _document() -> str:
    document = findings_json(
        stomach_pain_and_fatigue(), generated_at=_AT, version="1.2.3", is_synthetic=True, truth=_TRUTH
    )
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _page() -> str:
    """What the page says, element by element; pictures by their name and description."""
    page = findings_page(
        stomach_pain_and_fatigue(), months_of_days(), generated_at=_AT, version="1.2.3", is_synthetic=True, truth=_TRUTH
    )
    body = next(read_page(page).all("body"))
    blocks = body.all("h1", "h2", "h3", "p", "li", "caption", "figcaption", "summary", "tr", "title", "desc")
    return "\n".join(f"{block.name}: {_folded(block)}" for block in blocks) + "\n"


def _folded(block: Element) -> str:
    cells = list(block.all("th", "td")) if block.name == "tr" else [block]
    return " | ".join(" ".join(cell.text().split()) for cell in cells)


def _lag_picture() -> str:
    return str(lag_chart(found(), picture_id="lags")) + "\n"


def _day_picture() -> str:
    series = day_series(months_of_days(), STOMACH_PAIN.key)
    assert series is not None
    return str(day_chart(list(quarters(series))[1], outcome_axis(series), picture_id="days")) + "\n"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("words.txt", _words),
        ("terminal.txt", _terminal),
        ("findings.json", _document),
        ("page.txt", _page),
        ("lags.svg", _lag_picture),
        ("days.svg", _day_picture),
    ],
)
def test_a_report_is_what_it_was(name: str, make: Callable[[], str]) -> None:
    """The same findings give the same words, table, document and pictures as when somebody last read them."""
    kept, now = _FOLDER / name, make()
    if os.environ.get("COMMENSAL_UPDATE_SNAPSHOTS") == "1":
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")
