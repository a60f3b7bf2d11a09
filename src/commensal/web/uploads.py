"""Files that a person hands in: into a private folder of our own, never larger than said, and gone again.

Nothing is read as anything here. A file waits in ``incoming`` until the person has seen what it holds and said yes or
no; what nobody decided about is swept away a day later.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from commensal.service.home import Home
from commensal.vocab.errors import UsageError
from commensal.web.words import words

MOST_BYTES = 256_000_000
"""The largest form that is taken, files included. A diary of ten years exports to some ten million bytes. [bytes]"""

_MOST_FILES = 20
_KEPT_S = 24 * 3_600
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Files that wait for a yes or no.

    Parameters
    ----------
    id : names them in an address.
    """

    id: str
    folder: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """The files as they came, in the order of their names."""
        return tuple(sorted(path for path in self.folder.iterdir() if path.is_file()))


@asynccontextmanager
async def limited_form(request: Request) -> AsyncIterator[FormData]:
    """The form of a request with files in it, closed afterwards; larger than ``MOST_BYTES`` it is not taken.

    Raises
    ------
    UsageError : it is larger than what is taken, or no form; nothing was kept.
    """
    seen, most_bytes = 0, MOST_BYTES

    async def counted_receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > most_bytes:
            raise _too_large(most_bytes)
        return message

    if int(request.headers.get("content-length", "0")) > most_bytes:
        async for _ in request.stream():
            pass  # read to its end: a browser that is cut off shows no page at all
        raise _too_large(most_bytes)
    counting = Request(request.scope, receive=counted_receive)
    try:
        form = await counting.form(max_files=_MOST_FILES)
    except HTTPException as problem:
        raise UsageError(
            where=words("upload.where"),
            found=words("upload.no_form"),
            expected=words("upload.expected"),
            do=words("upload.do"),
        ) from problem
    try:
        yield form
    finally:
        await form.close()


async def take_in(home: Home, form: FormData, field: str) -> Waiting | None:
    """Put the files of one field into a private folder of their own; None when there were none."""
    handed_in = [one for one in form.getlist(field) if isinstance(one, UploadFile) and one.filename]
    if not handed_in:
        return None
    folder = _incoming(home) / secrets.token_urlsafe(16)
    await run_in_threadpool(_sweep, home)
    folder.mkdir(mode=0o700, parents=True)
    for number, one in enumerate(handed_in):
        await _write(one, folder / _plain_name(one.filename or "", number))
    return Waiting(id=folder.name, folder=folder)


def waiting(home: Home, named: str) -> Waiting | None:
    """The files that wait under a name; None when they are gone."""
    folder = _incoming(home) / named
    is_ours = named.replace("-", "").replace("_", "").isalnum() and folder.is_dir()
    return Waiting(id=named, folder=folder) if is_ours else None


def let_go(files: Waiting) -> None:
    """Delete files that waited."""
    shutil.rmtree(files.folder, ignore_errors=True)


def let_go_all(home: Home) -> None:
    """Delete everything that waits, as when the diary is erased."""
    shutil.rmtree(_incoming(home), ignore_errors=True)


def _incoming(home: Home) -> Path:
    return home.state_folder / "incoming"


async def _write(one: UploadFile, target: Path) -> None:
    target.touch(mode=0o600)
    with target.open("wb") as file:
        while block := await one.read(_BLOCK_BYTES):
            await run_in_threadpool(file.write, block)


def _plain_name(given: str, number: int) -> str:
    """The name of a file as a reader may see it: without folders, hidden beginnings or what cannot be seen."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(char for char in last if char.isprintable()).strip().lstrip(".")[-100:]
    return shown or f"file-{number + 1}"


def _sweep(home: Home) -> None:
    if not _incoming(home).is_dir():
        return
    for folder in _incoming(home).iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_S:
            shutil.rmtree(folder, ignore_errors=True)


def _too_large(most_bytes: int) -> UsageError:
    return UsageError(
        where=words("upload.where"),
        found=words("upload.too_large"),
        expected=words("upload.at_most", n=most_bytes // 1_000_000),
        do=words("upload.do"),
    )
