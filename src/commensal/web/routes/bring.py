"""Bringing in: files of other trackers, and whole copies. First what would happen, then a yes or a no."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.readers.mapping import OPTIONS
from commensal.report.fact_words import label_of
from commensal.report.labels import shown_label
from commensal.report.numbers import span_words, whole
from commensal.service.home import Home
from commensal.service.importing import ImportPlan, LeftOut, SourceRead, commit_import, plan_import
from commensal.service.keep import restore
from commensal.service.zipped import unzipped_export
from commensal.web.render import home_of, show
from commensal.web.uploads import Waiting, let_go, limited_form, take_in, waiting
from commensal.web.words import counted, words

_NAMES_SHOWN, _LINES_SHOWN = 40, 10
_ANSWER = "answer_"


def choose_files(request: Request) -> Response:
    """Choose files."""
    return show(request, "bring_files.html.j2", here="data", note=request.query_params.get("note", ""))


async def show_plan(request: Request) -> Response:
    """Take files in and show what keeping them would do."""
    home = home_of(request)
    async with limited_form(request) as form:
        files = await take_in(home, form, "file")
    if files is None:
        return RedirectResponse("/data/import?note=none", status_code=303)
    try:
        return await run_in_threadpool(_plan_page, request, files, {})
    except BaseException:
        let_go(files)
        raise


async def decide(request: Request) -> Response:
    """Keep what was shown, read it again with other answers, or let it go."""
    home = home_of(request)
    files = waiting(home, request.path_params["files"])
    if files is None:
        return RedirectResponse("/data/import?note=gone", status_code=303)
    form = await request.form()
    said = str(form.get("do", ""))
    answers = {
        name.removeprefix(_ANSWER): str(value) for name, value in form.items() if name.startswith(_ANSWER) and value
    }
    if said == "again":
        return await run_in_threadpool(_plan_page, request, files, answers)
    if said != "keep":
        let_go(files)
        return RedirectResponse("/data", status_code=303)
    try:
        return await run_in_threadpool(_keep, request, files, answers)
    finally:
        let_go(files)


def _keep(request: Request, files: Waiting, answers: Mapping[str, str]) -> Response:
    home = home_of(request)
    with TemporaryDirectory(prefix="commensal-") as workshop:
        kept = commit_import(home, plan_import(home, _paths(files, Path(workshop)), answers=answers))
    held = kept.trial_held
    return show(
        request,
        "bring_kept.html.j2",
        here="data",
        values=counted(kept.receipt.n_new + kept.receipt.n_changed, "bring.value"),
        action_id=kept.receipt.action_id,
        held="" if held is None else held.change,
    )


def _plan_page(request: Request, files: Waiting, answers: Mapping[str, str]) -> Response:
    home = home_of(request)
    with TemporaryDirectory(prefix="commensal-") as workshop:
        plan = plan_import(home, _paths(files, Path(workshop)), answers=answers)
    asked = {question.option for source in plan.reading.sources for question in source.questions if question.option}
    return show(
        request,
        "bring_plan.html.j2",
        here="data",
        files=files,
        plan=plan,
        total=_total(plan),
        sources=[_shown(source) for source in plan.reading.sources],
        left_out=[(shown_label(item.path.name), _why(item)) for item in plan.reading.left_out],
        options={name: OPTIONS[name] for name in sorted(asked) if name in OPTIONS},
        answers=answers,
    )


def _paths(files: Waiting, workshop: Path) -> Sequence[Path]:
    """The files to read; an export that came as one archive is read as the folder it was."""
    paths = []
    for number, file in enumerate(files.files):
        into = workshop / str(number)
        into.mkdir(mode=0o700)
        paths.append(unzipped_export(file, into) or file)
    return paths


def _total(plan: ImportPlan) -> str:
    receipt = plan.receipt
    return words(
        "bring.plan_total",
        new=whole(receipt.n_new),
        changed=whole(receipt.n_changed),
        unchanged=whole(receipt.n_unchanged),
    )


def _shown(source: SourceRead) -> dict[str, object]:
    """One file as its paragraph needs it: every row accounted for."""
    n_named = source.n_rows - source.n_rows_read - source.n_rows_blank
    return {
        "heading": words("bring.plan_source", name=shown_label(source.path.name), description=source.description),
        "rows": words(
            "bring.plan_rows",
            rows=counted(source.n_rows, "bring.row"),
            read=whole(source.n_rows_read),
            blank=whole(source.n_rows_blank),
            named=whole(n_named),
        ),
        "span": ""
        if source.days is None
        else words(
            "bring.plan_span", values=counted(len(source.entries), "bring.value"), span=span_words(*source.days)
        ),
        "names": _names(source),
        "issues": [
            words(
                "bring.plan_issue",
                line=issue.line,
                found=shown_label(issue.found) if issue.found else words("bring.plan_row"),
                reason=issue.reason,
            )
            for issue in source.issues[:_LINES_SHOWN]
        ],
        "n_more": len(source.issues) - _LINES_SHOWN,
        "questions": [words("bring.plan_question", text=one.text, assumed=one.assumed) for one in source.questions],
    }


def _names(source: SourceRead) -> str:
    counts = Counter(label_of(entry.fact) for entry in source.entries).most_common()
    named = [words("bring.plan_name", name=name, n=whole(n)) for name, n in counts[:_NAMES_SHOWN]]
    if len(counts) > _NAMES_SHOWN:
        named.append(words("bring.plan_more", n=whole(len(counts) - _NAMES_SHOWN)))
    return words("bring.plan_names", names=", ".join(named)) if named else ""


def _why(item: LeftOut) -> str:
    return words(f"bring.plan_why_{item.why.value}", detail=item.detail)


def choose_copy(request: Request) -> Response:
    """Choose a whole copy."""
    return show(request, "bring_copy.html.j2", here="data", note=request.query_params.get("note", ""))


async def show_copy(request: Request) -> Response:
    """Take a copy in and show what it holds beside what is here."""
    home = home_of(request)
    async with limited_form(request) as form:
        files = await take_in(home, form, "file")
    if files is None:
        return RedirectResponse("/data/restore?note=none", status_code=303)
    try:
        return await run_in_threadpool(_copy_page, request, files)
    except BaseException:
        let_go(files)
        raise


def _copy_page(request: Request, files: Waiting) -> Response:
    home = home_of(request)
    with TemporaryDirectory(prefix="commensal-") as workshop:
        tried = restore(replace(home, location=Path(workshop) / "look"), files.files[0])
    n_now, hash_now = _holds(home)
    return show(
        request,
        "bring_copy_plan.html.j2",
        here="data",
        files=files,
        n_copy=counted(tried.n_entries, "bring.thing"),
        n_now=counted(n_now, "bring.thing"),
        has_diary=home.has_diary,
        is_same=tried.content_hash == hash_now,
    )


def _holds(home: Home) -> tuple[int, str]:
    with home.journal_to_read() as journal:
        return (0, "") if journal is None else (journal.n_entries(), journal.content_hash())


async def put_back(request: Request) -> Response:
    """Put the copy in the place of the diary, or let it go."""
    home = home_of(request)
    files = waiting(home, request.path_params["files"])
    if files is None:
        return RedirectResponse("/data/restore?note=gone", status_code=303)
    form = await request.form()
    try:
        if form.get("do") != "keep":
            return RedirectResponse("/data", status_code=303)
        restored = await run_in_threadpool(restore, home, files.files[0], replace=True)
    finally:
        let_go(files)
    return show(request, "bring_restored.html.j2", here="data", n=counted(restored.n_entries, "bring.thing"))


ROUTES = (
    Route("/data/import", choose_files, name="import"),
    Route("/data/import", show_plan, methods=["POST"], name="import_plan"),
    Route("/data/import/{files}", decide, methods=["POST"], name="import_decide"),
    Route("/data/restore", choose_copy, name="restore"),
    Route("/data/restore", show_copy, methods=["POST"], name="restore_plan"),
    Route("/data/restore/{files}", put_back, methods=["POST"], name="restore_decide"),
)
