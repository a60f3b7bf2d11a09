"""The one spelling of a word: British for American, long for short, and slips of one letter in long words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from commensal.safety.reading.concepts import rows
from commensal.safety.reading.tokens import plain

# A row that gives this as the meaning lists ordinary words that look like slips of others and are none.
_ORDINARY = "="
_SHORTEST_TYPED = 5


class Speller:
    """Turns typed words into words that the patterns know."""

    def __init__(self, mended: Iterable[str], knows: Callable[[str], bool]) -> None:
        """Keep the words whose slips are mended, and how to ask whether a word needs none."""
        self._knows = knows
        self._meanings = {plain(row["words"]): tuple(plain(word) for word in row["means"].split()) for row in _meant()}
        self._ordinary = frozenset(
            plain(word) for row in rows("spellings") if row["means"] == _ORDINARY for word in row["words"].split()
        )
        # A slip leaves the first letter and changes the length by one at most: few words are left to compare.
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in dict.fromkeys(mended):
            self._near[word[0], len(word)].append(word)
        self.spell = lru_cache(maxsize=16_384)(self._spell)

    def _spell(self, word: str) -> tuple[str, ...]:
        if word in self._meanings:
            return self._meanings[word]
        if not _SHORTEST_TYPED <= len(word) <= 20 or word in self._ordinary or self._knows(word):
            return (word,)
        lengths = (len(word) - 1, len(word), len(word) + 1)
        meant = {near for length in lengths for near in self._near.get((word[0], length), ())}
        meant = {near for near in meant if _is_one_slip(word, near)}
        return (meant.pop(),) if len(meant) == 1 else (word,)


def _meant() -> list[dict[str, str]]:
    return [dict(row) for row in rows("spellings") if row["means"] != _ORDINARY]


def _is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was added, left out, changed, or swapped with its neighbour."""
    if len(typed) > len(meant):
        typed, meant = meant, typed
    at = next((n for n, (left, right) in enumerate(zip(typed, meant, strict=False)) if left != right), len(typed))
    if len(typed) < len(meant):
        return typed[at:] == meant[at + 1 :]
    is_swap = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
    return typed[at + 1 :] == meant[at + 1 :] or is_swap
