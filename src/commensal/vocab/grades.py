"""Grades of evidence, in the words of GRADE and in plain words."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """Certainty of evidence (GRADE: Guyatt et al. 2008, BMJ 336:924)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"

    @property
    def plain(self) -> str:
        """The same grade for a person's page: strong, moderate, or early and mixed."""
        if self is Grade.HIGH:
            return "strong"
        return "moderate" if self is Grade.MODERATE else "early and mixed"
