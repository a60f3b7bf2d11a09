"""Starting is light, and nothing leaves the machine. Each case runs in a fresh interpreter."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_HEAVY = ("numpy", "pandas", "polars", "scipy", "alembic", "rich", "jinja2")

_RUN = """
import json, sys
asked = []
def watch(event, args):
    if event.startswith("socket.") and event not in {"socket.__new__", "socket.gethostname"}:
        asked.append(event + " " + repr(args[1:]))
sys.addaudithook(watch)
sys.argv = ["commensal", *ARGUMENTS]
import commensal
code = 0
if ARGUMENTS:
    from commensal.cli.main import main
    code = main()
sys.stdout.flush()
print("\\n@@" + json.dumps({"code": code, "modules": sorted(sys.modules), "sockets": asked}))
"""

_LOG = ["log", "porridge with blueberries", "--pain", "4"]


def _run(arguments: list[str], folder: Path) -> dict[str, object]:
    result = subprocess.run(
        [sys.executable, "-c", f"ARGUMENTS = {arguments!r}\n{_RUN}"],
        env={**os.environ, "COMMENSAL_DATA": str(folder / "diary"), "HOME": str(folder), "NO_COLOR": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "@@" in result.stdout, result.stderr
    seen: dict[str, object] = json.loads(result.stdout.rpartition("@@")[2])
    assert seen["code"] == 0, result.stdout + result.stderr
    return seen


def _heavy_ones(seen: dict[str, object]) -> list[str]:
    modules = seen["modules"]
    assert isinstance(modules, list)
    return [name for name in _HEAVY if name in modules]


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["--version"], _LOG], ids=["import", "--help", "--version", "log"]
)
def test_what_is_used_daily_loads_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    """A line in the diary costs a moment: no arrays, no tables, no templates are loaded for it."""
    assert _heavy_ones(_run(arguments, tmp_path)) == []


def test_the_second_line_is_light_too(tmp_path: Path) -> None:
    """The store exists by then; opening it needs no migration tool."""
    _run(_LOG, tmp_path)
    assert _heavy_ones(_run(_LOG, tmp_path)) == []


def test_the_days_of_a_trial_are_light(tmp_path: Path) -> None:
    """Today's note, how the day went, and a line logged while a trial runs: no array is made for any of them."""
    _run(["trial", "plan", "--own", "ten minutes of quiet music", "--days", "20", "--from", "today"], tmp_path)
    _run(["trial", "start", "--yes"], tmp_path)
    for arguments in (_LOG, ["trial", "today"], ["trial", "did", "done"], ["trial", "unwell", "a rash"], _LOG):
        assert _heavy_ones(_run(arguments, tmp_path)) == [], arguments


_A_DAY_ON_THE_PAGE = """
import asyncio, json, sys
from pathlib import Path
import httpx
from commensal.service.home import Home
from commensal.web.app import make_app
folder = Path(sys.argv[1])
home = Home(location=folder / "diary", state_folder=folder / "state")
app = make_app(home, hosts={"here"}, token="t")
stamp = "00000000-0000-4000-8000-000000000000"
async def day():
    transport = httpx.ASGITransport(app=app)
    cookies = {"commensal_token": "t"}
    async with httpx.AsyncClient(transport=transport, base_url="http://here", cookies=cookies) as browser:
        for path in ("/", "/offline", "/sw.js", "/static/page.css"):
            assert (await browser.get(path)).status_code == 200, path
        for path, fields in (
            ("/tap", {"what": "pain", "value": "4"}),
            ("/tap", {"what": "sleep", "value": "7"}),
            ("/usual", {"wish": "day", "stamp": stamp}),
            ("/door", {"door": "good"}),
            ("/undo", {"action": "1"}),
        ):
            assert (await browser.post(path, data=fields)).status_code == 303, path
        assert (await browser.get("/")).status_code == 200
        light = sorted(sys.modules)
        assert (await browser.get("/api/week")).status_code == 200
        return light, sorted(sys.modules)
print("@@" + json.dumps(asyncio.run(day())))
"""


def test_a_day_on_the_page_is_light(tmp_path: Path) -> None:
    """The pages of a day load no arrays, no tables, and not the API; that is loaded by whoever asks for it."""
    result = subprocess.run(
        [sys.executable, "-c", _A_DAY_ON_THE_PAGE, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    light, with_api = json.loads(result.stdout.rpartition("@@")[2])
    heavy = {*_HEAVY, "networkx", "numba", "skbio", "fastapi", "pydantic"} - {"jinja2", "rich"}
    assert sorted(heavy & set(light)) == []
    assert {"fastapi", "pydantic"} <= set(with_api)


def test_a_heavy_import_would_be_seen(tmp_path: Path) -> None:
    """The checks above can fail: asking for findings does load arrays."""
    result = subprocess.run(
        [sys.executable, "-c", "import sys, commensal; commensal.find; print('numpy' in sys.modules)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "True"


@pytest.mark.parametrize(
    "arguments",
    [[], _LOG, ["findings"], ["doctor"], ["day"], ["report", "--json"]],
    ids=["import", "log", "findings", "doctor", "day", "report"],
)
def test_nothing_leaves_the_machine(arguments: list[str], tmp_path: Path) -> None:
    """No socket is connected, bound or looked up, whatever a person asks of an ordinary day."""
    _run(_LOG, tmp_path)
    assert _run(arguments, tmp_path)["sockets"] == []


def test_a_socket_would_be_seen(tmp_path: Path) -> None:
    """The check above can fail."""
    watched = _RUN.replace("import commensal\n", "import commensal, socket\nsocket.socket().bind(('127.0.0.1', 0))\n")
    result = subprocess.run(
        [sys.executable, "-c", "ARGUMENTS = []\n" + watched], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(result.stdout.rpartition("@@")[2])["sockets"] != []
