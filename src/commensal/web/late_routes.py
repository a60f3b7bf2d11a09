"""Routes that are loaded when one of them is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Router
from starlette.types import Receive, Scope, Send


def routes_of(modules: Sequence[str]) -> list[BaseRoute]:
    """The routes of these modules of ``web.routes``."""
    return [route for name in modules for route in import_module(f"commensal.web.routes.{name}").ROUTES]


class LateRoutes:
    """ASGI application over the routes of these modules; they are imported at the first request that comes here."""

    def __init__(self, modules: Sequence[str]) -> None:
        self._modules = modules
        self._router: Router | None = None
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on to the route that fits."""
        router = await run_in_threadpool(self._load) if self._router is None else self._router
        await router(scope, receive, send)

    def _load(self) -> Router:
        with self._lock:
            if self._router is None:
                self._router = Router(routes=routes_of(self._modules))
            return self._router
