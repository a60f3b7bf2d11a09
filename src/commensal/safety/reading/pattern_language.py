"""The language in which expressions are written as data, and its parts once they are read.

The parts of a pattern are parted by spaces:

==========  ================================================================
``word``    that word; four letters and more also with an "s" behind
``a|b_c``   one of several; ``_`` joins words of one alternative
``poo*``    any word that begins so
``{stool}`` any member of a word class (which may name other classes)
``#``       a number, in figures
``~3``      up to three words of any kind, but no mark and no word that turns the sense ("not", "but")
``~3,``     the same, and commas as well
``~3.``     the same, and all marks
``<8>``     what stands left of it and what stands right of it, in either order, with a gap of up to eight words; marks
            as above (``<8,>``); once in a pattern
``,``       a comma
``$``       the end of a clause
``…?``      the part before the question mark may be missing, whole
==========  ================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from commensal.safety.reading.tokens import HARD, SOFT
from commensal.vocab.errors import InvalidRecordError

Words: TypeAlias = tuple[str, ...]
Classes: TypeAlias = Mapping[str, tuple[Words, ...]]
_Members: TypeAlias = Callable[[str], tuple[Words, ...]]
NUMBER = "#"
_END = "$"


@dataclass(frozen=True, slots=True)
class Element:
    """One part of a pattern: alternatives of one or more words by their first word, a gap, or the end of a clause.

    Parameters
    ----------
    alternatives : by their first word.
    gap : the most words that may stand here. [words]
    crosses : the marks that a gap may hold besides: "" none, "," commas, "." all.
    ends_clause : whether a mark or the end of the text may stand here.
    is_optional : whether nothing may stand here.
    """

    alternatives: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    gap: int = 0
    crosses: str = ""
    ends_clause: bool = False
    is_optional: bool = False


def expanded(classes: Mapping[str, Sequence[str]]) -> dict[str, tuple[Words, ...]]:
    """Each word class as all its members, with the classes that they name."""
    done: dict[str, tuple[Words, ...]] = {}

    def members(name: str, below: tuple[str, ...]) -> tuple[Words, ...]:
        if name in below or name not in classes:
            raise misfit(name, "a word class that exists and does not contain itself")
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


def in_both_orders(parts: Sequence[str], source: str) -> tuple[tuple[str, ...], ...]:
    """The parts of a pattern; where its two sides are near in either order, once for each order.

    Raises
    ------
    InvalidRecordError : a side is missing, or there are more than two.
    """
    near = [at for at, part in enumerate(parts) if part.startswith("<")]
    if not near:
        return (tuple(parts),)
    left, right = parts[: near[0]], parts[near[0] + 1 :]
    if len(near) > 1 or not left or not right or not parts[near[0]].endswith(">"):
        raise misfit(source, "one <8> with words on each side of it")
    gap = "~" + parts[near[0]][1:-1]
    return (*left, gap, *right), (*right, gap, *left)


def element(part: str, classes: Classes, source: str) -> Element:
    """One part of a pattern, read.

    Raises
    ------
    InvalidRecordError : it is not of the language (a mistake of ours).
    """
    is_optional = part.endswith("?")
    body = part.removesuffix("?")
    if body.startswith("~"):
        n_words = body[1:].removesuffix(SOFT).removesuffix(HARD)
        if not n_words.isdigit():
            raise misfit(source, "a number of words behind ~")
        return Element(gap=int(n_words), crosses=body[len(n_words) + 1 :])
    alternatives: list[Words] = []
    for choice in body.split("|"):
        if choice == _END:
            continue
        if choice.startswith("{") and choice.endswith("}"):
            if choice[1:-1] not in classes:
                raise misfit(source, f"a word class that exists, not {choice}")
            alternatives.extend(classes[choice[1:-1]])
        elif choice:
            alternatives.append(tuple(choice.split("_")))
        else:
            raise misfit(source, "a word on each side of |")
    by_first: dict[str, list[Words]] = defaultdict(list)
    for alternative in dict.fromkeys(alternatives):
        by_first[alternative[0]].append(alternative)
    return Element(
        alternatives={first: tuple(several) for first, several in by_first.items()},
        ends_clause=_END in body.split("|"),
        is_optional=is_optional,
    )


def misfit(found: str, expected: str) -> InvalidRecordError:
    """The error for a pattern or a word class that cannot be read."""
    return InvalidRecordError(
        where="safety/data", found=repr(found), expected=expected, do="Mend the pattern or the word class."
    )
