"""Coming in: the one-time code in the address is swapped for the cookie, and leaves the address."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.web.guard import TOKEN_COOKIE
from commensal.web.refused import refused

_A_YEAR_S = 365 * 24 * 3_600


def enter(request: Request) -> Response:
    """Let the browser in that was opened by ``commensal serve``."""
    if not request.app.state.codes.take(request.query_params.get("code", "")):
        return refused("used_code", status_code=403)
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(TOKEN_COOKIE, request.app.state.token, max_age=_A_YEAR_S, httponly=True, samesite="strict")
    return answer


ROUTES = (Route("/enter", enter, name="enter"),)
