"""Settings: light, numbers and language, kept in this browser alone; and the ways to what is kept in the diary."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.vocab.language import LANGUAGES, NOTATIONS
from commensal.web.look import THEMES, keep_look
from commensal.web.render import show

_WAYS = (
    ("follow", "/welcome/follow"),
    ("about", "/about-me"),
    ("check", "/check"),
    ("pacing", "/pacing"),
    ("safety", "/safety"),
    ("welcome", "/welcome"),
)


def settings(request: Request) -> Response:
    """What can be set."""
    return show(
        request,
        "settings.html.j2",
        here="settings",
        themes=THEMES,
        notations=NOTATIONS,
        languages=LANGUAGES,
        ways=_WAYS,
    )


async def set_look(request: Request) -> Response:
    """Keep what was chosen in cookies, so that the next first paint is right."""
    form = await request.form()
    answer = RedirectResponse("/settings", status_code=303)
    keep_look(
        answer,
        theme=str(form.get("theme", "")),
        said_in=str(form.get("language", "")),
        written_as=str(form.get("notation", "")),
    )
    return answer


ROUTES = (
    Route("/settings", settings, name="settings"),
    Route("/settings/look", set_look, methods=["POST"], name="set_look"),
)
