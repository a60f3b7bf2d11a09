"""Safety: what must be said first, what a clinician has looked at, and asking before something is changed."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.facts import Clearance
from commensal.report.safety_words import question_sentence, rule_sentence, rule_title
from commensal.report.words import say
from commensal.service.heed import Heeded
from commensal.service.person import clear_rule
from commensal.service.safety import SafetyAnswer, ask, look
from commensal.web.help_first import help_page
from commensal.web.render import home_of, show
from commensal.web.touring import home_to_read


def safety(request: Request) -> Response:
    """What the diary and the answers say now."""
    return _show(request, look(home_of(request)))


async def question(request: Request) -> Response:
    """What the rules say to a question. It is posted, so that no address and no history keeps it."""
    form = await request.form()
    asked = str(form.get("question", "")).strip()
    if not asked:
        return RedirectResponse("/safety", status_code=303)
    answer = await run_in_threadpool(ask, home_to_read(request), asked)
    return await run_in_threadpool(_show, request, answer)


async def seen(request: Request) -> Response:
    """Keep that a clinician has looked at something."""
    form = await request.form()
    rule_id = str(form.get("rule", ""))
    if rule_id in safety_rules() and safety_rules()[rule_id].level is Level.URGENT:
        await run_in_threadpool(clear_rule, home_of(request), rule_id, Clearance.SEEN_BY_CLINICIAN)
    return RedirectResponse("/safety", status_code=303)


def _show(request: Request, answer: SafetyAnswer) -> Response:
    screening = answer.screening
    if screening.is_emergency:
        return help_page(request, Heeded(screening=screening, country=answer.country))
    is_settled = bool(answer.question) and bool(screening.fired) and not screening.questions
    verdict = say("safety.may_go_ahead" if screening.is_allowed else "safety.may_not_go_ahead") if is_settled else ""
    return show(
        request,
        "safety.html.j2",
        here="safety",
        question=answer.question,
        sentences=[rule_sentence(rule, country=answer.country) for rule in screening.shown],
        urgent=[(rule.rule_id, rule_title(rule)) for rule in screening.shown if rule.level is Level.URGENT],
        open_questions=[(one.id, question_sentence(one)) for one in screening.questions],
        verdict=verdict,
        is_quiet=not screening.fired and not screening.questions,
    )


ROUTES = (
    Route("/safety", safety, name="safety"),
    Route("/safety/ask", question, methods=["POST"], name="safety_ask"),
    Route("/safety/seen", seen, methods=["POST"], name="safety_seen"),
)
