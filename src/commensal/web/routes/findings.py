"""Findings: what goes with what in the diary, how sure that is, and what stands behind each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.service.findings_now import Reading, reading
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.words import words
from commensal.web.working import WAIT_S, on_its_way

if TYPE_CHECKING:
    from commensal.records.day_table import Variable
    from commensal.service.reporting import Looked


def findings(request: Request) -> Response:
    """The first sentence about each symptom, and how to read them."""
    from commensal.report.findings_words import outcome_sentence  # noqa: PLC0415 - arrays, which no other page needs
    from commensal.report.html import reading_help  # noqa: PLC0415
    from commensal.report.labels import at_start, in_sentence  # noqa: PLC0415

    if (first := help_first(request)) is not None:
        return first
    seen = reading(home_of(request), wait_s=WAIT_S)
    if not seen.is_ready:
        return _on_their_way(request)
    if seen.looked is None:
        return show(request, "findings_none.html.j2", here="findings", seen=seen, rests=_rests(seen))
    told = [
        {
            "label": at_start(page.outcome.label),
            "inside": in_sentence(page.outcome.label),
            "sentence": outcome_sentence(page),
            "href": _outcome_path(page.outcome),
        }
        for page in seen.looked.findings.outcomes
    ]
    return show(
        request,
        "findings.html.j2",
        here="findings",
        outcomes=told,
        rests=_rests(seen),
        **reading_help(seen.looked.findings),
    )


def finding(request: Request) -> Response:
    """Everything about one symptom: what was found, the days, and all that was compared."""
    from commensal.report.html import chart_help  # noqa: PLC0415 - as above
    from commensal.report.page_views import outcome_view  # noqa: PLC0415

    looked = _looked(request)
    if isinstance(looked, Response):
        return looked
    key, pages = request.query_params.get("name", ""), looked.findings.outcomes
    number = next((n for n, page in enumerate(pages) if page.outcome.key == key), None)
    if number is None:
        return show(request, "not_here.html.j2", here="findings", status_code=404)
    view = outcome_view(pages[number], looked.table, number=number + 1, n_outcomes=len(pages))
    behind = "/findings/behind?" + urlencode({"outcome": key})
    return show(request, "finding.html.j2", here="findings", outcome=view, behind=behind, **chart_help())


def finding_behind(request: Request) -> Response:
    """What stands behind one answer, also behind a silence: its days, checks, way on the map, sources."""
    from commensal.report.explained_page import explained_paper  # noqa: PLC0415 - as above
    from commensal.report.labels import in_sentence  # noqa: PLC0415
    from commensal.service.explained import explain_looked  # noqa: PLC0415
    from commensal.vocab.errors import NotAnalysableError  # noqa: PLC0415

    looked = _looked(request)
    if isinstance(looked, Response):
        return looked
    outcome, exposure = (request.query_params.get(name, "") for name in ("outcome", "exposure"))
    try:
        explained = explain_looked(looked, exposure, outcome)
    except NotAnalysableError:
        return show(request, "not_here.html.j2", here="findings", status_code=404)
    way = None if explained.way is None else {"from": explained.way.nodes[0], "to": explained.way.nodes[-1]}
    return show(
        request,
        "finding_behind.html.j2",
        here="findings",
        paper=explained_paper(explained),
        way="" if way is None else "/axis?" + urlencode(way),
        back=_outcome_path(explained.finding.outcome),
        outcome_inside=in_sentence(explained.finding.outcome.label),
    )


def _looked(request: Request) -> Looked | Response:
    """The findings, or the page that has to be shown in their place."""
    if (first := help_first(request)) is not None:
        return first
    seen = reading(home_of(request), wait_s=WAIT_S)
    if not seen.is_ready:
        return _on_their_way(request)
    if seen.looked is None:
        return show(request, "findings_none.html.j2", here="findings", seen=seen, rests=_rests(seen))
    return seen.looked


def _on_their_way(request: Request) -> Response:
    return on_its_way(
        request,
        here="findings",
        heading=words("findings.reading_heading"),
        sentence=words("findings.reading_first"),
    )


def _rests(seen: Reading) -> dict[str, str] | None:
    """Until when which days are left out, so that a running trial is not spoiled."""
    from commensal.report.numbers import day_words  # noqa: PLC0415 - as above

    if seen.seen_until is None or seen.rests_until is None:
        return None
    return {"seen_until": day_words(seen.seen_until), "until": day_words(seen.rests_until)}


def _outcome_path(outcome: Variable) -> str:
    return "/findings/about?" + urlencode({"name": outcome.key})


ROUTES = (
    Route("/findings", findings, name="findings"),
    Route("/findings/about", finding, name="finding"),
    Route("/findings/behind", finding_behind, name="finding_behind"),
)
