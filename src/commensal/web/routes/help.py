"""After an emergency: saying that one is safe, or was looked after."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.knowledge.safety_rules import Level, safety_rules
from commensal.records.facts import Clearance
from commensal.service.person import clear_rule
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show


def help_now(request: Request) -> Response:
    """Whom to call, where the diary speaks of an emergency; else that it does not."""
    return help_first(request) or show(request, "no_emergency.html.j2", here="help")


async def safe(request: Request) -> Response:
    """Keep that the person is safe, or was looked after; for the rules that were shown."""
    form = await request.form()
    known = {rule.id for rule in safety_rules().values() if rule.level is Level.EMERGENCY}
    for rule_id in form.getlist("rule"):
        if str(rule_id) in known:
            await run_in_threadpool(clear_rule, home_of(request), str(rule_id), Clearance.SAID_SAFE)
    return RedirectResponse("/", status_code=303)


ROUTES = (
    Route("/help", help_now, name="help"),
    Route("/help/safe", safe, methods=["POST"], name="safe"),
)
