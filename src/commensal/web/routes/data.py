"""My data: what is kept and where, a copy to take along, what can be taken back, and deleting all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from commensal.service.doctor import State, check_up
from commensal.service.home import Home
from commensal.service.keep import backup, erase
from commensal.service.undo import actions_to_undo, undo
from commensal.service.zipped import export_zip
from commensal.web.render import home_of, show
from commensal.web.uploads import let_go_all
from commensal.web.words import words

_N_LATELY = 10


def data(request: Request) -> Response:
    """What is kept, where it lies, and what can be done with it."""
    home = home_of(request)
    return show(
        request,
        "data.html.j2",
        here="data",
        n_entries=_n_entries(home),
        place=home.shown_location,
        lately=actions_to_undo(home, limit=_N_LATELY),
        undone=request.query_params.get("undone", ""),
    )


async def take_back(request: Request) -> Response:
    """Undo the newest action, if it is the one that was meant."""
    form = await request.form()
    named = str(form.get("action", ""))
    gone = await run_in_threadpool(undo, home_of(request), only=int(named)) if named.isdecimal() else None
    return RedirectResponse(f"/data?undone={'no' if gone is None else 'yes'}", status_code=303)


def export_file(request: Request) -> Response:
    """Everything as plain tables in one zip file."""
    return _download(home_of(request), export_zip, ".zip", "application/zip")


def backup_file(request: Request) -> Response:
    """The whole diary with its history in one file."""
    return _download(home_of(request), backup, ".backup", "application/octet-stream")


def doctor(request: Request) -> Response:
    """Whether the program and the file are well."""
    return show(request, "data_doctor.html.j2", here="data", checkup=check_up(home_of(request)), states=State)


def before_erasing(request: Request) -> Response:
    """What deleting means, and the word that it takes."""
    return show(request, "data_erase.html.j2", here="data", has_diary=home_of(request).has_diary, is_refused=False)


async def erase_all(request: Request) -> Response:
    """Delete the diary when the word was typed."""
    home = home_of(request)
    form = await request.form()
    if str(form.get("word", "")).strip().casefold() != words("data.erase_word").casefold():
        return show(
            request, "data_erase.html.j2", here="data", status_code=400, has_diary=home.has_diary, is_refused=True
        )
    report = await run_in_threadpool(erase, home)
    let_go_all(home)
    return show(request, "data_erased.html.j2", here="data", report=report)


def _download(home: Home, write: Callable[[Home, Path], object], suffix: str, media_type: str) -> Response:
    """A file made for this one answer, private while it lies here, named without a word about health."""
    folder = tempfile.TemporaryDirectory(prefix="commensal-")
    file = Path(folder.name) / f"commensal-{home.today().isoformat()}{suffix}"
    try:
        write(home, file)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(file, media_type=media_type, filename=file.name, background=BackgroundTask(folder.cleanup))


def _n_entries(home: Home) -> int:
    with home.journal_to_read() as journal:
        return 0 if journal is None else journal.n_entries()


ROUTES = (
    Route("/data", data, name="data"),
    Route("/data/undo", take_back, methods=["POST"], name="data_undo"),
    Route("/data/export.zip", export_file, name="export"),
    Route("/data/whole.backup", backup_file, name="backup"),
    Route("/data/doctor", doctor, name="doctor"),
    Route("/data/erase", before_erasing, name="before_erasing"),
    Route("/data/erase", erase_all, methods=["POST"], name="erase"),
)
