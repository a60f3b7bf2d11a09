"""The door to the API: what stands behind it is loaded when somebody first knocks, so that pages start light."""

from __future__ import annotations

from threading import Lock

from starlette.types import ASGIApp, Receive, Scope, Send

from commensal.service.home import Home


class LazyApi:
    """ASGI application that becomes the API of a home at the first request."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._app: ASGIApp | None = None
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Load, once, then hand on."""
        with self._lock:
            if self._app is None:
                from commensal.web.api.application import make_api  # noqa: PLC0415 - FastAPI and pydantic

                self._app = make_api(self._home)
        await self._app(scope, receive, send)
