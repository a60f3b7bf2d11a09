"""The stories of the map: what is known from here to there, what a place is, how strong the evidence is."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.axis.explain import MOST_PATHS, Explanation, explain
from commensal.axis.graph import edges_into, edges_out_of, edges_studied_in
from commensal.axis.names import resolve
from commensal.axis.strength import Strength, strength
from commensal.knowledge.evidence import Edge, Node, evidence
from commensal.vocab.errors import UsageError

_EVERY_PATH = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the map with the arrows at it.

    Parameters
    ----------
    into, out_of : arrows that point at it, and that leave it.
    studied : for a condition, what was looked at in people who have it.
    """

    node: Node
    into: tuple[Edge, ...]
    out_of: tuple[Edge, ...]
    studied: tuple[Edge, ...]


def explain_words(start: str, end: str, *, every_path: bool = False) -> Explanation:
    """What is known from one thing to another, both in everyday words.

    Raises
    ------
    UsageError : words that are on no place of the map, or may mean several.
    """
    return explain(node_of(start), node_of(end), max_paths=_EVERY_PATH if every_path else MOST_PATHS)


def place(words: str) -> Place:
    """The place that everyday words mean, with its arrows.

    Raises
    ------
    UsageError : words that are on no place of the map, or may mean several.
    """
    node = node_of(words)
    return Place(
        node=evidence().nodes[node],
        into=edges_into(node),
        out_of=edges_out_of(node),
        studied=edges_studied_in(node),
    )


def places() -> tuple[Node, ...]:
    """Every place on the map."""
    return tuple(evidence().nodes.values())


def evidence_strength() -> Strength:
    """The strength of evidence by area, counted over the whole map."""
    return strength()


def meanings(words: str) -> tuple[Node, ...]:
    """The places that everyday words may mean: one when they are clear, none when they are on no place."""
    return tuple(evidence().nodes[name] for name in resolve(words).nodes)


def node_of(words: str) -> str:
    """The id of the place that everyday words mean.

    Raises
    ------
    UsageError : words that are on no place of the map (with the nearest names), or may mean several (with these).
    """
    found = resolve(words)
    if found.node is not None:
        return found.node
    nodes = evidence().nodes
    labels = [nodes[name].label for name in found.nodes]
    if labels:
        raise UsageError(
            where="the map",
            found=f"'{words}', which may mean several things",
            expected=f"one of: {'; '.join(labels)}",
            do=f"Which do you mean? Use, for example, '{nodes[found.nodes[0]].phrase}'.",
        )
    near = "No name on it looks alike."
    if found.is_medicine:
        near = "It is a medicine that we know, and no study of the map is about it."
    elif found.near:
        near = f"The nearest names are: {'; '.join(found.near)}."
    raise UsageError(
        where="the map",
        found=f"'{words}'",
        expected="something that is on the map",
        do=f"{near} To see all that is on it: commensal axis places.",
    )
