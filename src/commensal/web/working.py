"""Pages whose answer takes seconds: they say so at once, and come back by themselves."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from commensal.web.render import show

WAIT_S = 1.5
"""How long a page waits for its answer before it says that it is on its way. [s]"""

_LOOK_AGAIN_S = 2


def on_its_way(request: Request, *, here: str, heading: str, sentence: str) -> Response:
    """A page that asks again by itself, with a link for browsers and people that would rather press one."""
    again = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    page = show(request, "working.html.j2", here=here, heading=heading, sentence=sentence, again=again)
    page.headers["Refresh"] = f"{_LOOK_AGAIN_S};url={again}"
    return page
