"""Finds the patterns of the reading in a text, all of them in one pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from commensal.safety.reading.pattern_language import (
    NUMBER,
    Element,
    Words,
    element,
    expanded,
    in_both_orders,
    misfit,
)
from commensal.safety.reading.tokens import SOFT, Token

# Words that no gap may hold: "poo is not black" is not "poo ... black".
_TURNING = frozenset(
    {
        *("not", "no", "never", "without", "but", "isnt", "wasnt", "arent", "werent", "dont", "didnt", "doesnt"),
        *("havent", "hasnt", "hadnt", "however", "though", "although", "except", "nor", "denies", "neither", "none"),
    }
)
_SHORTEST_WITH_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern at ``tokens[first:behind]``."""

    tag: str
    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class _Rest:
    """What follows the first part of a pattern, and the words that can follow at once (None: many things)."""

    tag: str
    elements: tuple[Element, ...]
    following: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class _Group:
    """All patterns that begin with one part: a class of a thousand names is kept once, not once for each of them."""

    first: Element
    rests: list[_Rest] = field(default_factory=list)


class Matcher:
    """All patterns of the reading, by the words they can begin with."""

    def __init__(self, patterns: Iterable[tuple[str, str]], classes: Mapping[str, Sequence[str]]) -> None:
        """Read ``(tag, pattern)`` pairs.

        Raises
        ------
        InvalidRecordError : a pattern cannot be read (a mistake of ours).
        """
        known = expanded(classes)
        elements: dict[str, Element] = {}
        self._groups: dict[int, _Group] = {}
        for tag, source in patterns:
            for parts in in_both_orders(source.split(), source):
                for part in parts:
                    if part not in elements:
                        elements[part] = element(part, known, source)
                self._add(tag, tuple(elements[part] for part in parts), source)
        self._by_word: dict[str, list[_Group]] = defaultdict(list)
        for group in self._groups.values():
            for word in group.first.alternatives:
                self._by_word[word].append(group)
        self._words = frozenset(
            word
            for one in elements.values()
            for alternatives in one.alternatives.values()
            for alternative in alternatives
            for word in alternative
        )
        self._prefixes = frozenset(word[:-1] for word in self._words if word.endswith("*"))
        self._lengths = tuple(sorted({len(prefix) for prefix in self._prefixes}))
        self._forms = lru_cache(maxsize=16_384)(self._forms_of)

    def _add(self, tag: str, elements: tuple[Element, ...], source: str) -> None:
        if not elements or elements[0].gap or elements[0].ends_clause:
            raise misfit(source, "a pattern that begins with a word and is not wholly optional")
        first, rest = elements[0], elements[1:]
        if first.is_optional:
            self._add(tag, rest, source)
        # Equal parts are one object here, so that its identity names it.
        group = self._groups.setdefault(id(first), _Group(first))
        group.rests.append(_Rest(tag, rest, _following(rest)))

    def knows(self, word: str) -> bool:
        """Whether a word is part of some pattern, in any form."""
        return any(form in self._words for form in self._forms(word))

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every match, the longest of each tag at each place, in the order of the text."""
        forms = [self._forms_of_token(token) for token in tokens]
        found: list[Match] = []
        for first in range(len(tokens)):
            longest: dict[str, int] = {}
            for rest, place in self._begun(first, forms):
                behind = _longest(rest.elements, 0, place, tokens, forms)
                if behind > longest.get(rest.tag, first):
                    longest[rest.tag] = behind
            found.extend(Match(tag, first, behind) for tag, behind in longest.items())
        return found

    def _begun(self, first: int, forms: Sequence[Words]) -> Iterator[tuple[_Rest, int]]:
        """Patterns whose first words stand at a place, with the place behind them."""
        for form in forms[first]:
            for group in self._by_word.get(form, ()):
                for alternative in group.first.alternatives[form]:
                    place = first + len(alternative)
                    if len(alternative) > 1 and not _stand_there(alternative[1:], first + 1, forms):
                        continue
                    following = forms[place] if place < len(forms) else ()
                    for rest in group.rests:
                        if rest.following is None or not rest.following.isdisjoint(following):
                            yield rest, place

    def _forms_of_token(self, token: Token) -> Words:
        if token.is_mark:
            return (token.text,)
        return (*self._forms(token.text), NUMBER) if token.number is not None else self._forms(token.text)

    def _forms_of(self, word: str) -> Words:
        forms = [word]
        if len(word) > _SHORTEST_WITH_PLURAL and word.endswith("s") and not word.endswith("ss"):
            forms.append(word[:-1])
        forms.extend(f"{word[:n]}*" for n in self._lengths if word[:n] in self._prefixes and n <= len(word))
        return tuple(forms)


def _following(rest: Sequence[Element]) -> frozenset[str] | None:
    """The words of which one must follow at once, where that can be said."""
    if not rest or rest[0].gap or rest[0].ends_clause or rest[0].is_optional:
        return None
    return frozenset(rest[0].alternatives)


def _longest(elements: Sequence[Element], at: int, place: int, tokens: Sequence[Token], forms: Sequence[Words]) -> int:
    """The furthest end of ``elements[at:]`` from ``place``; -1 where they do not fit."""
    if at == len(elements):
        return place
    here = elements[at]
    best = _longest(elements, at + 1, place, tokens, forms) if here.is_optional else -1
    for behind in _ends(here, place, tokens, forms):
        best = max(best, _longest(elements, at + 1, behind, tokens, forms))
    return best


def _ends(here: Element, place: int, tokens: Sequence[Token], forms: Sequence[Words]) -> list[int]:
    """The places at which one element can end that begins at ``place``."""
    if here.gap:
        ends = [place]
        for at in range(place, min(place + here.gap, len(tokens))):
            if _stops_gap(tokens[at], here):
                break
            ends.append(at + 1)
        return ends
    ends = [place] if here.ends_clause and (place >= len(tokens) or tokens[place].is_mark) else []
    if place < len(tokens):
        for form in forms[place]:
            for alternative in here.alternatives.get(form, ()):
                if len(alternative) == 1 or _stand_there(alternative[1:], place + 1, forms):
                    ends.append(place + len(alternative))
    return ends


def _stops_gap(token: Token, gap: Element) -> bool:
    if token.is_mark:
        return not gap.crosses or (token.is_hard and gap.crosses == SOFT)
    return token.text in _TURNING


def _stand_there(words: Words, place: int, forms: Sequence[Words]) -> bool:
    return place + len(words) <= len(forms) and all(word in forms[place + at] for at, word in enumerate(words))
