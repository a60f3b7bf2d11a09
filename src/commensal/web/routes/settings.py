"""Settings: light and language, kept in this browser alone."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.web.look import THEME_COOKIE, THEMES
from commensal.web.render import show

_A_YEAR_S = 365 * 24 * 3_600


def settings(request: Request) -> Response:
    """What can be set."""
    return show(request, "settings.html.j2", here="settings", themes=THEMES)


async def set_look(request: Request) -> Response:
    """Keep the chosen theme in a cookie, so that the next first paint is right."""
    form = await request.form()
    answer = RedirectResponse("/settings", status_code=303)
    if (theme := str(form.get("theme", ""))) in THEMES:
        answer.set_cookie(THEME_COOKIE, theme, max_age=_A_YEAR_S, httponly=True, samesite="strict")
    return answer


ROUTES = (
    Route("/settings", settings, name="settings"),
    Route("/settings/look", set_look, methods=["POST"], name="set_look"),
)
