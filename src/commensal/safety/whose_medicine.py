"""Medicines that a text names but the writer does not take: a wife's, an old one, one that was only read about."""

from __future__ import annotations

import re
from functools import lru_cache

from commensal.knowledge.safety_words import medicines_in
from commensal.safety.reading.mention import MentionStatus
from commensal.safety.reading.read import find, status_of

_NOT_TAKEN = frozenset(
    {MentionStatus.SOMEONE_ELSE, MentionStatus.PAST, MentionStatus.HYPOTHETICAL, MentionStatus.FIGURATIVE}
)
_NOT_TAKEN_IN_A_QUESTION = frozenset({MentionStatus.SOMEONE_ELSE, MentionStatus.PAST})
# The end of a course of antibiotics is the beginning of the weeks that count.
_MATTERS_AFTERWARDS = "antibiotic"
_LONG_AGO = re.compile(
    r"\b(years?|yrs?|decades?|ages) (ago|back|since)\b|\blast year\b|\bin (19|20)\d\d\b|\bas a (kid|child|teenager)\b|"
    r"\b([4-9]|\d\d|four|five|six|seven|eight|nine|ten|several|many) months (ago|back)\b",
    re.IGNORECASE,
)
_CHARACTERS_AROUND = 60


@lru_cache(maxsize=4096)
def named_but_not_taken(text: str, *, is_question: bool = False) -> frozenset[str]:
    """Substances and kinds of medicine that a text names, and nowhere as the writer's own at present.

    Parameters
    ----------
    is_question : "can I take it if …" speaks of one's own medicines; only others' and old ones are left out.
    """
    found = find(text)
    not_taken = _NOT_TAKEN_IN_A_QUESTION if is_question else _NOT_TAKEN
    taken: set[str] = set()
    others: set[str] = set()
    for match in found.medicines:
        words = text[found.tokens[match.first].start : found.tokens[match.behind - 1].end]
        status = status_of(found, match, frozenset())
        for medicine in medicines_in(words):
            still_matters = (
                status is MentionStatus.PAST
                and _MATTERS_AFTERWARDS in medicine.groups
                and not _is_long_ago(text, text.find(words))
            )
            is_other = status in not_taken and not still_matters
            (others if is_other else taken).update({medicine.words, *medicine.substances})
    return frozenset(others - taken)


def _is_long_ago(text: str, place: int) -> bool:
    """Whether the words around a place speak of a time that lies more than a season back."""
    return _LONG_AGO.search(text[max(place - _CHARACTERS_AROUND, 0) : place + _CHARACTERS_AROUND]) is not None
