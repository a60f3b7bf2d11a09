"""Words for conditions, kinds of medicines and countries that the safety rules speak of, as people give them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from commensal.knowledge.medicines import medicine_table
from commensal.knowledge.tables import rows_of

_NOTHING = "nothing"
_FAMILY = "family_history"
_OF_THE_FAMILY = frozenset({"family", "mother", "father", "mum", "dad", "sister", "brother", "parent", "aunt", "uncle"})
# Short words that are everyday English before they are a medicine.
_LONGEST_PHRASE = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineNamed:
    """A medicine, or a kind of medicine, that a text names.

    Parameters
    ----------
    words : as they stand in the text, in lower case and without marks.
    substances : rows of the medicine table it may be; none when only a kind was named.
    groups : kinds of medicine as ``MedicineTable.groups`` names them.
    """

    words: str
    substances: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


def plain(text: str) -> str:
    """Lower case, without marks: ``ME/CFS`` and ``me_cfs`` are one, ``Crohn's`` and ``crohns`` too."""
    return " ".join(re.sub(r"[^\w]|_", " ", re.sub(r"['’`]", "", text.casefold())).split())


def conditions_in(text: str) -> frozenset[str]:
    """What a condition in free words (or the id of a node) means to the rules; empty when no rule speaks of it.

    "Family history of bowel cancer" is a family history, and no cancer.
    """
    words = plain(text)
    found = {name for phrase in _phrases_in(words, _conditions()) for name in _conditions()[phrase]}
    # ME is also a word of every day: it counts where it stands by itself, as in "ibs and ME".
    if any(plain(part) == "me" for part in re.split(r"[,;&+()]|\band\b|\bwith\b", text)):
        found.add("me_cfs")
    return frozenset(found & {_FAMILY} if _OF_THE_FAMILY & set(words.split()) else found)


def medicines_in(text: str) -> tuple[MedicineNamed, ...]:
    """Every medicine that a text names, by substance, brand or kind, in the order of the text."""
    named = (_medicine(phrase) for phrase in _phrases_in(plain(text), _medicine_phrases()))
    return tuple(medicine for medicine in named if medicine.substances or medicine.groups)


def _medicine(phrase: str) -> MedicineNamed:
    targets = _medicine_phrases()[phrase]
    substances = frozenset(name for kind, name in targets if kind == "substance")
    groups = {name for kind, name in targets if kind == "group" and name != _NOTHING}
    groups |= {group for group, members in medicine_table().groups.items() if members & substances}
    return MedicineNamed(words=phrase, substances=substances, groups=frozenset(groups))


def _phrases_in(words: str, known: Mapping[str, object]) -> Iterator[str]:
    """The longest known phrases of a text, none inside another."""
    tokens = words.split()
    start = 0
    while start < len(tokens):
        for end in range(min(len(tokens), start + _LONGEST_PHRASE), start, -1):
            if (phrase := " ".join(tokens[start:end])) in known:
                yield phrase
                start = end
                break
        else:
            start += 1


@cache
def _conditions() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows_of("safety/conditions"):
        found[plain(row["words"])].add(row["condition"])
        found[plain(row["condition"])].add(row["condition"])
    return MappingProxyType({phrase: frozenset(names) for phrase, names in found.items()})


@cache
def _medicine_phrases() -> Mapping[str, frozenset[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, substances in medicine_table().substances_by_name.items():
        found[plain(name)].update(("substance", substance) for substance in substances)
    for row in rows_of("safety/medicine_words"):
        found[plain(row["words"])].add(("group", row["group"]))
    return MappingProxyType({phrase: frozenset(targets) for phrase, targets in found.items()})


def condition_names() -> frozenset[str]:
    """Every condition that a trigger may name."""
    return frozenset(row["condition"] for row in rows_of("safety/conditions"))


def medicine_group_names() -> frozenset[str]:
    """Every group of medicines that a trigger may name."""
    own = {row["group"] for row in rows_of("safety/medicine_words")} - {_NOTHING}
    return frozenset(medicine_table().groups) | frozenset(own)


def code_of_country(words: str) -> str | None:
    """The ISO 3166-1 code of a country as people call it; None for a name we do not know."""
    return _code_by_words().get(" ".join(words.casefold().split()))


@cache
def _code_by_words() -> Mapping[str, str]:
    return MappingProxyType({row["words"]: row["country"] for row in rows_of("safety/country_words")})
