"""Whether words speak of bodily effort: a walk, stretching, the stairs."""

from __future__ import annotations

from functools import cache

from commensal.knowledge.safety_words import plain
from commensal.knowledge.tables import rows_of


def speaks_of_exertion(text: str) -> bool:
    """Whether a change in these words asks something of the body, however gently.

    On the side of caution: "a walk" does, whether or not it is more than usual. The list of words is ours and cannot be
    whole; the safety gate reads the words as well.
    """
    padded = f" {plain(text)} "
    return any(f" {word} " in padded for word in _words())


@cache
def _words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows_of("trials/exertion_words"))
