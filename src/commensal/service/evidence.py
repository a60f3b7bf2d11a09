"""The story "how far is what is claimed supported": claims, their sources, and an audit of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import TypeVar

from commensal.knowledge.claims import Claim, Verdict, claims
from commensal.knowledge.evidence import Edge, evidence
from commensal.knowledge.sources import Source, sources
from commensal.vocab.errors import UsageError
from commensal.vocab.grades import Grade

T = TypeVar("T")

# The second article ends with a table of its own: how strong the evidence is, by kind. Each of its rows is a claim.
_ROWS_OF_ITS_TABLE = (
    ("B26", "plausibility"),
    ("B27", "animal"),
    ("B28", "human_observational"),
    ("B29", "human_interventional"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimShown:
    """A claim with what it rests on.

    Parameters
    ----------
    sources : in the order of the table; empty where none was found.
    edges : arrows of the map that draw it.
    """

    claim: Claim
    sources: tuple[Source, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    """A source with what rests on it."""

    source: Source
    claims: tuple[Claim, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfEvidence:
    """One row of the second article's table, beside ours.

    Parameters
    ----------
    claim : the row as a claim, with our verdict.
    kind : ``plausibility``, ``animal``, ``human_observational`` or ``human_interventional``.
    arrows_by_level : how many arrows of the map have which level of this kind of evidence.
    """

    claim: Claim
    kind: str
    arrows_by_level: Mapping[str, int]

    @property
    def is_shared(self) -> bool:
        """Whether we would sign the article's word."""
        return self.claim.verdict is Verdict.SUPPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """How far the claims of the two articles are supported, counted from the tables.

    Parameters
    ----------
    verdicts_by_area, verdicts_by_article : counts of claims.
    claims_by_grade, arrows_by_grade : counts; None is "not graded".
    without_source, without_confirmed_source : claims; the second holds the first.
    with_safety_note : claims whose own words could harm somebody.
    must_be_reworded : claims whose own words must not be repeated, and what is said instead.
    arrows_without_source, arrows_without_confirmed_source : the second holds the first.
    null_arrows : tested, and not seen.
    sources_by_confirmation : how many sources were seen themselves, and how many second-hand.
    kinds : the second article's table of strength, beside ours.
    """

    claims: tuple[Claim, ...]
    verdicts: Mapping[Verdict, int]
    verdicts_by_article: Mapping[str, Mapping[Verdict, int]]
    verdicts_by_area: Mapping[str, Mapping[Verdict, int]]
    claims_by_grade: Mapping[Grade | None, int]
    without_source: tuple[Claim, ...]
    without_confirmed_source: tuple[Claim, ...]
    unverified: tuple[Claim, ...]
    with_safety_note: tuple[Claim, ...]
    must_be_reworded: tuple[Claim, ...]
    arrows: tuple[Edge, ...]
    arrows_by_grade: Mapping[Grade, int]
    arrows_without_source: tuple[Edge, ...]
    arrows_without_confirmed_source: tuple[Edge, ...]
    null_arrows: tuple[Edge, ...]
    sources_by_confirmation: Mapping[str, int]
    kinds: tuple[KindOfEvidence, ...]


def claims_shown(*, article: str | None = None, verdict: Verdict | None = None) -> tuple[Claim, ...]:
    """Every claim, of one article or of one verdict when these are given."""
    return tuple(
        claim
        for claim in claims().values()
        if article in {None, claim.article} and (verdict is None or claim.verdict is verdict)
    )


def claim_shown(claim_id: str) -> ClaimShown:
    """One claim with its sources and arrows; capital or small letters.

    Raises
    ------
    UsageError : there is no such claim.
    """
    claim = claims().get(claim_id.strip().upper())
    if claim is None:
        raise UsageError(
            where="the claim",
            found=claim_id,
            expected=f"{min(claims())} to {max(claims())}",
            do="'commensal evidence claims' lists them all.",
        )
    edges = evidence().edges
    return ClaimShown(
        claim=claim,
        sources=tuple(sources()[source_id] for source_id in claim.source_ids),
        edges=tuple(edges[edge_id] for edge_id in claim.edge_ids),
    )


def sources_shown() -> tuple[Source, ...]:
    """Every source, by its id."""
    return tuple(sources().values())


def source_shown(source_id: str) -> SourceShown:
    """One source, with the claims and arrows that rest on it.

    Raises
    ------
    UsageError : there is no such source; a near miss is named.
    """
    wanted = source_id.strip().lower()
    source = sources().get(wanted)
    if source is None:
        near = get_close_matches(wanted, sources(), n=1)
        raise UsageError(
            where="the source",
            found=source_id,
            expected="the short name of a source, e.g. wastyk2021",
            do=f"Did you mean {near[0]}?" if near else "'commensal evidence sources' lists them all.",
        )
    return SourceShown(
        source=source,
        claims=tuple(claim for claim in claims().values() if source.id in claim.source_ids),
        edges=tuple(edge for edge in evidence().edges.values() if source.id in edge.source_ids),
    )


def audit() -> Audit:
    """Count how far the claims are supported, and name what nobody may repeat."""
    every = tuple(claims().values())
    arrows = tuple(evidence().edges.values())
    return Audit(
        claims=every,
        verdicts=_verdicts(every),
        verdicts_by_article=_grouped({claim.id: claim.article for claim in every}),
        verdicts_by_area=_grouped({claim.id: claim.area for claim in every}),
        claims_by_grade=_counted([claim.grade for claim in every], [*Grade, None]),
        without_source=tuple(claim for claim in every if not claim.source_ids),
        without_confirmed_source=tuple(claim for claim in every if not _is_confirmed(claim.source_ids)),
        unverified=tuple(claim for claim in every if claim.unverified),
        with_safety_note=tuple(claim for claim in every if claim.safety_note),
        must_be_reworded=tuple(claim for claim in every if claim.must_be_reworded),
        arrows=arrows,
        arrows_by_grade=_counted([edge.grade for edge in arrows], list(Grade)),
        arrows_without_source=tuple(edge for edge in arrows if not edge.source_ids),
        arrows_without_confirmed_source=tuple(edge for edge in arrows if not edge.confirmed_source_ids),
        null_arrows=tuple(edge for edge in arrows if edge.is_null),
        sources_by_confirmation=_counted([source.confirmed for source in sources().values()], ["yes", "partial"]),
        kinds=tuple(_kind(claim_id, kind, arrows) for claim_id, kind in _ROWS_OF_ITS_TABLE),
    )


def _kind(claim_id: str, kind: str, arrows: Iterable[Edge]) -> KindOfEvidence:
    levels = Counter(str(getattr(edge, kind)) for edge in arrows)
    return KindOfEvidence(claim=claims()[claim_id], kind=kind, arrows_by_level=MappingProxyType(dict(levels)))


def _is_confirmed(source_ids: Iterable[str]) -> bool:
    return any(sources()[source_id].confirmed == "yes" for source_id in source_ids)


def _verdicts(some: Iterable[Claim]) -> Mapping[Verdict, int]:
    return _counted([claim.verdict for claim in some], list(Verdict))


def _grouped(group_by_claim: Mapping[str, str]) -> Mapping[str, Mapping[Verdict, int]]:
    members: dict[str, list[Claim]] = {}
    for claim_id, group in group_by_claim.items():
        members.setdefault(group, []).append(claims()[claim_id])
    return MappingProxyType({group: _verdicts(some) for group, some in sorted(members.items())})


def _counted(values: Iterable[T], known: Iterable[T]) -> Mapping[T, int]:
    counts = Counter(values)
    return MappingProxyType({value: counts[value] for value in known})
