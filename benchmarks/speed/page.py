"""How long a person waits for the page: from the command to a usable page, and from day to day in a long diary."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode, urlsplit

from benchmarks.speed.storing import N_ENTRIES, made_up_entries
from benchmarks.speed.timing import once_ms
from commensal.store.journal import Journal

_PARTS = re.compile(r'(?:href|src)="(/static/[^"]+)"')
_IMPORTED = re.compile(r'from "(/static/[^"]+)"')


def page_times(*, n_runs: int, n_entries: int = N_ENTRIES) -> dict[str, float]:
    """Times of the page, in milliseconds, and the size of the first one, in kilobytes as gzip packs it.

    ``page_start_ms`` from the command to the whole first page; ``page_day_ms`` and ``page_day_p95_ms`` a day's page
    in a diary of ``n_entries``; ``page_tap_ms`` one press, safely on disk; ``page_first_kb`` the first page with its
    style, script and picture.
    """
    entries = list(made_up_entries(n_entries))
    days = sorted({entry.day for entry in entries})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Journal.open(folder / "long") as journal:
            journal.append(entries, action="import", now=entries[-1].recorded_at)
        starts = [_start_ms(folder, f"new{number}") for number in range(n_runs)]
        with _serving(folder, "long") as page:
            first_kb = _first_kb(page)
            taps = [once_ms(partial(page.tap, days[-1 - number])) for number in range(10 * n_runs)]
            asked = [f"/day/{days[number * 37 % len(days)]}" for number in range(20 * n_runs)]
            shown = [once_ms(partial(page.get, path)) for path in (*asked, *["/"] * 10 * n_runs)]
    return {
        "page_start_ms": median(starts),
        "page_first_kb": first_kb,
        "page_day_ms": median(shown),
        "page_day_p95_ms": quantiles(shown, n=20)[-1],
        "page_tap_ms": median(taps),
    }


@dataclass(slots=True)
class _Page:
    """A browser that was let in."""

    connection: http.client.HTTPConnection
    cookie: str = ""

    def get(self, path: str) -> str:
        """A page that is there."""
        return self._ask("GET", path, None, expected=200)

    def enter(self, path: str) -> None:
        """Swap the code in the address for the cookie."""
        self._ask("GET", path, None, expected=303)

    def tap(self, day: date) -> None:
        """Press one number of one day."""
        fields = {"day": day.isoformat(), "what": "itch", "value": "4"}
        self._ask("POST", "/tap", urlencode(fields), expected=303)

    def _ask(self, method: str, path: str, body: str | None, *, expected: int) -> str:
        headers = {"cookie": self.cookie, "content-type": "application/x-www-form-urlencoded"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        assert answer.status == expected, (path, answer.status, text)
        if cookie := answer.getheader("set-cookie"):
            self.cookie = cookie.partition(";")[0]
        return text


@contextmanager
def _serving(folder: Path, data: str) -> Iterator[_Page]:
    """The page of a diary, served by the command itself."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COMMENSAL"))}
    program = str(Path(sys.executable).with_name("commensal"))
    command = [program, "serve", "--port", "0", "--json", "--data", str(folder / data)]
    with subprocess.Popen(
        command, env={**environment, "HOME": str(folder)}, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        address = urlsplit(json.loads(server.stdout.readline())["enter_url"])
        assert address.hostname is not None
        page = _Page(http.client.HTTPConnection(address.hostname, address.port, timeout=60))
        page.enter(f"{address.path}?{address.query}")
        try:
            yield page
        finally:
            page.connection.close()
            server.terminate()


def _start_ms(folder: Path, data: str) -> float:
    """From the command to the first page, of somebody who has no diary yet. [ms]"""
    began = time.perf_counter()
    with _serving(folder, data) as page:
        page.get("/")
        return (time.perf_counter() - began) * 1000.0


def _first_kb(page: _Page) -> float:
    """The first page and all that it loads, packed. [kB]"""
    html = page.get("/")
    parts = set(_PARTS.findall(html))
    for part in sorted(parts):
        parts |= set(_IMPORTED.findall(page.get(part))) if part.endswith(".js") else set()
    texts = [html, *(page.get(part) for part in sorted(parts))]
    return sum(len(gzip.compress(text.encode())) for text in texts) / 1000.0
