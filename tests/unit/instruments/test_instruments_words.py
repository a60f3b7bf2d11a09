"""What is said of a questionnaire: the result, and right beside it what it is not."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from commensal.instruments.fibromyalgia import score_criteria
from commensal.instruments.pem import pem_flag, score_pem
from commensal.knowledge.instruments import Use, instruments
from commensal.report.instrument_words import (
    criteria_lines,
    list_lines,
    pem_lines,
    scale_lines,
    score_lines,
    stool_lines,
)
from tests.unit.report.test_reading_age import school_grade, sentences_of

_PEM = {
    "positive": {"heavy_often": 2.0, "heavy_much": 3.0, "after_body": 1.0, "lasts": 5.0},
    "not positive": {item.id: 0.0 for item in instruments()["dsq_pem"].items},
    "open": {"heavy_often": 2.0},
    "wider": {**{item.id: 0.0 for item in instruments()["dsq_pem"].items}, "after_mind": 1.0, "lasts": 4.0},
}
_CRITERIA = {
    "met": {item.id: float(item.choices.maximum) for item in instruments()["wpi_sss"].items},
    "not met": {item.id: 0.0 for item in instruments()["wpi_sss"].items},
    "open": {"neck": 1.0},
}


def _pages() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, answers in _PEM.items():
        yield f"pem {name}", pem_lines(score_pem(answers), pem_flag(answers))
    for name, answers in _CRITERIA.items():
        yield f"criteria {name}", criteria_lines(score_criteria(answers))
    for form in range(1, 8):
        yield f"stool {form}", stool_lines(form)
    yield "scales", scale_lines({item.id: 4.0 for item in instruments()["nrs_pain"].items})
    for one in instruments().values():
        for part in one.scores:
            yield f"score {one.id} {part.id}", score_lines(one, part, part.minimum)


PAGES = dict(_pages())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_house_rules_hold(name: str, repository: Path) -> None:
    """The expressions that no text for a person may hold, on whole pages."""
    file = repository / "tests" / "house" / "forbidden_expressions.toml"
    text = "\n".join(PAGES[name])
    for rule in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]:
        spared = text
        for wording in rule.get("except", ()):
            spared = re.sub(re.escape(wording), "", spared, flags=re.IGNORECASE)
        assert re.findall(rule["pattern"], spared, re.IGNORECASE) == [], rule["why"]


@pytest.mark.parametrize("name", sorted(name for name in PAGES if name.startswith(("pem", "criteria"))))
def test_a_result_never_stands_alone(name: str) -> None:
    """Beside every result: not a diagnosis, and whose work it is after."""
    text = "\n".join(PAGES[name])
    assert "not a diagnosis" in text
    assert "own words" in text
    assert re.search(r"Cotler|Wolfe", text)


def test_the_figures_of_the_study_stand_with_the_result() -> None:
    """How many it sorted rightly and wrongly, and that they belong to the original wording."""
    text = "\n".join(PAGES["pem positive"])
    assert "about 82 in 100" in text
    assert "about 17 in 100" in text
    assert "may not hold" in text


def test_safety_says_what_it_takes_from_the_answers() -> None:
    """Possible, open, or not: each has its sentence, and the wider reading protects."""
    assert "PEM is possible" in "\n".join(PAGES["pem positive"])
    for name in ("positive", "wider", "open"):
        assert "more and more" in "\n".join(PAGES[f"pem {name}"])
    assert "more and more" not in "\n".join(PAGES["pem not positive"])


def test_open_counts_are_spans() -> None:
    """A count that blanks leave open is never shown as a number."""
    text = "\n".join(PAGES["criteria open"])
    assert "1 to 19 of 19" in text
    assert "25 of 26 questions are blank" in text


def test_what_is_from_memory_says_so() -> None:
    """A range nobody has checked is marked wherever the score is shown."""
    assert "Not checked" in "\n".join(PAGES["score chalder total"])
    assert "Not checked" not in "\n".join(PAGES["score ibs_sss total"])


def test_the_list_shows_every_instrument_with_its_terms() -> None:
    """Name, command and terms of all of them, those that are asked first."""
    text = "\n".join(list_lines(tuple(instruments().values())))
    for one in instruments().values():
        assert one.name in text
        assert one.licence in text
        assert f"commensal {one.command}" in text
    assert text.index("DSQ-PEM") < text.index("IBS-SSS")
    assert {one.use for one in instruments().values()} == set(Use)


def test_results_can_be_read_at_eleven() -> None:
    """Results without the lines that name papers."""
    named = re.compile(r"Cotler|Wolfe|Lewis|Farrar|As published|Terms|Not checked")
    lines = [
        line
        for name, page in PAGES.items()
        if not name.startswith("score")
        for line in page
        if line and not named.search(line)
    ]
    assert school_grade(list(dict.fromkeys(lines))) <= 6.0
    assert max(len(words) for line in lines for words in sentences_of(line)) <= 28
