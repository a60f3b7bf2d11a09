"""Ask the page as a browser would, without a socket; for every test of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from starlette.applications import Starlette

from commensal.service.home import Home
from commensal.web.app import make_app
from commensal.web.guard import TOKEN_COOKIE

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
HOST = "127.0.0.1:8017"
TOKEN = "a-token-for-tests-only"


@dataclass(slots=True)
class Asking:
    """A browser that was let in, and the diary behind its page."""

    home: Home
    app: Starlette
    cookies: dict[str, str] = field(default_factory=lambda: {TOKEN_COOKIE: TOKEN})

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request; redirects are not followed."""
        return asyncio.run(self._ask(method, path, options))

    def get(self, path: str, **options: Any) -> httpx.Response:
        """Look at a page."""
        return self.ask("GET", path, **options)

    def post(self, path: str, fields: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form; cookies that come back are kept."""
        if fields is not None:
            options["data"] = dict(fields)
        answer = self.ask("POST", path, **options)
        self.cookies.update(dict(answer.cookies))
        return answer

    async def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url=f"http://{HOST}", cookies=self.cookies, timeout=60
        ) as client:
            return await client.request(method, path, **options)


def asking(folder: Path) -> Asking:
    """A page on a diary of its own, on a clock that stands still."""
    home = Home(location=folder / "diary", state_folder=folder / "state", clock=lambda: NOW)
    return Asking(home=home, app=make_app(home, hosts={HOST}, token=TOKEN))
