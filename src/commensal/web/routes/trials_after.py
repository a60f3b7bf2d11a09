"""One trial: how it goes, what it showed, and its papers to keep. Hidden results are not even worked out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.report.numbers import day_words
from commensal.report.trial_day_words import ended_line, progress_lines, way_back_line
from commensal.service.home import Home
from commensal.service.trial import TrialStanding, standings
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.trial_told import held_lines
from commensal.web.words import words

if TYPE_CHECKING:
    from commensal.service.trial_results import TrialLook
    from commensal.trials.result import TrialResult

_PAGES = ("plan", "protocol", "report")
_CALENDAR = "calendar"


def one_trial(request: Request) -> Response:
    """How a trial goes, or what it showed."""
    from commensal.service.trial_results import look  # noqa: PLC0415 - arrays, only for a look

    if (first := help_first(request)) is not None:
        return first
    standing = _standing(request)
    if standing is None:
        return show(request, "not_here.html.j2", here="trials", status_code=404)
    seen = None if standing.run.started is None else look(home_of(request), standing.run.plan.hash)
    if (first := help_first(request)) is not None:
        return first
    if seen is not None:
        standing = seen.standing
    return show(
        request,
        "trial_one.html.j2",
        here="trials",
        question=standing.plan.question,
        change=standing.plan.change,
        held=held_lines(None if seen is None else seen.held),
        lines=list(_lines(standing, seen)),
        progress=_progress(standing),
        papers=_papers(standing, seen),
        is_sealed=_is_sealed(standing),
        **({} if seen is None else _shown(seen)),
    )


def _lines(standing: TrialStanding, seen: TrialLook | None) -> Iterator[str]:
    """What is known, first of all; then what comes next."""
    from commensal.report.trial_plan_page import back_lines  # noqa: PLC0415 - as above

    plan, last = standing.plan, standing.plan.last_day
    if seen is None:
        yield words("trials.planned_first")
        return
    if standing.are_results_hidden:
        yield words("trials.hidden_first", last="" if last is None else day_words(last))
    elif seen.result is None:
        yield words("trials.no_result_first")
    else:
        yield from _result_lines(seen, seen.result)
    if standing.state.value == "stopped" and standing.run.stopped is not None:
        yield ended_line(standing.run.stopped.cause)
    if seen.reintroduction is not None:
        if standing.state.value == "finished":
            yield way_back_line(seen.reintroduction, standing.today)
        yield from back_lines(plan, stopped_on=standing.run.ended_on)


def _result_lines(seen: TrialLook, result: TrialResult) -> Iterator[str]:
    from commensal.report.trial_verdict_words import (  # noqa: PLC0415 - as above
        headline,
        look_lines,
        next_line,
        verdict_lines,
    )

    plan, verdict = seen.standing.plan, seen.verdict
    if verdict is None or seen.standing.state.is_open:
        # An interval that is meant for one look at the end would be looked at too often.
        if verdict is not None:
            yield headline(verdict, plan)
        yield from look_lines(result, plan)
        yield from (next_line(step, plan) for step in (() if verdict is None else verdict.next_steps))
        yield words("trials.how_often")
        return
    from_day = None if seen.reintroduction is None else seen.reintroduction.begins_on
    yield from verdict_lines(verdict, result, plan, reintroduce_from=from_day)


def _shown(seen: TrialLook) -> dict[str, Any]:
    """Pictures, tables and the words of the field; nothing while results are hidden or an envelope is kept."""
    from commensal.report.trial_chart import trial_chart  # noqa: PLC0415 - as above
    from commensal.report.trial_table import days_table  # noqa: PLC0415
    from commensal.report.trial_verdict_words import expert_lines  # noqa: PLC0415

    plan, result = seen.standing.plan, seen.result
    if result is None or _is_sealed(seen.standing):
        return {}
    return {
        "effect": _effect(seen, result),
        "chart": trial_chart(plan, seen.outcomes),
        "table": days_table(plan, seen.outcomes, title=words("trials.picture_twin")),
        "expert": expert_lines(result, plan),
    }


def _effect(seen: TrialLook, result: TrialResult) -> Any:
    """The difference with its range: the one that allows for every look while the trial goes on."""
    from commensal.report.effect_chart import effect_chart  # noqa: PLC0415 - as above

    lead = result.lead
    if lead.effect is None:
        return None
    ends = lead.confidence_sequence if seen.standing.state.is_open else lead.effect.interval()
    return None if ends is None else effect_chart(seen.standing.plan, lead.effect.estimate, *ends)


def _progress(standing: TrialStanding) -> tuple[str, ...]:
    if not standing.count.n_days:
        return ()
    return progress_lines(
        standing.plan,
        standing.count,
        next_look=standing.next_look,
        are_results_hidden=standing.are_results_hidden,
    )


def _is_sealed(standing: TrialStanding) -> bool:
    """Whether somebody keeps an envelope that is not to be opened yet."""
    return standing.letters is not None and not standing.state.is_over


def _papers(standing: TrialStanding, seen: TrialLook | None) -> list[dict[str, str]]:
    """The papers that there are now."""
    kinds = ["plan", "protocol"]
    if seen is not None and seen.result is not None and not _is_sealed(standing):
        kinds.append("report")
    if not standing.state.is_over:
        kinds.append(_CALENDAR)
    return [
        {"label": words(f"trials.paper_{kind}"), "query": urlencode({"trial": standing.run.trial_id, "kind": kind})}
        for kind in kinds
    ]


def trial_paper(request: Request) -> Response:
    """A paper as a file. Its name says nothing of health."""
    if (first := help_first(request)) is not None:
        return first
    standing, kind = _standing(request), request.query_params.get("kind", "")
    text = None if standing is None else _text(home_of(request), standing, kind)
    if standing is None or text is None:
        return show(request, "not_here.html.j2", here="trials", status_code=404)
    is_calendar = kind == _CALENDAR
    name = f"commensal-{standing.run.trial_id}-{kind}.{'ics' if is_calendar else 'html'}"
    return Response(
        text,
        media_type="text/calendar" if is_calendar else "text/html",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _text(home: Home, standing: TrialStanding, kind: str) -> str | None:
    from commensal.service.trial_files import calendar_of  # noqa: PLC0415 - as above
    from commensal.service.trial_report import paper_file, papers, plan_page  # noqa: PLC0415

    trial_id = standing.run.plan.hash
    if kind == _CALENDAR:
        return None if standing.state.is_over else calendar_of(home, trial_id=trial_id)[0]
    if kind not in _PAGES or (kind == "report" and _is_sealed(standing)):
        return None
    made = papers(home, trial_id)
    paper = plan_page(home, trial_id) if kind == "plan" else made.protocol if kind == "protocol" else made.report
    return None if paper is None else paper_file(home, paper, is_synthetic=made.is_synthetic)


def _standing(request: Request) -> TrialStanding | None:
    """The trial that the address names; where it names none, the one that goes on, else the newest."""
    named, found = request.query_params.get("trial", ""), standings(home_of(request))
    if named:
        return next((one for one in found if one.run.trial_id == named), None)
    return next((one for one in found if one.state.is_open), found[-1] if found else None)


ROUTES = (
    Route("/trials/about", one_trial, name="trial_about"),
    Route("/trials/paper", trial_paper, name="trial_paper"),
)
