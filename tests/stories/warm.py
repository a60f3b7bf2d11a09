"""Commands in processes of their own, forked from one that has loaded Commensal already.

A command costs a person a third of a second, nearly all of it loading. Stories type hundreds of commands; here a parent
loads everything once, and each command is a fresh child of it: its own memory, environment, folder, streams and
exit. What a cold start is like is tested in ``house/test_light_start.py`` and by the stories that ask for it.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import pkgutil
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CAN_FORK = sys.platform == "linux"  # on macOS a forked child may not use what its parent has loaded
_ALSO = ("alembic.command", "alembic.config", "jinja2", "networkx", "numpy", "pandas", "rich.console", "rich.progress")
_A_FIRST_DAY = (
    "log lentil soup, ibuprofen 400, slept 6h --pain 4",
    "safety",
    "suggest",
    "findings",
    "report --json",
    "medicines",
    "axis explain fibre pain",
    "undo",
)


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Warm:
    """The parent: started once, asked again and again."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"},
        )

    def run(self, arguments: list[str], *, environ: Mapping[str, str], cwd: Path, stdin: str | None) -> Done:
        """Run one command to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with TemporaryDirectory(prefix="commensal-said-") as name:
            folder = Path(name)
            given = folder / "in"
            given.write_text(stdin or "", encoding="utf-8")
            streams = [os.devnull if stdin is None else str(given), str(folder / "out"), str(folder / "err")]
            order = {"arguments": arguments, "environ": dict(environ), "cwd": str(cwd), "streams": streams}
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            assert answer, "the warm process is gone"
            out, err = ((folder / stream).read_text(encoding="utf-8") for stream in ("out", "err"))
            return Done(int(answer), out, err)

    def close(self) -> None:
        """End the parent."""
        self._process.communicate(timeout=30)


@cache
def warm() -> Warm:
    """The one parent of this test process, started when it is first needed."""
    parent = Warm()
    atexit.register(parent.close)
    return parent


def _load_everything() -> None:
    package = importlib.import_module("commensal")
    for module in pkgutil.walk_packages(package.__path__, "commensal."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for name in _ALSO:
        importlib.import_module(name)
    _read_the_tables()


def _read_the_tables() -> None:
    """The program's own tables, as any first day would read them; they are facts in files and cannot change."""
    main = importlib.import_module("commensal.cli.main").main
    with TemporaryDirectory(prefix="commensal-warm-") as name, open(os.devnull, "w") as nowhere:  # noqa: PTH123
        before = dict(os.environ)
        os.environ.update(HOME=name, COMMENSAL_DATA=str(Path(name) / "diary"))
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            for line in _A_FIRST_DAY:
                main(line.split())
        os.environ.clear()
        os.environ.update(before)


def _serve() -> None:
    orders = os.fdopen(os.dup(0), encoding="utf-8")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    _load_everything()
    for line in orders:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _obey(order)
        _, status = os.waitpid(child, 0)
        answers.write(f"{os.waitstatus_to_exitcode(status)}\n")
        answers.flush()


def _obey(order: dict[str, Any]) -> None:
    """In the child: put on the command's environment, run it, and end without going back."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(order["environ"])
        time.tzset()
        os.chdir(order["cwd"])
        for number, place in enumerate(order["streams"]):
            opened = os.open(place, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT)
            os.dup2(opened, number)
            os.close(opened)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - a stream, not a path
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.argv = ["commensal", *order["arguments"]]
        code = importlib.import_module("commensal.cli.main").main(order["arguments"])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
