"""For every ordered pair of places there is an answer that is short, graded honestly, and in words we keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from benchmarks.truth.forbidden import forbidden_in
from commensal.axis.explain import Explanation, Outcome, explain
from commensal.axis.graph import edges_into, edges_out_of, edges_studied_in
from commensal.axis.links import WORST_FIRST
from commensal.axis.links import Path as Way
from commensal.axis.strength import strength
from commensal.knowledge.evidence import Relation, evidence
from commensal.report.axis_words import MOST_LINES, WIDTH, explanation_lines, node_lines, places_lines, strength_lines
from commensal.vocab.grades import Grade
from tests.unit.report.test_reading_age import school_grade

_NODES = sorted(evidence().nodes)
_MEDICINES = ("antibiotic_use", "laxative_use", "metformin_use", "nsaid_use", "opioid_use", "ppi_use")


@cache
def _said(start: str, end: str) -> tuple[Explanation, tuple[str, ...]]:
    explained = explain(start, end)
    return explained, explanation_lines(explained)


def _one_line(lines: Iterable[str]) -> str:
    """The text as it is heard: without the breaks of lines."""
    return " ".join(" ".join(lines).split())


def _ways(explained: Explanation) -> Iterator[Way]:
    yield from (*explained.paths, *explained.reverse)


@pytest.mark.parametrize("start", _NODES)
def test_every_answer_is_short(start: str) -> None:
    """Under 25 lines of at most 79 letters, and something to read in each."""
    for end in _NODES:
        _, lines = _said(start, end)
        assert 3 <= len(lines) <= MOST_LINES < 25, (start, end)
        assert max(map(len, lines)) <= WIDTH, (start, end)


@pytest.mark.parametrize("start", _NODES)
def test_no_way_is_stronger_than_its_weakest_link(start: str) -> None:
    """Judged from the table alone, not by the code that grades ways."""
    for end in _NODES:
        for path in _ways(_said(start, end)[0]):
            grades = [evidence().edges[name].grade for name in path.edge_ids]
            assert WORST_FIRST.index(path.grade) <= min(WORST_FIRST.index(grade) for grade in grades)
            if any(evidence().edges[name].relation is Relation.HYPOTHESIS for name in path.edge_ids):
                assert path.grade is Grade.VERY_LOW


@pytest.mark.parametrize("start", _NODES)
def test_every_way_names_its_weakest_link(start: str) -> None:
    """Wherever a way is shown, its weakest link is; wherever none is, that is said."""
    for end in _NODES:
        explained, lines = _said(start, end)
        text = _one_line(lines)
        shown = bool(explained.paths or explained.reverse or explained.studied or explained.care)
        assert ("Weakest link" in text) == shown, (start, end)
        if explained.outcome is Outcome.NONE_KNOWN and not shown:
            assert "does not mean that there is no link" in text


@pytest.mark.parametrize("start", _NODES)
def test_null_is_never_an_effect(start: str) -> None:
    """A null arrow is told as tested and not seen, never as raising or lowering, and never opens a page as found."""
    for end in _NODES:
        explained, lines = _said(start, end)
        for path in explained.paths[:1]:
            nulls = [evidence().edges[name] for name in path.edge_ids if evidence().edges[name].sign == "0"]
            if nulls:
                assert path.sign == "0"
                assert explained.outcome is Outcome.NOT_SEEN
                assert "tested and not seen" in _one_line(lines) or explained.studied or explained.care
                assert "would go with" not in " ".join(lines)


@pytest.mark.parametrize("start", _NODES)
def test_each_arrow_shown_has_its_source_or_says_that_none_was_found(start: str) -> None:
    """In the full form there is one word on sources for each step."""
    for end in _NODES:
        explained = explain(start, end)
        text = _one_line(explanation_lines(explained, everything=True))
        n_steps = sum(len(path.links) for path in explained.paths or explained.reverse)
        n_steps += len(explained.care) + len(explained.studied)
        n_told = len(re.findall(r"Sources?: |No source was found|Seen only second-hand", text))
        assert n_told == n_steps, (start, end)


@pytest.mark.parametrize("medicine", _MEDICINES)
def test_a_medicine_is_context(medicine: str) -> None:
    """Wherever a way begins at a medicine, it is said that this is no reason to change it; and nothing is summed up."""
    for end in _NODES:
        explained, lines = _said(medicine, end)
        text = _one_line(lines)
        assert "never a reason to change it" in text
        if explained.paths:
            assert "would go with" not in text


def _every_text() -> Iterator[str]:
    for start in _NODES:
        for end in _NODES:
            yield _one_line(_said(start, end)[1])
        node = evidence().nodes[start]
        yield _one_line(
            node_lines(node, into=edges_into(start), out_of=edges_out_of(start), studied=edges_studied_in(start))
        )
    yield _one_line(strength_lines(strength()))
    yield _one_line(places_lines(evidence().nodes.values()))


def test_nothing_that_is_said_breaks_a_rule() -> None:
    """Every sentence of every pair and place, by the stricter rules for findings as well."""
    sentences = dict.fromkeys(part for text in _every_text() for part in re.split(r"(?<=[.:;]) ", text))
    assert len(sentences) > 500
    broken = {text: found for text in sentences if (found := forbidden_in(text, contexts=("findings",)))}
    assert broken == {}


def test_a_tired_person_can_read_it() -> None:
    """Answers for everyday questions stay near the reading age of a person's pages."""
    asked = [("fibre_total", "pain_intensity"), ("antibiotic_use", "fatigue"), ("sleep_quality", "pain_intensity")]
    texts = [" ".join(_said(*pair)[1]) for pair in asked]
    assert school_grade(texts) <= 7.0
