"""What a "no", a "my mum", a "used to" or a "worried it might be" reaches, and where its reach ends.

The idea is that of the rule-based readers of clinical notes, NegEx (Chapman and others, 2001) and ConText (Harkema and
others, 2009), both from memory: cues stand before or behind what they change, reach a little way, and are cut short by
marks and by words such as "but". Those readers were made for notes of doctors. Here people write of themselves, so
that a "no" is trusted less: between it and the thing it denies only words may stand that belong to a denial.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from commensal.safety.reading.mention import MentionStatus
from commensal.safety.reading.patterns import Match
from commensal.safety.reading.tokens import SOFT, Token

STATUS_OF_CUE: Mapping[str, MentionStatus] = MappingProxyType(
    {
        "explained": MentionStatus.FIGURATIVE,
        "negated": MentionStatus.NEGATED,
        "someone_else": MentionStatus.SOMEONE_ELSE,
        "if": MentionStatus.HYPOTHETICAL,
        "fear": MentionStatus.HYPOTHETICAL,
        "reading": MentionStatus.HYPOTHETICAL,
        "nearly": MentionStatus.HYPOTHETICAL,
        "past": MentionStatus.PAST,
        "resolved": MentionStatus.PAST,
    }
)
"""Kinds of cue in the order in which they are asked."""

CHAIN = "chain"
VERBS = "verbs"
STRONG = "strong"
ANSWER = "answer"
_FURTHEST_WORDS = 25
_ALTERNATIVES = frozenset({"or", "nor"})
_POSSESSIVES_OF_OTHERS = frozenset({"his", "her", "hers", "their", "theirs"})


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue where it stands: ``tokens[first:behind]``.

    Parameters
    ----------
    kind : a key of ``STATUS_OF_CUE``, or ``barrier``, ``self``, ``present``, ``pseudo``.
    side : whether it stands ``before`` or ``after`` what it changes, or on ``either`` side.
    reach : a number of words; ``chain``: only words that qualify a thing may stand between ("no visible blood");
        ``verbs``: also words of having and feeling ("not been feeling any pain"); ``strong``: a list is reached whole,
        with its "and"; ``answer``: the word alone is the answer ("chest pain: no").
    """

    kind: str
    side: str
    reach: str
    first: int
    behind: int


class Scene:
    """One text with all that was found in it, asked mention by mention."""

    def __init__(
        self,
        tokens: Sequence[Token],
        cues: Sequence[Cue],
        covered: Sequence[bool],
        denial_words: frozenset[str],
        denial_verbs: frozenset[str],
    ) -> None:
        """Keep a text's tokens, its cues in order, and which tokens belong to some expression."""
        self._tokens = tokens
        self._covered = covered
        self._denial_words = denial_words
        self._denial_verbs = denial_words | denial_verbs
        protected = {at for cue in cues if cue.kind == "pseudo" for at in range(cue.first, cue.behind)}
        kept = [cue for cue in cues if cue.kind == "pseudo" or not protected & set(range(cue.first, cue.behind))]
        self._cues = [cue for cue in kept if cue.kind in STATUS_OF_CUE]
        self._starts = [cue.first for cue in self._cues]
        self._at: dict[str, list[int]] = {}
        for cue in kept:
            self._at.setdefault(cue.kind, []).append(cue.first)
        self._hard = [at for at, token in enumerate(tokens) if token.is_hard]

    def status(self, match: Match, ignores: frozenset[str]) -> MentionStatus:
        """How a mention stands. What a concept ignores does not change it."""
        kinds = {cue.kind for cue in self._near(match) if cue.kind not in ignores and self._reaches(cue, match)}
        if "someone_else" not in ignores and self._is_theirs(match):
            kinds.add("someone_else")
        return next((status for kind, status in STATUS_OF_CUE.items() if kind in kinds), MentionStatus.AFFIRMED)

    def is_reached(self, match: Match, kind: str) -> bool:
        """Whether a cue of one kind reaches a mention."""
        return any(cue.kind == kind and self._reaches(cue, match) for cue in self._near(match))

    def is_same_sentence(self, left: int, right: int) -> bool:
        """Whether no hard mark stands between two places."""
        low, high = min(left, right), max(left, right)
        return bisect_left(self._hard, low) == bisect_left(self._hard, high)

    def stands_between(self, kind: str, low: int, high: int) -> bool:
        """Whether a cue of one kind begins in ``tokens[low:high]``."""
        places = self._at.get(kind, [])
        return bisect_left(places, low) < bisect_left(places, high)

    def _near(self, match: Match) -> Sequence[Cue]:
        low = bisect_left(self._starts, match.first - _FURTHEST_WORDS)
        high = bisect_right(self._starts, match.behind + _FURTHEST_WORDS)
        return self._cues[low:high]

    def _reaches(self, cue: Cue, match: Match) -> bool:
        if cue.behind <= match.first and cue.side in ("before", "either"):
            low, high = cue.behind, match.first
        elif cue.first >= match.behind and cue.side in ("after", "either"):
            low, high = match.behind, cue.first
        else:
            return False
        if cue.reach == ANSWER:
            return high - low <= 1 and all(self._tokens[at].is_mark for at in range(low, high))
        if not self.is_same_sentence(low, high) or self.stands_between("barrier", low, high):
            return False
        if cue.reach in (CHAIN, VERBS, STRONG):
            return self._is_denial(cue, low, high, match)
        return high - low <= int(cue.reach) and self._is_free(cue, low, high, match)

    def _is_free(self, cue: Cue, low: int, high: int, match: Match) -> bool:
        """Whether nothing between a cue and a mention speaks against the cue."""
        if cue.kind == "someone_else":
            is_cut = any(self._tokens[at].is_mark for at in range(low, high))
            return not (is_cut or self.stands_between("self", low, match.behind))
        if cue.kind == "past" and self.stands_between("began", max(0, cue.first - 4), cue.first):
            return False
        if cue.kind == "past" and cue.behind <= match.first:
            return not self.stands_between("present", low, match.behind + 3)
        if cue.kind == "past":
            return not self.stands_between("present", max(0, match.first - 4), cue.behind + 4)
        return True

    def _is_theirs(self, match: Match) -> bool:
        """Whether the words themselves say whose it is: "blood in his stool"."""
        return any(self._tokens[at].text in _POSSESSIVES_OF_OTHERS for at in range(match.first, match.behind))

    def _is_denial(self, cue: Cue, low: int, high: int, match: Match) -> bool:
        """Whether a denial that ends at ``low`` is still in force at ``high``, word by word."""
        is_strong = cue.reach == STRONG
        words = self._denial_verbs if cue.reach == VERBS else self._denial_words
        has_denied = False
        at = low
        while at < high:
            word = self._tokens[at].text
            if self._covered[at]:
                has_denied = True
            elif word in words or word in _ALTERNATIVES:
                pass
            elif word == SOFT:
                if at == low or not (is_strong or self._list_closes(at, match.behind)):
                    return False
            elif word == "and":
                if not is_strong and not (has_denied and at + 1 == high and self._closes(match.behind)):
                    return False
            elif not (is_strong or self._is_member(at, match.behind)):
                return False
            at += 1
        return True

    def _closes(self, at: int) -> bool:
        return at >= len(self._tokens) or self._tokens[at].is_mark

    def _list_closes(self, comma: int, behind: int) -> bool:
        """Whether the list that a comma is part of is closed by an "or": "no fever, blood or vomiting"."""
        for at in range(comma + 1, min(behind + 12, len(self._tokens))):
            if self._tokens[at].text in _ALTERNATIVES:
                return True
            if self._tokens[at].is_hard or self.stands_between("self", at, at + 1):
                return False
            if self.stands_between("barrier", at, at + 1):
                return False
        return False

    def _is_member(self, at: int, behind: int) -> bool:
        """Whether an unknown word is a member of a list of denied things: "no rash or chest pain"."""
        following = self._tokens[at + 1] if at + 1 < len(self._tokens) else None
        if following is None:
            return False
        return following.text in _ALTERNATIVES or (following.text == SOFT and self._list_closes(at + 1, behind))
