"""The tour: begin to look at a made-up person, and take it away again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.service.tour import end_tour, start_tour
from commensal.web.touring import TOUR_COOKIE, own_home


def begin(request: Request) -> Response:
    """Make the made-up person and show their page."""
    start_tour(own_home(request))
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(TOUR_COOKIE, "1", httponly=True, samesite="strict")
    return answer


def end(request: Request) -> Response:
    """Delete the made-up person and go back to the person's own page."""
    end_tour(own_home(request))
    answer = RedirectResponse("/", status_code=303)
    answer.delete_cookie(TOUR_COOKIE, httponly=True, samesite="strict")
    return answer


ROUTES = (
    Route("/tour/begin", begin, methods=["POST"], name="begin_tour"),
    Route("/tour/end", end, methods=["POST"], name="end_tour"),
)
