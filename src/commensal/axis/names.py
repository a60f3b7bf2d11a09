"""Everyday words to places on the map: "roughage", "tiredness", a medicine by its brand."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from commensal.knowledge.evidence import evidence
from commensal.knowledge.medicines import medicine_table
from commensal.vocab.ids import key_from_name

_FILLERS = re.compile(r"^(?:the|my|a|an|some|taking|eating|having|more|too much|doing)\s+")
_LIKELY_SLIP = 0.9
_LOOSE = 0.75
_MOST_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What some words mean on the map.

    Parameters
    ----------
    words : as they were given.
    nodes : one id; several when the words may mean several places; none when they are on no place.
    near : when none: names of places that look alike, best first.
    is_medicine : when none: whether the words name a medicine that stands in our table, and on no place of the map.
    """

    words: str
    nodes: tuple[str, ...]
    near: tuple[str, ...] = ()
    is_medicine: bool = False

    @property
    def node(self) -> str | None:
        """The place, when there is exactly one."""
        return self.nodes[0] if len(self.nodes) == 1 else None


def resolve(words: str) -> Resolved:
    """Find the place that everyday words mean: an id, a label, an everyday word, a medicine, or a slip of one of them.

    A word that may mean several places is not guessed at.
    """
    plain = _plain(words)
    known = _known()
    for form in _forms(plain):
        if form in known:
            return Resolved(words=words, nodes=known[form])
    for form in _forms(plain):
        if (medicine := _medicine_node(form)) is not None:
            return Resolved(words=words, nodes=(medicine,))
    slips = difflib.get_close_matches(plain, known, n=1, cutoff=_LIKELY_SLIP) if len(plain) > 3 else []
    if slips:
        return Resolved(words=words, nodes=known[slips[0]])
    is_medicine = any(form in medicine_table().substances_by_name for form in _forms(plain))
    return Resolved(words=words, nodes=(), near=() if is_medicine else _near(plain), is_medicine=is_medicine)


def _near(plain: str) -> tuple[str, ...]:
    """Labels of places whose words look alike, or share a word."""
    known = _known()
    alike = difflib.get_close_matches(plain, known, n=6, cutoff=_LOOSE)
    shared = [term for term in sorted(known) if set(term.split()) & {w for w in plain.split() if len(w) > 3}]
    labels = [evidence().nodes[node].label for term in (*alike, *shared) for node in known[term]]
    return tuple(dict.fromkeys(labels))[:_MOST_NEAR]


@cache
def _known() -> dict[str, tuple[str, ...]]:
    """Places by every plain form of their id, label and everyday words."""
    known: dict[str, tuple[str, ...]] = {_plain(term): nodes for term, nodes in evidence().aliases.items()}
    for node in evidence().nodes.values():
        for name in (node.id, node.label, node.phrase):
            known.setdefault(_plain(name), (node.id,))
        known[_plain(node.id)] = (node.id,)
    return known


def _plain(words: str) -> str:
    """Lower case, accents folded, everything but letters and numbers a space."""
    folded = unicodedata.normalize("NFKD", words.strip().casefold().replace("’", "'"))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9']+", " ", letters).split())


def _forms(plain: str) -> tuple[str, ...]:
    """The words themselves, without a word before them that says nothing, and in the singular."""
    bare = _FILLERS.sub("", plain)
    singular = [form.removesuffix("es") for form in (plain, bare)] + [form.removesuffix("s") for form in (plain, bare)]
    return tuple(dict.fromkeys([plain, bare, *singular, f"{bare}s"]))


def _medicine_node(name: str) -> str | None:
    """The place of a medicine by any of its names; None when it is on no place, or the name means several."""
    table = medicine_table()
    classes = {table.medicines[substance].class_id for substance in table.substances_by_name.get(name, ())}
    variables = evidence().variables
    found = {variables[key].node for class_id in classes if (key := f"class_{class_id}") in variables}
    return found.pop() if len(found) == 1 and len(classes) == 1 else None


def node_of_column(key: str) -> str | None:
    """The place that a column called ``key`` speaks of: by the table of columns, as an id, or as an everyday word."""
    if key in evidence().variables:
        return evidence().variables[key].node
    if key in evidence().nodes:
        return key
    return _by_key().get(key)


@cache
def _by_key() -> dict[str, str]:
    """Places by the column key that an unambiguous everyday word would have."""
    return {key_from_name(term): nodes[0] for term, nodes in evidence().aliases.items() if len(nodes) == 1}
