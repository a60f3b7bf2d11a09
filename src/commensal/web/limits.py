"""How much a request may bring. Words and numbers are small; files have a limit of their own."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commensal.vocab.errors import UsageError
from commensal.web.refused import refused
from commensal.web.uploads import MOST_BYTES as MOST_BYTES_OF_FILES

MOST_BYTES = 1_000_000
"""The largest form or document without files. [bytes]"""

_ROOM_FOR_HEADINGS = 1_000_000
_READ_TO_ITS_END_BYTES = 50_000_000


class Limits:
    """ASGI middleware: a body that is larger than what can be meant is refused, also when it does not say so."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        # forms with files are counted by the pages that take them, with a sentence of their own
        has_files = headers.get("content-type", "").startswith("multipart/form-data")
        most = MOST_BYTES_OF_FILES + _ROOM_FOR_HEADINGS if has_files else MOST_BYTES
        said = headers.get("content-length", "0")
        if not said.isdecimal() or len(said) > 18 or int(said) > most:
            await _drain(receive)
            await refused("too_large", status_code=413)(scope, receive, send)
            return
        await self._app(scope, _counted(receive, most), send)


def _counted(receive: Receive, most: int) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise _too_large()
        return message

    return counted


async def _drain(receive: Receive) -> None:
    """Read what comes, within reason: a browser that is cut off while it sends shows no page at all."""
    seen, is_more = 0, True
    while is_more and seen < _READ_TO_ITS_END_BYTES:
        message = await receive()
        seen += len(message.get("body", b""))
        is_more = message["type"] == "http.request" and bool(message.get("more_body", False))


def _too_large() -> UsageError:
    return UsageError(
        where="what was sent",
        found=f"more than {MOST_BYTES:,} bytes",
        expected="words and numbers of a day",
        do="Nothing was kept. Send less at once.",
    )
