"""A page served from this process on a free port, on a clock that stands still, so that no test depends on the day."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import uvicorn

from commensal.service.axis_ready import NEVER
from commensal.service.followed import follow
from commensal.service.home import Home
from commensal.service.log import log
from commensal.service.pacing import mark_crash
from commensal.service.people import synthetic_people
from commensal.service.person import keep_answers
from commensal.service.questionnaires import keep_score
from commensal.service.trial_drafts import TrialWish
from commensal.service.trial_plans import begin, plan
from commensal.web.app import make_app

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_TOKEN = "a-token-for-tests-only"

# what a page may begin in a process of its own would outlive the test that asked for the page
os.environ.setdefault(NEVER, "0")


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


def live(home: Home) -> None:
    """Let a life begin in a diary, so that no page is empty: words, medicines, answers, a crash, a running trial."""
    follow(home, ["pain", "fatigue", "brain fog", "sleep", "stool"])
    keep_answers(home, {"medicines": "omeprazole", "conditions": "fibromyalgia", "pem": "no", "country": "GB"})
    log(home, "porridge with blueberries, ibuprofen 400, slept 6h", ratings={"pain": 4, "fatigue": 6})
    log(home, "<b>soup</b>", day=NOW.date() - timedelta(days=1))
    mark_crash(home, first_day=NOW.date() - timedelta(days=9), last_day=NOW.date() - timedelta(days=8))
    keep_score(home, "ibs_sss", 210)
    plan(home, TrialWish(protocol_id="slow_breathing"), seed=7, has_power=False)
    begin(home, first_day=NOW.date())


def fill(home: Home, *, days: int = 90, seed: int = 3) -> None:
    """Put a synthetic person's days into a diary, the last of them yesterday."""
    first_day = NOW.date() - timedelta(days=days)
    (person,) = synthetic_people(1, days=days, seed=seed, first_day=first_day)
    with home.journal() as journal:
        journal.append(person.diary.entries, action="import", now=NOW, label="synthetic")
