"""No text for a person claims a cause, gives advice on medicines, names an illness, blames, or shouts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from commensal.report.findings_words import answer_words, finding_sentence
from commensal.report.html import findings_page
from commensal.report.known_truth import KnownEffect
from commensal.report.terminal import findings_text
from commensal.report.words import every_text
from tests.unit.report.findings_examples import months_of_days, stomach_pain_and_fatigue
from tests.unit.report.page_reader import seen_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One expression that no text for a person may hold."""

    why: str
    pattern: str
    spared: tuple[str, ...]
    catches: tuple[str, ...]
    passes: tuple[str, ...]

    def found_in(self, text: str) -> list[str]:
        """Every place where the rule is broken."""
        for wording in self.spared:
            text = re.sub(re.escape(wording), "", text, flags=re.IGNORECASE)
        return [match.group() for match in re.finditer(self.pattern, text, re.IGNORECASE)]


def _rules() -> list[Rule]:
    raw = tomllib.loads(Path(__file__).with_name("forbidden_expressions.toml").read_text(encoding="utf-8"))
    return [_rule(item) for item in raw["rule"]]


def _rule(item: dict[str, Any]) -> Rule:
    assert set(item) <= {"why", "pattern", "except", "catches", "passes"}, item
    return Rule(
        why=item["why"],
        pattern=item["pattern"],
        spared=tuple(item.get("except", ())),
        catches=tuple(item["catches"]),
        passes=tuple(item["passes"]),
    )


RULES = _rules()
_BY_WHY = [pytest.param(rule, id=rule.why) for rule in RULES]


def _texts() -> Iterator[tuple[str, str]]:
    for key, value in every_text().items():
        yield key, value if isinstance(value, str) else " ".join(value)


def _rendered() -> Iterator[tuple[str, str]]:
    findings = stomach_pain_and_fatigue()
    truth = [KnownEffect(exposure="Period", outcome="Stomach pain", effect=1.0, lag_days=0)]
    at = datetime(2026, 11, 21, tzinfo=UTC)
    page = findings_page(
        findings, months_of_days(), generated_at=at, version="1", is_synthetic=True, truth=truth, person_label="Ada"
    )
    yield "page", seen_text(page)
    yield "terminal", findings_text(findings, is_synthetic=True, truth=truth)
    yield "every candidate", findings_text(findings, every_candidate=True)
    for item in findings.outcomes:
        for finding in item.findings:
            yield f"{finding.exposure.key}/{finding.outcome.key}", finding_sentence(finding) + answer_words(finding)


@pytest.mark.parametrize("rule", _BY_WHY)
def test_each_rule_catches_what_it_should_and_no_more(rule: Rule) -> None:
    """A rule without teeth, or one that bites everything, is no rule."""
    assert rule.catches
    assert rule.passes
    assert [example for example in rule.catches if not rule.found_in(example)] == []
    assert [example for example in rule.passes if rule.found_in(example)] == []


@pytest.mark.parametrize("rule", _BY_WHY)
def test_no_sentence_of_reports_breaks_it(rule: Rule) -> None:
    """Every sentence that a report can say."""
    assert {key: found for key, text in _texts() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _BY_WHY)
def test_no_report_breaks_it(rule: Rule) -> None:
    """Sentences put together: the page, the terminal, and each finding with every status."""
    assert {name: found for name, text in _rendered() if (found := rule.found_in(text))} == {}


@pytest.mark.parametrize("rule", _BY_WHY)
def test_no_sentence_of_the_command_line_breaks_it(rule: Rule, repository: Path) -> None:
    """The words of the command line are read by the same tired person."""
    words = repository / "src" / "commensal" / "cli" / "text" / "en.toml"
    sections = tomllib.loads(words.read_text(encoding="utf-8"))
    said = {
        f"{section}.{name}": found
        for section, sentences in sections.items()
        for name, text in sentences.items()
        if isinstance(text, str) and (found := rule.found_in(text))
    }
    assert said == {}
