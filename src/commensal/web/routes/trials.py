"""Trials day by day: what today is, how a day went, rest, change and end. Every stop rule is asked first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from commensal.records.trial_facts import Adherence
from commensal.report.labels import at_start, in_sentence
from commensal.report.numbers import day_words
from commensal.report.trial_day_words import adherence_word, ended_line, instruction_lines, progress_lines, state_line
from commensal.service import trial as trials_service
from commensal.service.home import Home
from commensal.trials.running import TrialState
from commensal.vocab.errors import UsageError
from commensal.web.forms import day_of, posted, text_of
from commensal.web.help_first import help_first
from commensal.web.render import home_of, show
from commensal.web.trial_told import held_lines, told
from commensal.web.words import words

if TYPE_CHECKING:
    from commensal.service.trial import TrialStanding

ANSWERS = tuple(Adherence)
_OPEN = frozenset(state for state in TrialState if state.is_open)


def trials(request: Request) -> Response:
    """The trial that goes on, with what today is; a plan that waits; every trial so far."""
    if (first := help_first(request)) is not None:
        return first
    home = home_of(request)
    found, held = trials_service.standings(home), None
    if any(one.state.is_open for one in found):
        held = trials_service.today(home).held  # a stop rule that came true in the meantime speaks first
        if (first := help_first(request)) is not None:
            return first
        found = trials_service.standings(home)
    running = next((one for one in found if one.state.is_open), None)
    return show(
        request,
        "trials.html.j2",
        here="trials",
        held=held_lines(held),
        running=None if running is None else _running(running),
        planned=next((one for one in found if one.state.value == "planned"), None) is not None,
        rows=[_row(one) for one in reversed(found)],
        answers=ANSWERS,
    )


def _running(standing: TrialStanding) -> dict[str, Any]:
    """What the template shows of a trial that goes on."""
    plan, said = standing.plan, standing.instruction
    lines = list(_today_lines(standing))
    return {
        "id": standing.run.trial_id,
        "first": lines[0],
        "lines": lines[1:],
        "question": plan.question,
        "is_today": said is not None,
        "kept": None if said is None or said.kept is None else said.kept.adherence,
        "day": standing.today.isoformat(),
        "first_day": None if plan.first_day is None else plan.first_day.isoformat(),
        "is_paused": standing.state.value == "paused",
        "outcome": in_sentence(plan.outcome.label),
        "progress": _progress(standing),
        "are_results_hidden": standing.are_results_hidden,
    }


def _today_lines(standing: TrialStanding) -> Iterator[str]:
    """What today is, the instruction before the number of the day; or why there is nothing to do."""
    said, plan = standing.instruction, standing.plan
    if said is None:
        yield state_line(standing.state, plan) or ""
        if standing.state.value == "waiting":
            yield from _run_in(standing)
        return
    number, today, *rest = instruction_lines(said, plan, letters=standing.letters)
    yield today
    yield from rest
    yield number


def _run_in(standing: TrialStanding) -> Iterator[str]:
    """What may be done before the first day, where the dose has to be found first."""
    from commensal.knowledge.trial_protocols import trial_protocols  # noqa: PLC0415 - only before the first day
    from commensal.report.words import say  # noqa: PLC0415

    protocol = trial_protocols().get(standing.plan.protocol_id or "")
    if protocol is not None and protocol.run_in_days:
        yield words("trials.run_in", what=say(f"trial_protocols.{protocol.id}.run_in"))


def _progress(standing: TrialStanding) -> tuple[str, ...]:
    if not standing.count.n_days:
        return ()
    return progress_lines(
        standing.plan,
        standing.count,
        next_look=standing.next_look,
        are_results_hidden=standing.are_results_hidden,
    )


def _row(one: TrialStanding) -> dict[str, str]:
    """A trial in the list of all."""
    plan, ended = one.plan, one.run.ended_on
    first, last = (None if day is None else day_words(day) for day in (plan.first_day, plan.last_day))
    span = words("trials.span", first=first, last=last)
    if one.state.value == "stopped" and ended is not None:
        span = words("trials.ended", last=day_words(ended))
    why = "" if one.run.stopped is None else ended_line(one.run.stopped.cause)
    state = words(f"trials.state_{one.state.value}")
    return {"id": one.run.trial_id, "change": at_start(plan.change), "state": state, "span": span, "why": why}


@posted
def say_day(request: Request, form: FormData) -> Response:
    """Keep how a day went."""
    home = home_of(request)
    if not _is(home, _OPEN):
        return _as_it_is()
    kept = trials_service.record_day(
        home, _adherence(text_of(form, "how")), day=day_of(form), words=text_of(form, "note")
    )
    if kept.day == home.today():
        return told(request, kept.call)
    said = words("trials.kept_day", day=day_words(kept.day), how=adherence_word(kept.adherence))
    return told(request, kept.call, said)


def _adherence(how: str) -> Adherence:
    try:
        return Adherence(how)
    except ValueError as problem:
        expected = ", ".join(adherence_word(one) for one in ANSWERS)
        raise UsageError(where="the form", found="no answer", expected=expected, do="Go back and choose.") from problem


@posted
def pause(request: Request, form: FormData) -> Response:
    """Let the trial rest."""
    home = home_of(request)
    if not _is(home, _OPEN - {TrialState.PAUSED}):
        return _as_it_is()
    return told(request, trials_service.pause(home, words=text_of(form, "note")))


@posted
def resume(request: Request, _form: FormData) -> Response:
    """Go on after a rest."""
    home = home_of(request)
    return told(request, trials_service.resume(home)) if _is(home, {TrialState.PAUSED}) else _as_it_is()


@posted
def change(request: Request, form: FormData) -> Response:
    """Keep beside the plan that something is done otherwise."""
    home, is_shown = home_of(request), bool(text_of(form, "show_results"))
    said = text_of(form, "note").strip() or (words("trials.show_results") if is_shown else "")
    if not said or not _is(home, _OPEN):
        return _as_it_is()
    return told(request, trials_service.amend(home, said, shows_results=is_shown))


@posted
def unwell(request: Request, form: FormData) -> Response:
    """Keep that something unwelcome happened, and end the trial."""
    home, said = home_of(request), text_of(form, "note")
    if not said.strip() or not _is(home, _OPEN):
        return _as_it_is()
    call = trials_service.unwell(home, said)
    return told(request, call, *([] if call.held else [words("trials.unwell_after")]))


@posted
def stop(request: Request, form: FormData) -> Response:
    """End the trial: one tap, no argument."""
    home = home_of(request)
    return told(request, trials_service.stop(home, words=text_of(form, "note"))) if _is(home, _OPEN) else _as_it_is()


def _is(home: Home, states: Collection[TrialState]) -> bool:
    """Whether a trial is in one of these states: another window, or a second press, may have been there before."""
    return any(one.state in states for one in trials_service.standings(home))


def _as_it_is() -> Response:
    """Back to the page, which says how things stand."""
    return RedirectResponse("/trials", status_code=303)


ROUTES = (
    Route("/trials", trials, name="trials"),
    Route("/trials/day", say_day, methods=["POST"], name="trial_day"),
    Route("/trials/pause", pause, methods=["POST"], name="trial_pause"),
    Route("/trials/resume", resume, methods=["POST"], name="trial_resume"),
    Route("/trials/change", change, methods=["POST"], name="trial_change"),
    Route("/trials/unwell", unwell, methods=["POST"], name="trial_unwell"),
    Route("/trials/stop", stop, methods=["POST"], name="trial_stop"),
)
