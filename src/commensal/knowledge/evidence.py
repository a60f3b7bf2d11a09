"""The map of the gut-brain-immune axis: places, arrows with their evidence, and the words people use for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from commensal.knowledge.sources import sources
from commensal.knowledge.tables import parts, rows_of
from commensal.vocab.grades import Grade


class DayRole(StrEnum):
    """What a place on the map is within a day."""

    SLEEP = "sleep"
    """The night before."""
    EATING = "eating"
    DOING = "doing"
    MEDICINE = "medicine"
    INSIDE = "inside"
    SYMPTOM = "symptom"
    CONSTANT = "constant"
    """The same on every day of one person."""
    NONE = "none"


class Relation(StrEnum):
    """What kind of arrow it is."""

    CAUSAL = "causal"
    ASSOCIATION = "association"
    HYPOTHESIS = "hypothesis"
    MODIFIES = "modifies"
    CONTRAINDICATES = "contraindicates"
    DEFINES = "defines"


NULL_SIGN = "0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place on the map.

    Parameters
    ----------
    kind : ``exposure``, ``microbiome_feature``, ``mechanism``, ``outcome``, ``condition``, ``modifier``, ``risk``.
    label : its name as a heading.
    phrase, more, less : its name, more of it and less of it within a sentence.
    caution : which sentence of care goes with it; empty when none does.
    close_to : ids of places that a person may have meant as well.
    """

    id: str
    kind: str
    label: str
    phrase: str
    more: str
    less: str
    day_role: DayRole
    caution: str
    description: str
    measured_by: str
    close_to: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow of the map, with what is known of it.

    Parameters
    ----------
    source, target : ids of nodes.
    sign : ``+``, ``-``, ``±`` (mixed), ``0`` (tested and not seen), or empty (``defines``, ``contraindicates``).
    lag_min_days, lag_max_days : a window to search in, no measured constant; None when it is not known. [days]
    plausibility, animal, human_observational, human_interventional : levels of the four kinds of evidence.
        ``none`` is no evidence; ``null`` is tested, and nothing seen.
    grade : certainty over all. Our own judgement.
    conditions : ids of the conditions of the people it was studied in.
    claim_ids : claims of the two articles that speak of it.
    statement : one or two sentences for a person.
    source_ids : empty when an article claims it and no source was found.
    """

    id: str
    source: str
    target: str
    relation: Relation
    sign: str
    lag_band: str
    lag_min_days: int | None
    lag_max_days: int | None
    plausibility: str
    animal: str
    human_observational: str
    human_interventional: str
    grade: Grade
    seed_word: str
    claim_ids: tuple[str, ...]
    population: str
    conditions: tuple[str, ...]
    effect_note: str
    statement: str
    source_ids: tuple[str, ...]

    @property
    def is_null(self) -> bool:
        """Tested, and not seen. That is a finding, and no effect."""
        return self.sign == NULL_SIGN

    @property
    def confirmed_source_ids(self) -> tuple[str, ...]:
        """The sources whose page or abstract itself was seen."""
        return tuple(name for name in self.source_ids if sources()[name].confirmed == "yes")


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableNode:
    """Which place a column of the day table speaks of.

    Parameters
    ----------
    direction : 1, or -1 where a high value means little of it (energy, and fatigue).
    """

    node: str
    direction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAssumption:
    """An arrow within or between days that no study gave us and that caution asks for.

    Parameters
    ----------
    source, target : a role within a day, or the id of one place.
    is_same_place : from each place to itself only; otherwise from every place of the one to every one of the other.
    is_confounding : whether it is a reason to hold its start equal; otherwise it only says that something after the
        exposure may carry its effect, and is not held equal.
    """

    id: str
    source: str
    target: str
    lag_days: int
    is_same_place: bool
    is_confounding: bool
    why: str

    def holds(self, source: Node, target: Node) -> bool:
        """Whether it draws an arrow between these two places."""
        fits = self.source in (source.id, source.day_role) and self.target in (target.id, target.day_role)
        return fits and (source.id == target.id or not self.is_same_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The whole map, read once.

    Parameters
    ----------
    nodes, edges : by id.
    aliases : ids of nodes by everyday word; several where a word may mean several places.
    variables : by key of a column of the day table.
    assumptions : arrows of every day that caution asks for.
    """

    nodes: Mapping[str, Node]
    edges: Mapping[str, Edge]
    aliases: Mapping[str, tuple[str, ...]]
    variables: Mapping[str, VariableNode]
    assumptions: tuple[DayAssumption, ...]


@cache
def evidence() -> Evidence:
    """The map, read when it is first asked for, then kept.

    Raises
    ------
    AssertionError : an arrow, a word or a column names a place or a source that does not exist. Our own mistake.
    """
    nodes = {row["id"]: _node(row) for row in rows_of("evidence/nodes")}
    edges = {row["edge_id"]: _edge(row) for row in rows_of("evidence/edges")}
    aliases: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for row in rows_of("evidence/node_aliases"):
        aliases[row["term"]] += (row["node"],)
    variables = {
        row["variable"]: VariableNode(node=row["node"], direction=1 if row["direction"] == "+" else -1)
        for row in rows_of("evidence/variable_nodes")
    }
    broken = dangling(nodes, edges, known_sources=sources())
    named = {*(node for ids in aliases.values() for node in ids), *(item.node for item in variables.values())}
    broken = (*broken, *sorted(named - set(nodes)))
    assert not broken, f"ids that lead nowhere: {broken}"
    return Evidence(
        nodes=MappingProxyType(nodes),
        edges=MappingProxyType(edges),
        aliases=MappingProxyType(dict(aliases)),
        variables=MappingProxyType(variables),
        assumptions=tuple(_assumption(row, nodes) for row in rows_of("evidence/day_assumptions")),
    )


def dangling(
    nodes: Mapping[str, Node], edges: Mapping[str, Edge], *, known_sources: Collection[str]
) -> tuple[str, ...]:
    """Every id in the arrows that leads nowhere, as ``arrow: id``; empty when all is well."""
    known = {*nodes, *known_sources}
    return tuple(
        f"{edge.id}: {name}"
        for edge in edges.values()
        for name in (edge.source, edge.target, *edge.source_ids)
        if name not in known
    )


def _node(row: Mapping[str, str]) -> Node:
    rest = {name: cell for name, cell in row.items() if name not in ("day_role", "close_to")}
    return Node(day_role=DayRole(row["day_role"]), close_to=parts(row["close_to"]), **rest)


def _edge(row: Mapping[str, str]) -> Edge:
    low, high = row["lag_min_days"], row["lag_max_days"]
    return Edge(
        id=row["edge_id"],
        source=row["source"],
        target=row["target"],
        relation=Relation(row["relation"]),
        sign=row["sign"],
        lag_band=row["lag_band"],
        lag_min_days=int(low) if low else None,
        lag_max_days=int(high) if high else None,
        plausibility=row["plausibility"],
        animal=row["animal"],
        human_observational=row["human_observational"],
        human_interventional=row["human_interventional"],
        grade=Grade(row["overall_grade"]),
        seed_word=row["seed_word"],
        claim_ids=parts(row["claim_ids"]),
        population=row["population"],
        conditions=parts(row["conditions"]),
        effect_note=row["effect_note"],
        statement=row["statement"],
        source_ids=parts(row["source_ids"]),
    )


def _assumption(row: Mapping[str, str], nodes: Collection[str]) -> DayAssumption:
    for name in (row["source"], row["target"]):
        assert name in nodes or name in set(DayRole), f"{row['id']}: {name} is no role and no place"
    return DayAssumption(
        id=row["id"],
        source=row["source"],
        target=row["target"],
        lag_days=int(row["lag_days"]),
        is_same_place=row["same_place"] == "yes",
        is_confounding=row["confounds"] == "yes",
        why=row["why"],
    )
