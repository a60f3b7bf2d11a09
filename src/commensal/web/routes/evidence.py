"""Evidence: what popular articles claim, how far it is supported, and every source."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.knowledge.claims import Claim, Verdict
from commensal.knowledge.evidence import Edge, evidence
from commensal.report.axis_phrases import claim_words
from commensal.report.evidence_words import citation, grade_words, sure_sentence, verdict_words
from commensal.report.words import say
from commensal.service.evidence import audit, claim_shown, claims_shown, source_shown, sources_shown
from commensal.vocab.errors import UsageError
from commensal.web.axis_view import arrow_address
from commensal.web.render import show
from commensal.web.words import counted, words


def claims(request: Request) -> Response:
    """Every claim by its verdict, those that go too far first; counted."""
    seen = audit()
    by_verdict = [
        {
            "verdict": verdict.value,
            "heading": words("evidence.verdict_heading", verdict=verdict_words(verdict), n=n),
            "rows": [_claim_row(claim) for claim in claims_shown(verdict=verdict)],
        }
        for verdict, n in seen.verdicts.items()
        if n
    ]
    n_supported = seen.verdicts.get(Verdict.SUPPORTED, 0)
    return show(
        request,
        "evidence.html.j2",
        here="axis",
        first=words("evidence.first", n=len(seen.claims), n_supported=n_supported),
        groups=by_verdict,
    )


def claim(request: Request) -> Response:
    """One claim: what we say, the verdict, how sure, what it rests on."""
    try:
        seen = claim_shown(request.path_params["claim"])
    except UsageError:
        return show(request, "not_here.html.j2", here="axis", status_code=404)
    one = seen.claim
    return show(
        request,
        "evidence_claim.html.j2",
        here="axis",
        claim=one,
        verdict=say(
            "evidence.claim.verdict_note" if one.verdict_note else "evidence.claim.verdict",
            verdict=verdict_words(one.verdict),
            note=one.verdict_note,
        ),
        sure=sure_sentence(one),
        safety=say("evidence.claim.safety", note=one.safety_note) if one.safety_note else "",
        said=say("evidence.claim.said", article=say(f"evidence.article.{one.article}"), said=one.said),
        rests_on=say("evidence.claim.evidence", evidence=one.evidence),
        unverified=say("evidence.claim.unverified", unverified=one.unverified) if one.unverified else "",
        sources=[(source.id, citation(source)) for source in seen.sources],
        arrows=_arrows(seen.edges),
    )


def sources(request: Request) -> Response:
    """Every source, with whether it was seen itself."""
    some = sources_shown()
    rows = [(source.id, source.title, source.year, source.confirmed == "yes") for source in some]
    n_seen = sum(is_seen for *_, is_seen in rows)
    first = words("evidence.sources_first", n=len(rows), n_seen=n_seen)
    return show(request, "evidence_sources.html.j2", here="axis", first=first, rows=rows)


def source(request: Request) -> Response:
    """One source: its citation, what was seen of it, and what rests on it."""
    try:
        seen = source_shown(request.path_params["source"])
    except UsageError:
        return show(request, "not_here.html.j2", here="axis", status_code=404)
    return show(
        request,
        "evidence_source.html.j2",
        here="axis",
        source=seen.source,
        reference=citation(seen.source),
        claims=[_claim_row(one) for one in seen.claims],
        arrows=_arrows(seen.edges),
        counted_rests=counted(len(seen.claims) + len(seen.edges), "evidence.rests"),
    )


def _claim_row(claim: Claim) -> dict[str, str]:
    return {"id": claim.id, "cue": claim.cue, "wording": claim.wording, "grade": grade_words(claim.grade)}


def _arrows(edges: tuple[Edge, ...]) -> list[tuple[str, str, str]]:
    known = evidence().edges
    return [(arrow_address(edge.id), claim_words(edge), grade_words(edge.grade)) for edge in edges if edge.id in known]


ROUTES = (
    Route("/evidence", claims, name="evidence"),
    Route("/evidence/claim/{claim}", claim, name="evidence_claim"),
    Route("/evidence/sources", sources, name="evidence_sources"),
    Route("/evidence/source/{source}", source, name="evidence_source"),
)
