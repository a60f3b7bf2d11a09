"""What goes wrong inside is answered inside the guard, so that this answer too carries its headers."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger("commensal.web")


class Mishaps:
    """ASGI middleware: our own mistakes become a calm page, and a line in the log that quotes nobody.

    Parameters
    ----------
    answer : the page for it.
    """

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request], Response]) -> None:
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and catch what comes back."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as problem:
            _log.error("a page failed: %s", _places(problem))
            if scope["type"] == "http" and not has_begun:
                await self._answer(Request(scope, receive))(scope, receive, send)


def _places(problem: BaseException) -> str:
    """Types, files, lines and functions; never the message, which may quote what was typed."""
    frames = traceback.extract_tb(problem.__traceback__, limit=-8)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(problem).__qualname__} at {places}"
