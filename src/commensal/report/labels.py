"""A person's own names for things, made fit to stand in a sentence, a terminal or a chart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from commensal.report.words import say, say_each

LONGEST_LABEL = 60
# Marks that turn the reading direction of all that follows: they can make a line say something else.
_TURNING_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_SPACES = re.compile(r"\s+")
_ENDS_OF_ONE_THING = ("ss", "us", "is", "'s", "’s")


def shown_label(label: str) -> str:
    """The label as it may be shown: no control characters, no line breaks, not endless.

    A label comes from a file that somebody else may have made; an escape sequence in it must not reach a
    terminal.
    """
    spaced = _SPACES.sub(" ", label)  # a line break is a control character too, but it parts words
    clean = _SPACES.sub(" ", "".join(char for char in spaced if _may_be_shown(char))).strip()
    if not clean:
        return say("words.nameless")
    return clean if len(clean) <= LONGEST_LABEL else clean[: LONGEST_LABEL - 1].rstrip() + "…"


def in_sentence(label: str) -> str:
    """The label inside a sentence: ``Stomach pain`` becomes ``stomach pain``; ``IBS`` and ``Monday`` stay."""
    words = shown_label(label).split(" ")
    is_title = all(word[:1].isupper() or not word[:1].isalpha() for word in words)
    n_lowered = len(words) if is_title else 1
    return " ".join(_lowered(word) if index < n_lowered else word for index, word in enumerate(words))


def at_start(label: str) -> str:
    """The label at the start of a sentence, with a capital."""
    inside = in_sentence(label)
    return inside[:1].upper() + inside[1:]


def label_from_key(key: str) -> str:
    """A readable stand-in where only the key is known: ``brain_fog`` gives ``brain fog``."""
    return shown_label(key.replace("_", " "))


def is_many(label: str) -> bool:
    """Whether the label reads as a plural (``Eggs``), by its ending. A guess; only the verb depends on it."""
    last = shown_label(label).split(" ")[-1]
    return (
        len(last) > 3
        and last.islower() | last.istitle()
        and last.endswith("s")
        and not last.endswith(_ENDS_OF_ONE_THING)
    )


def listed(items: Sequence[str], *, joined_by: str = "and") -> str:
    """``a, b and c``, or with ``joined_by="or"``, ``a, b or c``."""
    if len(items) < 2:
        return "".join(items)
    return say(f"list.{joined_by}", first=say("list.comma").join(items[:-1]), last=items[-1])


def _may_be_shown(char: str) -> bool:
    return unicodedata.category(char) not in ("Cc", "Cs") and char not in _TURNING_MARKS


def _is_capitalised(word: str) -> bool:
    return len(word) > 1 and word[0].isupper() and word[1:].islower()


def _lowered(word: str) -> str:
    stays = not _is_capitalised(word) or word in _words_with_a_capital()
    return word if stays else word.lower()


def _words_with_a_capital() -> frozenset[str]:
    names = say_each("words.weekdays") + say_each("words.months") + say_each("words.keep_capital")
    return frozenset(names)
