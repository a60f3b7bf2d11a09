"""Who may ask: this machine's own browser, at this machine's own name, with this install's token. Nobody else.

Four checks stand before every page: the Host header (a foreign site that points its name at this machine is turned
away), the Origin of whatever changes something, the token cookie, and on the way out a Content-Security-Policy under
which the page can speak to nobody but its own server.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from commensal.web.refused import refused

TOKEN_COOKIE = "commensal_token"  # noqa: S105 - the name of a cookie, not a secret
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# What anybody on this machine may fetch: our own style and script hold nothing of a person.
_OPEN_PATHS = ("/static/", "/enter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What the guard holds against each request.

    Parameters
    ----------
    hosts : the values of the Host header that are ours, as ``127.0.0.1:8017``.
    token : the secret of this install, which the cookie has to hold.
    """

    hosts: Collection[str]
    token: str


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, guarded: Guarded) -> None:
        self._app = app
        self._guarded = guarded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or let through with the headers that every answer carries."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message))
            await send(message)

        answer = self._refusal(scope)
        await (answer or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._guarded.hosts:
            return refused("other_host", status_code=421)
        if scope["method"] not in _SAFE_METHODS and not _is_from_here(headers, host):
            return refused("other_origin", status_code=403)
        if not scope["path"].startswith(_OPEN_PATHS) and not self._has_token(headers):
            return refused("no_token", status_code=401)
        return None

    def _has_token(self, headers: Headers) -> bool:
        """Whether the cookie holds the token, or, for a program, the Authorization header does."""
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer" and hmac.compare_digest(given.strip().encode(), self._guarded.token.encode()):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(TOKEN_COOKIE)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._guarded.token.encode())


def _is_from_here(headers: Headers, host: str) -> bool:
    """Whether a form or script of our own page sent this.

    Browsers send Origin with every POST. A request without one is no page's (a command-line tool with the token).
    """
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin in (f"http://{host}", f"https://{host}")


def _add_headers(headers: MutableHeaders) -> None:
    headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would make forms send "Origin: null"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers.setdefault("Cache-Control", "no-store")  # a page of a diary is not left in a cache
