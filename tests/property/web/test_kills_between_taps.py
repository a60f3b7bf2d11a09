"""Kill the server at any moment: every tap that was answered is in the diary, and at most one in flight beside it."""

from __future__ import annotations

import http.client
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlencode

import pytest

from commensal.service.day import day_as_logged
from commensal.service.home import Home
from commensal.store.checkup import problems_of
from commensal.store.journal import Journal
from tests.property.web.server_to_kill import TOKEN

_ROWS = ("pain", "fatigue", "brain fog", "itch")


def _tap_until_killed(port: int, pid: int, said: dict[str, int], chance: random.Random) -> tuple[str, int] | None:
    """Press numbers until the server is gone; what was answered goes into ``said``, what was not is returned."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {"cookie": f"commensal_token={TOKEN}", "content-type": "application/x-www-form-urlencoded"}
    kill_at_tap = chance.randrange(1, 12)
    for number in range(10_000):
        row, value = chance.choice(_ROWS), chance.randrange(1, 11)
        if number == kill_at_tap:
            wait_s = chance.random() * 0.02
            threading.Timer(wait_s, os.kill, (pid, signal.SIGKILL)).start()
        try:
            connection.request("POST", "/tap", urlencode({"what": row, "value": value}), headers)
            with connection.getresponse() as answer:
                answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return row, value
        assert answer.status == 303
        said[row] = value
    return None


@pytest.mark.parametrize("n_kills", [12, pytest.param(300, marks=pytest.mark.heavy)])
def test_what_was_answered_is_there(n_kills: int, tmp_path: Path) -> None:
    """The same diary, killed again and again: no answered number is lost, and the diary stays whole."""
    chance = random.Random(11)
    home = Home(location=tmp_path / "diary", state_folder=tmp_path / "state")
    said: dict[str, int] = {}
    program = [sys.executable, "-m", "tests.property.web.server_to_kill"]
    repository = Path(__file__).parents[3]
    with subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1, cwd=repository
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        for _ in range(n_kills):
            print(tmp_path, file=parent.stdin, flush=True)
            port, pid = (int(word) for word in parent.stdout.readline().split())
            in_flight = _tap_until_killed(port, pid, said, chance)
            assert parent.stdout.readline().strip() == "gone"
            found = _found(home)
            if in_flight is not None and found.get(in_flight[0]) == in_flight[1]:
                said[in_flight[0]] = in_flight[1]  # it was safe already when the answer was cut off
            assert found == said
        parent.stdin.close()
    with Journal.open(tmp_path / "diary") as journal:
        assert problems_of(journal) == ()


def _found(home: Home) -> dict[str, int]:
    entries = day_as_logged(home).entries
    return {entry.fact.symptom: int(entry.fact.score) for entry in entries}  # type: ignore[union-attr, arg-type]
