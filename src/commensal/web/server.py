"""The server: this machine only, until told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import uvicorn

from commensal.service.home import Home
from commensal.vocab.errors import UsageError
from commensal.web.app import make_app
from commensal.web.token import token_of

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8017


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the page is.

    Parameters
    ----------
    url : the address to keep.
    enter_url : the address that lets a browser in, once.
    """

    url: str
    enter_url: str


def serve(home: Home, *, port: int = DEFAULT_PORT, on_ready: Callable[[Address], None]) -> None:
    """Serve the page until the process is told to end.

    Parameters
    ----------
    port : 0 takes any free one.
    on_ready : called once, when the page can be asked for.

    Raises
    ------
    UsageError : the port is taken.
    """
    listening = _listen(port)
    taken_port = listening.getsockname()[1]
    hosts = {f"{name}:{taken_port}" for name in (LOOPBACK, "localhost")}
    app = make_app(home, hosts=hosts, token=token_of(home.state_folder))
    url = f"http://{LOOPBACK}:{taken_port}/"
    code = app.state.codes.make()
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="off")
    on_ready(Address(url=url, enter_url=f"{url}enter?code={code}"))
    with suppress(KeyboardInterrupt):  # Ctrl-C is how it ends, and no mishap
        uvicorn.Server(config).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    """A socket that takes requests from now on: they wait until the server has started."""
    # named as TCP, so that asyncio sends an answer's parts at once instead of waiting forty milliseconds between them
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
    except OSError as problem:
        listening.close()
        raise UsageError(
            where=f"--port {port}",
            found="something else that uses it",
            expected="a free port of this machine",
            do="Name another with --port, or leave the option out.",
        ) from problem
    listening.listen()
    return listening
