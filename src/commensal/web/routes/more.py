"""Everything here: each part of the page with one sentence, for screens too narrow to show them all."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.web.render import show

# Parts that are not in the menu; each name is its path.
OTHERS = ("sheet", "pacing", "safety", "settings")


def more(request: Request) -> Response:
    """The list of every part."""
    return show(request, "more.html.j2", here="more", others=OTHERS)


ROUTES = (Route("/more", more, name="more"),)
