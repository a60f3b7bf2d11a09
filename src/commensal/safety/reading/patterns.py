"""Expressions of a text as data, and a matcher that finds them in one pass.

The language of a pattern, whose parts are parted by spaces:

==========  ================================================================
``word``    that word; four letters and more also with an "s" behind
``a|b_c``   one of several; ``_`` joins words of one alternative
``poo*``    any word that begins so
``{stool}`` any member of a word class (which may name other classes)
``#``       a number, in figures
``~3``      up to three words of any kind, but no mark and no word that turns the sense ("not", "but")
``~3,``     the same, and commas as well
``,``       a comma
``^``       the beginning of a clause;  ``$`` its end
``…?``      the part before the question mark may be missing
==========  ================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from commensal.safety.reading.tokens import SOFT, Token
from commensal.vocab.errors import InvalidRecordError

_Words: TypeAlias = tuple[tuple[str, ...], ...]
_Members: TypeAlias = Callable[[str], _Words]
_NUMBER = "#"
# Words that no gap may hold: "poo is not black" is not "poo ... black".
_TURNING = frozenset({"not", "no", "never", "without", "but", "isnt", "wasnt", "arent", "werent", "dont", "didnt", "doesnt"}) | {
    "havent", "hasnt", "hadnt", "however", "though", "although", "except", "nor", "denies", "neither", "none",
}  # fmt: skip
_ANCHORS = ("^", "$")
_SHORTEST_WITH_PLURAL = 4


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern at ``tokens[first:behind]``."""

    tag: str
    first: int
    behind: int


@dataclass(frozen=True, slots=True)
class _Element:
    """One part of a pattern: alternatives of one or more words by their first word, a gap, or anchors."""

    alternatives: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    gap: int = 0
    crosses_commas: bool = False
    anchors: tuple[str, ...] = ()
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class _Pattern:
    tag: str
    elements: tuple[_Element, ...]


class Matcher:
    """All patterns of the reading, indexed by the words they can begin with."""

    def __init__(self, patterns: Iterable[tuple[str, str]], classes: Mapping[str, Sequence[str]]) -> None:
        """Compile ``(tag, pattern)`` pairs.

        Raises
        ------
        InvalidRecordError : a pattern cannot be read (a mistake of ours).
        """
        expanded = _expanded(classes)
        elements: dict[str, _Element] = {}

        def element_of(part: str, source: str) -> _Element:
            # A class of a thousand names is put in order once, not once for each pattern that names it.
            if part not in elements:
                elements[part] = _element(part, expanded, source)
            return elements[part]

        self._by_word: dict[str, list[_Pattern]] = defaultdict(list)
        self._words: set[str] = set()
        for tag, source in patterns:
            pattern = _Pattern(tag, tuple(element_of(part, source) for part in source.split()))
            for first in _first_words(pattern, source):
                self._by_word[first].append(pattern)
        for element in elements.values():
            for alternatives in element.alternatives.values():
                self._words.update(word for alternative in alternatives for word in alternative)
        prefixes = {word[:-1] for word in self._words if word.endswith("*")}
        self._prefixes = frozenset(prefixes)
        self._lengths = tuple(sorted({len(prefix) for prefix in prefixes}))
        self._forms = lru_cache(maxsize=16_384)(self._forms_of)

    def knows(self, word: str) -> bool:
        """Whether a word is part of some pattern, in any form."""
        return any(form in self._words for form in self._forms(word))

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """Every match, the longest of each pattern at each place, in the order of the text."""
        forms = [self._forms_of_token(token) for token in tokens]
        found: list[Match] = []
        for first, here in enumerate(forms):
            seen: dict[str, int] = {}
            for form in here:
                for pattern in self._by_word.get(form, ()):
                    behind = _longest(pattern.elements, 0, first, tokens, forms)
                    if behind > seen.get(pattern.tag, first):
                        seen[pattern.tag] = behind
            found.extend(Match(tag, first, behind) for tag, behind in seen.items())
        return found

    def _forms_of_token(self, token: Token) -> tuple[str, ...]:
        if token.is_mark:
            return (token.text,)
        return (*self._forms(token.text), _NUMBER) if token.number is not None else self._forms(token.text)

    def _forms_of(self, word: str) -> tuple[str, ...]:
        forms = [word]
        if len(word) > _SHORTEST_WITH_PLURAL and word.endswith("s") and not word.endswith("ss"):
            forms.append(word[:-1])
        forms.extend(f"{word[:n]}*" for n in self._lengths if word[:n] in self._prefixes and n <= len(word))
        return tuple(forms)


def _longest(
    elements: Sequence[_Element], at: int, place: int, tokens: Sequence[Token], forms: Sequence[tuple[str, ...]]
) -> int:
    """The furthest end of ``elements[at:]`` from ``place``; -1 where they do not fit."""
    if at == len(elements):
        return place
    element = elements[at]
    best = _longest(elements, at + 1, place, tokens, forms) if element.is_optional else -1
    for behind in _ends(element, place, tokens, forms):
        best = max(best, _longest(elements, at + 1, behind, tokens, forms))
    return best


def _ends(element: _Element, place: int, tokens: Sequence[Token], forms: Sequence[tuple[str, ...]]) -> Iterator[int]:
    for anchor in element.anchors:
        beside = place - 1 if anchor == "^" else place
        if not 0 <= beside < len(tokens) or tokens[beside].is_mark:
            yield place
    if element.gap:
        yield place
        for behind in range(place, min(place + element.gap, len(tokens))):
            if _stops_gap(tokens[behind], element):
                return
            yield behind + 1
        return
    if place < len(tokens):
        for form in forms[place]:
            for alternative in element.alternatives.get(form, ()):
                if _goes_on(alternative, place, forms):
                    yield place + len(alternative)


def _stops_gap(token: Token, element: _Element) -> bool:
    if token.is_mark:
        return token.is_hard or not element.crosses_commas
    return token.text in _TURNING


def _goes_on(words: Sequence[str], place: int, forms: Sequence[tuple[str, ...]]) -> bool:
    """Whether the words behind the first one stand there too."""
    return len(words) == 1 or (
        place + len(words) <= len(forms)
        and all(words[number] in forms[place + number] for number in range(1, len(words)))
    )


def _expanded(classes: Mapping[str, Sequence[str]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    done: dict[str, tuple[tuple[str, ...], ...]] = {}

    def members(name: str, below: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        if name in below or name not in classes:
            raise _misfit(name, "a word class that exists and does not contain itself")
        if name not in done:
            done[name] = tuple(
                dict.fromkeys(
                    alternative
                    for member in classes[name]
                    for alternative in _member(member, lambda inner: members(inner, (*below, name)))
                )
            )
        return done[name]

    for name in classes:
        members(name, ())
    return done


def _member(member: str, members: _Members) -> Iterator[tuple[str, ...]]:
    choices = [
        members(word[1:-1]) if word.startswith("{") else tuple((choice,) for choice in word.split("|"))
        for word in member.split()
    ]
    for combination in product(*choices):
        yield tuple(word for part in combination for word in part)


def _element(part: str, classes: Mapping[str, tuple[tuple[str, ...], ...]], source: str) -> _Element:
    is_optional = part.endswith("?")
    body = part.removesuffix("?")
    if body.startswith("~"):
        n_words = body[1:].removesuffix(SOFT)
        if not n_words.isdigit():
            raise _misfit(source, "a number of words behind ~")
        return _Element(gap=int(n_words), crosses_commas=body.endswith(SOFT))
    alternatives: list[tuple[str, ...]] = []
    anchors: list[str] = []
    for choice in body.split("|"):
        if choice in _ANCHORS:
            anchors.append(choice)
        elif choice.startswith("{") and choice.endswith("}"):
            if choice[1:-1] not in classes:
                raise _misfit(source, f"a word class that exists, not {choice}")
            alternatives.extend(classes[choice[1:-1]])
        elif choice:
            alternatives.append(tuple(choice.split("_")))
        else:
            raise _misfit(source, "a word on each side of |")
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for alternative in dict.fromkeys(alternatives):
        by_first[alternative[0]].append(alternative)
    return _Element(
        alternatives={first: tuple(several) for first, several in by_first.items()},
        anchors=tuple(anchors),
        is_optional=is_optional,
    )


def _first_words(pattern: _Pattern, source: str) -> Iterator[str]:
    words: dict[str, None] = {}
    for element in pattern.elements:
        if element.gap or (element.anchors and element.alternatives):
            break
        if element.anchors:
            continue
        words.update(dict.fromkeys(element.alternatives))
        if not element.is_optional:
            return iter(words)
    raise _misfit(source, "a pattern that begins with a word and is not wholly optional")


def _misfit(found: str, expected: str) -> InvalidRecordError:
    return InvalidRecordError(
        where="safety/data", found=repr(found), expected=expected, do="Mend the pattern or the word class."
    )
