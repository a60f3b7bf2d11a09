"""How the page looks and speaks for this browser: kept in cookies, so that the first paint is right already."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from commensal.vocab.language import LANGUAGES, NOTATIONS, PSEUDO, language, notation

THEMES = ("auto", "dark", "dim", "light", "contrast")
THEME_COOKIE, LANGUAGE_COOKIE, NOTATION_COOKIE = "commensal_theme", "commensal_language", "commensal_notation"
_A_YEAR_S = 365 * 24 * 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a person chose.

    Parameters
    ----------
    theme : one of ``THEMES``; ``auto`` is dark unless the device asks for light.
    language : one of ``LANGUAGES``, or the one that is none.
    notation : one of ``NOTATIONS``: how numbers and dates are written.
    """

    theme: str = THEMES[0]
    language: str = LANGUAGES[0]
    notation: str = NOTATIONS[0]


def look_of(request: HTTPConnection) -> Look:
    """The look that the cookies name; the usual one where they name none of ours."""
    return Look(
        theme=_one_of(THEMES, request.cookies.get(THEME_COOKIE, "")),
        language=_one_of((*LANGUAGES, PSEUDO), request.cookies.get(LANGUAGE_COOKIE, "")),
        notation=_one_of(NOTATIONS, request.cookies.get(NOTATION_COOKIE, "")),
    )


def keep_look(answer: Response, *, theme: str = "", said_in: str = "", written_as: str = "") -> None:
    """Keep what was chosen in cookies of this browser; what is none of ours is passed over."""
    chosen = (
        (THEME_COOKIE, theme, THEMES),
        (LANGUAGE_COOKIE, said_in, LANGUAGES),
        (NOTATION_COOKIE, written_as, NOTATIONS),
    )
    for cookie, value, known in chosen:
        if value in known:
            answer.set_cookie(cookie, value, max_age=_A_YEAR_S, httponly=True, samesite="strict")


class Speaking:
    """ASGI middleware: each request is answered in the language and notation that its cookies name.

    Every request runs in a context of its own, so nothing has to be put back.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say what follows in the language of this request."""
        if scope["type"] == "http":
            look = look_of(HTTPConnection(scope))
            language.set(look.language)
            notation.set(look.notation)
        await self._app(scope, receive, send)


def _one_of(known: tuple[str, ...], named: str) -> str:
    return named if named in known else known[0]
