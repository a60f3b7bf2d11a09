"""The application: routes in, guard around them. Made anew for each home, so that tests hand in their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from http import HTTPStatus
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from commensal.service.home import Home
from commensal.vocab.errors import CommensalError
from commensal.web.api.mounting import LazyApi
from commensal.web.guard import Guard, Guarded
from commensal.web.late_routes import LateRoutes, routes_of
from commensal.web.limits import Limits
from commensal.web.look import Speaking, look_of
from commensal.web.mishaps import Mishaps
from commensal.web.render import render, show
from commensal.web.token import OneTimeCodes
from commensal.web.words import words

# One module a part of the page, each with its ROUTES. Those of a day are loaded at the start, the others when one of
# them is first asked for: whoever logs a day waits for nothing else.
_ROUTE_MODULES_OF_A_DAY = ("enter", "offline", "sentence", "today", "undo")
_ROUTE_MODULES = (
    "about",
    "axis",
    "bring",
    "check",
    "data",
    "evidence",
    "findings",
    "first_visit",
    "help",
    "medicines",
    "microbiome",
    "more",
    "pacing",
    "reports",
    "safety",
    "settings",
    "sheet",
    "tour",
    "trials",
    "trials_after",
    "trials_before",
    "what_if",
)


def make_app(home: Home, *, hosts: Collection[str], token: str) -> Starlette:
    """The page of one home.

    Parameters
    ----------
    hosts : the values of the Host header that are answered, as ``127.0.0.1:8017``.
    token : the secret that the cookie has to hold.
    """
    app = Starlette(
        routes=_routes(home),
        middleware=[
            Middleware(Speaking),
            Middleware(Guard, guarded=Guarded(hosts=frozenset(hosts), token=token)),
            Middleware(Mishaps, answer=_sorry),
            Middleware(Limits),
        ],
        exception_handlers={CommensalError: _say_what_is_wrong, HTTPException: _refuse_or_not_here},
    )
    app.state.home = home
    app.state.token = token
    app.state.codes = OneTimeCodes()
    return app


def _routes(home: Home) -> Sequence[BaseRoute]:
    static = StaticFiles(directory=Path(str(files("commensal.web").joinpath("static"))))
    return [
        Mount("/static", static, name="static"),
        Mount("/api", LazyApi(home), name="api"),
        *routes_of(_ROUTE_MODULES_OF_A_DAY),
        Mount("/", LateRoutes(_ROUTE_MODULES), name="other parts"),
    ]


def _say_what_is_wrong(request: Request, problem: Exception) -> Response:
    """One clear sentence; whatever was typed is still in the browser, one step back."""
    return show(request, "problem.html.j2", here="", status_code=400, sentence=str(problem))


def _refuse_or_not_here(request: Request, problem: Exception) -> Response:
    """No such page, a page asked in another way than it answers, or a form that is none."""
    status = problem.status_code if isinstance(problem, HTTPException) else 400
    if status == HTTPStatus.NOT_FOUND:
        return show(request, "not_here.html.j2", here="", status_code=status)
    sentence = words("problem.other_way" if status == HTTPStatus.METHOD_NOT_ALLOWED else "problem.no_form")
    return show(request, "problem.html.j2", here="", status_code=status, sentence=sentence)


def _sorry(request: Request) -> Response:
    """Our own mistake. The frame may be what failed, so this page stands on its own."""
    return render("sorry.html.j2", status_code=500, look=look_of(request))
