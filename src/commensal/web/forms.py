"""Forms: read, check, carry out one after another, and come back to where one was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import wraps
from threading import Lock
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from commensal.vocab.errors import UsageError

Posted = Callable[[Request, FormData], Response]

_FIRST_DAY = date(1900, 1, 1)  # nobody logs a day before it

# One press after another, so that a button pressed twice is seen as pressed twice.
_one_at_a_time = Lock()


def posted(carry_out: Posted) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for a form: it is read whole, then carried out by ``carry_out(request, form)`` in a thread."""

    @wraps(carry_out)
    async def endpoint(request: Request) -> Response:
        async with request.form() as form:
            return await run_in_threadpool(_carry_out, carry_out, request, form)

    return endpoint


def _carry_out(carry_out: Posted, request: Request, form: FormData) -> Response:
    with _one_at_a_time:
        return carry_out(request, form)


def text_of(form: FormData, name: str) -> str:
    """A field as text; empty where it is not there, and where it is a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def texts_of(form: FormData, name: str) -> tuple[str, ...]:
    """Every value of a field."""
    return tuple(value for value in form.getlist(name) if isinstance(value, str))


def number_of(form: FormData, name: str) -> float:
    """A field as a number; a decimal comma is one.

    Raises
    ------
    UsageError : no number.
    """
    typed = text_of(form, name)
    try:
        number = float(typed.strip().replace(",", "."))
    except ValueError:
        number = float("nan")
    if number != number:  # noqa: PLR0124 - not-a-number
        raise UsageError(where="the form", found="no number", expected="a number", do="Go back and choose one.")
    return number


def day_of(form: FormData) -> date | None:
    """The day that a form is about; today where it names none.

    Raises
    ------
    UsageError : no day.
    """
    typed = text_of(form, "day")
    return day_from(typed) if typed else None


def day_from(typed: str) -> date:
    """A day as an address or a form has it.

    Raises
    ------
    UsageError : no day.
    """
    try:
        day = date.fromisoformat(typed)
    except ValueError as problem:
        raise _no_day() from problem
    if day < _FIRST_DAY:
        raise _no_day()
    return day


def _no_day() -> UsageError:
    return UsageError(
        where="the day", found="no day", expected="a date such as 2026-11-20", do="Go back and choose a day."
    )


def new_stamp() -> str:
    """A name for a form that is sent once: sent again, it is known."""
    return str(uuid4())


def stamp_of(form: FormData) -> str:
    """The name of this form.

    Raises
    ------
    UsageError : none of ours.
    """
    try:
        return str(UUID(text_of(form, "stamp")))
    except ValueError as problem:
        raise UsageError(
            where="the form", found="no name of its own", expected="a form of this page", do="Go back and try again."
        ) from problem


def way_back(form: FormData, *, usual: str = "/") -> str:
    """Where the form came from: an address of this page, never another site's."""
    typed = text_of(form, "back")
    return typed if is_own_path(typed) else usual


def is_own_path(typed: str) -> bool:
    """Whether this is a path of our own, and nothing that a browser could read as another site."""
    if not typed.startswith("/") or typed.startswith("//") or "\\" in typed:
        return False
    parts = urlsplit(typed)
    return not parts.scheme and not parts.netloc and typed.isprintable() and typed.isascii()


def back_to(path: str, *, just: str = "", at: str = "") -> RedirectResponse:
    """Back to a page, at the place ``at``, with a word about what was just done."""
    plain = path.partition("#")[0].partition("?")[0]
    return RedirectResponse(f"{plain}{f'?just={just}' if just else ''}{f'#{at}' if at else ''}", status_code=303)
