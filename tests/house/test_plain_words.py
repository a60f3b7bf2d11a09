"""Pages for patients keep the words we keep."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

# From CONTRIBUTING.md, "Words we keep". Quoted words (what we do not say) are allowed.
_NEVER_SAID = r"(?i)\b(toxins?|detox|leaky gut|dysbiosis|cures?|streaks?|miracle|you (must|should have))\b"


@pytest.fixture(scope="module")
def pages(repository: Path) -> dict[str, str]:
    folders = ("people", "tutorials")
    return {
        str(path.relative_to(repository)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted((repository / "docs" / folder).glob("*.md"))
    }


def test_there_are_pages_for_people(pages: dict[str, str]) -> None:
    """The pages that the tests below read exist."""
    assert any(name.startswith("docs/people/") for name in pages)


def test_nothing_is_shouted(pages: dict[str, str]) -> None:
    """No exclamation marks: a tired reader needs calm."""
    assert [name for name, text in pages.items() if "!" in re.sub(r"!\[[^\]]*\]\(", "", text)] == []


def test_no_word_that_promises_or_blames(pages: dict[str, str]) -> None:
    """No word that promises a cure, blames the reader, or belongs to marketing."""
    said = {name: re.findall(_NEVER_SAID, re.sub(r"[\"“][^\"”]*[\"”]", "", text)) for name, text in pages.items()}
    assert {name: words for name, words in said.items() if words} == {}
