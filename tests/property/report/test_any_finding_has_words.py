"""Whatever the finder answers, a person gets a sentence, a page and a document; never an error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from commensal.findings.finding import Contrast, Finding, Findings, OutcomeFindings, Status, Tier
from commensal.records.day_table import DayTable, Variable
from commensal.report.credible_sets import is_about_medicine
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
from commensal.report.labels import at_start, in_sentence, shown_label
from commensal.report.numbers import number
from commensal.report.terminal import findings_text
from commensal.vocab.presence import PresenceCode
from tests.property.report.findings_strategies import labels, outcomes, pages, sizes
from tests.unit.report.page_reader import read_page

# A page of findings is a large example: two fifths of the usual number; the long form draws eight hundred.
fewer = settings(max_examples=settings().max_examples * 2 // 5)

AT = datetime(2026, 11, 21, 14, 5, tzinfo=UTC)


def any_days(variables: Iterable[Variable], seed: int, n_days: int) -> DayTable:
    """Days in every state, for these variables."""
    rng = np.random.default_rng(seed)
    listed = tuple(variables)
    presence = rng.integers(0, 4, (n_days, len(listed))).astype(np.uint8)
    values = np.where(presence == PresenceCode.RECORDED, rng.normal(3.0, 4.0, presence.shape), 0.0)
    values[presence < PresenceCode.NONE] = np.nan
    days = tuple(date(2025, 12, 20) + timedelta(days=row) for row in range(n_days))
    return DayTable(
        days=days, variables=listed, values=values, presence=presence, copied=rng.random(presence.shape) < 0.1
    )


def every_finding(page: Findings) -> list[Finding]:
    return [finding for item in page.outcomes for finding in item.findings]


@fewer
@given(page=pages())
def test_every_finding_has_a_sentence_and_an_answer(page: Findings) -> None:
    """One sentence, ended, without blanks, doubled spaces or numbers that are none."""
    for finding in every_finding(page):
        assert finding_sentence(finding).endswith(".")
        assert answer_words(finding)
        plain = replace(
            finding,
            exposure=replace(finding.exposure, label="Eggs"),
            outcome=replace(finding.outcome, label="Stomach pain"),
        )
        assert not re.search(r"[{}]|  |\bnan\b|\binf\b|None|\b1 days\b", finding_sentence(plain))


@fewer
@given(page=pages())
def test_a_shown_finding_is_never_more_than_an_observation(page: Findings) -> None:
    """Found means: goes with, an interval wherever a size is, and that it may be an early sign."""
    for finding in every_finding(page):
        if finding.status is not Status.FOUND or finding.tier is Tier.NONE or is_about_medicine(finding):
            continue
        sentence = finding_sentence(finding)
        assert re.search(r"\bgo(es)? with\b", sentence)
        assert "may also be an early sign" in sentence
        assert ("95 % interval" in sentence) == (finding.effect is not None)


@fewer
@given(page=pages())
def test_a_medicine_never_gets_a_number(page: Findings) -> None:
    """Neither in words nor in the document, whatever the finder says."""
    document = findings_json(page, generated_at=AT, version="1")
    told = [finding for outcome in document["outcomes"] for finding in outcome["findings"]]
    for finding, written in zip(every_finding(page), told, strict=True):
        if is_about_medicine(finding):
            assert "higher" not in finding_sentence(finding).replace(finding.exposure.label, "")
            assert written["effect"] is None
            assert written["lags"] == []


@fewer
@given(item=outcomes())
def test_every_outcome_has_its_four_sentences(item: OutcomeFindings) -> None:
    """What is known, what could be seen, what was left out, what would help."""
    for say in (outcome_sentence, visible_effect_sentence, left_out_sentence, help_sentence):
        assert say(item).endswith((".", "answer."))


@fewer
@given(page=pages())
def test_the_document_is_always_strict_json(page: Findings) -> None:
    """Whatever the numbers, the document can be written and read back."""
    document = findings_json(page, generated_at=AT, version="1")
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@fewer
@given(page=pages(), seed=st.integers(0, 99), n_days=st.integers(1, 130))
def test_the_page_is_always_well_formed(page: Findings, seed: int, n_days: int) -> None:
    """Every element closed in order, no script, nothing from outside, whatever the names are."""
    table = any_days((item.outcome for item in page.outcomes), seed, n_days)
    html = findings_page(page, table, generated_at=AT, version="1", is_synthetic=True, truth=[])
    tree = read_page(html)
    assert list(tree.all("script", "img", "link", "b")) == []
    numbers = re.findall(r'(?: d| x| y)="([^"]*)"', html)
    assert not [path for path in numbers if "nan" in path or "inf" in path]


@fewer
@given(page=pages(), width=st.integers(60, 120), every_candidate=st.booleans())
def test_the_terminal_never_overflows_and_never_obeys(page: Findings, width: int, every_candidate: bool) -> None:
    """No escape sequence from a label, and no line beyond the edge."""
    text = findings_text(page, width=width, every_candidate=every_candidate)
    assert "\x1b" not in text
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "not a diagnosis" in " ".join(text.replace("│", " ").split())


@fewer
@given(label=labels)
def test_a_label_cleaned_twice_is_cleaned_once(label: str) -> None:
    """Cleaning is settled after one go, and always leaves something to read."""
    once = shown_label(label)
    assert shown_label(once) == once
    assert once
    assert in_sentence(once) == in_sentence(label)
    assert at_start(label)


@fewer
@given(value=sizes, decimals=st.integers(0, 2))
def test_a_number_says_its_value(value: float, decimals: int) -> None:
    """Reading the text back gives the rounded value."""
    text = number(value, decimals=decimals).replace(",", "").replace("−", "-")
    assert float(text) == round(value, decimals)


def test_contrasts_are_covered() -> None:
    """If a third contrast comes, its words must come too."""
    assert set(Contrast) == {Contrast.PRESENCE, Contrast.UNIT}
