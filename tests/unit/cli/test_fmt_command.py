"""``commensal fmt`` at the command line."""

from __future__ import annotations

import json

from tests.unit.cli.conftest import Type


def test_the_page_is_shown_without_a_diary(types: Type) -> None:
    """It speaks of nobody, so it needs nothing logged."""
    shown = types("fmt")
    assert shown.code == 0
    assert "Five kinds of risk" in shown.out
    assert "Why it is not suggested here" in shown.out


def test_as_json_and_as_markdown(types: Type) -> None:
    """One document, or one page; --json wins where both are asked for."""
    assert "figures" in json.loads(types("fmt", "--json").out)
    assert types("fmt", "--markdown").out.startswith("# ")
    assert "figures" in json.loads(types("fmt", "--markdown", "--json").out)
