"""The application: routes in, guard around them. Made anew for each home, so that tests hand in their own."""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from commensal.service.home import Home
from commensal.vocab.errors import CommensalError
from commensal.web.guard import Guard, Guarded
from commensal.web.look import Speaking
from commensal.web.render import show
from commensal.web.token import OneTimeCodes

# One module a part of the page, each with its ROUTES.
_ROUTE_MODULES = (
    "about",
    "bring",
    "data",
    "enter",
    "findings",
    "first_visit",
    "help",
    "medicines",
    "more",
    "pacing",
    "safety",
    "sentence",
    "settings",
    "today",
    "tour",
    "undo",
)

_log = logging.getLogger("commensal.web")


def make_app(home: Home, *, hosts: Collection[str], token: str) -> Starlette:
    """The page of one home.

    Parameters
    ----------
    hosts : the values of the Host header that are answered, as ``127.0.0.1:8017``.
    token : the secret that the cookie has to hold.
    """
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Speaking), Middleware(Guard, guarded=Guarded(hosts=frozenset(hosts), token=token))],
        exception_handlers={CommensalError: _say_what_is_wrong, 404: _not_here, 500: _sorry},
    )
    app.state.home = home
    app.state.token = token
    app.state.codes = OneTimeCodes()
    return app


def _routes() -> Sequence[BaseRoute]:
    static = StaticFiles(directory=Path(str(files("commensal.web").joinpath("static"))))
    found: list[BaseRoute] = [Mount("/static", static, name="static")]
    for name in _ROUTE_MODULES:
        found += import_module(f"commensal.web.routes.{name}").ROUTES
    return found


def _say_what_is_wrong(request: Request, problem: Exception) -> Response:
    """One clear sentence; whatever was typed is still in the browser, one step back."""
    return show(request, "problem.html.j2", here="", status_code=400, sentence=str(problem))


def _not_here(request: Request, _problem: Exception) -> Response:
    return show(request, "not_here.html.j2", here="", status_code=404)


def _sorry(request: Request, problem: Exception) -> Response:
    """Our own mistake: the trace goes to the log, never to the person."""
    _log.error("a page failed", exc_info=problem)
    return show(request, "sorry.html.j2", here="", status_code=500)
