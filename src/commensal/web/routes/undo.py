"""Undo: one press takes back what was done last, whatever page one is on."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.service.undo import undo
from commensal.web.forms import back_to, posted, text_of, way_back
from commensal.web.render import home_of


@posted
def take_back(request: Request, form: FormData) -> Response:
    """Take back the action that the button was about; pressed twice, nothing more."""
    named = text_of(form, "action")
    undone = undo(home_of(request), only=int(named)) if named.isdecimal() and len(named) < 19 else None
    return back_to(way_back(form), just="undone" if undone else "nothing", at="undo")


ROUTES = (Route("/undo", take_back, methods=["POST"], name="undo"),)
