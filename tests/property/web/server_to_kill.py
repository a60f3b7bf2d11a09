"""A program that serves a page until it is killed. The test starts it; it forks a server on every request.

On standard input: the folder of a diary, one line a server. On standard output: ``PORT PID``. Forking from a program
that has everything imported makes many kills cheap.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import uvicorn

import commensal.store.journal  # noqa: F401 - before the fork
from commensal.service.home import Home
from commensal.web.app import make_app
from commensal.web.server import _listen

TOKEN = "a-token-for-tests-only"


def main() -> None:
    """Fork a server for each line."""
    for line in sys.stdin:
        folder = Path(line.strip())
        listening = _listen(0)
        port = listening.getsockname()[1]
        child = os.fork()
        if child == 0:
            home = Home(location=folder / "diary", state_folder=folder / "state")
            app = make_app(home, hosts={f"127.0.0.1:{port}"}, token=TOKEN)
            config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off")
            uvicorn.Server(config).run(sockets=[listening])
            os._exit(0)
        listening.close()
        _tell(f"{port} {child}")
        os.waitpid(child, 0)
        _tell("gone")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
