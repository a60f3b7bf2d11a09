"""A sentence as tokens that remember where they stood: words, numbers and marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from commensal.diary.parse.stems import stem
from commensal.diary.parse.tables import table

_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875}
_FRACTION_PARTS = (2, 3, 4, 5, 6, 8)
_APOSTROPHES = "'’‘`´"
_TOKEN = re.compile(
    r"(?P<clock>\d{1,2}:\d{2}(?!\d))"
    r"|(?P<ratio>\d{1,4}(?:\.\d+)?/\d{1,4}(?:\.\d+)?(?![\d/]))"
    r"|(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?|\.\d+)"
    r"|(?P<glyph>[½¼¾⅓⅔⅛⅜⅝⅞])"
    r"|(?P<without>\bw/o\b)|(?P<with>\bw/)"
    r"|(?P<word>[^\W\d_]+(?:['’‘`´][^\W\d_]+)*)"
    r"|(?P<mark>\n|[^\s\w]|_)",
    re.IGNORECASE,
)
# Marks that say "and", that belong to a number, or that only join.
_WORD_OF_MARK = {"&": "and", "+": "and", "%": "percent", "×": "x", "@": "at", "*": "x"}
_DASHES = "-–—‐‑−"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark.

    Parameters
    ----------
    text : in its one spelling, lower case, without accents.
    stem : what is compared: singular for a noun.
    start, end : place in the sentence as typed. [characters]
    is_mark : whether it is punctuation that parts.
    number : its value when it is a number; ``ratio`` keeps both sides of "7/10" and of a clock time.
    link : the mark that joins it to the token before, without a space ("-" in "dairy-free"), or "".
    is_glued : whether nothing stands between it and the token before ("400g").
    """

    text: str
    stem: str
    start: int
    end: int
    is_mark: bool = False
    number: float | None = None
    ratio: tuple[float, float] | None = None
    is_clock: bool = False
    link: str = ""
    is_glued: bool = False


@lru_cache(maxsize=16_384)
def plain(word: str) -> str:
    """A word in lower case without accents and apostrophes."""
    folded = word.casefold()
    if folded.isascii():
        return folded.replace("'", "").replace("`", "") if "'" in folded or "`" in folded else folded
    folded = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in folded if not unicodedata.combining(char) and char not in _APOSTROPHES)


@cache
def _spellings() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_plain_words(row["words"]): _plain_words(row["means"]) for row in table("spellings")}


def _plain_words(words: str) -> tuple[str, ...]:
    return tuple(plain(word) for word in words.replace("-", " ").split())


@cache
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase in one of our tables, by the same rules as what is typed; punctuation is left out."""
    words = phrase.split()
    if all(word.isascii() and word.isalpha() for word in words) and not _has_another_spelling(words):
        # Ten thousand plain names are looked at whenever the first sentence of a command is read.
        return tuple(stem(word.lower()) for word in words)
    return tuple(token.stem for token in tokenise(phrase) if not token.is_mark)


def _has_another_spelling(words: list[str]) -> bool:
    spellings = _spellings()
    lower = [word.lower() for word in words]
    return any((word,) in spellings for word in lower) or any(pair in spellings for pair in pairwise(lower))


def tokenise(text: str) -> list[Token]:
    """Tokens of a sentence in order; every character that is not white space belongs to one, or joins two."""
    return _one_spelling(_raw_tokens(text))


def _raw_tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    link, end_before = "", -1
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        kind, found = match.lastgroup, match.group()
        if kind == "mark" and found not in _WORD_OF_MARK:
            joins = start == end_before and end < len(text) and _may_join(text[end])
            if joins and (found in _DASHES or found == "/"):
                link, end_before = "-" if found in _DASHES else "/", end
                continue
            if found in _APOSTROPHES:
                continue
            tokens.append(Token(found, found, start, end, is_mark=True))
        else:
            is_glued = start == end_before and not link
            tokens.append(_token(kind or "", found, start, end, link=link, is_glued=is_glued))
        link, end_before = "", end
    return tokens


def _may_join(char: str) -> bool:
    return char.isalnum() or char in _GLYPHS


def _token(kind: str, found: str, start: int, end: int, *, link: str, is_glued: bool) -> Token:
    if kind == "glyph":
        return Token(found, found, start, end, number=_GLYPHS[found], link=link, is_glued=is_glued)
    if kind == "number":
        is_thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", found) is not None
        number = float(found.replace(",", "" if is_thousands else "."))
        return Token(found, found, start, end, number=number, link=link, is_glued=is_glued)
    if kind in ("ratio", "clock"):
        return _pair(kind, found, start, end, link=link, is_glued=is_glued)
    word = _WORD_OF_MARK.get(found) or {"with": "with", "without": "without"}.get(kind) or plain(found)
    return Token(word, stem(word), start, end, link=link, is_glued=is_glued)


def _pair(kind: str, found: str, start: int, end: int, *, link: str, is_glued: bool) -> Token:
    left, right = (float(part) for part in re.split("[/:]", found))
    number = left / right if kind == "ratio" and right in _FRACTION_PARTS and left < right else None
    return Token(
        found,
        found,
        start,
        end,
        number=number,
        ratio=(left, right),
        is_clock=kind == "clock",
        link=link,
        is_glued=is_glued,
    )


def _one_spelling(tokens: list[Token]) -> list[Token]:
    """Short forms spelled out, two words for one brought together, one for two taken apart."""
    spellings = _spellings()
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.is_mark or token.number is not None:
            result.append(token)
            at += 1
            continue
        pair = (token.text, tokens[at + 1].text) if at + 1 < len(tokens) and tokens[at + 1].link != "/" else None
        n_words = 2 if pair is not None and pair in spellings else 1
        meant = spellings.get(pair if n_words == 2 and pair is not None else (token.text,))
        if meant is None:
            result.append(token)
        else:
            result.extend(_spelled_out(token, tokens[at + n_words - 1].end, meant))
        at += n_words
    return result


def _spelled_out(token: Token, end: int, words: tuple[str, ...]) -> list[Token]:
    return [
        Token(word, stem(word), token.start, end, link=token.link if number == 0 else "", is_glued=token.is_glued)
        for number, word in enumerate(words)
    ]
