"""Somebody at the page, in this process: real requests through the guard, a real diary, a clock that can be moved."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx

from commensal.records.entry import Entry
from commensal.service.home import Home
from commensal.service.people import synthetic_people
from commensal.web.app import make_app
from commensal.web.guard import TOKEN_COOKIE

_HOST, _TOKEN = "127.0.0.1:8017", "a-token-for-tests-only"
_LOOKS_AT_MOST = 40  # how often a page that is on its way is asked again, half a second apart
_TAGS = re.compile(r"<[^>]*>")


@dataclass
class Visitor:
    """Asks for pages and sends forms, as a browser without JavaScript would."""

    folder: Path
    now: datetime = field(default=datetime(2026, 11, 20, 19, 0, tzinfo=UTC))

    def __post_init__(self) -> None:
        self.home = Home(location=self.folder / "diary", clock=lambda: self.now, state_folder=self.folder / "state")
        self.app = make_app(self.home, hosts={_HOST}, token=_TOKEN)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def get(self, path: str, *, code: int = 200) -> httpx.Response:
        """Ask for a page until it is there, and follow where it leads."""
        for _ in range(_LOOKS_AT_MOST):
            answer = self._ask("GET", path)
            if "refresh" not in answer.headers:
                break
        assert answer.status_code == code, (path, answer.status_code, text_of(answer))
        return answer

    def post(self, path: str, *, code: int = 200, **form: str) -> httpx.Response:
        """Send a form, and follow where it leads."""
        self.now += timedelta(seconds=5)
        answer = self._ask("POST", path, form)
        assert answer.status_code == code, (path, answer.status_code, text_of(answer))
        return answer

    def reads(self, path: str) -> str:
        """The words of a page."""
        return text_of(self.get(path))

    def sleeps(self, n_days: int = 1) -> None:
        """Some days go by."""
        self.now += timedelta(days=n_days)

    def keeps(self, entries: Iterable[Entry]) -> None:
        """Put entries into the diary."""
        with self.home.journal() as journal:
            journal.append(entries, action="import", now=self.now)

    def _ask(self, method: str, path: str, form: Mapping[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(app=self.app),
                base_url=f"http://{_HOST}",
                cookies={TOKEN_COOKIE: _TOKEN},
                follow_redirects=True,
            ) as client:
                return await client.request(method, path, data=form)

        return asyncio.run(ask())


def synthetic_entries(*, days: int, last_day: date, seed: int = 3) -> tuple[Entry, ...]:
    """The days of a synthetic person, the last of them ``last_day``."""
    first_day = last_day - timedelta(days=days - 1)
    (person,) = synthetic_people(1, days=days, seed=seed, first_day=first_day)
    return tuple(person.diary.entries)


def main_of(answer: httpx.Response) -> str:
    """The words of the page itself, without the frame around it."""
    inside = re.search(r"<main.*?</main>", answer.text, re.DOTALL)
    assert inside is not None
    return _plain(inside.group(0))


def text_of(answer: httpx.Response) -> str:
    """The words of a page without its tags, with single spaces."""
    return _plain(answer.text)


def _plain(marked_up: str) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", marked_up)).split())
