"""Yes, no and "cannot tell": how conditions are joined when some answers are blank (Kleene's strong logic)."""

from __future__ import annotations

from collections.abc import Iterable

from commensal.vocab.answers import Answer


def all_of(conditions: Iterable[Answer]) -> Answer:
    """Whether every condition holds. One "no" decides; else one "unknown" leaves it open."""
    told = tuple(conditions)
    if Answer.NO in told:
        return Answer.NO
    return Answer.UNKNOWN if Answer.UNKNOWN in told else Answer.YES


def any_of(conditions: Iterable[Answer]) -> Answer:
    """Whether at least one condition holds. One "yes" decides; else one "unknown" leaves it open."""
    told = tuple(conditions)
    if Answer.YES in told:
        return Answer.YES
    return Answer.UNKNOWN if Answer.UNKNOWN in told else Answer.NO


def at_least(answer: float | None, line: float) -> Answer:
    """Whether an answer reaches a line; a blank cannot tell."""
    if answer is None:
        return Answer.UNKNOWN
    return Answer.YES if answer >= line else Answer.NO
