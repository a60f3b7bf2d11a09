"""Every word the parser knows, in one trie: foods, medicines, and the words that carry a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from commensal.diary.parse.spelling import SpellingIndex
from commensal.diary.parse.tables import table
from commensal.diary.parse.tokens import stems_of, tokenise
from commensal.knowledge.foods import FoodTable
from commensal.knowledge.medicines import MedicineTable

# Names such as "double espresso" hold an amount: it is read as one where the table says what it weighs.
_NUMBER_WORDS = frozenset({"single", "double", "half"})


@dataclass(frozen=True, slots=True)
class FoodSense:
    """What a word for a food may mean.

    Parameters
    ----------
    ids : the likeliest first; several where the word is ambiguous; none where it means nothing alone.
    head : the family it names ("curry", "pie"), or "" for a plain food.
    measure : a household measure that is part of the name ("tin of beans"), or "".
    parts : ids when one name stands for several foods.
    is_alias : whether the person taught it.
    is_usual : for a family: whether the table of foods itself takes the word for its first food.
    """

    ids: tuple[str, ...]
    head: str = ""
    measure: str = ""
    parts: tuple[str, ...] = ()
    is_alias: bool = False
    is_usual: bool = False


Value = FoodSense | tuple[str, ...] | str


@dataclass(slots=True)
class Node:
    """A place in the trie: what may follow, and what the phrase so far means (value by kind)."""

    following: dict[str, Node] = field(default_factory=dict)
    meanings: dict[str, Value] | None = None

    def food_sense(self, stems: tuple[str, ...]) -> FoodSense | None:
        """What exactly these stems mean as a food, or None."""
        node: Node | None = self
        for part in stems:
            node = node.following.get(part) if node is not None else None
        value = (node.meanings or {}).get("food") if node is not None else None
        return value if isinstance(value, FoodSense) else None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases and the spelling of their words.

    Parameters
    ----------
    root : the trie over stems.
    joined : stems of two-word names by the same letters without the space ("peanutbutter").
    spelling : mends slips, into words of names and of the grammar only.
    ordinary : everyday words that are no food and are never mended.
    """

    root: Node
    joined: Mapping[str, tuple[str, ...]]
    spelling: SpellingIndex
    ordinary: frozenset[str]
    known: frozenset[str]


def add(root: Node, stems: tuple[str, ...], kind: str, value: Value, *, replace: bool = False) -> None:
    """Put a phrase into the trie; the first meaning of a kind stays, unless it is to be replaced."""
    node = root
    for part in stems:
        node = node.following.setdefault(part, Node())
    if node.meanings is None:
        node.meanings = {}
    if replace or kind not in node.meanings:
        node.meanings[kind] = value


_lexicons: dict[tuple[int, int], tuple[FoodTable, MedicineTable, Lexicon]] = {}


def lexicon_of(foods: FoodTable, medicines: MedicineTable) -> Lexicon:
    """The lexicon of these two tables: built when first asked for, then kept while they are in use."""
    key = (id(foods), id(medicines))
    known = _lexicons.get(key)
    if known is None:
        if len(_lexicons) >= 4:
            _lexicons.clear()
        # The tables are kept with it, so that their ids cannot be given to others.
        known = _lexicons[key] = (foods, medicines, _build(foods, medicines))
    return known[2]


def _build(foods: FoodTable, medicines: MedicineTable) -> Lexicon:
    root = Node()
    names: list[tuple[str, ...]] = []
    mended_freely: set[str] = set()
    for stems, kind, value in _all_phrases(foods, medicines):
        add(root, stems, kind, value)
        names.append(stems)
        if kind in ("food", "medicine"):
            mended_freely.update(stems)
    # Words that only say how a food is made are known, but nothing is mended into them.
    weight: dict[str, int] = defaultdict(int)
    joined: dict[str, tuple[str, ...]] = {}
    for stems in names:
        for part in stems:
            weight[part] += 1
        if len(stems) == 2 and min(map(len, stems)) > 2:
            joined.setdefault("".join(stems), stems)
    for row in table("descriptors"):
        for part in stems_of(row["words"]):
            weight.setdefault(part, 1)
        add(root, stems_of(row["words"]), "descriptor", row["about"])
    ordinary = frozenset(part for row in table("ordinary_words") for part in stems_of(row["words"]))
    joined = {word: parts for word, parts in joined.items() if word not in weight and word not in ordinary}
    return Lexicon(
        root=root,
        joined=joined,
        spelling=SpellingIndex(weight, strict=frozenset(weight) - mended_freely),
        ordinary=ordinary,
        known=frozenset(weight) | ordinary,
    )


def _all_phrases(foods: FoodTable, medicines: MedicineTable) -> Iterator[tuple[tuple[str, ...], str, Value]]:
    yield from _generic_foods(foods)
    yield from _platters(foods)
    terms = {stems: term for term in foods.ids_by_term if (stems := stems_of(term))}
    for term, ids in foods.ids_by_term.items():
        yield from _food_phrases(term, ids, foods, terms)
    for name, substances in medicines.substances_by_name.items():
        yield stems_of(name), "medicine", substances
    yield from _grammar()
    for row in table("unlisted_foods"):
        yield stems_of(row["words"]), "unlisted", ""


def _generic_foods(foods: FoodTable) -> Iterator[tuple[tuple[str, ...], str, Value]]:
    for row in table("generic_foods"):
        ids = tuple(food for food in row["food_ids"].split(";") if food in foods.foods)
        is_usual = foods.ids_by_term.get(row["words"], ())[:1] == ids[:1] != ()
        yield stems_of(row["words"]), "food", FoodSense(ids, head=row["head"], is_usual=is_usual)


def _platters(foods: FoodTable) -> Iterator[tuple[tuple[str, ...], str, Value]]:
    for row in table("platters"):
        ids = tuple(row["food_ids"].split(";"))
        if all(food in foods.foods for food in ids):
            yield stems_of(row["words"]), "food", FoodSense(ids[:1], parts=ids)


def _food_phrases(
    term: str, ids: tuple[str, ...], foods: FoodTable, terms: Mapping[tuple[str, ...], str]
) -> Iterator[tuple[tuple[str, ...], str, Value]]:
    """A name as a phrase. "Tea with milk" is left out where its parts are names: they are logged apart."""
    stems = stems_of(term)
    if not stems or _is_two_names(stems, terms):
        return
    measure, rest = _leading_measure(stems)
    if stems[0] in _NUMBER_WORDS and stems[1:] in terms and stems[0] in foods.grams_by_measure.get(ids[0], ()):
        rest, measure = stems[1:], stems[0]
    if measure and rest in terms and foods.ids_by_term[terms[rest]][:1] == ids[:1]:
        return
    yield stems, "food", FoodSense(ids, measure=measure)


def _is_two_names(stems: tuple[str, ...], terms: Mapping[tuple[str, ...], str]) -> bool:
    if "with" not in stems:
        return False
    at = stems.index("with")
    left, right = stems[:at], stems[at + 1 :]
    sides = [side for side in (left, right) if side in terms]
    return len(sides) == 2 and right != ("water",)


@cache
def _measure_stems() -> dict[tuple[str, ...], str]:
    units = {stems_of(row["words"]): row["unit"] for row in table("units") if row["millilitres"]}
    return units | {stems_of(row["words"]): row["measure"] for row in table("measures")}


def _leading_measure(stems: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if "of" not in stems[1:3]:
        return "", ()
    at = stems.index("of", 1)
    return _measure_stems().get(stems[:at], ""), stems[at + 1 :]


@cache
def _grammar() -> tuple[tuple[tuple[str, ...], str, Value], ...]:
    phrases: list[tuple[tuple[str, ...], str, Value]] = [
        (stems_of(row["words"]), row["kind"], row["value"]) for row in table("grammar")
    ]
    for name, kind, column in (
        ("symptoms", "symptom", "symptom"),
        ("supplements", "supplement", "name"),
        ("units", "unit", "words"),
        ("measures", "measure", "words"),
        ("sizes", "size", "words"),
        ("free_from", "free from", "without"),
    ):
        phrases.extend((stems_of(row["words"]), kind, row[column]) for row in table(name))
    return tuple(phrases)


@lru_cache(maxsize=16)
def alias_root(aliases: frozenset[tuple[str, str]]) -> Node | None:
    """The person's own words as a trie of their own; they win over the tables."""
    root = Node()
    for term, food_id in sorted(aliases):
        if stems := tuple(token.stem for token in tokenise(term) if not token.is_mark):
            add(root, stems, "food", FoodSense((food_id,), is_alias=True), replace=True)
    return root if root.following else None
