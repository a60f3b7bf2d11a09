"""A text as words and marks that remember where they stood, in one spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = "'’‘`´"
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:['’‘`´][^\W\d_]+)*)"
    r"|(?P<mark>\n|[.!?;:,()/&+%…]|\s[-–—]+\s|—)"
)
# A hard mark parts sentences or clauses: nothing reaches across. A soft one only parts the members of a list.
_HARD = frozenset(".!?;:()\n…")
_WORD_OF_MARK = {"&": "and", "+": "and", "%": "percent"}
SOFT, HARD = ",", "."
# A point behind these, or behind a single letter other than "I", belongs to a short form: "St. John's", "c. diff".
_SHORT_FORMS = frozenset({"st", "dr", "mr", "mrs", "ms", "approx", "vs", "tabs", "caps"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark.

    Parameters
    ----------
    text : in lower case, without accents and apostrophes, in its one spelling; ``,`` for any soft mark, ``.`` for
        any hard one.
    start, end : place in the text as typed. [characters]
    is_mark : whether it parts.
    number : its value, when it is a number.
    """

    text: str
    start: int
    end: int
    is_mark: bool = False
    number: float | None = None

    @property
    def is_hard(self) -> bool:
        """Whether it ends a clause for good."""
        return self.is_mark and self.text != SOFT


@lru_cache(maxsize=16_384)
def plain(word: str) -> str:
    """A word in lower case without accents and apostrophes: "Can't" is "cant", "Diarrhœa" is "diarrhoea"."""
    folded = unicodedata.normalize("NFKC", word).casefold().replace("œ", "oe").replace("æ", "ae")
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(char for char in decomposed if not unicodedata.combining(char) and char not in _APOSTROPHES)


def tokenise(text: str, spell: Callable[[str], tuple[str, ...]]) -> list[Token]:
    """Tokens in order. ``spell`` gives the words that one typed word stands for.

    Hyphens join without a trace ("tar-like" is two words), so that it does not matter whether they are typed.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        found = match.group()
        if match.lastgroup == "number":
            tokens.append(Token(found, start, end, number=min(float(found.replace(",", ".")), 1e9)))
        elif match.lastgroup == "word":
            tokens.extend(Token(word, start, end) for word in spell(plain(found)))
        elif found in _WORD_OF_MARK:
            tokens.append(Token(_WORD_OF_MARK[found], start, end))
        elif not (found == "." and tokens and _is_short_form(tokens[-1], start)):
            tokens.append(Token(HARD if found in _HARD else SOFT, start, end, is_mark=True))
    return tokens


def _is_short_form(token: Token, end: int) -> bool:
    """Whether a point that stands at ``end`` only closes a short form."""
    is_letter = len(token.text) == 1 and token.text.isalpha() and token.text != "i"
    return token.end == end and (is_letter or token.text in _SHORT_FORMS)
