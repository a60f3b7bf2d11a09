"""The tour in this browser: while it lasts, every page shows the made-up person, and none can write."""

from __future__ import annotations

from starlette.requests import Request

from commensal.service.home import Home
from commensal.vocab.errors import UsageError
from commensal.web.words import words

TOUR_COOKIE = "commensal_tour"
_SAFE_METHODS = frozenset({"GET", "HEAD"})


def own_home(request: Request) -> Home:
    """The person's own home, tour or not."""
    home: Home = request.app.state.home
    return home


def is_touring(request: Request) -> bool:
    """Whether this browser looks at the made-up person now."""
    if TOUR_COOKIE not in request.cookies:
        return False
    from commensal.service.tour import has_tour  # noqa: PLC0415 - who makes people up loads arrays

    return has_tour(own_home(request))


def home_shown(request: Request) -> Home:
    """The home whose page this is: the made-up person's during the tour, the person's own otherwise.

    Raises
    ------
    UsageError : during the tour, something would be written. Neither diary takes it: in the made-up one it would be
        lost when the tour ends, and for the own one nobody can tell whether it was meant.
    """
    if is_touring(request) and request.method not in _SAFE_METHODS:
        raise UsageError(
            where=words("tour.where"), found=words("tour.found"), expected=words("tour.expected"), do=words("tour.do")
        )
    return home_to_read(request)


def home_to_read(request: Request) -> Home:
    """The same for a question that is posted so that no address keeps it: nothing may be written to what this gives."""
    if not is_touring(request):
        return own_home(request)
    from commensal.service.tour import tour_home  # noqa: PLC0415 - as above

    return tour_home(own_home(request))
