"""The parts of a sentence that say nothing to be logged."""

from __future__ import annotations

from commensal.diary.parse.parsed import Chip, Intent, Span, UnknownChip


def fillers_between(
    text: str, chips: tuple[Chip, ...], unknown: tuple[UnknownChip, ...], intents: tuple[Intent, ...]
) -> tuple[Span, ...]:
    """What is left between chips, unknown chips and intents, so that no character is without an owner."""
    fillers: list[Span] = []
    at = 0
    parts: tuple[Chip | UnknownChip | Intent, ...] = (*chips, *unknown, *intents)
    for start, end in sorted((part.start, part.end) for part in parts):
        if start > at:
            fillers.append(Span(start=at, end=start))
        at = max(at, end)
    if at < len(text):
        fillers.append(Span(start=at, end=len(text)))
    return tuple(fillers)
