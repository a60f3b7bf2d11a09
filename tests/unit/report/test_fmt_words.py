"""The page on stool transplants: every number from the tables, every statement with its sources, and never an offer."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.knowledge.evidence import evidence
from commensal.knowledge.fmt import fmt_facts
from commensal.report.fmt_words import fmt_json, fmt_lines, fmt_markdown, fmt_sections
from commensal.report.words import every_text
from tests.unit.report.test_reading_age import school_grade, sentences_of

FACTS = fmt_facts()
ITEMS = [item for section in fmt_sections(FACTS) for item in section.items]
PAGE = "\n".join(fmt_lines(FACTS))


def test_every_statement_on_the_world_names_its_sources() -> None:
    """Only a reasoned concern stands without one, and it says so."""
    without = [item for item in ITEMS if item.is_sourced and not item.source_ids]
    assert [item.name for item in without] == ["1. The new microbes may not fit"]
    assert "No study of it was found" in PAGE


def test_the_five_risks_of_the_map_are_there_with_the_grade_of_their_arrow() -> None:
    """The page and the map may not say different things."""
    arrows = {edge.target: edge for edge in evidence().edges.values() if edge.source == "fmt"}
    assert [risk.number for risk in FACTS.risks] == [1, 2, 3, 4, 5]
    for risk in FACTS.risks:
        assert risk.grade is arrows[risk.id].grade
        assert set(arrows[risk.id].source_ids) <= set(risk.source_ids)


def test_every_number_of_the_tables_is_said_and_every_blank_is_filled() -> None:
    """A number that nobody reads is no fact of the page, and a sentence may not hold a number of its own."""
    templates = {key: text for key, text in every_text().items() if key.startswith("fmt.") and isinstance(text, str)}
    blanks = {name for text in templates.values() for _, name, _, _ in string.Formatter().parse(text) if name}
    assert set(FACTS.figures) <= blanks
    assert "{" not in PAGE
    # years of sources, and "5 to 100" counted in hundreds, are words of the sentence and no results
    own = {key: re.findall(r"\d+", re.sub(r"{\w+}", "", text)) for key, text in templates.items()}
    assert {number for numbers in own.values() for number in numbers} <= {"100", "2019", "2020", "2024"}


@pytest.mark.parametrize("part", ["0.88 to 2.33", "0.56 to 3.31", "12 trials with 615", "39.3 in 100", "1,132 people"])
def test_the_numbers_stand_with_their_ranges(part: str) -> None:
    """Size and uncertainty are on the page, as the sources gave them."""
    assert part in PAGE


@pytest.mark.parametrize("condition", ["Fibromyalgia", "Irritable bowel (IBS)", "ME/CFS"])
def test_each_condition_has_its_trials(condition: str) -> None:
    """Results so far, or that none were found."""
    (section,) = [section for section in fmt_sections(FACTS) if section.head == condition]
    assert section.items


def test_it_never_offers_instructs_or_sells() -> None:
    """No rule on what may be said is broken, and no contact or price is named."""
    assert forbidden_in(PAGE) == ()
    assert not re.search(r"(?i)https?://|www\.|@|[$€£]|\bphone\b|\bprice\b|\bcosts?\b|\bkit\b", PAGE)
    assert "never suggests it" in PAGE


def test_it_can_be_read_at_about_eleven() -> None:
    """The sentences for a person, without the names of bodies and sources."""
    texts = [item.text for item in ITEMS if "(" not in item.text]
    assert school_grade(texts) <= 6.0
    assert max(len(words) for text in texts for words in sentences_of(text)) <= 28


def test_the_document_is_the_page(repository: Path) -> None:
    """After a change: ``commensal fmt --markdown > docs/explanation/fmt.md``."""
    assert (repository / "docs" / "explanation" / "fmt.md").read_text(encoding="utf-8") == fmt_markdown(FACTS)


def test_json_holds_the_same_and_the_facts() -> None:
    """A program gets sentences, grades, sources and the numbers behind them."""
    document = fmt_json(FACTS)
    assert [item["text"] for section in document["sections"] for item in section["items"]] == [i.text for i in ITEMS]
    assert document["figures"]["serious_vs_control"]["low"] == pytest.approx(0.56)
    assert {trial["condition"] for trial in document["trials"]} == {"fibromyalgia", "ibs", "me_cfs"}
