"""Amounts in a sentence: "half a tin of", "2 x", "a couple of slices", "400g", "big bowl", "x2"."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from commensal.diary.parse.items import Item
from commensal.diary.parse.numbers import merged
from commensal.diary.parse.quantity import Quantity
from commensal.diary.parse.tables import Row, table
from commensal.diary.parse.tokens import stems_of

MUCH, LITTLE = 1.5, 0.5
# "Can" is also a verb; a unit of one letter is only one behind a number.
_NEEDS_NUMBER = frozenset({"can", "head", "row", "round", "side", "shot", "spray", "taste", "heart", "strip", "pile"})
_LARGEST_COUNT = 200.0


@cache
def measures() -> dict[str, Row]:
    """Household measures by the words of ``measures.tsv``."""
    return {row["words"]: row for row in table("measures")}


@cache
def measure_by_name() -> dict[str, Row]:
    """The first row for each name of a measure."""
    rows: dict[str, Row] = {}
    for row in table("measures"):
        rows.setdefault(row["measure"], row)
        rows.setdefault(" ".join(stems_of(row["words"])), row)
    return rows


@cache
def _units() -> dict[str, Row]:
    return {row["words"]: row for row in table("units")}


@cache
def _sizes() -> dict[str, Row]:
    return {row["words"]: row for row in table("sizes")}


def read_amounts(items: list[Item]) -> list[Item]:
    """The same items with each amount brought together into one item that carries a ``Quantity``."""
    result: list[Item] = []
    at = 0
    while at < len(items):
        if items[at].is_claimed:
            length, quantity = 0, None
        else:
            length, quantity = _Reader(items, at).read()
        if quantity is None:
            result.append(items[at])
            at += 1
        else:
            item = merged(items[at : at + length], kind="amount")
            item.quantity = quantity
            result.append(item)
            at += length
    return result


class _Reader:
    """Reads one amount from a place on, keeping how far it came."""

    def __init__(self, items: list[Item], at: int) -> None:
        self._items, self._start, self._at = items, at, at
        self._quantity = Quantity()

    def read(self) -> tuple[int, Quantity | None]:
        """How many items the amount spans, and the amount; ``(0, None)`` when there is none."""
        if self._here("approximately"):
            self._skip("approximately")
        if self._vague():
            return self._done()
        has_number = self._number()
        has_article = not has_number and self._article()
        sizes = self._sizes()
        has_unit = self._unit(has_number) or self._measure(has_number or has_article or sizes)
        if has_unit and self._quantity.is_metric:
            self._container()
        if not (has_unit or has_number or sizes):
            return 0, None
        if has_unit and self._here("each"):
            self._at += 1
            self._quantity = replace(self._quantity, is_each=True)
        return self._done()

    def _item(self, ahead: int = 0) -> Item | None:
        at = self._at + ahead
        return self._items[at] if at < len(self._items) and not self._items[at].is_claimed else None

    def _here(self, *kinds: str, ahead: int = 0) -> bool:
        item = self._item(ahead)
        return item is not None and item.has(*kinds)

    def _skip(self, *kinds: str) -> None:
        while self._here(*kinds):
            self._at += 1

    def _done(self) -> tuple[int, Quantity | None]:
        self._skip("of")
        return self._at - self._start, self._quantity

    def _vague(self) -> bool:
        item = self._item()
        if item is None or item.number is not None or not item.has("much", "notmuch"):
            return False
        if item.has("size", "food") or item.text in ("much", "many"):
            return False
        self._at += 1
        self._quantity = replace(self._quantity, vague_factor=MUCH if item.has("much") else LITTLE)
        return True

    def _number(self) -> bool:
        item = self._item()
        if item is not None and item.has("times") and self._is_number(1):
            return self._times_number()
        if item is None or not self._is_number(0):
            return False
        number = item.number or 0.0
        self._at += 1
        low, high = item.low, item.high
        is_times = False
        if self._here("times") and self._is_number(1):
            if self._here("unit", ahead=2):
                number, low, high = number * (self._items[self._at + 1].number or 1.0), None, None
                self._at += 2
        elif self._here("times"):
            self._at += 1
            is_times = not self._followed_by_food()
        self._quantity = replace(
            self._quantity, number=number, low=low, high=high, is_number_told=True, is_times=is_times
        )
        return True

    def _times_number(self) -> bool:
        number = self._items[self._at + 1].number or 1.0
        if not 0 < number <= 60:
            return False
        self._at += 2
        self._quantity = replace(self._quantity, number=number, is_number_told=True, is_times=True)
        return True

    def _followed_by_food(self) -> bool:
        return self._here("food", "medicine", "measure", "size", "descriptor", "unlisted", "supplement")

    def _is_number(self, ahead: int) -> bool:
        item = self._item(ahead)
        if item is None or item.number is None or item.has("food"):
            return False
        return item.number > 0 and not self._here("percent", ahead=ahead + 1)

    def _article(self) -> bool:
        if self._here("article"):
            self._at += 1
            return True
        return False

    def _sizes(self) -> bool:
        found = False
        while (item := self._item()) is not None and item.has("size") and not item.has("food"):
            row = _sizes()[item.word("size")]
            factor = self._quantity.size_factor * float(row["factor"])
            self._quantity = replace(self._quantity, size=row["size"], size_factor=factor)
            self._at += 1
            found = True
        return found

    def _unit(self, has_number: bool) -> bool:
        item = self._item()
        if item is None or not item.has("unit"):
            return False
        row = _units()[item.word("unit")]
        if not has_number and (len(item.text) < 4 or not self._here("of", "food", ahead=1)):
            return False
        if not row["grams"] and not row["millilitres"]:
            return False
        self._at += 1
        self._quantity = replace(
            self._quantity,
            grams=float(row["grams"]) if row["grams"] else None,
            millilitres=float(row["millilitres"]) if row["millilitres"] else None,
        )
        return True

    def _measure(self, has_number: bool) -> bool:
        item = self._item()
        if item is None or not item.has("measure"):
            return False
        followed_by_of = self._here("of", ahead=1)
        if item.has("food") and not followed_by_of and not self._here("food", ahead=1):
            return False
        if not has_number and not followed_by_of and (item.text in _NEEDS_NUMBER or not self._reaches_food()):
            return False
        self._at += 1
        self._quantity = replace(self._quantity, measure=measures()[item.word("measure")]["measure"])
        self._or_two()
        self._weight_in_brackets()
        return True

    def _or_two(self) -> None:
        """A slice or two of: somewhere between."""
        if self._here("or") and self._is_number(1) and not self._here("food", "measure", "unit", ahead=2):
            low, high = self._quantity.number, self._items[self._at + 1].number or 1.0
            self._at += 2
            self._quantity = replace(self._quantity, number=(low + high) / 2, low=low, high=high, is_number_told=True)

    def _reaches_food(self) -> bool:
        ahead = 1
        while self._here("descriptor", "size", ahead=ahead):
            ahead += 1
        return self._here("food", "unlisted", ahead=ahead)

    def _weight_in_brackets(self) -> None:
        """A tin (400 g) of: the weight says how much the tin holds."""
        bracket, number, unit = self._item(0), self._item(1), self._item(2)
        if bracket is None or bracket.text != "(" or number is None or number.number is None or unit is None:
            return
        closing = self._item(3)
        if not unit.has("unit") or closing is None or closing.text != ")":
            return
        row = _units()[unit.word("unit")]
        self._at += 4
        self._quantity = replace(
            self._quantity,
            grams=float(row["grams"]) * number.number if row["grams"] else None,
            millilitres=float(row["millilitres"]) * number.number if row["millilitres"] else None,
        )

    def _container(self) -> None:
        """In "330 ml can of" the can adds nothing to what was weighed."""
        ahead = 1 if self._here("size") else 0
        if self._here("measure", ahead=ahead) and self._here("of", "food", "descriptor", ahead=ahead + 1):
            self._at += ahead + 1


def is_plausible_count(quantity: Quantity) -> bool:
    """Whether so many pieces of one food can have been meant."""
    return quantity.number <= _LARGEST_COUNT
