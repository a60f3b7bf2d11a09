"""Offline: one empty form that knows nothing of anybody, and the script that keeps it at hand."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.service.followed import STRESS, USUALLY_FOLLOWED
from commensal.web.day_view import empty_rows
from commensal.web.render import show
from commensal.web.undoable import UndoButton


def offline(request: Request) -> Response:
    """The form. It is kept on the device, so nothing of the diary, not even what is followed, stands in it."""
    return show(
        request, "offline.html.j2", here="offline", rows=empty_rows((*USUALLY_FOLLOWED, STRESS)), undo=UndoButton()
    )


def service_worker(_request: Request) -> Response:
    """The script, at the top so that it may answer for every page."""
    script = files("commensal.web").joinpath("static/sw.js").read_text(encoding="utf-8")
    return Response(script, media_type="text/javascript")


ROUTES = (
    Route("/offline", offline, name="offline"),
    Route("/sw.js", service_worker, name="service_worker"),
)
