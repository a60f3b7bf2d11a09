"""An arrow in words: no stronger than what is known of it, and with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commensal.axis.links import Link, Path
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.report.axis_phrases import claim_words, direction_words, source_words, span_words
from commensal.report.citations import cited, short_citation


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ("E042", "From antibiotics to fewer kinds of gut bacteria"),
        ("E010", "Perhaps from more fermented food to less inflammation in the body"),
        ("E004", "From fibre to inflammation in the body, up or down"),
        ("E036", "From probiotics to fatigue, tested and not seen"),
        ("E077", "From FMT to fatigue, tested and not seen"),
        ("E008", "Linked: more kinds of plants eaten and more kinds of gut bacteria"),
        ("E073", "Linked: more pain and poorer sleep"),
        ("E093", "Linked: fewer bacteria that make butyrate and ME/CFS"),
        ("E106", "Linked, in one direction or the other: inflammation in the body and ME/CFS"),
        ("E124", "An idea only: from a shift in gut bacteria to more brain fog"),
        ("E122", "An idea only: from more energy supply in cells to less fatigue"),
        ("E064", "An idea only: from calming practice to a shift in gut bacteria"),
        ("E040", "With weak immunity there is a higher risk of infection from live microbes"),
        ("E005", "It differs with the gut bacteria one starts with: inflammation in the body"),
        ("E071", "Care is needed: ME/CFS and activity within one's limits"),
        ("E112", "Close to each other: nociplastic pain and fibromyalgia"),
    ],
)
def test_each_kind_of_arrow_has_its_own_claim(edge: str, said: str) -> None:
    """Raising and lowering for what was tested, linked for what was watched, an idea for an idea, null for null."""
    assert claim_words(evidence().edges[edge]) == said


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ("E006", "Sources: Moayyedi 2014, Chey 2022."),
        ("E001", "Source: David 2014."),
        ("E012", "No source was found for it."),
        ("E061", "Source: Nozu 2019."),
        ("E032", "Sources: Goodoory 2023, Lacy 2021, Su 2020 and 1 more."),
    ],
)
def test_each_arrow_names_its_sources(edge: str, said: str) -> None:
    """Confirmed first; second-hand ones are said to be so; none is said to be none."""
    assert source_words(evidence().edges[edge]) == said


def test_an_arrow_known_only_second_hand_says_so() -> None:
    """No arrow rests on hearsay alone today; one that came to would be shown as such."""
    arrow = replace(evidence().edges["E061"], source_ids=("defilipp2019",))
    assert source_words(arrow) == "Seen only second-hand: DeFilipp 2019."


@pytest.mark.parametrize("source", sorted(sources()))
def test_a_citation_is_short_and_no_id(source: str) -> None:
    """A name or a kind of study, and a year: something that can be read aloud."""
    said = short_citation(sources()[source])
    assert 0 < len(said) <= 60
    assert said != source
    assert not said.startswith("[")


def test_confirmed_sources_stand_first() -> None:
    """A source that was seen itself is named before one that was not."""
    assert cited(("defilipp2019", "konig2022")) == ("Konig 2022", "DeFilipp 2019")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0, 1, "up to a day"),
        (1, 8, "1 to 8 days"),
        (2, 15, "a few days to 2 weeks"),
        (7, 84, "1 to 12 weeks"),
        (28, 365, "1 to 12 months"),
        (14, 168, "some weeks to 6 months"),
        (365, 3650, "up to 10 years"),
        (None, None, "time not known"),
    ],
)
def test_a_window_in_words(low: int | None, high: int | None, said: str) -> None:
    """In the unit that fits."""
    assert span_words(low, high) == said


def _way(*edges: str) -> Path:
    return Path(links=tuple(Link(edge=evidence().edges[name]) for name in edges))


def test_where_the_steps_point() -> None:
    """A sum in words only where every step has a finding, and never for a medicine or towards an illness."""
    assert "more fibre would go with less pain" in direction_words(_way("E002", "E087", "E107"))
    assert "either way" in direction_words(_way("E004", "E107"))
    assert "would go with" not in direction_words(_way("E043", "E094"))
    assert "would go with" not in direction_words(_way("E015", "E124"))
    assert "would go with" not in direction_words(_way("E013", "E108"))
    null = Path(links=(Link(edge=replace(evidence().edges["E002"], sign="0")), Link(edge=evidence().edges["E087"])))
    assert direction_words(null) == ""


def test_linked_steps_are_said_to_be_linked() -> None:
    """A chain with an association says that it may run the other way."""
    assert "may run the other way" in direction_words(_way("E001", "E094"))
