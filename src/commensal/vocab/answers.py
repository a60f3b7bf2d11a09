"""How a person answers a question about themselves."""

from __future__ import annotations

from enum import StrEnum


class Answer(StrEnum):
    """Yes, no, or "I do not know". A question that was skipped or never put has no answer at all."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
