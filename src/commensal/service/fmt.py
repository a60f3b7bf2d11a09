"""The story "what about a stool transplant?": a page of facts, the same for everybody, and never an offer."""

from __future__ import annotations

from commensal.knowledge.fmt import FmtFacts, fmt_facts


def fmt_page() -> FmtFacts:
    """Positions, trials, risks and rules. It reads no diary and speaks of nobody in it."""
    return fmt_facts()
