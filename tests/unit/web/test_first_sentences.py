"""What findings, trials, the axis and the evidence say on the page can be read at about eleven, and calmly."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

import pytest

from tests.unit.report.test_reading_age import school_grade, sentences_of

_SECTIONS = ("axis", "evidence", "findings", "help", "trials", "what_if")
_GRADE = 6.0
_MOST_WORDS = 28


def sentences_in(section: str) -> dict[str, str]:
    """The texts of one part of the page."""
    text = files("commensal.web").joinpath(f"text/en/{section}.toml").read_text(encoding="utf-8")
    return {name: re.sub(r"\{\w+\}", "bread", sentence) for name, sentence in tomllib.loads(text).items()}


@pytest.mark.parametrize("section", _SECTIONS)
def test_a_person_of_eleven_can_read_a_part(section: str) -> None:
    """All its sentences together, and no sentence without an end."""
    whole = [text for text in sentences_in(section).values() if text.endswith(".")]
    assert school_grade(whole) <= _GRADE
    assert max(len(words) for text in whole for words in sentences_of(text)) <= _MOST_WORDS


@pytest.mark.parametrize("section", _SECTIONS)
def test_nothing_is_shouted_counted_or_urged(section: str) -> None:
    """No exclamation mark, no streak, nothing that is due or missed."""
    text = " ".join(sentences_in(section).values()).casefold()
    assert not re.search(r"!|\b(streak|missed|failed|behind schedule|overdue|you must|should have)\b", text)
