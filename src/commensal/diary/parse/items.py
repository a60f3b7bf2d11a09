"""A sentence as items: known phrases, numbers, marks, and words that nobody knows."""

from __future__ import annotations

from dataclasses import dataclass, field

from commensal.diary.parse.lexicon import FoodSense, Lexicon, Node, Value
from commensal.diary.parse.quantity import Quantity
from commensal.diary.parse.tokens import Token

_ENDINGS = ("ed", "ing", "ly", "er", "est", "d")


@dataclass(slots=True, eq=False)
class Item:
    """A piece of the sentence, which the grammars then read and claim.

    Parameters
    ----------
    first, last : tokens from ``first`` up to but not including ``last``.
    meanings : value by kind; empty for a word that nobody knows.
    number : its value when it is a number; ``low`` and ``high`` when a range was given.
    edits : letters that had to be mended.
    is_claimed : whether a grammar has made a fact of it, or set it aside on purpose.
    negated : the kind of negation it stands under, or "".
    """

    first: int
    last: int
    start: int
    end: int
    text: str
    meanings: dict[str, Value] = field(default_factory=dict)
    number: float | None = None
    low: float | None = None
    high: float | None = None
    ratio: tuple[float, float] | None = None
    is_clock: bool = False
    is_mark: bool = False
    link: str = ""
    is_glued: bool = False
    is_plural: bool = False
    edits: int = 0
    is_claimed: bool = False
    negated: str = ""
    last_stem: str = ""
    quantity: Quantity | None = None

    def has(self, *kinds: str) -> bool:
        """Whether it may mean one of these kinds."""
        return any(kind in self.meanings for kind in kinds)

    def word(self, kind: str) -> str:
        """Its value as a word of this kind, or ""."""
        value = self.meanings.get(kind, "")
        return value if isinstance(value, str) else ""

    @property
    def food(self) -> FoodSense | None:
        """What it means as a food, or None."""
        value = self.meanings.get("food")
        return value if isinstance(value, FoodSense) else None

    @property
    def is_unknown(self) -> bool:
        """Whether no list has it and it is neither number nor mark."""
        return not self.meanings and self.number is None and self.ratio is None and not self.is_mark


def scan(tokens: list[Token], lexicon: Lexicon, aliases: Node | None) -> list[Item]:
    """The longest known phrase at each place, from left to right; the person's own words win a tie."""
    tokens, edits = _mended(tokens, lexicon, aliases)
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        length, meanings = _longest(tokens, at, lexicon.root)
        if length > 1 and "food" not in meanings:
            length, meanings = _unless_cut(tokens, at, length, meanings, lexicon.root)
        if aliases is not None:
            own_length, own = _longest(tokens, at, aliases)
            if own_length and own_length >= length:
                length, meanings = own_length, own
        if not length and is_ordinary(tokens[at].stem, lexicon):
            meanings = {"ordinary": ""}
        part = tokens[at : at + max(length, 1)]
        items.append(_item(part, at, meanings, max(edits.get(number, 0) for number in range(at, at + len(part)))))
        at += len(part)
    return items


def _longest(tokens: list[Token], at: int, root: Node, most: int = 99) -> tuple[int, dict[str, Value]]:
    """The longest phrase from here on: how many tokens, and what it means."""
    node: Node | None = root
    best: tuple[int, dict[str, Value]] = (0, {})
    for number in range(at, min(len(tokens), at + most)):
        token = tokens[number]
        if token.is_mark or (token.link == "/" and number > at):
            break
        node = node.following.get(token.stem) if node is not None else None
        if node is None:
            break
        if node.meanings is not None:
            best = (number - at + 1, node.meanings)
    return best


def _unless_cut(
    tokens: list[Token], at: int, length: int, meanings: dict[str, Value], root: Node
) -> tuple[int, dict[str, Value]]:
    """A phrase that is no food gives way to a food that begins inside it: "no energy drink" denies the drink."""
    for start in range(at + 1, at + length):
        inner_length, inner = _longest(tokens, start, root)
        if "food" in inner and start + inner_length > at + length:
            return _longest(tokens, at, root, most=start - at)
    return length, meanings


def _item(tokens: list[Token], at: int, meanings: dict[str, Value], edits: int) -> Item:
    first, last = tokens[0], tokens[-1]
    is_plain = len(tokens) == 1
    return Item(
        first=at,
        last=at + len(tokens),
        start=first.start,
        end=last.end,
        text=first.text if is_plain else " ".join(token.text for token in tokens),
        meanings=meanings,
        number=first.number if is_plain else None,
        ratio=first.ratio if is_plain else None,
        is_clock=first.is_clock,
        is_mark=first.is_mark,
        link=first.link,
        is_glued=first.is_glued,
        is_plural=last.text != last.stem and last.text.endswith("s"),
        edits=edits,
        last_stem=last.stem,
    )


def _mended(tokens: list[Token], lexicon: Lexicon, aliases: Node | None) -> tuple[list[Token], dict[int, int]]:
    """Tokens with slips mended, and how many letters each needed. Words that a person taught are left alone."""
    result: list[Token] = []
    edits: dict[int, int] = {}
    taught = aliases.following if aliases is not None else {}
    for token in tokens:
        if token.is_mark or token.number is not None or _is_known(token.stem, lexicon) or token.stem in taught:
            result.append(token)
            continue
        if (parts := lexicon.joined.get(token.stem)) is not None:
            result.extend(_as(token, part, part) for part in parts)
            continue
        candidates, distance = lexicon.spelling.repair(token.stem)
        if candidates:
            edits[len(result)] = distance
            token = _as(token, candidates[0], candidates[0])  # noqa: PLW2901 - the mended word takes its place
        result.append(token)
    return result, edits


def _is_known(stem: str, lexicon: Lexicon) -> bool:
    """Whether a word, or what it is a form of ("creaming"), stands in any list: then it holds no slip."""
    return _is_form_of(stem, lexicon.known)


def is_ordinary(stem: str, lexicon: Lexicon) -> bool:
    """Whether a word, or what it is a form of ("argued", "cooking", "gladly"), is an everyday word and no food."""
    return _is_form_of(stem, lexicon.ordinary)


def _is_form_of(stem: str, words: frozenset[str]) -> bool:
    if stem in words:
        return True
    for ending in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3:
            base = stem[: -len(ending)]
            if base in words or base + "e" in words or base[:-1] in words:
                return True
    return False


def _as(token: Token, text: str, stem: str) -> Token:
    return Token(text, stem, token.start, token.end, link=token.link, is_glued=token.is_glued)
