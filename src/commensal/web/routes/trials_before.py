"""Before a trial: what could be tried, a plan to look at, answers that it waits for, and a yes."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.report.labels import in_sentence
from commensal.safety.intake import intake_questions
from commensal.service.aside import NotReadyError, aside, diary_state
from commensal.service.home import Home
from commensal.service.person import keep_answers
from commensal.vocab.errors import UsageError
from commensal.web.answers_in_form import answers_in
from commensal.web.forms import posted, text_of, way_back
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.trial_told import held_lines
from commensal.web.wishes_in_query import wished
from commensal.web.words import words
from commensal.web.working import WAIT_S, on_its_way

if TYPE_CHECKING:
    from commensal.service.trial_plans import TrialOffers, TrialPlanned
    from commensal.trials.protocol_fit import Fit

_MOST_SEED = 2**32
_ACTS_WITHIN_DAYS = (0, 1, 3, 7, 14, 28)


def choose(request: Request) -> Response:
    """What could be tried: what the person's days speak of first, then ready plans, then an idea of their own."""
    if (first := help_first(request)) is not None:
        return first
    home, query = home_of(request), request.query_params
    outcome, subject = query.get("outcome", "").strip() or None, query.get("about", "").strip()
    key = ("offers", *diary_state(home), home.today(), outcome, subject)
    try:
        found, rated = aside(key, partial(_offers, home, outcome, subject), wait_s=WAIT_S)
    except NotReadyError:
        return _working(request, "working_choose_first")
    watched = found.watched.outcome
    return show(
        request,
        "trials_choose.html.j2",
        here="trials",
        outcome=in_sentence(watched.label),
        outcome_key=watched.key,
        rated=rated,
        subject=subject,
        own_days=[_offer(one, watched.key, is_own=True) for one in found.from_findings],
        ready=[_offer(one, watched.key) for one in found.ready],
        waiting=[_offer(one, watched.key) for one in found.waiting],
        n_held_back=found.n_held_back,
        acts_within_days=_ACTS_WITHIN_DAYS,
    )


def _offers(home: Home, outcome: str | None, subject: str) -> tuple[TrialOffers, tuple[tuple[str, str], ...]]:
    """What could be tried, and what could be watched, by key and label."""
    from commensal.service.trial_outcomes import entries_of, rated_outcomes  # noqa: PLC0415 - arrays, only here
    from commensal.service.trial_plans import offers  # noqa: PLC0415

    found = offers(home, outcome=outcome, subject=subject)
    rated = {one.key: one.label for one in rated_outcomes(entries_of(home))}
    watched = found.watched.outcome
    return found, tuple(({watched.key: watched.label} | rated).items())


def _offer(one: Fit, outcome: str, *, is_own: bool = False) -> dict[str, str]:
    """A draft as a line and the address of its plan.

    Parameters
    ----------
    is_own : the person's own days speak of it.
    """
    from commensal.report.trial_choice_words import choice_line  # noqa: PLC0415 - as above

    draft = one.draft
    named = {"protocol": draft.protocol_id or "", "about": draft.subject}
    if is_own and draft.subject:
        named = {"finding": draft.subject}
    given = {name: value for name, value in {**named, "outcome": outcome}.items() if value}
    return {"line": choice_line(one), "query": urlencode(given)}


def plan(request: Request) -> Response:
    """A plan to look at. Nothing is kept; the lot stands in the address, so that looking again shows the same plan."""
    if (first := help_first(request)) is not None:
        return first
    query = {name: value for name, value in request.query_params.items() if value.strip()}
    asked = wished(query)
    if asked.seed is None:
        return RedirectResponse(f"/trials/plan?{urlencode({**query, 'seed': secrets.randbelow(_MOST_SEED)})}", 303)
    home = home_of(request)
    key = ("plan", *diary_state(home), home.today(), tuple(sorted(query.items())))
    try:
        planned = aside(key, partial(_plan, home, query), wait_s=WAIT_S)
    except NotReadyError:
        return _working(request, "working_first")
    return _plan_page(request, planned, query)


def _plan(home: Home, query: Mapping[str, str], *, is_kept: bool = False) -> TrialPlanned:
    from commensal.service.trial_plans import plan as planned  # noqa: PLC0415 - as above

    asked = wished(query)
    return planned(
        home,
        asked.wish,
        first_day=asked.first_day,
        hides_results=asked.hides_results,
        seed=asked.seed,
        is_kept=is_kept,
        has_power=not is_kept,
    )


def kept_plan(request: Request) -> Response:
    """The plan that is ready, for the page on which a person says yes."""
    from commensal.service.trial_plans import to_begin  # noqa: PLC0415 - as above

    if (first := help_first(request)) is not None:
        return first
    home = home_of(request)
    if _has_open_trial(home) or not _has_plan(home):
        return RedirectResponse("/trials", status_code=303)
    try:
        planned = aside(("begin", *diary_state(home), home.today()), partial(to_begin, home), wait_s=WAIT_S)
    except NotReadyError:
        return _working(request, "working_first")
    return _plan_page(request, planned, {})


def _plan_page(request: Request, planned: TrialPlanned, query: Mapping[str, str]) -> Response:
    """The plan, or what speaks against it now and what has to be asked first."""
    from commensal.report.safety_words import rule_sentence  # noqa: PLC0415 - as above
    from commensal.report.trial_plan_page import plan_paper  # noqa: PLC0415

    seen, made = planned.seen, planned.plan
    if made is None or not seen.is_allowed:
        return show(
            request,
            "trial_not_now.html.j2",
            here="trials",
            sentences=[rule_sentence(rule, country=planned.country) for rule in seen.fired],
            questions=seen.questions,
            back=f"/trials/plan?{urlencode(query)}" if query else "/trials/begin",
            is_unfit="unread" in request.query_params,
        )
    paper = plan_paper(
        made,
        power=planned.power,
        fired=seen.fired,
        cautions=seen.draft.cautions or None,
        country=planned.country,
        conditions=planned.conditions,
        letters=None if planned.standing is None else planned.standing.letters,
    )
    return show(
        request,
        "trial_plan.html.j2",
        here="trials",
        paper=paper,
        query=urlencode(query),
        given=_given(query, made.first_day.isoformat() if made.first_day else ""),
        days=made.design.days,
        matters=f"{made.smallest_difference:g}",
        today=home_of(request).today().isoformat(),
        is_free=not _has_open_trial(home_of(request)),
    )


def _given(query: Mapping[str, str], first_day: str) -> dict[str, Any]:
    """What the options show, and what they hand on unseen."""
    seen = ("days", "matters", "from", "hide", "seed", "unread")
    unseen = {name: value for name, value in query.items() if name not in seen}
    return {"unseen": unseen, "from": query.get("from", first_day), "hide": "hide" in query}


@posted
def decide(request: Request, form: FormData) -> Response:
    """Keep the plan that was looked at, as it was; and begin it where that was the answer."""
    if (first := help_first(request)) is not None:
        return first
    home, query = home_of(request), dict(parse_qsl(text_of(form, "query")))
    if query:
        planned = _plan(home, query, is_kept=True)
        if planned.plan is None:
            return RedirectResponse(f"/trials/plan?{urlencode(query)}", status_code=303)
    if text_of(form, "answer") != "begin":
        return RedirectResponse("/trials", status_code=303)
    return _begin(request, home, has_asked=bool(text_of(form, "asked")))


def _begin(request: Request, home: Home, *, has_asked: bool) -> Response:
    from commensal.service.trial_plans import WentBadlyError, begin  # noqa: PLC0415 - as above

    if _has_open_trial(home) or not _has_plan(home):
        return RedirectResponse("/trials", status_code=303)  # pressed twice: it goes on already
    try:
        begun = begin(home, has_asked=has_asked)
    except WentBadlyError:
        return show(request, "trial_badly.html.j2", here="trials", status_code=409)
    return RedirectResponse("/trials" if begun.standing else "/trials/begin", status_code=303)


@posted
def answers(request: Request, form: FormData) -> Response:
    """Keep the answers that a plan waits for, and go back to it."""
    kept, is_unfit = answers_in(form, intake_questions())
    back, lines = way_back(form, usual="/trials/choose"), []
    if kept:
        try:
            lines = held_lines(keep_answers(home_of(request), kept).trial_held)
        except UsageError:
            is_unfit = True
    if (first := help_first(request)) is not None:
        return first
    if lines:
        return show(request, "trial_told.html.j2", here="trials", lines=lines, trial_id="")
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}unread=1" if is_unfit else back, status_code=303)


def _has_open_trial(home: Home) -> bool:
    from commensal.service.trial import standings  # noqa: PLC0415 - as above

    return any(one.state.is_open for one in standings(home))


def _has_plan(home: Home) -> bool:
    from commensal.service.trial import standings  # noqa: PLC0415 - as above

    return any(one.state.value == "planned" for one in standings(home))


def _working(request: Request, sentence: str) -> Response:
    heading = words("trials.working_heading")
    return on_its_way(request, here="trials", heading=heading, sentence=words(f"trials.{sentence}"))


ROUTES = (
    Route("/trials/choose", choose, name="trials_choose"),
    Route("/trials/plan", plan, name="trial_plan"),
    Route("/trials/begin", kept_plan, name="trial_begin"),
    Route("/trials/begin", decide, methods=["POST"], name="trial_decide"),
    Route("/trials/answers", answers, methods=["POST"], name="trial_answers"),
)
