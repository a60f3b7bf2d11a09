"""Microbiome: results of stool tests read with their noise, two side by side, and whether another is worth it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import copy_context
from datetime import date
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.report.microbiome_section import section_html
from commensal.report.numbers import day_words
from commensal.report.trial_paper import Paper
from commensal.service.aside import NotReadyError, aside, diary_state
from commensal.service.home import Home
from commensal.service.microbiome_page import (
    MicrobiomePage,
    compared,
    keep_file,
    kept_samples,
    microbiome_page,
    profiles_in,
    report_of_files,
    report_page,
)
from commensal.service.profiles import read_profiles
from commensal.vocab.errors import CommensalError
from commensal.vocab.language import language, notation
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.uploads import Waiting, let_go, limited_form, take_in, waiting
from commensal.web.words import words
from commensal.web.working import WAIT_S, on_its_way

T = TypeVar("T")


def microbiome(request: Request) -> Response:
    """What the kept samples say; where none is kept, that none is needed."""
    if (first := help_first(request)) is not None:
        return first
    home = home_of(request)
    days = [sample.day for sample in kept_samples(home)]
    try:
        seen = _seen(home) if days else None
    except NotReadyError:
        return _on_its_way(request)
    return show(
        request,
        "microbiome.html.j2",
        here="microbiome",
        days=[(day.isoformat(), day_words(day)) for day in sorted(set(days), reverse=True)],
        report=None if seen is None or seen.report is None else section_html(seen.report.paper),
        change=None if seen is None or seen.change is None else section_html(seen.change.paper, prefix="change"),
        note=request.query_params.get("note", ""),
        today=home.today(),
    )


def compare(request: Request) -> Response:
    """Two kept samples side by side."""
    home = home_of(request)
    before, after = (_day(request.query_params.get(name, "")) for name in ("before", "after"))
    if before is None or after is None:
        return RedirectResponse("/microbiome", status_code=303)
    key = ("compared", *diary_state(home), before, after)
    try:
        paper = _aside(key, lambda: compared(home, before.isoformat(), after.isoformat()).paper)
    except NotReadyError:
        return _on_its_way(request)
    except CommensalError:
        return RedirectResponse("/microbiome", status_code=303)
    return _paper(request, paper)


def plan(request: Request) -> Response:
    """How many samples a change needs, and whether that is worth the money."""
    home = home_of(request)
    try:
        return _paper(request, _seen(home).plan)
    except NotReadyError:
        return _on_its_way(request)


def report_file(request: Request) -> Response:
    """The report of the kept samples as a page to take along."""
    return _file(request, ".html", "text/html; charset=utf-8")


def table_file(request: Request) -> Response:
    """Every number of the kept samples as a table."""
    return _file(request, ".tsv", "text/tab-separated-values; charset=utf-8")


async def show_file(request: Request) -> Response:
    """Take a file in and show what it says; nothing is kept."""
    home = home_of(request)
    async with limited_form(request) as form:
        files = await take_in(home, form, "file")
        day, sample = str(form.get("day", "")), str(form.get("sample", ""))
    if files is None:
        return RedirectResponse("/microbiome?note=none", status_code=303)
    try:
        return await run_in_threadpool(_preview, request, files, day, sample)
    except BaseException:
        let_go(files)
        raise


async def decide(request: Request) -> Response:
    """Keep the sample that was shown, show another of the same file, or let it go."""
    home = home_of(request)
    files = waiting(home, request.path_params["files"])
    if files is None:
        return RedirectResponse("/microbiome?note=gone", status_code=303)
    form = await request.form()
    day, sample = str(form.get("day", "")), str(form.get("sample", ""))
    if form.get("do") == "show":
        return await run_in_threadpool(_preview, request, files, day, sample)
    if form.get("do") == "keep":
        # a slip in the day leaves the file where it is, so that it can be said again
        await run_in_threadpool(keep_file, home, files.files[0], day=_day(day), sample=sample or None)
    let_go(files)
    return RedirectResponse(f"/microbiome{'?note=kept' if form.get('do') == 'keep' else ''}", status_code=303)


def _preview(request: Request, files: Waiting, day: str, sample: str) -> Response:
    home, file = home_of(request), files.files[0]
    names = [profile.sample for profile in read_profiles(file)]
    if len(names) > 1 and sample not in names:
        return show(request, "microbiome_which.html.j2", here="microbiome", files=files, names=names, day=day)
    chosen = (sample,) if sample in names else ()
    made = report_of_files(home, [file], samples=chosen, day=_day(day))
    (profile,) = profiles_in([file], samples=chosen)
    return show(
        request,
        "microbiome_preview.html.j2",
        here="microbiome",
        files=files,
        report=section_html(made.paper),
        sample=sample,
        day=day or ("" if profile.day is None else profile.day.isoformat()),
        today=home.today(),
    )


def _seen(home: Home) -> MicrobiomePage:
    return _aside(("microbiome", *diary_state(home)), lambda: microbiome_page(home))


def _aside(key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
    """Worked out aside, once for each state of the diary; with words in it, so also for each language."""
    here = copy_context()
    return aside((*key, language.get(), notation.get()), lambda: here.run(make), wait_s=WAIT_S)


def _on_its_way(request: Request) -> Response:
    return on_its_way(
        request,
        here="microbiome",
        heading=words("microbiome.on_its_way"),
        sentence=words("microbiome.on_its_way_first"),
    )


def _paper(request: Request, paper: Paper) -> Response:
    return show(
        request, "microbiome_paper.html.j2", here="microbiome", title=paper.title, section=section_html(paper, level=1)
    )


def _file(request: Request, suffix: str, media_type: str) -> Response:
    home = home_of(request)
    if not kept_samples(home):
        return RedirectResponse("/microbiome", status_code=303)
    made = report_of_files(home, ())
    content = report_page(made, home) if suffix == ".html" else made.to_tsv()
    # no word about health in the name of a file
    name = f"commensal-report-{home.today().isoformat()}{suffix}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


ROUTES = (
    Route("/microbiome", microbiome, name="microbiome"),
    Route("/microbiome", show_file, methods=["POST"], name="microbiome_file"),
    Route("/microbiome/compare", compare, name="microbiome_compare"),
    Route("/microbiome/plan", plan, name="microbiome_plan"),
    Route("/microbiome/report.html", report_file, name="microbiome_report_file"),
    Route("/microbiome/report.tsv", table_file, name="microbiome_table_file"),
    Route("/microbiome/{files}", decide, methods=["POST"], name="microbiome_decide"),
)
