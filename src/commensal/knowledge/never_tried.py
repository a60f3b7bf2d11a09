"""What is never the change of a trial, read from its words: medicines, harm, and going without what one needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from commensal.knowledge.safety_words import medicines_in, plain
from commensal.knowledge.tables import rows_of

_FILLERS = frozenset({
    *("a", "all", "an", "and", "any", "at", "day", "days", "each", "every", "for", "in", "much", "my", "of", "on"),
    *("or", "some", "the", "till", "until", "week", "whole", "eat", "have", "having", "avoid", "avoiding", "cut"),
    *("cutting", "fewer", "giving", "half", "leave", "leaving", "less", "more", "no", "not", "only", "out", "skip"),
    *("skipping", "up", "without"),
})  # fmt: skip
"""Words that do not change what a change is about: "no food at all" is about food, "fried food" is not."""


def never_tried_in(text: str, *, is_left_out: bool = False) -> str | None:
    """Why a change in these words is never tried; None where nothing in them says so.

    Parameters
    ----------
    is_left_out : whether it is to be left out: whole meals, water and sleep are not, though one may try more of them.

    Returns
    -------
    ``medicines``, ``alcohol``, ``nicotine``, ``drugs``, ``treatments``, ``poison``, ``eating too little`` or ``rest``.
    The list of words is ours and cannot be whole; the safety gate reads the words as well.
    """
    if medicines_in(text):
        return "medicines"
    words = plain(text).replace("pain killer", "painkiller").replace("fast food", "fastfood").split()
    known = [_never_tried().get(word, ("", "")) for word in words if word not in _FILLERS]
    always = next((why for when, why in known if when == "always"), None)
    is_all_of_it = is_left_out and bool(known) and all(when == "left_out" for when, _ in known)
    return always or (known[0][1] if is_all_of_it else None)


def speaks_of_medicines(text: str) -> bool:
    """Whether a text names a medicine, a kind of them, or speaks of "tablets" or "painkillers" without a name."""
    words = plain(text).replace("pain killer", "painkiller").split()
    return bool(medicines_in(text)) or any(_never_tried().get(word, ("", ""))[1] == "medicines" for word in words)


@cache
def _never_tried() -> Mapping[str, tuple[str, str]]:
    return MappingProxyType({row["word"]: (row["when"], row["why"]) for row in rows_of("trials/never_tried")})
