"""The pages about the claims say what the tables say."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from commensal.knowledge.claims import claims
from commensal.knowledge.evidence import evidence
from commensal.knowledge.sources import sources
from commensal.service.evidence import audit


def test_the_page_of_claims_is_what_the_tables_say(repository: Path) -> None:
    """A claim, source or arrow that changed has changed on the page too: run ``make claims``."""
    path = repository / "tools" / "claims_page.py"
    spec = importlib.util.spec_from_file_location("claims_page", path)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert (repository / "docs" / "reference" / "claims.md").read_text(encoding="utf-8") == tool.page()


def test_the_explanation_counts_what_is_there(repository: Path) -> None:
    """The numbers in the prose are those of the tables."""
    text = (repository / "docs" / "explanation" / "evidence.md").read_text(encoding="utf-8").replace("\n", " ")
    assert f"a table of {len(claims())} claims" in text
    assert f"a map of {len(evidence().edges)} arrows, and {len(sources())} sources" in text
    assert len(audit().without_source) == 4, "the explanation says four"
    assert len(audit().with_safety_note) == 3, "the explanation says three"
