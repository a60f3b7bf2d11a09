"""The language in which sentences are said now; one for each request or run, English unless told otherwise."""

from __future__ import annotations

import re
from contextvars import ContextVar

ENGLISH = "en"
LANGUAGES = (ENGLISH,)
"""What a person can choose. Another language is another set of text files, and its name here."""

NOTATIONS = ("day_first_point", "day_first_comma", "month_first_point")
"""How numbers and dates are written, whatever the language; what each means stands in the texts of reports."""

PSEUDO = "qps"
"""No language: English with strange letters. What stays plain on a page in it was never put into the text files."""

language: ContextVar[str] = ContextVar("language", default=ENGLISH)
notation: ContextVar[str] = ContextVar("notation", default=NOTATIONS[0])

_STRANGE = str.maketrans("aeiouycnsAEIOUYCNS", "àéîøüýçñšÀÉÎØÜÝÇÑŠ")
_BLANK_OR_ENTITY = re.compile(r"\{[^{}]*\}|&\w+;")


def in_language(sentence: str) -> str:
    """The sentence with its blanks still in it, as the language of now says it."""
    return pseudo(sentence) if language.get() == PSEUDO else sentence


def pseudo(sentence: str) -> str:
    """The sentence in strange letters; blanks in braces are left alone.

    Examples
    --------
    >>> pseudo("{n} days")
    '⟦{n} dàýš⟧'
    """
    parts: list[str] = []
    end = 0
    for blank in _BLANK_OR_ENTITY.finditer(sentence):
        parts += [sentence[end : blank.start()].translate(_STRANGE), blank.group()]
        end = blank.end()
    return f"⟦{''.join(parts)}{sentence[end:].translate(_STRANGE)}⟧"
