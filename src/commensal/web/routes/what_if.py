"""What if: a ready question asked of the model of the axis, with its bands and all that is assumed in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from commensal.report.words import say
from commensal.service.aside import NotReadyError, aside, diary_state
from commensal.service.home import Home
from commensal.vocab.errors import UsageError
from commensal.vocab.language import in_language
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.words import words
from commensal.web.working import WAIT_S, on_its_way

if TYPE_CHECKING:
    from commensal.axis.dynamics.answer import WatchedAnswer
    from commensal.axis.dynamics.scenario import Scenario
    from commensal.service.what_if import WhatIf

_MOST_ROWS = 8


def what_ifs(request: Request) -> Response:
    """The questions that come with the model, in the order of their names: none is held against another."""
    from commensal.service.what_if import ready  # noqa: PLC0415 - arrays, which no other page of the map needs

    if (first := help_first(request)) is not None:
        return first
    listed = [(one.id, in_language(one.scenario.title)) for one in ready()]
    return show(request, "what_if_choose.html.j2", here="axis", ready=listed)


def what_if_page(request: Request) -> Response:
    """What the model says of one of them. It takes a moment, the first time some minutes on a slow machine."""
    if (first := help_first(request)) is not None:
        return first
    name, is_own = request.path_params["name"], request.query_params.get("person") == "diary"
    scenario = _scenario(name)
    if scenario is None:
        return show(request, "not_here.html.j2", here="axis", status_code=404)
    home = home_of(request)
    key = ("what-if", name, *(diary_state(home) if is_own else ()), home.today() if is_own else None)
    try:
        seen = aside(key, partial(_asked, home, scenario, is_own=is_own), wait_s=WAIT_S)
    except NotReadyError:
        heading, sentence = words("what_if.working_heading"), words("what_if.working_first")
        return on_its_way(request, here="axis", heading=heading, sentence=sentence)
    except UsageError:
        return show(request, "what_if_no_days.html.j2", here="axis", name=name)
    return show(
        request,
        "what_if.html.j2",
        here="axis",
        name=name,
        is_own=is_own,
        sentence=seen.sentence,
        paper=seen.paper,
        tables=list(_tables(seen)),
    )


def _scenario(name: str) -> Scenario | None:
    from commensal.service.what_if import ready  # noqa: PLC0415 - as above

    return next((one.scenario for one in ready() if one.id == name), None)


def _asked(home: Home, scenario: Scenario, *, is_own: bool) -> WhatIf:
    from commensal.axis.dynamics.scenario import DIARY  # noqa: PLC0415 - as above
    from commensal.service.what_if import what_if  # noqa: PLC0415

    return what_if(home, replace(scenario, person=DIARY) if is_own else scenario)


def _tables(seen: WhatIf) -> Iterator[dict[str, Any]]:
    """The twin of each picture, in their order: some days, as usual and with the change, and where versions lie."""
    from commensal.report.what_if_words import shown_answers  # noqa: PLC0415 - as above

    days = seen.answer.days.tolist()
    for shown in shown_answers(seen.answer):
        if not shown.watched.is_symptom and shown.changed_band is not None:
            yield {
                "label": shown.watched.label,
                "head": (
                    words("what_if.day"),
                    words("what_if.usual"),
                    words("what_if.changed"),
                    words("what_if.range"),
                ),
                "rows": list(_rows(shown, days)),
            }


def _rows(shown: WatchedAnswer, days: list[float]) -> Iterator[tuple[str, ...]]:
    from commensal.report.what_if_chart import short_number  # noqa: PLC0415 - as above

    band = shown.changed_band
    assert band is not None, "only what has an amount is tabled"
    step = max((len(days) - 1) / (_MOST_ROWS - 1), 1.0)
    for at in dict.fromkeys(round(number * step) for number in range(_MOST_ROWS)):
        if at < len(days):
            ends = say(
                "explained.crashes.range", low=short_number(band.low_95[at]), high=short_number(band.high_95[at])
            )
            yield short_number(days[at]), short_number(shown.usual[at]), short_number(shown.changed[at]), ends


ROUTES = (
    Route("/axis/what-if", what_ifs, name="what_ifs"),
    Route("/axis/what-if/{name}", what_if_page, name="what_if"),
)
