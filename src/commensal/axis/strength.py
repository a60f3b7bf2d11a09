"""How strong the evidence is by its kind, counted over the arrows of the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from commensal.knowledge.evidence import Edge, Relation, evidence
from commensal.vocab.grades import Grade

# Arrows that claim an effect or a link. A definition, a modifier and a rule of care do not.
CLAIMING = frozenset({Relation.CAUSAL, Relation.ASSOCIATION, Relation.HYPOTHESIS})
NOTHING = "none"
TESTED_AND_NOT_SEEN = "null"
_ORDER = (TESTED_AND_NOT_SEEN, "very_low", "weak", "low", "mixed", "moderate", "high", "strong")


class Kind(StrEnum):
    """The four kinds of evidence."""

    PLAUSIBILITY = "plausibility"
    ANIMAL = "animal"
    HUMAN_OBSERVATIONAL = "human_observational"
    HUMAN_INTERVENTIONAL = "human_interventional"


@dataclass(frozen=True, slots=True, kw_only=True)
class KindStrength:
    """One kind of evidence over many arrows.

    Parameters
    ----------
    counts : number of arrows by level, weakest first; levels without arrows left out.
    usual : the one or two levels that most arrows with any evidence have, weaker first. Two, unless more than half
        have the same.
    """

    kind: Kind
    counts: Mapping[str, int]
    usual: tuple[str, ...]

    @property
    def n_edges(self) -> int:
        """All arrows that were counted."""
        return sum(self.counts.values())

    @property
    def n_none(self) -> int:
        """Arrows without any evidence of this kind."""
        return self.counts.get(NOTHING, 0)

    @property
    def n_not_seen(self) -> int:
        """Arrows that were tested, with nothing seen."""
        return self.counts.get(TESTED_AND_NOT_SEEN, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """The strength of evidence by area.

    Parameters
    ----------
    grades : number of arrows by grade over all evidence, best first.
    """

    kinds: tuple[KindStrength, ...]
    grades: Mapping[Grade, int]
    n_edges: int
    n_hypotheses: int
    n_null: int
    n_without_source: int


def strength(edges: Iterable[Edge] | None = None) -> Strength:
    """Count the evidence by its kind, over these arrows or the whole map."""
    counted = tuple(
        edge for edge in (evidence().edges.values() if edges is None else edges) if edge.relation in CLAIMING
    )
    grades = Counter(edge.grade for edge in counted)
    return Strength(
        kinds=tuple(_of_kind(kind, counted) for kind in Kind),
        grades=MappingProxyType({grade: grades[grade] for grade in Grade}),
        n_edges=len(counted),
        n_hypotheses=sum(edge.relation is Relation.HYPOTHESIS for edge in counted),
        n_null=sum(edge.is_null for edge in counted),
        n_without_source=sum(not edge.confirmed_source_ids for edge in counted),
    )


def _of_kind(kind: Kind, edges: tuple[Edge, ...]) -> KindStrength:
    counts = Counter(str(getattr(edge, kind.value)) for edge in edges)
    levels = [level for level in (NOTHING, *_ORDER) if counts[level]]
    return KindStrength(
        kind=kind, counts=MappingProxyType({level: counts[level] for level in levels}), usual=_usual(counts)
    )


def _usual(counts: Counter[str]) -> tuple[str, ...]:
    known = {level: n for level, n in counts.items() if level != NOTHING}
    if not known:
        return ()
    commonest = sorted(known, key=lambda level: (-known[level], _ORDER.index(level)))
    n_shown = 1 if 2 * known[commonest[0]] > sum(known.values()) else 2
    return tuple(sorted(commonest[:n_shown], key=_ORDER.index))
