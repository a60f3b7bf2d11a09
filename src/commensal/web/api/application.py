"""The API of one home. Its description is at ``/api/openapi.json``."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from commensal import __version__
from commensal.service.home import Home
from commensal.vocab.errors import CommensalError
from commensal.web.api.answers import ROUTER as ANSWERS
from commensal.web.api.diary import ROUTER as DIARY
from commensal.web.api.schemas import ProblemOut


def make_api(home: Home) -> FastAPI:
    """The application behind ``/api``. It stands inside the guard of the page and has none of its own."""
    api = FastAPI(
        title="Commensal",
        version=__version__,
        description="One person's diary, on this machine alone. Send the token as the cookie of the page has it, or "
        "as 'Authorization: Bearer'. What a person logged is never part of an address.",
        docs_url=None,  # the pages that FastAPI brings load their parts from other hosts
        redoc_url=None,
        responses={400: {"model": ProblemOut}},
    )
    api.state.home = home
    api.include_router(DIARY)
    api.include_router(ANSWERS)
    api.add_exception_handler(CommensalError, _problem)
    api.add_exception_handler(RequestValidationError, _not_as_described)
    return api


def _problem(_request: Request, problem: Exception) -> JSONResponse:
    assert isinstance(problem, CommensalError)
    parts = {"where": problem.where, "found": problem.found, "expected": problem.expected, "do": problem.do}
    return JSONResponse({**parts, "sentence": str(problem)}, status_code=400)


def _not_as_described(_request: Request, problem: Exception) -> JSONResponse:
    """Which fields do not fit; what was in them is not sent back."""
    assert isinstance(problem, RequestValidationError)
    wrong = [{"field": ".".join(str(part) for part in one["loc"]), "why": one["msg"]} for one in problem.errors()]
    return JSONResponse(
        {
            "where": "what was sent",
            "found": "fields that do not fit",
            "expected": "a message as /api/openapi.json describes it",
            "do": "Correct the fields named. Nothing was changed.",
            "sentence": "What was sent does not fit the description at /api/openapi.json. Nothing was changed.",
            "fields": wrong,
        },
        status_code=422,
    )
