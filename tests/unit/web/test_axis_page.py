"""The axis on the page: every place and arrow can be reached, and says how sure it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commensal.knowledge.claims import claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from tests.unit.web.visitor import Visitor, main_of, text_of


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Visitor:
    """Somebody who has logged nothing: the map knows no diary."""
    return Visitor(folder=tmp_path_factory.mktemp("axis"))


def test_the_whole_map_is_a_picture_and_a_list(visitor: Visitor) -> None:
    """Every place is a link in both."""
    page = visitor.get("/axis")
    for node in evidence().nodes:
        assert page.text.count(f'href="/axis/place/{node}"') == 2
    assert f"and {len(evidence().edges)} arrows between them" in text_of(page)


def test_ways_between_two_places_name_their_weakest_link(visitor: Visitor) -> None:
    """Everyday words are understood; the answer comes first, then the picture, then the same as a list."""
    page = visitor.get("/axis?from=roughage&to=pain")
    text = main_of(page)
    assert text.index("No study on the map looks at this directly.") < text.index("Weakest link: step 1")
    assert text.index("Weakest link") < text.index("What the lines mean") < text.index("Step by step")
    drawn = set(re.findall(r'<a class="arrow" href="(/axis/arrow/\w+)"', page.text))
    listed = set(re.findall(r'</span><a href="(/axis/arrow/\w+)"', page.text))
    assert drawn == listed
    assert drawn


def test_grades_show_as_kinds_of_line_with_a_legend(visitor: Visitor) -> None:
    """Colour carries nothing: how sure is in the dashes and the width."""
    page = visitor.get("/axis/place/fatigue")
    assert {"line high", "line very_low", "line not_seen"} <= set(re.findall(r'class="(line \w+)"', page.text))
    for meaning in ("Strong", "Moderate", "Early and mixed (GRADE low)", "Tested, and not seen"):
        assert meaning in text_of(page)


def test_a_picture_with_links_is_no_image_for_a_screen_reader(visitor: Visitor) -> None:
    """Within an image nobody could reach them."""
    for path in ("/axis", "/axis?from=fibre&to=pain", "/axis/place/pain_intensity"):
        drawing = re.search(r'<svg class="axis".*?</svg>', visitor.get(path).text, re.DOTALL)
        assert drawing is not None
        assert 'role="group"' in drawing.group(0)
        assert drawing.group(0).count("<title") == 1
        assert drawing.group(0).count("<desc") == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=fatigue&to=fibre", "It knows the other direction only."),
        ("from=pain&to=pain", "Both words mean the same place on the map"),
        ("from=probiotic&to=fatigue", "This was tested, and nothing was seen."),
    ],
)
def test_what_is_not_known_is_an_answer_too(visitor: Visitor, query: str, expected: str) -> None:
    """The other direction, the same place, tested and not seen: each is said."""
    assert expected in visitor.reads(f"/axis?{query}")


def test_every_pair_that_can_be_chosen_has_a_page(visitor: Visitor) -> None:
    """From a food, a medicine, a condition and a symptom to every place."""
    for start in ("fibre_total", "ppi_use", "fibromyalgia", "pain_intensity"):
        for end in list(evidence().nodes)[::5]:
            visitor.get(f"/axis?from={start}&to={end}")


def test_every_place_has_a_page_with_its_arrows(visitor: Visitor) -> None:
    """What points to it and what it points to, each with its grade and sources."""
    for node in list(evidence().nodes.values())[::3]:
        page = visitor.get(f"/axis/place/{node.id}")
        assert node.description in text_of(page)
        at_it = [edge.id for edge in evidence().edges.values() if node.id in (edge.source, edge.target)]
        for edge in at_it:
            assert f"/axis/arrow/{edge}" in page.text


def test_every_arrow_has_a_page_with_its_evidence_and_sources(visitor: Visitor) -> None:
    """Statement, grade, the four kinds of evidence, and every source as a link."""
    for edge in list(evidence().edges.values())[::4]:
        page = visitor.get(f"/axis/arrow/{edge.id}")
        text = text_of(page)
        assert edge.statement in text
        assert "How sure: " in text
        assert page.text.count('<th scope="row">') == 4
        for name in edge.source_ids:
            assert f'href="/evidence/source/{name}"' in page.text


def test_words_that_may_mean_several_places_are_asked_about(visitor: Visitor) -> None:
    """Nothing is guessed at; each meaning is a link on, and the other end is not lost."""
    several = next(term for term, nodes in sorted(evidence().aliases.items()) if len(nodes) > 1)
    page = visitor.get(f"/axis?from={several}&to=pain_intensity")
    assert "Which do you mean?" in text_of(page)
    assert "&amp;to=pain_intensity" in page.text
    assert "Which do you mean?" in visitor.reads(f"/axis/find?words={several}")


def test_looking_for_a_place_in_ones_own_words(visitor: Visitor) -> None:
    """A word that is clear leads straight there; one that is not known says so kindly, as text."""
    assert str(visitor.get("/axis/find?words=tiredness").url).endswith("/axis/place/fatigue")
    unknown = visitor.get("/axis/find?words=<script>alert(1)</script>", code=404)
    assert "is not on the map" in text_of(unknown)
    assert "<script>alert" not in unknown.text


def test_no_address_with_a_slip_leaves_a_trace(visitor: Visitor) -> None:
    """There is nothing at this address."""
    for path in ("/axis/place/x", "/axis/arrow/E999", "/evidence/claim/Z1", "/evidence/source/nobody1900"):
        assert "There is nothing at this address" in text_of(visitor.get(path, code=404))


def test_care_comes_before_all_else(visitor: Visitor) -> None:
    """A medicine is never a reason to change it; who must be careful is told first."""
    assert "never a reason to change it" in visitor.reads("/axis/place/ppi_use")
    text = main_of(visitor.get("/axis?from=food_restriction_breadth&to=eating_disorder_history"))
    assert text.index("Care comes first here") < text.index("Nothing on the map leads") < text.index("Choose again")


def test_claims_and_sources_can_be_read_in_full(visitor: Visitor) -> None:
    """Each claim with what we say and how sure; each source with what rests on it."""
    listed = visitor.get("/evidence")
    for name in claims():
        assert f'href="/evidence/claim/{name}"' in listed.text
    for claim in list(claims().values())[::6]:
        assert claim.wording in text_of(visitor.get(f"/evidence/claim/{claim.id}"))
    every = visitor.get("/evidence/sources")
    for name in sources():
        assert f'href="/evidence/source/{name}"' in every.text
    for source in list(sources().values())[::12]:
        assert source.title in text_of(visitor.get(f"/evidence/source/{source.id}"))


def test_no_page_of_the_map_holds_a_foreign_address(visitor: Visitor, tmp_path: Path) -> None:
    """Studies are named, not linked: looking one up is nobody else's business."""
    assert tmp_path.is_dir()
    for path in ("/axis", "/axis/arrow/E001", "/evidence/source/wastyk2021", "/evidence/claim/A19"):
        assert not re.search(r'(?:href|src)="(?!/|#)', visitor.get(path).text)
