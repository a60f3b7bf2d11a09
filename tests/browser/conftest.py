"""Real Chromium on a real server: what every test in a browser leans on.

The browser is the one that the system has (Debian: ``chromium``); none is ever downloaded. A page that writes to the
console, throws, or asks any other host for anything fails its test, whatever the test was about.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from commensal.web.guard import TOKEN_COOKIE
from commensal.web.look import THEME_COOKIE
from tests.browser.serving import Served, fill, live, serving

PHONE_WIDTH, PHONE_HEIGHT = 390, 844
_NAMES = ("chromium", "chromium-browser", "google-chrome")

OpenPage = Callable[..., Page]
_run_here = asyncio.run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once. Where there is none a test is skipped; on a build server that is a failure."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        notice = "no Chromium on this machine; on Debian: apt-get install chromium fonts-dejavu-core"
        if os.environ.get("CI", "").casefold() == "true":
            pytest.fail(notice)
        pytest.skip(notice)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop running in this thread for as long as the browser lives; other tests of this process
        # still want loops of their own
        patch.setattr(asyncio, "run", _run_beside)
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


def _run_beside(wanted: Coroutine[Any, Any, Any], *, debug: bool | None = None) -> Any:
    """As ``asyncio.run``, in a thread of its own."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        return beside.submit(lambda: _run_here(wanted, debug=debug)).result()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page on ninety synthetic days with a life begun, for the whole run: look at it, and keep nothing in it."""
    with serving(tmp_path_factory.mktemp("served")) as page:
        fill(page.home)
        live(page.home)
        yield page


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A page with nothing in it yet, for one test alone."""
    with serving(tmp_path) as page:
        yield page


@dataclass(slots=True)
class _Watch:
    """What a page did that it should not."""

    own_host: str
    seen: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._note(message.type in ("error", "warning"), message.text))
        context.on("weberror", lambda error: self._note(True, str(error.error)))
        context.on("request", lambda request: self._note(self._is_elsewhere(request.url), f"asked {request.url}"))

    def _note(self, is_wrong: bool, what: str) -> None:
        if is_wrong:
            self.seen.append(what)

    def _is_elsewhere(self, url: str) -> bool:
        parts = urlsplit(url)
        return parts.scheme not in ("data", "blob") and parts.netloc != self.own_host


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[OpenPage]:
    """Open a browser window: ``page(fresh, theme="dim", width=320, javascript=False)``.

    Further options are those of Playwright's ``new_context`` (``color_scheme``, ``forced_colors``, ``offline``, …).
    A message that a test expects is named in ``expected``, as part of its text.
    """
    opened: list[tuple[BrowserContext, _Watch, tuple[str, ...]]] = []

    def open_page(
        at: Served | None = None,
        *,
        theme: str = "auto",
        width: int = PHONE_WIDTH,
        height: int = PHONE_HEIGHT,
        javascript: bool = True,
        expected: tuple[str, ...] = (),
        **options: Any,
    ) -> Page:
        target = at or served
        options.setdefault("color_scheme", "dark")
        context = browser.new_context(
            base_url=target.url, viewport={"width": width, "height": height}, java_script_enabled=javascript, **options
        )
        context.set_default_timeout(10_000)
        cookies = {TOKEN_COOKIE: target.token, THEME_COOKIE: theme}
        context.add_cookies([{"name": name, "value": value, "url": target.url} for name, value in cookies.items()])
        watch = _Watch(own_host=urlsplit(target.url).netloc)
        watch.over(context)
        opened.append((context, watch, expected))
        return context.new_page()

    yield open_page
    wrong = []
    for context, watch, expected in opened:
        context.close()
        wrong += [what for what in watch.seen if not any(part in what for part in expected)]
    assert wrong == []
