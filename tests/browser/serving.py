"""A page served from this process on a free port, on a clock that stands still, so that no test depends on the day."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from commensal.service.home import Home
from commensal.service.people import synthetic_people
from commensal.web.app import make_app

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_TOKEN = "a-token-for-tests-only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A page that answers.

    Parameters
    ----------
    url : its address, without a slash at the end.
    token : what the cookie has to hold.
    home : the diary behind it.
    """

    url: str
    token: str
    home: Home


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve the diary in ``folder`` until the block ends; nothing is made until something is kept."""
    home = Home(location=folder / "diary", state_folder=folder / "state", clock=lambda: NOW)
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    app = make_app(home, hosts={f"127.0.0.1:{port}", f"localhost:{port}"}, token=_TOKEN)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="off"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    running.start()
    try:
        while not server.started:
            assert running.is_alive(), "the server did not start"
            time.sleep(0.01)
        yield Served(url=f"http://127.0.0.1:{port}", token=_TOKEN, home=home)
    finally:
        server.should_exit = True
        running.join(timeout=10)
        listening.close()


def fill(home: Home, *, days: int = 90, seed: int = 3) -> None:
    """Put a synthetic person's days into a diary, the last of them yesterday."""
    first_day = NOW.date() - timedelta(days=days)
    (person,) = synthetic_people(1, days=days, seed=seed, first_day=first_day)
    with home.journal() as journal:
        journal.append(person.diary.entries, action="import", now=NOW, label="synthetic")
