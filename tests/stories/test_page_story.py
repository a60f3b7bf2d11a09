"""The page as a person starts it: one command, one browser let in, words kept, and not one of them in a log."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from commensal.service.day import day_as_logged
from commensal.service.home import Home

_WORD = "endometriosis"


@dataclass(slots=True)
class _Started:
    """A page that was started by the command."""

    process: subprocess.Popen[str]
    host: str
    enter: str
    cookie: str = ""

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """One request on a connection of its own; its status and words."""
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"cookie": self.cookie, "content-type": "application/x-www-form-urlencoded"}
        connection.request(method, path, None if fields is None else urlencode(fields), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if set_cookie := answer.getheader("set-cookie"):
            self.cookie = set_cookie.partition(";")[0]
        connection.close()
        return answer.status, text


@contextmanager
def _started(folder: Path) -> Iterator[_Started]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COMMENSAL")}
    environment |= {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}
    command = [sys.executable, "-m", "commensal", "serve", "--port", "0", "--json", "--data", str(folder / "diary")]
    errors = (folder / "stderr").open("w", encoding="utf-8")
    with (
        errors,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            address = urlsplit(json.loads(process.stdout.readline())["enter_url"])
            yield _Started(process=process, host=address.netloc, enter=f"{address.path}?{address.query}")
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0


def test_a_day_on_the_page(tmp_path: Path) -> None:
    """Let in once, logged, shown by the command line as well; ended by Ctrl-C without a word of complaint."""
    with _started(tmp_path) as page:
        assert page.ask("GET", "/")[0] == 401
        assert page.ask("GET", page.enter)[0] == 303
        assert page.ask("GET", "/")[0] == 200
        status, _ = page.ask("POST", "/tap", {"what": _WORD, "value": "7"})
        assert status == 303
        stamp = "11111111-1111-4111-8111-111111111111"
        words = {"text": f"{_WORD} again", "read": f"{_WORD} again", "stamp": stamp}
        assert page.ask("POST", "/words/keep", words)[0] == 303
        assert page.ask("POST", "/tap", {"what": _WORD, "value": "77"})[0] == 400
        assert page.ask("POST", f"/{_WORD}")[0] == 404
        assert page.ask("GET", f"/day/{_WORD}")[0] == 400
        assert page.ask("GET", f"/?just={_WORD}")[0] == 200
        assert _WORD in page.ask("GET", "/")[1].casefold()
    assert (tmp_path / "stderr").read_text(encoding="utf-8") == ""
    others = [path for path in tmp_path.rglob("*") if path.is_file() and "diary" not in path.parts]
    assert others
    for path in others:
        assert _WORD.encode() not in path.read_bytes().lower(), path
        assert _WORD not in path.name


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    """Forty presses on eight connections at once, while the command's own process writes beside them."""
    home = Home(location=tmp_path / "diary", state_folder=tmp_path / "state")
    with _started(tmp_path) as page:
        assert page.ask("GET", page.enter)[0] == 303
        fields = [{"what": f"symptom {number}", "value": str(number % 11)} for number in range(40)]
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda one: page.ask("POST", "/tap", one)[0], fields * 2))
            assert set(answers) == {303}
            pages = list(pool.map(lambda _: page.ask("GET", "/")[0], range(8)))
            assert set(pages) == {200}
    entries = day_as_logged(home).entries
    found = {entry.fact.symptom: entry.fact.score for entry in entries}  # type: ignore[union-attr]
    assert found == {f"symptom {number}": float(number % 11) for number in range(40)}
    with home.journal() as journal:
        assert len(journal.actions(limit=200)) == 40
