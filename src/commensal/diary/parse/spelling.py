"""Small slips of the keyboard mended: few letters, and never into something merely near."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

SHORTEST_WORD = 4
FREE_EDIT_LENGTH = 5  # below this only two letters in the wrong order, or one doubled or not doubled
TWO_EDITS_LENGTH = 8
_KEY_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("aeiouy", "ckqs", "szx", "vwf", "dt", "mn", "gj", "bp")


def _likely_slips() -> frozenset[tuple[str, str]]:
    pairs = set()
    for row, keys in enumerate(_KEY_ROWS):
        for column, key in enumerate(keys):
            for other_row in (row, row + 1):
                near = _KEY_ROWS[other_row][max(0, column - 1) : column + 2] if other_row < len(_KEY_ROWS) else ""
                pairs |= {(key, other) for other in near if other != key}
    for group in _ALIKE:
        pairs |= {(one, other) for one in group for other in group if one != other}
    return frozenset(pairs | {(other, one) for one, other in pairs})


def edits_allowed(word: str) -> int:
    """How many slips a word may hold: none below 4 letters, 1 below 8, 2 from 8 on."""
    if len(word) < SHORTEST_WORD:
        return 0
    return 1 if len(word) < TWO_EDITS_LENGTH else 2


_LIKELY_SLIPS = _likely_slips()


def edit_distance(left: str, right: str, most: int) -> int:
    """Optimal string alignment distance: letters added, left out, replaced, or two neighbours swapped.

    A letter replaced by one that is neither beside it on the keyboard nor alike in sound counts as two slips.
    Gives ``most + 1`` as soon as the distance must exceed ``most`` (Damerau 1964, Commun. ACM 7:171).
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before_last: list[int] = []
    last = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = 0 if char == other else 1 if (char, other) in _LIKELY_SLIPS else 2
            best = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
            if row > 1 and column > 1 and char == right[column - 2] and left[row - 2] == other:
                best = min(best, before_last[column - 2] + 1)
            current.append(best)
        if min(current) > most:
            return most + 1
        before_last, last = last, current
    return last[-1]


class SpellingIndex:
    """Known words by first letter and length, so that a slip is compared with few of them.

    ``strict`` words are mended at one slip only, however long: they are no foods, and would surprise.
    """

    def __init__(self, weight_by_word: Mapping[str, int], *, strict: frozenset[str] = frozenset()) -> None:
        self._strict = strict
        self._weight_by_word = weight_by_word
        self._bucket: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
        for word in weight_by_word:
            if len(word) >= SHORTEST_WORD and word.isalpha():
                self._bucket[word[0], len(word)].append((word, _letters(word)))
        self._known_answers: dict[str, tuple[tuple[str, ...], int]] = {}

    def repair(self, word: str) -> tuple[tuple[str, ...], int]:
        """Known words that the word may be a slip of, the most used first, and how many letters differ.

        The first letter must be right. Words below 5 letters are mended only where two neighbours are
        swapped or a letter is doubled or not doubled. Nothing fits: ``((), 0)``.
        """
        answer = self._known_answers.get(word)
        if answer is None:
            if len(self._known_answers) > 4_096:
                self._known_answers.clear()
            answer = self._known_answers[word] = self._search(word)
        return answer

    def _search(self, word: str) -> tuple[tuple[str, ...], int]:
        most = edits_allowed(word)
        if not most or not word.isalpha():
            return (), 0
        letters = _letters(word)
        best: list[str] = []
        best_distance = most + 1
        for length in range(len(word) - most, len(word) + most + 1):
            for known, known_letters in self._bucket.get((word[0], length), ()):
                if (letters ^ known_letters).bit_count() > 2 * most:
                    continue
                distance = edit_distance(word, known, min(most, best_distance))
                allowed = 1 if known in self._strict else most
                if distance > min(allowed, best_distance) or not _fits(word, known, distance):
                    continue
                if distance < best_distance:
                    best, best_distance = [], distance
                best.append(known)
        if not best:
            return (), 0
        return tuple(sorted(best, key=lambda known: (-self._weight_by_word[known], known))), best_distance


def _letters(word: str) -> int:
    mask = 0
    for char in word:
        mask |= 1 << (ord(char) % 32)
    return mask


def _fits(word: str, known: str, distance: int) -> bool:
    """Whether so short a word, or so short a target, may be mended at this distance."""
    shorter = min(len(word), len(known))
    if distance > edits_allowed(known) or (distance > 1 and word[-1] != known[-1]):
        return False
    if shorter > FREE_EDIT_LENGTH or (shorter == FREE_EDIT_LENGTH and not _swaps_vowels(word, known)):
        return True
    return sorted(word) == sorted(known) or _without_doubles(word) == _without_doubles(known)


def _swaps_vowels(word: str, known: str) -> bool:
    """Whether the words differ in one vowel that is another: "china" and "chana" are two words."""
    if len(word) != len(known):
        return False
    differing = [(one, other) for one, other in zip(word, known, strict=True) if one != other]
    return len(differing) == 1 and set(differing[0]) <= set("aeiouy")


def _without_doubles(word: str) -> str:
    return "".join(char for number, char in enumerate(word) if not number or word[number - 1] != char)


def weights(stems: Iterable[str]) -> dict[str, int]:
    """How many names each stem stands in."""
    counts: dict[str, int] = defaultdict(int)
    for item in stems:
        counts[item] += 1
    return dict(counts)
