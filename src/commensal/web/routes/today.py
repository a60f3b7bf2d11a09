"""Today: three doors by energy, and a day logged in a few taps."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.service.day import day_as_logged
from commensal.web.render import home_of, show


def today(request: Request) -> Response:
    """The page of today."""
    return show(request, "today.html.j2", here="today", logged=day_as_logged(home_of(request)))


ROUTES = (Route("/", today, name="today"),)
