"""One arrow on a way through the map, and a way of several arrows, with what may be said of them."""

from __future__ import annotations

from dataclasses import dataclass

from commensal.knowledge.evidence import NULL_SIGN, Edge, Relation
from commensal.vocab.grades import Grade

WORST_FIRST = (Grade.VERY_LOW, Grade.LOW, Grade.MODERATE, Grade.HIGH)
MIXED_SIGN = "±"
# How much evidence in people weighs when ways are ordered. Tested and nothing seen is no evidence for a way.
_HUMAN_RANK = {"none": 0, "null": 0, "very_low": 1, "mixed": 2, "low": 2, "moderate": 3, "high": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One arrow as a step of a way."""

    edge: Edge

    @property
    def grade(self) -> Grade:
        """The arrow's grade. An idea that nobody has tested is very low, however good what surrounds it."""
        return Grade.VERY_LOW if self.edge.relation is Relation.HYPOTHESIS else self.edge.grade

    @property
    def human_rank(self) -> int:
        """How much evidence there is in people, 0 (none) to 4 (high): the better of watching and testing."""
        edge = self.edge
        return max(_HUMAN_RANK[edge.human_observational], _HUMAN_RANK[edge.human_interventional])

    @property
    def is_null(self) -> bool:
        """Tested, and not seen."""
        return self.edge.is_null


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A way from one place to another, one arrow after the other.

    Parameters
    ----------
    links : at least one; each begins where the one before ends.
    """

    links: tuple[Link, ...]

    def __post_init__(self) -> None:
        assert self.links, "a way has at least one step"
        ends = [link.edge.target for link in self.links[:-1]]
        assert ends == [link.edge.source for link in self.links[1:]], "the steps of a way hang together"

    @property
    def is_direct(self) -> bool:
        """Whether it is a single arrow."""
        return len(self.links) == 1

    @property
    def nodes(self) -> tuple[str, ...]:
        """The places that it passes, both ends among them."""
        return (self.links[0].edge.source, *(link.edge.target for link in self.links))

    @property
    def edge_ids(self) -> tuple[str, ...]:
        """Its arrows."""
        return tuple(link.edge.id for link in self.links)

    @property
    def weakest(self) -> Link:
        """The link with the lowest grade; of several the one with least evidence in people, then the first."""
        return min(self.links, key=lambda link: (WORST_FIRST.index(link.grade), link.human_rank))

    @property
    def grade(self) -> Grade:
        """The grade of the weakest link. A chain is never stronger."""
        return self.weakest.grade

    @property
    def human_rank(self) -> int:
        """How much evidence there is in people for the least tested step."""
        return min(link.human_rank for link in self.links)

    @property
    def is_null(self) -> bool:
        """Whether a step was tested and not seen: then the way was not seen either."""
        return any(link.is_null for link in self.links)

    @property
    def has_hypothesis(self) -> bool:
        """Whether a step is an idea that nobody has tested."""
        return any(link.edge.relation is Relation.HYPOTHESIS for link in self.links)

    @property
    def has_association(self) -> bool:
        """Whether a step is only known to go together: it may run the other way, or come from a third thing."""
        return any(link.edge.relation is Relation.ASSOCIATION for link in self.links)

    @property
    def sign(self) -> str:
        """The product of the signs: ``+``, ``-``, ``±`` (mixed), ``0`` (not seen), or empty where a step has none."""
        signs = [link.edge.sign for link in self.links]
        for special in (NULL_SIGN, "", MIXED_SIGN):
            if special in signs:
                return special
        return "-" if signs.count("-") % 2 else "+"

    @property
    def lag_min_days(self) -> int | None:
        """Shortest time that all steps together may take; None where it is not known for one of them. [days]"""
        return _sum([link.edge.lag_min_days for link in self.links])

    @property
    def lag_max_days(self) -> int | None:
        """Longest time that all steps together may take; None where it is not known for one of them. [days]"""
        return _sum([link.edge.lag_max_days for link in self.links])


def _sum(days: list[int | None]) -> int | None:
    known = [value for value in days if value is not None]
    return sum(known) if len(known) == len(days) else None
