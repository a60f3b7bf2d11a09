"""``commensal evidence``: what is claimed, how far it is supported, and what it rests on."""

from __future__ import annotations

from typing import Any

import click

from commensal.cli.door import Door, pass_door, shared_options
from commensal.cli.lazy_group import CommandEntry, LazyGroup
from commensal.cli.words import words
from commensal.knowledge.claims import Claim, Verdict
from commensal.knowledge.evidence import Edge, evidence
from commensal.knowledge.sources import Source
from commensal.report.evidence_words import (
    arrow_line,
    audit_counts,
    claim_lines,
    claim_rows,
    grade_words,
    ids_of,
    kind_lines,
    not_said_lines,
    source_lines,
    source_rows,
)
from commensal.report.words import say
from commensal.service.evidence import Audit, audit, claim_shown, claims_shown, source_shown, sources_shown

_HERE = "commensal.cli.evidence"
_TABLE = (
    CommandEntry(name="claims", place=f"{_HERE}:claims_command", summary="List the claims, each with its verdict."),
    CommandEntry(name="claim", place=f"{_HERE}:claim_command", summary="One claim: what we say, how sure, and why."),
    CommandEntry(name="sources", place=f"{_HERE}:sources_command", summary="List the sources, or show one."),
    CommandEntry(name="audit", place=f"{_HERE}:audit_command", summary="How far it is all supported, counted."),
)


@click.group("evidence", cls=LazyGroup, table=_TABLE)
@shared_options
def evidence_group() -> None:
    """Show what popular articles claim about gut, brain and immune system, and how far that is supported."""


@click.command("claims")
@click.option("--article", type=click.Choice(["000", "001"]), help="Claims of one of the two articles only.")
@click.option("--verdict", type=click.Choice([each.value for each in Verdict]), help="Claims of one verdict only.")
@shared_options
@pass_door
def claims_command(door: Door, article: str | None, verdict: str | None) -> None:
    """List the claims, one line each: its verdict, how sure one can be (GRADE), and the claim in a few words."""
    some = claims_shown(article=article, verdict=Verdict(verdict) if verdict else None)
    lines = list(claim_rows(some)) if some else [words("evidence.no_claims")]
    door.answer({"claims": [_claim_document(claim) for claim in some]}, *lines)


@click.command("claim")
@click.argument("claim_id", metavar="ID")
@shared_options
@pass_door
def claim_command(door: Door, claim_id: str) -> None:
    """Show one claim, such as A19: what we say instead, the verdict, how sure, and what it rests on."""
    seen = claim_shown(claim_id)
    document = {
        **_claim_document(seen.claim),
        "sources": [_source_document(source) for source in seen.sources],
        "arrows": [_arrow_document(edge) for edge in seen.edges],
    }
    door.answer(document, *claim_lines(seen.claim, seen.sources, seen.edges, evidence().nodes))


@click.command("sources")
@click.argument("source_id", metavar="[ID]", required=False)
@shared_options
@pass_door
def sources_command(door: Door, source_id: str | None) -> None:
    """List the sources, or show one with the claims and arrows that rest on it."""
    if source_id is None:
        some = sources_shown()
        door.answer(
            {"sources": [_source_document(source) for source in some]},
            *source_rows(some),
            words("evidence.more_sources", id=some[0].id),
        )
        return
    seen = source_shown(source_id)
    document = {
        **_source_document(seen.source),
        "claims": [claim.id for claim in seen.claims],
        "arrows": [edge.id for edge in seen.edges],
    }
    door.answer(document, *source_lines(seen.source, seen.claims, seen.edges))


@click.command("audit")
@shared_options
@pass_door
def audit_command(door: Door) -> None:
    """Count verdicts and grades; name what has no source, what is unchecked, and what is not said here."""
    counted = audit()
    door.answer(_audit_document(counted), *_audit_lines(counted))


def _audit_lines(counted: Audit) -> list[str]:
    lines = list(audit_counts(counted.verdicts, counted.claims_by_grade, counted.verdicts_by_area))
    lines += ["", say("evidence.audit.kinds")]
    for row in counted.kinds:
        lines += kind_lines(row.kind, row.claim, row.arrows_by_level)
    lines += ["", *not_said_lines(counted.must_be_reworded), ""]
    lines += [
        say("evidence.audit.no_source", ids=ids_of(counted.without_source)),
        say("evidence.audit.no_confirmed", ids=ids_of(counted.without_confirmed_source)),
        say("evidence.audit.unverified", ids=ids_of(counted.unverified)),
        "",
        *_arrow_lines(counted),
        say(
            "evidence.audit.sources",
            n=sum(counted.sources_by_confirmation.values()),
            seen=counted.sources_by_confirmation["yes"],
            partial=counted.sources_by_confirmation["partial"],
        ),
        say("evidence.audit.judgement"),
        words("evidence.more_claims", id=counted.claims[0].id),
    ]
    return lines


def _arrow_lines(counted: Audit) -> list[str]:
    grades = ", ".join(
        say("evidence.audit.level", n=n, level=grade_words(grade)) for grade, n in counted.arrows_by_grade.items()
    )
    return [
        say("evidence.audit.arrows", n=len(counted.arrows), grades=grades),
        say("evidence.audit.arrows_no_source"),
        *(arrow_line(edge, evidence().nodes) for edge in counted.arrows_without_source),
        say("evidence.audit.arrows_no_confirmed", ids=ids_of(counted.arrows_without_confirmed_source)),
        say("evidence.audit.arrows_null", ids=ids_of(counted.null_arrows)),
    ]


def _claim_document(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "article": claim.article,
        "area": claim.area,
        "cue": claim.cue,
        "said": claim.said,
        "wording": claim.wording,
        "verdict": claim.verdict.value,
        "verdict_note": claim.verdict_note,
        "safety_note": claim.safety_note,
        "grade": claim.grade.value if claim.grade else None,
        "grade_note": claim.grade_note,
        "seed_word": claim.seed_word,
        "evidence": claim.evidence,
        "source_ids": list(claim.source_ids),
        "edge_ids": list(claim.edge_ids),
        "unverified": claim.unverified,
    }


def _source_document(source: Source) -> dict[str, Any]:
    fields = ("id", "study_type", "authors", "title", "journal", "year", "doi", "pmid", "n", "what_was_seen")
    return {**{name: getattr(source, name) for name in fields}, "confirmed": source.confirmed}


def _arrow_document(edge: Edge) -> dict[str, Any]:
    return {
        "id": edge.id,
        "source": edge.source,
        "target": edge.target,
        "relation": edge.relation.value,
        "sign": edge.sign,
        "grade": edge.grade.value,
        "statement": edge.statement,
        "source_ids": list(edge.source_ids),
    }


def _audit_document(counted: Audit) -> dict[str, Any]:
    def ids(some: tuple[Claim, ...] | tuple[Edge, ...]) -> list[str]:
        return [each.id for each in some]

    return {
        "n_claims": len(counted.claims),
        "verdicts": {verdict.value: n for verdict, n in counted.verdicts.items()},
        "verdicts_by_article": _nested(counted.verdicts_by_article),
        "verdicts_by_area": _nested(counted.verdicts_by_area),
        "grades": {grade.value if grade else "not_graded": n for grade, n in counted.claims_by_grade.items()},
        "claims_without_source": ids(counted.without_source),
        "claims_without_confirmed_source": ids(counted.without_confirmed_source),
        "claims_with_something_unverified": ids(counted.unverified),
        "claims_with_safety_note": ids(counted.with_safety_note),
        "claims_that_must_be_reworded": ids(counted.must_be_reworded),
        "n_arrows": len(counted.arrows),
        "arrows_by_grade": {grade.value: n for grade, n in counted.arrows_by_grade.items()},
        "arrows_without_source": ids(counted.arrows_without_source),
        "arrows_without_confirmed_source": ids(counted.arrows_without_confirmed_source),
        "null_arrows": ids(counted.null_arrows),
        "sources": dict(counted.sources_by_confirmation),
        "kinds_of_evidence": [
            {
                "kind": row.kind,
                "claim": row.claim.id,
                "article_says": row.claim.seed_word,
                "verdict": row.claim.verdict.value,
                "wording": row.claim.wording,
                "arrows_by_level": dict(row.arrows_by_level),
            }
            for row in counted.kinds
        ],
    }


def _nested(groups: Any) -> dict[str, dict[str, int]]:
    return {group: {verdict.value: n for verdict, n in counts.items()} for group, counts in groups.items()}
