"""While an emergency stands that nobody has answered for, getting help is all that a page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from commensal.web.render import home_of, show

if TYPE_CHECKING:
    from commensal.service.heed import Heeded


def help_first(request: Request) -> Response | None:
    """The page of help in place of any other; None when there is no emergency."""
    from commensal.service.heed import emergency_now  # noqa: PLC0415 - the rules and their words cost a moment

    heeded = emergency_now(home_of(request))
    return None if heeded is None else help_page(request, heeded)


def help_page(request: Request, heeded: Heeded) -> Response:
    """Whom to call, and one button for when it is over."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - as above

    rules = heeded.screening.shown
    return show(
        request,
        "help_first.html.j2",
        here="help",
        sentences=[rule_sentence(rule, country=heeded.country) for rule in rules],
        rules=[rule.rule_id for rule in rules],
    )
