"""Pacing: load and the days after it, and crashes as they were marked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.report.pacing_words import pacing_lines, since_lines
from commensal.report.words import say
from commensal.service.pacing import mark_crash, mark_no_crash, pacing, since
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.said import Block, blocks


def pacing_page(request: Request) -> Response:
    """Whether the last days stand out, what came after such days before, and the crashes."""
    if (first := help_first(request)) is not None:
        return first
    shown = pacing(home_of(request))
    lines = pacing_lines(shown.seen, shown.crashes, before=shown.before)
    return _show(request, lines, today=shown.today)


def since_page(request: Request) -> Response:
    """The days since something new was begun."""
    if (first := help_first(request)) is not None:
        return first
    home = home_of(request)
    began = _day(request.query_params.get("day", ""))
    if began is None:
        return RedirectResponse("/pacing", status_code=303)
    found = since(home, began)
    lines = since_lines(
        found.advice,
        began=found.began,
        can_watch=found.can_watch,
        is_careful=found.is_careful,
        n_days=found.n_days,
        n_blank_days=found.n_blank_days,
    )
    return _show(request, lines, today=found.today)


async def mark(request: Request) -> Response:
    """Mark a crash, or that today is none."""
    form = await request.form()
    home = home_of(request)
    first, last = (_day(str(form.get(name, ""))) for name in ("first", "last"))
    if form.get("do") == "none":
        await run_in_threadpool(mark_no_crash, home, day=None)
    else:
        await run_in_threadpool(mark_crash, home, first_day=first, last_day=last)
    return await run_in_threadpool(help_first, request) or RedirectResponse("/pacing?marked=1", status_code=303)


def _show(request: Request, lines: Iterable[str], *, today: date) -> Response:
    left_out = {say("pacing.title"), say("pacing.crash.none")}
    made: tuple[Block, ...] = blocks(line for line in lines if line not in left_out)
    is_marked = "marked" in request.query_params
    return show(request, "pacing.html.j2", here="pacing", made=made, today=today, is_marked=is_marked)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


ROUTES = (
    Route("/pacing", pacing_page, name="pacing"),
    Route("/pacing/since", since_page, name="pacing_since"),
    Route("/pacing/crash", mark, methods=["POST"], name="pacing_crash"),
)
