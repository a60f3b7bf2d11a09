"""Claims, sources and the audit as lines of text: what we say first, then how sure, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from commensal.knowledge.claims import Claim, Verdict
from commensal.knowledge.evidence import Edge, Node
from commensal.knowledge.sources import Source
from commensal.report.words import say
from commensal.vocab.grades import Grade

_LEVELS = ("high", "strong", "moderate", "low", "weak", "very_low", "mixed", "null", "none")


def verdict_words(verdict: Verdict) -> str:
    """A verdict as a person reads it: ``goes further than the evidence``."""
    return say(f"evidence.verdict.{verdict.value}")


def grade_words(grade: Grade | None) -> str:
    """A grade in GRADE's own words; ``not graded`` where there is none."""
    return say(f"evidence.grade.{grade.value if grade else 'none'}")


def sure_sentence(claim: Claim) -> str:
    """How sure a claim is, in plain words with GRADE's word beside them."""
    if claim.grade is None:
        return say("evidence.sure.ungraded", note=claim.grade_note)
    key = "graded_for" if claim.grade_note else "graded"
    return say(f"evidence.sure.{key}", plain=claim.grade.plain, grade=grade_words(claim.grade), note=claim.grade_note)


def claim_rows(some: Sequence[Claim]) -> Iterator[str]:
    """One line a claim, in columns; how many; and how to read more."""
    verdicts = {claim.id: say(f"evidence.verdict_short.{claim.verdict.value}") for claim in some}
    widths = (
        max(map(len, verdicts.values()), default=0),
        max((len(grade_words(each.grade)) for each in some), default=0),
    )
    for claim in some:
        yield say(
            "evidence.claim.line",
            id=claim.id,
            verdict=verdicts[claim.id].ljust(widths[0]),
            grade=grade_words(claim.grade).ljust(widths[1]),
            cue=claim.cue,
        )
    yield n_claims(len(some))
    if some:
        yield say("evidence.claim.how", id=some[0].id)


def n_claims(n: int) -> str:
    """How many claims, with the noun in its number."""
    return say(f"evidence.claim.count_{'one' if n == 1 else 'many'}", n=n)


def claim_lines(
    claim: Claim, of_sources: Sequence[Source], arrows: Sequence[Edge], nodes: Mapping[str, Node]
) -> Iterator[str]:
    """One claim: what we say, the verdict, how sure, what it rests on."""
    yield say("evidence.claim.heading", id=claim.id, cue=claim.cue)
    yield ""
    yield say("evidence.claim.we_say", wording=claim.wording)
    yield ""
    key = "verdict_note" if claim.verdict_note else "verdict"
    yield say(f"evidence.claim.{key}", verdict=verdict_words(claim.verdict), note=claim.verdict_note)
    yield sure_sentence(claim)
    if claim.safety_note:
        yield say("evidence.claim.safety", note=claim.safety_note)
    yield say("evidence.claim.said", article=say(f"evidence.article.{claim.article}"), said=claim.said)
    yield ""
    yield say("evidence.claim.evidence", evidence=claim.evidence)
    if claim.unverified:
        yield say("evidence.claim.unverified", unverified=claim.unverified)
    yield say("evidence.claim.sources" if of_sources else "evidence.claim.no_sources")
    for source in of_sources:
        yield say("evidence.source.line", id=source.id, citation=citation(source))
    yield say("evidence.claim.arrows" if arrows else "evidence.claim.no_arrows")
    for arrow in arrows:
        yield arrow_line(arrow, nodes)


def arrow_line(arrow: Edge, nodes: Mapping[str, Node]) -> str:
    """An arrow of the map with the names of its ends and its grade."""
    return say(
        "evidence.claim.arrow",
        id=arrow.id,
        source=nodes[arrow.source].label,
        target=nodes[arrow.target].label,
        grade=grade_words(arrow.grade),
    )


def citation(source: Source) -> str:
    """Who, what, where, when, under which number, and whether it was seen: ``Wastyk HC, …``."""
    parts = [_authors(source), source.title, _place(source)]
    if source.doi:
        parts.append(say("evidence.source.doi", doi=source.doi))
    elif source.pmid:
        parts.append(say("evidence.source.pmid", pmid=source.pmid))
    sentences = ". ".join(part.rstrip(".") for part in parts if part)
    return f"{sentences}. {say(f'evidence.source.confirmed_{source.confirmed}')}"


def source_rows(some: Iterable[Source]) -> Iterator[str]:
    """One line a source."""
    for source in some:
        yield say(
            "evidence.source.short",
            id=source.id,
            title=source.title,
            year=source.year,
            confirmed=say(f"evidence.source.confirmed_{source.confirmed}"),
        )


def source_lines(source: Source, some: Sequence[Claim], arrows: Sequence[Edge]) -> Iterator[str]:
    """One source: its citation, what was seen of it, and what rests on it."""
    yield say("evidence.source.heading", id=source.id, title=source.title)
    yield _authors(source)
    if place := _place(source):
        yield place
    numbers = (("doi", source.doi), ("pmid", source.pmid))
    yield from (say(f"evidence.source.{name}", **{name: value}) for name, value in numbers if value)
    yield say("evidence.source.kind", kind=source.study_type)
    if source.n:
        yield say("evidence.source.people", n=source.n)
    yield say(f"evidence.source.confirmed_{source.confirmed}")
    if source.what_was_seen:
        yield say("evidence.source.seen", what=source.what_was_seen)
    yield ""
    if some:
        yield say("evidence.source.claims", ids=ids_of(some))
    if arrows:
        yield say("evidence.source.arrows", ids=ids_of(arrows))
    if not some and not arrows:
        yield say("evidence.source.nothing")


def audit_counts(
    verdicts: Mapping[Verdict, int], grades: Mapping[Grade | None, int], areas: Mapping[str, Mapping[Verdict, int]]
) -> Iterator[str]:
    """How many claims of each verdict and grade, and of each verdict in each part of the map."""
    yield say("evidence.audit.title", n=sum(verdicts.values()))
    yield ""
    yield say("evidence.audit.verdicts")
    for verdict, n in verdicts.items():
        yield say("evidence.audit.row", n=f"{n:2}", name=verdict_words(verdict))
    yield ""
    yield say("evidence.audit.grades")
    for grade, n in grades.items():
        yield say("evidence.audit.row", n=f"{n:2}", name=grade_words(grade))
    yield ""
    yield say("evidence.audit.areas")
    for area, by_verdict in areas.items():
        counts = ", ".join(
            say("evidence.audit.area_count", n=n, verdict=say(f"evidence.verdict_short.{verdict.value}"))
            for verdict, n in by_verdict.items()
            if n
        )
        yield say("evidence.audit.area_row", name=say(f"evidence.area.{area}"), counts=counts)


def kind_lines(kind: str, claim: Claim, arrows_by_level: Mapping[str, int]) -> Iterator[str]:
    """A row of the second article's own table, and what stands on our map."""
    key = "kind_agree" if claim.verdict is Verdict.SUPPORTED else "kind_differ"
    yield say(
        f"evidence.audit.{key}",
        kind=say(f"evidence.kind.{kind}"),
        word=say(f"evidence.word.{claim.seed_word}"),
        verdict=verdict_words(claim.verdict),
        wording=claim.wording,
    )
    yield say("evidence.audit.kind_levels", levels=levels_words(arrows_by_level))


def not_said_lines(some: Sequence[Claim]) -> Iterator[str]:
    """The claims that nobody may repeat here, each with what is said instead."""
    yield say("evidence.audit.not_said", n=len(some))
    for claim in some:
        yield say("evidence.audit.not_said_row", id=claim.id, cue=claim.cue)
        if claim.safety_note:
            yield say("evidence.audit.not_said_safety", note=claim.safety_note)
        yield say("evidence.audit.not_said_wording", wording=claim.wording)


def ids_of(some: Iterable[Claim | Edge]) -> str:
    """Ids in a row; ``none`` when there are none."""
    return ", ".join(each.id for each in some) or say("evidence.audit.nothing")


def levels_words(arrows_by_level: Mapping[str, int]) -> str:
    """How many arrows have which level, strongest first: ``3 strong, 12 moderate``."""
    known = [level for level in _LEVELS if arrows_by_level.get(level)]
    return ", ".join(
        say("evidence.audit.level", n=arrows_by_level[level], level=say(f"evidence.level.{level}")) for level in known
    )


def _authors(source: Source) -> str:
    is_known = source.authors and not source.authors.startswith("[")
    return source.authors if is_known else say("evidence.source.no_authors")


def _place(source: Source) -> str:
    if source.journal and source.year and source.year not in source.journal:
        return say("evidence.source.place", journal=source.journal, year=source.year)
    if source.journal:
        return say("evidence.source.place_only", journal=source.journal)
    return say("evidence.source.year_only", year=source.year) if source.year else ""
