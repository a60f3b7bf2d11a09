"""Reports: a summary that prints on one sheet, and the findings as a page or as data to take along."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.report.labels import at_start, shown_label
from commensal.report.medicine_words import list_lines
from commensal.report.numbers import brief, month_and_year, span_words
from commensal.service.findings_now import reading
from commensal.service.reporting import Looked
from commensal.service.summary import MonthOfSymptom, Summary, summary
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.words import counted, words
from commensal.web.working import WAIT_S, on_its_way


def reports(request: Request) -> Response:
    """Which pages there are."""
    return show(request, "reports.html.j2", here="reports", has_diary=home_of(request).has_diary)


def summary_page(request: Request) -> Response:
    """One page for somebody who helps: medicines first."""
    if (first := help_first(request)) is not None:
        return first
    seen = summary(home_of(request))
    return show(
        request,
        "reports_summary.html.j2",
        here="reports",
        seen=seen,
        medicines=_medicines(seen),
        said=", ".join(shown_label(one.name) for one in seen.medicines.said),
        asking=_asking(seen),
        months=[month_and_year(month) for month in seen.months],
        symptoms=[(at_start(name), [_cell(month) for month in cells]) for name, cells in seen.by_symptom],
        crashes=[span_words(crash.first_day, crash.last_day) for crash in seen.crashes],
    )


def findings_page_file(request: Request) -> Response:
    """The findings as a page of their own, to take along. It is not shown here: its style stands inside it."""
    return _findings_file(request, _as_page, ".html", "text/html; charset=utf-8")


def findings_data_file(request: Request) -> Response:
    """The findings as one JSON document."""
    return _findings_file(request, _as_data, ".json", "application/json")


def _findings_file(request: Request, write: Callable[[Looked], str], suffix: str, media_type: str) -> Response:
    if (first := help_first(request)) is not None:
        return first
    home = home_of(request)
    seen = reading(home, wait_s=WAIT_S)
    if not seen.is_ready:
        sentence = words("reports.on_its_way_first")
        return on_its_way(request, here="reports", heading=words("reports.on_its_way"), sentence=sentence)
    if seen.looked is None:
        return show(request, "not_here.html.j2", here="reports", status_code=404, sentence=words("reports.nothing_yet"))
    # no word about health in the name of a file
    name = f"commensal-report-{home.today().isoformat()}{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(write(seen.looked), media_type=media_type, headers=headers)


def _as_page(looked: Looked) -> str:
    from commensal import __version__  # noqa: PLC0415
    from commensal.report.html import findings_page  # noqa: PLC0415 - arrays, which no other page needs

    return findings_page(
        looked.findings,
        looked.table,
        generated_at=looked.made_at,
        version=__version__,
        is_synthetic=looked.is_synthetic,
        truth=looked.truth,
    )


def _as_data(looked: Looked) -> str:
    from commensal import __version__  # noqa: PLC0415
    from commensal.report.json_form import findings_json  # noqa: PLC0415 - as above

    document = findings_json(
        looked.findings,
        generated_at=looked.made_at,
        version=__version__,
        is_synthetic=looked.is_synthetic,
        truth=looked.truth,
    )
    return json.dumps(document, ensure_ascii=False, indent=1)


def _medicines(seen: Summary) -> list[tuple[str, str]]:
    found = seen.medicines.medicines
    names = [shown_label(one.name) for one in found]
    lines = list(list_lines(found, (), (), n_days=_n_days(seen)))[1 : len(found) + 1]
    return [(name, line.strip().removeprefix(name).strip()) for name, line in zip(names, lines, strict=True)]


def _asking(seen: Summary) -> list[str]:
    found = seen.medicines
    lines = list_lines(
        found.medicines, found.said, found.prompts, n_days=_n_days(seen), about_person=found.about_person
    )
    return [line.removeprefix("- ") for line in lines if line.startswith("- ")]


def _n_days(seen: Summary) -> int:
    return (seen.today - seen.medicines.first_prompt_day).days + 1


def _cell(month: MonthOfSymptom) -> str:
    if month.median is None:
        return words("reports.month_blank")
    return words("reports.month_cell", median=brief(month.median), days=counted(month.n_days, "reports.days"))


ROUTES = (
    Route("/reports", reports, name="reports"),
    Route("/reports/summary", summary_page, name="summary"),
    Route("/reports/findings.html", findings_page_file, name="report_page"),
    Route("/reports/findings.json", findings_data_file, name="report_data"),
)
