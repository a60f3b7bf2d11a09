"""A PostgreSQL server of our own for the length of a test run: a throw-away cluster behind a Unix socket."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

_SCHEMA_NUMBERS = count(1)


class PostgresqlServer:
    """A running server; each person gets a schema."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, schema: str) -> str:
        """The address of one person's schema."""
        return f"postgresql://tester@/postgres?host={self.folder}&options=-csearch_path%3D{schema}"

    def new_person(self) -> str:
        """The address of a schema that nobody has used."""
        schema = f"person_{next(_SCHEMA_NUMBERS)}"
        self.execute(f"CREATE SCHEMA {schema}")
        return self.url(schema)

    def execute(self, statement: str) -> None:
        """Run one statement as the owner of everything."""
        with psycopg.connect(host=str(self.folder), user="tester", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running_server() -> Iterator[PostgresqlServer]:
    """Start a server, or skip with a notice (fail on a build server) where PostgreSQL is not installed."""
    programs = _programs()
    if programs is None:
        notice = "PostgreSQL is not installed here (no initdb in PATH or /usr/lib/postgresql/*/bin)"
        if os.environ.get("CI", "").casefold() == "true":
            pytest.fail(notice)
        pytest.skip(notice)
    # A short path: the name of a Unix socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _unprivileged_user()
    try:
        if user is not None:
            shutil.chown(folder, user)
        _make_cluster(programs, folder / "data", user)
        with _running(programs, folder, user):
            yield PostgresqlServer(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _unprivileged_user() -> str | None:
    """The server refuses to run as root, so there it runs as somebody else."""
    if os.geteuid() != 0:
        return None
    names = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _make_cluster(programs: Path, data: Path, user: str | None) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "tester",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    described = subprocess.run([programs / "initdb", "--help"], capture_output=True, text=True, check=True).stdout
    if "--icu-locale" in described:
        # A language whose order of letters is not that of code points: ours must not depend on it.
        command += ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US"]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd="/")


@contextmanager
def _running(programs: Path, folder: Path, user: str | None) -> Iterator[None]:
    settings = ["listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "logging_collector=off"]
    command: list[str | Path] = [
        programs / "postgres",
        "-D",
        folder / "data",
        *(part for one in settings for part in ("-c", one)),
    ]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, user=user, cwd="/")
    try:
        _wait_until_it_answers(folder, process)
        yield
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
        process.wait(timeout=30)


def _wait_until_it_answers(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            psycopg.connect(host=str(folder), user="tester", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((folder / "log").read_text(errors="replace"))
